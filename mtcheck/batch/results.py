"""From a checked article to its result: the JSON and the HTML report as files, and its line in the index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from mtcheck.batch.scan import result_name
from mtcheck.batch.state import Part, Record
from mtcheck.report import FORMATS, encoded
from mtcheck.report.index import Entry
from mtcheck.report.pieces import shortened
from mtcheck.types import Article, Kind, Language, Report, RuleInfo, Severity, Suppression

_TITLE = 140  # code points
_FORMATS = ("json", "html")


def write_result(article: Article, signature: str, rules: Mapping[str, RuleInfo], parts: Path) -> Record:
    """Write the reports of one article into `parts`; the record has no key yet, and its entry no story.

    Raises OSError when a file cannot be written.
    """
    report = Report([article], signature, dict(rules))
    written = tuple(_write(article.path, format, encoded(FORMATS[format](report)), parts) for format in _FORMATS)
    fingerprints = {finding.fingerprint for finding in article.findings}
    fingerprints |= {item.finding.fingerprint for item in article.suppressed}
    entry = _entry(article, *(part.name for part in written))
    return Record("", entry, written, fingerprints=tuple(sorted(fingerprints)))


def known_hash(fingerprints: Iterable[str], baseline: Mapping[str, Suppression]) -> str:
    """A hash of the baseline's entries for these findings; "" when there are none."""
    entries = [
        (fingerprint, asdict(baseline[fingerprint])) for fingerprint in sorted(fingerprints) if fingerprint in baseline
    ]
    return hashlib.sha256(repr(entries).encode()).hexdigest() if entries else ""


def _write(path: str, format: str, content: bytes, parts: Path) -> Part:
    part = uuid4().hex
    (parts / part).write_bytes(content)
    return Part(result_name(path, f".{format}"), part, len(content), hashlib.sha256(content).hexdigest())


def _entry(article: Article, json: str, html: str) -> Entry:
    return Entry(
        path=article.path,
        sha256=article.sha256,
        title=_title(article),
        language=_language(article),
        sentences=len(article.sentences),
        rules=_counts(article),
        suppressed=len(article.suppressed),
        json=json,
        html=html,
        error=article.error,
    )


def _counts(article: Article) -> dict[str, tuple[int, int, int]]:
    """Rule → how many major, minor and info findings."""
    order = list(Severity)
    counts: dict[str, list[int]] = {}
    for finding in article.findings:
        counts.setdefault(finding.rule, [0, 0, 0])[order.index(finding.severity)] += 1
    return {rule: (found[0], found[1], found[2]) for rule, found in sorted(counts.items())}


def _language(article: Article) -> str:
    english = article.blocks and all(block.language is Language.ENGLISH for block in article.blocks)
    return (Language.ENGLISH if english else article.language).value


def _title(article: Article) -> str:
    headlines = [block for block in article.blocks if block.kind is Kind.HEADLINE] or article.blocks
    return shortened(article.text[headlines[0].start : headlines[0].end], _TITLE) if headlines else ""
