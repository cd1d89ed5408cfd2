"""The data types that every station of the flow takes and gives back. This module imports nothing of ours.

Offsets (`start`, `end`) are code points into `Article.text`, end exclusive, unless a docstring says otherwise.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any, NamedTuple

SCHEMA = "mtcheck.report/1"


class Severity(str, Enum):
    """How much a finding matters: `info` is advice and never counts towards an exit code."""

    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for minor, 2 for major."""
        return ("info", "minor", "major").index(self.value)


class Kind(str, Enum):
    """What a block of an article is. Only TRANSLATED kinds are checked; only EVIDENCE_KINDS speak about others."""

    HEADLINE = "headline"
    SUBHEAD = "subhead"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    CAPTION = "caption"
    TWEET = "tweet"
    BOILERPLATE = "boilerplate"


class Language(str, Enum):
    """Language of an article, a block or a sentence; MIXED has Latin and Devanagari words in like measure."""

    HINDI = "hi"
    MARATHI = "mr"
    ENGLISH = "en"
    MIXED = "mixed"


@dataclass(frozen=True)
class Span:
    """A stretch of some text: [start, end) in code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one code point."""
        return self.start < other.end and other.start < self.end


class WordKind(NamedTuple):
    """How likely a word in its sentence is a loanword, a name, a word of the language itself; the three sum to 1."""

    loanword: float
    name: float
    native: float


@dataclass(frozen=True)
class Block:
    """A block of an article as the reader found it."""

    start: int
    end: int
    kind: Kind
    language: Language


@dataclass(frozen=True)
class Link:
    """One word-alignment link: `sentence` is a span of the article's text, `evidence` of the evidence's own article."""

    sentence: Span
    evidence: Span
    score: float


@dataclass(frozen=True)
class Evidence:
    """A sentence elsewhere (English, or a sibling article's Hindi or Marathi) that speaks about the sentence it belongs to.

    `path` is where it comes from (the article's own path when it stands in the same article), `start` and `end` are
    offsets into that file's text, `similarity` is the cosine of the sentence vectors, `links` the word alignment.
    """

    path: str
    kind: str
    start: int
    end: int
    text: str
    similarity: float
    language: Language = Language.ENGLISH
    links: tuple[Link, ...] = ()


@dataclass
class Sentence:
    """A sentence of an article. `risk` is the probability that it holds at least one major or minor error."""

    index: int
    start: int
    end: int
    kind: Kind
    language: Language
    text: str
    back_translation: str = ""
    risk: float = 0.0
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """The sentence's place in the article's text."""
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Finding:
    """Words that are likely mistranslated, with what an editor needs to judge them.

    `sentence` is the index of the sentence they stand in; `evidence` holds indices into that sentence's evidence;
    `means` is what the words literally say, `intended` what was probably meant (both English), `suggestion` the words
    to put instead (in the article's language); any of the three may be empty when unknown.
    `telling` are spans of the sentence's back-translation that show the error (offsets into that string).
    """

    rule: str
    severity: Severity
    confidence: float
    start: int
    end: int
    text: str
    sentence: int
    message: str
    message_hi: str = ""
    means: str = ""
    intended: str = ""
    suggestion: str = ""
    evidence: tuple[int, ...] = ()
    telling: tuple[Span, ...] = ()
    fingerprint: str = ""

    @property
    def span(self) -> Span:
        """The words' place in the article's text."""
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Suppression:
    """Why a finding is not reported: a baseline's entry. Dates are ISO 8601; `expires` is empty when it holds for ever."""

    reason: str
    by: str = ""
    date: str = ""
    expires: str = ""


@dataclass(frozen=True)
class SuppressedFinding:
    """A finding that is known and was judged before: reports keep it apart, exit codes do not count it."""

    finding: Finding
    suppression: Suppression


@dataclass(frozen=True)
class Source:
    """An English text that the article's own file names as what it translates or is based on.

    `origin` says where it stands there: isBasedOn, translationOfWork, …; each of an article's is different.
    """

    origin: str
    text: str


