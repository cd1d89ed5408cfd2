"""Settings: which file is found, what wins, what is refused, and what `mtcheck check` and `mtcheck config` make of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mtcheck.cli.common import make_options
from mtcheck.config import COMMAND_LINE, DEFAULT, Override, Settings, find_config, keys, load_settings
from mtcheck.errors import UsageError
from tests.test_cli import BAD, GOOD, Run, run

__all__ = ["run"]

FULL = """\
model = "owner/model"
min-confidence = 0.7
fail-level = "major"
memory = false
trust-remote-code = true
format = "json"
evidence = ["wire", "sources/pti.txt"]
glossary = ["terms.csv"]
baseline = "known.json"
rules-off = ["spelling"]

[[overrides]]
paths = ["sport/**"]
rules-off = ["literal-idiom"]
min-confidence = 0.9
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# which file


@pytest.mark.parametrize(
    ("files", "start", "found"),
    [
        ({}, "a/b/story.txt", None),
        ({"mtcheck.toml": ""}, "a/b/story.txt", "mtcheck.toml"),
        ({"mtcheck.toml": "", "a/mtcheck.toml": ""}, "a/b/story.txt", "a/mtcheck.toml"),
        ({"a/mtcheck.toml": "", "a/b/c/mtcheck.toml": ""}, "a/b/story.txt", "a/mtcheck.toml"),
        ({"a/mtcheck.toml": ""}, "b/story.txt", None),
        ({"pyproject.toml": "[tool.mtcheck]\n"}, "a/b/story.txt", "pyproject.toml"),
        ({"pyproject.toml": "[tool.mtcheck]\n", "mtcheck.toml": ""}, "a/story.txt", "mtcheck.toml"),
        ({"mtcheck.toml": "", "a/pyproject.toml": "[tool.mtcheck]\n"}, "a/story.txt", "a/pyproject.toml"),
        ({"mtcheck.toml": "", "a/pyproject.toml": "[tool.other]\nx = 1\n"}, "a/story.txt", "mtcheck.toml"),
        ({"mtcheck.toml": "", "a/pyproject.toml": "tool = 3\n"}, "a/story.txt", "mtcheck.toml"),
        ({"pyproject.toml": "[project]\nname = 'x'\n"}, "story.txt", None),
        ({"mtcheck.toml/file": ""}, "story.txt", None),
    ],
)
def test_the_nearest_file_upward(tmp_path: Path, files: dict[str, str], start: str, found: str | None):
    for name, text in files.items():
        write(tmp_path / name, text)
    article = write(tmp_path / start, GOOD)
    expected = tmp_path / found if found else None
    assert find_config(article) == expected
    assert find_config(article.parent) == expected


def test_a_relative_start_climbs_above_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    config = write(tmp_path / "mtcheck.toml", "")
    write(tmp_path / "desk" / "story.txt", GOOD)
    monkeypatch.chdir(tmp_path / "desk")
    assert find_config(Path("story.txt")) == config
    assert find_config(Path("<stdin>")) == config


# what it says


def test_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    settings = load_settings(tmp_path, {})
    assert settings == Settings(baseline=Path(".mtcheck-baseline.json"))
    assert settings.min_confidence == 0.5
    assert {settings.origin(key) for key in keys()} == {DEFAULT}


