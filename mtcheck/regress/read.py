"""Files of cases (`*.mtcheck.yaml`): found, read and validated; every error names the file and the line."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtcheck.errors import ReadError, UsageError
from mtcheck.regress.case import SUFFIX, Case, Expectation, FileError
from mtcheck.regress.occurrences import occurrences
from mtcheck.regress.tree import Value, tree
from mtcheck.types import Language, Severity

if TYPE_CHECKING:
    from mtcheck.glossary.reading import Row

MAX_BYTES = 10_000_000
# Turns a value into what the case holds; the second argument is the file's name.
_Reader = Callable[[Value, str], Any]


def find_files(paths: Sequence[str]) -> list[Path]:
    """The files of cases that `paths` name, folders searched, in a stable order, each once.

    Raises UsageError for a path that does not exist or a folder without such files.
    """
    found: dict[Path, Path] = {}
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise UsageError(f"{name}: no such file or folder")
        files = sorted(file for file in path.rglob(f"*{SUFFIX}") if file.is_file()) if path.is_dir() else [path]
        if not files:
            raise UsageError(f"{name}: no regression cases in this folder (*{SUFFIX})")
        for file in files:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def read_all(paths: Sequence[str]) -> tuple[list[Case], list[FileError]]:
    """The cases of all files that `paths` name, and the files that cannot be read; an id may stand only once in all."""
    cases: list[Case] = []
    errors: list[FileError] = []
    for file in find_files(paths):
        try:
            fresh = read_cases(file)
            _refuse_twice([*cases, *fresh])
        except ReadError as error:
            errors.append(FileError(str(file), str(error)))
        else:
            cases += fresh
    return cases, errors


def read_cases(path: str | Path) -> list[Case]:
    """The cases of one file, in its order. Raises ReadError."""
    return parse_cases(read_text(path), str(path))


def read_text(path: str | Path) -> str:
    """The text of a file of cases, line ends as they are; ReadError when it is missing, too large or not UTF-8."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error})") from error
    if len(data) > MAX_BYTES:
        raise ReadError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; divide it into several files")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error


def parse_cases(text: str, path: str) -> list[Case]:
    """As `read_cases`, of the file's text."""
    root = tree(text, path)
    fields = _fields(root, {"cases": _list, "defaults": _defaults}, path)
    if not isinstance(root.data, dict) or "cases" not in root.data:
        raise ReadError(f"{path}:{root.line}: no list 'cases:'; a file of cases has one")
    cases = [_case(item, fields.get("defaults", {}), path) for item in fields.get("cases", ())]
    _refuse_twice(cases)
    return cases


def _refuse_twice(cases: Iterable[Case]) -> None:
    known: dict[str, Case] = {}
    for case in cases:
        first = known.setdefault(case.id, case)
        if first is not case:
            raise ReadError(f"{case.place}: the id '{case.id}' is taken by the case at {first.place}")


def _case(value: Value, defaults: Mapping[str, Any], path: str) -> Case:
    own = _fields(value, _CASE, path)
    if {"glossary", "glossary_file"} & set(own):  # either form replaces the default
        defaults = {key: item for key, item in defaults.items() if not key.startswith("glossary")}
    for key in ("id", "bad", "find"):
        if not own.get(key):
            raise ReadError(f"{path}:{value.line}: the case has no '{key}'")
    case = Case(**{**defaults, **own}, path=path, line=value.line)
    for expected in case.find:
        if not occurrences(expected.words, case.bad):
            raise ReadError(f"{path}:{expected.line}: the words '{expected.words}' do not stand in the bad sentence")
    return case


def _fields(value: Value, readers: Mapping[str, _Reader], path: str) -> dict[str, Any]:
    """A mapping's values by key, those left empty aside; a glossary may be a file or entries, and is told apart here."""
    if not isinstance(value.data, dict):
        raise ReadError(f"{path}:{value.line}: must be a mapping with the keys {', '.join(readers)}")
    fields: dict[str, Any] = {}
    for key, item in value.data.items():
        if key not in readers:
            raise ReadError(f"{path}:{item.line}: unknown key '{key}'{nearest(key, readers)}")
        if item.data is not None:
            name = "glossary_file" if key == "glossary" and isinstance(item.data, str) else key
            fields[name] = readers[key](item, path)
    return fields


