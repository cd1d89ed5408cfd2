"""What several commands share: exit codes, options of the same meaning, articles and reports on the way in and out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mtcheck.config import COMMAND_LINE, Settings
from mtcheck.errors import UsageError
from mtcheck.types import Article, GlossaryEntry, Report, Severity, Suppression

if TYPE_CHECKING:
    from mtcheck.check import Options, Progress

EXIT_FINDINGS, EXIT_FAILED = 1, 2
EXIT_PIPE = 141  # as of other programs that SIGPIPE ends
_EXPIRED_SHOWN = 5


class Format(str, Enum):
    """Formats of the report."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    CSV = "csv"
    XLSX = "xlsx"
    XLIFF = "xliff"


_ENDINGS = {
    ".json": Format.JSON,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".sarif": Format.SARIF,
    ".sarif.json": Format.SARIF,
    ".xml": Format.JUNIT,
    ".csv": Format.CSV,
    ".xlsx": Format.XLSX,
    ".xlf": Format.XLIFF,
    ".xliff": Format.XLIFF,
    ".txt": Format.TEXT,
}


class FailLevel(str, Enum):
    """From which severity on findings make the exit code 1."""

    MAJOR = "major"
    MINOR = "minor"
    NONE = "none"


def find_inputs(paths: list[str]) -> list[Article | str | Path]:
    """The articles that `paths` name; - is standard input."""
    from mtcheck.read import MAX_BYTES, find_articles, parse_articles

    found: list[Article | str | Path] = []
    for path in dict.fromkeys(paths):
        if path == "-":
            found.extend(parse_articles(sys.stdin.buffer.read(MAX_BYTES + 1), "<stdin>"))
        else:
            found.extend(find_articles([path]))
    return list(dict.fromkeys(found)) if "-" not in paths else found


def read_evidence(paths: list[str]) -> list[Article]:
    """Articles that speak about others and are not checked themselves; one of a feed's that is unreadable is told of."""
    from mtcheck.read import find_articles, read_articles

    found = [article for path in find_articles(paths) for article in read_articles(path)]
    for article in found:
        if article.error:
            typer.echo(f"mtcheck: {article.error}; the others are used", err=True)
    return [article for article in found if not article.error]


def check_output(output: Path) -> None:
    """Raise UsageError before the work begins when `output` cannot be written."""
    if output.is_dir():
        raise UsageError(f"{output}: is a folder; name the report's file")
    if not output.parent.is_dir():
        raise UsageError(f"{output}: its folder does not exist; make it first")


def check_terminal(format: Format | None, outputs: list[str]) -> None:
    """Raise UsageError before the work begins when a report that is no text would go to a terminal."""
    if format is Format.XLSX and not outputs and sys.stdout.isatty():
        raise UsageError("xlsx is no text for a terminal; name a file: --output report.xlsx")


def write_report(
    report: Report,
    format: Format | None,
    outputs: list[str],
    default: Format | None = None,
    fail_level: FailLevel | None = None,
) -> None:
    """Write the report to its files, or to standard output when there are none.

    Without `format` a file's ending tells it, and `default`, else text, where there is no ending that does. In JUnit XML an
    article fails by findings from `fail_level` on, by major ones when that is none.
    """
    from mtcheck.report import write

    for output in outputs:
        try:
            write(_rendered(report, format or format_of(output, default), fail_level), output)
        except OSError as error:
            raise UsageError(f"{output}: cannot be written ({error.strerror or error})") from error
    if not outputs:
        chosen = format or default or Format.TEXT
        check_terminal(chosen, outputs)
        _print(_rendered(report, chosen, fail_level, terminal=sys.stdout.isatty()))


def _rendered(report: Report, format: Format, fail_level: FailLevel | None, *, terminal: bool = False) -> str | bytes:
    from mtcheck.report import FORMATS, junit

    if format is Format.JUNIT and fail_level and fail_level is not FailLevel.NONE:
        return junit.render(report, level=Severity(fail_level.value))
    return FORMATS[format.value](report, colour=terminal and "NO_COLOR" not in os.environ)


def _print(rendered: str | bytes) -> None:
    """A report on standard output: as in a file, unless it is text for a terminal of another encoding than UTF-8."""
    from mtcheck.report import encoded

    if isinstance(rendered, str) and sys.stdout.isatty():
        rendered = rendered.encode(sys.stdout.encoding or "utf-8", "backslashreplace")
    sys.stdout.flush()
    sys.stdout.buffer.write(encoded(rendered))
    sys.stdout.buffer.flush()


