"""mtcheck baseline: findings that were judged and are not to be reported again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli.common import EXIT_FAILED, EXIT_FINDINGS, find_inputs, near
from mtcheck.cli.options import (
    EvidenceOption,
    GlossaryOption,
    MinConfidenceOption,
    NoConfigOption,
    RulesOffOption,
    given_options,
)
from mtcheck.cli.runs import Desk, Input, path_of
from mtcheck.errors import UsageError

if TYPE_CHECKING:
    from mtcheck.baseline import Baseline, Entry, Revision
    from mtcheck.config import Settings
    from mtcheck.types import Article, Report

app = typer.Typer(
    help="Findings that were judged and are not to be reported again.", no_args_is_help=True, rich_markup_mode=None
)
FileOption = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="The baseline. Default: what the configuration names, else .mtcheck-baseline.json beside it or in the working folder.",
    ),
]
ExpiresOption = Annotated[
    str | None,
    typer.Option("--expires", metavar="DATE", help="The last day they hold, YYYY-MM-DD. Default: they hold for ever."),
]


@app.command("update")
def baseline_update(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Articles and folders of them.")],
    reason: Annotated[str, typer.Option("--reason", help="Why the findings that are added are not to be reported.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")],
    expires: ExpiresOption = None,
    accept_new: Annotated[
        bool, typer.Option("--accept-new", help="Add the findings that are new; else they are only listed.")
    ] = False,
    baseline: FileOption = None,
    evidence: EvidenceOption = None,
    glossary: GlossaryOption = None,
    min_confidence: MinConfidenceOption = None,
    rules_off: RulesOffOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Check articles and bring the baseline up to date with them.

    Entries are refreshed, and dropped when their finding is gone or they have expired. New findings are listed, and the exit
    code is 1, unless --accept-new adds them.

    Example: mtcheck baseline update desk/ --reason "house style" --by Meera --accept-new
    """
    from mtcheck.baseline import parse_expiry, revise, revised
    from mtcheck.types import Suppression

    today = date.today()
    until = parse_expiry(expires, today) if expires is not None else ""
    why = Suppression(_said(reason, "--reason"), _said(by, "--by"), today.isoformat(), until)
    given = given_options(
        baseline=baseline, evidence=evidence, glossary=glossary, min_confidence=min_confidence, rules_off=rules_off
    )
    desk = Desk(given, use_file=not no_config)
    report = _checked(desk, _files(paths))
    by_file: dict[Path, list[Article]] = {}
    for article in report.articles:
        by_file.setdefault(_baseline(desk.settings(article.path)), []).append(article)
    change = partial(revised, today=today, accepted=why if accept_new else None)
    revisions = [revise(file, partial(change, articles=articles)) for file, articles in by_file.items()]
    _print_all(revisions)
    if any(revision.new for revision in revisions):
        typer.echo("New findings were not added; --accept-new adds them.")
    _end(report, EXIT_FINDINGS if any(revision.new for revision in revisions) else 0)


@app.command("prune")
def baseline_prune(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...]", help="Where else to look, for articles that were moved."),
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Drop entries of articles that are not there any more, too.")
    ] = False,
    baseline: FileOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Check the articles that the entries name, and drop entries that have expired or whose finding is gone.

    Example: mtcheck baseline prune
    """
    from mtcheck.baseline import expiry, read_baseline, revise, revised

    given = given_options(baseline=baseline)
    desk = Desk(given, use_file=not no_config)
    file = _existing(_baseline(desk.here()))
    today = date.today()
    report = _checked(desk, _named(read_baseline(file), paths or []))

    def stale(entry: Entry) -> str:
        if entry.expired(today):
            return expiry(entry)
        return "its article is not there" if missing and not _there(file.parent / entry.path) else ""

    revision = revise(file, lambda known: revised(known, report.articles, today, stale=stale))
    _print_all([revision], new=False)
    for entry in revision.unseen:
        if not _there(file.parent / entry.path):
            _print(f"kept     {_line(entry)} (its article is not there; --missing drops it)")
    _end(report, 0)


@app.command("add")
def baseline_add(
    decisions: Annotated[
        list[str],
        typer.Option("--from", metavar="DECISIONS.json", help="Decisions exported from a report. May be repeated."),
    ],
    reason: Annotated[str, typer.Option("--reason", help="For decisions that give none. Default: refuse those.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="For decisions that name nobody.")] = "",
    expires: ExpiresOption = None,
    baseline: FileOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Add the findings that editors dismissed.

    Example: mtcheck baseline add --from decisions.json
    """
    from mtcheck.baseline import dismissed, parse_expiry, revise
    from mtcheck.decisions import read_decisions

    today = date.today()
    until = parse_expiry(expires, today) if expires is not None else ""
    read = [decision for name in decisions for decision in read_decisions(name)]
    file = _baseline(Desk(given_options(baseline=baseline), use_file=not no_config).here())
    revision = revise(file, lambda known: dismissed(known, read, today, reason=reason, by=by, expires=until))
    _print_all([revision])


