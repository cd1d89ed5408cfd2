"""From the rules' raw findings to what an editor sees: one finding for the same words, with a confidence and a severity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mtcheck.calibration import calibrated
from mtcheck.types import Article, Finding, Language, Sentence, Severity, fingerprint

REPORTED = 0.5  # calibrated; findings less sure than this are advice (info) …
MENTIONED = 0.3  # … and below this they are dropped
# Where two rules see the same words with like confidence, the one that explains more comes first.
_PRIORITY = (
    "terminology", "garbled-acronym", "garbled-transliteration", "name-error", "number-date", "omission-addition", "wrong-sense",
    "literal-idiom", "untranslated", "role-grammar", "truncation", "stray-fragment", "quote-mismatch", "duplication", "spelling",
)  # fmt: skip
_COVERED = 0.5
# Rules for whose findings the sentence's evidence is worth reading even when the rule did not need it.
_ABOUT_MEANING = {
    "wrong-sense", "literal-idiom", "garbled-acronym", "garbled-transliteration", "untranslated", "name-error", "role-grammar",
    "truncation", "stray-fragment", "omission-addition", "number-date",
}  # fmt: skip


def merge(article: Article, found: Iterable[Finding], minimum: float = REPORTED) -> list[Finding]:
    """The findings of an article in the order of its text: overlapping ones merged, unsure ones dropped or made advice."""
    groups: list[list[Finding]] = []
    for finding in sorted(found, key=lambda f: (-f.confidence, _rank(f), f.start)):
        group = next((g for g in groups if _same_words(g[0], finding)), None)
        if group is None:
            groups.append([finding])
        else:
            group.append(finding)
    merged = [_calibrated(_merged(group)) for group in groups]
    kept = [_graded(finding, minimum) for finding in merged if finding.confidence >= min(MENTIONED, minimum)]
    return sorted((_signed(article, finding) for finding in kept), key=lambda f: (f.start, f.end, f.rule))


def _rank(finding: Finding) -> int:
    return _PRIORITY.index(finding.rule) if finding.rule in _PRIORITY else len(_PRIORITY)


def _same_words(first: Finding, second: Finding) -> bool:
    shared = min(first.end, second.end) - max(first.start, second.start)
    return shared > 0 and shared >= _COVERED * min(first.end - first.start, second.end - second.start)


def _merged(group: Sequence[Finding]) -> Finding:
    """The surest finding speaks; others of another rule raise its confidence, as independent witnesses do."""
    best = group[0]
    doubt = 1.0 - best.confidence
    for rule in {finding.rule for finding in group} - {best.rule}:
        doubt *= 1.0 - 0.5 * max(finding.confidence for finding in group if finding.rule == rule)
    evidence = tuple(dict.fromkeys(index for finding in group for index in finding.evidence))
    severity = max(
        (finding.severity for finding in group if finding.confidence >= best.confidence - 0.15), key=lambda s: s.rank
    )
    return replace(
        best,
        confidence=min(0.98, 1.0 - doubt),
        severity=severity,
        evidence=evidence,
        means=best.means or next((f.means for f in group if f.means and f.text == best.text), ""),
        intended=best.intended or next((f.intended for f in group if f.intended), ""),
        suggestion=best.suggestion or next((f.suggestion for f in group if f.suggestion), ""),
    )


def _calibrated(finding: Finding) -> Finding:
    return replace(finding, confidence=calibrated(finding.rule, finding.confidence))


def _graded(finding: Finding, minimum: float) -> Finding:
    return finding if finding.confidence >= minimum else replace(finding, severity=Severity.INFO)


def _signed(article: Article, finding: Finding) -> Finding:
    sentence = next((s for s in article.sentences if s.index == finding.sentence), None)
    signed = replace(finding, fingerprint=fingerprint(finding.rule, sentence.text if sentence else "", finding.text))
    if sentence is None or finding.evidence or finding.rule not in _ABOUT_MEANING:
        return signed
    return replace(signed, evidence=_shown(sentence))


def _shown(sentence: Sentence) -> tuple[int, ...]:
    """The nearest English, or failing that the nearest sibling: an editor wants it beside a doubtful word, whoever found it."""
    english = [i for i, item in enumerate(sentence.evidence) if item.language is Language.ENGLISH]
    others = [i for i, item in enumerate(sentence.evidence) if item.language is not Language.ENGLISH]
    return tuple((english or others)[:1])


def risk(findings: Iterable[Finding]) -> float:
    """The probability that at least one of a sentence's major and minor findings is right."""
    doubt = 1.0
    for finding in findings:
        if finding.severity is not Severity.INFO:
            doubt *= 1.0 - finding.confidence
    return 1.0 - doubt
