"""Word alignment between two sentences, from the encoder's states of their words.

Method: similarity matrix of contextual word states and mutual argmax, as in SimAlign (Jalili Sabet et al., 2020), on layer 8
of multilingual-e5-small.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtcheck.grammar import is_content
from mtcheck.script import Word

MUTUAL = 0.45  # least cosine of a mutual link
Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Alignment:
    """Words of a sentence (rows) against words of its evidence (columns).

    `similarity` is the cosine of the word states (n, m); `links` maps a row to its mutual best column.
    """

    words: tuple[Word, ...]
    evidence_words: tuple[Word, ...]
    similarity: Matrix
    links: dict[int, int]

    @property
    def back(self) -> dict[int, int]:
        """Column → row."""
        return {column: row for row, column in self.links.items()}

    def score(self, row: int) -> float:
        """The cosine of a linked row's link, 0 for a row without one."""
        return float(self.similarity[row, self.links[row]]) if row in self.links else 0.0

    def common(self, least: float) -> int:
        """How many content words, no figures, are linked with such words at a cosine of `least` or more."""
        return sum(
            self.score(row) >= least
            and is_content(self.words[row].text)
            and is_content(self.evidence_words[column].text)
            for row, column in self.links.items()
        )


def align(
    words: tuple[Word, ...], states: Matrix, evidence_words: tuple[Word, ...], evidence_states: Matrix
) -> Alignment:
    """Align two sentences; `states` are (n, 384) and (m, 384), one row a word, any length."""
    similarity = _unit(states) @ _unit(evidence_states).T
    if not similarity.size:
        return Alignment(words, evidence_words, similarity, {})
    forward, backward = similarity.argmax(axis=1), similarity.argmax(axis=0)
    links = {
        row: int(column)
        for row, column in enumerate(forward)
        if backward[column] == row and similarity[row, column] >= MUTUAL
    }
    return Alignment(words, evidence_words, similarity, links)


def _unit(states: Matrix) -> Matrix:
    length = np.linalg.norm(states, axis=1, keepdims=True)
    unit: Matrix = states / np.maximum(length, 1e-6)
    return unit
