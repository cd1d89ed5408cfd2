"""JUnit XML: a test case per article."""

from __future__ import annotations

import pytest
from lxml import etree

from mtcheck.report import FORMATS, encoded, junit
from mtcheck.types import Article, Severity

from . import build, saved


def suites(*articles: Article, level: Severity = Severity.MAJOR) -> etree._Element:
    return etree.fromstring(encoded(junit.render(build.report(*articles), level=level)))


def case(article: Article, level: Severity = Severity.MAJOR) -> etree._Element:
    (found,) = suites(article, level=level).iter("testcase")
    return found


def test_counts():
    root = suites(*build.full().articles)
    (suite,) = root
    for element in (root, suite):
        assert {name: element.get(name) for name in ("tests", "failures", "errors")} == {
            "tests": "5", "failures": "3", "errors": "1",
        }  # fmt: skip
    assert [child.get("name") for child in suite][:2] == ["खेल/cricket.txt", "weather/monsoon.txt"]


def test_a_failure_as_an_editor_reads_it():
    desk = build.Desk("trade/onion.txt").block("मंडी में प्याज़ की कीमत घटी।\n")
    desk.block("व्यापारियों ने बताया कि प्याज़ की शर्तें बढ़ गईं।")
    desk.finding("शर्तें", means="conditions", intended="rates", suggestion="दरें")
    desk.finding("बताया", severity=Severity.MINOR, message="A minor one.")
    found = case(desk.article)
    (failure,) = found.findall("failure")
    assert failure.get("message") == "1 finding (1 major)"
    assert failure.get("type") == "major"
    assert failure.text == (
        "3:35  major  wrong-sense  91%\n"
        "    व्यापारियों ने बताया कि प्याज़ की [शर्तें] बढ़ गईं।\n"
        "    “conditions” → “rates”; suggestion: दरें\n"
        "    The words say something else here.\n"
    )
    assert "A minor one." in found.findtext("system-out", "")


@pytest.mark.parametrize(
    ("severity", "level", "fails"),
    [
        (Severity.MAJOR, Severity.MAJOR, True),
        (Severity.MINOR, Severity.MAJOR, False),
        (Severity.MINOR, Severity.MINOR, True),
        (Severity.MAJOR, Severity.MINOR, True),
        (Severity.INFO, Severity.MINOR, False),
        (Severity.INFO, Severity.INFO, True),
    ],
)
def test_level_from_which_an_article_fails(severity, level, fails):
    found = case(build.Desk("a.txt").block("बस रुकी।").finding("बस", severity=severity).article, level)
    assert bool(found.findall("failure")) is fails
    assert bool(found.findall("system-out")) is not fails


def test_the_worst_finding_gives_the_failure_its_type():
    desk = build.Desk("a.txt").block("बस रुकी।").finding("बस", severity=Severity.MINOR).finding("रुकी")
    (failure,) = case(desk.article, Severity.MINOR).findall("failure")
    assert (failure.get("type"), failure.get("message")) == ("major", "2 findings (1 major, 1 minor)")


def test_a_clean_article_passes():
    assert len(case(build.health())) == 0


def test_an_unreadable_article_is_an_error():
    (error,) = case(build.broken())
    assert error.tag == "error"
    assert error.get("message") == error.text == "not UTF-8 text; save it as UTF-8"


def test_suppressed_findings_do_not_fail():
    desk = build.Desk("a.txt").block("बस रुकी।").finding("बस")
    found = case(saved.suppress(desk.article, 0))
    assert not found.findall("failure")
    assert found.findtext("system-out") == "1 finding suppressed by the baseline\n"


def test_empty_report():
    assert [element.get("tests") for element in suites().iter()] == ["0", "0"]


def test_hostile_text():
    desk = build.Desk("]]>\x00\ud800<&\"'.txt").block("]]> \x1b[2J </failure> \u202e\ufffe \x0b")
    desk.finding("]]> \x1b[2J", "untranslated", message="</failure>\x08<!--", suggestion="\ud800")
    found = case(desk.article)
    assert found.get("name") == "]]><U+0000><U+D800><&\"'.txt"
    text = found.findtext("failure", "")
    assert "[]]> <U+001B>[2J] </failure> <RLO> <U+000B>" in text
    assert "</failure><U+0008><!--" in text
    assert "suggestion: <U+D800>" in text


def test_declares_its_encoding():
    assert FORMATS["junit"](build.report()).startswith("<?xml version='1.0' encoding='UTF-8'?>\n")