@app.command("list")
def baseline_list(
    baseline: FileOption = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print JSON instead of lines.")] = False,
    no_config: NoConfigOption = False,
) -> None:
    """List the entries: where, which words, why, who, until when.

    Example: mtcheck baseline list
    """
    import json

    from mtcheck.baseline import SCHEMA, entry_json, read_baseline

    file = _existing(_baseline(Desk(given_options(baseline=baseline), use_file=not no_config).here()))
    known = read_baseline(file)
    today = date.today()
    if json_output:
        entries = [entry_json(entry) | {"expired": entry.expired(today)} for entry in known.entries]
        typer.echo(json.dumps({"schema": SCHEMA, "entries": entries}, ensure_ascii=False, indent=1))
        return
    for entry in known.entries:
        _print(f"{_line(entry)}: {_why(entry)}{' (EXPIRED)' if entry.expired(today) else ''}")
    typer.echo(f"{_entries(known)}, {len(known.expired(today))} expired")


def _said(text: str, option: str) -> str:
    """What a person said, on one line; UsageError for nothing."""
    line = " ".join(text.split())
    if not line:
        raise UsageError(f"{option} must not be empty")
    return line


def _files(paths: Sequence[str]) -> list[Input]:
    if "-" in paths:
        raise UsageError("standard input has no path to keep; give the article as a file")
    return find_inputs(list(paths))


def _named(baseline: Baseline, paths: Sequence[str]) -> list[Input]:
    """The articles there are that the entries name, and those of `paths`, each once."""
    folder = baseline.path.parent
    there = [str(folder / path) for path in dict.fromkeys(entry.path for entry in baseline.entries)]
    found = _files([*filter(_there, there), *paths])
    return list({Path(path_of(article)).resolve(): article for article in found}.values())


def _there(path: str | Path) -> bool:
    """True when there is such a file, or an article in it: feed.xml#2."""
    from mtcheck.read import find_articles

    try:
        return bool(find_articles([str(path)]))
    except UsageError:
        return False


def _baseline(settings: Settings) -> Path:
    assert settings.baseline is not None, "only --no-baseline gives none, and no command here takes it"
    return settings.baseline


def _existing(file: Path) -> Path:
    if not file.exists():
        raise UsageError(f"{file}: no such baseline; mtcheck baseline update makes one")
    return file


def _checked(desk: Desk, articles: Sequence[Input]) -> Report:
    from mtcheck.progress import progress_bar

    with progress_bar() as progress:
        return desk.check(articles, progress, translate=False, suppress=False)


def _print_all(revisions: Iterable[Revision], *, new: bool = True) -> None:
    for revision in revisions:
        for dropped in revision.dropped:
            _print(f"dropped  {_line(dropped.entry)} ({dropped.why})")
        for entry in revision.added:
            _print(f"added    {_line(entry)}: {entry.sentence}")
        for entry in revision.new if new else ():
            _print(f"new      {_line(entry)}: {entry.sentence}")
        counts = [
            _entries(revision.baseline),
            f"{len(revision.added)} added",
            f"{len(revision.dropped)} dropped",
        ]
        if new:
            counts.append(f"{len(revision.new)} new")
        _print(f"{near(revision.baseline.path)}: {', '.join(counts)}")


def _entries(baseline: Baseline) -> str:
    return "1 entry" if len(baseline.entries) == 1 else f"{len(baseline.entries)} entries"


def _line(entry: Entry) -> str:
    return f"{entry.path}: {entry.rule} ‘{entry.text}’"


def _why(entry: Entry) -> str:
    said = entry.suppression
    until = f"until {said.expires}" if said.expires else ""
    return ", ".join(filter(None, (said.reason, said.by, said.date, until)))


def _print(line: str) -> None:
    from mtcheck.report.safe import plain

    typer.echo(plain(" ".join(line.split("\n"))))


def _end(report: Report, code: int) -> None:
    """Articles that could not be read are told, and make the exit code 2."""
    for article in report.articles:
        if article.error:
            typer.echo(f"mtcheck: {article.error}", err=True)
    raise typer.Exit(EXIT_FAILED if any(article.error for article in report.articles) else code)
