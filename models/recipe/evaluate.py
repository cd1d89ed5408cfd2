"""Measure translators with sacreBLEU: the embedded one, any folder, and other systems' outputs that lie beside the set.

usage: evaluate.py --dev flores-dev.hi-en.tsv [--language hi] [--first N] [--folder FOLDER] [--runtime ctranslate2]
                   [--beam 4 --repetition-penalty 1.05 --no-repeat 4] [--save OUT.en]

The set is a TSV of foreign and English sentences. Files named like it that end in `.NAME.en` are other systems' outputs
(flores-dev.opusmt.en beside flores-dev.hi-en.tsv) and are measured on the same sentences.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from sacrebleu.metrics import BLEU, CHRF

from mtcheck.translate import ctranslate, embedded, load_translator
from mtcheck.translate.base import Decoding, Translator

Pairs = list[tuple[str, str]]


def read_set(path: Path, first: int | None) -> Pairs:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row[0], row[1]) for row in rows][:first]


def show(name: str, output: list[str], pairs: Pairs, remark: str = "") -> None:
    """One line: BLEU, chrF, how many sentences repeat themselves, remark."""
    references = [[english for _, english in pairs]]
    bleu, chrf = BLEU().corpus_score(output, references).score, CHRF().corpus_score(output, references).score
    print(
        f"{name:28} BLEU {bleu:5.1f}  chrF {chrf:5.1f}  repeating {sum(map(repeats, output)):3}  {remark}", flush=True
    )


def repeats(sentence: str, n: int = 3) -> bool:
    """Whether some three words in a row come again right after themselves, or one word comes three times in a row."""
    words = sentence.split()
    thrice = any(words[i] == words[i + 1] == words[i + 2] for i in range(len(words) - 2))
    return thrice or any(words[i : i + n] == words[i + n : i + 2 * n] for i in range(len(words) - 2 * n + 1))


def systems(dev: Path) -> dict[str, Path]:
    """Other systems' outputs beside the set, by name."""
    stem = dev.name.split(".")[0]
    return {path.name.split(".")[-2]: path for path in sorted(dev.parent.glob(f"{stem}.*.en"))}


def translator_of(args: argparse.Namespace) -> Translator:
    """The translator the arguments ask for; a folder is taken for one of the embedded model's layout."""
    embedded.DECODING = Decoding(args.beam, args.repetition_penalty, args.no_repeat)
    if args.compute:
        ctranslate.COMPUTE = args.compute
    if args.folder:
        embedded.embedded_folder = lambda: args.folder
    return load_translator(args.model, runtime=args.runtime)


def evaluate(args: argparse.Namespace) -> None:
    """Print a line for every system, then the metrics' signatures."""
    pairs = read_set(args.dev, args.first)
    translator = translator_of(args)
    began = time.time()
    output = translator.translate([foreign for foreign, _ in pairs], args.language)
    speed = f"{len(pairs) / (time.time() - began):.1f} sentences/s, {translator.runtime}, {translator.revision}"
    show(translator.name, output, pairs, speed)
    if args.save:
        args.save.write_text("\n".join(output) + "\n", encoding="utf-8")
    for name, path in systems(args.dev).items() if args.systems else ():
        show(name, path.read_text(encoding="utf-8").splitlines()[: len(pairs)], pairs)
    for metric in (BLEU(), CHRF()):
        metric.corpus_score(["a"], [["a"]])
        print(metric.get_signature())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--language", choices=["hi", "mr"], default="hi")
    parser.add_argument("--first", type=int)
    parser.add_argument("--model", help="another model, as for mtcheck --model")
    parser.add_argument("--folder", type=Path, help="a folder of the embedded model's layout")
    parser.add_argument("--runtime", choices=embedded.RUNTIMES)
    parser.add_argument("--compute", help="CTranslate2's compute type")
    parser.add_argument("--beam", type=int, default=embedded.DECODING.beam_size)
    parser.add_argument("--repetition-penalty", type=float, default=embedded.DECODING.repetition_penalty)
    parser.add_argument("--no-repeat", type=int, default=embedded.DECODING.no_repeat_ngram_size)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--no-systems", dest="systems", action="store_false")
    evaluate(parser.parse_args())