@dataclass
class Article:
    """One article: its text, the blocks and sentences found in it, and, once checked, the findings.

    `sources` are English texts that came with it; they are evidence, and not checked. An article that could not be read has
    `error` set, and no text.
    """

    path: str
    text: str = ""
    sha256: str = ""
    language: Language = Language.HINDI
    blocks: list[Block] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    suppressed: list[SuppressedFinding] = field(default_factory=list)
    error: str = ""
    sources: list[Source] = field(default_factory=list)

    def findings_at_least(self, severity: Severity) -> list[Finding]:
        """The findings whose severity is `severity` or worse."""
        return [finding for finding in self.findings if finding.severity.rank >= severity.rank]


@dataclass(frozen=True)
class GlossaryEntry:
    """One term of a newsroom's glossary: its English, the Hindi or Marathi to use and the renderings not to use.

    `kind` is "term", or "name" for a proper noun whose `preferred` words are its only right spellings. `origin` names the
    file and line it stands in.
    """

    english: str
    preferred: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    language: Language = Language.HINDI
    kind: str = "term"
    note: str = ""
    origin: str = ""


class Verdict(str, Enum):
    """What an editor decided about a finding: a real error, a real error with the right words given, or no error."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class Decision:
    """An editor's verdict on a finding, with enough of its surroundings to be used without the article.

    `start` and `end` are offsets of `text` into `sentence` (the sentence's text); `correction` are the right words
    (verdict corrected), `reason` why it is no error (dismissed) or a remark; `at` is the time, ISO 8601 with zone.
    """

    fingerprint: str
    path: str
    rule: str
    verdict: Verdict
    sentence: str
    start: int
    end: int
    text: str
    severity: Severity = Severity.MAJOR
    correction: str = ""
    reason: str = ""
    by: str = ""
    at: str = ""
    message: str = ""
    means: str = ""
    intended: str = ""
    suggestion: str = ""
    evidence: tuple[str, ...] = ()
    language: Language = Language.HINDI


@dataclass(frozen=True)
class RuleInfo:
    """What a report and `mtcheck rules` tell about a rule. `page` is its documentation in Markdown."""

    id: str
    title: str
    title_hi: str
    page: str
    mqm: str
    its: str


@dataclass
class Report:
    """The result of one run: the articles checked, and the signature that makes its figures reproducible."""

    articles: list[Article]
    signature: str
    rules: dict[str, RuleInfo] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        """The findings of all articles, in order."""
        return [finding for article in self.articles for finding in article.findings]

    def to_json(self) -> dict[str, Any]:
        """The report as plain data, in the stable layout of schema mtcheck.report/1."""
        return {
            "schema": SCHEMA,
            "signature": self.signature,
            "articles": [_article_json(article) for article in self.articles],
        }


def fingerprint(rule: str, sentence: str, span: str) -> str:
    """Hash of rule + normalised sentence + normalised span: it survives edits elsewhere in the article."""
    parts = (rule, _normalised(sentence), _normalised(span))
    # A file can hold half of a surrogate pair; such a text has its fingerprint, too.
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _normalised(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _article_json(article: Article) -> dict[str, Any]:
    item: dict[str, Any] = {
        "path": article.path,
        "sha256": article.sha256,
        "language": article.language.value,
        "text": article.text,
        "sentences": [_sentence_json(sentence) for sentence in article.sentences],
        "findings": [_finding_json(finding) for finding in article.findings],
    }
    if article.suppressed:
        item["suppressed"] = [_suppressed_json(suppressed) for suppressed in article.suppressed]
    if article.error:
        item["error"] = article.error
    return item


def _suppressed_json(suppressed: SuppressedFinding) -> dict[str, Any]:
    return _finding_json(suppressed.finding) | {"suppression": asdict(suppressed.suppression)}


def _sentence_json(sentence: Sentence) -> dict[str, Any]:
    return {
        "index": sentence.index,
        "start": sentence.start,
        "end": sentence.end,
        "kind": sentence.kind.value,
        "language": sentence.language.value,
        "text": sentence.text,
        "back_translation": sentence.back_translation,
        "risk": round(sentence.risk, 3),
        "evidence": [_evidence_json(evidence) for evidence in sentence.evidence],
    }


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "path": evidence.path,
        "kind": evidence.kind,
        "start": evidence.start,
        "end": evidence.end,
        "text": evidence.text,
        "similarity": round(evidence.similarity, 3),
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "confidence": round(finding.confidence, 3),
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "sentence": finding.sentence,
        "message": finding.message,
        "message_hi": finding.message_hi,
        "means": finding.means,
        "intended": finding.intended,
        "suggestion": finding.suggestion,
        "evidence": list(finding.evidence),
    }
