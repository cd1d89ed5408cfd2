"""Tables: CSV for any spreadsheet, and XLSX for Excel, a row for each finding.

What stands in an article may begin like a formula. In CSV such a cell gets an apostrophe before it, as spreadsheets
themselves show text; in XLSX every cell says that it is text. Lines and columns are those of the article's text, as in the
text report.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from mtcheck.errors import UsageError
from mtcheck.report.safe import plain
from mtcheck.report.shared import Entry, Lines, Place, entries, evidence_of, legal, sentence_of
from mtcheck.types import Article, Report, RuleInfo, Severity

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

T = TypeVar("T")
Value = str | int | float

_BOM = "\ufeff"  # without it Excel takes the file for a Windows encoding
# Full-width signs are formulas to East Asian spreadsheets.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_ROWS = 1_048_575  # of a sheet, below its header
_CELL = 32_767  # UTF-16 units that a cell can hold
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FONT = "Nirmala UI"  # the Devanagari font of Windows; other systems put their own in its place
_MADE = datetime(2000, 1, 1)  # the same report gives the same bytes
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_FILL = {Severity.MAJOR: "FADBD8", Severity.MINOR: "FCF3CF", Severity.INFO: "D6EAF8"}
_HEADER_FILL = "D9D9D9"


@dataclass(frozen=True)
class Row:
    """What a row of the table of findings is made of; a file that could not be read has a row without an entry."""

    article: Article
    rules: dict[str, RuleInfo]
    entry: Entry | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Column(Generic[T]):
    """A column: its heading, its width in characters, and what stands in it."""

    heading: str
    width: int
    value: Callable[[T], Value]


def render_csv(report: Report, *, colour: bool = False) -> str:
    """The findings as comma-separated values with a header line."""
    stream = io.StringIO()
    stream.write(_BOM)
    writer = csv.writer(stream)
    writer.writerow([column.heading for column in FINDINGS])
    writer.writerows([_defused(column.value(row)) for column in FINDINGS] for row in _rows(report))
    return stream.getvalue()


def render_xlsx(report: Report, *, colour: bool = False) -> bytes:
    """The bytes of an Excel workbook: a sheet of findings and a sheet of articles.

    Raises UsageError when there are more findings than a sheet has rows.
    """
    from openpyxl import Workbook

    rows = list(_rows(report))
    if len(rows) > _ROWS:
        raise UsageError(f"{len(rows)} findings are more than a spreadsheet holds; write csv or json")
    book = Workbook(write_only=True)
    _sheet(book, "Findings", FINDINGS, rows, _severity)
    _sheet(book, "Articles", ARTICLES, report.articles, lambda article: None)
    return _saved(book)


def _rows(report: Report) -> Iterator[Row]:
    for article in report.articles:
        if article.error:
            yield Row(article, report.rules)
        lines = Lines(article.text)
        for entry in entries(article):
            yield Row(article, report.rules, entry, lines.place(entry.finding.start, entry.finding.end))


def _severity(row: Row) -> Severity | None:
    return row.entry.finding.severity if row.entry else None


def _status(row: Row) -> str:
    if row.entry is None:
        return "unreadable"
    return "suppressed" if row.entry.suppression else "open"


def _of_finding(name: str) -> Callable[[Row], Value]:
    return lambda row: getattr(row.entry.finding, name) if row.entry else ""


def _of_place(name: str) -> Callable[[Row], Value]:
    return lambda row: getattr(row.place, name) if row.place else ""


def _of_sentence(name: str) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        sentence = sentence_of(row.entry.finding, row.article) if row.entry else None
        return str(getattr(sentence, name)) if sentence else ""

    return value


def _of_rule(name: str) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        info = row.rules.get(row.entry.finding.rule) if row.entry else None
        return str(getattr(info, name)) if info else ""

    return value


def _evidence(row: Row) -> str:
    found = evidence_of(row.entry.finding, row.article) if row.entry else ()
    return "\n".join(f"{evidence.path}: {evidence.text}" for evidence in found)


def _reason(row: Row) -> str:
    return row.entry.suppression.reason if row.entry and row.entry.suppression else ""


def _count_of(severity: Severity) -> Callable[[Article], Value]:
    return lambda article: sum(finding.severity is severity for finding in article.findings)


FINDINGS: tuple[Column[Row], ...] = (
    Column("File", 28, lambda row: row.article.path),
    Column("Line", 6, _of_place("line")),
    Column("Column", 8, _of_place("column")),
    Column("Severity", 10, lambda row: row.entry.finding.severity.value if row.entry else ""),
    Column("Confidence", 11, lambda row: round(row.entry.finding.confidence, 3) if row.entry else ""),
    Column("Rule", 20, _of_finding("rule")),
    Column("Words", 24, _of_finding("text")),
    Column("Says", 22, _of_finding("means")),
    Column("Probably meant", 22, _of_finding("intended")),
    Column("Suggestion", 24, _of_finding("suggestion")),
    Column("Message", 44, lambda row: row.entry.finding.message if row.entry else row.article.error),
    Column("Message in Hindi", 44, _of_finding("message_hi")),
    Column("Sentence", 60, _of_sentence("text")),
    Column("Back-translation", 60, _of_sentence("back_translation")),
    Column("Evidence", 50, _evidence),
    Column("MQM", 30, _of_rule("mqm")),
    Column("ITS", 18, _of_rule("its")),
    Column("Status", 12, _status),
    Column("Reason", 30, _reason),
    Column("Fingerprint", 18, _of_finding("fingerprint")),
)

ARTICLES: tuple[Column[Article], ...] = (
    Column("File", 40, lambda article: article.path),
    Column("Language", 10, lambda article: "" if article.error else article.language.value),
    Column("Sentences", 10, lambda article: len(article.sentences)),
    Column("Major", 8, _count_of(Severity.MAJOR)),
    Column("Minor", 8, _count_of(Severity.MINOR)),
    Column("Info", 8, _count_of(Severity.INFO)),
    Column("Suppressed", 11, lambda article: len(article.suppressed)),
    Column("Cannot be read", 60, lambda article: article.error),
    Column("SHA-256", 66, lambda article: article.sha256),
)


def _defused(value: Value) -> Value:
    """A CSV cell that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return value
    text = _cell_text(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell_text(text: str) -> str:
    return legal(plain(text.replace("\r\n", "\n")))


def _sheet(
    book: Workbook,
    title: str,
    columns: tuple[Column[T], ...],
    rows: list[T],
    severity: Callable[[T], Severity | None],
) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    letters = [get_column_letter(number) for number in range(1, len(columns) + 1)]
    sheet.auto_filter.ref = f"A1:{letters[-1]}{len(rows) + 1}"
    for letter, column in zip(letters, columns, strict=True):
        sheet.column_dimensions[letter].width = column.width
    cells = _Cells(sheet)
    sheet.append([cells.header(column.heading) for column in columns])
    for row in rows:
        fill = severity(row)
        sheet.append(
            [
                cells.cell(number, column.value(row), fill if column.heading == "Severity" else None)
                for number, column in enumerate(columns)
            ]
        )


class _Cells:
    """The cells of one sheet; one object serves a whole column, because a row is written as soon as it is complete."""

    def __init__(self, sheet: WriteOnlyWorksheet) -> None:
        self._sheet = sheet
        self._made: dict[tuple[int, bool, Severity | None], Cell] = {}

    def header(self, heading: str) -> Cell:
        """A cell of the first row."""
        from openpyxl.styles import Font

        cell = self._new(heading, _HEADER_FILL)
        cell.font = Font(name=_FONT, size=11, bold=True)
        return cell

    def cell(self, column: int, value: Value, severity: Severity | None) -> Cell | None:
        """A cell with a number or a text, which is never a formula, on the colour of a severity; None for no text."""
        if value == "":
            return None
        kind = (column, isinstance(value, str), severity)
        if kind not in self._made:
            self._made[kind] = self._new(value, _FILL[severity] if severity else "")
        cell = self._made[kind]
        cell.value = _held(value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"
        return cell

    def _new(self, value: Value, fill: str) -> Cell:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font, PatternFill

        cell: Cell = WriteOnlyCell(self._sheet)
        if isinstance(value, str):
            cell.value, cell.data_type = _held(value), "s"
            cell.number_format = "@"  # stays text when somebody edits it
        cell.font = Font(name=_FONT, size=11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
        return cell


def _held(text: str) -> str:
    """A text as a cell can hold it: legal, not too long, and `_x0041_` not taken for an escaped character."""
    text = _ESCAPE_LIKE.sub("_x005F_", _cell_text(text))
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * _CELL else units[: 2 * _CELL].decode("utf-16-le", "ignore")


def _saved(book: Workbook) -> bytes:
    """The workbook's bytes without the time of day, which openpyxl puts into the properties and the archive."""
    from openpyxl.xml.functions import tostring

    stream, result = io.BytesIO(), io.BytesIO()
    book.save(stream)
    book.properties.created = book.properties.modified = _MADE
    properties = tostring(book.properties.to_tree())
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as saved:
        for name in made.namelist():
            item = zipfile.ZipInfo(name, _ZIP_TIME)
            item.compress_type, item.create_system = zipfile.ZIP_DEFLATED, 0
            saved.writestr(item, properties if name == "docProps/core.xml" else made.read(name))
    return result.getvalue()
