"""Options that several commands take. All default to None, so that what was given can win over the configuration file."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from mtcheck.cli.common import FailLevel, Format
from mtcheck.errors import UsageError

EvidenceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--evidence",
        "-e",
        metavar="PATH",
        help="More text on the same story (the source, an agency report); not checked itself. May be repeated. Default: none.",
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="How the report is written. Default: by FILE's ending, else text."),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="NAME", help="Translation model: a folder or a model-hub name. Default: the embedded one."
    ),
]
FailLevelOption = Annotated[
    FailLevel | None,
    typer.Option("--fail-level", help="Exit with 1 when a finding is at least this severe. Default: none."),
]
TrustOption = Annotated[
    bool | None,
    typer.Option(
        "--trust-remote-code/--no-trust-remote-code",
        help="Let the model bring its own code (IndicTrans2 needs it). Default: no.",
    ),
]
MemoryOption = Annotated[
    bool | None,
    typer.Option(
        "--memory/--no-memory",
        help="Remember back-translations between runs, in the user's cache folder. Default: remember.",
    ),
]
MinConfidenceOption = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        min=0.0,
        max=1.0,
        help="Report findings at least this sure: higher is quieter. Default: 0.5.",
    ),
]
RulesOffOption = Annotated[
    list[str] | None,
    typer.Option("--rules-off", metavar="ID", help="Switch a rule off. May be repeated. Default: all rules are on."),
]
GlossaryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--glossary", metavar="FILE", help="Terms with the words to use and not to use. May be repeated. Default: none."
    ),
]
BaselineOption = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="Findings that are known. Default: .mtcheck-baseline.json beside the configuration file, else in the working folder.",
    ),
]
NoBaselineOption = Annotated[bool, typer.Option("--no-baseline", help="Report known findings too.")]
NoConfigOption = Annotated[
    bool, typer.Option("--no-config", help="Do not look for mtcheck.toml or [tool.mtcheck] in pyproject.toml.")
]


def given_options(*, no_baseline: bool = False, **options: object) -> dict[str, object]:
    """The options that were really given, by their names in the configuration file.

    Raises UsageError when a baseline is both named and refused.
    """
    given = {
        name.replace("_", "-"): value.value if isinstance(value, Enum) else value
        for name, value in options.items()
        if value is not None and value != []
    }
    if no_baseline and "baseline" in given:
        raise UsageError("--baseline and --no-baseline: give one of them")
    return given | ({"baseline": None} if no_baseline else {})
