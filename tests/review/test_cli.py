"""mtcheck decisions: import, export, articles."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mtcheck.cli import app
from mtcheck.decisions import decision_on, decisions_json, read_decisions
from mtcheck.errors import MtcheckError
from mtcheck.evaluate import read_gold
from mtcheck.types import Decision, Verdict
from tests.report import build

from .conftest import made, put

LATER = "2025-03-01T11:00:00.000+00:00"


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error, as `mtcheck` has them."""
    result = CliRunner().invoke(app, ["decisions", *map(str, arguments)])
    if isinstance(result.exception, MtcheckError):
        return 2, "", str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def file_of(file: Path, *decisions: Decision) -> Path:
    file.write_text(json.dumps(decisions_json(decisions), ensure_ascii=True))
    return file


STRANGE = [
    made("f1", Verdict.DISMISSED, reason="\ud800 \x00 <b>", by="मीरा"),
    made("f2", Verdict.CORRECTED, correction="तेज़ी"),
    made("f1", path="b.txt"),
]


def test_what_goes_in_comes_out(database: str, tmp_path: Path):
    file = file_of(tmp_path / "in.json", *STRANGE)
    assert run("import", file, "--database", database)[2] == "3 decisions read, 3 new\n"
    assert run("import", file, "--database", database)[2] == "3 decisions read, 0 new\n"
    first = tmp_path / "first.json"
    assert run("export", "--database", database, "-o", first)[0] == 0
    got = read_decisions(first)
    assert sorted(map(repr, got)) == sorted(map(repr, STRANGE))
    assert [(one.path, one.fingerprint) for one in got] == [
        ("b.txt", "f1"),
        ("बाज़ार/a.txt", "f1"),
        ("बाज़ार/a.txt", "f2"),
    ]


@pytest.mark.parametrize("history", [[], ["--history"]])
def test_from_one_database_to_the_next_nothing_changes(tmp_path: Path, history: list[str]):
    files = [
        file_of(tmp_path / "anu.json", made("f1", by="Anu", at=LATER), made("f2", by="Anu")),
        file_of(
            tmp_path / "meera.json",
            made("f1", Verdict.DISMISSED, by="Meera"),
            made("f2", Verdict.DISMISSED, by="Meera"),
        ),
    ]
    run("import", *files, "--database", tmp_path / "a.sqlite")
    run("export", *history, "--database", tmp_path / "a.sqlite", "-o", tmp_path / "a.json")
    run("import", tmp_path / "a.json", "--database", tmp_path / "b.sqlite")
    run("export", *history, "--database", tmp_path / "b.sqlite", "-o", tmp_path / "b.json")
    assert (tmp_path / "b.json").read_bytes() == (tmp_path / "a.json").read_bytes()
    assert len(read_decisions(tmp_path / "a.json")) == (4 if history else 2)


def test_only_some_verdicts(tmp_path: Path):
    run("import", file_of(tmp_path / "in.json", *STRANGE), "--database", tmp_path)
    output = run("export", "--database", tmp_path, "--verdict", "dismissed", "--verdict", "corrected")[1]
    assert [one["verdict"] for one in json.loads(output)["decisions"]] == ["dismissed", "corrected"]


def test_a_bad_file_leaves_the_database_as_it_was(tmp_path: Path):
    good, bad = file_of(tmp_path / "good.json", made()), tmp_path / "bad.json"
    bad.write_text("{")
    code, _, errors = run("import", good, bad, "--database", tmp_path)
    assert (code, "bad.json: not JSON" in errors) == (2, True)
    assert not (tmp_path / "decisions.sqlite").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "--database", "{}"], "no decisions there"),
        (["export", "--database", "{}/nowhere"], "neither a folder"),
        (["import", "{}/gone.json", "--database", "{}"], "cannot be read"),
        (["export", "--database", "{}", "-o", "{}"], "is a folder"),
        (["articles", "{}/gone.json", "{}", "-o", "{}/out"], "cannot be read"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, arguments: list[str], message: str):
    code, _, errors = run(*(argument.format(tmp_path) for argument in arguments))
    assert (code, message in errors) == (2, True)


