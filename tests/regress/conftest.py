"""What the tests of regression cases share: a small file of cases, and a checker loaded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mtcheck.regress.checker import Checker

# Where the plugin is installed it would run the example a second time: test_run.py does so already.
collect_ignore_glob = ["*.mtcheck.yaml"]

BAD = "पुलिस ने आरोपी को आरोपी को रेलवे स्टेशन से गिरफ्तार कर लिया।"
FIXED = "पुलिस ने आरोपी को रेलवे स्टेशन से गिरफ्तार कर लिया।"
ENGLISH = "Police arrested the accused at the railway station."
TWICE = f"""cases:
  - id: twice
    english: {ENGLISH}
    language: hi
    bad: {BAD}
    find:
      - words: आरोपी को आरोपी को
        rule: duplication
    fixed: {FIXED}
"""
Write = Callable[..., Path]


@pytest.fixture(scope="session")
def checker() -> Checker:
    return Checker()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of cases into the test's folder."""

    def put(text: str = TWICE, name: str = "desk.mtcheck.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    return put
