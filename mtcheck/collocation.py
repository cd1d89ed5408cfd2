"""Which words keep a word company: pairs of neighbouring content words."""

from __future__ import annotations

from collections.abc import Sequence

from mtcheck.grammar import is_content
from mtcheck.script import Word, stem

_REACH = 3  # function words passed over at most


def neighbours(tokens: Sequence[Word], i: int, language: str) -> list[tuple[str, str]]:
    """The pairs (before, word) and (word, after) of stems around a content word; nothing reaches across punctuation."""
    if not tokens[i].devanagari or not is_content(tokens[i].text):
        return []
    mine = stem(tokens[i].text, language)
    before, after = _next(tokens, i, -1, language), _next(tokens, i, 1, language)
    return [pair for pair in ((before, mine), (mine, after)) if all(pair)]


def _next(tokens: Sequence[Word], i: int, step: int, language: str) -> str:
    for _ in range(_REACH):
        j = i + step
        if not 0 <= j < len(tokens) or abs(tokens[max(i, j)].start - tokens[min(i, j)].end) > 1:
            return ""
        i = j
        if is_content(tokens[i].text):
            return stem(tokens[i].text, language) if tokens[i].devanagari else ""
    return ""
