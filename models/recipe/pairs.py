"""Collect the training pairs: one weighted, clean list out of the corpora, nothing of the development set among it.

usage: pairs.py --corpora DIR --dev DEV.tsv --out WORK_DIR

DIR holds `NAME.hi-en.tsv.gz` and `NAME.mr-en.tsv.gz` (foreign TAB English), and its folder `authored/`; the pairs that
lie beside this recipe, in models/authored/, are taken as well.
Writes WORK_DIR/pairs.tsv (weight, corpus, foreign, English), WORK_DIR/held-out.mr-en.tsv (pairs for measuring
Marathi, whose English side is kept out of training in both languages) and WORK_DIR/pairs.txt (what was taken, what was
left out).
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

SEED = 20
AUTHORED = Path(__file__).resolve().parent.parent / "authored"
MIN_WORDS = 5  # of the English side; shorter strings are headings, menu items and dictionary entries
HELD_OUT = ("tico19.mr-en", 300)
AUTHORED_WEIGHT = 5.0
PROSE_WEIGHT = 1.0

# How often a pair is seen per epoch. Below 1: that share of the corpus is drawn, once and for all.
WEIGHTS = {
    "udpud.hi-en": 3.0,
    "tico19.hi-en": 2.0,
    "tico19.mr-en": 2.0,
    "xquad.hi-en": 2.0,
    "tatoeba.mr-en": 0.4,  # repetitive
    "prathambooks.hi-en": 0.7,  # free translations
    "prathambooks.mr-en": 0.7,
} | {
    f"{name}.{language}-en": weight
    for language in ("hi", "mr")
    for weight, names in (
        (0.25, "debian_mo chromium firefox libreoffice_ui lohelp mediawiki aosp sunbird wikipediaandroid tldr"),
        (0.3, "msedgeai msazd mssecurity101 codinginterviewuni"),  # machine-made or list-like
    )
    for name in names.split()
}
# Words and names: every length is taken, at this weight, so that rare words are not forgotten.
LEXICON_WEIGHT = 0.12
LEXICA = {"freedict", "wiktionary", "isocodes", "calibre", "cldr", "osmidschema", "tico19terms"}


class Pair(NamedTuple):
    weight: float
    corpus: str
    foreign: str
    english: str


class Overlap:
    """Knows a development set: whether a sentence is in it or shares eight words in a row with it."""

    def __init__(self, sentences: Iterable[str], n: int = 8) -> None:
        self.n = n
        self.exact: set[str] = set()
        self.grams: set[tuple[str, ...]] = set()
        for sentence in sentences:
            words = normalised(sentence)
            self.exact.add(" ".join(words))
            self.grams.update(ngrams(words, n))

    def __contains__(self, sentence: str) -> bool:
        words = normalised(sentence)
        return " ".join(words) in self.exact or any(gram in self.grams for gram in ngrams(words, self.n))


def normalised(sentence: str) -> list[str]:
    """Lower-cased words without punctuation (combining signs of Devanagari kept)."""
    return re.findall(r"[\w\u0900-\u0963]+", sentence.lower())


def ngrams(words: list[str], n: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[i : i + n]) for i in range(len(words) - n + 1))


def overlap_of(dev: Path) -> Overlap:
    """The overlap test for both sides of a development set (TSV)."""
    return Overlap(cell for line in dev.read_text(encoding="utf-8").splitlines() for cell in line.split("\t")[:2])


def read_corpus(path: Path) -> list[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pairs = [tuple(line.rstrip("\n").split("\t")) for line in lines]
    return [(foreign, english) for foreign, english in dict.fromkeys(pairs)]


def weight_of(corpus: str, authored: bool) -> float:
    if authored:
        return AUTHORED_WEIGHT
    if corpus.split(".")[0] in LEXICA:
        return LEXICON_WEIGHT
    return WEIGHTS.get(corpus, PROSE_WEIGHT)


def candidates(corpora: Path, draw: random.Random) -> Iterator[Pair]:
    """All pairs that the weights let through; a weight below 1 has become a draw and a weight of 1."""
    folders = (corpora, corpora / "authored", AUTHORED)
    for path in (path for folder in folders for path in sorted(folder.glob("*.tsv.gz"))):
        corpus = path.name.removesuffix(".tsv.gz")
        authored = path.parent.name == "authored"
        weight = weight_of(corpus, authored)
        lexicon = weight == LEXICON_WEIGHT
        for foreign, english in read_corpus(path):
            if (lexicon or authored or len(english.split()) >= MIN_WORDS) and draw.random() < weight:
                yield Pair(max(weight, 1.0), corpus, foreign, english)


def hold_out(corpora: Path, draw: random.Random) -> list[tuple[str, str]]:
    """Pairs that are never trained on (full sentences only)."""
    corpus, count = HELD_OUT
    pairs = [pair for pair in read_corpus(corpora / f"{corpus}.tsv.gz") if len(pair[1].split()) >= 8]
    return sorted(draw.sample(pairs, count))


def collect(corpora: Path, dev: Path, out: Path) -> None:
    """Write the three files that the module's text names."""
    overlap = overlap_of(dev)
    held_out = hold_out(corpora, random.Random(SEED))
    kept_out = {" ".join(normalised(english)) for _, english in held_out}
    taken: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    lines = []
    for pair in candidates(corpora, random.Random(SEED)):
        if pair.foreign in overlap or pair.english in overlap or " ".join(normalised(pair.english)) in kept_out:
            left_out[pair.corpus] += 1
            continue
        taken[pair.corpus] += 1
        lines.append(f"{pair.weight:g}\t{pair.corpus}\t{pair.foreign}\t{pair.english}\n")
    out.mkdir(parents=True, exist_ok=True)
    held = "".join(f"{foreign}\t{english}\n" for foreign, english in held_out)
    (out / "held-out.mr-en.tsv").write_text(held, encoding="utf-8")
    summary = "".join(f"{corpus}\t{taken[corpus]}\tleft out\t{left_out[corpus]}\n" for corpus in sorted(taken))
    (out / "pairs.txt").write_text(f"{summary}total\t{taken.total()}\t\t{left_out.total()}\n", encoding="utf-8")
    (out / "pairs.tsv").write_text("".join(lines), encoding="utf-8")


def read_pairs(path: Path, dev: Path | None = None) -> list[Pair]:
    """The pairs that `collect` wrote; with `dev`, refuses (ValueError) when one of them overlaps it."""
    cells = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [Pair(float(weight), corpus, foreign, english) for weight, corpus, foreign, english in cells]
    if dev:
        overlap = overlap_of(dev)
        for pair in pairs:
            if pair.foreign in overlap or pair.english in overlap:
                raise ValueError(f"{path}: a pair of {pair.corpus} overlaps {dev}: {pair.english}")
    return pairs


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    collect(args.corpora, args.dev, args.out)
