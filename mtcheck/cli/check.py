"""mtcheck check: articles in, a report out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mtcheck.cli.common import FailLevel, Format, check_output, exit_code, find_inputs, read_evidence, write_report


def check(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Articles (.txt, .html) and folders of them; - is standard input."),
    ],
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="How the report is written. Default: by FILE's ending, else text."),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the report to FILE, whole or not at all. May be repeated for several formats.",
        ),
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence",
            "-e",
            metavar="PATH",
            help="More text on the same story (the source, an agency report); not checked itself. May be repeated.",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            metavar="NAME",
            help="Translation model: a folder or a model-hub name. Default: the embedded one.",
        ),
    ] = None,
    fail_level: Annotated[
        FailLevel, typer.Option("--fail-level", help="Exit with 1 when a finding is at least this severe.")
    ] = FailLevel.NONE,
    trust_remote_code: Annotated[
        bool, typer.Option("--trust-remote-code", help="Let the model bring its own code (IndicTrans2 needs it).")
    ] = False,
    memory: Annotated[
        bool,
        typer.Option(
            "--memory/--no-memory", help="Remember back-translations between runs, in the user's cache folder."
        ),
    ] = True,
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence", min=0.0, max=1.0, help="Report findings at least this sure: higher is quieter."
        ),
    ] = 0.5,
) -> None:
    """Check articles and write a report.

    Example: mtcheck check story.txt --format html --output story.html
    """
    from mtcheck.progress import progress_bar

    for name in output or []:
        check_output(Path(name))
    articles = find_inputs(paths)
    others = read_evidence(evidence or [])
    from mtcheck.check import Options, check_articles

    with progress_bar() as progress:
        options = Options(
            model=model, minimum_confidence=min_confidence, trust_remote_code=trust_remote_code, progress=progress
        )
        if not memory:
            options.memory = None
        report = check_articles(articles, evidence=others, options=options)
    write_report(report, format, output or [])
    for article in report.articles:
        if article.error:
            typer.echo(f"mtcheck: {article.error}", err=True)
    raise typer.Exit(exit_code(report, fail_level))
