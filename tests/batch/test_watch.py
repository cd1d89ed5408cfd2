"""Watching: what arrives is checked once it is complete, and everything is whole when the watch ends."""

from __future__ import annotations

import builtins
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mtcheck.batch import Summary
from mtcheck.batch.watch import PATIENCE, SETTLED, Arrivals, watch_batch
from mtcheck.errors import UsageError

from .desk import ARTICLES, Desk

_PATIENCE = 240.0


class Watched:
    """A watch in a thread: `wait` for a round after which something holds, then `end` it."""

    def __init__(self, desk: Desk) -> None:
        self.rounds: list[Summary] = []
        self.last: Summary | None = None
        self.error: BaseException | None = None
        self._over = threading.Event()
        self._plan = desk.plan(stop=self._over.is_set)
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        try:
            self.last = watch_batch(self._plan, self.rounds.append)
        except BaseException as error:
            self.error = error

    def wait(self, holds: Callable[[Summary], bool]) -> None:
        end = time.monotonic() + _PATIENCE
        while not (self.rounds and holds(self.rounds[-1])):
            assert self._thread.is_alive(), self.error
            assert time.monotonic() < end, [summary.to_json() for summary in self.rounds]
            time.sleep(0.05)

    def end(self) -> Summary | None:
        self._over.set()
        self._thread.join(_PATIENCE)
        assert not self._thread.is_alive()
        return self.last


@pytest.fixture
def watched(desk: Desk) -> Iterator[Callable[[], Watched]]:
    started: list[Watched] = []

    def start() -> Watched:
        started.append(Watched(desk))
        return started[-1]

    yield start
    for one in started:
        one.end()


def test_what_arrives_is_checked(desk: Desk, watched: Callable[[], Watched]):
    watch = watched()
    watch.wait(lambda summary: len(summary.index.entries) == 5)
    desk.checked()
    desk.write("रात/नहर 3.txt", "किसान नाराज #नहर")  # in a new folder
    watch.wait(lambda summary: len(summary.index.entries) == 6)
    assert desk.checked() == sorted(["नहर.txt", "रात/नहर 3.txt", "शाम/नहर फिर.txt"])
    assert "रात" in (desk.out / "index.html").read_text(encoding="utf-8")
    (desk.tree / "अकेला.txt").unlink()
    watch.wait(lambda summary: len(summary.index.entries) == 5)
    assert not (desk.out / "अकेला.txt.json").exists()
    shutil.rmtree(desk.tree / "शाम")
    watch.wait(lambda summary: len(summary.index.entries) == 3)
    last = watch.end()
    assert last is not None
    assert sorted(entry.path for entry in last.index.entries) == ["नहर.txt", "पुल 2.txt", "रात/नहर 3.txt"]


def test_the_end_is_as_if_all_had_been_there_at_once(desk: Desk, watched: Callable[[], Watched], tmp_path: Path):
    shutil.rmtree(desk.tree)
    desk.tree.mkdir()
    watch = watched()
    watch.wait(lambda summary: not summary.index.entries)
    for count, (path, text) in enumerate(reversed(ARTICLES.items()), 1):
        desk.write(path, text)
        watch.wait(lambda summary, count=count: len(summary.index.entries) == count)
    watch.end()
    other = Desk(tmp_path / "other").fill()
    other.run()
    assert desk.results() == other.results()


def test_the_tree_disappears(desk: Desk, watched: Callable[[], Watched]):
    watch = watched()
    watch.wait(lambda summary: len(summary.index.entries) == 5)
    before = desk.results()
    desk.tree.rename(desk.root / "elsewhere")
    end = time.monotonic() + _PATIENCE
    while watch.error is None and time.monotonic() < end:
        time.sleep(0.05)
    assert isinstance(watch.error, UsageError)
    assert "the folder is gone" in str(watch.error)
    assert desk.results() == before


def test_without_the_package(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    real = builtins.__import__

    def without(name: str, *args: object, **more: object) -> object:
        if name == "watchfiles":
            raise ImportError(name)
        return real(name, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=r"--watch needs the package watchfiles: pip install 'mtcheck\[watch\]'"):
        watch_batch(desk.plan(), print)


# when a file is complete; times are given


@pytest.fixture
def arrivals(desk: Desk) -> Arrivals:
    return Arrivals(desk.tree, desk.out)


def test_a_file_is_complete_when_it_no_longer_changes(desk: Desk, arrivals: Arrivals):
    arrivals.note(desk.tree / "नहर.txt", 10.0)
    arrivals.look(10.0 + SETTLED / 2)
    assert set(arrivals.writing) == {"नहर.txt"}
    assert not arrivals.due(10.0 + SETTLED / 2)
    desk.write("नहर.txt", "नहर टूटी #नहर और")
    arrivals.look(10.0 + SETTLED)  # it grew: the time begins anew
    assert not arrivals.due(10.0 + SETTLED)
    arrivals.look(10.0 + 2 * SETTLED)
    assert arrivals.writing == {}
    assert arrivals.due(10.0 + 2 * SETTLED)
    assert not arrivals.due(20.0), "once"


def test_complete_files_wait_for_one_that_is_being_written_but_not_for_ever(desk: Desk, arrivals: Arrivals):
    arrivals.note(desk.tree / "नहर.txt", 10.0)
    arrivals.note(desk.tree / "अकेला.txt", 10.0 + SETTLED / 2)
    arrivals.look(10.0 + SETTLED)
    assert set(arrivals.writing) == {"अकेला.txt"}
    assert not arrivals.due(10.0 + SETTLED)
    assert arrivals.due(10.0 + SETTLED + PATIENCE)


def test_a_file_that_goes_is_news_at_once(desk: Desk, arrivals: Arrivals):
    (desk.tree / "नहर.txt").unlink()
    arrivals.note(desk.tree / "नहर.txt", 10.0)
    assert arrivals.due(10.0)


def test_a_folder_that_arrives_brings_its_files(desk: Desk, arrivals: Arrivals):
    arrivals.note(desk.tree / "शाम", 10.0)
    assert set(arrivals.writing) == {"शाम/नहर फिर.txt", "शाम/पुल 1.txt"}


@pytest.mark.parametrize("name", [".नहर.txt.swp", "~$लेख.docx", "चित्र.jpg", ".upload.txt"])
def test_other_files_are_no_news(desk: Desk, arrivals: Arrivals, name: str):
    desk.write(name, "x")
    arrivals.note(desk.tree / name, 10.0)
    arrivals.look(20.0)
    assert not arrivals.due(20.0)
