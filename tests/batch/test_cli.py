"""mtcheck batch: exit codes, messages, and what of the settings reaches the workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mtcheck import cli
from mtcheck.config import load_settings

from .desk import Desk
from .fakes import RAISE, UNREADABLE
from .test_killed import ROOT

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """`mtcheck batch` with these arguments after IN_DIR and --output OUT_DIR, in the tree's own folder."""
    monkeypatch.setattr("mtcheck.batch.Checker", lambda prepare: desk.station())
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(desk.root)

    def call(*args: str, paths: tuple[str, ...] = ("in", "--output", "out")) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["mtcheck", "batch", *paths, *args])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, error = capfd.readouterr()
        return int(end.value.code or 0), out, error

    return call


@pytest.mark.parametrize(("level", "code"), [(None, 0), ("none", 0), ("major", 1), ("minor", 1)])
def test_fail_level(run: Run, level: str | None, code: int):
    got, out, error = run("--workers", "1", *(["--fail-level", level] if level else []))
    assert (got, error) == (code, "")
    lines = out.splitlines()
    assert lines[0].startswith(
        "5 articles: 1 major, 1 minor, 1 info findings in 3; 0 failed, 0 unchanged; 5 checked in "
    )
    assert lines[1:] == [str(Path("out/index.html"))]


def test_unchanged_findings_count_for_the_exit_code(run: Run):
    assert run()[0] == 0
    code, out, _ = run("--fail-level", "major")
    assert code == 1
    assert "5 unchanged; 0 checked" in out