def nearest(word: str, known: Iterable[str]) -> str:
    """“; did you mean …?”, or the names there are when none is near."""
    names = list(known)
    close = difflib.get_close_matches(word, names, 1)
    return f"; did you mean '{close[0]}'?" if close else f"; known are: {', '.join(names)}"


def _defaults(value: Value, path: str) -> dict[str, Any]:
    return _fields(value, _DEFAULTS, path)


def _text(value: Value, path: str) -> str:
    if not isinstance(value.data, str):
        raise ReadError(f"{path}:{value.line}: must be text")
    if any("\ud800" <= character <= "\udfff" for character in value.data):
        raise ReadError(f"{path}:{value.line}: half of a surrogate pair, which is no text")
    return value.data.strip()


def _id(value: Value, path: str) -> str:
    text = _text(value, path)
    if not text.isprintable() or len(text) > 120:
        raise ReadError(f"{path}:{value.line}: an id is one line of at most 120 printable characters")
    return text


def _list(value: Value, path: str) -> list[Value]:
    if not isinstance(value.data, list):
        raise ReadError(f"{path}:{value.line}: must be a list (lines that begin with -)")
    return value.data


def _texts(value: Value, path: str) -> tuple[str, ...]:
    """A list of texts; a single text is a list of one."""
    items = [value] if isinstance(value.data, str) else _list(value, path)
    return tuple(text for item in items if (text := _text(item, path)))


def _margin(value: Value, path: str) -> float:
    try:
        number = float(_text(value, path))
    except ValueError:
        number = math.nan
    if not 0 <= number <= 100:
        raise ReadError(f"{path}:{value.line}: a margin is a number of chrF points, 0 to 100")
    return number


def _language(value: Value, path: str) -> Language:
    text = _text(value, path)
    if text not in ("hi", "mr"):
        raise ReadError(f"{path}:{value.line}: unknown language '{text}'; known are: hi, mr")
    return Language(text)


def _severity(value: Value, path: str) -> Severity:
    text = _text(value, path)
    names = [severity.value for severity in Severity]
    if text not in names:
        raise ReadError(f"{path}:{value.line}: unknown severity '{text}'{nearest(text, names)}")
    return Severity(text)


def _find(value: Value, path: str) -> tuple[Expectation, ...]:
    items = value.data if isinstance(value.data, list) else [value]
    return tuple(_expectation(item, path) for item in items)


def _expectation(value: Value, path: str) -> Expectation:
    fields = {"words": _text(value, path)} if isinstance(value.data, str) else _fields(value, _EXPECTATION, path)
    if not fields.get("words"):
        raise ReadError(f"{path}:{value.line}: 'words' is missing: the words that must be found")
    return Expectation(**fields, line=value.line)


def _glossary(value: Value, path: str) -> Any:
    """Entries, or a file's name relative to the file of cases."""
    if isinstance(value.data, str):
        return str(Path(path).parent / _text(value, path))
    from mtcheck.glossary.reading import cleaned, entries_of

    rows = [_glossary_row(item, path) for item in _list(value, path)]
    return tuple(cleaned(entry) for entry in entries_of(rows, path)) if rows else ()


def _glossary_row(value: Value, path: str) -> Row:
    """An entry as a glossary's row; without a language it holds for both, and only that of the article is used."""
    from mtcheck.glossary.reading import COLUMNS, REQUIRED, Row

    cells = {"language": ("hi", "mr"), **_fields(value, dict.fromkeys(COLUMNS, _texts), path)}
    for key in REQUIRED:
        if not cells.get(key):
            raise ReadError(f"{path}:{value.line}: the glossary entry has no '{key}'")
    return Row(value.line, cells)


_DEFAULTS: dict[str, _Reader] = {
    "language": _language,
    "glossary": _glossary,
    "evidence": _texts,
    "margin": _margin,
}
_CASE: dict[str, _Reader] = {
    "id": _id,
    "english": _text,
    "bad": _text,
    "find": _find,
    "fixed": _text,
    "rules": _texts,
    "approved": _text,
    "note": _text,
    **_DEFAULTS,
}
_EXPECTATION: dict[str, _Reader] = {"words": _text, "rule": _text, "severity": _severity}
