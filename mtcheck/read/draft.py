"""What a format's reader gives back: the pieces of an article, put together as its text and hints on its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mtcheck.errors import ReadError
from mtcheck.read.limits import MAX_LETTERS, MAX_LINES
from mtcheck.script import words
from mtcheck.types import Kind, Source

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")  # no text holds them; \x0b, \x0c and \x1c-\x1f count as white space
_SURROGATE = re.compile("[\ud800-\udfff]")
_RUN = 3  # words in a row
_COVERED = 0.8


@dataclass(frozen=True)
class Hint:
    """What a format knows of a block beforehand: its place in the text and its kind."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class Piece:
    """One line of an article. `kind` is None where the format does not tell it and the line's own look decides."""

    text: str
    kind: Kind | None = None


@dataclass(frozen=True)
class Draft:
    """One article as its format tells it, before its lines are classified."""

    text: str
    hints: tuple[Hint, ...] = ()
    sources: tuple[Source, ...] = ()


# One article of a file, or why that one cannot be read; such an error does not name the file yet.
Entry: TypeAlias = Draft | ReadError


def line(text: str) -> str:
    """`text` in one line: white space collapsed, control characters dropped, lone surrogates made U+FFFD."""
    return " ".join(_SURROGATE.sub("\ufffd", _CONTROL.sub("", text)).split())


def lines(text: str) -> list[str]:
    """The lines of a plain text that are not blank."""
    return [found for part in re.split(r"[\r\n\u2028\u2029]+", text) if (found := line(part))]


def assemble(headline: str, pieces: Iterable[Piece], sources: Sequence[Source] = ()) -> Draft:
    """An article of a headline (or "") and its pieces, one a line; a piece that repeats the headline is left out.

    Raises ReadError when nothing but blanks is there, or more than any article holds.
    """
    found = [piece for piece in pieces if piece.text]
    title = line(headline)
    if title:
        found = [Piece(title, Kind.HEADLINE), *(piece for piece in found if piece.text != title)]
    if not found:
        raise ReadError("no text in it")
    if len(found) > MAX_LINES or sum(len(piece.text) for piece in found) > MAX_LETTERS:
        raise ReadError("far longer than any article; give it in parts")
    text, hints = "", []
    start = 0
    for piece in found:
        if piece.kind is not None:
            hints.append(Hint(start, start + len(piece.text), piece.kind))
        start += len(piece.text) + 1
    text = "".join(piece.text + "\n" for piece in found)
    return Draft(text, tuple(hints), tuple(sources))


def share(part: str, whole: str) -> float:
    """How much of `part` stands in `whole`, 0 to 1: by runs of up to three words, whatever the punctuation between them."""
    found = [word.folded for word in words(part)]
    size = min(_RUN, len(found))
    runs = _runs(found, size)
    return len(runs & _runs([word.folded for word in words(whole)], size)) / len(runs) if runs else 1.0


def said_elsewhere(text: str, pieces: Iterable[Piece]) -> bool:
    """True when nearly all of `text` stands in `pieces` too, as a teaser's does in its article."""
    return share(text, "\n".join(piece.text for piece in pieces)) >= _COVERED


def _runs(found: list[str], size: int) -> set[tuple[str, ...]]:
    return {tuple(found[i : i + size]) for i in range(len(found) - size + 1)} if size else set()
