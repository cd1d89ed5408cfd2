"""The report station: a Report in, the text of a report out. A new format is one module and one line in FORMATS."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Protocol

from mtcheck.report import github, html, json_format, junit, sarif, table, text, xliff
from mtcheck.types import Report

__all__ = ["FORMATS", "Renderer", "encoded", "write"]


class Renderer(Protocol):
    """What every report format offers; only formats for a terminal heed `colour`."""

    def __call__(self, report: Report, *, colour: bool = False) -> str | bytes:
        """The whole report: text that ends with a newline, or the bytes of a file that is no text."""
        ...


FORMATS: dict[str, Renderer] = {
    "text": text.render,
    "json": json_format.render,
    "html": html.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "github": github.render,
    "csv": table.render_csv,
    "xlsx": table.render_xlsx,
    "xliff": xliff.render,
}


def encoded(report: str | bytes) -> bytes:
    """A rendered report as the bytes of its file, text as UTF-8."""
    # A lone surrogate has no UTF-8; written as \udXXX it is still valid JSON, and visible elsewhere.
    return report if isinstance(report, bytes) else report.encode("utf-8", "backslashreplace")


def write(report: str | bytes, path: str | os.PathLike[str]) -> None:
    """Write a report to a file, whole or not at all: a reader never sees half a report, nor loses the last good one."""
    target = Path(path)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:80]}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(encoded(report))
        os.chmod(name, _mode(target))
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _mode(target: Path) -> int:
    """The permissions that a plain open() would have left: mkstemp alone would hide the report from colleagues."""
    if target.exists():
        return target.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
