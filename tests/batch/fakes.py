"""A station without models: what an article says decides what becomes of it, and every check is noted in a file."""

from __future__ import annotations

import os
import re
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mtcheck.batch import worker
from mtcheck.batch.digest import Digest
from mtcheck.batch.pool import Job, Outcome
from mtcheck.batch.results import write_result
from mtcheck.batch.scan import hash_file
from mtcheck.batch.state import Record
from mtcheck.batch.worker import ChangedError, Started, Station
from mtcheck.errors import UsageError
from mtcheck.types import Article, Block, Finding, Kind, Language, RuleInfo, Sentence, Severity, fingerprint

RULES = {"duplication": RuleInfo("duplication", "Said twice", "दोहराव", "# Said twice\n", "Accuracy", "duplication")}
SEVERITIES = {"बड़ी": Severity.MAJOR, "छोटी": Severity.MINOR, "सूचना": Severity.INFO}
CRASH, RAISE, HANG, UNREADABLE, TOGETHER = "धमाका", "अपवाद", "अटका", "अपठनीय", "साथ-धमाका"


@dataclass
class FakeStation:
    """Articles with the same word "#…" tell the same story; the words above bring about what they say.

    `log` is a file that gets the paths of each check, `pause` the seconds that an article takes.
    """

    log: Path
    pause: float = 0.0
    signature: str = "fake"
    broken: str = ""

    def start(self) -> Started:
        if self.broken == "die":
            os._exit(3)
        if self.broken:
            raise UsageError(self.broken)
        return Started(self.signature, RULES)

    def describe(self, files: Sequence[tuple[str, Path, str]]) -> list[list[Digest]]:
        return [[_digest(path, file, sha256)] for path, file, sha256 in files]

    def check(self, folder: Path, digests: Sequence[Digest], parts: Path) -> list[Record]:
        texts = [(folder / digest.source).read_text(encoding="utf-8") for digest in digests]
        for text in texts:
            time.sleep(self.pause)
            if CRASH in text.split() or (TOGETHER in text and len(texts) > 1):
                os.kill(os.getpid(), signal.SIGKILL)
            if RAISE in text:
                raise RuntimeError("a rule fell over")
            if HANG in text:
                time.sleep(3600)
        with self.log.open("a", encoding="utf-8") as log:
            log.write("".join(f"{digest.path}\n" for digest in digests))
        others = [{digest.path for digest in digests} - {digest.path} for digest in digests]
        return [
            write_result(_article(digest, text, sorted(rest)), self.signature, RULES, parts)
            for digest, text, rest in zip(digests, texts, others, strict=True)
        ]


class InlinePool:
    """A pool without processes, for tests to which these do not matter: they take most of the time."""

    def __init__(self, station: Station, workers: int, *, stop: Callable[[], bool] = lambda: False) -> None:
        self._station = station
        self._stop = stop

    def started(self) -> Started:
        return self._station.start()

    def run(self, jobs: deque[Job]) -> Iterator[Outcome]:
        while jobs and not self._stop():
            job = jobs.popleft()
            status, value = worker._done(self._station, job.method, job.arguments)
            if status == "fatal":
                raise UsageError(value)
            yield Outcome(job, value) if status == "done" else Outcome(job, failure=value, changed=status == "changed")

    def close(self) -> None:
        pass


def _digest(path: str, file: Path, sha256: str) -> Digest:
    if hash_file(file) != sha256:
        raise ChangedError(path)
    text = file.read_text(encoding="utf-8")
    if UNREADABLE in text:
        return Digest(path, path, sha256, "", error=f"{file}: binary data")
    terms = dict.fromkeys(re.findall(r"#\S+", text), 9.0)
    return Digest(path, path, sha256, sha256, terms=terms, vector=np.ones(1, np.float32))


def _article(digest: Digest, text: str, others: list[str]) -> Article:
    """The article with a finding on each word of SEVERITIES; the sentence's translation names what it was checked with."""
    article = Article(digest.path, text, digest.content, Language.HINDI)
    article.blocks = [Block(0, len(text), Kind.HEADLINE, Language.HINDI)]
    article.sentences = [Sentence(0, 0, len(text), Kind.HEADLINE, Language.HINDI, text, " ".join(others))]
    article.findings = [
        Finding(
            "duplication", SEVERITIES[match[0]], 0.9, match.start(), match.end(), match[0], 0, "Said twice.",
            fingerprint=fingerprint("duplication", text, match[0]),
        )
        for match in re.finditer("|".join(SEVERITIES), text)
    ]  # fmt: skip
    return article
