"""What README.md and mtcheck/docs say is true: links lead somewhere, examples are accepted, nothing public is missing."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from markdown_it import MarkdownIt
from typer.testing import CliRunner

import mtcheck
from mtcheck import config
from mtcheck.cli import app, reference
from mtcheck.cli.common import format_of
from mtcheck.config import load_settings
from mtcheck.decisions import decision_on
from mtcheck.glossary import find_problems, parse_glossary
from mtcheck.glossary.reading import COLUMNS
from mtcheck.read import READERS
from mtcheck.regress.read import parse_cases
from mtcheck.report import FORMATS
from mtcheck.rules import rule_infos
from mtcheck.types import Article, Finding, Kind, Language, Report, Sentence, Severity, Verdict

ROOT = Path(__file__).parents[1]
DOCS = Path(mtcheck.__file__).parent / "docs"
PAGES = sorted(DOCS.glob("*.md"))
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in PAGES} | {
    "../../README.md": (ROOT / "README.md").read_text(encoding="utf-8")
}
_PARSER = MarkdownIt("commonmark").enable("table")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a page in a language."""
    return [token.content for token in _PARSER.parse(text) if token.type == "fence" and token.info == language]


def all_blocks(language: str) -> list[tuple[str, str]]:
    return [(name, block) for name, text in sorted(TEXTS.items()) for block in blocks(text, language)]


def links(text: str) -> Iterator[str]:
    """The addresses of links and pictures."""
    for token in _PARSER.parse(text):
        for child in token.children or []:
            address = child.attrGet("href") or child.attrGet("src")
            if address:
                yield str(address)


def anchors(text: str) -> set[str]:
    """The anchors that code hosts make of a page's headings."""
    tokens = _PARSER.parse(text)
    headings = [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# links


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_links_lead_somewhere(name: str):
    broken = []
    for address in links(TEXTS[name]):
        if re.match(r"[a-z]+:", address):
            continue
        file, _, anchor = unquote(address).partition("#")
        target = Path(os.path.normpath(DOCS / Path(name).parent / file)) if file else DOCS / name
        heading = not anchor or anchor in anchors(target.read_text(encoding="utf-8"))
        if not target.exists() or not heading:
            broken.append(address)
    assert broken == []


def test_the_index_lists_every_page():
    listed = {address.partition("#")[0] for address in links(TEXTS["README.md"])}
    assert {page.name for page in PAGES} - {"README.md"} <= listed


def test_the_readme_leads_to_the_pages():
    assert {f"mtcheck/docs/{name}" for name in ("editor.md", "newsroom-workflow.md", "cli.md", "api.md")} <= set(
        links(TEXTS["../../README.md"])
    )


def test_the_package_takes_the_pages_along():
    """Nothing in pyproject.toml keeps them out of the wheel, and they lie inside the package."""
    content = config.tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = content["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == [DOCS.parent.name]
    assert not {"exclude", "only-include", "include"} & set(wheel)
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert not {"docs", "docs/", "*.md", "mtcheck/docs", "mtcheck/docs/"} & set(ignored)


# rules


@pytest.mark.parametrize("rule", sorted(rule_infos()))
def test_every_rule_has_a_page(rule: str):
    info = rule_infos()[rule]
    assert info.page.startswith(f"# {info.title}\n")
    assert info.title_hi
    for part in ("**Fires on**", "**Quiet on**", "**What to do**"):
        assert part in info.page


# the command line

COMMANDS = reference.commands()


def test_the_reference_is_what_the_script_makes():
    assert TEXTS["cli.md"] == reference.reference(), "run: make docs"


def test_the_reference_can_be_written_anew(tmp_path: Path):
    reference.main([str(tmp_path / "cli.md")])
    assert (tmp_path / "cli.md").read_text(encoding="utf-8") == reference.reference()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_tells_itself_with_an_example(command: reference.Command):
    assert command.paragraphs
    assert command.examples
    names = [example.split()[: len(command.name.split())] for example in command.examples]
    assert all(found == command.name.split() for found in names)
    assert all(parameter.help for parameter in command.parameters)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_reference_agrees_with_the_help(command: reference.Command):
    result = CliRunner().invoke(app, [*command.name.split()[1:], "--help"], env={"COLUMNS": "300", "NO_COLOR": "1"})
    assert result.exit_code == 0
    shown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", result.output)) - {"--help"}
    declared = {name for parameter in command.parameters for name in parameter.names if name.startswith("--")}
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", f"{command.text} {[p.help for p in command.parameters]}"))
    assert declared <= shown <= declared | told


def test_no_command_is_missing_in_the_reference():
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "300", "NO_COLOR": "1"}).output
    listed = re.findall(r"^\s+([a-z]+)\s{2,}\S", shown.partition("Commands:")[2], re.MULTILINE)
    assert listed
    assert set(listed) == {command.name.split()[1] for command in COMMANDS}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_commands_in_the_pages_exist(name: str):
    """Every line of a console or shell block that calls mtcheck names a command, and options that it has."""
    known = {command.name: command for command in COMMANDS}
    for language in ("console", "sh", "", "yml", "ini"):
        for block in blocks(TEXTS[name], language):
            for line in re.findall(r"(?:^|&&|[\s/])(mtcheck [a-z]+ .*)$", block.replace("\\\n", " "), re.MULTILINE):
                words = line.partition(" # ")[0].partition("&&")[0].split()
                command = known.get(" ".join(words[:3])) or known.get(" ".join(words[:2]))
                assert command is not None, line
                options = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
                assert options <= {n for parameter in command.parameters for n in parameter.names}, line


