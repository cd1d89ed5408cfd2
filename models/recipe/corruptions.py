"""Make sentences with replaced words, for the detector to learn from: good sentences in which a word stands that another sense,
a look-alike or chance put there.

usage: PYTHONPATH=. corruptions.py --corpora DIR --dev DEV.tsv --out WORK_DIR

The idea is ELECTRA's replaced-token detection (Clark et al., 2020), with replacements that a machine translation would make:
words for another sense of the same English word (sense inventory, domain errors, dictionaries), words for an English word that
looks like the right one (definition, defence), words that look like the right one, and words drawn by frequency.

Writes WORK_DIR/corruptions.tsv: language, corpus, sentence, and the replaced words as `start-end` pairs (code points), none for the
good sentence itself. A word is not taken as replacement more often than it stands in good sentences, so that the
detector cannot go by the word alone.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pairs import overlap_of, read_corpus
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler, Levenshtein

from mtcheck.grammar import is_content
from mtcheck.knowledge import glosses, hindi_zipf, lexicon, name_words, senses
from mtcheck.script import Word, fold, stem, words

SEED = 21
PROSE = (
    "udpud tico19 xquad indianparallel prathambooks tatoeba africanstorybook opensourceguide "
    "newsA newsB newsC newsD newsE newsF newsG newsH newsI newsJ cover1 cover2 cover3 cover4 names news news2"
).split()
SHORTEST, LONGEST = 6, 60  # words of a sentence
# Corrupted copies of a sentence; news and what is close to it counts most. Of the others, this share of the sentences is taken.
COPIES = {"tatoeba": 1, "prathambooks": 1, "africanstorybook": 1, "opensourceguide": 1}
TAKEN = {"tatoeba": 0.3, "prathambooks": 0.5, "africanstorybook": 0.5, "opensourceguide": 0.5}
DICTIONARIES = ("freedict", "wiktionary")
# How often each source of replacements is asked first.
SHARES = {"sense": 0.45, "domain": 0.1, "dictionary": 0.15, "english": 0.1, "letters": 0.05, "chance": 0.15}
ENDINGS = ("ाओं", "ियों", "ियां", "ों", "ें", "ाएं", "े", "ी", "ा", "")
GENITIVE = {"का": "m", "के": "m", "की": "f"}


@dataclass(frozen=True)
class Sentence:
    language: str
    corpus: str
    text: str


def sentences(corpora: Path, dev: Path) -> list[Sentence]:
    """Prose without what overlaps the development set, each text once."""
    overlap = overlap_of(dev)
    draw = random.Random(SEED)
    found: dict[str, Sentence] = {}
    for folder in (corpora / "authored", corpora):
        for path in sorted(folder.glob("*.tsv.gz")):
            name, pair = path.name.split(".")[:2]
            if name not in PROSE:
                continue
            for text, _ in read_corpus(path):
                if draw.random() > TAKEN.get(name, 1.0):
                    continue
                if SHORTEST <= len(text.split()) <= LONGEST and text not in overlap:
                    found.setdefault(text, Sentence(pair.split("-")[0], name, text))
    return list(found.values())


class Replacements:
    """What may stand wrongly for a word, by source."""

    def __init__(self, language: str, corpora: Path, texts: Iterable[str]) -> None:
        self.language = language
        self.counts: Counter[str] = Counter()
        self.genders: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            self._count(words(text))
        self.common = [word for word, n in self.counts.items() if n >= 3 and is_content(word) and len(word) > 2]
        self.weights = [self.counts[word] for word in self.common]
        self.known = set(self.common)
        self.tables = {
            "sense": _sense_rivals(language),
            "domain": _domain_rivals(language),
            "dictionary": _dictionary_rivals(language, corpora),
        }
        self.glosses = glosses(language)
        self.by_gloss: dict[str, list[str]] = defaultdict(list)
        for english, forms in lexicon(language).items():
            self.by_gloss[english] += [form for form in forms[:2] if " " not in form]
        self.english = sorted(self.by_gloss)

    def _count(self, tokens: list[Word]) -> None:
        for before, word in zip([None, *tokens], tokens, strict=False):
            folded = fold(word.text)
            self.counts[folded] += 1
            if before is not None and before.text in GENITIVE:
                self.genders[stem(folded, self.language)][GENITIVE[before.text]] += 1

    def draw(self, word: str, draw: random.Random) -> str:
        """A word that may stand for `word` wrongly, in its ending where that is plain; "" when none is found."""
        sources = draw.choices(list(SHARES), list(SHARES.values()), k=4)
        for source in sources:
            base = self._from(source, word, draw)
            if base and self._usable(word, base):
                return self._inflected(word, base)
        return ""

    def _from(self, source: str, word: str, draw: random.Random) -> str:
        key = stem(word, self.language)
        if source == "chance":
            return draw.choices(self.common, self.weights)[0]
        if source == "letters":
            near = process.extract(word, draw.sample(self.common, min(1500, len(self.common))), scorer=Levenshtein.distance, score_cutoff=2, limit=5)
            return draw.choice([form for form, *_ in near]) if near else ""
        if source == "english":
            return self._misread(key, draw)
        options = sorted(self.tables[source].get(key, ()))
        weights = [1 + self.counts[fold(option)] ** 0.5 for option in options]
        return draw.choices(options, weights)[0] if options else ""

    def _misread(self, key: str, draw: random.Random) -> str:
        """A word for an English word that is written like one of the word's own English."""
        mine = sorted(self.glosses.get(key, ()))
        if not mine:
            return ""
        english = draw.choice(mine)
        near = process.extract(english, self.english, scorer=JaroWinkler.similarity, score_cutoff=0.86, limit=8)
        options = [form for other, *_ in near if other != english for form in self.by_gloss[other]]
        return draw.choice(options) if options else ""

    def _usable(self, word: str, other: str) -> bool:
        if " " in other or "-" in other or fold(other) == fold(word) or not is_content(other) or len(other) < 2:
            return False
        mine, theirs = stem(fold(word), self.language), stem(fold(other), self.language)
        if mine == theirs or (self.glosses.get(mine, frozenset()) & self.glosses.get(theirs, frozenset()) - _shared(mine, theirs, self.language)):
            return False
        return fold(other) in self.known or (self.language == "hi" and hindi_zipf(other) >= 3)

    def gender(self, word: str) -> str:
        """m or f where texts or the ending tell, else nothing."""
        seen = self.genders.get(stem(fold(word), self.language))
        if seen and seen.total() >= 2:
            best, n = seen.most_common(1)[0]
            return best if n / seen.total() >= 0.8 else ""
        return "f" if word.endswith(("ी", "ियां", "ियों")) else "m" if word.endswith("ा") else ""

    def _inflected(self, word: str, base: str) -> str:
        """The replacement with the word's own number and case, where endings tell them."""
        if base.endswith("ना") and word.endswith(("ने", "ता", "ते", "ती", "कर", "ेगा", "ेंगे")):
            return base[:-2] + next(e for e in ("ने", "ता", "ते", "ती", "कर", "ेगा", "ेंगे") if word.endswith(e))
        if base.endswith("ा") and word.endswith(("े", "ों")):
            return base[:-1] + ("ों" if word.endswith("ों") else "े")
        if base.endswith("ी") and word.endswith(("ियों", "ियां")):
            return base[:-1] + word[-4:]
        if word.endswith("ों") and not base.endswith(("ा", "ी", "े", "ो", "ू", "ि")):
            return base + "ों"
        if word.endswith("ें") and not base.endswith(("ा", "ी", "े", "ो", "ू", "ि")):
            return base + "ें"
        return base


