"""SARIF 2.1.0: for code hosts and editors that show the findings of any checker beside the text.

Columns and offsets are counted in code points, as everywhere in mtcheck, and the log says so (`columnKind`): a reader that
counts UTF-16 units would be off after an emoji. Regions and fixes are given only where the article's text is its file's
content; for a page or a document the result names the file, and the sentence as its logical location.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from markdown_it import MarkdownIt

from mtcheck.report.pieces import shortened
from mtcheck.report.safe import plain
from mtcheck.report.shared import Entry, Lines, entries, evidence_of, remark, sentence_of, verbatim
from mtcheck.types import Article, Evidence, Finding, Report, RuleInfo, Sentence, Severity, Suppression
from mtcheck.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {Severity.MAJOR: "error", Severity.MINOR: "warning", Severity.INFO: "note"}
_UNREADABLE = "unreadable-article"
_QUOTED = 300  # code points of a sentence that is quoted in a message
_WEB = ("https://", "http://")

Json = dict[str, Any]


def render(report: Report, *, colour: bool = False) -> str:
    """The report as a SARIF log with one run."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(report).to_json()]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def uri(path: str) -> str:
    """A path as a URI reference, percent-encoded; a relative path stays relative."""
    if path.startswith(_WEB):
        return quote(_bytes(path), safe="/:?#[]@!$&'()*+,;=%")
    pure = PurePath(path)
    if not pure.is_absolute():
        return quote(_bytes(path.replace(os.sep, "/")))
    # A drive's colon stays, and its path begins with a slash of its own.
    return "file:///" + quote(_bytes(pure.as_posix().lstrip("/")), safe="/:")


def _bytes(path: str) -> bytes:
    try:
        return path.encode("utf-8", "surrogateescape")  # the bytes of a file name that is not UTF-8
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")


class _Run:
    """The one run of a log; knows where in its tables each article and rule stands."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.articles = {article.path: article for article in reversed(report.articles)}
        self.places = {path: index for index, path in enumerate(dict.fromkeys(a.path for a in report.articles))}
        self.lines = {path: Lines(a.text) for path, a in self.articles.items() if not a.error and verbatim(a)}
        used = {entry.finding.rule for article in report.articles for entry in entries(article)}
        self.rules = sorted(used | set(report.rules))
        self.rule_places = {rule: index for index, rule in enumerate(self.rules)}
        # SARIF wants suppressions on all results or on none.
        self.suppressing = any(article.suppressed for article in report.articles)

    def to_json(self) -> Json:
        """The `run` object."""
        unreadable = [self._notification(article) for article in self.report.articles if article.error]
        return {
            "tool": {"driver": self._driver()},
            "language": "en",
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": not unreadable, "toolExecutionNotifications": unreadable}],
            "artifacts": [_artifact(self.articles[path]) for path in self.places],
            "results": [self._result(entry, a) for a in self.report.articles for entry in entries(a)],
            "properties": {"signature": self.report.signature},
        }

    def _driver(self) -> Json:
        return {
            "name": "mtcheck",
            "version": __version__,
            "rules": [_rule(rule, self.report.rules.get(rule)) for rule in self.rules],
            "notifications": [
                {"id": _UNREADABLE, "shortDescription": {"text": "The file cannot be read as an article."}}
            ],
        }

    def _notification(self, article: Article) -> Json:
        return {
            "descriptor": {"id": _UNREADABLE, "index": 0},
            "level": "error",
            "message": _message(article.error),
            "locations": [{"physicalLocation": {"artifactLocation": self._artifact_location(article.path)}}],
        }

    def _artifact_location(self, path: str) -> Json:
        location: Json = {"uri": uri(path)}
        return location | ({"index": self.places[path]} if path in self.places else {})

    def _result(self, entry: Entry, article: Article) -> Json:
        finding = entry.finding
        result: Json = {
            "ruleId": finding.rule,
            "ruleIndex": self.rule_places[finding.rule],
            "level": _LEVEL[finding.severity],
            "rank": round(min(max(finding.confidence, 0), 1) * 100, 1),
            "message": _message(remark(finding)),
            "locations": [self._location(finding, article)],
            "properties": _properties(finding, sentence_of(finding, article)),
        }
        if finding.fingerprint:
            result["partialFingerprints"] = {"mtcheckFinding/v1": finding.fingerprint}
        if related := self._related(evidence_of(finding, article)):
            result["relatedLocations"] = related
        if self.suppressing:
            result["suppressions"] = [_suppression(entry.suppression)] if entry.suppression else []
        if finding.suggestion and finding.suggestion != finding.text and article.path in self.lines:
            result["fixes"] = [self._fix(finding, article)]
        return result

    def _location(self, finding: Finding, article: Article) -> Json:
        physical: Json = {"artifactLocation": self._artifact_location(article.path)}
        location: Json = {"physicalLocation": physical}
        sentence = sentence_of(finding, article)
        if article.path in self.lines:
            physical["region"] = self._region(article.path, finding.start, finding.end)
            if sentence and _inside(finding, sentence.start, sentence.end):
                physical["contextRegion"] = self._region(article.path, sentence.start, sentence.end)
        if sentence:
            location["logicalLocations"] = [{"name": f"sentence {sentence.index + 1}", "kind": sentence.kind.value}]
        if sentence and "region" not in physical:
            location["message"] = _message(shortened(sentence.text, _QUOTED))
        return location

    def _region(self, path: str, start: int, end: int) -> Json:
        text, lines = self.articles[path].text, self.lines[path]
        start = min(max(start, 0), len(text))
        end = min(max(start, end), len(text))
        place = lines.place(start, end)
        return {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "charOffset": start,
            "charLength": end - start,
            "snippet": {"text": text[start:end]},
        }

    def _related(self, evidence: Iterable[Evidence]) -> list[Json]:
        return [self._related_location(number, item) for number, item in enumerate(evidence)]

    def _related_location(self, number: int, evidence: Evidence) -> Json:
        physical: Json = {"artifactLocation": self._artifact_location(evidence.path)}
        if evidence.path in self.lines and evidence.end > evidence.start:
            physical["region"] = self._region(evidence.path, evidence.start, evidence.end)
        quoted = f"Evidence ({evidence.kind}): {shortened(evidence.text, _QUOTED)}"
        return {"id": number, "physicalLocation": physical, "message": _message(quoted)}

    def _fix(self, finding: Finding, article: Article) -> Json:
        deleted = self._region(article.path, finding.start, finding.end)
        del deleted["snippet"]
        replacement = {"deletedRegion": deleted, "insertedContent": {"text": finding.suggestion}}
        change = {"artifactLocation": self._artifact_location(article.path), "replacements": [replacement]}
        return {"description": _message(f"Write “{finding.suggestion}”"), "artifactChanges": [change]}


def _inside(finding: Finding, start: int, end: int) -> bool:
    """SARIF's context must hold the region and more than it."""
    return start <= finding.start and finding.end <= end and end - start > finding.end - finding.start