@pytest.mark.parametrize(("name", "head"), [("mtcheck.toml", ""), ("pyproject.toml", "[tool.mtcheck]\n")])
def test_every_key_typed_and_paths_relative_to_the_file(tmp_path: Path, name: str, head: str):
    text = FULL if not head else FULL.replace("[[overrides]]", "[[tool.mtcheck.overrides]]")
    file = write(tmp_path / name, head + text)
    below = 1 if head else 0
    settings = load_settings(tmp_path / "desk", {})
    assert settings == Settings(
        model="owner/model",
        min_confidence=0.7,
        fail_level="major",
        memory=False,
        trust_remote_code=True,
        format="json",
        evidence=(tmp_path / "wire", tmp_path / "sources" / "pti.txt"),
        glossary=(tmp_path / "terms.csv",),
        baseline=tmp_path / "known.json",
        rules_off=frozenset({"spelling"}),
        overrides=(
            Override(
                ("sport/**",),
                frozenset({"literal-idiom"}),
                0.9,
                {
                    "paths": f"{file}:{13 + below}",
                    "rules-off": f"{file}:{14 + below}",
                    "min-confidence": f"{file}:{15 + below}",
                },
            ),
        ),
        file=file,
        origins={key: f"{file}:{line + below}" for line, key in enumerate(keys(), 1)} | {"overrides": str(file)},
    )


def test_a_model_is_a_folder_beside_the_file_or_a_name(tmp_path: Path):
    write(tmp_path / "mtcheck.toml", 'model = "models/ours"\n')
    assert load_settings(tmp_path, {}).model == "models/ours"
    (tmp_path / "models" / "ours").mkdir(parents=True)
    assert load_settings(tmp_path, {}).model == str(tmp_path / "models" / "ours")


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({"model": "other/model"}, "model", "other/model"),
        ({"min-confidence": 0.0}, "min_confidence", 0.0),
        ({"fail-level": "none"}, "fail_level", "none"),
        ({"memory": True}, "memory", True),
        ({"trust-remote-code": False}, "trust_remote_code", False),
        ({"format": "html"}, "format", "html"),
        ({"evidence": ["b.txt"]}, "evidence", (Path("b.txt"),)),
        ({"glossary": ["b.csv"]}, "glossary", (Path("b.csv"),)),
        ({"baseline": "b.json"}, "baseline", Path("b.json")),
        ({"baseline": None}, "baseline", None),
        ({"rules-off": ["untranslated"]}, "rules_off", frozenset({"untranslated"})),
    ],
)
def test_the_command_line_wins(tmp_path: Path, given: dict[str, Any], field: str, value: object):
    write(tmp_path / "mtcheck.toml", FULL)
    settings = load_settings(tmp_path, given)
    (key,) = given
    assert getattr(settings, field) == value
    assert settings.origin(key) == COMMAND_LINE
    others = load_settings(tmp_path, {})
    for other in set(keys()) - {key}:
        assert getattr(settings, other.replace("-", "_")) == getattr(others, other.replace("-", "_"))
        assert settings.origin(other).startswith(str(tmp_path / "mtcheck.toml"))


def test_without_file(tmp_path: Path):
    write(tmp_path / "mtcheck.toml", "this is no TOML")
    assert load_settings(tmp_path, {}, use_file=False).file is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("min-confidence = 0.7\n", ":1"),
        ("\n# min-confidence = 0.1\n\n'min-confidence' = 0.7\n", ":4"),
        ('"min-confidence" = 0.7 # why\n', ":1"),
        ('model = """\nmin-confidence = 0.2\n"""\nmin-confidence = 0.7\n', ""),  # which of two: not told
    ],
)
def test_where_a_value_stands(tmp_path: Path, text: str, line: str):
    file = write(tmp_path / "mtcheck.toml", text)
    settings = load_settings(tmp_path, {})
    assert (settings.min_confidence, settings.origin("min-confidence")) == (0.7, f"{file}{line}")


def test_a_key_of_another_table_is_not_taken_for_ours(tmp_path: Path):
    file = write(tmp_path / "pyproject.toml", "[tool.other]\nmemory = true\n[tool.mtcheck]\nmemory = false\n")
    assert load_settings(tmp_path, {}).origin("memory") == f"{file}:4"


