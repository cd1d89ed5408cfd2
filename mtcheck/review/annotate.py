"""Decisions to annotated articles: what editors found to be errors becomes what `mtcheck eval` measures against."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from mtcheck.errors import UsageError
from mtcheck.report import write
from mtcheck.review.catalogue import Catalogue
from mtcheck.types import Article, Decision, Finding, Verdict

_ERRORS = (Verdict.ACCEPTED, Verdict.CORRECTED)


@dataclass
class Made:
    """What was made of decisions: the files, how many errors they hold, by path how many of an article's findings nobody decided,
    and the decisions that no report has a finding for.
    """

    files: list[Path] = field(default_factory=list)
    errors: int = 0
    undecided: dict[str, int] = field(default_factory=dict)
    homeless: list[Decision] = field(default_factory=list)


def annotate(decisions: Sequence[Decision], reports: str | Path, folder: str | Path) -> Made:
    """Write an annotated article into `folder` for each article of `reports` with an accepted or corrected finding.

    Of several decisions on a finding the last one counts. Raises UsageError when no decision fits a report.
    """
    wanted: dict[str, dict[str, Decision]] = defaultdict(dict)
    for decision in decisions:
        wanted[decision.path][decision.fingerprint] = decision
    articles = _articles(reports, wanted)
    if decisions and not articles:
        raise UsageError(
            f"{reports}: none of its reports has a finding that was decided on; name the folder of that run"
        )
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    made = Made(homeless=list(_homeless(wanted, articles)))
    for path, article in sorted(articles.items()):
        found = annotated(article, wanted[path])
        if found["errors"]:
            file = target / _name(path)
            write(json.dumps(found, ensure_ascii=False, indent=1) + "\n", file)
            made.files.append(file)
            made.errors += len(found["errors"])
            if left := sum(finding.fingerprint not in wanted[path] for finding in article.findings):
                made.undecided[path] = left
    return made


def annotated(article: Article, decisions: Mapping[str, Decision]) -> dict[str, Any]:
    """The article in the layout that `mtcheck eval` reads; `decisions` by fingerprint."""
    pairs = [
        (finding, decisions[finding.fingerprint])
        for finding in sorted(article.findings, key=lambda finding: (finding.start, finding.end, finding.rule))
        if finding.fingerprint in decisions
    ]
    return {
        "id": _name(article.path).removesuffix(".json"),
        "lang": article.language.value,
        "path": article.path,
        "text": article.text,
        "errors": [_error(finding, decision, article) for finding, decision in pairs if decision.verdict in _ERRORS],
    }


def _error(finding: Finding, decision: Decision, article: Article) -> dict[str, Any]:
    return {
        "span": article.text[finding.start : finding.end],
        "start": finding.start,
        "end": finding.end,
        "type": finding.rule,
        "severity": finding.severity.value,
        "means": finding.means,
        "intended": finding.intended,
        "correction": decision.correction or finding.suggestion,
        "evidence": bool(finding.evidence),
    }


def _articles(reports: str | Path, wanted: Mapping[str, Mapping[str, Decision]]) -> dict[str, Article]:
    """By path, of the articles that were decided on, the one that most decisions fit (a folder may hold old reports too)."""
    best: dict[str, tuple[int, Article]] = {}
    catalogue = Catalogue(reports)
    for listed in catalogue.articles():
        fitting = {fingerprint for fingerprint, _ in listed.findings} & set(wanted.get(listed.path, ()))
        if fitting and len(fitting) > best.get(listed.path, (0, None))[0]:
            best[listed.path] = len(fitting), catalogue.load(listed)[0]
    return {path: article for path, (_, article) in best.items()}


def _homeless(wanted: Mapping[str, Mapping[str, Decision]], articles: Mapping[str, Article]) -> Iterable[Decision]:
    for path, decisions in sorted(wanted.items()):
        findings = articles[path].findings if path in articles else []
        known = {finding.fingerprint for finding in findings}
        yield from (decision for fingerprint, decision in sorted(decisions.items()) if fingerprint not in known)


def _name(path: str) -> str:
    """A file name for an article's path: readable, the same in every run, and no other path's."""
    words = re.sub(r"[^\w.-]+", "-", path.encode("utf-8", "replace").decode()).strip("-.")[-60:].strip("-.")
    return f"{words or 'article'}-{sha256(path.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}.json"
