"""The registry, the file writer, and the JSON contract."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from mtcheck.cli.common import Format
from mtcheck.report import FORMATS, write

from . import build, saved


def test_formats_are_these():
    assert list(FORMATS) == ["text", "json", "html", "sarif", "junit", "github", "csv", "xlsx", "xliff"]
    assert [format.value for format in Format] == list(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("articles", [[], [build.broken()], build.full().articles], ids=["empty", "error", "full"])
def test_every_format_renders_every_report(name, articles):
    report = build.report(*articles)
    rendered = FORMATS[name](report)
    assert isinstance(rendered, bytes) or rendered.endswith("\n")
    assert FORMATS[name](report) == rendered, "the same report gives the same bytes"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_a_crowd_of_findings(name):
    rendered = FORMATS[name](saved.crowded(2_000))
    if isinstance(rendered, bytes):
        with zipfile.ZipFile(io.BytesIO(rendered)) as archive:
            assert b' r="T2001"' in archive.read("xl/worksheets/sheet1.xml"), "the last cell of the last finding"
    else:
        assert "शब्द99x19" in rendered, "the last word"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_written_whatever_stands_in_the_text(name, tmp_path):
    desk = build.Desk("\ud800\x00.txt").block("\ud83d \x00\x1b\ufffe\u202e").block("बस रुकी।", back="\ud83d\x00")
    desk.finding("बस", message="\udfff\x07", means="\x00", suggestion="\uffff")
    write(FORMATS[name](build.report(saved.suppress(build.cricket(), 0), desk.article)), tmp_path / "report")
    assert (tmp_path / "report").stat().st_size > 100


def test_json_is_the_contract():
    text = FORMATS["json"](build.full())
    data = json.loads(text)
    assert list(data) == ["schema", "signature", "articles"]
    assert data == build.full().to_json()
    assert "तारकोल" in text, "Devanagari stays readable"
    assert text.startswith('{\n "schema": "mtcheck.report/1",\n')


def test_json_offsets_give_the_words():
    for article in json.loads(FORMATS["json"](build.full()))["articles"]:
        for finding in article["findings"]:
            assert article["text"][finding["start"] : finding["end"]] == finding["text"]


def test_json_tells_of_the_article_that_could_not_be_read():
    errors = [article.get("error") for article in json.loads(FORMATS["json"](build.full()))["articles"]]
    assert errors == [None, None, "not UTF-8 text; save it as UTF-8", None, None]


def test_write_replaces_the_whole_file(tmp_path: Path):
    path = tmp_path / "report.txt"
    path.write_text("old " * 999)
    write("नया\n", path)
    assert path.read_bytes() == "नया\n".encode()
    assert os.listdir(tmp_path) == ["report.txt"]


def test_write_lets_others_read(tmp_path: Path):
    path = tmp_path / "report.txt"
    write("x\n", path)
    plain = tmp_path / "plain.txt"
    plain.write_text("x\n")
    assert path.stat().st_mode == plain.stat().st_mode


def test_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "report.txt"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError("disk is full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk is full"):
        write("new", path)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["report.txt"]


def test_write_takes_any_text(tmp_path: Path):
    path = tmp_path / "report.json"
    write('"half \ud83d a pair"\n', path)
    assert json.loads(path.read_text(encoding="utf-8")) == "half \ud83d a pair"
