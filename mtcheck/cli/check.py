"""mtcheck check: articles in, a report out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mtcheck.cli.common import check_output, check_terminal, find_inputs, write_report
from mtcheck.cli.options import (
    BaselineOption,
    EvidenceOption,
    FailLevelOption,
    FormatOption,
    GlossaryOption,
    MemoryOption,
    MinConfidenceOption,
    ModelOption,
    NoBaselineOption,
    NoConfigOption,
    RulesOffOption,
    TrustOption,
    given_options,
)
from mtcheck.cli.runs import Desk


def check(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Articles (text, HTML, feeds, WordPress, NewsML, Word) and folders of them; - is standard input.",
        ),
    ],
    format: FormatOption = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the report to FILE, whole or not at all; its ending tells the format: .html .json .sarif .csv .xlsx, "
            ".xml (JUnit), .xlf or .xliff, else text. May be repeated for several formats.",
        ),
    ] = None,
    evidence: EvidenceOption = None,
    glossary: GlossaryOption = None,
    model: ModelOption = None,
    fail_level: FailLevelOption = None,
    min_confidence: MinConfidenceOption = None,
    rules_off: RulesOffOption = None,
    baseline: BaselineOption = None,
    no_baseline: NoBaselineOption = False,
    trust_remote_code: TrustOption = None,
    memory: MemoryOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Check articles and write a report.

    Options not given are taken from the nearest mtcheck.toml, or [tool.mtcheck] in pyproject.toml, above each article.

    Example: mtcheck check story.txt --format html --output story.html
    """
    from mtcheck.progress import progress_bar

    given = given_options(
        format=format, evidence=evidence, glossary=glossary, model=model, fail_level=fail_level, rules_off=rules_off,
        min_confidence=min_confidence, baseline=baseline, no_baseline=no_baseline, trust_remote_code=trust_remote_code,
        memory=memory,
    )  # fmt: skip
    for name in output or []:
        check_output(Path(name))
    articles = find_inputs(paths)
    desk = Desk(given, use_file=not no_config)
    default_format = desk.format(articles)
    check_terminal(default_format, output or [])
    with progress_bar() as progress:
        report = desk.check(articles, progress)
    write_report(report, format, output or [], default_format, desk.fail_level(report))
    for article in report.articles:
        if article.error:
            typer.echo(f"mtcheck: {article.error}", err=True)
    raise typer.Exit(desk.exit_code(report))
