"""The figures of `mtcheck eval`: a table of findings and errors with the counts they must give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtcheck.errors import ReadError
from mtcheck.evaluate import GoldArticle, GoldError, Scores, interval, read_gold, score, total
from mtcheck.types import Article, Finding, Kind, Language, Sentence, Severity

TEXT = "नदी का पानी बढ़ा। पुल टूट गया और रास्ता बंद है। " + "लोग परेशान हैं। " * 8


def finding(start: int, end: int, rule: str = "wrong-sense", severity: Severity = Severity.MAJOR) -> Finding:
    return Finding(rule, severity, 0.9, start, end, TEXT[start:end], 0, "")


def error(start: int, end: int, kind: str = "wrong-sense", severity: str = "major") -> GoldError:
    return GoldError(start, end, kind, severity, None)


def scored(findings: list[Finding], errors: list[GoldError]) -> Scores:
    sentence = Sentence(0, 0, len(TEXT), Kind.PARAGRAPH, Language.HINDI, TEXT)
    article = Article("x", TEXT, sentences=[sentence], findings=findings)
    return score(article, GoldArticle("x", TEXT, tuple(errors)))


@pytest.mark.parametrize(
    ("findings", "errors", "right", "wrong", "found"),
    [
        ([finding(0, 3)], [error(0, 3)], 1, 0, 1),
        ([finding(0, 3)], [error(4, 6)], 0, 1, 0),
        ([finding(0, 4)], [error(3, 6)], 0, 1, 0),  # they share a space only
        ([finding(0, 3, severity=Severity.INFO)], [error(0, 3)], 0, 0, 0),
        ([finding(0, 3), finding(0, 6)], [error(0, 3)], 2, 0, 1),
        ([finding(0, 90)], [error(0, 3)], 0, 1, 0),  # far longer than the error
        ([finding(0, 90)], [error(0, 3, "truncation")], 1, 0, 1),  # … which concerns the whole sentence
    ],
)
def test_what_finds_what(findings: list[Finding], errors: list[GoldError], right: int, wrong: int, found: int):
    scores = scored(findings, errors)
    assert (scores.right, scores.wrong, scores.found["all"]) == (right, wrong, found)


def test_figures_and_intervals():
    good, bad = scored([finding(0, 3)], [error(0, 3)]), scored([finding(8, 12)], [error(0, 3)])
    clean = scored([finding(0, 3)], [])
    both = total([good, bad, clean])
    assert (both.precision, both.recall(), both.alarms) == (pytest.approx(1 / 3), 0.5, 100.0)
    low, high = interval([good, bad], "precision")
    assert (low, high) == (0.0, 1.0)


def test_what_is_no_annotation(tmp_path: Path):
    (tmp_path / "a.json").write_text(json.dumps({"text": "नदी"}))
    with pytest.raises(ReadError, match=r"a\.json: not an annotated article"):
        read_gold([tmp_path])
