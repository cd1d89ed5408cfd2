"""mtcheck glossary: a newsroom's own glossary, examined and listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mtcheck.cli.common import EXIT_FAILED, EXIT_FINDINGS
from mtcheck.errors import ReadError
from mtcheck.report.text import counted

if TYPE_CHECKING:
    from mtcheck.glossary import Problem
    from mtcheck.types import GlossaryEntry

app = typer.Typer(help="A newsroom's own glossary: examine it, list it.", no_args_is_help=True, rich_markup_mode=None)
SCHEMA = "mtcheck.glossary/1"
Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Glossaries: CSV, YAML or TBX.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of lines.")]


@app.command("check")
def glossary_check(files: Files, json_output: Json = False) -> None:
    """Examine glossaries, each and together: contradictions, words that flag everything or nothing, stray characters.

    Exits with 1 when there are errors (warnings alone do not count), with 2 when a file cannot be read.

    Example: mtcheck glossary check house-style.csv names.tbx
    """
    from mtcheck.glossary import find_problems

    entries, unreadable = _read_all(files)
    problems = find_problems(entries)
    if json_output:
        _print_json(entries, problems=[vars(problem) for problem in problems], unreadable=unreadable)
    else:
        _print_problems(problems, len(entries))
    errors = any(problem.level == "error" for problem in problems)
    raise typer.Exit(EXIT_FAILED if unreadable else EXIT_FINDINGS if errors else 0)


@app.command("list")
def glossary_list(files: Files, json_output: Json = False) -> None:
    """List the entries of glossaries as mtcheck reads them.

    Example: mtcheck glossary list house-style.csv
    """
    from mtcheck.glossary.reading import cleaned

    entries, unreadable = _read_all(files)
    entries = [cleaned(entry) for entry in entries]
    if json_output:
        _print_json(entries, unreadable=unreadable, entries=[_entry_json(entry) for entry in entries])
    else:
        for entry in entries:
            typer.echo(_line(entry))
    raise typer.Exit(EXIT_FAILED if unreadable else 0)


def _read_all(files: list[str]) -> tuple[list[GlossaryEntry], list[str]]:
    """The entries of all files as written, and what is wrong with the unreadable ones, also told on standard error."""
    from mtcheck.glossary import read_glossary

    entries: list[GlossaryEntry] = []
    unreadable: list[str] = []
    for file in dict.fromkeys(files):
        try:
            entries += read_glossary(file, as_written=True)
        except ReadError as error:
            unreadable.append(str(error))
            typer.echo(f"mtcheck: {error}", err=True)
    return entries, unreadable


def _print_problems(problems: list[Problem], count: int) -> None:
    from mtcheck.report.safe import plain

    for problem in problems:
        typer.echo(plain(f"{problem.origin}: {problem.level}: {problem.message} [{problem.code}]"))
    errors = sum(problem.level == "error" for problem in problems)
    typer.echo(
        f"{'1 entry' if count == 1 else f'{count} entries'}, {counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}"
    )


def _print_json(glossary: list[GlossaryEntry], **content: Any) -> None:
    import json

    from mtcheck.glossary import glossary_hash
    from mtcheck.glossary.reading import cleaned

    digest = glossary_hash(cleaned(entry) for entry in glossary)
    report = {"schema": SCHEMA, "hash": digest, "count": len(glossary), **content}
    typer.echo(json.dumps(report, ensure_ascii=False, indent=1))


def _entry_json(entry: GlossaryEntry) -> dict[str, Any]:
    return {**vars(entry), "language": entry.language.value}


def _line(entry: GlossaryEntry) -> str:
    from mtcheck.report.safe import plain

    parts = [f"{entry.origin}: {entry.english} = {' | '.join(entry.preferred) or '—'} ({entry.language.value}"]
    parts.append(f", {entry.kind})" if entry.kind != "term" else ")")
    parts.append(f", not {' | '.join(entry.forbidden)}" if entry.forbidden else "")
    parts.append(f"; {entry.note}" if entry.note else "")
    return plain("".join(parts))
