"""How well Devanagari letters write an English word or a name: a slip, or what a machine guesses, costs more than what is usual.

The costs of pieces of words (tion: शन) are learnt from the loanwords, those of pieces of names from the names
(`data/build/transcription.py`); a word's cost is that of its cheapest pieces laid end to end, as in joint-sequence models of
pronunciation (Bisani and Ney 2008), for each of its letters.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from mtcheck.knowledge import english_spellings, english_words, transcriptions
from mtcheck.script import fold, phones, spelled_phones

LONGEST = 4  # letters of a piece, on either side
_WRONG, _LEFT_OUT, _ADDED = 7.0, 5.0, 6.0  # costs of letters that no piece explains
_COMPARED = 30  # English words that sound nearest, by each way to read them
_USUAL_BEGINNING = 5.0  # cost up to which a word may begin so


class Transcription(NamedTuple):
    """The English word that Devanagari letters write best, and the mean cost of a letter: below 0.8 as it is written, above 1 not."""

    english: str
    cost: float


@lru_cache(maxsize=20_000)
def transcription(word: str) -> Transcription | None:
    """The English word that a Devanagari word comes nearest to; None when no English word begins so."""
    folded = fold(word)
    heard = phones(folded)
    near = {english for letter in _beginnings(folded) for english in _nearest(heard, letter)}
    found = (Transcription(english, cost(english, folded)) for english in sorted(near))
    return min(found, key=lambda item: item.cost, default=None)


def cost(english: str, devanagari: str) -> float:
    """The mean cost of a letter of folded `devanagari` when it is to write `english`."""
    return _cost(english, devanagari, transcriptions())


def name_cost(latin: str, devanagari: str) -> float:
    """The mean cost of a letter of folded `devanagari` when it is to write the name `latin`, in small letters without accents."""
    return _cost(latin, devanagari, transcriptions(names=True))


def _cost(english: str, devanagari: str, table: dict[str, dict[str, float]]) -> float:
    width = len(devanagari)
    least = [[float("inf")] * (width + 1) for _ in range(len(english) + 1)]
    least[0][0] = 0.0
    for i in range(len(english) + 1):
        # The pieces that the English can go on with, looked up once for all places in the Devanagari.
        sizes = range(1, min(LONGEST, len(english) - i) + 1)
        pieces = [(n, found) for n in sizes if (found := table.get(english[i : i + n])) is not None]
        for j in range(width + 1):
            _go_on(least, i, j, devanagari, pieces)
    return least[-1][-1] / max(width, 1)


def _go_on(
    least: list[list[float]], i: int, j: int, devanagari: str, pieces: list[tuple[int, dict[str, float]]]
) -> None:
    """Lower the costs of the places that can be reached from (i, j) letters."""
    so_far, last, width = least[i][j], len(least) - 1, len(devanagari)
    if so_far == float("inf"):
        return
    if i < last:
        least[i + 1][j] = min(least[i + 1][j], so_far + _LEFT_OUT)
    if j < width:
        least[i][j + 1] = min(least[i][j + 1], so_far + _ADDED)
    if i < last and j < width:
        least[i + 1][j + 1] = min(least[i + 1][j + 1], so_far + _WRONG)
    for n, found in pieces:
        for m in range(min(LONGEST, width - j) + 1):
            price = found.get(devanagari[j : j + m])
            if price is not None:
                least[i + n][j + m] = min(least[i + n][j + m], so_far + price)


@lru_cache(maxsize=200)
def _beginnings(folded: str) -> tuple[str, ...]:
    """The letters with which an English word may begin that a Devanagari one writes."""
    found = {
        english[0]
        for english, forms in transcriptions().items()
        for devanagari, price in forms.items()
        if price <= _USUAL_BEGINNING and devanagari and folded.startswith(devanagari)
    }
    return tuple(sorted(found))


def _nearest(heard: str, letter: str) -> set[str]:
    """English words with that first letter that sound nearest, read by their letters or as they are known to sound."""
    near = set()
    for sounds in (_by_letters(letter), _by_sound(letter)):
        found = process.extract(heard, list(sounds), scorer=Levenshtein.normalized_similarity, limit=_COMPARED)
        near |= {word for sound, _, _ in found for word in sounds[sound]}
    return near


@lru_cache(maxsize=26)
def _by_letters(letter: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in english_spellings().get(letter, ()):
        found[spelled_phones(word)].append(word)
    return found


@lru_cache(maxsize=26)
def _by_sound(letter: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in english_words().values():
        if word.spelling.startswith(letter):
            for sound in word.phones:
                found[sound].append(word.spelling)
    return found
