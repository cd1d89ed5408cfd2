"""Run cases: on their own sentences, and on what a translator makes of their English today."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mtcheck.errors import ReadError
from mtcheck.regress.case import Case, CaseResult, Check, FileError, Flag, Results, Status
from mtcheck.regress.checker import Checker, language_of, verify_rules
from mtcheck.regress.judge import flags, judge_bad, judge_findings, judge_fixed, judge_words, known_flags
from mtcheck.regress.score import chrf_signature, judge_chrf
from mtcheck.regress.translators import Answer, TranslationSystem, translate_all
from mtcheck.types import Article, GlossaryEntry

# Called with (stage, done, total) while a run goes on.
Progress = Callable[[str, int, int], None]


def run_cases(
    cases: Sequence[Case],
    *,
    translator: TranslationSystem | None = None,
    glossary: Sequence[GlossaryEntry] = (),
    accepted: Results | None = None,
    errors: Sequence[FileError] = (),
    progress: Progress = lambda stage, done, total: None,
) -> Results:
    """The results of all cases, in their order.

    `translator` is asked for the English of the cases that have some. `accepted` is the last run that people were content with: its
    translations set the floor of chrF, and major findings they had are not new. `errors` are passed on.
    """
    checker = Checker(glossary)
    answers = ask(translator, cases, progress) if translator is not None else {}
    before = accepted.by_id() if accepted is not None else {}
    results = []
    for done, case in enumerate(cases):
        progress("check", done, len(cases))
        results.append(run_case(case, checker, answers.get(case.place), before.get(case.id)))
    progress("done", len(cases), len(cases))
    mark = f"|chrf:{chrf_signature()}" if answers else ""
    name = translator.name if translator is not None else ""
    return Results(checker.signature + mark, tuple(results), tuple(errors), name)


def ask(
    translator: TranslationSystem, cases: Sequence[Case], progress: Progress = lambda stage, done, total: None
) -> dict[str, Answer]:
    """The translator's answers for the cases that have English, by the case's place."""
    asked = [case for case in cases if case.english]
    sources = [(case.english, language_of(case)) for case in asked]
    answers = translate_all(translator, sources, lambda done, total: progress("Translating", done, total))
    return {case.place: answer for case, answer in zip(asked, answers, strict=True)}


def run_case(
    case: Case, checker: Checker, answer: Answer | None = None, accepted: CaseResult | None = None
) -> CaseResult:
    """The result of one case; `answer` is the translator's, None when none was asked."""
    try:
        verify_rules(case)
        bad, fixed = checker.check(case, case.bad), checker.check(case, case.fixed) if case.fixed else None
        checks = [*judge_bad(case, bad), *([judge_fixed(case, fixed)] if fixed is not None else [])]
        if answer is None:
            return _result(case, checks)
        return _with_translation(case, checks, checker, answer, accepted, known_flags(case, bad, fixed))
    except ReadError as error:
        return CaseResult(case.id, case.path, case.line, Status.ERROR, error=str(error), note=case.note)


def _with_translation(
    case: Case,
    checks: list[Check],
    checker: Checker,
    answer: Answer,
    accepted: CaseResult | None,
    known: list[Flag],
) -> CaseResult:
    if answer.error:
        return _result(case, checks, error=answer.error)
    if not answer.text:
        empty = Check("finding", False, "the translation is empty")
        return _result(case, [*checks, empty])
    article = checker.check(case, answer.text)
    checks.append(judge_findings(case, article, [*known, *(accepted.findings if accepted else ())]))
    if (words := judge_words(case, answer.text)) is not None:
        checks.append(words)
    return _scored(case, checks, answer, accepted, article)


def _scored(
    case: Case, checks: list[Check], answer: Answer, accepted: CaseResult | None, article: Article
) -> CaseResult:
    if not case.reference:
        return _result(case, checks, answer.text, findings=flags(article.findings))
    check, value, floor = judge_chrf(case, answer.text, accepted.translation if accepted else "")
    return _result(case, [*checks, check], answer.text, value, floor, flags(article.findings))


def _result(
    case: Case,
    checks: Sequence[Check],
    translation: str = "",
    chrf: float | None = None,
    floor: float | None = None,
    findings: tuple[Flag, ...] = (),
    error: str = "",
) -> CaseResult:
    passed = Status.PASSED if all(check.passed for check in checks) else Status.FAILED
    return CaseResult(
        id=case.id,
        path=case.path,
        line=case.line,
        status=Status.ERROR if error else passed,
        checks=tuple(checks),
        error=error,
        note=case.note,
        english=case.english,
        translation=translation,
        chrf=chrf,
        floor=floor,
        findings=findings,
    )
