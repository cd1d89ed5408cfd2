"""Decisions in a database, SQLite or PostgreSQL: a history to which rows are only ever added.

Of the decisions on a finding the latest stands. A decision is one row, its content JSON in ASCII: so every database holds every text,
lone surrogates and NUL included. A row may also take the standing decision back. Ids rise in the order in which rows become visible,
so that "everything after id N" is complete: writers hold a lock on the table from before they draw an id until they commit.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta, timezone
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from mtcheck.decisions import SCHEMA, parse_decisions
from mtcheck.errors import MtcheckError, UsageError
from mtcheck.review.keys import article_key, digest, finding_key
from mtcheck.types import Decision

FILE_NAME = "decisions.sqlite"
_VERSION = 1
_BATCH = 500  # rows that one statement names
_WAIT = 15  # seconds to wait for another writer
_EARLIEST = datetime.min.replace(tzinfo=timezone.utc)

_metadata = MetaData()
_decisions = Table(
    "mtcheck_decisions",
    _metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("article", String(64), nullable=False),  # hash of the article's path
    Column("finding", String(64), nullable=False),  # hash of the path and the finding's fingerprint
    Column("digest", String(64), nullable=False, unique=True),  # of the content: what is known is not added again
    Column("decided", String(32), nullable=False),  # UTC; the latest stands
    Column("withdrawn", Boolean, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("path", Text, nullable=False),  # for people who look into the table
    Column("content", Text, nullable=False),
    Index("mtcheck_decisions_article", "article", "id"),
    Index("mtcheck_decisions_finding", "finding"),
    sqlite_autoincrement=True,
)
_version = Table("mtcheck_version", _metadata, Column("version", Integer, primary_key=True, autoincrement=False))


@dataclass(frozen=True)
class Entry:
    """A row of the history: a decision, or, `withdrawn`, the taking back of the one before it."""

    id: int
    decision: Decision
    withdrawn: bool
    decided: str

    def to_json(self) -> dict[str, Any]:
        """What the page needs of it."""
        decision = self.decision
        return {
            "id": self.id,
            "verdict": "withdrawn" if self.withdrawn else decision.verdict.value,
            "correction": decision.correction,
            "reason": decision.reason,
            "by": decision.by,
            "at": decision.at,
        }


class ConflictError(MtcheckError):
    """Somebody decided the finding meanwhile: `entries` is its history, what stands first."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__("the finding was decided meanwhile")
        self.entries = list(entries)


class StoreError(MtcheckError):
    """The database cannot be reached or used; its text says why."""


