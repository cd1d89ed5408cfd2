"""mtcheck regress: exit codes, files and messages."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from defusedxml import ElementTree

from mtcheck import cli
from mtcheck.decisions import decisions_json
from mtcheck.regress.read import read_cases
from mtcheck.types import Decision, Verdict
from tests.regress.conftest import BAD, FIXED, TWICE, Write

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """`mtcheck regress` with these arguments: exit code, standard output, standard error."""
    monkeypatch.setenv("COLUMNS", "200")

    def call(*args: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["mtcheck", "regress", *map(str, args)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capfd.readouterr()
        return int(end.value.code or 0), out, err

    return call


@pytest.fixture
def translator(tmp_path: Path) -> Callable[[str], str]:
    """A command that translates everything by one sentence."""

    def make(sentence: str, code: int = 0) -> str:
        path = tmp_path / f"mt{len(list(tmp_path.iterdir()))}.py"
        path.write_text(
            f"import sys\nfor line in sys.stdin: sys.stdout.buffer.write({(sentence + chr(10)).encode()!r})\nsys.exit({code})\n"
        )
        return f"{shlex.quote(sys.executable)} {shlex.quote(str(path))}"

    return make


# run


def test_all_pass(run: Run, write: Write):
    assert run("run", write()) == (0, "1 case: 1 passed, 0 failed, 0 in error\n", "")


def test_a_case_fails(run: Run, write: Write):
    code, out, err = run("run", write(TWICE.replace(f"fixed: {FIXED}", f"fixed: {BAD}")))
    assert (code, err) == (1, "")
    assert "FAILED twice" in out
    assert "desk.mtcheck.yaml:2)" in out
    assert "the fixed sentence is not clean: duplication" in out
    assert out.endswith("1 case: 0 passed, 1 failed, 0 in error\n")


def test_a_broken_file_among_good_ones(run: Run, write: Write, tmp_path: Path):
    write("cases:\n- {id: a, bda: x}\n", name="broken.mtcheck.yaml"), write()
    code, out, _ = run("run", tmp_path)
    assert code == 2
    assert "broken.mtcheck.yaml:2: unknown key 'bda'; did you mean 'bad'?" in out
    assert "1 case: 1 passed, 0 failed, 0 in error; 1 file unreadable" in out


@pytest.mark.parametrize(("sentence", "code", "exit_code"), [(FIXED, 0, 0), (BAD, 0, 1), ("", 0, 1), (FIXED, 7, 2)])
def test_with_a_translator(
    run: Run, write: Write, translator: Callable[..., str], sentence: str, code: int, exit_code: int
):
    assert run("run", write(), "--translator", translator(sentence, code))[0] == exit_code


def test_results_and_junit(run: Run, write: Write, translator: Callable[..., str], tmp_path: Path):
    cases, output, junit = write(), tmp_path / "r.json", tmp_path / "r.xml"
    assert run("run", cases, "--translator", translator(BAD), "--output", output, "--junit", junit)[0] == 1
    data = json.loads(output.read_text(encoding="utf-8"))
    assert data["schema"] == "mtcheck.regress/1"
    assert data["summary"] == {"passed": 0, "failed": 1, "error": 0}
    assert data["cases"][0]["translation"] == BAD
    assert ElementTree.fromstring(junit.read_text(encoding="utf-8"))[0].attrib["failures"] == "1"
    before = output.read_bytes(), junit.read_bytes()
    run("run", cases, "--translator", translator(BAD), "--output", output, "--junit", junit)
    assert (output.read_bytes(), junit.read_bytes()) == before, "same input, same bytes"


def test_an_accepted_run(run: Run, write: Write, translator: Callable[..., str], tmp_path: Path):
    wording = "रेलवे स्टेशन पर पुलिस ने अभियुक्त को पकड़ लिया।"
    cases, accepted = write(), tmp_path / "accepted.json"
    assert run("run", cases, "--translator", translator(wording), "-o", accepted)[0] == 1
    assert run("run", cases, "--translator", translator(wording), "--accepted", accepted)[0] == 0


def test_a_glossary(run: Run, write: Write, tmp_path: Path):
    terms = tmp_path / "terms.csv"
    terms.write_text("english,preferred,forbidden\naccused,अभियुक्त,आरोपी\n", encoding="utf-8")
    code, out, _ = run("run", write(), "--glossary", terms)
    assert code == 1
    assert "terminology" in out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["run", "nowhere.mtcheck.yaml"], "nowhere.mtcheck.yaml: no such file or folder"),
        (["run", "."], ".: no regression cases in this folder"),
        (["run", "good.yaml", "--translator", "no-such-program"], "--translator: no program 'no-such-program'"),
        (
            ["run", "good.yaml", "--endpoint", "file:///x"],
            "--endpoint file:///x: must be an http:// or https:// address",
        ),
        (
            ["run", "good.yaml", "--endpoint", "http://x/", "--translator", "sh"],
            "--translator and --endpoint: give only one",
        ),
        (["run", "good.yaml", "--endpoint-fields", "text=q"], "--endpoint-fields: there is no --endpoint"),
        (["run", "good.yaml", "--output", "no/r.json"], "no/r.json: its folder does not exist"),
        (["run", "good.yaml", "--accepted", "no.json"], "no.json: cannot be read"),
        (["run", "good.yaml", "--glossary", "no.csv"], "no.csv: cannot be read"),
        (["add", "--from", "no.json"], "no.json: cannot be read"),
        (["add", "--from", "good.yaml"], "good.yaml: not JSON"),
        (["report", "no.json", "no.json"], "no.json: cannot be read"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], message: str
):
    write(name="good.yaml")
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert err.startswith(f"mtcheck: {message}")
    assert err.count("\n") == 1


# add


@pytest.fixture
def decisions(tmp_path: Path) -> Path:
    words = "आरोपी को आरोपी को"
    start = BAD.index(words)
    made = Decision(
        "f", "a.txt", "duplication", Verdict.CORRECTED, BAD, start, start + len(words), words, correction="आरोपी को"
    )
    path = tmp_path / "decisions.json"
    path.write_text(json.dumps(decisions_json([made]), ensure_ascii=False), encoding="utf-8")
    return path


def test_add_to_standard_output(run: Run, decisions: Path):
    code, out, err = run("add", "--from", decisions)
    assert (code, err) == (0, "1 new of 1 decision\n")
    assert f"fixed: {FIXED}" in out


def test_add_makes_a_file_that_runs(run: Run, decisions: Path, tmp_path: Path):
    target = tmp_path / "new.mtcheck.yaml"
    assert run("add", "--from", decisions, "--output", target)[0] == 0
    assert [case.fixed for case in read_cases(target)] == [FIXED]
    assert run("run", target)[0] == 0


def test_add_leaves_a_file_alone_that_has_the_cases(run: Run, decisions: Path, write: Write):
    target = write("# mine\n" + TWICE)
    before = target.stat().st_mtime_ns, target.read_bytes()
    assert run("add", "--from", decisions, "--output", target) == (0, "", "0 new of 1 decision\n")
    assert (target.stat().st_mtime_ns, target.read_bytes()) == before


def test_add_keeps_what_is_there(run: Run, decisions: Path, write: Write):
    target = write("# mine\ncases:\n  - {id: a, bad: एक दो, find: दो}  # yours\n")
    before = target.read_text(encoding="utf-8")
    assert run("add", "--from", decisions, "--output", target)[0] == 0
    assert target.read_text(encoding="utf-8").startswith(before)
    assert len(read_cases(target)) == 2


def test_add_spares_a_file_that_is_broken(run: Run, decisions: Path, write: Write):
    target = write("cases: [\n")
    code, _, err = run("add", "--from", decisions, "--output", target)
    assert code == 2
    assert "not YAML" in err
    assert target.read_text(encoding="utf-8") == "cases: [\n"


# report


def test_report(run: Run, write: Write, translator: Callable[..., str], tmp_path: Path):
    cases, good, bad = write(), tmp_path / "good.json", tmp_path / "bad.json"
    run("run", cases, "--translator", translator(FIXED), "-o", good)
    run("run", cases, "--translator", translator(BAD), "-o", bad)
    code, out, err = run("report", good, bad)
    assert (code, err) == (1, "")
    assert out.startswith("NEWLY BROKEN  twice")
    code, out, _ = run("report", bad, good, "--json")
    assert code == 0
    assert [change["id"] for change in json.loads(out)["fixed"]] == ["twice"]


@pytest.mark.parametrize("command", ["run", "add", "report"])
def test_help_has_an_example(run: Run, command: str):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"Example: mtcheck regress {command} " in out
