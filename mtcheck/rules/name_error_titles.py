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
from mtcheck.script import Word, stem, words
from mtcheck.types import Finding

_QUOTED = re.compile(r"[‘'“\"]([^‘’'“”\"।]{4,40})[’'”\"]")
_LEAST, _MOST = 2, 5  # content words of a title
_CONFIDENCE = 0.75


@dataclass(frozen=True)
class _Title:
    """A quoted title in its sentence, with its content words."""

    tokens: Tokens
    start: int
    end: int
    content: tuple[Word, ...]


def check(context: Context) -> Iterator[Finding]:
    """Titles that differ from an earlier one, or one that is mentioned more often, in a single word of the same meaning."""
    found = list(_titles(context))
    texts = [tuple(stem(word.text, context.language) for word in title.content) for title in found]
    for i, title in enumerate(found):
        others = [k for k in range(len(found)) if _same_meaning(title, found[k], context.language)]
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
            content = tuple(word for word in words(found[1], start) if is_content(word.text))
            if _LEAST <= len(content) <= _MOST:
                yield _Title(tokens, start, start + len(found[1]), content)


def _same_meaning(first: _Title, second: _Title, language: str) -> bool:
    """All content words alike but one, and that of a meaning that both have."""
    if len(first.content) != len(second.content):
        return False
    pairs = [
        (stem(a.text, language), stem(b.text, language)) for a, b in zip(first.content, second.content, strict=True)
    ]
    unlike = [(a, b) for a, b in pairs if a != b]
    meant = glosses(language)
    return len(unlike) == 1 and bool(meant.get(unlike[0][0], frozenset()) & meant.get(unlike[0][1], frozenset()))
