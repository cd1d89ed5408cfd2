"""A case's texts through the rules.

Each text is a run of its own: the articles of one run are each other's evidence, and a bad sentence beside its fixed twin would be
judged by it. That costs nothing, for the encoder and the rules' data are loaded once per process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from mtcheck.check import Options, check_articles, signature
from mtcheck.errors import ReadError
from mtcheck.glossary import read_glossary
from mtcheck.read.blocks import classify
from mtcheck.regress.case import Case
from mtcheck.regress.read import nearest
from mtcheck.rules import rules
from mtcheck.types import Article, GlossaryEntry, Language


class Checker:
    """Checks texts as the articles of cases; `glossary` holds for all of them. Nothing is translated back."""

    def __init__(self, glossary: Sequence[GlossaryEntry] = ()) -> None:
        self._glossary = tuple(glossary)

    @property
    def signature(self) -> str:
        """Version, rules and thresholds: what makes a run reproducible."""
        return signature(None, Options(translate=False, glossary=self._glossary))

    def check(self, case: Case, content: str) -> Article:
        """`content` as an article of the case's language, with findings; raises ReadError for a text without content."""
        article = _article(content, f"<{case.id}>", language_of(case))
        evidence = [_article(item, f"<evidence {number}>") for number, item in enumerate(case.evidence, 1)]
        options = Options(translate=False, glossary=self._entries(case))
        return check_articles([article], evidence=evidence, options=options).articles[0]

    def _entries(self, case: Case) -> tuple[GlossaryEntry, ...]:
        return (*self._glossary, *case.glossary, *(_entries_of(case.glossary_file) if case.glossary_file else ()))


def verify_rules(case: Case) -> None:
    """Raise ReadError, naming file and line, when the case names a rule that there is not."""
    named = [(expected.rule, expected.line) for expected in case.find if expected.rule]
    for rule, line in [*named, *((rule, case.line) for rule in case.rules)]:
        if rule not in rules():
            raise ReadError(f"{case.path}:{line}: no rule '{rule}'{nearest(rule, rules())}")


def language_of(case: Case) -> Language:
    """The case's language, else what its texts together look like: one sentence alone is easily taken for the other language."""
    if case.language is not None:
        return case.language
    content = "\n".join(filter(None, (case.bad, case.fixed, case.approved)))
    return _article(content, f"<{case.id}>").language


@lru_cache(maxsize=32)
def _entries_of(path: str) -> tuple[GlossaryEntry, ...]:
    """A glossary file is read once for all cases that name it."""
    return tuple(read_glossary(path))


def _article(content: str, path: str, language: Language | None = None) -> Article:
    """The text as it is, a line a block; `language` overrules what it looks like."""
    if not content.strip():
        raise ReadError(f"{path}: no text")
    told, blocks = classify(content, [])
    if language is not None and language is not told:
        blocks = [replace(block, language=language) if block.language is told else block for block in blocks]
    return Article(path, content, hashlib.sha256(content.encode()).hexdigest(), language or told, blocks)
