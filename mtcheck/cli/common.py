"""What several commands share: exit codes, options of the same meaning, articles and reports on the way in and out."""

from __future__ import annotations

import os
import sys
from enum import Enum
from pathlib import Path

from mtcheck.errors import UsageError
from mtcheck.types import Article, Report, Severity

EXIT_FINDINGS, EXIT_FAILED = 1, 2


class Format(str, Enum):
    """Formats of the report."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class FailLevel(str, Enum):
    """From which severity on findings make the exit code 1."""

    MAJOR = "major"
    MINOR = "minor"
    NONE = "none"


def find_inputs(paths: list[str]) -> list[Article | str | Path]:
    """The articles that `paths` name; - is standard input."""
    from mtcheck.read import find_articles, parse

    found: list[Article | str | Path] = []
    for path in dict.fromkeys(paths):
        if path == "-":
            found.append(parse(sys.stdin.buffer.read(), "<stdin>"))
        else:
            found.extend(find_articles([path]))
    return list(dict.fromkeys(found)) if "-" not in paths else found


def read_evidence(paths: list[str]) -> list[Article]:
    """Articles that speak about others and are not checked themselves."""
    from mtcheck.read import find_articles, read_article

    return [read_article(path) for path in find_articles(paths)] if paths else []


def check_output(output: Path) -> None:
    """Raise UsageError before the work begins when `output` cannot be written."""
    if output.is_dir():
        raise UsageError(f"{output}: is a folder; name the report's file")
    if not output.parent.is_dir():
        raise UsageError(f"{output}: its folder does not exist; make it first")


def write_report(report: Report, format: Format | None, outputs: list[str]) -> None:
    """Write the report to its files, or to standard output when there are none."""
    from mtcheck.report import FORMATS, write

    for output in outputs:
        try:
            write(FORMATS[(format or format_of(output)).value](report), output)
        except OSError as error:
            raise UsageError(f"{output}: cannot be written ({error.strerror or error})") from error
    if not outputs:
        chosen = format or Format.TEXT
        colour = chosen is Format.TEXT and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        sys.stdout.write(FORMATS[chosen.value](report, colour=colour))


def format_of(output: str) -> Format:
    """The format that a file name's ending asks for."""
    return {".json": Format.JSON, ".html": Format.HTML, ".htm": Format.HTML}.get(
        Path(output).suffix.lower(), Format.TEXT
    )


def exit_code(report: Report, fail_level: FailLevel) -> int:
    """2 when an article could not be read, 1 when a finding is as severe as `fail_level`, else 0."""
    if any(article.error for article in report.articles):
        return EXIT_FAILED
    if fail_level is FailLevel.NONE:
        return 0
    level = Severity(fail_level.value)
    return EXIT_FINDINGS if any(article.findings_at_least(level) for article in report.articles) else 0