def _artifact(article: Article) -> Json:
    artifact: Json = {"location": {"uri": uri(article.path)}, "roles": ["analysisTarget"]}
    if article.sha256:
        artifact["hashes"] = {"sha-256": article.sha256}
    if not article.error:
        artifact["properties"] = {"language": article.language.value}
    return artifact


def _properties(finding: Finding, sentence: Sentence | None) -> Json:
    known = {
        "severity": finding.severity.value,
        "confidence": round(finding.confidence, 3),
        "words": finding.text,
        "means": finding.means,
        "intended": finding.intended,
        "suggestion": finding.suggestion,
        "messageHindi": finding.message_hi,
        "backTranslation": sentence.back_translation if sentence else "",
    }
    return {name: value for name, value in known.items() if value != ""}


def _suppression(suppression: Suppression) -> Json:
    details = {"by": suppression.by, "date": suppression.date, "expires": suppression.expires}
    item: Json = {"kind": "external", "status": "accepted", "justification": suppression.reason}
    told = {name: value for name, value in details.items() if value}
    return item | ({"properties": told} if told else {})


def _rule(rule: str, info: RuleInfo | None) -> Json:
    item: Json = {"id": rule}
    name = "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]+", rule))
    if name.lower() != rule.lower():  # a name that only repeats the id is to be left out
        item["name"] = name
    if info is None:
        return item
    paragraphs = _paragraphs(info.page)
    return item | {
        "shortDescription": {"text": info.title},
        "fullDescription": {"text": paragraphs[0] if paragraphs else info.title},
        "help": {"text": "\n\n".join(paragraphs) or info.title, "markdown": info.page or info.title},
        "properties": {
            "mqm": info.mqm,
            "its": info.its,
            "titleHindi": info.title_hi,
            "tags": ["translation", info.its],
        },
    }


def _paragraphs(page: str) -> list[str]:
    """A page's text without its title and marks, a paragraph or list item each."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(page)
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        tokens = tokens[3:]
    inline = (token.children or [] for token in tokens if token.type == "inline")
    return ["".join(child.content or " " * (child.type == "softbreak") for child in line) for line in inline]


def _message(text: str) -> Json:
    """A message whose text is shown as it is: SARIF would take {0} for a placeholder and [a](b) for a link."""
    shown = plain(" ".join(text.split())).replace("{", "{{").replace("}", "}}")
    if "](" in shown:
        shown = re.sub(r"([\[\]\\])", r"\\\1", shown)
    return {"text": shown}
