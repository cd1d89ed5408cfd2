"""Cutting a text at the borders of its marks, which may nest and overlap."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Mark(Generic[T]):
    """A thing that covers [start, end) of a text."""

    start: int
    end: int
    of: T


@dataclass(frozen=True)
class Piece(Generic[T]):
    """A stretch of text that the same marks cover from end to end; `ending` are those that end with it."""

    text: str
    marks: tuple[T, ...] = ()
    ending: tuple[T, ...] = ()


def cut(text: str, marks: Iterable[Mark[T]]) -> list[Piece[T]]:
    """The text in pieces, in order; joined they are the text. An empty mark gives an empty piece at its place."""
    opening: dict[int, list[Mark[T]]] = defaultdict(list)
    bounds = {0, len(text)}
    for mark in (_fitted(text, mark) for mark in marks):
        opening[mark.start].append(mark)
        bounds |= {mark.start, mark.end}
    return _sweep(text, sorted(bounds), opening)


def shortened(text: str, limit: int) -> str:
    """The text on one line, cut after a whole word when it is longer than `limit`."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return (line[:limit].rpartition(" ")[0] or line[:limit]) + " …"


def _sweep(text: str, bounds: list[int], opening: dict[int, list[Mark[T]]]) -> list[Piece[T]]:
    pieces: list[Piece[T]] = []
    active: list[Mark[T]] = []
    for place, start in enumerate(bounds):
        points = tuple(mark.of for mark in opening[start] if mark.end == start)
        if points:
            pieces.append(Piece("", points, points))
        active = [mark for mark in active if mark.end > start]
        active += [mark for mark in opening[start] if mark.end > start]
        if place + 1 < len(bounds):
            end = bounds[place + 1]
            ending = tuple(mark.of for mark in active if mark.end == end)
            pieces.append(Piece(text[start:end], tuple(mark.of for mark in active), ending))
    return pieces


def _fitted(text: str, mark: Mark[T]) -> Mark[T]:
    start = min(max(mark.start, 0), len(text))
    end = min(max(mark.end, start), len(text))
    if start == end:
        return Mark(start, start, mark.of)
    # A border between a letter and its vowel sign would tear the letter apart on the page.
    while start and _joins(text[start]):
        start -= 1
    while end < len(text) and _joins(text[end]):
        end += 1
    return Mark(start, end, mark.of)


def _joins(character: str) -> bool:
    return unicodedata.category(character).startswith("M") or character in "\u200c\u200d"