# Annotated articles


def decided(number: int, verdict: Verdict, **more: Any) -> Decision:
    article = build.cricket()
    return decision_on(article, article.findings[number], verdict, **more)


def test_errors_become_annotated_articles(reports: Path, tmp_path: Path):
    file = file_of(
        tmp_path / "d.json",
        decided(0, Verdict.DISMISSED, reason="right"),
        decided(1, Verdict.CORRECTED, correction="मैदान"),
        decided(2, Verdict.ACCEPTED),
        decided(3, Verdict.DISMISSED, reason="first so"),
        decided(3, Verdict.ACCEPTED),  # the last of a finding counts
    )
    code, _, errors = run("articles", file, reports, "-o", tmp_path / "out")
    assert code == 0
    assert "खेल/cricket.txt: 1 findings are undecided" in errors
    assert errors.endswith("1 article with 3 errors\n")
    (gold,) = read_gold([tmp_path / "out"])
    article = build.cricket()
    assert gold.text == article.text
    assert [(gold.text[one.start : one.end], one.type, one.severity, one.evidence) for one in gold.errors] == [
        ("तारकोल", "wrong-sense", "major", True),
        ("चमगादड़", "name-error", "minor", True),
        ("चमगादड़ चलाना", "wrong-sense", "major", True),
    ]
    written = json.loads(Path(gold.path).read_text())
    assert [one["correction"] for one in written["errors"]] == ["मैदान", "", "बल्ला चलाना"]
    assert (written["lang"], written["path"]) == ("hi", "खेल/cricket.txt")
    assert all(one["span"] == gold.text[one["start"] : one["end"]] for one in written["errors"])


def test_articles_without_errors_are_not_written(reports: Path, tmp_path: Path):
    file = file_of(tmp_path / "d.json", decided(0, Verdict.DISMISSED, reason="right"))
    assert run("articles", file, reports, "-o", tmp_path / "out")[2] == "0 articles with 0 errors\n"
    assert list((tmp_path / "out").iterdir()) == []


def test_decisions_that_fit_no_report_are_told(reports: Path, tmp_path: Path):
    lost = replace(decided(1, Verdict.ACCEPTED), fingerprint="0" * 16)
    file = file_of(tmp_path / "d.json", decided(1, Verdict.ACCEPTED), lost, made())
    assert (
        "2 decisions are about findings that no report holds"
        in run("articles", file, reports, "-o", tmp_path / "out")[2]
    )
    code, _, errors = run("articles", file_of(tmp_path / "e.json", made()), reports, "-o", tmp_path / "none")
    assert (code, "none of its reports" in errors) == (2, True)
    assert not (tmp_path / "none").exists()


def test_of_an_article_in_several_reports_the_one_decided_on_counts(reports: Path, tmp_path: Path):
    old = build.cricket()
    old.findings = old.findings[:1]
    put(reports / "a-old.json", replace(old, sha256="1" * 64))
    file = file_of(tmp_path / "d.json", *(decided(number, Verdict.ACCEPTED) for number in range(5)))
    assert run("articles", file, reports, "-o", tmp_path / "out")[2] == "1 article with 5 errors\n"


def test_names_of_files_are_safe_and_stay(reports: Path, tmp_path: Path):
    bad = replace(build.cricket(), path="../../x\x00/ख ल.txt")
    put(reports / "bad.json", bad)
    decision = decision_on(bad, bad.findings[0], Verdict.ACCEPTED)
    file = file_of(tmp_path / "d.json", decision, decided(0, Verdict.ACCEPTED))
    for _ in range(2):
        run("articles", file, reports, "-o", tmp_path / "out")
        assert len(list((tmp_path / "out").iterdir())) == 2
    assert all(path.parent == tmp_path / "out" for path in (tmp_path / "out").rglob("*"))