# configuration

CONFIGURATION = TEXTS["configuration.md"]


@pytest.mark.parametrize("key", [*config.keys(), "overrides"])
def test_every_key_is_told(key: str):
    assert re.search(rf"^\| `{key}` \|", CONFIGURATION, re.MULTILINE)


def test_no_key_is_made_up():
    section = CONFIGURATION.partition("## All keys")[2].partition("## Overrides")[0]
    told = re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)
    assert told == [*config.keys(), "overrides"]


def test_the_first_example_has_every_key():
    example = config.tomllib.loads(blocks(CONFIGURATION, "toml")[0])
    assert set(example) == {*config.keys(), "overrides"}


@pytest.mark.parametrize(("name", "block"), all_blocks("toml"), ids=lambda value: str(value)[:20])
def test_toml_is_accepted(name: str, block: str, tmp_path: Path):
    file = tmp_path / ("pyproject.toml" if "[tool.mtcheck]" in block else "mtcheck.toml")
    file.write_text(block, encoding="utf-8")
    settings = load_settings(tmp_path, {})
    assert settings.file == file
    assert settings.origins


def test_every_format_is_told_in_the_configuration():
    row = next(line for line in CONFIGURATION.splitlines() if line.startswith("| `format` |"))
    assert re.findall(r'`"([a-z]+)"`', row) == list(FORMATS)


# glossary


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_told(column: str):
    assert f"\n| `{column}` |" in TEXTS["glossary.md"]


@pytest.mark.parametrize("block", blocks(TEXTS["glossary.md"], "yaml"))
def test_glossaries_in_yaml_are_accepted(block: str):
    entries = parse_glossary(block.encode(), "terms.yaml")
    assert [problem for problem in find_problems(entries) if problem.level == "error"] == []


def test_the_glossary_in_tbx_is_accepted():
    (block,) = blocks(TEXTS["glossary.md"], "xml")
    (entry,) = parse_glossary(block.encode(), "terms.tbx")
    assert (entry.english, entry.preferred, entry.forbidden) == ("interest rate", ("ब्याज दर",), ("रुचि दर",))


def test_the_glossaries_in_csv_are_as_told():
    good, bad = blocks(TEXTS["glossary.md"], "csv")
    assert not find_problems(parse_glossary(good.encode(), "terms.csv"))
    entries = parse_glossary(bad.encode(), "terms.csv")
    problems = find_problems(entries)
    told = next(block for block in blocks(TEXTS["glossary.md"], "console") if "error" in block)
    for problem in problems:
        assert f"{problem.origin}: {problem.level}: {problem.message} [{problem.code}]" in told
    assert f"{len(entries)} entries, {len(problems)} errors, 0 warnings" in told


def test_every_problem_of_a_glossary_is_told():
    source = (DOCS.parent / "glossary" / "problems.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'Problem\([^"]*"([a-z-]+)"', source))
    assert len(codes) > 5
    assert codes == set(
        re.findall(r"^\| `([a-z-]+)` \|", TEXTS["glossary.md"].partition("## Examine")[2], re.MULTILINE)
    )


