"""The report station: a Report in, the text of a report out. A new format is one module and one line in FORMATS."""

from __future__ import annotations

from typing import Protocol

from mtcheck.files import encoded, write
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