# overrides


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("sport/**", "sport/cricket/story.txt", True),
        ("sport/**", "sport/story.txt", True),
        ("sport/**", "transport/story.txt", False),
        ("sport/**", "news/sport/story.txt", False),
        ("sport", "sport/story.txt", True),
        ("sport/", "sport/story.txt", True),
        ("./sport", "sport/story.txt", True),
        ("**/sport/**", "news/sport/story.txt", True),
        ("**/sport/**", "sport/story.txt", True),
        ("*.html", "story.html", True),
        ("*.html", "news/story.html", False),
        ("**/*.html", "news/story.html", True),
        ("**/*.html", "story.html", True),
        ("news/*/story.txt", "news/a/story.txt", True),
        ("news/*/story.txt", "news/a/b/story.txt", False),
        ("news/20[12]?/**", "news/2034/story.txt", False),
        ("news/20[12]?/**", "news/201x/story.txt", True),
        ("**", "anything/at/all.txt", True),
        ("खेल/**", "खेल/खबर.txt", True),
        ("\u095e\u093f\u0932\u094d\u092e/**", "\u092b\u093c\u093f\u0932\u094d\u092e/a.txt", True),  # फ़ in one letter, in two
        ("Sport/**", "sport/story.txt", False),
    ],
)  # fmt: skip
def test_globs(pattern: str, path: str, matches: bool):
    assert Override((pattern,)).matches(path) is matches


def test_overrides_add_rules_and_the_last_confidence_holds(tmp_path: Path):
    file = write(
        tmp_path / "mtcheck.toml",
        'rules-off = ["spelling"]\n'
        '[[overrides]]\npaths = ["sport/**"]\nrules-off = ["literal-idiom"]\nmin-confidence = 0.6\n'
        '[[overrides]]\npaths = ["**/live/**", "blog"]\nrules-off = ["duplication"]\nmin-confidence = 0.8\n',
    )
    settings = load_settings(tmp_path, {})
    expected = {
        "story.txt": ({"spelling"}, 0.5),
        "sport/story.txt": ({"spelling", "literal-idiom"}, 0.6),
        "blog/story.txt": ({"spelling", "duplication"}, 0.8),
        "sport/live/story.txt": ({"spelling", "literal-idiom", "duplication"}, 0.8),
    }
    got = {path: settings.at(tmp_path / path) for path in expected}
    assert {path: (set(mine.rules_off), mine.min_confidence) for path, mine in got.items()} == expected
    assert got["sport/live/story.txt"].origin("rules-off") == f"{file}:1, {file}:4, {file}:8"
    assert got["sport/live/story.txt"].origin("min-confidence") == f"{file}:9"
    assert all(mine.overrides == () and mine.at(tmp_path / path) == mine for path, mine in got.items())


def test_the_command_line_wins_over_overrides(tmp_path: Path):
    write(tmp_path / "mtcheck.toml", FULL)
    mine = load_settings(tmp_path, {"rules-off": ["spelling"], "min-confidence": 0.3}).at(tmp_path / "sport/story.txt")
    assert (mine.rules_off, mine.min_confidence) == ({"spelling"}, 0.3)
    assert mine.origin("rules-off") == mine.origin("min-confidence") == COMMAND_LINE


# options


def test_make_options(tmp_path: Path):
    write(tmp_path / "mtcheck.toml", FULL.replace("trust-remote-code = true", "trust-remote-code = false"))
    write(tmp_path / "terms.csv", "english,preferred,forbidden\ndefence,रक्षा,परिभाषा\n")
    options = make_options(load_settings(tmp_path, {}), lambda stage, done, total: None)
    assert (options.model, options.memory, options.trust_remote_code) == ("owner/model", None, False)
    assert [(entry.english, entry.preferred) for entry in options.glossary] == [("defence", ("रक्षा",))]
    sport, news = options.of(str(tmp_path / "sport/a.txt")), options.of(str(tmp_path / "news/a.txt"))
    assert (sport.minimum_confidence, news.minimum_confidence) == (0.9, 0.7)
    assert (sport.rules_off, news.rules_off) == ({"spelling", "literal-idiom"}, {"spelling"})


