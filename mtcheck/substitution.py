"""What fits better where the English has a word: the word that stands there, or another one put in its place.

The state of a Hindi word in its sentence lies near the state of the English word that it renders, and the farther the worse it
renders it. A single cosine says little, since sentences differ; but the same sentence with another word in the same place is a
fair comparison: both are read in the same company.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtcheck.script import words
from mtcheck.types import Span

States = list[NDArray[np.float32]]
WordStates = Callable[[Sequence[str], Sequence[Sequence[Span]]], States]


@dataclass(frozen=True)
class Trial:
    """Words to be put in the place [start, end) of `text`, and the word of `english` (its number) that they may render."""

    text: str
    start: int
    end: int
    english: str
    column: int
    candidates: tuple[str, ...]


def fits(trials: Sequence[Trial], word_states: WordStates) -> list[tuple[float, ...]]:
    """For each trial the cosines, with the English word, of the word that stands there and of each candidate in its place."""
    variants = [
        (trial.text[: trial.start] + word + trial.text[trial.end :], trial.start, trial.start + len(word))
        for trial in trials
        for word in (trial.text[trial.start : trial.end], *trial.candidates)
    ]
    english = list(dict.fromkeys(trial.english for trial in trials))
    texts = list(dict.fromkeys([*(text for text, _, _ in variants), *english]))
    found = [words(text) for text in texts]
    states = word_states(texts, [[Span(word.start, word.end) for word in ws] for ws in found])
    rows = {text: (ws, own) for text, ws, own in zip(texts, found, states, strict=True)}
    places = iter(variants)
    result = []
    for trial in trials:
        theirs = _unit(rows[trial.english][1][trial.column])
        cosines = []
        for _ in range(len(trial.candidates) + 1):
            text, start, end = next(places)
            ws, own = rows[text]
            mine = [state for word, state in zip(ws, own, strict=True) if start <= word.start < end]
            cosines.append(float(_unit(np.mean(mine, axis=0)) @ theirs) if mine else 0.0)
        result.append(tuple(cosines))
    return result


def _unit(state: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = state / max(float(np.linalg.norm(state)), 1e-6)
    return unit
