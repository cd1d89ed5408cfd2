"""Progress of a batch on standard error: how many articles a second, and how long it will take. Silent when it is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Task
    from rich.text import Text

_STAGES = {"read": ("Reading", "files"), "check": ("Checking", "articles")}


@contextmanager
def rate_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A callback (stage, done, total) that moves a bar while the block runs; it goes when a stage is done."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f} {task.fields['unit']}/s" if task.speed else "")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    # A rate over the last minutes: the first articles wait for the models to be loaded.
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=180) as progress:
        tasks = {
            stage: progress.add_task(name, total=None, visible=False, start=False, unit=unit)
            for stage, (name, unit) in _STAGES.items()
        }

        def move(stage: str, done: int, total: int) -> None:
            task = tasks[stage]
            if not progress.tasks[task].started or done < progress.tasks[task].completed:
                progress.reset(task, total=total)
            progress.update(task, completed=done, total=total, visible=done < total)

        yield move
