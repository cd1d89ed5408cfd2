"""A batch as a program of its own, to be killed: python -m tests.batch.program fake|rules|full ROOT [WORKERS]."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from mtcheck.batch import Checker, Plan, Setup, run_batch
from mtcheck.batch import run as run_module

from .fakes import FakeStation


def prepare(memory: Path | None) -> Setup:
    """Options for workers: with translations, kept in `memory`, or without them."""
    from mtcheck.check import Options

    return Setup(Options(translate=memory is not None, memory=memory))


def main(kind: str, root: str, workers: str = "2") -> None:
    """Run the batch and print how many articles it checked."""
    folder = Path(root)
    run_module.program_hash = lambda: ""  # who works on the program meanwhile is not to disturb
    memory = folder / "memory.sqlite3" if kind == "full" else None
    station = FakeStation(folder / "log", pause=0.1) if kind == "fake" else Checker(partial(prepare, memory))
    summary = run_batch(Plan(folder / "in", folder / "out", station, workers=int(workers)))
    print(summary.checked)


if __name__ == "__main__":
    main(*sys.argv[1:])
