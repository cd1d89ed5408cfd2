"""The report for a terminal: one paragraph per finding, one line of counts at the end."""

from __future__ import annotations

import io
from collections import Counter

from rich.console import Console
from rich.text import Text

from mtcheck.report.pieces import shortened
from mtcheck.report.safe import plain
from mtcheck.report.shared import Lines, evidence_of
from mtcheck.types import Article, Finding, Report, Severity

_STYLE = {Severity.MAJOR: "bold red", Severity.MINOR: "yellow", Severity.INFO: "blue"}
_CONTEXT = 40  # code points shown on either side of the words
_EVIDENCE = 160


def render(report: Report, *, colour: bool = False) -> str:
    """The report as lines of text, with terminal colours when `colour`."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        soft_wrap=True,
    )
    for article in report.articles:
        for line in _article(article):
            console.print(line)
    if suppressed := sum(len(article.suppressed) for article in report.articles):
        console.print(f"{counted(suppressed, 'finding')} suppressed by the baseline")
    console.print(_summary(report))
    return stream.getvalue()


def summary(report: Report) -> str:
    """The counts of a report on one line, without colours."""
    return _summary(report).plain


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 finding, 2 findings."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def finding_lines(finding: Finding, article: Article, places: Lines) -> list[Text]:
    """A finding as a person reads it, line by line; `places` are the lines of the article's text."""
    row, column = places.at(finding.start)
    severity = (finding.severity.value, _STYLE[finding.severity])
    head = ("  ", (f"{row}:{column}", "cyan"), "  ", severity, "  ", plain(finding.rule), f"  {finding.confidence:.0%}")
    lines = [Text.assemble(*head), Text.assemble("      ", *_in_context(finding, article.text))]
    details = [_meaning(finding), _line(finding.message), _evidence(finding, article)]
    return lines + [Text(f"      {detail}") for detail in details if detail]


def _article(article: Article) -> list[Text]:
    path = Text(_shown(article.path), style="bold")
    if article.error:
        return [path, Text.assemble("  ", ("cannot be read", "bold red"), f": {_line(article.error)}"), Text()]
    if not article.findings:
        return []
    places = Lines(article.text)
    lines = [path]
    for finding in sorted(article.findings, key=lambda finding: (finding.start, finding.end)):
        lines += finding_lines(finding, article, places)
    return [*lines, Text()]


def _in_context(finding: Finding, text: str) -> list[str | tuple[str, str]]:
    # One code point more than is shown tells that there is more; slices, since a text may be long and findings many.
    line = text.rfind("\n", 0, finding.start) + 1
    before = text[max(line, finding.start - _CONTEXT - 1) : finding.start]
    after = text[finding.end : finding.end + _CONTEXT + 1].partition("\n")[0]
    if len(before) > _CONTEXT:
        before = "…" + before[-_CONTEXT:].partition(" ")[2]
    if len(after) > _CONTEXT:
        after = after[:_CONTEXT].rpartition(" ")[0] + "…"
    words = _shown(text[finding.start : finding.end])
    return [_shown(before), (f"[{words}]", _STYLE[finding.severity]), _shown(after)]


def _meaning(finding: Finding) -> str:
    literal = f"“{finding.means}”" if finding.means else ""
    meant = f"“{finding.intended}”" if finding.intended else ""
    says = " → ".join(filter(None, (literal, meant if literal else meant and f"meant: {meant}")))
    use = f"suggestion: {finding.suggestion}" if finding.suggestion else ""
    return _line("; ".join(filter(None, (says, use))))


def _evidence(finding: Finding, article: Article) -> str:
    shown = list(evidence_of(finding, article))
    if not shown:
        return ""
    source = "same article" if shown[0].path == article.path else _shown(shown[0].path)
    more = f" (and {len(shown) - 1} more)" if shown[1:] else ""
    return f"evidence ({_line(shown[0].kind)}, {source}): {_line(shortened(shown[0].text, _EVIDENCE))}{more}"


def _summary(report: Report) -> Text:
    unreadable = sum(bool(article.error) for article in report.articles)
    sentences = sum(len(article.sentences) for article in report.articles)
    counts = Counter(finding.severity for finding in report.findings)
    parts: list[str | tuple[str, str]] = [
        f"{counted(len(report.articles) - unreadable, 'article')}, {counted(sentences, 'sentence')}: ",
        f"{counted(len(report.findings), 'finding')} (",
    ]
    for severity in Severity:
        comma = "" if severity is Severity.MAJOR else ", "
        words = f"{counts[severity]} {severity.value}"
        parts += [comma, (words, _STYLE[severity]) if counts[severity] else words]
    parts.append(")")
    if unreadable:
        parts += ["; ", (f"{counted(unreadable, 'file')} unreadable", "bold red")]
    return Text.assemble(*parts)


def _line(text: str) -> str:
    return plain(" ".join(text.split()))


def _shown(text: str) -> str:
    return plain(text.replace("\r", "").replace("\n", "⏎").replace("\t", " "))
