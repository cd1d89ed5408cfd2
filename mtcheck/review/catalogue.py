"""The articles of a folder of JSON reports: found by walking it, named by ids that are no paths."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from mtcheck.errors import ReadError, UsageError
from mtcheck.report.view import title
from mtcheck.review.stored import MAX_BYTES, is_report, parse_report
from mtcheck.types import Article, Report, Severity

_FRESH = 2.0  # seconds during which the folder is not looked at again


@dataclass(frozen=True)
class Listed:
    """An article in the catalogue: `id` is what its address holds, `findings` its (fingerprint, severity) pairs."""

    id: str
    file: Path
    number: int
    path: str
    title: str
    language: str
    sha256: str
    findings: tuple[tuple[str, Severity], ...]


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
        self._looked = float("-inf")

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
            if time.monotonic() - self._looked < _FRESH:
                return
            self._files = {file: self._read(file) for file in self._walk()}
            self._articles = self._distinct()
            self._looked = time.monotonic()

    def _walk(self) -> Iterator[Path]:
        for file in sorted(self.folder.rglob("*.json")):
            hidden = any(part.startswith(".") for part in file.relative_to(self.folder).parts)
            # A link may lead out of the folder: what lies elsewhere is not served.
            if not hidden and file.is_file() and file.resolve().is_relative_to(self._root):
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
    key = "\x1f".join((name, str(number), article.path))
    return Listed(
        id=sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:20],
        file=file,
        number=number,
        path=article.path,
        title=title(article),
        language="mr" if article.language.value == "mr" else "en" if article.language.value == "en" else "hi",
        sha256=article.sha256,
        findings=tuple((finding.fingerprint, finding.severity) for finding in article.findings),
    )
