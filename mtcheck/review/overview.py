"""The list of articles to review: the gravest undecided findings first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtcheck.report.html import Page, page, read_labels
from mtcheck.review.catalogue import Listed
from mtcheck.types import Severity

PAGE = 100  # articles on a page
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Line:
    """An article of the list: `open` counts its undecided findings by severity."""

    listed: Listed
    open: Counter[str]

    @property
    def total(self) -> int:
        """All its findings."""
        return len(self.listed.findings)

    @property
    def undecided(self) -> int:
        """Its findings that nobody has decided."""
        return self.open.total()

    @property
    def decided(self) -> int:
        """Its findings on which a decision stands."""
        return self.total - self.undecided

    def to_json(self) -> dict[str, Any]:
        """What the page needs to show it anew."""
        return {"total": self.total, "decided": self.decided, **{one.value: self.open[one.value] for one in Severity}}


@dataclass(frozen=True)
class Overview:
    """All articles, the worst first."""

    lines: list[Line]

    @property
    def total(self) -> int:
        """All findings."""
        return sum(line.total for line in self.lines)

    @property
    def decided(self) -> int:
        """All findings on which a decision stands."""
        return sum(line.decided for line in self.lines)


def overview(articles: Sequence[Listed], decided: AbstractSet[str]) -> Overview:
    """The articles with what is undecided (`decided` holds findings as `finding_key` gives them)."""
    lines = [_line(listed, decided) for listed in articles]
    return Overview(sorted(lines, key=_rank))


def overview_page(
    found: Overview, errors: Sequence[str], token: str, number: int = 1, only_undecided: bool = False
) -> Page:
    """Page `number`, from 1, of the list."""
    lines = [line for line in found.lines if line.undecided or not only_undecided]
    pages = max((len(lines) - 1) // PAGE + 1, 1)
    number = min(max(number, 1), pages)
    return page(
        "overview.html.j2",
        ["report.js", "overview.js"],
        read_labels(),
        folder=_TEMPLATES,
        connect=True,
        found=found,
        lines=lines[(number - 1) * PAGE : number * PAGE],
        number=number,
        pages=pages,
        only=only_undecided,
        errors=errors,
        data={"token": token},
    )


def _line(listed: Listed, decided: AbstractSet[str]) -> Line:
    pairs = zip(listed.findings, listed.keys, strict=True)
    undecided = (severity.value for (_, severity), key in pairs if key not in decided)
    return Line(listed, Counter(undecided))


def _rank(line: Line) -> tuple[Any, ...]:
    return (*(-line.open[severity.value] for severity in Severity), line.undecided == 0, -line.total, line.listed.path)