# other examples


@pytest.mark.parametrize(("name", "block"), all_blocks("yaml"), ids=lambda value: str(value)[:20])
def test_yaml_is_accepted(name: str, block: str):
    if name == "regression-cases.md":
        assert parse_cases(block, "example.mtcheck.yaml")
    elif name == "glossary.md":
        assert parse_glossary(block.encode(), "terms.yaml")
    else:
        assert yaml.safe_load(block)


@pytest.mark.parametrize(("name", "block"), all_blocks("json"), ids=lambda value: str(value)[:20])
def test_json_is_json(name: str, block: str):
    content = json.loads(block)
    for error in content.get("errors", []):
        assert content["text"][error["start"] : error["end"]] == error["span"]


@pytest.mark.parametrize("block", blocks(TEXTS["formats.md"], "python"))
def test_the_example_of_the_formats_runs(block: str):
    exec(compile(block, "formats.md", "exec"), {})


# formats

FORMATS_PAGE = TEXTS["formats.md"]


def test_every_format_is_told():
    assert re.findall(r"^\| `([a-z]+)` \| (?:`|–)", FORMATS_PAGE, re.MULTILINE) == [
        "text",
        "html",
        *(name for name in FORMATS if name not in ("text", "html")),
    ]


def test_endings_are_those_of_the_formats():
    rows = re.findall(r"^\| `([a-z]+)` \| ((?:`\.[a-z.]+`[, ]*)+)", FORMATS_PAGE, re.MULTILINE)
    assert len(rows) == len(FORMATS) - 1  # github has no ending
    for name, endings in rows:
        for ending in re.findall(r"`(\.[a-z.]+)`", endings):
            assert format_of(f"report{ending}").value == name


@pytest.mark.parametrize("ending", sorted(READERS))
def test_every_ending_that_is_read_is_told(ending: str):
    assert f"`{ending}`" in FORMATS_PAGE.partition("### What each reader takes")[0]


def test_every_field_of_the_json_report_is_told():
    finding = Finding("wrong-sense", Severity.MAJOR, 0.9, 0, 4, "बैंक", 0, "…")
    sentence = Sentence(0, 0, 4, Kind.HEADLINE, Language.HINDI, "बैंक")
    article = Article("a.txt", "बैंक", sentences=[sentence], findings=[finding], error="…")
    data = Report([article], "…").to_json()
    one = data["articles"][0]
    told = set(re.findall(r"`([a-z_0-9]+)`", FORMATS_PAGE.partition("### JSON")[2].partition("### HTML")[0]))
    assert {*data, *one, *one["sentences"][0], *one["findings"][0]} <= told


def test_every_field_of_a_decision_is_told():
    finding = Finding("wrong-sense", Severity.MAJOR, 0.9, 0, 4, "बैंक", 0, "…")
    decision = decision_on(Article("a.txt", "बैंक"), finding, Verdict.ACCEPTED)
    told = FORMATS_PAGE.partition("A decision has")[2]
    assert all(f"`{name}`" in told for name in vars(decision))


# the Python API


@pytest.mark.parametrize("name", mtcheck.__all__)
def test_every_public_name_is_told(name: str):
    assert re.search(rf"`?\b{name}\b", TEXTS["api.md"])


def test_every_option_is_told():
    rows = re.findall(r"^\| `([a-z_]+)` \|", TEXTS["api.md"].partition("## Options")[2].partition("## Types")[0], re.M)
    fields = set(vars(mtcheck.Options()))
    assert set(rows) <= fields
    assert fields - set(rows) == {"evidence"}


def test_the_examples_of_the_api_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """One after the other, in one folder; what a block says that it prints, it prints."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    tokens = [token for token in _PARSER.parse(TEXTS["api.md"]) if token.type in ("fence", "paragraph_open", "inline")]
    for place, token in enumerate(tokens):
        if token.type == "fence" and token.info == "python":
            exec(compile(token.content, f"api.md:{token.map[0] + 1 if token.map else 0}", "exec"), names)
            printed = capsys.readouterr().out
            following = tokens[place + 1 : place + 4]
            if len(following) == 3 and following[1].content.startswith("prints") and following[2].type == "fence":
                assert following[2].content in printed
    assert (tmp_path / "bank.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
