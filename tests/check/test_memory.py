"""The translation memory: once a sentence, never another model's, several runs at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mtcheck.memory import TranslationMemory, default_path, remembering


class Counting:
    """A translator that counts what it is asked."""

    name = "counting"
    runtime = "none"

    def __init__(self, revision: str = "1") -> None:
        self.revision = revision
        self.asked: list[str] = []

    def translate(self, sentences: Sequence[str], language: str) -> list[str]:
        self.asked.extend(sentences)
        return [f"{self.revision}:{language}:{sentence.strip()}" for sentence in sentences]


def test_a_sentence_is_translated_once(tmp_path: Path) -> None:
    inner = Counting()
    memory = TranslationMemory(inner, tmp_path / "memory.sqlite3")
    first = memory.translate(["बारिश हुई।", "धूप निकली।", "बारिश हुई।"], "hi")
    again = TranslationMemory(inner, tmp_path / "memory.sqlite3").translate(["धूप  निकली।"], "hi")
    assert first == ["1:hi:बारिश हुई।", "1:hi:धूप निकली।", "1:hi:बारिश हुई।"]
    assert again == ["1:hi:धूप निकली।"]
    assert inner.asked == ["बारिश हुई।", "धूप निकली।"]


@pytest.mark.parametrize(("revision", "language"), [("2", "hi"), ("1", "mr")])
def test_never_serves_another_model_or_language(tmp_path: Path, revision: str, language: str) -> None:
    path = tmp_path / "memory.sqlite3"
    TranslationMemory(Counting("1"), path).translate(["नदी"], "hi")
    other = Counting(revision)
    assert TranslationMemory(other, path).translate(["नदी"], language) == [f"{revision}:{language}:नदी"]  # type: ignore[arg-type]
    assert other.asked == ["नदी"]


def test_two_runs_at_once(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"

    def run(number: int) -> list[str]:
        sentences = [f"वाक्य {i}" for i in range(number, number + 40)]
        return TranslationMemory(Counting(), path).translate(sentences, "hi")

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(run, range(0, 160, 20)))
    assert all(result[0] == f"1:hi:वाक्य {20 * i}" for i, result in enumerate(results))
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM translation").fetchone() == (180,)


def test_a_broken_file_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"
    path.write_bytes(b"this is no database" * 100)
    assert TranslationMemory(Counting(), path).translate(["नदी"], "hi") == ["1:hi:नदी"]


def test_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTCHECK_MEMORY", "off")
    assert default_path() is None
    inner = Counting()
    assert remembering(inner, default_path()) is inner
