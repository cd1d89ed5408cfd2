"""What docs/regression-cases.md and docs/newsroom-workflow.md promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import mtcheck
from mtcheck import pytest_plugin
from mtcheck.regress import read
from mtcheck.regress.case import DEFAULT_MARGIN, Status
from mtcheck.regress.run import run_cases
from mtcheck.regress.translators import DEFAULT_TIMEOUT, TOKEN_VARIABLE

DOCS = Path(mtcheck.__file__).parent / "docs"
CASES = (DOCS / "regression-cases.md").read_text(encoding="utf-8")
WORKFLOW = (DOCS / "newsroom-workflow.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("key", sorted(read._CASE))
def test_every_key_is_told(key: str):
    assert f"| `{key}` |" in CASES


@pytest.mark.parametrize("name", sorted(pytest_plugin._OPTIONS))
def test_every_option_of_the_plugin_is_told(name: str):
    assert f"| `{name}` | `--{name.replace('_', '-')}` |" in CASES


def test_the_defaults_are_told():
    assert f"(default: {DEFAULT_MARGIN:g})" in CASES
    assert f"`--timeout` ({DEFAULT_TIMEOUT:g} seconds)" in CASES
    assert TOKEN_VARIABLE in CASES


def test_the_example_passes():
    (example,) = blocks(CASES, "yaml")
    results = run_cases(read.parse_cases(example, "example"))
    assert [case.status for case in results.cases] == [Status.PASSED]


def test_the_workflow_is_yaml_and_runs_the_cases():
    (example,) = blocks(WORKFLOW, "yaml")
    steps = yaml.safe_load(example)["jobs"]["regress"]["steps"]
    assert any("mtcheck regress run cases " in step.get("run", "") for step in steps)