# what is refused


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("min-confidance = 0.7\n", "{file}:1: unknown key 'min-confidance'; did you mean 'min-confidence'?"),
        ("min_confidence = 0.7\n", "{file}:1: unknown key 'min_confidence'; did you mean 'min-confidence'?"),
        ("FORMAT = 'json'\n", "{file}:1: unknown key 'FORMAT'; did you mean 'format'?"),
        ("\nzzz = 1\n", "{file}:2: unknown key 'zzz'; there are: baseline, evidence, "),
        ("file = 'x'\n", "{file}:1: unknown key 'file'; "),
        ("min-confidence = '0.7'\n", "{file}:1: 'min-confidence' must be a number from 0 to 1, not '0.7'"),
        ("min-confidence = 70\n", "{file}:1: 'min-confidence' must be a number from 0 to 1, not 70"),
        ("min-confidence = nan\n", "{file}:1: 'min-confidence' must be a number from 0 to 1, not nan"),
        ("min-confidence = true\n", "{file}:1: 'min-confidence' must be a number from 0 to 1, not True"),
        ("memory = 1\n", "{file}:1: 'memory' must be true or false, not 1"),
        ("trust-remote-code = 'no'\n", "{file}:1: 'trust-remote-code' must be true or false, not 'no'"),
        ("fail-level = 'info'\n", "{file}:1: 'fail-level' must be one of major, minor, none, not 'info'"),
        ("fail-level = ['major']\n", "{file}:1: 'fail-level' must be one of major, minor, none, not ['major']"),
        ("format = 'pdf'\n", "{file}:1: 'format' must be one of text, json, html"),
        ("model = ''\n", "{file}:1: 'model' must be a folder or a model-hub name, not ''"),
        ('model = "a\\u0000b"\n', "{file}:1: 'model' must be a folder or a model-hub name, not 'a\\x00b'"),
        ("evidence = 'wire.txt'\n", "{file}:1: 'evidence' must be a list of paths, not 'wire.txt'"),
        ("glossary = [1]\n", "{file}:1: 'glossary' must be a list of paths, not 1"),
        ("baseline = false\n", "{file}:1: 'baseline' must be the name of a file, not False"),
        ("rules-off = ['speling']\n", "{file}:1: 'rules-off' names no rule 'speling'; did you mean 'spelling'?"),
        ("rules-off = ['qqq']\n", "{file}:1: 'rules-off' names no rule 'qqq'; there are: duplication, "),
        ("overrides = 3\n", "{file}:1: 'overrides' must be a list of tables, [[overrides]], not 3"),
        ("[overrides]\npaths = ['a']\n", "{file}: 'overrides' must be a list of tables, [[overrides]], not "),
        ("[[overrides]]\nmodel = 'x'\n", "{file}:2: unknown key 'model'; there are: min-confidence, paths, rules-off"),
        ("[[overrides]]\nrules-off = []\n", "{file}:2: overrides need 'paths', a list of globs relative to this file"),
        ("[[overrides]]\npaths = []\n", "{file}:2: 'paths' must be a list of globs, not []"),
        ("[[overrides]]\npaths = ['/srv/**']\n", "{file}:2: 'paths' holds '/srv/**'; globs are relative to this file"),
        ("[[overrides]]\npaths = ['../x']\n", "{file}:2: 'paths' holds '../x'; globs are relative to this file"),
        ("[[overrides]]\npaths = ['a']\n[[overrides]]\npaths = ['b']\nmin-confidence = 2\n", "{file}:5: 'min-confid"),
        ("model = 'a'\nformat = \n", "{file}:2: not TOML: "),
        ("model = 'a'\nmodel = 'b'\n", "{file}:2: not TOML: "),
        ("\n\nevidence = [\n", "{file}:3: not TOML: "),
        ("evidence = " + "[" * 5000, "{file}:1: not TOML: "),
        (b"# caf\xc3\xa9\nmodel = 'caf\xe9'\n", "{file}:2: not UTF-8"),
    ],
)
def test_errors_name_file_line_and_key(tmp_path: Path, text: str | bytes, message: str):
    file = tmp_path / "mtcheck.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError) as error:
        load_settings(tmp_path / "story.txt", {})
    assert str(error.value).startswith(message.format(file=file)), str(error.value)


def test_a_byte_order_mark_is_no_error(tmp_path: Path):
    (tmp_path / "mtcheck.toml").write_bytes(b"\xef\xbb\xbfmemory = false\n")
    assert load_settings(tmp_path, {}).memory is False


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool]\nmtcheck = 3\n", "{file}: 'tool.mtcheck' must be a table"),
        ("[tool.mtcheck]\nmodell = 'x'\n", "{file}:2: unknown key 'modell'; did you mean 'model'?"),
        ("[tool.mtcheck\n", "{file}:1: not TOML: "),
    ],
)
def test_errors_in_pyproject(tmp_path: Path, text: str, message: str):
    file = write(tmp_path / "pyproject.toml", text)
    with pytest.raises(UsageError, match=re.escape(message.format(file=file))):
        load_settings(tmp_path, {})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"rules-off": ["speling"]}, "--rules-off names no rule 'speling'; did you mean 'spelling'?"),
        ({"min-confidence": 2}, "--min-confidence must be a number from 0 to 1, not 2"),
    ],
)
def test_errors_on_the_command_line(tmp_path: Path, given: dict[str, object], message: str):
    with pytest.raises(UsageError, match=re.escape(message)):
        load_settings(tmp_path, given)


# mtcheck check


def articles_of(out: str) -> dict[str, dict[str, Any]]:
    return {Path(article["path"]).name: article for article in json.loads(out)["articles"]}


def rules_in(article: dict[str, Any]) -> set[str]:
    return {finding["rule"] for finding in article["findings"]}


def test_check_takes_the_file_and_the_command_line_wins(run: Run, tmp_path: Path):
    bad = write(tmp_path / "bad.txt", BAD)
    assert run("check", bad)[0] == 0
    write(tmp_path / "mtcheck.toml", 'fail-level = "minor"\nformat = "json"\n')
    code, out, err = run("check", bad)
    assert (code, err) == (1, "")
    assert "duplication" in rules_in(articles_of(out)["bad.txt"])
    assert run("check", bad, "--fail-level", "none")[0] == 0
    assert run("check", bad, "--no-config")[0] == 0
    assert run("check", bad, "--format", "text")[1].startswith(str(bad))


def test_rules_off_in_the_file_in_an_override_and_given(run: Run, tmp_path: Path):
    write(tmp_path / "mtcheck.toml", '[[overrides]]\npaths = ["sport"]\nrules-off = ["duplication"]\n')
    for name in ("sport/a.txt", "news/b.txt"):
        write(tmp_path / name, BAD)
    _, out, _ = run("check", tmp_path, "-f", "json")
    found = articles_of(out)
    assert "duplication" not in rules_in(found["a.txt"])
    assert "duplication" in rules_in(found["b.txt"])
    assert json.loads(out)["signature"].endswith("1x(minimum:0.5)|1x(minimum:0.5|off:duplication)")
    _, out, _ = run("check", tmp_path, "-f", "json", "--rules-off", "duplication", "--rules-off", "spelling")
    assert all("duplication" not in rules_in(article) for article in articles_of(out).values())
    assert json.loads(out)["signature"].endswith("|minimum:0.5|off:duplication,spelling")


