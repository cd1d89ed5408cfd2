"""mtcheck decisions: editors' decisions into and out of a database, and into annotated articles."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.errors import UsageError
from mtcheck.report.text import counted
from mtcheck.types import Verdict

if TYPE_CHECKING:
    from mtcheck.review.store import Store

app = typer.Typer(help="Editors' decisions on findings.", no_args_is_help=True, rich_markup_mode=None)

Database = Annotated[
    str,
    typer.Option(
        "--database", metavar="URL|REPORT_DIR", help="The database that mtcheck review keeps, or the folder it lies in."
    ),
]


@app.command("import")
def import_command(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Files of decisions, as a report's page exports them.")
    ],
    database: Database,
) -> None:
    """Add the decisions of files to a database. What it knows already is not added again.

    Example: mtcheck decisions import anu.json meera.json --database reports
    """
    from mtcheck.decisions import read_decisions

    decisions = [decision for file in files for decision in read_decisions(file)]
    with _store(database) as store:
        new = store.add(decisions)
    typer.echo(f"{counted(len(decisions), 'decision')} read, {new} new", err=True)


@app.command("export")
def export_command(
    database: Database,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all.")
    ] = None,
    verdict: Annotated[
        list[Verdict] | None, typer.Option("--verdict", help="Only decisions with this verdict. May be repeated.")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Also the decisions that later ones replaced.")] = False,
) -> None:
    """Write the decisions of a database as JSON: of each finding the one that stands.

    Example: mtcheck decisions export --database reports --verdict dismissed -o dismissed.json
    """
    import json

    from mtcheck.cli.common import check_output
    from mtcheck.decisions import decisions_json
    from mtcheck.report import write

    if output:
        check_output(Path(output))
    with _store(database, must_exist=True) as store:
        decisions = store.history() if history else store.standing()
    kept = [decision for decision in decisions if not verdict or decision.verdict in verdict]
    text = json.dumps(decisions_json(kept), ensure_ascii=False, indent=1) + "\n"
    if not output:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        return
    try:
        write(text, output)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror or error})") from error


@app.command("articles")
def articles_command(
    decisions: Annotated[str, typer.Argument(metavar="DECISIONS.json", help="A file of decisions.")],
    reports: Annotated[str, typer.Argument(metavar="REPORT_DIR", help="The JSON reports that were decided on.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="FOLDER", help="Where the articles go.")],
) -> None:
    """Make annotated articles, for mtcheck eval, of the findings that editors accepted or corrected.

    Example: mtcheck decisions articles decisions.json reports -o articles
    """
    from mtcheck.decisions import read_decisions
    from mtcheck.review.annotate import annotate

    try:
        made = annotate(read_decisions(decisions), reports, output)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror or error})") from error
    for path, number in made.undecided.items():
        typer.echo(f"mtcheck: {path}: {number} findings are undecided; eval would count them as false alarms", err=True)
    if made.homeless:
        typer.echo(f"mtcheck: {len(made.homeless)} decisions are about findings that no report holds", err=True)
    typer.echo(f"{counted(len(made.files), 'article')} with {counted(made.errors, 'error')}", err=True)


def _store(database: str, *, must_exist: bool = False) -> closing[Store]:
    try:
        from mtcheck.review.store import Store
    except ImportError as error:
        raise UsageError(f"{error.name or error} is missing: pip install 'mtcheck[review]'") from error
    return closing(Store(database, must_exist=must_exist))
