"""What a batch remembers: at which moment a result counts, and what is made of a state that was left in the middle."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from mtcheck.batch.results import known_hash, write_result
from mtcheck.batch.state import LOCK, PARTS, STATE, Part, Record, State, open_state
from mtcheck.errors import UsageError
from mtcheck.report.index import Entry
from mtcheck.types import Article, Suppression


class KilledError(BaseException):
    """Stands for the moment of death."""


def record(state: State, path: str, content: str = "") -> Record:
    return write_result(Article(path, content), "s", {}, state.parts)


def test_a_record_is_read_back_as_it_was():
    entry = Entry("भाग/a.xml#2", "00", "शीर्षक", "mr", 3, {"spelling": (1, 0, 2)}, 1, ("b.txt",), "a.json", "a.html", "")
    kept = Record("key", entry, (Part("a.json", "x", 3, "ff"),), "भाग/a.xml", ("f1", "f2"), "k", failed=True)
    assert Record.from_json(kept.to_json()) == kept


def test_killed_between_the_state_and_the_names_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def die(*args: object) -> None:
        raise KilledError

    with suppress(KilledError), open_state(tmp_path) as state:
        new = [record(state, path) for path in ("a.txt", "भाग/b.txt")]
        monkeypatch.setattr(os, "replace", die)
        state.finish(new)
    monkeypatch.undo()
    assert not (tmp_path / "a.txt.json").exists()
    with open_state(tmp_path) as state:
        assert sorted(state.records) == ["a.txt", "भाग/b.txt"]
        assert all(state.is_whole(known) for known in state.records.values())
    assert (tmp_path / "भाग/b.txt.html").is_file()


def test_killed_before_the_state_knows(tmp_path: Path):
    with suppress(KilledError), open_state(tmp_path) as state:
        record(state, "a.txt")
        raise KilledError
    with open_state(tmp_path) as state:
        assert state.records == {}
        assert list(state.parts.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [LOCK, STATE]


def test_all_articles_of_a_story_count_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def die(record: Record) -> str:
        if record.entry.path == "b.txt":
            raise KilledError
        return "{}"

    with suppress(KilledError), open_state(tmp_path) as state:
        new = [record(state, path) for path in ("a.txt", "b.txt")]
        monkeypatch.setattr(Record, "to_json", die)
        state.finish(new)
    monkeypatch.undo()
    with open_state(tmp_path) as state:
        assert state.records == {}


@pytest.mark.parametrize("damage", [b"no database", None])
def test_a_state_that_cannot_be_read(tmp_path: Path, damage: bytes | None):
    with open_state(tmp_path) as state:
        state.finish([record(state, "a.txt")])
    if damage:
        (tmp_path / STATE).write_bytes(damage)
    else:
        with sqlite3.connect(tmp_path / STATE) as connection:
            connection.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match=r"not the state of a batch.*--no-resume begins anew"), open_state(tmp_path):
        pass
    with open_state(tmp_path, anew=True) as state:
        assert state.records == {}


def test_a_folder_that_cannot_be_made(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be written"), open_state(tmp_path / "file" / "out"):
        pass


def test_a_lock_without_an_owner_is_no_hindrance(tmp_path: Path):
    (tmp_path / LOCK).write_text("999999\n")
    with open_state(tmp_path):
        with pytest.raises(UsageError, match=rf"another batch \(process {os.getpid()}\)"), open_state(tmp_path):
            pass
        assert (tmp_path / PARTS).is_dir(), "the one refused leaves the other's files alone"


def test_what_of_a_baseline_concerns_an_article():
    a, b = Suppression("a"), Suppression("b")
    assert known_hash(["1"], {"2": b}) == known_hash([], {"1": a}) == ""
    assert known_hash(["1"], {"1": a}) == known_hash(["1", "3"], {"1": a, "2": b})
    assert len({known_hash(["1"], {"1": a}), known_hash(["1"], {"1": b}), ""}) == 3
