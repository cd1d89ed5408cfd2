"""Every rule against its table `cases/<rule>.yaml`.

A case is an article, often of one sentence. Under `flagged`, ⟦…⟧ marks words that a finding of the rule must overlap;
under `clean` stands good text on which the rule must be quiet. A case is a string, or a mapping with `text` and

- `xfail`: why a case that should pass does not yet;
- `by` (flagged): another rule, which may find the words instead;
- `false_alarms` (clean): rules other than the table's own that do not keep quiet yet;
- `evidence`: an English article on the same story, the source.

A table may bring a `glossary`, a list of entries as in a newsroom's file, with which all its cases are checked.

Advice (info) is no finding here, unless a table says `advice: true`: then it counts under `flagged`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from mtcheck.check import Options, check_articles
from mtcheck.glossary import compiled, parse_glossary
from mtcheck.merge import merge
from mtcheck.read import parse
from mtcheck.rules import Context, rules
from mtcheck.segment import split_sentences
from mtcheck.types import Article, Finding, GlossaryEntry, Language, Severity, Span

CASES = Path(__file__).parent / "cases"
IDS = sorted(path.stem for path in CASES.glob("*.yaml"))
LEAST = 18


@dataclass(frozen=True)
class Case:
    """One text of a table; `marked` are the spans that must be flagged, none for good text."""

    rule: str
    text: str
    marked: tuple[Span, ...]
    xfail: str = ""
    by: str = ""
    advice: bool = False
    false_alarms: frozenset[str] = frozenset()
    evidence: str = ""


@cache
def table(rule: str) -> dict[str, Any]:
    return yaml.safe_load((CASES / f"{rule}.yaml").read_text(encoding="utf-8"))


@cache
def glossary(rule: str) -> tuple[GlossaryEntry, ...]:
    entries = table(rule).get("glossary")
    text = yaml.safe_dump(entries, allow_unicode=True) if entries else ""
    return tuple(parse_glossary(text.encode(), "house.yaml")) if entries else ()


def load(rule: str, part: str) -> list[Case]:
    data = table(rule)
    return [replace(made(rule, item), advice=data.get("advice", False)) for item in data[part]]


def made(rule: str, item: str | dict[str, Any]) -> Case:
    fields = {"text": item} if isinstance(item, str) else item
    text, marked = "", []
    for piece in re.split(r"(⟦[^⟧]*⟧)", fields["text"]):
        words = piece.strip("⟦⟧") if piece.startswith("⟦") else piece
        if words != piece:
            marked.append(Span(len(text), len(text) + len(words)))
        text += words
    return Case(
        rule,
        text,
        tuple(marked),
        fields.get("xfail", ""),
        fields.get("by", ""),
        false_alarms=frozenset(fields.get("false_alarms", ())),
        evidence=fields.get("evidence", ""),
    )


def parameters(part: str) -> list[Any]:
    return [pytest.param(case, id=f"{rule}-{n}") for rule in IDS for n, case in enumerate(load(rule, part), 1)]


def marked_xfail(part: str) -> list[Any]:
    return [
        pytest.param(case, id=name, marks=[pytest.mark.xfail(reason=case.xfail, strict=True)] * bool(case.xfail))
        for (case,), _, name in parameters(part)
    ]


READ_STATES = {"garbled-transliteration", "untranslated"}  # rules that ask the encoder what kind of word stands there


@cache
def findings(case: Case) -> list[Finding]:
    """What the case's rule alone reports on its text. Texts with English in them, or beside them, are aligned with it."""
    article = parse(case.text.encode(), "case.txt")
    article.sentences = split_sentences(article)
    english = any(sentence.language is Language.ENGLISH for sentence in article.sentences)
    if case.evidence or english or case.rule in READ_STATES:
        article = checked(case, frozenset(rules()) - {case.rule})
    else:
        context = Context(article, glossary=compiled(glossary(case.rule)))
        article.findings = merge(article, rules()[case.rule].check(context))
    return [f for f in article.findings if f.rule == case.rule and (case.advice or f.severity is not Severity.INFO)]


@cache
def all_findings(case: Case) -> list[Finding]:
    return [finding for finding in checked(case).findings if finding.severity is not Severity.INFO]


def checked(case: Case, off: frozenset[str] = frozenset()) -> Article:
    options = Options(translate=False, rules_off=off, glossary=glossary(case.rule))
    evidence = [parse(case.evidence.encode(), "source.txt")] if case.evidence else []
    (article,) = check_articles([parse(case.text.encode(), "case.txt")], evidence=evidence, options=options).articles
    return article


def shown(found: list[Finding]) -> list[tuple[str, str, float]]:
    return [(finding.rule, finding.text, round(finding.confidence, 2)) for finding in found]


def test_every_rule_has_a_table():
    assert set(IDS) == set(rules())


@pytest.mark.parametrize("rule", IDS)
def test_tables_are_large_enough(rule: str):
    flagged, clean = load(rule, "flagged"), load(rule, "clean")
    assert len(flagged) >= LEAST
    assert len(clean) >= LEAST
    assert all(case.marked for case in flagged)
    assert not any(case.marked for case in clean)
    texts = [case.text for case in (*flagged, *clean)]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("case", marked_xfail("flagged"))
def test_flagged(case: Case):
    found = findings(case)
    if case.by:
        found = [finding for finding in all_findings(case) if finding.rule in (case.rule, case.by)]
    for span in case.marked:
        assert any(finding.span.overlaps(span) for finding in found), shown(found)


@pytest.mark.parametrize("case", marked_xfail("clean"))
def test_clean(case: Case):
    assert shown(findings(replace(case, advice=False))) == []


@pytest.mark.parametrize("case", parameters("clean"))
def test_good_text_is_clean_to_all_rules(case: Case):
    """False alarms of the other rules: each expected one is named in its case, so that a new or a vanished one shows."""
    found = [finding for finding in all_findings(case) if finding.rule != case.rule]
    assert {finding.rule for finding in found} == case.false_alarms, shown(found)
