"""Results as text, JSON and JUnit XML, and two runs side by side."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree

from mtcheck.errors import ReadError
from mtcheck.regress import compare as comparison
from mtcheck.regress import junit, text
from mtcheck.regress.case import CaseResult, Check, FileError, Flag, Results, Status
from mtcheck.regress.results import dumps, read_results, results_json
from mtcheck.types import Severity

FLAG = Flag("wrong-sense", Severity.MAJOR, "रुचि दर", "ब्याज दर")
PASSED = CaseResult("good", "a.mtcheck.yaml", 3, Status.PASSED, (Check("bad", True, "found"),))
FAILED = CaseResult(
    "broken",
    "a.mtcheck.yaml",
    9,
    Status.FAILED,
    (
        Check("bad", True, "found"),
        Check("words", False, "the bad words are back", "बैंक की ⟦रुचि दर⟧", (FLAG,)),
        Check("chrf", False, "chrF 61.0 is below 80.0"),
    ),
    note="mended in\nMarch",
    english="The bank's rate.",
    translation="बैंक की रुचि दर",
    chrf=61.0,
    floor=80.0,
    findings=(FLAG,),
)
ERROR = CaseResult("stuck", "b.mtcheck.yaml", 2, Status.ERROR, error="the translator took longer than 3 s")
UNREADABLE = FileError("c.mtcheck.yaml", "c.mtcheck.yaml:1: not YAML")
RESULTS = Results("mtcheck:1", (PASSED, FAILED, ERROR), (UNREADABLE,), "./mt.sh")


# text


def test_text_tells_only_what_is_wrong():
    assert text.render(RESULTS).splitlines() == [
        "ERROR  c.mtcheck.yaml:1: not YAML",
        "FAILED broken  (a.mtcheck.yaml:9)",
        "       words: the bad words are back",
        "         बैंक की ⟦रुचि दर⟧",
        "       chrf: chrF 61.0 is below 80.0",
        "       english: The bank's rate.",
        "       translation: बैंक की रुचि दर",
        "       note: mended in March",
        "ERROR  stuck  (b.mtcheck.yaml:2)",
        "       the translator took longer than 3 s",
        "3 cases: 1 passed, 1 failed, 1 in error; 1 file unreadable",
    ]


def test_hostile_text_cannot_move_the_cursor():
    evil = replace(FAILED, id="a\x1b[2J", note="\u202eb", translation="c\rd")
    shown = text.render(Results("", (evil,)))
    assert not {"\x1b", "\u202e", "\r"} & set(shown)


# JSON


def test_json_is_read_back_as_it_was_written(tmp_path: Path):
    path = tmp_path / "r.json"
    path.write_text(dumps(RESULTS), encoding="utf-8")
    assert read_results(path) == RESULTS


def test_the_layout_of_the_json():
    data = results_json(RESULTS)
    assert list(data) == ["schema", "signature", "translator", "summary", "errors", "cases"]
    assert data["schema"] == "mtcheck.regress/1"
    assert data["summary"] == {"passed": 1, "failed": 1, "error": 1}
    broken = data["cases"][1]
    assert (broken["status"], broken["translation"], broken["chrf"], broken["floor"]) == (
        "failed",
        "बैंक की रुचि दर",
        61.0,
        80.0,
    )
    assert broken["findings"][0]["severity"] == "major"
    assert data["cases"][0]["chrf"] is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not results of regression cases"),
        ('{"schema": "mtcheck.report/1"}', "not results of regression cases"),
        ('{"schema": "mtcheck.regress/1"}', "damaged (KeyError"),
        (
            '{"schema": "mtcheck.regress/1", "signature": 1, "translator": "", "errors": [], "cases": []}',
            "damaged (TypeError",
        ),
        ('{"schema": "mtcheck.regress/1", "signature": "", "translator": "", "errors": [], "cases": [1]}', "damaged"),
        (dumps(RESULTS).replace('"failed",', '"lost",'), "damaged (ValueError"),
    ],
)
def test_what_is_no_results(tmp_path: Path, content: str | None, message: str):
    path = tmp_path / "r.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError) as error:
        read_results(path)
    assert str(error.value).startswith(f"{path}: {message}")


# JUnit


def suites(results: Results) -> list[Any]:
    return list(ElementTree.fromstring(junit.render(results)))


def test_a_suite_for_each_file():
    assert [dict(suite.attrib) for suite in suites(RESULTS)] == [
        {"name": "a.mtcheck.yaml", "tests": "2", "failures": "1", "errors": "0", "skipped": "0"},
        {"name": "b.mtcheck.yaml", "tests": "1", "failures": "0", "errors": "1", "skipped": "0"},
        {"name": "c.mtcheck.yaml", "tests": "1", "failures": "0", "errors": "1", "skipped": "0"},
    ]


def test_a_test_case_for_each_case():
    first, second, third = suites(RESULTS)
    passed, failed = first
    assert (passed.attrib["name"], list(passed)) == ("good", [])
    assert (failed.attrib["name"], failed.attrib["file"], failed.attrib["line"]) == ("broken", "a.mtcheck.yaml", "9")
    (failure,) = failed
    assert (failure.tag, failure.attrib["message"]) == ("failure", "the bad words are back")
    assert failure.text.startswith("a.mtcheck.yaml:9\n")
    assert "⟦रुचि दर⟧" in failure.text
    assert [(e.tag, e.attrib["message"]) for e in second[0]] == [("error", ERROR.error)]
    assert [(e.tag, e.attrib["message"]) for e in third[0]] == [("error", UNREADABLE.message)]


def test_what_xml_does_not_allow_is_replaced():
    evil = replace(FAILED, id='<a b="c">&\x00\ufffe', note="]]>\x0b")
    (case,) = suites(Results("", (evil,)))[0]
    assert case.attrib["name"] == '<a b="c">&\ufffd\ufffd'
    assert "]]>" in case[0].text


# comparison


def results(*cases: tuple[str, Status], chrf: float | None = None) -> Results:
    return Results("", tuple(CaseResult(name, "a", 1, status, chrf=chrf) for name, status in cases))


P, F, E = Status.PASSED, Status.FAILED, Status.ERROR


@pytest.mark.parametrize(
    ("old", "new", "group"),
    [
        (P, P, None),
        (P, F, "newly_broken"),
        (P, E, "newly_broken"),
        (F, P, "fixed"),
        (E, P, "fixed"),
        (F, F, "still_broken"),
        (F, E, "still_broken"),
        (None, P, "new"),
        (None, F, "new"),
        (P, None, "gone"),
        (F, None, "gone"),
    ],
)
def test_compare(old: Status | None, new: Status | None, group: str | None):
    found = comparison.compare(results(*[("a", old)] * bool(old)), results(*[("a", new)] * bool(new)))  # type: ignore[list-item]
    groups = {name: [change.id for change in value] for name, value in vars(found).items() if name != "passing"}
    assert {name for name, ids in groups.items() if ids} == ({group} if group else set())
    assert found.passing == (old is new is P)
    for change in getattr(found, group) if group else ():
        assert (change.old, change.new) == (old.value if old else "", new.value if new else "")


def test_the_comparison_as_text():
    old = results(("a", P), ("b", F), ("c", F), ("d", P), chrf=90.0)
    new = Results("", (replace(FAILED, id="a"), *results(("b", P), ("c", F), ("e", F)).cases))
    assert comparison.render(comparison.compare(old, new)).splitlines() == [
        "NEWLY BROKEN  a  (a.mtcheck.yaml)  chrF 90.0 → 61.0",
        "              the bad words are back",
        "STILL BROKEN  c  (a)",
        "FIXED         b  (a)",
        "NEW           e  (a)  [failed]",
        "GONE          d  (a)",
        "1 newly broken, 1 still broken, 1 fixed, 1 new, 1 gone; 0 passed in both",
    ]


def test_the_comparison_as_json():
    data = json.loads(json.dumps(comparison.compare(results(("a", P)), results(("a", F))).to_json()))
    assert data["schema"] == "mtcheck.regress-report/1"
    assert [change["id"] for change in data["newly_broken"]] == ["a"]
    assert data["passing"] == 0
