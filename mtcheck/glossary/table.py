"""Glossaries as tables: CSV with commas, semicolons or tabs, a header line first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from mtcheck.errors import ReadError
from mtcheck.glossary.reading import COLUMNS, REQUIRED, Row, alternatives, column, shown

_DELIMITERS = ",;\t"
_MOST_LINES = 50  # a cell of more lines is the rest of the file behind a lost quotation mark


def read(text: str, path: str) -> Iterator[Row]:
    """The rows of a table; ReadError, with file and line, for an unknown or missing column, and for a row that does not fit."""
    records = _records(text, path)
    line, header = next(records, (1, []))
    if not header:
        raise ReadError(f"{path}: empty; a glossary begins with the columns {', '.join(COLUMNS)}")
    names = [column(cell, f"{path}:{line}") for cell in _trimmed(header)]
    _check_header(names, f"{path}:{line}")
    for line, cells in records:
        cells = _trimmed(cells)
        if len(cells) > len(names):
            raise ReadError(
                f"{path}:{line}: {len(cells)} cells, but {len(names)} columns; put text that holds the delimiter in quotation marks"
            )
        if cells:
            yield Row(line, {name: alternatives(cell) for name, cell in zip(names, cells, strict=False)})


def _check_header(names: list[str], where: str) -> None:
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise ReadError(f"{where}: column '{twice}' stands twice; keep one")
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise ReadError(f"{where}: column '{missing[0]}' is missing; the first line must name the columns")


def _records(text: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every record that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    start = 1
    try:
        for cells in reader:
            if reader.line_num - start > _MOST_LINES:
                raise ReadError(f"{path}:{start}: a cell of {reader.line_num - start} lines; close its quotation mark")
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise ReadError(f"{path}:{start}: {shown(str(error))}; check the quotation marks of this row") from error


def _delimiter(text: str) -> str:
    """The delimiter that parts the first line into the most cells."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=header.count)


def _trimmed(cells: list[str]) -> list[str]:
    """Without empty cells at the end, which spreadsheets add."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells
