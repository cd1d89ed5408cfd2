"""The pytest plugin: cases as tests, and nothing at all where there are none."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mtcheck.regress.checker import Checker
from mtcheck.regress.read import parse_cases
from mtcheck.regress.run import run_case
from mtcheck.regress.translators import Answer
from tests.regress.conftest import BAD, FIXED, TWICE

ROOT = Path(__file__).parents[2]
PLUGIN = ("-p", "mtcheck.pytest_plugin")
BROKEN = TWICE.replace("id: twice", "id: broken").replace(f"fixed: {FIXED}", f"fixed: {BAD}")
WRONG_WORDS = TWICE.replace("id: twice", "id: unseen").replace("rule: duplication", "rule: spelling")
Pytester = pytest.Pytester


@pytest.fixture(autouse=True, scope="module")
def _warm(checker: Checker) -> None:
    """pytester forgets what is first imported in its runs, and would load rules and encoder every time."""
    for case in parse_cases(TWICE, "a"):
        run_case(case, checker, Answer(FIXED))


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other installed plugin takes part, nor our own a second time where its entry point is installed."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def put(pytester: Pytester, text: str = TWICE, name: str = "desk.mtcheck.yaml") -> Path:
    path = pytester.path / name
    path.write_text(text, encoding="utf-8")
    return path


def put_translator(pytester: Pytester, sentence: str) -> str:
    """A command that translates everything by one sentence, and counts its runs in runs.txt."""
    code = (
        "import sys\nopen('runs.txt', 'a').write('x')\n"
        f"for line in sys.stdin: sys.stdout.buffer.write({(sentence + chr(10)).encode()!r})\n"
    )
    (pytester.path / "mt.py").write_text(code)
    return f"{shlex.quote(sys.executable)} mt.py"


def run(pytester: Pytester, *args: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess(*PLUGIN, *args)


def test_a_case_is_a_test(pytester: Pytester):
    put(pytester)
    put(pytester, BROKEN, "more.mtcheck.yaml")
    put(pytester, "not: ours", "other.yaml")
    result = run(pytester, "-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["desk.mtcheck.yaml::twice PASSED*", "more.mtcheck.yaml::broken FAILED*"])


def test_a_failure_reads_well(pytester: Pytester):
    put(pytester, WRONG_WORDS)
    result = run(pytester)
    result.stdout.fnmatch_lines(
        [
            "desk.mtcheck.yaml:2: unseen failed",
            "  bad: ‘आरोपी को आरोपी को’ is not flagged as told (spelling, at least minor); found: duplication (minor) *",
            "    पुलिस ने ⟦आरोपी को आरोपी को⟧ रेलवे स्टेशन से गिरफ्तार कर लिया।",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert "pytest_plugin.py" not in result.stdout.str()


def test_one_case_by_its_name(pytester: Pytester):
    put(pytester, TWICE + BROKEN.removeprefix("cases:\n"))
    run(pytester, "desk.mtcheck.yaml::twice").assert_outcomes(passed=1)
    run(pytester, "-k", "broken").assert_outcomes(failed=1, deselected=1)


def test_a_broken_file_is_an_error_of_collection_in_one_line(pytester: Pytester):
    put(pytester, TWICE.replace("fixed:", "fxed:"))
    result = run(pytester)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*desk.mtcheck.yaml:9: unknown key 'fxed'; did you mean 'fixed'?"])
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize(("sentence", "outcome"), [(FIXED, "passed"), (BAD, "failed")])
@pytest.mark.parametrize("way", ["ini", "option"])
def test_a_translator(pytester: Pytester, sentence: str, outcome: str, way: str):
    command = put_translator(pytester, sentence)
    put(pytester, TWICE + TWICE.removeprefix("cases:\n").replace("id: twice", "id: again"))
    if way == "ini":
        pytester.makeini(f"[pytest]\nmtcheck_translator = {command}\n")
    result = run(pytester, *(["--mtcheck-translator", command] if way == "option" else []))
    result.assert_outcomes(**{outcome: 2})
    assert (pytester.path / "runs.txt").read_text() == "x", "it is asked once for all cases"


def test_the_option_wins_over_the_ini_file(pytester: Pytester):
    command = put_translator(pytester, BAD)
    put(pytester)
    pytester.makeini(f"[pytest]\nmtcheck_translator = {command}\n")
    run(pytester, "--mtcheck-translator", "").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("ini", "message"),
    [
        ("mtcheck_translator = no-such-program", "no program 'no-such-program'"),
        ("mtcheck_endpoint = ftp://x/", "must be an http:// or https:// address"),
        ("mtcheck_translator = sh\nmtcheck_endpoint = http://x/", "give only one of them"),
        ("mtcheck_translator = sh\nmtcheck_timeout = soon", "mtcheck_timeout: "),
        ("mtcheck_accepted = no.json", "no.json: cannot be read"),
    ],
)
def test_settings_that_make_no_sense(pytester: Pytester, ini: str, message: str):
    put(pytester)
    pytester.makeini(f"[pytest]\n{ini}\n")
    result = run(pytester)
    result.assert_outcomes(failed=1)
    assert message in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_junit_tells_the_place(pytester: Pytester):
    put(pytester, BROKEN)
    run(pytester, "--junit-xml", "r.xml")
    assert "desk.mtcheck.yaml:2: broken failed" in (pytester.path / "r.xml").read_text(encoding="utf-8")


def test_without_such_files_nothing_heavy_is_imported(tmp_path: Path):
    (tmp_path / "test_nothing.py").write_text(
        "import sys\n"
        "def test_nothing():\n"
        "    loaded = {name.split('.')[0] for name in sys.modules}\n"
        "    assert 'mtcheck.pytest_plugin' in sys.modules\n"
        "    assert not loaded & {'torch', 'yaml', 'numpy', 'typer', 'tokenizers', 'sacrebleu'}\n"
        "    ours = {name for name in sys.modules if name.startswith('mtcheck')}\n"
        "    assert ours <= {'mtcheck', 'mtcheck.errors', 'mtcheck.types', 'mtcheck.version', 'mtcheck.pytest_plugin'}\n"
    )
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": path, "PYTEST_ADDOPTS": ""}
    command = [sys.executable, "-m", "pytest", "-q", *PLUGIN, str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, env=environment, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


def test_the_package_declares_the_plugin():
    assert (
        '[project.entry-points.pytest11]\nmtcheck = "mtcheck.pytest_plugin"\n' in (ROOT / "pyproject.toml").read_text()
    )
