"""mtcheck batch: every article of a tree, with an index of the reports."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli.common import EXIT_FAILED, EXIT_FINDINGS, FailLevel, known_findings, read_evidence, run_options, tell
from mtcheck.cli.options import (
    BaselineOption,
    EvidenceOption,
    FailLevelOption,
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
from mtcheck.config import COMMAND_LINE, Settings, load_settings
from mtcheck.report.text import counted
from mtcheck.types import Article, Suppression

if TYPE_CHECKING:
    from mtcheck.batch import Plan, Setup, Summary

_SIGNALS: dict[int, int] = {signal.SIGINT: 130, signal.SIGTERM: 143}  # and the exit codes of those who end by them


def batch(
    folder: Annotated[str, typer.Argument(metavar="IN_DIR", help="The tree of articles.")],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT_DIR",
            help="Where the reports go: one each for every article, and index.html.",
        ),
    ],
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, help="Processes; each needs about 0.9 GB of memory. Default: 2, or 1 on a single core."
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume/--no-resume",
            help="Leave articles alone that have an up-to-date report, or check everything again.",
        ),
    ] = True,
    watch: Annotated[
        bool, typer.Option("--watch", help="Then go on with what arrives in the tree, until Ctrl-C.")
    ] = False,
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
    """Check every article of a folder and those below it; articles on the same event are each other's evidence.

    A run that was ended in between goes on where it was. Options not given are taken from the mtcheck.toml, or [tool.mtcheck] in
    pyproject.toml, in or above IN_DIR; those below it do not count.

    Example: mtcheck batch stories --output reports --fail-level major
    """
    from mtcheck.batch import run_batch
    from mtcheck.batch.progress import rate_bar
    from mtcheck.batch.watch import watch_batch

    given = given_options(
        evidence=evidence, glossary=glossary, model=model, fail_level=fail_level, rules_off=rules_off,
        min_confidence=min_confidence, baseline=baseline, no_baseline=no_baseline, trust_remote_code=trust_remote_code,
        memory=memory,
    )  # fmt: skip
    settings = load_settings(Path(folder), given, use_file=not no_config)
    with _signals() as received, rate_bar() as progress:
        plan = replace(
            _plan(Path(folder), Path(output), settings), workers=workers or 0, resume=resume, progress=progress,
            tell=tell, stop=lambda: bool(received),
        )  # fmt: skip
        summary = watch_batch(plan, _print) if watch else run_batch(plan)
    if not watch:
        _print(summary)
    typer.echo(str(Path(output) / "index.html"))
    if received and not watch:
        tell(f"interrupted; {summary.left} articles are left, and the same command goes on with them")
        raise typer.Exit(_SIGNALS[received[0]])
    raise typer.Exit(_exit_code(summary, FailLevel(settings.fail_level)))


def _plan(folder: Path, output: Path, settings: Settings) -> Plan:
    from mtcheck.batch import Checker, Plan

    known = known_findings(settings)
    return Plan(
        folder,
        output,
        Checker(partial(prepare, folder, settings, known)),
        conditions=_conditions(folder, settings),
        baseline=known,
    )


def prepare(folder: Path, settings: Settings, known: Mapping[str, Suppression]) -> Setup:
    """How a worker checks, by the settings; paths that its options are asked about are relative to `folder`."""
    from mtcheck.batch import Setup
    from mtcheck.check import ArticleOptions

    quiet = replace(settings, origins={**settings.origins, "trust-remote-code": COMMAND_LINE})
    options = run_options(lambda path: quiet, [quiet], lambda stage, done, total: None, suppress=False)

    def per_article(path: str) -> ArticleOptions:
        mine = settings.at(folder / path)
        return ArticleOptions(mine.rules_off, mine.min_confidence, known)

    options.per_article = per_article
    return Setup(options, _evidence(folder, settings))


def _conditions(folder: Path, settings: Settings) -> Callable[[str], str]:
    """For an article's path in the tree, what of the settings its result depends on."""
    from mtcheck.glossary import read_glossary

    glossary = [entry for path in settings.glossary for entry in read_glossary(path)]
    evidence = [(article.path, article.sha256) for article in _evidence(folder, settings)]
    shared = hashlib.sha256(repr((glossary, evidence)).encode()).hexdigest()

    def conditions(path: str) -> str:
        mine = settings.at(folder / path)
        return f"{shared} {mine.min_confidence:g} {' '.join(sorted(mine.rules_off))}"

    return conditions


def _evidence(folder: Path, settings: Settings) -> list[Article]:
    """The evidence given; articles of the tree are evidence for their stories already, and must not be their own."""
    tree = folder.resolve()
    found = read_evidence([str(path) for path in settings.evidence])
    return [article for article in found if tree not in Path(article.path).resolve().parents]


@contextmanager
def _signals() -> Iterator[list[int]]:
    """The signals that asked this process to end, as they come: the first ends it in good order, the second at once."""
    received: list[int] = []

    def note(number: int, frame: object) -> None:
        if received:
            os._exit(_SIGNALS[number])
        received.append(number)

    if threading.current_thread() is not threading.main_thread():
        yield received
        return
    before = {number: signal.signal(number, note) for number in _SIGNALS}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _print(summary: Summary) -> None:
    entries, totals = summary.index.entries, summary.index.totals
    flagged = sum(any(entry.counts) for entry in entries)
    rate = f", {summary.checked / summary.seconds:.2f} a second" if summary.checked and summary.seconds else ""
    typer.echo(
        f"{counted(len(entries), 'article')}: {totals['major']} major, {totals['minor']} minor, {totals['info']} info findings in {flagged}; "
        f"{summary.failed} failed, {summary.unchanged} unchanged; {summary.checked} checked in {summary.seconds:.1f} s{rate}"
    )


def _exit_code(summary: Summary, fail_level: FailLevel) -> int:
    """2 when an article could not be read or checked, 1 when a finding is as severe as `fail_level`, else 0."""
    if summary.failed:
        return EXIT_FAILED
    counts = summary.index.totals
    failing = {FailLevel.NONE: 0, FailLevel.MAJOR: counts["major"], FailLevel.MINOR: counts["major"] + counts["minor"]}
    return EXIT_FINDINGS if failing[fail_level] else 0