def test_a_bad_file_is_told_and_makes_the_exit_code_2(run: Run, desk: Desk):
    desk.write("खराब.txt", UNREADABLE)
    desk.write("बम.txt", RAISE)
    code, out, error = run("--fail-level", "major")
    assert code == 2
    assert error.count("\n") == 2, error
    assert sorted(line.split(": ")[1] for line in error.splitlines()) == sorted([str(Path("in/खराब.txt")), "बम.txt"])
    assert "7 articles" in out
    assert "2 failed" in out


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        (("nowhere", "--output", "out"), "nowhere: no such folder"),
        (("empty", "--output", "out"), "empty: no articles in this folder"),
        (("in", "--output", "in"), "in: results cannot lie among the articles"),
        (("in", "--output", "out", "--glossary", "nowhere.tsv"), "nowhere.tsv"),
        (("in", "--output", "out", "--evidence", "nowhere.txt"), "nowhere.txt: no such file or folder"),
        (("in", "--output", "out", "--baseline", "nowhere.json"), "nowhere.json: no such baseline"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(run: Run, desk: Desk, paths: tuple[str, ...], words: str):
    (desk.root / "empty").mkdir()
    code, out, error = run(paths=paths)
    assert (code, out) == (2, "")
    assert error.startswith("mtcheck: ")
    assert words in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("args", [("--workers", "0"), ("--workers", "many"), ("--no-such-option",)])
def test_bad_options(run: Run, args: tuple[str, ...]):
    code, _, error = run(*args)
    assert code == 2
    assert "Traceback" not in error


def test_an_output_is_asked_for(run: Run):
    code, _, error = run(paths=("in",))
    assert code == 2
    assert "--output" in error


def test_settings_that_matter_check_again_and_others_do_not(run: Run, desk: Desk):
    run()
    desk.checked()
    run("--fail-level", "major", "--no-memory")
    assert desk.checked() == []
    run("--min-confidence", "0.8")
    assert len(desk.checked()) == 5
    (desk.root / "glossary.csv").write_text("english,preferred\ncanal,नहर\n", encoding="utf-8")
    run("--min-confidence", "0.8", "--glossary", "glossary.csv")
    assert len(desk.checked()) == 5
    (desk.root / "wire.txt").write_text("A canal broke.\n", encoding="utf-8")
    run("--min-confidence", "0.8", "--glossary", "glossary.csv", "--evidence", "wire.txt")
    assert len(desk.checked()) == 5


def test_the_configuration_file_and_its_overrides_hold(run: Run, desk: Desk):
    run()
    desk.checked()
    (desk.tree / "mtcheck.toml").write_text(
        'fail-level = "minor"\n[[overrides]]\npaths = ["शाम/**"]\nrules-off = ["spelling"]\n', encoding="utf-8"
    )
    assert run()[0] == 1
    # The override concerns one article of each story, and so both.
    assert desk.checked() == sorted(["नहर.txt", "शाम/नहर फिर.txt", "शाम/पुल 1.txt", "पुल 2.txt"])
    assert run("--no-config")[0] == 0


def test_workers_get_the_settings(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    from mtcheck.cli.batch import prepare

    monkeypatch.chdir(desk.root)
    (desk.tree / "mtcheck.toml").write_text(
        'min-confidence = 0.6\nmemory = false\n[[overrides]]\npaths = ["शाम"]\nrules-off = ["spelling"]\nmin-confidence = 0.9\n',
        encoding="utf-8",
    )
    (desk.root / "wire.txt").write_text("A canal broke.\n", encoding="utf-8")
    given = {"evidence": ["wire.txt", str(desk.tree / "नहर.txt")]}
    setup = prepare(Path("in"), load_settings(Path("in"), given), {})
    assert [article.path for article in setup.evidence] == ["wire.txt"], "an article is not its own evidence"
    assert setup.options.memory is None
    assert (setup.options.of("नहर.txt").rules_off, setup.options.of("नहर.txt").minimum_confidence) == (frozenset(), 0.6)
    evening = setup.options.of("शाम/पुल 1.txt")
    assert (evening.rules_off, evening.minimum_confidence) == (frozenset({"spelling"}), 0.9)


PROGRAM = """
import sys
from pathlib import Path
import mtcheck.batch, mtcheck.cli
from tests.batch.fakes import FakeStation
station = FakeStation(Path(sys.argv.pop()), pause=0.2)
mtcheck.batch.Checker = lambda prepare: station
mtcheck.cli.main()
"""


def start(desk: Desk, *args: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, "batch", "in", "--output", "out", *args, str(desk.root / "log")]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    return subprocess.Popen(
        command, cwd=desk.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_for(desk: Desk, pattern: str, count: int) -> None:
    end = time.monotonic() + 240
    while len(list(desk.out.rglob(pattern))) < count:
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted(desk: Desk, number: int, code: int):
    desk.fill({f"{n}.txt": f"लेख {n}" for n in range(60)})
    process = start(desk)
    wait_for(desk, "*.txt.json", 2)
    process.send_signal(number)
    out, error = process.communicate(timeout=240)
    assert process.returncode == code
    assert "articles are left, and the same command goes on with them" in error
    assert "Traceback" not in error
    summary = json.loads((desk.out / "batch.json").read_text(encoding="utf-8"))
    found = {article["path"] for article in summary["articles"]}
    assert len(found) + summary["run"]["left"] == 65
    assert found == {
        path.relative_to(desk.out).as_posix().removesuffix(".json") for path in desk.out.rglob("*.txt.json")
    }
    assert summary["run"]["stopped"] is True
    assert f"{len(found)} articles" in out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_watch_ends_with_the_usual_exit_code(desk: Desk, number: int):
    process = start(desk, "--watch", "--fail-level", "major")
    wait_for(desk, "batch.json", 1)
    process.send_signal(number)
    out, error = process.communicate(timeout=240)
    assert (process.returncode, error) == (1, "")
    assert out.startswith("5 articles: 1 major")


def test_the_progress_bar_tells_rate_and_time_left(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    from mtcheck.batch.progress import rate_bar

    with rate_bar() as move:
        move("check", 1, 3)
    assert capsys.readouterr().err == "", "silent without a terminal"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with rate_bar() as move:
        for done in range(1, 4):
            move("check", done, 4)
            time.sleep(0.15)
    shown = capsys.readouterr().err
    assert "Checking" in shown
    assert "3/4" in shown
    assert "articles/s" in shown