def test_articles_in_several_trees_have_settings_of_their_own(run: Run, tmp_path: Path):
    for desk, config in {"a": "min-confidence = 1\n", "b": "", "c": 'fail-level = "minor"\nmemory = false\n'}.items():
        write(tmp_path / desk / "mtcheck.toml", config)
        write(tmp_path / desk / f"{desk}.txt", BAD)
    code, out, err = run("check", tmp_path / "c", tmp_path / "a", tmp_path / "b", "-f", "json")
    assert (code, err) == (1, "")
    assert [Path(article["path"]).name for article in json.loads(out)["articles"]] == ["c.txt", "a.txt", "b.txt"]
    found = articles_of(out)
    assert {finding["severity"] for finding in found["a.txt"]["findings"]} <= {"info"}
    assert rules_in(found["b.txt"]) == rules_in(found["c.txt"]) == {"duplication"}
    assert run("check", tmp_path / "a", tmp_path / "b")[0] == 0, "c's fail-level is not theirs"


def test_standard_input_has_the_working_folders_settings(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path / "mtcheck.toml", 'rules-off = ["duplication"]\nformat = "json"\n')
    monkeypatch.chdir(tmp_path)
    _, out, _ = run("check", "-", stdin=BAD.encode())
    assert "duplication" not in rules_in(articles_of(out)["<stdin>"])


def test_evidence_from_the_file_is_read_and_not_checked(run: Run, tmp_path: Path):
    write(tmp_path / "mtcheck.toml", 'evidence = ["wire.txt"]\n')
    good = write(tmp_path / "desk" / "good.txt", GOOD)
    code, _, err = run("check", good)
    assert code == 2
    assert "wire.txt: no such file or folder" in err
    write(tmp_path / "wire.txt", "The canal broke and crops on two hundred acres of fields were drowned.\n")
    code, out, err = run("check", good, "-f", "json")
    assert (code, err) == (0, "")
    assert list(articles_of(out)) == ["good.txt"]


def test_a_glossary_from_the_file_and_given(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path / "terms.csv", "english,preferred,forbidden\nDefence Ministry,रक्षा मंत्रालय,परिभाषा मंत्रालय\n")
    write(tmp_path / "story.txt", "परिभाषा मंत्रालय ने सोमवार को बयान जारी किया।\n")
    monkeypatch.chdir(tmp_path)

    def terms() -> list[str]:
        return [f["message"] for f in articles_of(out)["story.txt"]["findings"] if f["rule"] == "terminology"]

    _, out, _ = run("check", "story.txt", "-f", "json")
    assert not terms()
    assert "glossary:" not in json.loads(out)["signature"]
    _, out, _ = run("check", "story.txt", "-f", "json", "--glossary", "terms.csv")
    (given,) = terms()
    assert "terms.csv:2" in given
    signature = json.loads(out)["signature"]
    assert "|glossary:" in signature
    write(tmp_path / "mtcheck.toml", 'glossary = ["terms.csv"]\n')
    _, out, _ = run("check", "story.txt", "-f", "json")
    assert terms() == [given]
    assert json.loads(out)["signature"] == signature


@pytest.mark.parametrize(
    ("output", "start"), [("report", "{"), ("report.log", "{"), ("report.html", "<"), ("report.txt", "1 article")]
)
def test_a_files_ending_is_nearer_than_the_configured_format(run: Run, tmp_path: Path, output: str, start: str):
    write(tmp_path / "mtcheck.toml", 'format = "json"\n')
    write(tmp_path / "good.txt", GOOD)
    assert run("check", tmp_path / "good.txt", "-o", tmp_path / output)[0] == 0
    assert (tmp_path / output).read_text(encoding="utf-8").startswith(start)


