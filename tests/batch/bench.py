"""The batch at length: speed at a tenth and at the whole number of articles, memory, and runs that are killed.

Processor time is given beside the clock's, for the one does not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from . import corpus
from .desk import Desk

ROOT = Path(__file__).parent.parent.parent
_LOOK = 0.5  # seconds between two looks at the memory
_MB = 1024 * 1024


@dataclass(frozen=True)
class Measured:
    """One run: seconds by the clock and of processor time, and the memory of all its processes over time, in MB."""

    checked: int
    seconds: float
    processor: float
    memory: list[float]

    def line(self) -> str:
        rate, busy = self.checked / self.seconds, self.processor / max(self.checked, 1)
        quarters = [max(self.memory[at * len(self.memory) // 4 :][: len(self.memory) // 4 + 1]) for at in range(4)]
        return (
            f"{self.checked} articles in {self.seconds:.0f} s: {rate:.2f} a second; processor {busy:.2f} s an article; "
            f"memory by quarters of the run {', '.join(f'{mb:.0f}' for mb in quarters)} MB"
        )


def main(arguments: list[str]) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="bench.py batch")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rules-only", action="store_true", help="without back-translations")
    parser.add_argument("--folder", help="where to work, and leave everything; default: a temporary folder")
    options = parser.parse_args(arguments)
    kind = "rules" if options.rules_only else "full"
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(options.folder or temporary)
        small = desk(work / "small", options.articles // 10, options.seed)
        print("a tenth:    ", measured(kind, small, options.workers).line(), flush=True)
        calm = desk(work / "calm", options.articles, options.seed)
        whole = measured(kind, calm, options.workers)
        print("undisturbed:", whole.line(), flush=True)
        killed(kind, desk(work / "killed", options.articles, options.seed), calm, options)


def desk(root: Path, articles: int, seed: int) -> Desk:
    """A tree with so many articles."""
    made = Desk(root)
    corpus.write(corpus.recombined(articles, seed), made.tree)
    return made


def killed(kind: str, place: Desk, calm: Desk, options: argparse.Namespace) -> None:
    """Kill a run at random moments, let it end, and compare its results with those of a run left in peace."""
    draw = random.Random(options.seed)
    found: dict[Path, int] = {}
    for number in range(options.kills):
        process = start(kind, place, options.workers)
        wanted = len(found) + draw.randint(1, options.articles // (options.kills + 1))
        while len(found := finished(place)) < wanted:
            time.sleep(_LOOK)
        time.sleep(draw.uniform(0, _LOOK))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        found = finished(place)
        print(f"killed {number + 1}:    {len(found)} articles are finished", flush=True)
    process = start(kind, place, options.workers)
    checked = int(process.communicate()[0])
    again = [path for path, at in found.items() if path.stat().st_mtime_ns != at]
    same = place.results() == calm.results()
    print(
        f"resumed:     {checked} articles checked, {len(again)} of the finished ones again; results {'equal' if same else 'DIFFER'}"
    )


def finished(place: Desk) -> dict[Path, int]:
    """The reports that are there, and when they were written."""
    return {path: path.stat().st_mtime_ns for path in place.out.rglob("*.txt.json")}


def start(kind: str, place: Desk, workers: int) -> subprocess.Popen[str]:
    """A batch in a group of processes of its own."""
    command = [sys.executable, "-m", "tests.batch.program", kind, str(place.root), str(workers)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)


def measured(kind: str, place: Desk, workers: int) -> Measured:
    """Run a batch to its end."""
    began, memory = time.monotonic(), []
    process = start(kind, place, workers)
    while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        memory.append(held(process.pid))
        time.sleep(_LOOK)
    usage = ended[2]
    process.returncode = os.waitstatus_to_exitcode(ended[1])
    checked = int(process.communicate()[0])
    return Measured(checked, time.monotonic() - began, usage.ru_utime + usage.ru_stime, memory)


def held(leader: int) -> float:
    """The memory of a session's processes in MB, what they share counted once (proportional set size)."""
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(") ")[2].split()[3]) == leader:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
        except (OSError, StopIteration):
            continue
    return total / _MB
