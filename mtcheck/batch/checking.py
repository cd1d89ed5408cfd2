"""Stories through the workers; where one brings a worker down, each of its articles by itself, to find the one to leave out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mtcheck.batch.digest import Digest
from mtcheck.batch.pool import Job, Outcome, Pool
from mtcheck.batch.state import Record

Story = Sequence[Digest]


@dataclass(frozen=True)
class Due:
    """A story to check. `suspects` are articles that failed before: only if one of them now succeeds is the story checked."""

    story: Story
    suspects: Story = ()


@dataclass(frozen=True)
class Finished:
    """What became of some articles of one story: results, why there are none, or that they changed meanwhile (by path)."""

    records: Sequence[Record] = ()
    failures: dict[str, str] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()


@dataclass
class _Trial:
    """A story whose articles are tried one by one: those not tried yet, and what came of the others."""

    story: Story
    waiting: set[str]
    alone: dict[str, Record] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)


class Checking:
    """One round of checks: iterate over `finished` and put away what it gives."""

    def __init__(self, pool: Pool, folder: Path, parts: Path) -> None:
        self._pool = pool
        self._folder = folder
        self._parts = parts
        self._jobs: deque[Job] = deque()

    def finished(self, due: Iterable[Due]) -> Iterator[Finished]:
        """Check the stories; every one that is not given up because the batch was stopped ends in one or more Finished."""
        for item in due:
            if item.suspects:
                self._try(item.story, item.suspects)
            else:
                self._whole(item.story, None)
        for outcome in self._pool.run(self._jobs):
            story, trial, alone = outcome.job.about
            yield from self._after_one(trial, story[0], outcome) if alone else self._after_whole(story, trial, outcome)

    def _whole(self, story: Story, trial: _Trial | None) -> None:
        self._jobs.append(Job("check", (self._folder, list(story), self._parts), (story, trial, False)))

    def _try(self, story: Story, each: Story) -> None:
        trial = _Trial(story, {digest.path for digest in each})
        for digest in each:
            self._jobs.append(Job("check", (self._folder, [digest], self._parts), ([digest], trial, True)))

    def _after_whole(self, story: Story, trial: _Trial | None, outcome: Outcome) -> Iterator[Finished]:
        paths = [digest.path for digest in story]
        if outcome.changed:
            yield Finished(changed=frozenset(paths))
        elif not outcome.failure:
            yield Finished(outcome.value)
        elif trial is not None:  # each can be checked, but not all of them together
            yield Finished([trial.alone[path] for path in paths if path in trial.alone])
        elif len(story) == 1:
            yield Finished(failures={paths[0]: outcome.failure})
        else:
            self._try(story, story)

    def _after_one(self, trial: _Trial, digest: Digest, outcome: Outcome) -> Iterator[Finished]:
        trial.waiting.discard(digest.path)
        if outcome.changed:
            trial.changed.add(digest.path)
        elif outcome.failure:
            trial.failures[digest.path] = outcome.failure
        else:
            trial.alone[digest.path] = outcome.value[0]
        if not trial.waiting:
            yield Finished(failures=trial.failures, changed=frozenset(trial.changed))
            rest = [digest for digest in trial.story if digest.path not in trial.failures]
            if trial.alone and not trial.changed:
                self._whole(rest, trial)
