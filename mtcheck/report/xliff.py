"""XLIFF 2.1 with its ITS module: the findings as quality issues in a translation editor or workbench.

XLIFF is made for a source and its translation, and mtcheck has only the translation. So an article is a `file`, a sentence
a `unit` whose target is the sentence; the source language is English, because that is what was translated. The source is
the back-translation where there is one: it is what an editor without Hindi or Marathi can read beside the target, and a
note says that a machine made it and that it is not the text that was translated. Without one the source is empty, and the
note says so: XLIFF requires the element, and nothing else would be honest. English sentences of an article (tweets,
quotes) are their own source, have no target and are not to be translated. XLIFF knows one target language; when the
articles have several the document says `mul`, and each target names its own.

Findings are ITS localization quality issues. Words with one finding that meet no other are an `mrk`; overlapping ones are
`sm` and `em`, which may cross; several findings on the same words stand apart, in `its:locQualityIssues`. A finding that a
baseline suppresses is there with `locQualityIssueEnabled="no"`. A character that XML forbids is a `cp` in a sentence and
left out of notes and comments.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import Any

from lxml import etree

from mtcheck.report.pieces import Mark, Piece, cut
from mtcheck.report.safe import plain
from mtcheck.report.shared import Entry, entries, forbidden_in_xml, legal, remark
from mtcheck.rules.base import CHECKED_KINDS
from mtcheck.types import Article, Kind, Language, Report, RuleInfo, Sentence, Severity

XLIFF, ITS = "urn:oasis:names:tc:xliff:document:2.0", "http://www.w3.org/2005/11/its"
ITSM, XML = "urn:oasis:names:tc:xliff:itsm:2.1", "http://www.w3.org/XML/1998/namespace"
_PREFIXES: dict[Any, str] = {None: XLIFF, "its": ITS, "itsm": ITSM}  # None stands for no prefix
PROFILE = "https://themqm.org/"  # the quality model whose categories the comments name
# ITS wants 0 to 100. The top is left to critical errors, which no machine can tell.
_SEVERITY = {Severity.MAJOR: "75", Severity.MINOR: "50", Severity.INFO: "25"}
ITS_TYPES = frozenset(
    """terminology mistranslation omission untranslated addition duplication inconsistency grammar legal register
    locale-specific-content locale-violation style characters misspelling typographical formatting inconsistent-entities
    numbers markup pattern-problem whitespace internationalization length non-conformance uncategorized other""".split()
)
_MACHINE_MADE = "The source is a machine's back-translation of the target, not the text that was translated."
_UNKNOWN = "The source is not known: mtcheck was given only the translation."
_BESIDE, _ALERT = "5", "1"  # ITS takes a note of priority 1 for an alert, any other for a description

Rules = dict[str, RuleInfo]


def render(report: Report, *, colour: bool = False) -> str:
    """The report as an XLIFF document; a report without articles, or an article without text, has one empty unit."""
    language = _target_language(report)
    root = etree.Element(f"{{{XLIFF}}}xliff", nsmap=_PREFIXES, version="2.1", srcLang="en")
    root.set(f"{{{ITS}}}version", "2.0")
    if language:
        root.set("trgLang", language)
    for number, article in enumerate(report.articles, 1):
        _file(root, number, article, report, language)
    if not report.articles:
        empty = _add(root, "file", id="f1")
        _notes(empty, [("signature", report.signature, _BESIDE), ("error", "No article was checked.", _ALERT)])
        _empty_unit(empty)
    _lay_out(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True).decode() + "\n"


def _target_language(report: Report) -> str:
    languages = {_language(article) for article in report.articles if any(map(_has_target, _sentences(article)))}
    return "mul" if len(languages) > 1 else next(iter(languages), "")


def _language(article: Article) -> str:
    return "mr" if article.language is Language.MARATHI else "hi"


def _has_target(sentence: Sentence) -> bool:
    return sentence.language is not Language.ENGLISH


def _sentences(article: Article) -> list[Sentence]:
    """The article's sentences; a text that was never cut is one sentence, so that its findings have a place."""
    if article.sentences or not article.text:
        return article.sentences
    return [Sentence(0, 0, len(article.text), Kind.PARAGRAPH, article.language, article.text)]


