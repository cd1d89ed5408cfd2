"""Watching a tree: articles are checked as they arrive, once they are complete."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mtcheck.batch.run import Batch, Plan, Summary, open_batch
from mtcheck.batch.scan import candidates, is_candidate
from mtcheck.errors import UsageError

SETTLED = 1.0  # seconds for which a file must not change before it counts as complete
PATIENCE = 5.0  # seconds that complete files wait for others that are still being written
_TICK = 250  # milliseconds between two looks

_Sign = tuple[int, int]  # size in bytes, time of the last change in nanoseconds


@dataclass
class Arrivals:
    """What changed of late in a tree, the folder of results in it apart: `writing` holds the files that are not complete, what they look like and since when.

    Times are seconds of a clock that never goes back.
    """

    folder: Path
    output: Path
    writing: dict[str, tuple[_Sign, float]] = field(default_factory=dict)
    _ready: float | None = None  # since when there is something complete that the batch has not seen

    def note(self, path: Path, now: float) -> None:
        """A file or folder came, changed or went."""
        if path.is_dir():
            for file in candidates(path, self.output):
                self.note(file, now)
        elif is_candidate(path.name):
            self._look_at(path.relative_to(self.folder).as_posix(), now)
        elif not path.suffix:  # perhaps a folder that went
            self._complete(now)

    def look(self, now: float) -> None:
        """Look at the files that are being written."""
        for path in list(self.writing):
            self._look_at(path, now)

    def due(self, now: float) -> bool:
        """True when there is something to check and no reason to wait for more; it is then taken as seen."""
        if self._ready is None or (self.writing and now - self._ready < PATIENCE):
            return False
        self._ready = None
        return True

    def _look_at(self, path: str, now: float) -> None:
        sign, (before, since) = _sign(self.folder / path), self.writing.get(path, (None, now))
        if sign is not None and sign != before:
            self.writing[path] = sign, now
        elif sign is None or now - since >= SETTLED:
            self.writing.pop(path, None)
            self._complete(now)

    def _complete(self, now: float) -> None:
        self._ready = now if self._ready is None else self._ready


def watch_batch(plan: Plan, report: Callable[[Summary], None], *, force_polling: bool | None = None) -> Summary:
    """Check the tree, then what arrives in it, until `plan.stop` answers true; the last round's summary.

    `report` is given the summary of each round. An empty tree is fine: it will fill. Raises UsageError as `open_batch` does, and
    when the package watchfiles is missing or the tree disappears.
    """
    with open_batch(plan) as batch:
        changes = _changes(plan, force_polling)
        arrivals = Arrivals(plan.folder, plan.output)
        # The watch begins before the first look at the tree, so that nothing falls between the two.
        _note(arrivals, [*next(changes), *_young(plan)])
        summary = _round(batch, arrivals, report)
        for paths in changes:
            _note(arrivals, paths)
            if arrivals.due(time.monotonic()) and not plan.stop():
                summary = _round(batch, arrivals, report)
        return summary


def _round(batch: Batch, arrivals: Arrivals, report: Callable[[Summary], None]) -> Summary:
    summary = batch.run(held=set(arrivals.writing))
    report(summary)
    return summary


def _note(arrivals: Arrivals, paths: Iterable[Path]) -> None:
    now = time.monotonic()
    for path in sorted(paths):
        arrivals.note(path, now)
    arrivals.look(now)


def _changes(plan: Plan, force_polling: bool | None) -> Iterator[set[Path]]:
    """What changed since the last look, a few times a second, until the plan is stopped."""
    try:
        from watchfiles import watch
    except ImportError as error:
        raise UsageError("--watch needs the package watchfiles: pip install 'mtcheck[watch]'") from error
    folder, output = plan.folder.resolve(), plan.output.resolve()

    class Stop:
        def is_set(self) -> bool:
            return plan.stop() or not folder.is_dir()

    for found in watch(
        folder,
        watch_filter=lambda change, path: not _is_hidden(Path(path), folder, output),
        stop_event=Stop(),
        debounce=_TICK,
        rust_timeout=_TICK,
        yield_on_timeout=True,
        raise_interrupt=False,
        force_polling=force_polling,
    ):
        yield {plan.folder / Path(path).relative_to(folder) for _, path in found}
    if not plan.stop():
        raise UsageError(f"{plan.folder}: the folder is gone; nothing is left to watch")


def _is_hidden(path: Path, folder: Path, output: Path) -> bool:
    """True for what `scan` would pass over for its place: results, and what lies in hidden folders."""
    return output in (path, *path.parents) or any(part.startswith(".") for part in path.relative_to(folder).parts)


def _young(plan: Plan) -> list[Path]:
    """Files that changed a moment ago and may not be complete."""
    files = candidates(plan.folder, plan.output)
    return [file for file in files if (_sign(file) or (0, 0))[1] / 1e9 > time.time() - SETTLED]


def _sign(file: Path) -> _Sign | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
