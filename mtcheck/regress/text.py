"""Results for people: lines for a terminal, and the words of a single failure (for JUnit and pytest as well)."""

from __future__ import annotations

from collections.abc import Iterator

from mtcheck.regress.case import CaseResult, Check, Results, Status
from mtcheck.report.safe import plain


def render(results: Results) -> str:
    """What is wrong, case by case, and a line of counts at the end."""
    lines = [f"ERROR  {plain(error.message)}" for error in results.errors]
    for case in results.cases:
        if case.status is not Status.PASSED:
            lines += [f"{case.status.value.upper():<6} {plain(case.id)}  ({plain(case.path)}:{case.line})"]
            lines += [f"       {line}" for line in failure_lines(case)]
    return "\n".join([*lines, summary(results)]) + "\n"


def summary(results: Results) -> str:
    """The counts in one line."""
    counts = ", ".join(f"{results.count(status)} {status.value}" for status in Status)
    cases = len(results.cases)
    unreadable = f"; {_count(len(results.errors), 'file')} unreadable" if results.errors else ""
    return f"{_count(cases, 'case')}: {counts}{unreadable}".replace(" error", " in error")


def failure_lines(case: CaseResult) -> list[str]:
    """Everything a person needs to understand why a case did not pass, safe for a terminal."""
    return [plain(line) for line in _lines(case)]


def headline(case: CaseResult) -> str:
    """The first thing that is wrong, in one line; empty for a case that passed."""
    wrong = next((check.message for check in case.checks if not check.passed), "")
    return plain(case.error or wrong)


def _lines(case: CaseResult) -> Iterator[str]:
    if case.error:
        yield case.error
    for check in case.checks:
        if not check.passed:
            yield from _check(check)
    if case.translation and any(not check.passed for check in case.checks):
        yield f"english: {_line(case.english)}"
        yield f"translation: {_line(case.translation)}"
    if case.note:
        yield f"note: {_line(case.note)}"


def _check(check: Check) -> Iterator[str]:
    yield f"{check.name}: {check.message}"
    if check.sentence:
        yield f"  {check.sentence}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