def _file(root: etree._Element, number: int, article: Article, report: Report, language: str) -> None:
    file = _add(root, "file", id=f"f{number}", original=legal(article.path), canResegment="no")
    notes = [("signature", report.signature, _BESIDE)]
    _notes(file, [*notes, ("error", article.error, _ALERT)] if article.error else notes)
    sentences = _sentences(article)
    if not sentences:
        _empty_unit(file)
    for place, (sentence, found) in enumerate(zip(sentences, _placed(article, sentences), strict=True), 1):
        _Unit(_add(file, "unit", id=f"u{place}"), report.rules).fill(sentence, found, _language(article), language)


def _placed(article: Article, sentences: list[Sentence]) -> list[list[Entry]]:
    """The findings of each sentence: the one in which a finding begins, or the nearest before."""
    placed: list[list[Entry]] = [[] for _ in sentences]
    starts = [sentence.start for sentence in sentences]
    for entry in entries(article) if sentences else []:
        placed[max(bisect_right(starts, entry.finding.start) - 1, 0)].append(entry)
    return placed


def _empty_unit(file: etree._Element) -> None:
    unit = _add(file, "unit", id="u1", translate="no")
    _add(_add(unit, "segment"), "source")


class _Unit:
    """A `unit` that is being filled; its inline elements and standoff issues are numbered within it."""

    def __init__(self, unit: etree._Element, rules: Rules) -> None:
        self._unit = unit
        self._rules = rules
        self._standoff = 0

    def fill(self, sentence: Sentence, found: list[Entry], language: str, document_language: str) -> None:
        """Put in notes, source and, unless the sentence is English, target, with the findings on their words."""
        translated = _has_target(sentence)
        self._unit.set("type", f"mtcheck:{sentence.kind.value.replace(' ', '-')}")
        if not translated or sentence.kind not in CHECKED_KINDS:
            self._unit.set("translate", "no")
        segment = etree.Element(f"{{{XLIFF}}}segment", state="translated" if translated else "initial")
        source = _add(segment, "source")
        content = _add(segment, "target") if translated else source
        for element in segment:
            element.set(f"{{{XML}}}space", "preserve")
        if translated:
            _Text(source).write(sentence.back_translation)
            note = ("back-translation", _MACHINE_MADE) if sentence.back_translation else ("source", _UNKNOWN)
        if translated and language != document_language:
            content = _annotated(content, "language", {f"{{{ITSM}}}lang": language})
        self._write(_Text(content), sentence, found)
        if translated:
            _notes(self._unit, [(*note, _BESIDE)])
        self._unit.append(segment)

    def _write(self, text: _Text, sentence: Sentence, found: list[Entry]) -> None:
        base = sentence.start
        marks = [Mark(e.finding.start - base, e.finding.end - base, e) for e in found]
        pieces = cut(sentence.text, marks)
        groups = _groups(pieces)
        apart = _apart(groups)
        opening, closing = defaultdict(list), defaultdict(list)
        for number, (first, last) in enumerate(groups, 1):
            opening[first].append((number, (first, last)))
            closing[last].append((number, (first, last)))
        for place, piece in enumerate(pieces):
            for number, stretch in opening[place]:
                text.open(f"m{number}", self._issue(groups[stretch]), paired=stretch in apart)
            text.write(piece.text)
            for number, stretch in closing[place]:
                text.close(f"m{number}", paired=stretch in apart)

    def _issue(self, found: list[Entry]) -> dict[str, str]:
        """The attributes of the words of some findings: the issue itself, or a reference to several."""
        if len(found) == 1:
            return {f"{{{ITS}}}{name}": value for name, value in self._described(found[0]).items()}
        self._standoff += 1
        name = f"lqi{self._standoff}"
        issues = etree.SubElement(self._unit, f"{{{ITS}}}locQualityIssues", {f"{{{XML}}}id": name})
        for entry in found:
            etree.SubElement(issues, f"{{{ITS}}}locQualityIssue", self._described(entry))
        return {f"{{{ITS}}}locQualityIssuesRef": f"#its={name}"}

    def _described(self, entry: Entry) -> dict[str, str]:
        finding, info = entry.finding, self._rules.get(entry.finding.rule)
        kind = info.its if info and info.its in ITS_TYPES else "uncategorized"
        category = f"; MQM {info.mqm}" if info and info.mqm else ""
        comment = f"{remark(finding)} [{finding.rule}; confidence {finding.confidence:.0%}{category}]"
        if entry.suppression:
            comment += f" Suppressed by the baseline: {entry.suppression.reason}"
        described = {
            "locQualityIssueType": kind,
            "locQualityIssueComment": legal(plain(comment)),
            "locQualityIssueSeverity": _SEVERITY[finding.severity],
            "locQualityIssueProfileRef": PROFILE,
        }
        return described | ({"locQualityIssueEnabled": "no"} if entry.suppression else {})


