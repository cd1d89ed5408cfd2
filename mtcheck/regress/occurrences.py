"""Where given words stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mtcheck.grammar import is_content
from mtcheck.script import words
from mtcheck.types import Span


def occurrences(wanted: str, text: str) -> list[Span]:
    """Where `wanted` stands in `text`, as whole words if it does so anywhere, else as a part of words or as marks."""
    return whole_words(wanted, text) or [Span(*match.span()) for match in re.finditer(re.escape(wanted), text)]


def whole_words(wanted: str, text: str) -> list[Span]:
    """Where the words of `wanted` stand in `text` one after the other; spellings of one word count as the same."""
    sought = [word.folded for word in words(wanted)]
    there = words(text)
    folded = [word.folded for word in there]
    size = len(sought)
    starts = (i for i in range(len(there) - size + 1) if folded[i : i + size] == sought) if size else ()
    return [Span(there[i].start, there[i + size - 1].end) for i in starts]


def telling(text: str) -> frozenset[str]:
    """The folded words of `text` that carry meaning, numbers included."""
    return frozenset(w.folded for w in words(text) if is_content(w.text) or w.folded[:1].isdigit())


def marked(text: str, spans: Iterable[Span]) -> str:
    """The text on one line, with ⟦…⟧ around the spans; overlapping ones are marked as one."""
    pieces, end = [], 0
    for span in _joined(spans):
        pieces += [text[end : span.start], "⟦", text[span.start : span.end], "⟧"]
        end = span.end
    return " ".join("".join([*pieces, text[end:]]).split())


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined
