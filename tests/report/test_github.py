"""Workflow commands of GitHub Actions."""

from __future__ import annotations

import re

import pytest

from mtcheck.report import FORMATS
from mtcheck.types import Article, Severity

from . import build, saved


def lines(*articles: Article) -> list[str]:
    return FORMATS["github"](build.report(*articles)).splitlines()


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """A command read as the runner does: properties to the first '::', parted by commas, escapes undone."""
    match = re.fullmatch("::([a-z]+) (.*?)::(.*)", line)
    assert match, line
    properties = dict(part.split("=", 1) for part in match[2].split(","))
    return match[1], {name: undone(value) for name, value in properties.items()}, undone(match[3])


def undone(text: str) -> str:
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, character)
    return text


def test_an_annotation():
    desk = build.Desk("trade/onion.txt").block("मंडी में प्याज़ की कीमत घटी।\n")
    desk.block("व्यापारियों ने बताया कि प्याज़ की शर्तें बढ़ गईं।").finding("शर्तें", suggestion="दरें")
    assert lines(saved.as_file(desk.article)) == [
        "::error file=trade/onion.txt,line=3,endLine=3,col=35,endColumn=41,title=mtcheck%3A wrong-sense::"
        "“शर्तें”: The words say something else here. Suggestion: दरें",
        "1 article, 2 sentences: 1 finding (1 major, 0 minor, 0 info)",
    ]


@pytest.mark.parametrize(
    ("severity", "command"), [(Severity.MAJOR, "error"), (Severity.MINOR, "warning"), (Severity.INFO, "notice")]
)
def test_commands(severity, command):
    article = build.Desk("a.txt").block("बस रुकी।").finding("बस", severity=severity).article
    assert parsed(lines(article)[0])[0] == command


def test_no_columns_over_several_lines():
    article = saved.as_file(build.Desk("a.txt").block("पहली\nदूसरी").finding("ली\nदू").article)
    _, properties, _ = parsed(lines(article)[0])
    assert properties == {"file": "a.txt", "line": "1", "endLine": "2", "title": "mtcheck: wrong-sense"}


def test_a_page_has_no_lines_to_point_at():
    article = build.Desk("a.html").block("बस रुकी।").finding("बस").article
    assert parsed(lines(article)[0])[1] == {"file": "a.html", "title": "mtcheck: wrong-sense"}


def test_an_unreadable_article_is_an_error():
    assert parsed(lines(build.broken())[0]) == (
        "error",
        {"file": "films/review.txt", "title": "mtcheck: unreadable article"},
        "not UTF-8 text; save it as UTF-8",
    )


def test_suppressed_findings_are_left_out():
    article = build.Desk("a.txt").block("बस रुकी।").finding("बस").article
    assert not any(line.startswith("::") for line in lines(saved.suppress(article, 0)))


def test_a_report_without_findings_is_its_counts():
    assert lines() == ["0 articles, 0 sentences: 0 findings (0 major, 0 minor, 0 info)"]


def test_hostile_text_cannot_break_out_of_its_command():
    path = "a,line=1::b\r\n::error::50%2C\x1b.txt"
    desk = build.Desk(path).block("बस\r\n::stop-commands::x\r\n100% रुकी\u202e")
    desk.finding("बस\r\n::stop-commands::x", message="%0A::error::x\n::set-output name=a::b\x1b[2J")
    first, *rest = lines(saved.as_file(desk.article))
    assert len(rest) == 1, "one command, and the counts"
    command, properties, message = parsed(first)
    assert command == "error"
    assert set(properties) == {"file", "line", "endLine", "title"}
    assert properties["file"] == "a,line=1::b<U+000D>\n::error::50%2C<U+001B>.txt"
    assert message == "“बस ::stop-commands::x”: %0A::error::x ::set-output name=a::b<U+001B>[2J"
    assert not set(first) & set("\r\n\x1b\u202e")
