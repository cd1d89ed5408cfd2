from __future__ import annotations

from pathlib import Path

import pytest

from .desk import Desk
from .fakes import InlinePool


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A tree of five articles, no batch run yet; its batches have no processes."""
    monkeypatch.setattr("mtcheck.batch.run.Pool", InlinePool)
    return Desk(tmp_path).fill()


@pytest.fixture
def busy_desk(tmp_path: Path) -> Desk:
    """As `desk`, with workers as they are."""
    return Desk(tmp_path).fill()


@pytest.fixture(autouse=True)
def same_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who works on the program while the tests run does not make all results out of date."""
    monkeypatch.setattr("mtcheck.batch.run.program_hash", lambda: "")
