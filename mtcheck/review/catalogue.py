"""The articles of a folder of JSON reports: found by walking it, named by ids that are no paths."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mtcheck.errors import ReadError, UsageError
from mtcheck.report.view import title
from mtcheck.review.keys import digest, finding_key
from mtcheck.review.stored import MAX_BYTES, is_report, parse_report
from mtcheck.types import Article, Report, Severity

_FRESH = 2.0  # seconds during which the folder is not looked at again
_SHARE = 0.1  # of the time that may go into looking at a large folder


@dataclass(frozen=True)
class Listed:
    """An article in the catalogue: `id` is what its address holds, `findings` its (fingerprint, severity) pairs, `keys` what the
    database knows them by.
    """

    id: str
    file: Path
    number: int
    path: str
    title: str
    language: str
    sha256: str
    findings: tuple[tuple[str, Severity], ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class _File:
    """What was read of a report's file in the state that `stamp` tells."""

    stamp: tuple[int, int]
    articles: tuple[Listed, ...] = ()
    errors: tuple[str, ...] = ()


class Catalogue:
    """The articles of the reports under a folder. Reports that appear, change or vanish are seen within seconds."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise UsageError(f"{folder}: no such folder; name the one that mtcheck check or mtcheck batch wrote to")
        self._root = self.folder.resolve()
        self._lock = threading.Lock()
        self._files: dict[Path, _File] = {}
        self._articles: dict[str, Listed] = {}
        self._next = float("-inf")

    def articles(self) -> list[Listed]:
        """All readable articles, by path. One that several reports hold unchanged is listed once."""
        self._refresh()
        return sorted(self._articles.values(), key=lambda listed: (listed.path, listed.id))

    def errors(self) -> list[str]:
        """What could not be read: reports that are none, and articles that had not been readable."""
        self._refresh()
        return [error for file in sorted(self._files) for error in self._files[file].errors]

    def find(self, article_id: str) -> Listed | None:
        """The article of an id; None when no report holds it (any more)."""
        self._refresh()
        return self._articles.get(article_id)

    def load(self, listed: Listed) -> tuple[Article, Report]:
        """The article, and its report with nothing but this article; ReadError when the file has changed meanwhile."""
        report = parse_report(_bytes(listed.file), str(listed.file))
        articles = report.articles
        if listed.number >= len(articles) or articles[listed.number].path != listed.path:
            raise ReadError(f"{listed.file}: has changed; load the list of articles anew")
        article = articles[listed.number]
        return article, replace(report, articles=[article])

    def _refresh(self) -> None:
        with self._lock:
            start = time.monotonic()
            if start < self._next:
                return
            files = {file: self._read(file) for file in self._walk()}
            if files != self._files:
                self._files = files
                self._articles = self._distinct()
            now = time.monotonic()
            self._next = now + max(_FRESH, (now - start) / _SHARE)

    def _walk(self) -> Iterator[Path]:
        for folder, folders, names in os.walk(self.folder, followlinks=False):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                file = Path(folder, name)
                # A link may lead out of the folder: what lies elsewhere is not served.
                inside = not file.is_symlink() or file.resolve().is_relative_to(self._root)
                if name.endswith(".json") and not name.startswith(".") and inside and file.is_file():
                    yield file

    def _read(self, file: Path) -> _File:
        try:
            status = file.stat()
        except OSError:
            return _File((0, 0))
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._files.get(file)
        if known and known.stamp == stamp:
            return known
        try:
            if status.st_size > MAX_BYTES:
                raise ReadError(f"{file}: larger than {MAX_BYTES // 1_000_000} MB")
            data = _bytes(file)
            report = parse_report(data, str(file)) if is_report(data) else None
        except ReadError as error:
            return _File(stamp, errors=(str(error),))
        return self._listing(file, stamp, report) if report else _File(stamp)

    def _listing(self, file: Path, stamp: tuple[int, int], report: Report) -> _File:
        name = file.relative_to(self.folder).as_posix()
        articles = tuple(
            _listed(article, file, number, name) for number, article in enumerate(report.articles) if not article.error
        )
        return _File(stamp, articles, tuple(article.error for article in report.articles if article.error))

    def _distinct(self) -> dict[str, Listed]:
        seen: set[tuple[object, ...]] = set()
        kept: dict[str, Listed] = {}
        for file in sorted(self._files):
            for listed in self._files[file].articles:
                same = (listed.path, listed.sha256, listed.findings)
                if same not in seen:
                    seen.add(same)
                    kept[listed.id] = listed
        return kept


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ReadError(f"{file}: cannot be read ({error.strerror or error})") from error


def _listed(article: Article, file: Path, number: int, name: str) -> Listed:
    return Listed(
        id=digest(name, str(number), article.path)[:20],
        file=file,
        number=number,
        path=article.path,
        title=title(article),
        language="mr" if article.language.value == "mr" else "en" if article.language.value == "en" else "hi",
        sha256=article.sha256,
        findings=tuple((finding.fingerprint, finding.severity) for finding in article.findings),
        keys=tuple(finding_key(article.path, finding.fingerprint) for finding in article.findings),
    )
