"""The registry, the file writer, and the JSON contract."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mtcheck.report import FORMATS, write

from . import build


def test_formats_are_these():
    assert list(FORMATS) == ["text", "json", "html"]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("articles", [[], [build.broken()], build.full().articles], ids=["empty", "error", "full"])
def test_every_format_renders_every_report(name, articles):
    report = build.report(*articles)
    text = FORMATS[name](report)
    assert text.endswith("\n")
    assert FORMATS[name](report) == text, "the same report gives the same text"


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
