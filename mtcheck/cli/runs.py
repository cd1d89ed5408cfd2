"""Articles of one command that have settings of their own: which run each belongs to, and one report of them all.

Articles are each other's evidence within a run. What a run has only once (model, glossary, evidence) parts articles into several;
rules, confidence and baseline may differ within one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.cli.common import FailLevel, Format, exit_code, near, read_evidence, run_options
from mtcheck.config import Settings, find_config, settings_from
from mtcheck.errors import UsageError
from mtcheck.types import Article, Report

if TYPE_CHECKING:
    from mtcheck.check import Progress

Input = Article | str | Path


class Desk:
    """The settings of every article, each configuration file read once. `given` as in mtcheck.config.load_settings."""

    def __init__(self, given: Mapping[str, object], *, use_file: bool = True) -> None:
        self._given = given
        self._use_file = use_file
        self._files: dict[Path, Path | None] = {}
        self._settings: dict[Path | None, Settings] = {}

    def settings(self, path: str) -> Settings:
        """The settings of the article at `path`, overrides not yet applied."""
        return self._in(Path(os.path.abspath(path)).parent)

    def here(self) -> Settings:
        """The settings that hold in the working folder."""
        return self._in(Path.cwd())

    def _in(self, folder: Path) -> Settings:
        if folder not in self._files:
            self._files[folder] = find_config(folder) if self._use_file else None
        file = self._files[folder]
        if file not in self._settings:
            self._settings[file] = settings_from(file, self._given)
        return self._settings[file]

    def format(self, articles: Iterable[Input]) -> Format | None:
        """The format their settings agree on; UsageError when they do not, for there is one report."""
        settings = {mine.format: mine for mine in map(self.settings, map(path_of, articles))}
        if len(settings) > 1:
            files = ", ".join(sorted(str(mine.file or "the default") for mine in settings.values()))
            raise UsageError(f"the articles' settings ask for different formats ({files}); choose with --format")
        chosen = next(iter(settings), None)
        return Format(chosen) if chosen else None

    def fail_level(self, report: Report) -> FailLevel:
        """The strictest level of the report's articles."""
        levels = [FailLevel(self.settings(article.path).fail_level) for article in report.articles]
        return next((level for level in (FailLevel.MINOR, FailLevel.MAJOR) if level in levels), FailLevel.NONE)

    def exit_code(self, report: Report) -> int:
        """The worst exit code of the report's articles, each by its own fail-level."""
        codes = [
            exit_code(Report([article], report.signature), FailLevel(self.settings(article.path).fail_level))
            for article in report.articles
        ]
        return max(codes, default=0)

    def check(
        self, articles: Sequence[Input], progress: Progress, *, translate: bool = True, suppress: bool = True
    ) -> Report:
        """Check articles, each with its own settings, and give one report in their order.

        Without `translate` sentences have no back-translation, which no rule needs; without `suppress` known findings are
        reported too. Raises UsageError or ReadError before anything is checked when settings cannot be followed.
        """
        runs = _runs(articles, self.settings)
        from mtcheck.check import check_articles

        reports = []
        for run in runs:
            options = run_options(self.settings, run.settings, progress, suppress=suppress)
            options.translate = translate
            reports.append(check_articles(run.articles, evidence=run.evidence, options=options))
        return _joined(reports, articles)


@dataclass(frozen=True)
class _Run:
    articles: list[Input]
    settings: list[Settings]
    evidence: list[Article]


def path_of(article: Input) -> str:
    """The path of an article or of its file."""
    return article.path if isinstance(article, Article) else str(article)


def _runs(articles: Sequence[Input], settings_of: Callable[[str], Settings]) -> list[_Run]:
    parts: dict[object, dict[str, Input]] = {}
    for article in articles:
        settings = settings_of(path_of(article))
        key = (settings.model, settings.trust_remote_code, settings.memory, settings.evidence, settings.glossary)
        parts.setdefault(key, {})[path_of(article)] = article
    return [_run(part, settings_of) for part in parts.values()]


def _run(part: dict[str, Input], settings_of: Callable[[str], Settings]) -> _Run:
    settings = list({id(mine): mine for mine in map(settings_of, part)}.values())
    evidence = read_evidence([near(path) for path in settings[0].evidence])
    # An article of the run is evidence for the others already, and must not be its own.
    checked = {os.path.realpath(path) for path in part}
    return _Run(list(part.values()), settings, [e for e in evidence if os.path.realpath(e.path) not in checked])


def _joined(reports: list[Report], articles: Sequence[Input]) -> Report:
    if len(reports) <= 1:
        return reports[0] if reports else Report([], "")
    order = {path_of(article): place for place, article in enumerate(articles)}
    everything = [article for report in reports for article in report.articles]
    everything.sort(key=lambda article: order.get(article.path, len(order)))
    signatures = dict.fromkeys(report.signature for report in reports)
    return Report(everything, " + ".join(signatures), reports[0].rules)
