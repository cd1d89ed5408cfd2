"""JUnit XML: an article is a test case, so that any build server shows which articles fail and why."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from mtcheck.report.safe import plain
from mtcheck.report.shared import Lines, entries, legal
from mtcheck.report.text import counted, finding_lines
from mtcheck.types import Article, Finding, Report, Severity


def render(report: Report, *, colour: bool = False, level: Severity = Severity.MAJOR) -> str:
    """The report as one test suite; a case fails by a finding at least as severe as `level`, the others are its output."""
    suite = etree.Element("testsuite", name="mtcheck")
    for article in report.articles:
        _case(suite, article, level)
    root = etree.Element("testsuites", name="mtcheck")
    root.append(suite)
    for element in (root, suite):
        _count(element, suite)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True).decode()


def _count(element: etree._Element, suite: etree._Element) -> None:
    element.set("tests", str(len(suite)))
    for name in ("failure", "error"):
        element.set(f"{name}s", str(len(suite.findall(f"testcase/{name}"))))


def _case(suite: etree._Element, article: Article, level: Severity) -> None:
    case = _add(suite, "testcase", classname="mtcheck", name=_line(article.path))
    if article.error:
        _add(case, "error", article.error, message=_line(article.error), type="unreadable")
        return
    lines = Lines(article.text)
    found = [entry.finding for entry in entries(article) if not entry.suppression]
    failing = [finding for finding in found if finding.severity.rank >= level.rank]
    if failing:
        worst = max((finding.severity for finding in failing), key=lambda severity: severity.rank)
        _add(case, "failure", _told(failing, article, lines), message=_counts(failing), type=worst.value)
    output = _told([finding for finding in found if finding.severity.rank < level.rank], article, lines)
    if article.suppressed:
        output += f"{counted(len(article.suppressed), 'finding')} suppressed by the baseline\n"
    if output:
        _add(case, "system-out", output)


def _told(findings: list[Finding], article: Article, lines: Lines) -> str:
    return "".join(f"{line.plain[2:]}\n" for finding in findings for line in finding_lines(finding, article, lines))


def _counts(findings: list[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    told = ", ".join(f"{counts[severity]} {severity.value}" for severity in Severity if counts[severity])
    return f"{counted(len(findings), 'finding')} ({told})"


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, tag, {name: legal(value) for name, value in attributes.items()})
    element.text = legal(plain(text)) or None
    return element


def _line(text: str) -> str:
    return plain(" ".join(text.split()))
