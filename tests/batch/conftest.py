from __future__ import annotations

from pathlib import Path

import pytest

from .desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A tree of five articles, no batch run yet."""
    return Desk(tmp_path).fill()


@pytest.fixture(autouse=True)
def same_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who works on the program while the tests run does not make all results out of date."""
    monkeypatch.setattr("mtcheck.batch.run.program_hash", lambda: "")