def format_of(output: str, default: Format | None = None) -> Format:
    """The format that a file name's ending asks for: the longest that is known, else `default`, else text."""
    suffixes = Path(output.lower()).suffixes
    endings = ("".join(suffixes[place:]) for place in range(len(suffixes)))
    return next((_ENDINGS[ending] for ending in endings if ending in _ENDINGS), default or Format.TEXT)


def exit_code(report: Report, fail_level: FailLevel) -> int:
    """2 when an article could not be read, 1 when a finding is as severe as `fail_level`, else 0."""
    if any(article.error for article in report.articles):
        return EXIT_FAILED
    if fail_level is FailLevel.NONE:
        return 0
    level = Severity(fail_level.value)
    return EXIT_FINDINGS if any(article.findings_at_least(level) for article in report.articles) else 0


def make_options(settings: Settings, progress: Progress) -> Options:
    """The options of a run whose articles all have these settings (their overrides apart).

    Raises UsageError or ReadError for a glossary or baseline that cannot be read; expired entries are told on standard error.
    """
    return run_options(lambda path: settings, [settings], progress)


def run_options(
    settings_of: Callable[[str], Settings], settings: Sequence[Settings], progress: Progress, *, suppress: bool = True
) -> Options:
    """As `make_options`, of a run whose articles have one of several settings, by path; all share model, glossary and evidence."""
    from mtcheck.check import ArticleOptions, Options

    known: dict[Path | None, Mapping[str, Suppression]] = {}
    for mine in settings:
        if mine.baseline not in known:
            known[mine.baseline] = known_findings(mine) if suppress else {}

    def per_article(path: str) -> ArticleOptions:
        mine = settings_of(path).at(path)
        return ArticleOptions(mine.rules_off, mine.min_confidence, known[mine.baseline])

    options = Options(
        model=settings[0].model,
        minimum_confidence=settings[0].min_confidence,
        rules_off=settings[0].rules_off,
        trust_remote_code=_trusted(settings[0]),
        baseline=known[settings[0].baseline],
        per_article=per_article,
        glossary=_glossary(settings[0]),
        progress=progress,
    )
    if not settings[0].memory:
        options.memory = None
    return options


def known_findings(settings: Settings) -> Mapping[str, Suppression]:
    """The entries of the settings' baseline that are in force; those that have expired are told on standard error."""
    from mtcheck.baseline import expiry, read_baseline

    if settings.baseline is None:
        return {}
    if settings.origin("baseline") == COMMAND_LINE and not settings.baseline.exists():
        raise UsageError(f"{settings.baseline}: no such baseline; mtcheck baseline update makes one")
    today = date.today()
    baseline = read_baseline(settings.baseline)
    expired = baseline.expired(today)
    for entry in expired[:_EXPIRED_SHOWN]:
        tell(f"{near(settings.baseline)}: {expiry(entry)}: {entry.path}: {entry.rule} ‘{entry.text}’")
    if more := expired[_EXPIRED_SHOWN:]:
        tell(f"{near(settings.baseline)}: {len(more)} more have expired; mtcheck baseline list shows them")
    return baseline.in_force(today)


def _glossary(settings: Settings) -> tuple[GlossaryEntry, ...]:
    from mtcheck.glossary import read_glossary

    return tuple(entry for path in settings.glossary for entry in read_glossary(Path(near(path))))


def _trusted(settings: Settings) -> bool:
    """Whether the model may bring code; told when a file says so, for it may lie in a folder that others can write to."""
    origin = settings.origin("trust-remote-code")
    if settings.trust_remote_code and origin != COMMAND_LINE:
        tell(f"{origin}: trust-remote-code is on; the model may run its own code")
    return settings.trust_remote_code


def near(path: Path) -> str:
    """The path as seen from the working folder when it lies there, else as it is."""
    relative = os.path.relpath(path) if path.is_absolute() else str(path)
    return str(path) if relative.startswith("..") else relative


def tell(message: str) -> None:
    """One line on standard error, with nothing in it that could move the cursor."""
    from mtcheck.report.safe import plain

    typer.echo(f"mtcheck: {plain(' '.join(message.split()))}", err=True)
