"""mtcheck regress: cases of mended mistranslations, run, collected and compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli.common import EXIT_FAILED, EXIT_FINDINGS, check_output
from mtcheck.errors import UsageError
from mtcheck.report.text import counted

if TYPE_CHECKING:
    from mtcheck.regress.case import Results
    from mtcheck.regress.translators import TranslationSystem

app = typer.Typer(
    help="Regression test: translation fixes that must stay.", rich_markup_mode=None, no_args_is_help=True
)


@app.command("run")
def regress_run(
    cases: Annotated[
        list[str], typer.Argument(metavar="CASES...", help="Files of cases (*.mtcheck.yaml) and folders of them.")
    ],
    translator: Annotated[
        str | None,
        typer.Option(
            "--translator",
            metavar="CMD",
            help="Check what this command makes of the English now: a sentence per line in, a translation per line out.",
        ),
    ] = None,
    endpoint: Annotated[
        str | None,
        typer.Option("--endpoint", metavar="URL", help="As --translator, by POST of JSON to an http(s) address."),
    ] = None,
    endpoint_fields: Annotated[
        str,
        typer.Option(
            "--endpoint-fields",
            metavar="NAME=FIELD,...",
            help="Other names of the fields text, source, target, translations: text=q,translations=data.translations.text",
        ),
    ] = "",
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="S", min=0.1, help="Seconds for one run of CMD or one request.")
    ] = 120.0,
    accepted: Annotated[
        Path | None,
        typer.Option(
            "--accepted", metavar="FILE.json", help="Results of the last accepted run: chrF is compared with it."
        ),
    ] = None,
    glossary: Annotated[
        list[str] | None,
        typer.Option("--glossary", metavar="FILE", help="A glossary for all cases. May be repeated."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.json", help="Write the results (schema mtcheck.regress/1)."),
    ] = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write the results as JUnit XML.")
    ] = None,
) -> None:
    """Run cases: bad sentences must be flagged, fixed ones clean, and errors stay away from a translator's output.

    Exit code 0: all passed; 1: a case failed; 2: a case or a file could not be tried.

    Example: mtcheck regress run cases/ --translator ./translate.sh --junit regress.xml
    """
    from mtcheck.progress import progress_bar
    from mtcheck.regress.read import read_all
    from mtcheck.regress.text import render

    for file in filter(None, (output, junit)):
        check_output(file)
    system = _system(translator, endpoint, endpoint_fields, timeout)
    before = _accepted(accepted)
    found, errors = read_all(cases)
    from mtcheck.glossary import read_glossary
    from mtcheck.regress.run import run_cases

    entries = [entry for name in glossary or [] for entry in read_glossary(name)]
    with progress_bar() as progress:
        results = run_cases(
            found, translator=system, glossary=entries, accepted=before, errors=errors, progress=progress
        )
    _write(results, output, junit)
    typer.echo(render(results), nl=False)
    raise typer.Exit(_exit_code(results))


@app.command("add")
def regress_add(
    source: Annotated[
        list[Path], typer.Option("--from", metavar="DECISIONS.json", help="Editors' decisions. May be repeated.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE.mtcheck.yaml",
            help="File of cases to make or to add to. Default: standard output.",
        ),
    ] = None,
) -> None:
    """Turn accepted and corrected decisions into cases; those that FILE has already are not added again.

    Example: mtcheck regress add --from decisions.json --output cases/desk.mtcheck.yaml
    """
    from mtcheck.decisions import read_decisions
    from mtcheck.regress.add import add_cases
    from mtcheck.regress.read import read_text

    decisions = [decision for file in source for decision in read_decisions(file)]
    if output is not None:
        check_output(output)
    text = read_text(output) if output is not None and output.exists() else ""
    addition = add_cases(decisions, text, str(output or "<cases>"))
    if output is None:
        typer.echo(addition.text, nl=False)
    elif addition.added:
        _save(addition.text, output)
    typer.echo(f"{len(addition.added)} new of {counted(len(decisions), 'decision')}", err=True)


@app.command("report")
def regress_report(
    old: Annotated[Path, typer.Argument(metavar="OLD.json", help="Results of the earlier run.")],
    new: Annotated[Path, typer.Argument(metavar="NEW.json", help="Results of the later run.")],
    json_output: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Compare two runs; exit with 1 when a case that passed is broken now.

    Example: mtcheck regress report accepted.json results.json
    """
    import json

    from mtcheck.regress.compare import compare, render
    from mtcheck.regress.results import read_results

    comparison = compare(read_results(old), read_results(new))
    data = json.dumps(comparison.to_json(), ensure_ascii=False, indent=1) + "\n"
    typer.echo(data if json_output else render(comparison), nl=False)
    raise typer.Exit(EXIT_FINDINGS if comparison.newly_broken else 0)


def _system(command: str | None, url: str | None, fields: str, timeout: float) -> TranslationSystem | None:
    from mtcheck.regress.translators import Command, Endpoint, read_fields

    if command is not None and url is not None:
        raise UsageError("--translator and --endpoint: give only one of them")
    if fields and url is None:
        raise UsageError("--endpoint-fields: there is no --endpoint")
    if url is not None:
        return Endpoint(url, timeout, read_fields(fields))
    return Command(command, timeout) if command is not None else None


def _accepted(path: Path | None) -> Results | None:
    from mtcheck.regress.results import read_results

    return read_results(path) if path is not None else None


def _write(results: Results, output: Path | None, junit_file: Path | None) -> None:
    from mtcheck.regress import junit
    from mtcheck.regress.results import dumps

    if output is not None:
        _save(dumps(results), output)
    if junit_file is not None:
        _save(junit.render(results), junit_file)


def _save(text: str, path: Path) -> None:
    """Whole or not at all."""
    from mtcheck.report import write

    try:
        write(text, path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error})") from error


def _exit_code(results: Results) -> int:
    from mtcheck.regress.case import Status

    if results.errors or results.count(Status.ERROR):
        return EXIT_FAILED
    return EXIT_FINDINGS if results.count(Status.FAILED) else 0
