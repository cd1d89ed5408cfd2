"""Pairs of sentences that differ in one word, checked against the English that the right one was translated from.

A gate: what is found must not become less, and the right sentences must not be flagged more often. The figures stand in the
documentation (quality.md); floors leave a little room for what the kind of processor changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from mtcheck.check import Options, check_article
from mtcheck.types import Article, Severity

FOLDER = Path(__file__).parent.parent.parent / "models" / "eval"
TOGETHER = 10  # sentences an article
FOUND = {"name": 26, "negation": 38, "number": 48, "sense": 34, "nonword": 12}
FALSE_ALARMS = 9


class Pair(NamedTuple):
    id: str
    language: str
    kind: str
    right: str
    wrong: str
    english: str


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    english = dict(line.split("\t") for line in lines("sources.tsv"))
    rows = [line.split("\t") for line in lines("faithfulness.tsv")]
    return [Pair(*row[:5], english[row[0]]) for row in rows]


def lines(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf8").splitlines()[1:]


def articles(pairs: list[Pair]) -> Iterator[list[Pair]]:
    """Kinds mixed: the sentences of an article must not look alike."""
    for language in ("hi", "mr"):
        mine = sorted((p for p in pairs if p.language == language), key=lambda p: p.id[::-1])
        yield from (mine[at : at + TOGETHER] for at in range(0, len(mine), TOGETHER))


def flagged(group: list[Pair], texts: list[str]) -> list[bool]:
    """For each sentence whether it has a finding, with the English of all of them at hand."""
    english = "\n\n".join(pair.english for pair in group)
    article: Article = check_article("\n\n".join(texts), evidence=[english], options=Options(translate=False))
    found = {f.sentence for f in article.findings if f.severity is not Severity.INFO}
    numbers = {s.text.strip(): s.index for s in article.sentences}
    return [numbers.get(text.strip()) in found for text in texts]


@pytest.fixture(scope="module")
def found(pairs: list[Pair]) -> set[str]:
    return {
        pair.id
        for group in articles(pairs)
        for pair, hit in zip(group, flagged(group, [p.wrong for p in group]), strict=True)
        if hit
    }


@pytest.mark.parametrize("kind", FOUND)
def test_wrong_sentences_are_found(pairs: list[Pair], found: set[str], kind: str):
    assert sum(pair.id in found for pair in pairs if pair.kind == kind) >= FOUND[kind]


def test_right_sentences_are_quiet(pairs: list[Pair]):
    alarms = [
        pair.right
        for group in articles(pairs)
        for pair, hit in zip(group, flagged(group, [p.right for p in group]), strict=True)
        if hit
    ]
    assert len(alarms) <= FALSE_ALARMS, alarms
