"""Which format a report is written in, and where it goes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from mtcheck.cli.common import FailLevel, Format, check_terminal, format_of, write_report
from mtcheck.errors import UsageError
from mtcheck.types import Severity

from . import build


class Screen(io.TextIOWrapper):
    """A standard output that says whether it is a terminal."""

    def __init__(self, encoding: str = "utf-8", terminal: bool = True) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def shown(self) -> bytes:
        self.flush()
        return self.buffer.getvalue()  # type: ignore[attr-defined]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Any:
    def make(**more: Any) -> Screen:
        made = Screen(**more)
        monkeypatch.setattr(sys, "stdout", made)
        return made

    return make


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.json", Format.JSON),
        ("a.HTML", Format.HTML),
        ("a.htm", Format.HTML),
        ("a.sarif", Format.SARIF),
        ("a.sarif.json", Format.SARIF),
        ("a.b.json", Format.JSON),
        ("a.xml", Format.JUNIT),
        ("a.junit.xml", Format.JUNIT),
        ("2026.01.xml", Format.JUNIT),
        ("a.csv", Format.CSV),
        ("a.xlsx", Format.XLSX),
        ("a.xlf", Format.XLIFF),
        ("news.d/a.xliff", Format.XLIFF),
        ("a.txt", Format.TEXT),
        ("a", Format.TEXT),
        ("folder.json/a", Format.TEXT),
    ],
)
def test_format_of(name, expected):
    assert format_of(name) is expected


def test_default_format_holds_where_the_ending_tells_nothing():
    assert format_of("a.log", Format.CSV) is Format.CSV
    assert format_of("a.json", Format.CSV) is Format.JSON


def test_write_report_to_files(tmp_path: Path):
    names = [str(tmp_path / name) for name in ("r.json", "r.xlsx", "r.log")]
    write_report(build.full(), None, names, Format.CSV)
    assert json.loads(Path(names[0]).read_bytes())["schema"] == "mtcheck.report/1"
    assert Path(names[1]).read_bytes().startswith(b"PK")
    assert Path(names[2]).read_bytes().startswith(b"\xef\xbb\xbfFile,")


def test_xlsx_is_not_for_a_terminal(screen):
    made = screen()
    for chosen, default in ((Format.XLSX, None), (None, Format.XLSX)):
        with pytest.raises(UsageError, match="name a file: --output"):
            write_report(build.full(), chosen, [], default)
    with pytest.raises(UsageError, match="no text for a terminal"):
        check_terminal(Format.XLSX, [])
    check_terminal(Format.XLSX, ["a.xlsx"])
    check_terminal(Format.CSV, [])
    assert made.shown() == b""


def test_xlsx_goes_down_a_pipe(screen):
    made = screen(terminal=False)
    check_terminal(Format.XLSX, [])
    write_report(build.full(), Format.XLSX, [])
    assert made.shown().startswith(b"PK")


def test_a_pipe_gets_the_bytes_of_the_file_whatever_its_encoding(screen, tmp_path: Path):
    desk = build.Desk("a.txt").block("बस\r\nरुकी \ud83d").block("चली").finding("चली")
    made = screen(encoding="ascii", terminal=False)
    write_report(build.report(desk.article), Format.JSON, [])
    write_report(build.report(desk.article), None, [str(tmp_path / "a.json")])
    assert made.shown() == (tmp_path / "a.json").read_bytes()


def test_a_terminal_of_another_encoding_shows_what_it_can(screen, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    made = screen(encoding="ascii")
    write_report(build.report(build.Desk("a.txt").block("बस").finding("बस").article), None, [])
    shown = made.shown()
    assert b"\\u092c\\u0938" in shown
    assert b"\x1b[" in shown


@pytest.mark.parametrize(
    ("fail_level", "failures"),
    [(None, 0), (FailLevel.NONE, 0), (FailLevel.MAJOR, 0), (FailLevel.MINOR, 1)],
)
def test_junit_fails_from_the_fail_level_on(fail_level, failures, tmp_path: Path):
    desk = build.Desk("a.txt").block("बस रुकी।").finding("बस", severity=Severity.MINOR)
    write_report(build.report(desk.article), None, [str(tmp_path / "a.xml")], fail_level=fail_level)
    assert f'failures="{failures}"' in (tmp_path / "a.xml").read_text(encoding="utf-8")
