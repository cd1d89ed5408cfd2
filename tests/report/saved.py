"""Articles as they lie on disk, and reports of a size that no editor would want."""

from __future__ import annotations

import hashlib

from mtcheck.types import Article, Kind, Report, Severity, SuppressedFinding, Suppression

from . import build


def as_file(article: Article) -> Article:
    """The article as if its text were its file's whole content."""
    article.sha256 = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    return article


def suppress(article: Article, place: int, reason: str = "the desk writes it so", **more: str) -> Article:
    """Move a finding to those that a baseline holds."""
    article.suppressed.append(SuppressedFinding(article.findings.pop(place), Suppression(reason, **more)))
    return article


def crowded(findings: int, sentences: int = 100) -> Report:
    """One article with many findings, some on the same words and some crossing each other."""
    desk = build.Desk("crowded.txt")
    each = findings // sentences
    for number in range(sentences):
        words = [f"शब्द{number}x{place}" for place in range(each)]
        desk.block(" ".join(words), Kind.PARAGRAPH, back="Many words stand here.")
        for place, word in enumerate(words):
            crossing = place % 5 == 0 and place + 1 < each
            flagged = f"{word} {words[place + 1]}" if crossing else word
            desk.finding(flagged, severity=list(Severity)[place % 3], suggestion="और")
    return build.report(as_file(desk.article))
