"""Two runs side by side: what was mended, what broke, what came and went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from mtcheck.regress.case import CaseResult, Results, Status
from mtcheck.regress.text import headline
from mtcheck.report.safe import plain

SCHEMA = "mtcheck.regress-report/1"
# The groups in the order of their weight, and what they are called.
_TITLES = {
    "newly_broken": "newly broken",
    "still_broken": "still broken",
    "fixed": "fixed",
    "new": "new",
    "gone": "gone",
}


@dataclass(frozen=True)
class Change:
    """A case in two runs; a status is empty where the run had no such case. `message` is the later run's, or the earlier's of a case gone."""

    id: str
    path: str
    old: str
    new: str
    old_chrf: float | None
    new_chrf: float | None
    message: str


@dataclass(frozen=True)
class Comparison:
    """The changes, each group in the order of its run; `passing` is how many cases passed in both."""

    newly_broken: tuple[Change, ...]
    still_broken: tuple[Change, ...]
    fixed: tuple[Change, ...]
    new: tuple[Change, ...]
    gone: tuple[Change, ...]
    passing: int

    def to_json(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {"schema": SCHEMA, **asdict(self)}


def compare(old: Results, new: Results) -> Comparison:
    """Cases are the same when their ids are. A case in error is broken, for it shows nothing."""
    before, after = old.by_id(), new.by_id()
    both = [(before[key], case) for key, case in after.items() if key in before]
    return Comparison(
        newly_broken=_changes(both, was=True, now=False),
        still_broken=_changes(both, was=False, now=False),
        fixed=_changes(both, was=False, now=True),
        new=tuple(_change(None, case) for key, case in after.items() if key not in before),
        gone=tuple(_change(case, None) for key, case in before.items() if key not in after),
        passing=sum(_passed(first) and _passed(second) for first, second in both),
    )


def render(comparison: Comparison) -> str:
    """The groups for a terminal, empty ones left out, and a line of counts at the end."""
    groups = {name: getattr(comparison, name) for name in _TITLES}
    lines = [line for name, changes in groups.items() for line in _group(_TITLES[name], changes)]
    counts = ", ".join(f"{len(changes)} {_TITLES[name]}" for name, changes in groups.items())
    return "\n".join([*lines, f"{counts}; {comparison.passing} passed in both"]) + "\n"


def _group(title: str, changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        state = f"  [{change.new}]" if title == "new" else ""
        yield f"{title.upper():<13} {plain(change.id)}  ({plain(change.path)}){state}{_scores(change)}"
        if change.message and title != "gone":
            yield f"{'':13} {change.message}"


def _scores(change: Change) -> str:
    if change.old_chrf is None or change.new_chrf is None:
        return ""
    return f"  chrF {change.old_chrf:.1f} → {change.new_chrf:.1f}"


def _changes(both: list[tuple[CaseResult, CaseResult]], *, was: bool, now: bool) -> tuple[Change, ...]:
    return tuple(_change(old, new) for old, new in both if _passed(old) is was and _passed(new) is now)


def _change(old: CaseResult | None, new: CaseResult | None) -> Change:
    case = new or old
    assert case is not None
    return Change(
        id=case.id,
        path=case.path,
        old=old.status.value if old else "",
        new=new.status.value if new else "",
        old_chrf=old.chrf if old else None,
        new_chrf=new.chrf if new else None,
        message=headline(case),
    )


def _passed(case: CaseResult) -> bool:
    return case.status is Status.PASSED