def test_one_report_cannot_have_two_formats(run: Run, tmp_path: Path):
    for desk, name in (("a", "json"), ("b", "html")):
        write(tmp_path / desk / "mtcheck.toml", f'format = "{name}"\n')
        write(tmp_path / desk / "good.txt", GOOD)
    code, out, err = run("check", tmp_path / "a", tmp_path / "b")
    assert (code, out) == (2, "")
    assert "choose with --format" in err
    assert run("check", tmp_path / "a", tmp_path / "b", "--format", "text")[0] == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("modle = 'x'\n", "mtcheck.toml:1: unknown key 'modle'; did you mean 'model'?"),
        ("model = \n", "mtcheck.toml:1: not TOML"),
        ('rules-off = ["spell"]\n', "mtcheck.toml:1: 'rules-off' names no rule 'spell'; did you mean 'spelling'?"),
    ],
)
def test_a_wrong_file_is_one_line_and_exit_code_2(run: Run, tmp_path: Path, text: str, words: str):
    write(tmp_path / "mtcheck.toml", text)
    write(tmp_path / "good.txt", GOOD)
    for command in ("check", "config"):
        code, out, err = run(command, tmp_path / "good.txt")
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert words in err
    assert run("check", tmp_path / "good.txt", "--no-config")[0] == 0


def test_a_file_one_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = write(tmp_path / "mtcheck.toml", "memory = false\n")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UsageError, match=re.escape(f"{file}: cannot be read (Permission denied)")):
        load_settings(tmp_path, {})


def test_code_that_a_file_lets_in_is_told(run: Run, tmp_path: Path):
    write(tmp_path / "mtcheck.toml", "trust-remote-code = true\n")
    write(tmp_path / "good.txt", GOOD)
    assert "mtcheck.toml:1: trust-remote-code is on" in run("check", tmp_path / "good.txt")[2]
    assert run("check", tmp_path / "good.txt", "--trust-remote-code")[2] == ""
    assert run("check", tmp_path / "good.txt", "--no-trust-remote-code")[2] == ""


# mtcheck config


def test_config_tells_values_and_origins(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path / "mtcheck.toml", FULL)
    write(tmp_path / "sport" / "story.txt", GOOD)
    monkeypatch.chdir(tmp_path)
    code, out, err = run("config", "sport/story.txt", "--no-memory")
    assert (code, err) == (0, "")
    rows = {line.split()[0]: " ".join(line.split()[1:]) for line in out.splitlines()}
    assert rows["file:"] == "mtcheck.toml"
    assert rows["min-confidence"] == "0.9 mtcheck.toml:15"
    assert rows["rules-off"] == "literal-idiom, spelling mtcheck.toml:10, mtcheck.toml:14"
    assert rows["memory"] == "no command line"
    assert rows["baseline"] == "known.json (no such file yet) mtcheck.toml:9"
    assert rows["evidence"] == "wire, sources/pti.txt mtcheck.toml:7"
    assert set(keys()) <= set(rows)


def test_config_without_a_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("config", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["file"] is None
    assert {key: item["value"] for key, item in told["settings"].items()} == {
        "model": None,
        "min-confidence": 0.5,
        "fail-level": "none",
        "memory": True,
        "trust-remote-code": False,
        "format": None,
        "evidence": [],
        "glossary": [],
        "baseline": ".mtcheck-baseline.json",
        "rules-off": [],
    }
    assert {item["origin"] for item in told["settings"].values()} == {"default"}


def test_config_of_a_folder_tells_its_overrides(run: Run, tmp_path: Path):
    file = write(tmp_path / "mtcheck.toml", FULL)
    told = json.loads(run("config", tmp_path, "--json")[1])
    assert told["file"] == str(file)
    assert told["settings"]["min-confidence"] == {"value": 0.7, "origin": f"{file}:2"}
    assert told["overrides"][0]["paths"] == ["sport/**"]
    assert "for sport/**: rules off: literal-idiom, min-confidence 0.9" in run("config", tmp_path)[1]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nowhere.txt"], "nowhere.txt: no such file or folder"),
        (["--baseline", "a", "--no-baseline"], "give one of them"),
    ],
)
def test_config_wrong_use(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], words: str):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("config", *args)
    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.parametrize("command", ["check", "config"])
def test_help_states_the_defaults(run: Run, command: str):
    words = " ".join(run(command, "--help")[1].split())
    for default in (
        "Default: 0.5.",
        "Default: none.",
        "Default: the embedded one.",
        "Default: remember.",
        "else text.",
    ):
        assert default in words
