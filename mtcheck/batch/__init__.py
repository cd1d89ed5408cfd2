"""The batch: every article of a tree, grouped into stories, by several processes; a killed run goes on where it was."""

from __future__ import annotations

from mtcheck.batch.run import Batch, Plan, Summary, open_batch, run_batch
from mtcheck.batch.worker import Checker, Setup, Started, Station

__all__ = ["Batch", "Checker", "Plan", "Setup", "Started", "Station", "Summary", "open_batch", "run_batch"]
