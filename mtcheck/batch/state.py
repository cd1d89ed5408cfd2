"""What a batch remembers in its output folder: which results are there and what they depend on.

A result is finished when the state says so, in one transaction for a whole story. Its files are written beforehand under other names
and get their own names afterwards; a run that was killed in between is completed by the next one. So a reader sees whole files only,
and a run that is killed loses nothing that was finished.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from mtcheck.batch.digest import Digest
from mtcheck.batch.scan import hash_file
from mtcheck.errors import UsageError
from mtcheck.report import encoded
from mtcheck.report.index import Entry

STATE, LOCK, PARTS = ".mtcheck-batch.sqlite", ".mtcheck-batch.lock", ".mtcheck-batch.parts"
_FORMAT = 1  # raised when the tables change; another format is not read
_TABLES = """
CREATE TABLE IF NOT EXISTS source (path TEXT PRIMARY KEY, hash TEXT NOT NULL, program TEXT NOT NULL, digests TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS result (path TEXT PRIMARY KEY, record TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Part:
    """A result's file: `name` relative to the output folder, `part` its name under PARTS until then, its size and hash."""

    name: str
    part: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Record:
    """A finished result: `key` hashes all that it depends on but the baseline, of which `known` hashes what concerns it.

    `source` is the path of the article's file in the tree. `fingerprints` are those of all its findings, reported or
    suppressed. `failed` is true when the check itself failed.
    """

    key: str
    entry: Entry
    parts: tuple[Part, ...]
    source: str = ""
    fingerprints: tuple[str, ...] = ()
    known: str = ""
    failed: bool = False

    def to_json(self) -> str:
        """Plain data that `from_json` reads back."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, content: str) -> Record:
        """The record that `to_json` gave."""
        item: dict[str, Any] = json.loads(content)
        parts = tuple(Part(**part) for part in item.pop("parts"))
        fingerprints = tuple(item.pop("fingerprints"))
        return cls(**{**item, "entry": Entry.from_json(item["entry"]), "parts": parts, "fingerprints": fingerprints})


@dataclass
class State:
    """The open state of an output folder; `records` holds its results by the articles' paths."""

    folder: Path
    connection: sqlite3.Connection
    records: dict[str, Record] = field(default_factory=dict)

    @property
    def parts(self) -> Path:
        """Where files are written before they get their names."""
        return self.folder / PARTS

    def digests(self, program: str) -> dict[str, tuple[str, list[Digest]]]:
        """Path of a file → its hash, and the digests that this version of the program made of it."""
        rows = self.connection.execute("SELECT path, hash, digests FROM source WHERE program = ?", (program,))
        return {path: (sha, [Digest.from_json(item) for item in json.loads(found)]) for path, sha, found in rows}

    def keep_digests(self, program: str, files: Mapping[str, tuple[str, Sequence[Digest]]]) -> None:
        """Remember what files hold, as `digests` gives it."""
        rows = [
            (path, sha, program, json.dumps([digest.to_json() for digest in digests], ensure_ascii=False))
            for path, (sha, digests) in files.items()
        ]
        with self.connection:
            self.connection.executemany("REPLACE INTO source VALUES (?, ?, ?, ?)", rows)

    def finish(self, records: Iterable[Record]) -> None:
        """Make results count, all of them or none, and give their files their names."""
        records = list(records)
        with self.connection:
            rows = [(record.entry.path, record.to_json()) for record in records]
            self.connection.executemany("REPLACE INTO result VALUES (?, ?)", rows)
        for record in records:
            self.records[record.entry.path] = record
            self._name_files(record)

    def is_whole(self, record: Record) -> bool:
        """True when the result's files lie where they should, in their sizes."""
        return all(_size(self.folder / part.name) == part.size for part in record.parts)

    def forget(self, paths: Iterable[str], sources: Iterable[str]) -> None:
        """Drop the results of articles that are gone, their files (unless others changed them), and what is known of files."""
        gone = [self.records.pop(path) for path in paths]
        kept = {part.name for record in self.records.values() for part in record.parts}
        for part in (part for record in gone for part in record.parts if part.name not in kept):
            self._remove(part)
        with self.connection:
            delete = self.connection.executemany
            delete("DELETE FROM result WHERE path = ?", [(record.entry.path,) for record in gone])
            delete("DELETE FROM source WHERE path = ?", [(path,) for path in sources])

    def publish(self, name: str, content: str) -> None:
        """Write a file of the output folder, whole or not at all."""
        part = self.parts / name
        part.write_bytes(encoded(content))
        os.replace(part, self.folder / name)

    def recover(self) -> None:
        """Complete what a killed run left: finished files get their names, unfinished ones are removed."""
        for record in self.records.values():
            self._name_files(record)
        shutil.rmtree(self.parts, ignore_errors=True)
        self.parts.mkdir()

    def _name_files(self, record: Record) -> None:
        for part in record.parts:
            source, target = self.parts / part.part, self.folder / part.name
            if source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(source, target)

    def _remove(self, part: Part) -> None:
        target = self.folder / part.name
        try:
            if hash_file(target) == part.sha256:
                target.unlink()
        except FileNotFoundError:
            return
        for folder in target.parents:
            if folder == self.folder or any(folder.iterdir()):
                return
            folder.rmdir()


@contextmanager
def open_state(folder: Path, *, anew: bool = False) -> Iterator[State]:
    """The state of an output folder, locked against other batches; `anew` replaces one that cannot be read.

    Raises UsageError when the folder cannot be written, another batch works in it, or its state cannot be read.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder / LOCK):
            state = _opened(folder, anew)
            with closing(state.connection):
                state.recover()
                yield state
                shutil.rmtree(state.parts, ignore_errors=True)
    except OSError as error:
        raise UsageError(f"{error.filename or folder}: cannot be written ({error.strerror or error})") from error


def _opened(folder: Path, anew: bool) -> State:
    try:
        return _connected(folder)
    except (sqlite3.DatabaseError, ValueError, TypeError, KeyError) as error:
        if anew:
            (folder / STATE).unlink()
            return _connected(folder)
        raise UsageError(
            f"{folder / STATE}: not the state of a batch, or of another version ({error}); --no-resume begins anew"
        ) from error


def _connected(folder: Path) -> State:
    connection = sqlite3.connect(folder / STATE)
    try:
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found not in (0, _FORMAT):
            raise ValueError(f"format {found}")
        connection.executescript(_TABLES)
        connection.execute(f"PRAGMA user_version = {_FORMAT}")
        rows: Mapping[str, str] = dict(connection.execute("SELECT path, record FROM result"))
        return State(folder, connection, {path: Record.from_json(record) for path, record in rows.items()})
    except BaseException:
        connection.close()
        raise


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock that the system itself lets go when this process ends, however it ends."""
    with path.open("a+", encoding="utf-8") as stream:
        try:
            _lock(stream)
        except OSError as error:
            stream.seek(0)
            owner = stream.read(20).strip() or "unknown"
            raise UsageError(
                f"{path.parent}: another batch (process {owner}) is at work here; wait for it, or choose another --output"
            ) from error
        stream.truncate(0)
        stream.write(f"{os.getpid()}\n")
        stream.flush()
        yield


def _lock(stream: IO[str]) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        stream.seek(_FAR)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        stream.seek(0)
    else:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


_FAR = 1 << 20  # a locked byte cannot be read there, and the process's number stands at the start


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
