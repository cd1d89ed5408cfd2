"""Write english_words.tsv: how common English words sound, in the broad phones of `mtcheck.script.phones`, and how they read.

usage: python english_words.py cmudict.dict > english_words.tsv

The pronunciations are those of the CMU Pronouncing Dictionary (BSD-2-Clause, Carnegie Mellon University); which words are
common is wordfreq's. Needed only to make the data file again.
"""

import sys
from pathlib import Path

from wordfreq import zipf_frequency

from mtcheck.script import skeleton, spelled_phones

MINIMUM_ZIPF = 2.6
PHONES = {
    "AA": "a", "AE": "e", "AH": "a", "AO": "o", "AW": "au", "AY": "ai", "EH": "e", "ER": "ar", "EY": "e", "IH": "i", "IY": "i",
    "OW": "o", "OY": "oi", "UH": "u", "UW": "u", "B": "b", "CH": "c", "D": "d", "DH": "d", "F": "f", "G": "g", "HH": "h",
    "JH": "j", "K": "k", "L": "l", "M": "m", "N": "n", "NG": "ng", "P": "p", "R": "r", "S": "s", "SH": "s", "T": "t", "TH": "t",
    "V": "v", "W": "v", "Y": "y", "Z": "j", "ZH": "j",
}  # fmt: skip


def main(path: str) -> None:
    """Print the table, sorted by word, one line a word."""
    table: dict[str, set[str]] = {}
    for line in Path(path).read_text(encoding="utf8").splitlines():
        word, *symbols = line.split(" #")[0].split()
        word = word.split("(")[0]
        if word.isalpha() and word.isascii() and len(word) > 2 and zipf_frequency(word, "en") >= MINIMUM_ZIPF:
            table.setdefault(word, set()).add("".join(PHONES[symbol.rstrip("012")] for symbol in symbols))
    print("# word\tphones\tzipf\tconsonants")
    for word in sorted(table):
        consonants = skeleton(spelled_phones(word))
        print(f"{word}\t{'|'.join(sorted(table[word]))}\t{zipf_frequency(word, 'en'):.1f}\t{consonants}")


if __name__ == "__main__":
    main(sys.argv[1])
