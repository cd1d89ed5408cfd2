"""The files of a tree that hold articles, and the names of their results."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from mtcheck.read import ENDINGS, may_hold_articles

_BLOCK = 1 << 20
_LONGEST = 255  # bytes that a file system allows in a name
_ENDING = len(".json")


@dataclass(frozen=True)
class Source:
    """A file of the tree: `path` is relative to the tree with slashes, `sha256` of its bytes; `error` when it is unreadable."""

    path: str
    file: Path
    sha256: str = ""
    error: str = ""


def scan(folder: Path, leave_out: Path, held: Collection[str] = ()) -> list[Source]:
    """The files of a tree that may hold articles, in the order of their paths, but for the folder `leave_out` and paths in `held`.

    Hidden files and folders are passed over, and links to folders followed once.
    """
    found = [_source(folder, file) for file in _files(folder, leave_out, held)]
    return sorted(found, key=lambda source: source.path)


def candidates(folder: Path, leave_out: Path, refuse: Callable[[OSError], None] | None = None) -> Iterator[Path]:
    """The files of a tree that `scan` would look into, in no certain order, every folder once; `refuse` is told of those that
    cannot be read."""
    seen = {leave_out.resolve()}
    for place, folders, names in os.walk(folder, onerror=refuse, followlinks=True):
        here = Path(place).resolve()
        folders[:] = [] if here in seen else sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in names if here not in seen and is_candidate(name))
        seen.add(here)


def is_candidate(name: str) -> bool:
    """True for a file name that `scan` would look into: editors and uploads keep unfinished files under hidden names."""
    return not name.startswith((".", "~$")) and os.path.splitext(name)[1].lower() in ENDINGS


def hash_file(file: Path) -> str:
    """The SHA-256 of a file's bytes; OSError when it cannot be read."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def result_name(path: str, ending: str) -> str:
    """The result's path, relative to the output folder: the article's own and `ending`; names too long are cut and signed."""
    folder, _, name = path.rpartition("/")
    if len(name.encode()) + _ENDING > _LONGEST:
        sign = hashlib.sha256(name.encode()).hexdigest()[:12]
        name = name.encode()[: _LONGEST - _ENDING - len(sign) - 1].decode(errors="ignore") + "~" + sign
    return f"{folder}/{name}{ending}" if folder else name + ending


def _files(folder: Path, leave_out: Path, held: Collection[str]) -> Iterator[Path]:
    unreadable: list[Path] = []
    for file in candidates(folder, leave_out, lambda error: unreadable.append(Path(error.filename))):
        if file.relative_to(folder).as_posix() not in held and may_hold_articles(file):
            yield file
    yield from unreadable


def _source(folder: Path, file: Path) -> Source:
    path = file.relative_to(folder).as_posix()
    try:
        path.encode()
    except UnicodeEncodeError:
        shown = os.fsencode(path).decode("utf-8", "backslashreplace")
        return Source(shown, file, error=f"{shown}: its name is not UTF-8; rename it")
    try:
        return Source(path, file, hash_file(file))
    except OSError as error:
        return Source(path, file, error=f"{file}: cannot be read ({error.strerror or error})")