Stretch = tuple[int, int]  # the first and the last of the pieces that the words are cut into


def _groups(pieces: list[Piece[Entry]]) -> dict[Stretch, list[Entry]]:
    """The findings by the pieces that they cover, in the order of the text, the longer before the shorter."""
    first: dict[int, int] = {}
    found: dict[Stretch, list[Entry]] = defaultdict(list)
    for place, piece in enumerate(pieces):
        for entry in piece.marks:
            first.setdefault(id(entry), place)
        for entry in piece.ending:
            found[first[id(entry)], place].append(entry)
    return dict(sorted(found.items(), key=lambda item: (item[0][0], -item[0][1])))


def _apart(groups: dict[Stretch, list[Entry]]) -> set[Stretch]:
    """The stretches, which come in the order of their beginnings, that share no piece with another."""
    touching: set[Stretch] = set()
    farthest = (-1, -1)  # the one that reaches farthest so far: who meets any before meets it
    for stretch in groups:
        if farthest[1] >= stretch[0]:
            touching |= {farthest, stretch}
        farthest = max(farthest, stretch, key=lambda item: item[1])
    return set(groups) - touching


class _Text:
    """Writes sentence text and annotations into an element."""

    def __init__(self, element: etree._Element) -> None:
        self._outer = element
        self._at = element  # new text and elements go into this one: the outer, or the `mrk` that is open

    def write(self, text: str) -> None:
        """Text; characters that XML forbids become code-point elements."""
        for stretch, forbidden in forbidden_in_xml(text):
            self._append(stretch)
            if forbidden:
                _add(self._at, "cp", hex=f"{ord(forbidden):04X}")

    def open(self, name: str, issue: dict[str, str], *, paired: bool) -> None:
        """Begin annotated words: an `mrk` when they are apart from all others (`paired`), else an `sm`."""
        if paired:
            self._at = _annotated(self._at, name, issue)
        else:
            etree.SubElement(self._at, f"{{{XLIFF}}}sm", {"id": name, "type": "its:generic"} | issue)

    def close(self, name: str, *, paired: bool) -> None:
        """End the words that `open` began under the same name."""
        if paired:
            self._at = self._outer
        else:
            _add(self._at, "em", startRef=name)

    def _append(self, text: str) -> None:
        if len(self._at):
            self._at[-1].tail = (self._at[-1].tail or "") + text
        else:
            self._at.text = (self._at.text or "") + text


def _annotated(parent: etree._Element, name: str, attributes: dict[str, str]) -> etree._Element:
    return etree.SubElement(parent, f"{{{XLIFF}}}mrk", {"id": name, "type": "its:generic"} | attributes)


def _notes(parent: etree._Element, notes: list[tuple[str, str, str]]) -> None:
    """Notes of (category, text, priority)."""
    element = _add(parent, "notes")
    for category, text, priority in notes:
        _add(element, "note", category=category, priority=priority).text = legal(text)


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{XLIFF}}}{tag}", attributes)


_INLINE = {f"{{{XLIFF}}}{tag}" for tag in ("source", "target", "note")}


def _lay_out(element: etree._Element, depth: int = 1) -> None:
    """Break the structure into lines, and leave the text of sentences and notes as it is."""
    if element.tag in _INLINE or not len(element):
        return
    element.text = "\n" + " " * depth
    for child in element:
        child.tail = element.text
        _lay_out(child, depth + 1)
    element[-1].tail = "\n" + " " * (depth - 1)
