"""Words that stand in a wrong sense by all that is known of their company: a helper of wrong-sense, no rule of its own.

Where no single line of the data files says so, many together may: what a word was put for elsewhere, and whether its neighbours,
its article and its domain are those of that word or its own (mtcheck/company.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtcheck.company import Rival, Surroundings, likelihoods, suspects
from mtcheck.script import Word
from mtcheck.transliteration import sounds_like

BOUND = 0.85
"""Probability from which a word is flagged; of those less sure two of three are right as they stand, too many to advise a look."""

_LEAST, _MOST = 0.5, 0.8  # confidence of the rule


@dataclass(frozen=True)
class Misfit:
    """Words [first, end) of a sentence, with what they most likely were put for, and how sure that is."""

    first: int
    end: int
    english: str
    accepted: str
    confidence: float


def find(tokens: Sequence[Word], around: Surroundings) -> Iterator[Misfit]:
    """The words of a sentence that do not fit their surroundings; neighbours that render the same English make one."""
    last: Misfit | None = None
    for i, (probability, rival) in sorted(_likeliest(tokens, around).items()):
        english, accepted = rival.examples[0]
        item = Misfit(i, i + 1, english, accepted, _confidence(probability))
        if last is not None and last.end == i and last.english == english:
            item = Misfit(last.first, i + 1, english, accepted, max(last.confidence, item.confidence))
        elif last is not None:
            yield last
        last = item
    if last is not None:
        yield last


def _likeliest(tokens: Sequence[Word], around: Surroundings) -> dict[int, tuple[float, Rival]]:
    """Word index → the likeliest of its rivals, with its probability; of words that are flagged."""
    found = list(suspects(tokens, around))
    best: dict[int, tuple[float, Rival]] = {}
    for suspect, probability in zip(found, likelihoods(found), strict=True):
        known = best[suspect.index][0] if suspect.index in best else BOUND
        if probability >= known and not _is_loan(tokens[suspect.index], suspect.rival):
            best[suspect.index] = probability, suspect.rival
    return best


def _confidence(probability: float) -> float:
    """A flagged word's confidence grows with its probability."""
    return _LEAST + (_MOST - _LEAST) * (probability - BOUND) / (1.0 - BOUND)


def _is_loan(word: Word, rival: Rival) -> bool:
    """The English word itself in Devanagari letters is another rule's business."""
    parts = (part for english, _ in rival.examples for part in english.lower().split() if part.isalpha())
    return any(sounds_like(word.text, part) for part in parts)
