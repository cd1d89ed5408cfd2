"""A newsroom's own glossary: read from CSV, YAML or TBX, examined, and made ready for the rule terminology."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from mtcheck.errors import ReadError
from mtcheck.glossary import table, tbx, yaml_list
from mtcheck.glossary.lookup import Glossary, compiled
from mtcheck.glossary.problems import Problem, find_problems
from mtcheck.glossary.reading import MAX_BYTES, Row, cleaned, decoded, entries_of, glossary_hash, kind_of
from mtcheck.types import GlossaryEntry

__all__ = [
    "Glossary",
    "Problem",
    "compiled",
    "find_problems",
    "glossary_hash",
    "parse_glossary",
    "read_glossary",
]

_READERS: dict[str, Callable[[str, str], Iterator[Row]]] = {
    "csv": table.read,
    "yaml": yaml_list.read,
    "tbx": tbx.read,
}


def read_glossary(path: str | Path, *, as_written: bool = False) -> list[GlossaryEntry]:
    """The entries of a glossary file (CSV, YAML or TBX), in its order; `origin` is "file:line".

    `as_written` keeps invisible and decomposed characters, for `find_problems`. Raises ReadError, naming file and line and what
    to do, for a file that is missing, too large or no glossary.
    """
    file = Path(path)
    try:
        if file.is_dir():
            raise ReadError(f"{path}: a folder; name the glossary's file")
        if file.stat().st_size > MAX_BYTES:
            raise ReadError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; split the glossary")
        data = file.read_bytes()
    except (OSError, ValueError) as error:
        raise ReadError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    return parse_glossary(data, str(path), as_written=as_written)


def parse_glossary(data: bytes, path: str, *, as_written: bool = False) -> list[GlossaryEntry]:
    """As `read_glossary`, of the file's bytes; its kind is told by content, then by `path`."""
    text = decoded(data, path)
    entries = entries_of(_READERS[kind_of(text, path)](text, path), path)
    return entries if as_written else [cleaned(entry) for entry in entries]
