"""A batch: every article of a tree, in stories, by several workers; results beside each other, and an index of them all."""

from __future__ import annotations

import hashlib
import json
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from mtcheck.batch.checking import Checking, Due, Finished
from mtcheck.batch.digest import Digest
from mtcheck.batch.pool import Job, Pool, default_workers
from mtcheck.batch.results import known_hash, write_result
from mtcheck.batch.scan import Source, scan
from mtcheck.batch.state import Record, State, open_state
from mtcheck.batch.stories import stories
from mtcheck.batch.worker import Started, Station
from mtcheck.errors import UsageError
from mtcheck.report.index import Index, batch_json, render_index
from mtcheck.types import Article, Suppression

INDEX, SUMMARY = "index.html", "batch.json"
_FILES_A_JOB = 8
_PASSES = 3  # over files that change while they are read

Progress = Callable[[str, int, int], None]  # (stage, done, total)


def _no_conditions(path: str) -> str:
    return ""


def _silent(stage: str, done: int, total: int) -> None:
    pass


def _ignored(message: str) -> None:
    pass


@dataclass(frozen=True)
class Plan:
    """What a batch does. `folder` is the tree of articles, `output` the folder of results, `station` what the workers do.

    `workers` 0 is the default number. Without `resume` everything is checked again. `conditions` gives, for an article's path in
    the tree, a text that changes when anything but articles, program, model and baseline changes what is found in it. `baseline`
    are the known findings, as the station knows them. `tell` is given a line for each article that fails, `progress` what is
    done; `stop` is asked often, and when it answers true the batch ends early, its results whole.
    """

    folder: Path
    output: Path
    station: Station
    workers: int = 0
    resume: bool = True
    conditions: Callable[[str], str] = _no_conditions
    baseline: Mapping[str, Suppression] = field(default_factory=dict)
    progress: Progress = _silent
    tell: Callable[[str], None] = _ignored
    stop: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Summary:
    """How a batch ended: the index of all results, how many articles were checked now, left as they were, and not reached.

    `seconds` is the time it took; `stopped` is true when it was told to end early.
    """

    index: Index
    checked: int
    unchanged: int
    left: int
    seconds: float
    stopped: bool = False

    @property
    def failed(self) -> int:
        """Articles that could not be read or checked."""
        return sum(bool(entry.error) for entry in self.index.entries)

    def to_json(self) -> dict[str, float | bool]:
        """The run as plain data; the index apart."""
        rate = round(self.checked / self.seconds, 3) if self.seconds else 0.0
        return {
            "checked": self.checked,
            "unchanged": self.unchanged,
            "left": self.left,
            "stopped": self.stopped,
            "seconds": round(self.seconds, 1),
            "articles_per_second": rate,
        }


@contextmanager
def open_batch(plan: Plan) -> Iterator[Batch]:
    """A batch with its output folder locked and its workers ready to be started; all is put away at the end.

    Raises UsageError when the folders make no sense or the output folder cannot be used.
    """
    folder, output = plan.folder.resolve(), plan.output.resolve()
    if not folder.is_dir():
        raise UsageError(f"{plan.folder}: no such folder")
    if output == folder or output in folder.parents:
        raise UsageError(f"{plan.output}: results cannot lie among the articles; choose another folder for --output")
    if output.exists() and not output.is_dir():
        raise UsageError(f"{plan.output}: is a file; choose a folder for --output")
    with open_state(plan.output, anew=not plan.resume) as state:
        pool = Pool(plan.station, plan.workers or default_workers(), stop=plan.stop)
        try:
            yield Batch(plan, state, pool)
        finally:
            pool.close()


def run_batch(plan: Plan) -> Summary:
    """Check the tree once. Raises UsageError as `open_batch` does, and when there are no articles."""
    with open_batch(plan) as batch:
        if not scan(plan.folder, plan.output):
            raise UsageError(f"{plan.folder}: no articles in this folder")
        return batch.run()


