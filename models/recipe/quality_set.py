"""Make a set for evaluate.py out of a WMT quality-estimation file: machine translations with the English they were made from.

usage: quality_set.py wmt23-da.en-hi.dev.tsv OUT.tsv [--count 300]

The file has the columns source, translation, z_mean (assessors' mean z score). Taken are the first COUNT translations of the
better half: back into English they ought to give their source.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from statistics import median


def make(path: Path, out: Path, count: int) -> None:
    """Write the set: translation TAB source."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    middle = median(float(row["z_mean"]) for row in rows)
    taken = [row for row in rows if float(row["z_mean"]) > middle][:count]
    out.write_text("".join(f"{row['translation']}\t{row['source']}\n" for row in taken), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=300)
    args = parser.parse_args()
    make(args.source, args.out, args.count)
