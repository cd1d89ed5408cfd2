"""Editors' decisions on findings: one JSON file that the report's page exports and every other station reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from mtcheck.errors import ReadError
from mtcheck.types import Article, Decision, Finding, Language, Severity, Verdict

SCHEMA = "mtcheck.decisions/1"
_FIELDS = {field.name for field in fields(Decision)}
_NUMBERS = {"start", "end"}


def read_decisions(path: str | Path) -> list[Decision]:
    """The decisions of a file, in its order; ReadError, naming the file, when it is none."""
    try:
        return parse_decisions(Path(path).read_bytes(), str(path))
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error})") from error


def parse_decisions(data: bytes, path: str) -> list[Decision]:
    """As `read_decisions`, of the file's bytes."""
    hint = "export the decisions from a report's page, or with mtcheck decisions export"
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{path}: not JSON ({error}); {hint}") from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise ReadError(f"{path}: not a file of decisions ({SCHEMA}); {hint}")
    items = content.get("decisions")
    if not isinstance(items, list):
        raise ReadError(f"{path}: 'decisions' must be a list; {hint}")
    return [_decision(item, f"{path}: decision {number}") for number, item in enumerate(items, 1)]


def decision_on(
    article: Article,
    finding: Finding,
    verdict: Verdict,
    *,
    correction: str = "",
    reason: str = "",
    by: str = "",
    at: str = "",
) -> Decision:
    """The decision that gives `finding`, one of the article's, this verdict; `at` is ISO 8601 with zone."""
    known = 0 <= finding.sentence < len(article.sentences)
    sentence = article.sentences[finding.sentence] if known else None
    # A finding may reach over its sentence's border (words said twice): then so does the decision's sentence.
    start = min(sentence.start, finding.start) if sentence else finding.start
    end = max(sentence.end, finding.end) if sentence else finding.end
    return Decision(
        fingerprint=finding.fingerprint,
        path=article.path,
        rule=finding.rule,
        verdict=verdict,
        sentence=article.text[start:end],
        start=finding.start - start,
        end=finding.end - start,
        text=article.text[finding.start : finding.end],
        severity=finding.severity,
        correction=correction,
        reason=reason,
        by=by,
        at=at,
        message=finding.message,
        means=finding.means,
        intended=finding.intended,
        suggestion=finding.suggestion,
        evidence=tuple(
            sentence.evidence[i].text for i in finding.evidence if sentence and 0 <= i < len(sentence.evidence)
        ),
        language=article.language,
    )


def decisions_json(decisions: Iterable[Decision]) -> dict[str, Any]:
    """The decisions as plain data, in the layout of schema mtcheck.decisions/1."""
    return {"schema": SCHEMA, "decisions": [asdict(decision) for decision in decisions]}


def _decision(item: Any, where: str) -> Decision:
    if not isinstance(item, dict):
        raise ReadError(f"{where}: must be an object")
    unknown = set(item) - _FIELDS
    if unknown:
        raise ReadError(f"{where}: unknown key '{min(unknown)}'")
    for key, value in item.items():
        wanted = int if key in _NUMBERS else list if key == "evidence" else str
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise ReadError(f"{where}: '{key}' must be {wanted.__name__}")
    try:
        return Decision(
            **{
                **item,
                "verdict": Verdict(item["verdict"]),
                "severity": Severity(item.get("severity", "major")),
                "language": Language(item.get("language", "hi")),
                "evidence": tuple(str(text) for text in item.get("evidence", ())),
            }
        )
    except (KeyError, TypeError) as error:
        raise ReadError(f"{where}: a key is missing ({error})") from error
    except ValueError as error:
        raise ReadError(f"{where}: {error}") from error
