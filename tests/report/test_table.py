"""CSV and XLSX."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from defusedxml import ElementTree
from openpyxl.worksheet.worksheet import Worksheet

from mtcheck.errors import UsageError
from mtcheck.report import FORMATS, encoded, table, write
from mtcheck.types import Article, Report, Severity

from . import build, saved

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def csv_rows(*articles: Article) -> list[dict[str, str]]:
    content = encoded(FORMATS["csv"](build.report(*articles))).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def book(*articles: Article) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](build.report(*articles))))


def sheet_rows(sheet: Worksheet) -> list[dict[str, Any]]:
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def flagged(words: str, **more: Any) -> Article:
    return build.Desk("a.txt").block(f"{words} रुकी।").finding(words, **more).article


def test_csv_begins_as_excel_needs_it():
    content = encoded(FORMATS["csv"](build.report()))
    assert content.startswith(b"\xef\xbb\xbfFile,Line,Column,Severity,")
    assert content.endswith(b"\r\n")


def test_csv_row():
    desk = build.Desk("trade/onion.txt").block("मंडी में प्याज़ की कीमत घटी।\n")
    desk.block("व्यापारियों ने कहा, “प्याज़ की शर्तें” बढ़ गईं।", back="Conditions of onions rose.")
    desk.evidence("Traders said onion rates went up.", path="wire/trade.txt")
    desk.finding("शर्तें", means="conditions", intended="rates", suggestion="दरें", message_hi="दर की बात है।")
    (row,) = csv_rows(desk.article)
    assert row == {
        "File": "trade/onion.txt",
        "Line": "3",
        "Column": "32",
        "Severity": "major",
        "Confidence": "0.91",
        "Rule": "wrong-sense",
        "Words": "शर्तें",
        "Says": "conditions",
        "Probably meant": "rates",
        "Suggestion": "दरें",
        "Message": "The words say something else here.",
        "Message in Hindi": "दर की बात है।",
        "Sentence": "व्यापारियों ने कहा, “प्याज़ की शर्तें” बढ़ गईं।",
        "Back-translation": "Conditions of onions rose.",
        "Evidence": "wire/trade.txt: Traders said onion rates went up.",
        "MQM": "Accuracy",
        "ITS": "mistranslation",
        "Status": "open",
        "Reason": "",
        "Fingerprint": desk.article.findings[0].fingerprint,
    }


def test_csv_status():
    rows = csv_rows(saved.suppress(flagged("बस"), 0), build.broken(), build.health(), flagged("बस"))
    assert [(row["File"], row["Status"], row["Reason"]) for row in rows] == [
        ("a.txt", "suppressed", "the desk writes it so"),
        ("films/review.txt", "unreadable", ""),
        ("a.txt", "open", ""),
    ]
    assert rows[1]["Message"] == "not UTF-8 text; save it as UTF-8"


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+91 98", "'+91 98"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("\r=1", "<U+000D>=1"),
        ("\r\n=1", "'\n=1"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("a=1", "a=1"),
        ("'=1", "'=1"),
        ('a"b,c\nd', 'a"b,c\nd'),
        ("\x00\x1b\u202eक\ufffe", "<U+0000><U+001B><RLO>क"),
        ("क्‍ष", "क्‍ष"),
    ],
)
def test_csv_cells(words, cell):
    (row,) = csv_rows(flagged(words))
    assert row["Words"] == cell


def test_csv_defuses_every_column_that_text_can_reach():
    desk = build.Desk("=path.txt").block("=sentence", back="=back").evidence("=evidence", path="=wire.txt")
    desk.finding(
        "=sentence",
        "=rule",
        means="=m",
        intended="=i",
        suggestion="=s",
        message="=e",
        message_hi="=h",
        fingerprint="=f",
    )
    (row,) = csv_rows(saved.suppress(desk.article, 0, reason="=reason"))
    assert [name for name, value in row.items() if value.startswith("=")] == []
    assert sum(value.startswith("'=") for value in row.values()) == 13


def test_workbook_sheets():
    sheets = book(*build.full().articles)
    assert sheets.sheetnames == ["Findings", "Articles"]
    for sheet in sheets:
        assert sheet.freeze_panes == "A2"
        assert sheet["A1"].font.bold
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.column_dimensions["A"].width >= 28
    cell = sheets["Findings"]["G2"]
    assert cell.value == "तारकोल"
    assert cell.alignment.wrap_text
    assert cell.font.name == "Nirmala UI"
    assert cell.number_format == "@"


def test_workbook_has_the_rows_of_the_csv():
    articles = build.full().articles
    rows = sheet_rows(book(*articles)["Findings"])
    shown = [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
    assert shown == csv_rows(*articles)
    assert isinstance(rows[0]["Line"], int)
    assert isinstance(rows[0]["Confidence"], float)


def test_workbook_articles():
    article = saved.suppress(saved.as_file(build.cricket()), 0)
    rows = sheet_rows(book(article, build.broken())["Articles"])
    assert rows == [
        {
            "File": "खेल/cricket.txt", "Language": "hi", "Sentences": 8, "Major": 2, "Minor": 1, "Info": 1,
            "Suppressed": 1, "Cannot be read": None, "SHA-256": article.sha256,
        },
        {
            "File": "films/review.txt", "Language": None, "Sentences": 0, "Major": 0, "Minor": 0, "Info": 0,
            "Suppressed": 0, "Cannot be read": "not UTF-8 text; save it as UTF-8", "SHA-256": None,
        },
    ]  # fmt: skip


@pytest.mark.parametrize("severity", Severity)
def test_severity_has_a_colour_of_its_own(severity):
    sheet = book(flagged("बस", severity=severity))["Findings"]
    colours = {Severity.MAJOR: "00FADBD8", Severity.MINOR: "00FCF3CF", Severity.INFO: "00D6EAF8"}
    assert sheet["D2"].fill.fgColor.rgb == colours[severity]
    assert sheet["E2"].fill.fill_type is None


@pytest.mark.parametrize(
    "words", ["=1+1", '=HYPERLINK("https://example.org")', "+1", "@x", "#REF!", "12", "TRUE", "2026-01-01"]
)
def test_workbook_text_is_text(words):
    content = FORMATS["xlsx"](build.report(flagged(words)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert not list(root.iter(f"{SPREADSHEET}f")), "no formula anywhere"
    (cell,) = [cell for cell in root.iter(f"{SPREADSHEET}c") if cell.get("r") == "G2"]
    assert cell.get("t") == "inlineStr"
    assert "".join(cell.itertext()) == words


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("\x00\x1b\u202eक\ufffe", "<U+0000><U+001B><RLO>क"),
        ("\ud800", "<U+D800>"),
        ("a_x0041_b", "a_x005F_x0041_b"),  # as Excel writes a text that looks like its own escapes
        ("a_x41_b", "a_x41_b"),
        ("<b>&amp;", "<b>&amp;"),
        ("क" * 40_000, "क" * 32_767),
        ("🏏" * 20_000, "🏏" * 16_383),
    ],
)
def test_workbook_cells(words, cell):
    article = flagged("बस", message=words)
    assert sheet_rows(book(article)["Findings"])[0]["Message"] == cell


def test_workbook_bytes_are_the_same_at_any_time(monkeypatch):
    first = FORMATS["xlsx"](build.full())
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert FORMATS["xlsx"](build.full()) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2000-01-01T00:00:00Z") == 2
    assert "2033" not in core


def test_workbook_of_nothing_opens():
    assert sheet_rows(book()["Findings"]) == []
    assert sheet_rows(book(build.broken())["Findings"])[0]["Status"] == "unreadable"


def test_workbook_says_when_it_is_too_small(monkeypatch):
    monkeypatch.setattr(table, "_ROWS", 3)
    with pytest.raises(UsageError, match="more than a spreadsheet holds; write csv or json"):
        table.render_xlsx(Report([build.cricket()], ""))


def test_workbook_is_written_as_it_is(tmp_path):
    content = FORMATS["xlsx"](build.full())
    write(content, tmp_path / "report.xlsx")
    assert (tmp_path / "report.xlsx").read_bytes() == content
