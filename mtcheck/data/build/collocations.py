"""Write collocations.tsv: which content words of Hindi and Marathi stand next to each other, and how often.

usage: python collocations.py FOLDER... > collocations.tsv

Every FOLDER holds NAME.hi-en.tsv.gz and NAME.mr-en.tsv.gz. Function words are passed over; stems are counted, once a sentence. Only
pairs are kept with a word that the sense inventory or the lexicon gives as one of several renderings of an English word.
"""

import gzip
import sys
from collections import Counter
from pathlib import Path

from mtcheck.collocation import neighbours
from mtcheck.knowledge import rivals
from mtcheck.script import words

MINIMUM = 3
LEFT_OUT = ("contrast",)  # kept for measuring


def main(folders: list[str]) -> None:
    """Print the table, sorted by language and words."""
    print("# language\tfirst\tsecond\tcount")
    for language in ("hi", "mr"):
        counts: Counter[tuple[str, str]] = Counter()
        for folder in folders:
            for path in sorted(Path(folder).glob(f"*.{language}-en.tsv.gz")):
                if not path.name.startswith(LEFT_OUT):
                    counts.update(_pairs(path, language))
        wanted = rivals(language)
        for (first, second), count in sorted(counts.items()):
            if count >= MINIMUM and (first in wanted or second in wanted):
                print(f"{language}\t{first}\t{second}\t{count}")


def _pairs(path: Path, language: str) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            tokens = words(line.split("\t")[0])
            counts.update(
                {pair for i in range(len(tokens)) for pair in neighbours(tokens, i, language) if pair[0] != pair[1]}
            )
    return counts


if __name__ == "__main__":
    main(sys.argv[1:])
