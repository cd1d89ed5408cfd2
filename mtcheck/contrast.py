"""Where a sentence and its evidence part: words at the same place that do not align."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from mtcheck.align import Alignment
from mtcheck.grammar import is_content

_MAXIMUM = 4
# From these shares of linked content words on, on both sides, an English sentence is taken for the one that was translated. On FLORES
# dev 90 % of the pairs have them, and fewer than 3 % of sentences with the English of their neighbour.
_BOTH, _TOGETHER, _LEAST = 0.45, 1.05, 3
_LINKED = 0.55


@dataclass(frozen=True)
class Replacement:
    """Words of the sentence (rows) that stand where the evidence has others (columns); both are index ranges, end exclusive.

    `anchors` is the mean cosine of the linked words on both sides.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]
    anchors: float


def replacements(alignment: Alignment) -> Iterator[Replacement]:
    """Runs of unlinked words between two linked ones whose partners enclose unlinked words too."""
    rows = sorted(row for row in alignment.links if is_content(alignment.words[row].text) or alignment.score(row) > 0.6)
    for left, right in itertools.pairwise(rows):
        first, last = alignment.links[left], alignment.links[right]
        if not (1 < right - left <= _MAXIMUM + 1) or not 1 < last - first <= _MAXIMUM + 2:
            continue
        mine = [r for r in range(left + 1, right) if is_content(alignment.words[r].text) and r not in alignment.links]
        theirs = [
            c
            for c in range(first + 1, last)
            if is_content(alignment.evidence_words[c].text) and c not in alignment.back
        ]
        if mine and theirs:
            anchors = (alignment.score(left) + alignment.score(right)) / 2
            yield Replacement((mine[0], mine[-1] + 1), (theirs[0], theirs[-1] + 1), anchors)


def coverage(alignment: Alignment) -> float:
    """The share of the sentence's content words that are linked to content words of the evidence."""
    content = [row for row, word in enumerate(alignment.words) if is_content(word.text)]
    linked = [
        row
        for row in content
        if row in alignment.links and is_content(alignment.evidence_words[alignment.links[row]].text)
    ]
    return len(linked) / len(content) if content else 0.0


def is_counterpart(alignment: Alignment) -> bool:
    """True when the evidence says the same as the sentence, nearly word for word: what one has and the other lacks then tells."""
    mine = {row for row, word in enumerate(alignment.words) if is_content(word.text)}
    theirs = {column for column, word in enumerate(alignment.evidence_words) if is_content(word.text)}
    linked = [
        row
        for row, column in alignment.links.items()
        if row in mine and column in theirs and alignment.score(row) >= _LINKED
    ]
    if len(linked) < _LEAST:
        return False
    shares = len(linked) / len(mine), len(linked) / len(theirs)
    return min(shares) >= _BOTH and sum(shares) >= _TOGETHER
