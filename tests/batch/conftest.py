from __future__ import annotations

from pathlib import Path

import pytest

from .desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A tree of five articles, no batch run yet."""
    return Desk(tmp_path).fill()
