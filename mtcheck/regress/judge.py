"""From the findings on a case's texts to what is right and what is not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mtcheck.regress.case import Case, Check, Expectation, Flag
from mtcheck.regress.occurrences import marked, occurrences, telling, whole_words
from mtcheck.script import fold
from mtcheck.types import Article, Finding, Severity, Span


def judge_bad(case: Case, article: Article) -> list[Check]:
    """Every expectation needs a finding that overlaps its words, of its rule and at least as severe."""
    return [_expected(case, expected, article) for expected in case.find]


def judge_fixed(case: Case, article: Article) -> Check:
    """The fixed sentence must have no finding of severity minor or major, or none of the case's rules if it names some."""
    found = [f for f in _counted(article) if not case.rules or f.rule in case.rules]
    message = f"the fixed sentence is not clean: {_listed(flags(found))}" if found else "the fixed sentence is clean"
    return Check("fixed", not found, message, *_shown(article.text, found))


def judge_findings(case: Case, article: Article, known: Collection[Flag]) -> Check:
    """A translation may have no finding that the case tells of, and no major one that is not `known` (by rule and words)."""
    counted = _counted(article)
    back = [f for f in counted if any(_same_error(expected, f, article.text) for expected in case.find)]
    seen = {_key(flag) for flag in known}
    new = [f for f in counted if f.severity is Severity.MAJOR and f not in back and _key(_flag(f)) not in seen]
    found = [*back, *new]
    parts = [
        f"{what}: {_listed(flags(items))}"
        for what, items in (("the error is back", back), ("new major finding", new))
        if items
    ]
    return Check("finding", not found, "; ".join(parts) or "no finding of the case", *_shown(article.text, found))


def judge_words(case: Case, translation: str) -> Check | None:
    """The bad words may not stand in a translation more often than in the case's reference; None when that tells nothing.

    It tells nothing of words that carry only grammar. Without a reference they must stand there less often than in the bad sentence.
    """
    sought = [expected for expected in case.find if telling(expected.words)]
    if not sought:
        return None
    back = [expected for expected in sought if _too_often(case, expected, translation)]
    spans = [span for expected in back for span in whole_words(expected.words, translation)]
    named = ", ".join(dict.fromkeys(f"‘{expected.words}’" for expected in back))
    message = f"the bad words are back: {named}" if back else "the bad words are not in the translation"
    return Check("words", not back, message, marked(translation, spans) if back else "")


def _too_often(case: Case, expected: Expectation, translation: str) -> bool:
    allowed = (
        max(len(whole_words(expected.words, text)) for text in (case.fixed, case.reference))
        if case.reference
        else len(whole_words(expected.words, case.bad)) - 1
    )
    return len(whole_words(expected.words, translation)) > max(allowed, 0)


def flags(found: Sequence[Finding]) -> tuple[Flag, ...]:
    """Findings in short, in their order."""
    return tuple(_flag(finding) for finding in found)


def known_flags(case: Case, bad: Article, fixed: Article | None) -> list[Flag]:
    """Findings that are no news in a translation: those on the fixed sentence; without one, those on the bad sentence besides the case's own."""
    if fixed is not None:
        return list(flags(fixed.findings))
    others = [f for f in bad.findings if not any(_same_error(expected, f, bad.text) for expected in case.find)]
    return list(flags(others))


def _expected(case: Case, expected: Expectation, article: Article) -> Check:
    spans = occurrences(expected.words, article.text)
    near = [f for f in article.findings if any(f.span.overlaps(span) for span in spans)]
    right = [f for f in near if _is_rule(expected, f) and f.severity.rank >= expected.severity.rank]
    if right:
        return Check("bad", True, f"‘{expected.words}’ is flagged: {_listed(flags(right))}", "", flags(right))
    wanted = f"{expected.rule or 'any rule'}, at least {expected.severity.value}"
    other = _listed(flags(near)) if near else "nothing there"
    message = f"‘{expected.words}’ is not flagged as told ({wanted}); found: {other}"
    return Check("bad", False, message, marked(article.text, spans), flags(article.findings))


def _same_error(expected: Expectation, finding: Finding, text: str) -> bool:
    """True when a finding is of the expected rule and on the expected words, or on a part or an extension of them."""
    if not _is_rule(expected, finding):
        return False
    if any(span.overlaps(finding.span) for span in whole_words(expected.words, text)):
        return True
    sought, there = telling(expected.words), telling(finding.text)
    return bool(sought and there) and (sought <= there or there <= sought)


def _is_rule(expected: Expectation, finding: Finding) -> bool:
    return expected.rule in ("", finding.rule)


def _counted(article: Article) -> list[Finding]:
    return article.findings_at_least(Severity.MINOR)


def _flag(finding: Finding) -> Flag:
    return Flag(finding.rule, finding.severity, finding.text, finding.suggestion)


def _key(flag: Flag) -> tuple[str, str]:
    return flag.rule, fold(" ".join(flag.words.split()))


def _shown(text: str, found: Sequence[Finding]) -> tuple[str, tuple[Flag, ...]]:
    spans = [Span(f.start, f.end) for f in found]
    return (marked(text, spans) if found else ""), flags(found)


def _listed(found: Sequence[Flag]) -> str:
    return ", ".join(_line(flag) for flag in found)


def _line(flag: Flag) -> str:
    words = " ".join(flag.words.split())
    use = f" → ‘{flag.suggestion}’" if flag.suggestion else ""
    return f"{flag.rule} ({flag.severity.value}) ‘{words}’{use}"