class Store:
    """The decisions of a database. May be used by several threads, and by several processes at once."""

    def __init__(self, database: str | Path, *, must_exist: bool = False) -> None:
        """`database` is a URL, a SQLite file, or a folder, in which the file is decisions.sqlite. Raises UsageError, StoreError."""
        url = database_url(database)
        self.name = url.render_as_string(hide_password=True)
        if must_exist and url.get_backend_name() == "sqlite" and not _has_content(url):
            raise UsageError(f"{database}: no decisions there ({url.database} is missing or empty)")
        self._engine = _engine(url)
        self._known: dict[str, tuple[str, int, bool]] = {}
        self._last = 0
        self._lock = threading.Lock()
        with self._failing():
            self._prepare(must_exist)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def decide(self, decision: Decision, seen: int, *, withdraw: bool = False) -> list[Entry]:
        """Add a decision by somebody who saw entry `seen` (0 for none) stand; gives the finding's history, what stands first.

        With `withdraw` the standing decision is taken back instead. Raises ConflictError when something else stands.
        """
        finding = finding_key(decision.path, decision.fingerprint)
        with self._writing() as connection:
            before = _history(connection, _decisions.c.finding == finding)
            if (before[0].id if before else 0) != seen:
                raise ConflictError(before)
            later = _dated_after(decision, before[0].decided) if before else decision
            connection.execute(insert(_decisions), [_row(later, _utc(later.at), withdraw)])
            return _history(connection, _decisions.c.finding == finding)

    def add(self, decisions: Iterable[Decision]) -> int:
        """Add decisions made elsewhere to the history; gives how many were new. Dates in the future count as now."""
        now = _utc(_iso_now())
        rows = {row["digest"]: row for row in (_row(one, min(_utc(one.at), now), False) for one in decisions)}
        with self._writing() as connection:
            known = _present(connection, list(rows))
            new = [row for digest, row in rows.items() if digest not in known]
            for start in range(0, len(new), _BATCH):
                connection.execute(insert(_decisions), new[start : start + _BATCH])
        return len(new)

    def standing(self) -> list[Decision]:
        """The decision that stands of each finding decided, by path and fingerprint."""
        return [history[0].decision for history in self._histories() if not history[0].withdrawn]

    def history(self) -> list[Decision]:
        """As `standing`, with the decisions before it, oldest first; a finding whose decision was taken back has none."""
        return [
            entry.decision
            for history in self._histories()
            if not history[0].withdrawn
            for entry in reversed(history)
            if not entry.withdrawn
        ]

    def of_article(self, path: str, after: int = 0) -> tuple[int, dict[str, list[Entry]]]:
        """The highest id, and the history of each finding of an article (by fingerprint) that changed after id `after`."""
        with self._reading() as connection:
            entries = _history(connection, _decisions.c.article == article_key(path))
        findings: dict[str, list[Entry]] = {}
        for entry in entries:
            findings.setdefault(entry.decision.fingerprint, []).append(entry)
        last = max((entry.id for entry in entries), default=0)
        return last, {key: of for key, of in findings.items() if any(entry.id > after for entry in of)}

    def decided(self) -> frozenset[str]:
        """The findings (as `finding_key` gives them) on which a decision stands."""
        columns = _decisions.c.id, _decisions.c.finding, _decisions.c.decided, _decisions.c.withdrawn
        with self._lock:
            with self._reading() as connection:
                rows = connection.execute(select(*columns).where(_decisions.c.id > self._last)).all()
            for row in rows:
                self._last = max(self._last, row.id)
                self._known[row.finding] = max(
                    self._known.get(row.finding, ("", 0, False)), (row.decided, row.id, row.withdrawn)
                )
            return frozenset(finding for finding, (_, _, withdrawn) in self._known.items() if not withdrawn)

    def _histories(self) -> Iterator[list[Entry]]:
        with self._reading() as connection:
            entries = _history(connection, None)
        entries.sort(key=lambda entry: _by_finding(entry))  # stable: what stands stays first
        for _, group in groupby(entries, key=_by_finding):
            yield list(group)

    def _prepare(self, must_exist: bool) -> None:
        with self._engine.connect() as connection:
            there = inspect(connection).has_table(_version.name)
        if must_exist and not there:
            raise UsageError(f"{self.name}: no decisions there")
        if not there:
            with self._writing() as connection:
                _metadata.create_all(connection)
                if not connection.execute(select(_version.c.version)).first():
                    connection.execute(insert(_version), [{"version": _VERSION}])
        with self._reading() as connection:
            version = connection.execute(select(_version.c.version)).scalar()
        if version != _VERSION:
            raise UsageError(f"{self.name}: made by another version of mtcheck ({version}); use that one")

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            self._failing(),
            self._engine.connect().execution_options(mtcheck_write=True) as connection,
            connection.begin(),
        ):
            if self._engine.dialect.name == "postgresql":
                # One writer at a time, readers not hindered; the number is this product's own.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7136217402)")
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._failing(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            reason = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
            raise StoreError(f"{self.name}: the database cannot be used ({reason[0]})") from error
        except SQLAlchemyError as error:
            raise StoreError(f"{self.name}: the database cannot be used ({error})") from error


def database_url(database: str | Path) -> URL:
    """The URL of a database, of a SQLite file, or of a folder's decisions.sqlite; UsageError for other databases."""
    text = str(database)
    if "://" not in text:
        path = Path(database)
        file = path / FILE_NAME if path.is_dir() else path
        if not path.is_dir() and path.suffix not in (".sqlite", ".sqlite3", ".db"):
            raise UsageError(f"{database}: neither a folder, nor a .sqlite file, nor a URL like postgresql://host/name")
        if not file.parent.is_dir():
            raise UsageError(f"{file}: its folder does not exist; make it first")
        return URL.create("sqlite", database=str(file))
    try:
        url = make_url("postgresql" + text[8:] if text.startswith("postgres:") else text)
    except (ArgumentError, ValueError) as error:
        # The text may hold a password: it is not repeated.
        raise UsageError("--database: not a database's URL; write postgresql://user@host/name") from error
    if url.drivername in ("postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in ("sqlite", "sqlite+pysqlite") and url.database not in (None, "", ":memory:"):
        return url
    raise UsageError(f"--database: {url.drivername} is not supported; use a sqlite:///FILE or postgresql://… URL")


def _has_content(url: URL) -> bool:
    file = Path(url.database or "")
    return file.is_file() and file.stat().st_size > 0


def _engine(url: URL) -> Engine:
    try:
        if url.get_backend_name() == "postgresql":
            return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": _WAIT})
        engine = create_engine(url, connect_args={"timeout": _WAIT})
    except (ImportError, NoSuchModuleError) as error:
        raise UsageError("PostgreSQL needs psycopg: pip install 'mtcheck[postgres]'") from error
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own idea of when a transaction begins would let two writers read before either writes.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("mtcheck_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _row(decision: Decision, decided: str, withdrawn: bool) -> dict[str, Any]:
    content = json.dumps(asdict(decision), sort_keys=True)
    return {
        "article": article_key(decision.path),
        "finding": finding_key(decision.path, decision.fingerprint),
        "digest": digest(content, "withdrawn" if withdrawn else ""),
        "decided": decided,
        "withdrawn": withdrawn,
        "verdict": decision.verdict.value,
        "path": decision.path.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0"),
        "content": content,
    }


def _present(connection: Connection, digests: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(digests), _BATCH):
        some = _decisions.c.digest.in_(digests[start : start + _BATCH])
        found |= set(connection.execute(select(_decisions.c.digest).where(some)).scalars())
    return found


def _history(connection: Connection, condition: Any) -> list[Entry]:
    """The entries that meet the condition, the latest first."""
    columns = _decisions.c.id, _decisions.c.content, _decisions.c.withdrawn, _decisions.c.decided
    query = select(*columns) if condition is None else select(*columns).where(condition)
    rows = connection.execute(query).all()
    entries = [
        Entry(row.id, decision, row.withdrawn, row.decided) for row, decision in zip(rows, _read(rows), strict=True)
    ]
    return sorted(entries, key=lambda entry: (entry.decided, entry.id), reverse=True)


def _read(rows: Sequence[Any]) -> list[Decision]:
    items = ",".join(row.content for row in rows)
    return parse_decisions(f'{{"schema": "{SCHEMA}", "decisions": [{items}]}}'.encode(), "database")


def _by_finding(entry: Entry) -> tuple[str, str]:
    return entry.decision.path, entry.decision.fingerprint


def _utc(at: str) -> str:
    """A date in the form that sorts; one that is none counts as the earliest."""
    try:
        date = datetime.fromisoformat(at.strip().replace("Z", "+00:00"))
        utc = (date if date.tzinfo else date.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        utc = _EARLIEST
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds")


def _dated_after(decision: Decision, decided: str) -> Decision:
    """The clock may have been set back: what comes later is also dated later, for files that leave the database."""
    if _utc(decision.at) > decided:
        return decision
    later = datetime.fromisoformat(decided).replace(tzinfo=timezone.utc) + timedelta(microseconds=1)
    return replace(decision, at=later.isoformat(timespec="microseconds"))


def _iso_now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")
