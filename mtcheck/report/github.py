"""Workflow commands of GitHub Actions: findings as annotations on a pull request's files.

GitHub shows the first ten errors, ten warnings and ten notices of a step; the log has them all. Lines are given only where
the article's text is its file's content.
"""

from __future__ import annotations

from mtcheck.report.safe import plain
from mtcheck.report.shared import Lines, entries, remark, verbatim
from mtcheck.report.text import summary
from mtcheck.types import Article, Finding, Report, Severity

_COMMAND = {Severity.MAJOR: "error", Severity.MINOR: "warning", Severity.INFO: "notice"}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: Report, *, colour: bool = False) -> str:
    """One command a line, and the counts, which are no command, in the last."""
    commands = [command for article in report.articles for command in _article(article)]
    return "\n".join([*commands, summary(report)]) + "\n"


def _article(article: Article) -> list[str]:
    if article.error:
        return [_command("error", {"file": article.path, "title": "mtcheck: unreadable article"}, article.error)]
    lines = Lines(article.text) if verbatim(article) else None
    return [_finding(entry.finding, article, lines) for entry in entries(article) if not entry.suppression]


def _finding(finding: Finding, article: Article, lines: Lines | None) -> str:
    properties: dict[str, str | int] = {"file": article.path}
    if lines:
        place = lines.place(finding.start, finding.end)
        properties |= {"line": place.line, "endLine": place.end_line}
        if place.one_line:  # GitHub takes columns only within a line
            properties |= {"col": place.column, "endColumn": place.end_column}
    return _command(_COMMAND[finding.severity], properties | {"title": f"mtcheck: {finding.rule}"}, remark(finding))


def _command(name: str, properties: dict[str, str | int], message: str) -> str:
    told = ",".join(f"{key}={plain(str(value)).translate(_IN_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {told}::{plain(message).translate(_IN_MESSAGE)}"
