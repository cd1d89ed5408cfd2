"""Write corpus_words.tsv: Hindi and Marathi words that occur in open parallel corpora, for telling words from nonwords.

usage: python corpus_words.py CORPORA_FOLDER > corpus_words.tsv

CORPORA_FOLDER holds NAME.hi-en.tsv.gz and NAME.mr-en.tsv.gz (Hindi or Marathi, tab, English). Only counts are kept. Hindi words
that wordfreq knows are left out.
"""

import gzip
import sys
from collections import Counter
from pathlib import Path

from wordfreq import zipf_frequency

from mtcheck.script import fold, is_devanagari, words

MINIMUM = {"hi": 3, "mr": 2}


def main(folder: str) -> None:
    """Print the table, sorted by language and word."""
    print("# language\tword\tcount")
    for language in ("hi", "mr"):
        counts: Counter[str] = Counter()
        for path in sorted(Path(folder).glob(f"*.{language}-en.tsv.gz")):
            if path.name.startswith("freedict"):
                continue
            with gzip.open(path, "rt", encoding="utf8") as lines:
                for line in lines:
                    counts.update(fold(word.text) for word in words(line.split("\t")[0]) if is_devanagari(word.text))
        for word, count in sorted(counts.items()):
            if (
                count >= MINIMUM[language]
                and len(word) > 2
                and not (language == "hi" and zipf_frequency(word, "hi") > 0)
            ):
                print(f"{language}\t{word}\t{count}")


if __name__ == "__main__":
    main(sys.argv[1])