def _shared(first: str, second: str, language: str) -> frozenset[str]:
    """English words whose senses part the two stems: these they may share and still be rivals."""
    return frozenset(
        english
        for english in glosses(language).get(first, frozenset()) & glosses(language).get(second, frozenset())
        if english in senses(language)
        and not any(
            {first, second} <= {stem(form, language) for form in sense.words} for sense in senses(language)[english]
        )
    )


def _sense_rivals(language: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for items in senses(language).values():
        for mine in items:
            for theirs in items:
                if theirs is not mine:
                    for form in mine.words:
                        found[stem(fold(form), language)].update(theirs.words)
    return found


def _domain_rivals(language: str) -> dict[str, set[str]]:
    wrong, right = (4, 5) if language == "mr" else (2, 3)
    found: dict[str, set[str]] = defaultdict(set)
    for file in sorted(files("mtcheck.data").iterdir(), key=lambda item: item.name):
        if not file.name.startswith("domain_errors"):
            continue
        for line in file.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if not line.startswith("#") and len(cells) == 7:
                for form in cells[right].split("|"):
                    found[stem(fold(form), language)].update(cells[wrong].split("|"))
    return found


def _dictionary_rivals(language: str, corpora: Path) -> dict[str, set[str]]:
    """Words that share an English word in a dictionary, but no second one: most are other senses."""
    meanings: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, set[str]] = defaultdict(set)
    for name in DICTIONARIES:
        path = corpora / f"{name}.{language}-en.tsv.gz"
        for foreign, english in read_corpus(path) if path.exists() else ():
            if " " not in foreign and re.fullmatch(r"[a-z]{3,}", english):
                meanings[foreign].add(english)
                forms[english].add(foreign)
    found: dict[str, set[str]] = defaultdict(set)
    for foreign, senses_of in meanings.items():
        others = {other for english in senses_of for other in forms[english]}
        found[stem(fold(foreign), language)] |= {
            other for other in others if len(meanings[other] & senses_of) == 1 and len(meanings[other]) > 1
        }
    return found