class Batch:
    """An open batch: `run` may be called again and again, and checks what is new."""

    def __init__(self, plan: Plan, state: State, pool: Pool) -> None:
        self._plan = plan
        self._state = state
        self._pool = pool
        self._program = program_hash()
        self._digests = state.digests(self._program)
        self._started: Started | None = None
        self._wanted: dict[str, _Wanted] = {}
        self._checked: set[str] = set()  # by this batch, however often it ran
        self._count = 0

    def run(self, held: Collection[str] = ()) -> Summary:
        """Check what is new or changed. Files whose paths are in `held` stay as they are: they are being written."""
        began, self._count = time.monotonic(), 0
        changed: set[str] = set()
        for _ in range(_PASSES):
            changed = self._pass(held)
            if not changed or self._plan.stop():
                break
        for path in sorted(changed):
            self._plan.tell(f"{path}: changed while it was read; left for the next run")
        return self._summary(time.monotonic() - began)

    def _pass(self, held: Collection[str]) -> set[str]:
        """Check the tree as it is; the paths that changed meanwhile."""
        self._started = self._started or self._pool.started()
        sources = scan(self._plan.folder, self._plan.output, held)
        changed = self._describe(sources)
        if self._started is None or self._plan.stop():
            return set()
        present = {source.path for source in sources} | set(held)
        unreadable = {source.path: source for source in sources if source.error}
        digests = {digest.path: digest for path in sorted(present - set(unreadable)) for digest in self._known(path)}
        digests |= {path: Digest(path, path, "", "", error=source.error) for path, source in unreadable.items()}
        self._wanted = self._wishes(list(digests.values()))
        self._forget(present)
        checking = Checking(self._pool, self._plan.folder, self._state.parts)
        due = list(self._due())
        done, total = 0, sum(len(item.story) for item in due)
        for finished in checking.finished(due):
            self._keep(finished)
            changed |= finished.changed
            done += len(finished.records) + len(finished.failures)
            self._plan.progress("check", min(done, total), total)
        return changed

    # reading

    def _describe(self, sources: Sequence[Source]) -> set[str]:
        """Have every new file described; the paths of those that changed meanwhile."""
        new = [source for source in sources if not source.error and self._hash(source.path) != source.sha256]
        jobs = deque(_describing(new[at : at + _FILES_A_JOB]) for at in range(0, len(new), _FILES_A_JOB))
        changed: set[str] = set()
        done = 0
        for outcome in self._pool.run(jobs):
            files: list[Source] = outcome.job.about
            if outcome.failure and len(files) > 1:  # one of them is to blame, or changed
                jobs.extend(_describing([source]) for source in files)
                continue
            done += len(files)
            self._plan.progress("read", done, len(new))
            if outcome.changed:
                changed.add(files[0].path)
            elif outcome.failure:
                self._digests[files[0].path] = files[0].sha256, [_unreadable(files[0], outcome.failure)]
            else:
                self._keep_digests(files, outcome.value)
        return changed

    def _keep_digests(self, files: Sequence[Source], found: Sequence[list[Digest]]) -> None:
        for source, digests in zip(files, found, strict=True):
            self._digests[source.path] = source.sha256, digests
        self._state.keep_digests(self._program, {source.path: self._digests[source.path] for source in files})

    def _hash(self, path: str) -> str:
        return self._digests[path][0] if path in self._digests else ""

    def _known(self, path: str) -> list[Digest]:
        return self._digests[path][1] if path in self._digests else []

    # what is to be done

    def _wishes(self, digests: Sequence[Digest]) -> dict[str, _Wanted]:
        assert self._started is not None
        wanted = {}
        for story in stories(digests):
            members = [(digest.path, digest.content or digest.error) for digest in story]
            for digest in story:
                conditions = self._plan.conditions(digest.path)
                parts = (self._program, self._started.signature, conditions, digest.path, members)
                wanted[digest.path] = _Wanted(digest, story, hashlib.sha256(json.dumps(parts).encode()).hexdigest())
        return wanted

    def _due(self) -> Iterator[Due]:
        """The stories with an article whose result is missing or out of date; unreadable articles get theirs at once."""
        for path, wanted in self._wanted.items():
            if wanted.digest.error:
                self._fail(path, wanted.digest.error, tried=not self._is_fresh(path))
            elif path == wanted.story[0].path:
                stale = [digest for digest in wanted.story if not self._is_fresh(digest.path)]
                suspects = [digest for digest in stale if self._failed_before(digest.path)]
                if stale:
                    yield Due(wanted.story, suspects if len(suspects) == len(stale) else ())

    def _is_fresh(self, path: str) -> bool:
        """True for an article with a result that checking it again would only repeat."""
        record = self._state.records.get(path)
        return (
            record is not None
            and (self._plan.resume or path in self._checked)
            and record.key == self._wanted[path].key
            and not record.failed
            and record.known == known_hash(record.fingerprints, self._plan.baseline)
            and self._state.is_whole(record)
        )

    def _is_left(self, path: str) -> bool:
        """True for an article whose result is missing or out of date, for the batch was stopped."""
        record = self._state.records.get(path)
        return (
            record is None or record.key != self._wanted[path].key or not (self._plan.resume or path in self._checked)
        )

    def _failed_before(self, path: str) -> bool:
        record = self._state.records.get(path)
        return record is not None and record.failed and record.key == self._wanted[path].key and self._plan.resume

    # results

    def _keep(self, finished: Finished) -> None:
        self._finish(finished.records)
        for path, reason in finished.failures.items():
            self._fail(path, f"{path}: could not be checked: {reason}", failed=True)

    def _fail(self, path: str, message: str, *, failed: bool = False, tried: bool = True) -> None:
        """Tell of an article without findings, and write that down unless it is known."""
        self._plan.tell(message)
        if tried:
            assert self._started is not None
            article = Article(path, error=message)
            record = write_result(article, self._started.signature, self._started.rules, self._state.parts)
            self._finish([replace(record, failed=failed)])

    def _finish(self, records: Sequence[Record]) -> None:
        self._state.finish([self._completed(record) for record in records])
        self._checked.update(record.entry.path for record in records)
        self._count += len(records)

    def _completed(self, record: Record) -> Record:
        wanted = self._wanted[record.entry.path]
        others = tuple(digest.path for digest in wanted.story if digest.path != record.entry.path)
        return replace(
            record,
            key=wanted.key,
            source=wanted.digest.source,
            entry=replace(record.entry, story=others),
            known=known_hash(record.fingerprints, self._plan.baseline),
        )

    def _forget(self, present: Collection[str]) -> None:
        """Drop what is no longer in the tree, in files that are gone and in files that are there."""
        read = {path for path in present if path in self._digests}
        gone = [
            path
            for path, record in self._state.records.items()
            if path not in self._wanted and (record.source not in present or record.source in read)
        ]
        files = set(self._digests) - set(present)
        for path in files:
            del self._digests[path]
        self._state.forget(gone, files)

    def _summary(self, seconds: float) -> Summary:
        entries = [record.entry for _, record in sorted(self._state.records.items())]
        started = self._started or Started("")
        index = Index(entries, started.signature, started.rules)
        left = sum(self._is_left(path) for path in self._wanted)
        unchanged = max(0, len(entries) - self._count - left)
        summary = Summary(index, self._count, unchanged, left, seconds, self._plan.stop())
        if self._started is not None:
            self._state.publish(INDEX, render_index(index))
            self._state.publish(SUMMARY, batch_json(index, summary.to_json()))
        return summary


@dataclass(frozen=True)
class _Wanted:
    """The result that an article should have: with which others it is checked, and the hash of all that it depends on."""

    digest: Digest
    story: Sequence[Digest]
    key: str


def _describing(files: Sequence[Source]) -> Job:
    return Job("describe", ([(source.path, source.file, source.sha256) for source in files],), list(files))


def _unreadable(source: Source, failure: str) -> Digest:
    return Digest(source.path, source.path, source.sha256, "", error=f"{source.file}: cannot be read: {failure}")


@lru_cache(maxsize=1)
def program_hash() -> str:
    """A hash of the program itself, its rules, data and templates: what another version found is not what this one would."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for file in sorted(package.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts and "models" not in file.parts:
            digest.update(
                f"{file.relative_to(package).as_posix()}\0{file.stat().st_size}\0".encode() + file.read_bytes()
            )
    return digest.hexdigest()
