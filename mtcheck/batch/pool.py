"""Worker processes, each with its model loaded once: jobs in, outcomes out, and new workers for those that die."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from mtcheck.batch.worker import Started, Station, work
from mtcheck.errors import UsageError

SECONDS = 900.0  # a job may take so long; what takes longer will not end
HEAVIEST = 1_050_000_000  # bytes at which a worker is replaced: caches of words grow with the articles it has seen
_TICK = 0.25  # seconds between two looks at whether to stop
_GOODBYE = 5.0
_STARTS = 3  # workers that may die in a row before one is ready


@dataclass(frozen=True)
class Job:
    """A method of the station and its arguments; `about` is the sender's, and stays in the parent."""

    method: str
    arguments: tuple[Any, ...]
    about: Any = None


@dataclass(frozen=True)
class Outcome:
    """What became of a job: its `value`, or `failure` (why there is none); `changed` when a file was no longer the same."""

    job: Job
    value: Any = None
    failure: str = ""
    changed: bool = False


class _Worker:
    """A process and the pipe to it; `job` is what it works on, and `ready` false until it is started."""

    def __init__(self, station: Station, threads: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs, station), daemon=True, name="mtcheck batch worker")
        with _environment(threads):
            self.process.start()
        theirs.close()
        self.ready = False
        self.job: Job | None = None
        self.deadline = float("inf")

    def give(self, job: Job, seconds: float) -> None:
        self.job, self.deadline = job, time.monotonic() + seconds
        with suppress(OSError):  # it has died, as the next look at it will tell
            self.pipe.send((job.method, job.arguments))

    def message(self) -> tuple[Any, ...] | None:
        """What it sent; None when it is gone."""
        try:
            received: tuple[Any, ...] = self.pipe.recv()
        except (EOFError, OSError):
            return None
        return received

    def dismiss(self) -> None:
        """Let it end by itself, soon."""
        self.pipe.close()
        self.process.join(_GOODBYE)
        self.kill()

    def kill(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()

    def last_words(self) -> str:
        """How the process ended."""
        self.process.join(_GOODBYE)
        code = self.process.exitcode
        if code is None or code >= 0:
            return f"the process that checked it ended (exit code {code})"
        reason = ", perhaps for want of memory" if code == -9 else ""
        return f"the process that checked it was ended by signal {-code}{reason}"


class Pool:
    """Up to `workers` processes of one station. They are started when there is work, and stay until `close`.

    `stop` is asked often; when it answers true, `run` ends early and the jobs at hand are given up.
    """

    def __init__(
        self,
        station: Station,
        workers: int,
        *,
        stop: Callable[[], bool] = lambda: False,
        seconds: float = SECONDS,
        heaviest: int = HEAVIEST,
    ) -> None:
        self._station = station
        self._wanted = workers
        self._stop = stop
        self._seconds = seconds
        self._heaviest = heaviest
        self._workers: list[_Worker] = []
        self._started: Started | None = None
        self._false_starts = 0

    def started(self) -> Started | None:
        """What the first worker tells when it is ready; None when told to stop before. Raises UsageError when it cannot start."""
        self._fill(1)
        while self._started is None and not self._stop():
            for worker in self._signs():
                self._look_at(worker)
            self._fill(1)
        return self._started

    def run(self, jobs: deque[Job]) -> Iterator[Outcome]:
        """The outcomes as they come, in no certain order; jobs may be added to `jobs` meanwhile.

        Raises UsageError when workers cannot be started or results not be written.
        """
        while (jobs or self._busy()) and not self._stop():
            self._fill(min(self._wanted, len(jobs) + len(self._busy())))
            for worker in self._workers:
                if jobs and worker.ready and worker.job is None:
                    worker.give(jobs.popleft(), self._seconds)
            for worker in self._signs():
                outcome = self._look_at(worker)
                if outcome is not None:
                    yield outcome
        for worker in self._busy():
            worker.kill()
            self._workers.remove(worker)

    def close(self) -> None:
        """End all workers; those at work are not waited for."""
        for worker in self._workers:
            worker.kill() if worker.job else worker.dismiss()
        self._workers.clear()

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.job is not None]

    def _fill(self, number: int) -> None:
        while len(self._workers) < number:
            self._workers.append(_Worker(self._station, threads(self._wanted)))

    def _signs(self) -> list[_Worker]:
        """The workers that sent something, died, or took too long."""
        told = wait([worker.pipe for worker in self._workers], _TICK)
        now = time.monotonic()
        return [worker for worker in self._workers if worker.pipe in told or worker.deadline < now]

    def _look_at(self, worker: _Worker) -> Outcome | None:
        message = worker.message() if worker.pipe.closed is False and worker.pipe.poll() else ("late",)
        if message is None or message[0] == "late":
            return self._lost(worker, late=message is not None)
        if message[0] == "fatal":
            raise UsageError(message[1])
        if message[0] == "started":
            worker.ready, self._started, self._false_starts = True, message[1], 0
            return None
        job, worker.job, worker.deadline = worker.job, None, float("inf")
        assert job is not None
        status, value, size = message
        if size > self._heaviest:
            self._workers.remove(worker)
            worker.dismiss()
        if status == "done":
            return Outcome(job, value)
        return Outcome(job, failure=value, changed=status == "changed")

    def _lost(self, worker: _Worker, *, late: bool) -> Outcome | None:
        """A worker is gone, or has to go: another will take its place."""
        if late:
            failure = f"it took longer than {self._seconds:g} seconds"
            worker.kill()
        else:
            failure = worker.last_words()
            worker.kill()
        self._workers.remove(worker)
        if worker.job is not None:
            return Outcome(worker.job, failure=failure)
        self._false_starts += 1
        if self._false_starts >= _STARTS:
            raise UsageError(f"the batch's workers cannot be started: {failure}")
        return None


def default_workers() -> int:
    """Two where there are two cores: a third would need another gigabyte of memory; --workers says otherwise."""
    return min(2, cores())


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def threads(workers: int) -> int:
    """The threads of each worker, so that all of them together use the cores once."""
    return max(1, cores() // workers)


@contextmanager
def _environment(threads: int) -> Iterator[None]:
    """What libraries read when a process starts: how many threads, that idle ones sleep, and that freed memory goes back."""
    wanted = {
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", str(threads)),
        "OMP_WAIT_POLICY": os.environ.get("OMP_WAIT_POLICY", "passive"),
        "TOKENIZERS_PARALLELISM": "false",
        "MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "2"),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