def corrupted(sentence: Sentence, table: Replacements, draw: random.Random) -> tuple[str, list[tuple[int, int]]] | None:
    """The sentence with one word in about ten replaced, and where; None when nothing could be replaced."""
    tokens = words(sentence.text)
    places = [i for i, word in enumerate(tokens) if _replaceable(word)]
    draw.shuffle(places)
    wanted = 1 + (draw.random() < 0.35) + (len(places) > 14 and draw.random() < 0.5)
    chosen: dict[int, str] = {}
    for i in places:
        if len(chosen) == wanted:
            break
        new = table.draw(tokens[i].text, draw)
        if new and _agrees(tokens, i, new, table):
            chosen[i] = new
    if not chosen:
        return None
    text, spans, at = "", [], 0
    for i in sorted(chosen):
        text += sentence.text[at : tokens[i].start]
        spans.append((len(text), len(text) + len(chosen[i])))
        text += chosen[i]
        at = tokens[i].end
    return text + sentence.text[at:], spans


def _replaceable(word: Word) -> bool:
    return word.devanagari and is_content(word.text) and len(word.text) > 2 and fold(word.text) not in name_words()


def _agrees(tokens: list[Word], i: int, new: str, table: Replacements) -> bool:
    """No genitive or adjective before the word would give the replacement away by its gender."""
    if i == 0 or not tokens[i - 1].text.endswith(("ा", "ी", "े")):
        return True
    old_gender, new_gender = table.gender(tokens[i].text), table.gender(new)
    return not old_gender or not new_gender or old_gender == new_gender


def generate(corpora: Path, dev: Path) -> Iterator[tuple[Sentence, str, list[tuple[int, int]]]]:
    """Good sentences and their corrupted copies; a replacement that is overused is not taken again."""
    found = sentences(corpora, dev)
    draw = random.Random(SEED)
    tables = {
        language: Replacements(language, corpora, (s.text for s in found if s.language == language))
        for language in ("hi", "mr")
    }
    used: Counter[tuple[str, str]] = Counter()
    for sentence in found:
        yield sentence, sentence.text, []
        table = tables[sentence.language]
        for _ in range(COPIES.get(sentence.corpus, 2)):
            result = corrupted(sentence, table, draw)
            if result is None:
                continue
            stems = [(sentence.language, fold(result[0][start:end])) for start, end in result[1]]
            if any(used[key] > 2 + 1.0 * table.counts[key[1]] for key in stems):
                continue
            used.update(stems)
            yield sentence, *result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    with (args.out / "corruptions.tsv").open("w", encoding="utf-8") as stream:
        for sentence, text, spans in generate(args.corpora, args.dev):
            places = " ".join(f"{start}-{end}" for start, end in spans)
            stream.write(f"{sentence.language}\t{sentence.corpus}\t{text}\t{places}\n")


if __name__ == "__main__":
    main()
