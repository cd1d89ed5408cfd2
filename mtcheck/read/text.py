"""Plain text: the article's text is the file's content, unchanged; a line is a block."""

from __future__ import annotations

from dataclasses import dataclass

from mtcheck.types import Kind


@dataclass(frozen=True)
class Hint:
    """What a format knows of a block beforehand: its place in the text and its kind."""

    start: int
    end: int
    kind: Kind


def read(content: str) -> tuple[str, list[Hint]]:
    """The content as it is, and no hints: kinds are told from the lines themselves."""
    return content, []
