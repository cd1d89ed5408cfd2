"""A glossary file to its entries: which kind of file it is, its text, and what every kind has in common."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from mtcheck.errors import ReadError
from mtcheck.types import GlossaryEntry, Language

COLUMNS = ("english", "preferred", "forbidden", "language", "kind", "note")
REQUIRED = ("english", "preferred")
KINDS = ("term", "name")
MAX_BYTES = 20_000_000
MAX_ENTRIES = 200_000
_LANGUAGES = {
    "hi": Language.HINDI, "hin": Language.HINDI, "hindi": Language.HINDI, "हिंदी": Language.HINDI, "हिन्दी": Language.HINDI,
    "mr": Language.MARATHI, "mar": Language.MARATHI, "marathi": Language.MARATHI, "मराठी": Language.MARATHI,
}  # fmt: skip
# Signs that nobody sees; the two joiners, which Devanagari spelling needs, are none of them.
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_YAML_START = re.compile(r"---|%YAML|-(?:\s|$)|\[|\{")


@dataclass(frozen=True)
class Row:
    """One row, mapping or concept of a file: its cells by column, each a tuple of alternatives, and its line (from 1)."""

    line: int
    cells: Mapping[str, tuple[str, ...]]


def decoded(data: bytes, path: str) -> str:
    """A file's text, without a byte-order mark; ReadError, saying what to do, when it is no UTF-8 text.

    XML may be UTF-16 with a byte-order mark, as translation tools export it.
    """
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ReadError(f"{path}: a spreadsheet or archive; save the glossary's sheet as CSV (UTF-8)")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = _utf16(data, path)
        if text.lstrip().startswith("<"):
            return text
        raise ReadError(f"{path}: UTF-16 text; save the glossary as CSV (UTF-8)")
    if b"\0" in data:
        raise ReadError(f"{path}: binary data; a glossary is CSV, YAML or TBX, in UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadError(f"{path}:{line}: not UTF-8 (a legacy font or Windows encoding); save it as UTF-8") from error


def _utf16(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: broken UTF-16; save the glossary as UTF-8") from error


def kind_of(text: str, path: str) -> str:
    """ "tbx", "yaml" or "csv": what the text looks like counts for more than the name."""
    if text.lstrip().startswith("<"):
        return "tbx"
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    if _YAML_START.match(first) or Path(path).suffix.lower() in (".yaml", ".yml"):
        return "yaml"
    return "csv"


def column(name: str, where: str) -> str:
    """The column that a header's cell or a key names, whatever its case; ReadError with the nearest one when there is none."""
    plain = name.strip().casefold()
    if plain in COLUMNS:
        return plain
    near = get_close_matches(plain, COLUMNS, 1, 0.5)
    hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(COLUMNS)}"
    raise ReadError(f"{where}: no column '{shown(name)}'; {hint}")


def shown(text: str, length: int = 40) -> str:
    """Text of a file for a message: one line, not too long, nothing invisible."""
    text = INVISIBLE.sub(lambda match: f"<U+{ord(match[0]):04X}>", " ".join(text.split()))
    return text if len(text) <= length else f"{text[: length - 1]}…"


def alternatives(cell: str) -> tuple[str, ...]:
    """The alternatives of a cell, parted by |, blank ones left out."""
    return tuple(text for part in cell.split("|") if (text := " ".join(part.split())))


def entries_of(rows: Iterable[Row], path: str) -> list[GlossaryEntry]:
    """The entries that rows make, words as they are written: an English alternative and a language each make one of their own.

    ReadError, with file and line, for an unknown language or kind, and for a glossary without entries.
    """
    found: list[GlossaryEntry] = []
    for row in rows:
        found.extend(_entries(row, f"{path}:{row.line}"))
        if len(found) > MAX_ENTRIES:
            raise ReadError(f"{path}:{row.line}: more than {MAX_ENTRIES} entries; split the glossary")
    if not found:
        raise ReadError(f"{path}: no entries; a glossary has the columns {', '.join(COLUMNS)}")
    return found


def _entries(row: Row, origin: str) -> Iterator[GlossaryEntry]:
    preferred, forbidden = (tuple(dict.fromkeys(row.cells.get(key, ()))) for key in ("preferred", "forbidden"))
    kind = _kind(row.cells.get("kind", ()), origin)
    note = " ".join(row.cells.get("note", ()))
    for english in row.cells.get("english", ()) or ("",):
        for language in _languages(row.cells.get("language", ()), origin):
            yield GlossaryEntry(english, preferred, forbidden, language, kind, note, origin)


def _kind(cell: tuple[str, ...], origin: str) -> str:
    kind = cell[0].casefold() if cell else "term"
    if kind not in KINDS or len(cell) > 1:
        raise ReadError(f"{origin}: kind '{shown('|'.join(cell))}' is unknown; write term or name")
    return kind


def _languages(cell: tuple[str, ...], origin: str) -> list[Language]:
    return list(dict.fromkeys(_language(code, origin) for code in cell)) or [Language.HINDI]


def _language(code: str, origin: str) -> Language:
    language = language_of(code)
    if language is None:
        raise ReadError(f"{origin}: language '{shown(code)}' is unknown; write hi or mr")
    return language


def language_of(code: str) -> Language | None:
    """The language that a code or a name stands for (hi, hi-IN, Hindi); None for any other than Hindi and Marathi."""
    return _LANGUAGES.get(re.split("[-_]", code.strip().casefold())[0])


def cleaned(entry: GlossaryEntry) -> GlossaryEntry:
    """The entry as rules use it: composed characters, invisible ones gone; blank alternatives are left out."""
    return replace(
        entry,
        english=_clean(entry.english),
        preferred=tuple(text for raw in entry.preferred if (text := _clean(raw))),
        forbidden=tuple(text for raw in entry.forbidden if (text := _clean(raw))),
        note=_clean(entry.note),
    )


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", INVISIBLE.sub("", text)).split())


def glossary_hash(entries: Iterable[GlossaryEntry]) -> str:
    """Eight hexadecimal digits that change with what a glossary asks for, not with its order, notes or file; '' for none."""
    asked = sorted(
        [entry.language.value, entry.kind, entry.english, list(entry.preferred), sorted(entry.forbidden)]
        for entry in entries
    )
    if not asked:
        return ""
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()[:8]
