"""The command line: exit codes, messages, and where the report goes."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from mtcheck import check as check_module
from mtcheck import cli
from mtcheck.rules import rules
from mtcheck.version import __version__

GOOD = "नहर टूटी, खेत डूबे\nनहर टूटने से दो सौ एकड़ में लगी फसल डूब गई।\nप्रशासन ने राहत का भरोसा दिया है।\n"
# Said twice, which no reader can miss.
BAD = "पुलिस की कार्रवाई\nपुलिस ने आरोपी को आरोपी को बस अड्डे से गिरफ्तार कर लिया।\n"
Run = Callable[..., tuple[int, str, str]]


class Echo:
    """A translator that gives every sentence back: the command line does not care for good English."""

    name, revision, runtime = "echo", "1", "none"

    def translate(self, sentences: Sequence[str], source: str) -> list[str]:
        return list(sentences)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """`mtcheck` with these arguments: exit code, standard output, standard error."""
    monkeypatch.setattr(check_module, "load_translator", lambda *args, **options: Echo())
    monkeypatch.setenv("COLUMNS", "200")

    def call(*args: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["mtcheck", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capfd.readouterr()
        return int(end.value.code or 0), out, err

    return call


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with one good and one bad article."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "bad.txt").write_text(BAD, encoding="utf-8")
    return folder


# exit codes


@pytest.mark.parametrize(
    ("name", "level", "code"),
    [
        ("good.txt", None, 0),
        ("good.txt", "minor", 0),
        ("bad.txt", None, 0),
        ("bad.txt", "none", 0),
        ("bad.txt", "minor", 1),
    ],
)
def test_fail_level(run: Run, desk: Path, name: str, level: str | None, code: int):
    assert run("check", desk / name, *(["--fail-level", level] if level else []))[0] == code


def test_a_level_above_the_worst_finding_does_not_fail(run: Run, desk: Path):
    severities = {
        f["severity"] for f in json.loads(run("check", desk / "bad.txt", "-f", "json")[1])["articles"][0]["findings"]
    }
    assert severities
    assert run("check", desk / "bad.txt", "--fail-level", "major")[0] == int("major" in severities)


def test_what_is_too_unsure_is_only_advice_and_does_not_fail(run: Run, desk: Path):
    assert run("check", desk / "bad.txt", "--fail-level", "minor", "--min-confidence", "1")[0] == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["check", "nowhere.txt"], "nowhere.txt: no such file or folder"),
        (["check", "empty"], "empty: no articles in this folder"),
        (["check", "good.txt", "--evidence", "nowhere.txt"], "nowhere.txt: no such file or folder"),
        (["check", "good.txt", "--evidence", "photo.txt"], "photo.txt: binary data"),
        (["check", "good.txt", "--output", "missing/report.json"], "missing/report.json: its folder does not exist"),
        (["check", "good.txt", "--output", "empty"], "empty: is a folder"),
        (["check", "-"], "<stdin>: no text found"),
        (["rules", "no-such-rule"], "no rule 'no-such-rule'; there are: duplication, "),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], words: str
):
    monkeypatch.chdir(desk)
    (desk / "empty").mkdir()
    (desk / "photo.txt").write_bytes(b"\x89PNG\x00\x00")
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert err.startswith(f"mtcheck: {words}")
    assert err.count("\n") == 1
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["check"], "Missing argument"),
        (["check", "good.txt", "--no-such-option"], "No such option"),
        (["check", "good.txt", "--format", "pdf"], "pdf"),
        (["check", "good.txt", "--fail-level", "awful"], "awful"),
        (["check", "good.txt", "--min-confidence", "2"], "less than or equal to 1"),
        (["check", "good.txt", "--min-confidence", "high"], "valid number"),
        (["no-such-command"], "No such command"),
    ],
)
def test_bad_options(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], words: str):
    monkeypatch.chdir(desk)
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


# files that cannot be read


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary data"),
        (GOOD.encode("utf-16-le"), "UTF-16"),
        (b"Caf\xe9\n", "not UTF-8"),
        (b"", "the file is empty"),
    ],
    ids=["binary", "utf-16", "latin-1", "empty"],
)
def test_one_unreadable_article_among_good_ones(run: Run, desk: Path, data: bytes, words: str):
    (desk / "broken.txt").write_bytes(data)
    code, out, err = run("check", desk, "--format", "json")
    assert code == 2
    assert err.startswith(f"mtcheck: {desk / 'broken.txt'}: ")
    assert words in err
    articles = {Path(article["path"]).name: article for article in json.loads(out)["articles"]}
    assert sorted(articles) == ["bad.txt", "broken.txt", "good.txt"]
    assert words in articles["broken.txt"]["error"]
    assert articles["bad.txt"]["findings"], "the others are checked all the same"
    assert "error" not in articles["good.txt"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions bind nobody here")
def test_a_file_one_may_not_read(run: Run, desk: Path):
    (desk / "good.txt").chmod(0)
    code, _, err = run("check", desk)
    assert code == 2
    assert "good.txt: cannot be read" in err


def test_unreadable_articles_alone(run: Run, tmp_path: Path):
    (tmp_path / "broken.txt").write_bytes(b"\x00")
    code, out, err = run("check", tmp_path / "broken.txt", "--fail-level", "major")
    assert code == 2
    assert "binary data" in err
    assert "broken.txt" in out


def test_a_file_of_another_kind_named_by_hand(run: Run, tmp_path: Path):
    (tmp_path / "story.docx").write_bytes(b"x")
    code, _, err = run("check", tmp_path / "story.docx")
    assert code == 2
    assert "story.docx: no DOCX file: its content is something else" in err


# standard input


def test_stdin(run: Run):
    code, out, err = run("check", "-", "--format", "json", "--fail-level", "minor", stdin=BAD.encode())
    assert (code, err) == (1, "")
    (article,) = json.loads(out)["articles"]
    assert article["path"] == "<stdin>"
    assert article["text"] == BAD


def test_a_page_on_stdin(run: Run):
    paragraph = "<p>नहर टूटने से दो सौ एकड़ में लगी फसल डूब गई और किसानों को भारी नुकसान हुआ है।</p>"
    page = f"<!DOCTYPE html><html><body><article><h1>नहर टूटी</h1>{paragraph * 3}</article></body></html>"
    code, out, _ = run("check", "-", "--format", "json", stdin=page.encode())
    assert code == 0
    assert json.loads(out)["articles"][0]["text"].startswith("नहर टूटी\n")


def test_stdin_beside_files(run: Run, desk: Path):
    code, out, _ = run("check", "-", desk / "good.txt", "-f", "json", stdin=BAD.encode())
    assert code == 0
    assert [article["path"] for article in json.loads(out)["articles"]] == ["<stdin>", str(desk / "good.txt")]


def test_binary_stdin_is_refused(run: Run):
    code, out, err = run("check", "-", stdin=b"\x00\x01")
    assert (code, out) == (2, "")
    assert err.startswith("mtcheck: <stdin>: binary data")


# where the report goes


@pytest.mark.parametrize(("format_name", "start"), [("json", '{\n "schema"'), ("html", "<!"), ("text", "")])
def test_output(run: Run, desk: Path, tmp_path: Path, format_name: str, start: str):
    target = tmp_path / "report"
    code, out, err = run("check", desk, "--format", format_name, "--output", target)
    assert (code, out, err) == (0, "", "")
    assert target.read_text(encoding="utf-8").lower().startswith(start)
    assert sorted(tmp_path.iterdir()) == [desk, target], "nothing half-written is left beside it"


def test_a_refused_run_leaves_the_old_report(run: Run, desk: Path, tmp_path: Path):
    target = tmp_path / "report.json"
    target.write_text("old", encoding="utf-8")
    assert run("check", desk / "nowhere.txt", "--output", target)[0] == 2
    assert target.read_text(encoding="utf-8") == "old"


def test_an_article_named_twice_is_checked_once(run: Run, desk: Path):
    out = run("check", desk, desk / "good.txt", desk / "good.txt", "-f", "json")[1]
    assert [Path(article["path"]).name for article in json.loads(out)["articles"]] == ["bad.txt", "good.txt"]


def test_the_same_file_by_two_paths_is_checked_once(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(desk)
    out = run("check", "good.txt", "./good.txt", "-f", "json")[1]
    assert len(json.loads(out)["articles"]) == 1


def test_evidence_is_not_checked_itself(run: Run, desk: Path, tmp_path: Path):
    source = tmp_path / "source.txt"
    source.write_text("A canal broke and two hundred acres were flooded.\n", encoding="utf-8")
    code, out, _ = run("check", desk / "good.txt", "--evidence", source, "-f", "json")
    assert code == 0
    assert len(json.loads(out)["articles"]) == 1


# help, version, rules


def test_version(run: Run):
    assert run("--version") == (0, f"mtcheck {__version__}\n", "")


@pytest.mark.parametrize("args", [["--help"], ["check", "--help"], ["rules", "--help"]])
def test_help(run: Run, args: list[str]):
    code, out, err = run(*args)
    assert (code, err) == (0, "")
    assert "Usage" in out


def test_rules_lists_them_all(run: Run):
    code, out, _ = run("rules")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(rules())


@pytest.mark.parametrize("rule_id", rules())
def test_every_rule_has_a_page_with_what_an_editor_asks(run: Run, rule_id: str):
    code, out, _ = run("rules", rule_id)
    assert code == 0
    assert out.startswith("# ")
    for part in ("**Fires on**", "**Quiet on**", "**What to do**"):
        assert part in out


# the program itself


def program(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "mtcheck", *args], input=stdin, capture_output=True, timeout=60, check=False
    )


def test_the_program_tells_its_version():
    done = program("--version")
    assert (done.returncode, done.stdout.decode().strip(), done.stderr) == (0, f"mtcheck {__version__}", b"")


def test_the_program_refuses_a_missing_file():
    done = program("check", "nowhere.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == "mtcheck: nowhere.txt: no such file or folder\n"


def test_a_reader_that_goes_away_is_no_error():
    command = [sys.executable, "-m", "mtcheck", "rules", "wrong-sense"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        error = process.stderr.read()
    assert process.returncode in (0, 128 + signal.SIGPIPE)  # as other programs end in a pipe
    assert error == b""
