"""A batch that is killed, at any moment, loses nothing that was finished and repeats nothing of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import corpus
from .desk import Desk

ROOT = Path(__file__).parent.parent.parent
_PATIENCE = 240.0


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Starts tests.batch.program in a group of processes of its own."""
    started: list[subprocess.Popen[str]] = []

    def begin(kind: str, root: Path, workers: int = 2) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.batch.program", kind, str(root), str(workers)]
        started.append(
            subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
            )
        )
        return started[-1]

    yield begin
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def reports(desk: Desk) -> set[str]:
    """The articles whose reports are there."""
    return {name.removesuffix(".json") for name in finished_files(desk) if name.endswith(".json")}


def finished_files(desk: Desk) -> set[str]:
    files = (file for file in desk.out.rglob("*.*") if ".mtcheck" not in str(file))
    return {file.relative_to(desk.out).as_posix() for file in files if file.name not in ("batch.json", "index.html")}


def kill_after(process: subprocess.Popen[str], desk: Desk, count: int) -> None:
    """SIGKILL to the whole group as soon as there are so many reports."""
    end = time.monotonic() + _PATIENCE
    while len(reports(desk)) < count:
        assert process.poll() is None, f"it ended too soon: {process.communicate()}"
        assert time.monotonic() < end, "no result in time"
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def done(process: subprocess.Popen[str]) -> int:
    """How many articles a batch checked that is left in peace."""
    out, error = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 0, error
    return int(out)


def test_killed_three_times(tmp_path: Path, start):
    calm, desk = Desk(tmp_path / "calm"), Desk(tmp_path / "killed")
    articles = {f"{n % 4}/लेख {n}.txt": f"लेख {n} #कथा{n // 2} {'बड़ी' * (n % 3 == 0)}" for n in range(24)}
    assert done(start("fake", calm.fill(articles).root)) == 24
    desk.fill(articles)
    for count in (2, 9, 17):
        before = reports(desk)
        kill_after(start("fake", desk.root), desk, count)
        assert not before & set(desk.checked()), "nothing that was finished is checked again"
        assert reports(desk) >= before
        assert all(calm.results()[name] == (desk.out / name).read_bytes() for name in finished_files(desk)), (
            "files are whole"
        )
    left = 24 - len(reports(desk))
    assert done(start("fake", desk.root)) <= left
    assert desk.results() == calm.results()


def test_a_killed_parent_takes_its_workers_along(tmp_path: Path, start):
    desk = Desk(tmp_path).fill({f"{n}.txt": f"लेख {n}" for n in range(60)})
    process = start("fake", desk.root)
    end = time.monotonic() + _PATIENCE
    while not reports(desk) and time.monotonic() < end:
        time.sleep(0.01)
    workers = children(process.pid)
    assert len(workers) >= 2
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    while any(Path(f"/proc/{pid}").exists() and not is_zombie(pid) for pid in workers):
        assert time.monotonic() < end
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_zombie(pid: int) -> bool:
    try:
        return ") Z" in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True


def test_a_second_batch_is_refused_and_a_dead_one_is_no_hindrance(tmp_path: Path, start):
    desk = Desk(tmp_path).fill({f"{n}.txt": f"लेख {n}" for n in range(60)})
    first = start("fake", desk.root)
    end = time.monotonic() + _PATIENCE
    while not reports(desk) and time.monotonic() < end:
        time.sleep(0.01)
    second = start("fake", desk.root)
    error = second.communicate(timeout=_PATIENCE)[1]
    assert f"another batch (process {first.pid}) is at work here" in error
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    known = len(reports(desk))
    assert done(start("fake", desk.root, 4)) <= 60 - known


def test_real_articles_killed_and_resumed(tmp_path: Path, start):
    """Without translations, which take too long here; tests/bench.py does it with them, and a thousand articles."""
    calm, desk = Desk(tmp_path / "calm"), Desk(tmp_path / "killed")
    for place in (calm, desk):
        corpus.write(corpus.recombined(12), place.tree)
    first = start("rules", calm.root, 1)
    kill_after(start("rules", desk.root, 1), desk, 5)
    assert done(first) == 12
    known = len(reports(desk))
    assert done(start("rules", desk.root, 1)) <= 12 - known
    assert desk.results() == calm.results()
    assert calm.summary()["totals"]["failed"] == 0
