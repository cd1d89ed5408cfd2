"""Plain text: the article's text is the file's content, unchanged; a line is a block."""

from __future__ import annotations

from mtcheck.read.draft import Draft, Entry


def read(content: str) -> list[Entry]:
    """The content as it is, and no hints: kinds are told from the lines themselves."""
    return [Draft(content)]
