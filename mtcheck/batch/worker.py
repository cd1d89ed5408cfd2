"""A worker: a process that reads and checks what it is handed, with its model loaded once."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mtcheck.batch.digest import Digest
from mtcheck.batch.results import write_result
from mtcheck.batch.scan import hash_file
from mtcheck.batch.state import Record
from mtcheck.errors import MtcheckError, ReadError
from mtcheck.types import Article, RuleInfo

if TYPE_CHECKING:
    from mtcheck.check import Options
    from mtcheck.translate import Translator

_CACHED_FILES = 4  # of many articles, whose stories follow each other


class ChangedError(Exception):
    """A file changed between two looks at it."""


@dataclass(frozen=True)
class Started:
    """What a worker tells when it is ready: how it checks, and the rules."""

    signature: str
    rules: dict[str, RuleInfo] = field(default_factory=dict)


class Station(Protocol):
    """What a worker does; it is sent to the worker's process, and starts there."""

    def start(self) -> Started:
        """Load what is loaded once. Raises MtcheckError when that is impossible: then the whole batch is."""
        ...

    def describe(self, files: Sequence[tuple[str, Path, str]]) -> list[list[Digest]]:
        """The digests of the articles of each file, given as (relative path, file, hash). ChangedError when its hash is another."""
        ...

    def check(self, folder: Path, digests: Sequence[Digest], parts: Path) -> list[Record]:
        """Check the articles of one story in the tree `folder` and write their results into `parts`.

        Raises ChangedError when an article is no longer as its digest says.
        """
        ...


@dataclass(frozen=True)
class Setup:
    """How articles are checked, as made in the worker: options, and evidence for all of them."""

    options: Options
    evidence: Sequence[Article] = ()


class Checker:
    """The station of a real batch. `prepare` is called in each worker; it must be importable there.

    The paths that its options take (`per_article`) are relative to the tree, as those of the reports are.
    """

    def __init__(self, prepare: Callable[[], Setup]) -> None:
        self._prepare = prepare
        self._setup: Setup | None = None
        self._translator: Translator | None = None

    def start(self) -> Started:
        """Load the models; see Station."""
        from mtcheck.encode import load_encoder
        from mtcheck.memory import remembering
        from mtcheck.rules import rule_infos
        from mtcheck.translate import load_translator

        self._setup = self._prepare()
        options = self._setup.options
        load_encoder()
        if options.translate:
            translator = load_translator(options.model, trust_remote_code=options.trust_remote_code)
            self._translator = remembering(translator, options.memory)
        return Started(self._signature(""), rule_infos())

    def describe(self, files: Sequence[tuple[str, Path, str]]) -> list[list[Digest]]:
        """Read files and tell what grouping needs to know; see Station."""
        return [_described(path, file, sha256) for path, file, sha256 in files]

    def check(self, folder: Path, digests: Sequence[Digest], parts: Path) -> list[Record]:
        """Check one story; see Station."""
        from mtcheck.check import check_articles

        assert self._setup is not None
        options = self._setup.options
        articles = [_article(folder, digest) for digest in digests]
        evidence = [replace(item) for item in self._setup.evidence]
        report = check_articles(articles, evidence=evidence, options=options, translator=self._translator)
        # A signature for each article: the story's would tell about the others' settings.
        return [
            write_result(article, self._signature(article.path), report.rules, parts) for article in report.articles
        ]

    def _signature(self, path: str) -> str:
        """What makes the result of the article at `path` reproducible; the baseline, which changes daily, is left out."""
        from mtcheck.check import signature

        assert self._setup is not None
        options = self._setup.options
        return signature(
            self._translator, replace(options, per_article=lambda path: replace(options.of(path), baseline={})), [path]
        )


def work(pipe: Connection, station: Station) -> None:
    """The worker's main function: one job after the other, until the pipe is closed or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C reaches the whole group; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        pipe.send(("started", station.start()))
        while True:
            method, arguments = pipe.recv()
            done = _done(station, method, arguments)
            give_back()
            pipe.send((*done, memory()))
    except MtcheckError as error:
        pipe.send(("fatal", str(error)))
    except (EOFError, ConnectionError):  # the parent has no more use for this worker
        return


@lru_cache(maxsize=1)
def _trim() -> Callable[[int], int]:
    trim: Callable[[int], int] = getattr(ctypes.CDLL(None), "malloc_trim")  # noqa: B009 - its type is not known
    return trim


def give_back() -> None:
    """Give freed memory back to the system, which glibc alone does too late: each worker would hold 150 MB more."""
    with suppress(OSError, AttributeError, TypeError):  # another system
        _trim()(0)


def memory() -> int:
    """The bytes of memory that this process holds; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:
            return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _done(station: Station, method: str, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "done", getattr(station, method)(*arguments)
    except ChangedError as error:
        return "changed", str(error)
    except OSError as error:
        return "fatal", f"{error.filename or 'a result'}: cannot be written ({error.strerror or error})"
    except Exception as error:  # whatever one article brings about, the others are checked
        return "failed", f"{type(error).__name__}: {error}"


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _described(path: str, file: Path, sha256: str) -> list[Digest]:
    from mtcheck.batch.describe import content_hash, describe
    from mtcheck.encode import load_encoder

    try:
        articles = _read(file, sha256)
    except ReadError as error:
        return [Digest(path, path, sha256, "", error=str(error))]
    digests = []
    for number, article in enumerate(articles):
        name = path + article.path.removeprefix(str(file))
        if article.error:
            digests.append(Digest(name, path, sha256, content_hash(article), number, error=article.error))
        else:
            digests.append(describe(article, load_encoder(), name, path, sha256, number))
    return digests


@lru_cache(maxsize=_CACHED_FILES)
def _read(file: Path, sha256: str) -> tuple[Article, ...]:
    """The articles of a file; ChangedError unless it has this hash."""
    from mtcheck.read import read_articles

    try:
        articles = read_articles(file)
        found = hash_file(file)
    except OSError as error:
        raise ChangedError(str(file)) from error
    if found != sha256:
        raise ChangedError(str(file))
    return tuple(articles)


def _article(folder: Path, digest: Digest) -> Article:
    """The article of a digest, under its path in the tree; ChangedError when it is another by now."""
    from mtcheck.batch.describe import content_hash

    articles = _read(folder / digest.source, digest.source_hash)
    if digest.number >= len(articles) or content_hash(articles[digest.number]) != digest.content:
        raise ChangedError(digest.path)
    return replace(articles[digest.number], path=digest.path, sentences=[], findings=[], suppressed=[])
