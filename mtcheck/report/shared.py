"""What the formats for other tools share: places in lines and columns, findings in one order, and their wording."""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from mtcheck.types import Article, Evidence, Finding, Sentence, Suppression

_FORBIDDEN_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Place:
    """A stretch of text in lines and columns: both from 1, columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def one_line(self) -> bool:
        """True when it begins and ends on the same line."""
        return self.line == self.end_line


class Lines:
    """The lines of a text, for looking up offsets; a line ends with its line feed."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1; an offset outside of the text is taken to its nearest end."""
        offset = min(max(offset, 0), self._length)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def place(self, start: int, end: int) -> Place:
        """Lines and columns of [start, end)."""
        return Place(*self.at(start), *self.at(max(start, end)))


@dataclass(frozen=True)
class Entry:
    """A finding as it stands in an article: with its suppression when a baseline holds it, else with None."""

    finding: Finding
    suppression: Suppression | None = None


def entries(article: Article) -> list[Entry]:
    """All findings of an article, those that a baseline suppresses among them, in the order of the text."""
    found = [Entry(finding) for finding in article.findings]
    found += [Entry(item.finding, item.suppression) for item in article.suppressed]
    return sorted(found, key=_order)


def _order(entry: Entry) -> tuple[int, int, str, str, bool]:
    finding = entry.finding
    return finding.start, finding.end, finding.rule, finding.message, entry.suppression is not None


def verbatim(article: Article) -> bool:
    """True when the article's text is its file's content, so that lines and columns are those of the file.

    A page's or a document's text is taken out of its file: there is no line in the file to point at. An article without a
    checksum is taken at its word.
    """
    if not article.sha256:
        return True
    content = article.text.encode("utf-8", "surrogatepass")
    return article.sha256 in (sha256(content).hexdigest(), sha256(BOM_UTF8 + content).hexdigest())


def sentence_of(finding: Finding, article: Article) -> Sentence | None:
    """The sentence that the finding names, None when it names none of the article's."""
    known = 0 <= finding.sentence < len(article.sentences)
    return article.sentences[finding.sentence] if known else None


def evidence_of(finding: Finding, article: Article) -> Iterator[Evidence]:
    """The evidence that the finding points at; pointers to nowhere are passed over."""
    sentence = sentence_of(finding, article)
    known = sentence.evidence if sentence else []
    return (known[index] for index in finding.evidence if 0 <= index < len(known))


def remark(finding: Finding) -> str:
    """One line for a tool's list of problems: the words, what is wrong with them, what to write instead."""
    meaning = {"It says": finding.means, "Probably meant:": finding.intended}
    told = [f"{label} “{english}”." for label, english in meaning.items() if english]
    put = [f"Suggestion: {finding.suggestion}"] if finding.suggestion else []
    words = f"“{finding.text}”" if finding.text.strip() else finding.rule
    return " ".join(" ".join((f"{words}: {finding.message or 'likely mistranslated'}", *told, *put)).split())


def legal(text: str) -> str:
    """The text without the characters that XML 1.0 forbids: control characters, lone surrogates, U+FFFE and U+FFFF."""
    return _FORBIDDEN_IN_XML.sub("", text)


def forbidden_in_xml(text: str) -> Iterator[tuple[str, str]]:
    """The text in order as (legal stretch, forbidden character) pairs; the last pair's character is empty."""
    place = 0
    for match in _FORBIDDEN_IN_XML.finditer(text):
        yield text[place : match.start()], match[0]
        place = match.end()
    yield text[place:], ""
