"""A title in quotation marks that another mention gives with a word of the same meaning: a helper of name-error (no rule of its own).

A machine that translates mention by mention makes रेत की नदी of रेत का दरिया.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mtcheck.grammar import is_content
from mtcheck.knowledge import glosses
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import stem, word_texts
from mtcheck.types import Finding

_QUOTED = re.compile(r"[‘'“\"]([^‘’'“”\"।]{4,40})[’'”\"]")
_LEAST, _MOST = 2, 5  # content words of a title
_CONFIDENCE = 0.75


@dataclass(frozen=True)
class _Title:
    """A quoted title in its sentence, with the stems of its content words."""

    tokens: Tokens
    start: int
    end: int
    stems: tuple[str, ...]


def check(context: Context) -> Iterator[Finding]:
    """Titles that differ from an earlier one, or one that is mentioned more often, in a single word of the same meaning."""
    found = list(_titles(context))
    texts = [title.stems for title in found]
    for i, title in enumerate(found):
        others = [k for k in range(len(found)) if _same_meaning(texts[i], texts[k], context.language)]
        right = max(others, key=lambda k: (texts.count(texts[k]), -k), default=None)
        if right is None or (texts.count(texts[right]), -right) < (texts.count(texts[i]), -i):
            continue
        name = context.article.text[found[right].start : found[right].end]
        said = context.article.text[title.start : title.end]
        message = (
            f"Elsewhere the article has ‘{name}’; ‘{said}’ seems to be the same title, translated.",
            f"लेख में अन्यत्र ‘{name}’ है; ‘{said}’ संभवतः उसी शीर्षक का अनुवाद है।",
        )
        yield context.finding("name-error", title.tokens, title.start, title.end, _CONFIDENCE, message, suggestion=name)


def _titles(context: Context) -> Iterator[_Title]:
    for tokens in context.checked:
        for found in _QUOTED.finditer(tokens.sentence.text):
            start = tokens.sentence.start + found.start(1)
            stems = tuple(stem(word, context.language) for word in word_texts(found[1]) if is_content(word))
            if _LEAST <= len(stems) <= _MOST:
                yield _Title(tokens, start, start + len(found[1]), stems)


def _same_meaning(first: tuple[str, ...], second: tuple[str, ...], language: str) -> bool:
    """All words alike but one, and that of a meaning that both have."""
    if len(first) != len(second):
        return False
    unlike = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    meant = glosses(language)
    return len(unlike) == 1 and bool(meant.get(unlike[0][0], frozenset()) & meant.get(unlike[0][1], frozenset()))
