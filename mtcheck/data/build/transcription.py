"""Which Devanagari letters render which English ones, and how often: `transcription.tsv` from the loanwords, `name_transcription.tsv` from names.

usage: python mtcheck/data/build/transcription.py > mtcheck/data/transcription.tsv
       python mtcheck/data/build/transcription.py --names > mtcheck/data/name_transcription.tsv

Each word is cut into pieces of up to four letters on either side, by expectation and maximisation over all ways to cut it
(many-to-many alignment: Jiampojamarn, Kondrak and Sherif 2007); a piece's cost is the negative logarithm of how often its English
letters are rendered by its Devanagari ones.
"""

from __future__ import annotations

import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from mtcheck.knowledge import loan_spellings, name_spellings
from mtcheck.script import fold, is_devanagari, unaccented
from mtcheck.transcription import LONGEST

ROUNDS = 8
SPELLINGS = 3  # of a word: the most usual stand first
LEAST, LEAST_SINGLE, LEAST_LAST = 0.5, 0.3, 1.5  # expected counts below which a piece is forgotten
LIKELY = 1e-7
SHORTEST = 3  # letters of a name's word
SHORT, LONG = 0.3, 2.2  # Devanagari letters for an English one, outside of which a pair is a mistake

Piece = tuple[str, str]
Table = dict[Piece, float]


class Step(NamedTuple):
    """From (english, devanagari) letters read to a piece farther, with the piece's probability."""

    english: int
    devanagari: int
    to_english: int
    to_devanagari: int
    probability: float


def pairs() -> list[Piece]:
    """English words with their Devanagari spellings."""
    found = {
        (english, form) for english, forms in loan_spellings() for form in forms[:SPELLINGS] if _fit(english, form)
    }
    return sorted(found)


def name_pairs() -> list[Piece]:
    """The words of names with their Devanagari spellings, where both have as many words."""
    found = set()
    for latin, form in name_spellings():
        parts = [re.split(r"[\s.-]+", text) for text in (unaccented(latin), fold(form))]
        if len(parts[0]) == len(parts[1]):
            found |= {pair for pair in zip(*parts, strict=True) if len(pair[0]) >= SHORTEST and _fit(*pair)}
    return sorted(found)


def _fit(english: str, devanagari: str) -> bool:
    letters = english.isalpha() and english.isascii() and is_devanagari(devanagari)
    return letters and SHORT < len(devanagari) / len(english) < LONG


def steps(english: str, devanagari: str, table: Table) -> list[Step]:
    """All pieces that can be laid end to end from the beginning of both words, in the order of where they begin."""
    reached = {(0, 0)}
    found = []
    for i in range(len(english)):
        for j in range(len(devanagari) + 1):
            if (i, j) in reached:
                for a, b, probability in _pieces(english[i:], devanagari[j:], table):
                    reached.add((i + a, j + b))
                    found.append(Step(i, j, i + a, j + b, probability))
    return found


def _pieces(english: str, devanagari: str, table: Table) -> Iterator[tuple[int, int, float]]:
    for a in range(1, min(LONGEST, len(english)) + 1):
        for b in range(min(LONGEST, len(devanagari)) + 1):
            if b or a == 1:
                probability = table.get((english[:a], devanagari[:b]), 0.0) if table else _first_guess(a, b)
                if probability > LIKELY:
                    yield a, b, probability


def _first_guess(a: int, b: int) -> float:
    guess: float = 0.02 ** max(1.0, 0.6 * (a + b - 1))
    return guess if b else 0.3 * guess


def expected(words: list[Piece], table: Table) -> Table:
    """How often each piece is expected in `words` when pieces have the probabilities of `table`."""
    counts: Table = defaultdict(float)
    for english, devanagari in words:
        arcs = steps(english, devanagari, table)
        ahead: dict[tuple[int, int], float] = defaultdict(float, {(0, 0): 1.0})
        for arc in arcs:
            ahead[arc.to_english, arc.to_devanagari] += ahead[arc.english, arc.devanagari] * arc.probability
        whole = ahead[len(english), len(devanagari)]
        if whole <= 0:
            continue
        behind: dict[tuple[int, int], float] = defaultdict(float, {(len(english), len(devanagari)): 1.0})
        for arc in reversed(arcs):
            after = behind[arc.to_english, arc.to_devanagari]
            behind[arc.english, arc.devanagari] += arc.probability * after
            piece = (english[arc.english : arc.to_english], devanagari[arc.devanagari : arc.to_devanagari])
            counts[piece] += ahead[arc.english, arc.devanagari] * arc.probability * after / whole
    return counts


def train(words: list[Piece]) -> Table:
    """Expected counts of the pieces after the last round."""
    table: Table = {}
    counts: Table = {}
    for number in range(ROUNDS):
        least = LEAST_LAST if number == ROUNDS - 1 else LEAST
        counts = {
            piece: count
            for piece, count in expected(words, table).items()
            if count > least or (len(piece[0]) == 1 and count > LEAST_SINGLE)
        }
        whole = sum(counts.values())
        table = {piece: count / whole for piece, count in counts.items()}
        print(f"round {number + 1}: {len(table)} pieces", file=sys.stderr)
    return counts


def main() -> None:
    """Write the table."""
    counts = train(name_pairs() if "--names" in sys.argv[1:] else pairs())
    of_english: dict[str, float] = defaultdict(float)
    for (english, _), count in counts.items():
        of_english[english] += count
    print("# english\tdevanagari\tcost")
    for (english, devanagari), count in sorted(counts.items()):
        print(f"{english}\t{devanagari}\t{-math.log(count / of_english[english]):.2f}")


if __name__ == "__main__":
    main()
