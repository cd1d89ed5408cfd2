"""Settings: what the command line gives, else the nearest configuration file, else the defaults.

The file is mtcheck.toml, or a pyproject.toml with the table [tool.mtcheck], in the article's folder or the nearest one above it.
"""

from __future__ import annotations

import os
import re
import reprlib
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

from rapidfuzz import fuzz, process

from mtcheck.errors import UsageError
from mtcheck.merge import REPORTED

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE, SHARED_FILE, TABLE = "mtcheck.toml", "pyproject.toml", ("tool", "mtcheck")
BASELINE = ".mtcheck-baseline.json"
DEFAULT, COMMAND_LINE = "default", "command line"
FAIL_LEVELS = ("major", "minor", "none")
_NEAR = 60.0  # least likeness, in per cent, of a name that is proposed instead of an unknown one

FailLevelName = Literal["major", "minor", "none"]


@dataclass(frozen=True)
class Override:
    """Other values for the articles that match one of `paths`, which are globs relative to the configuration file."""

    paths: tuple[str, ...]
    rules_off: frozenset[str] = frozenset()
    min_confidence: float | None = None
    origins: Mapping[str, str] = field(default_factory=dict)

    def matches(self, path: str) -> bool:
        """True for an article at `path` (relative to the configuration file, with slashes)."""
        return any(_matches(_parts(path), _parts(pattern)) for pattern in self.paths)


@dataclass(frozen=True)
class Settings:
    """Every value that holds, typed; `origin` tells where each comes from.

    `model` is None for the embedded one, `format` None for the default of the output. `baseline` need not exist; None is for no
    baseline. `overrides` are those of the file: `at` applies them to one article. `file` is the configuration file, if any.
    """

    model: str | None = None
    min_confidence: float = REPORTED
    fail_level: FailLevelName = "none"
    memory: bool = True
    trust_remote_code: bool = False
    format: str | None = None
    evidence: tuple[Path, ...] = ()
    glossary: tuple[Path, ...] = ()
    baseline: Path | None = None
    rules_off: frozenset[str] = frozenset()
    overrides: tuple[Override, ...] = ()
    file: Path | None = None
    origins: Mapping[str, str] = field(default_factory=dict)

    def origin(self, key: str) -> str:
        """Where the value of `key` comes from: "default", "FILE:LINE" (or "FILE") or "command line"."""
        return self.origins.get(key, DEFAULT)

    def at(self, path: str | Path) -> Settings:
        """The settings of the article at `path`: overrides that match are applied in their order, and gone."""
        settings = replace(self, overrides=())
        if self.file is None:
            return settings
        relative = Path(os.path.relpath(path, self.file.parent)).as_posix()
        for override in self.overrides:
            if override.matches(relative):
                settings = _overridden(settings, override)
        return settings


def load_settings(start: Path, given: Mapping[str, object], *, use_file: bool = True) -> Settings:
    """The settings for the article or folder `start`.

    `given` holds the options really given on the command line by their names in the file ("min-confidence"); "baseline": None
    is for no baseline. With `use_file` False no configuration file is looked for. Raises UsageError, naming file and key.
    """
    return settings_from(find_config(start) if use_file else None, given)


def find_config(start: Path) -> Path | None:
    """The nearest configuration file in the folder `start` (or of the file `start`) or above it; None when there is none."""
    place = Path(os.path.abspath(start))
    for folder in ([place] if place.is_dir() else []) + list(place.parents):
        # os.path: a folder above that one may not look into has no file for us, and is no error.
        if os.path.isfile(folder / FILE):
            return folder / FILE
        if os.path.isfile(folder / SHARED_FILE) and _table(folder / SHARED_FILE) is not None:
            return folder / SHARED_FILE
    return None


def settings_from(file: Path | None, given: Mapping[str, object]) -> Settings:
    """As `load_settings`, from a file already found."""
    values: dict[str, Any] = {"baseline": Path(BASELINE)}
    origins: dict[str, str] = {}
    if file is not None:
        values["baseline"] = file.parent / BASELINE
        source = _Source(str(file), file.parent, _key_lines(_content(file), _prefix(file)))
        _take(_table(file) or {}, source, values, origins)
    _take(given, _Source(COMMAND_LINE, Path(), {}), values, origins)
    return Settings(**{_field(key): value for key, value in values.items()}, file=file, origins=origins)


def keys() -> list[str]:
    """The keys of the configuration file, in the order of Settings, but for `overrides`."""
    names = (item.name.replace("_", "-") for item in fields(Settings))
    return [name for name in names if name in _CONVERTERS and name != "overrides"]


def _field(key: str) -> str:
    return key.replace("-", "_")


# overrides


def _overridden(settings: Settings, override: Override) -> Settings:
    """What the command line gives stands; rules are switched off in addition, so that an override is short."""
    origins = dict(settings.origins)
    changes: dict[str, Any] = {}
    if override.rules_off and settings.origin("rules-off") != COMMAND_LINE:
        changes["rules_off"] = settings.rules_off | override.rules_off
        known = [origins["rules-off"]] if "rules-off" in origins else []
        origins["rules-off"] = ", ".join([*known, override.origins["rules-off"]])
    if override.min_confidence is not None and settings.origin("min-confidence") != COMMAND_LINE:
        changes["min_confidence"] = override.min_confidence
        origins["min-confidence"] = override.origins["min-confidence"]
    return replace(settings, **changes, origins=origins)


def _parts(path: str) -> tuple[str, ...]:
    # File systems differ in how they compose letters; the one who writes the glob does not see it.
    return tuple(part for part in unicodedata.normalize("NFC", path).split("/") if part not in ("", "."))


def _matches(path: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """`**` is any number of folders; a pattern that names a folder holds for what lies in it."""
    if not pattern:
        return True
    if pattern[0] == "**":
        return any(_matches(path[skipped:], pattern[1:]) for skipped in range(len(path) + 1))
    return bool(path) and fnmatchcase(path[0], pattern[0]) and _matches(path[1:], pattern[1:])


# the file


def _content(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError(f"{file}:{line}: not UTF-8; save it as UTF-8 text") from error


def _table(file: Path) -> dict[str, Any] | None:
    """The file's settings; None for a pyproject.toml that has none."""
    content: Any = _parsed(file)
    for name in _prefix(file):
        if not isinstance(content, dict) or name not in content:
            return None
        content = content[name]
    if not isinstance(content, dict):
        raise UsageError(f"{file}: '{'.'.join(TABLE)}' must be a table")
    return content


def _parsed(file: Path) -> dict[str, Any]:
    text = _content(file)
    try:
        content: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        at_line = re.search(r"at line (\d+)", str(error))
        line = at_line[1] if at_line else max(1, len(text.splitlines()))
        raise UsageError(f"{file}:{line}: not TOML: {error}") from error
    return content


def _prefix(file: Path) -> tuple[str, ...]:
    return TABLE if file.name == SHARED_FILE else ()


_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(\"[^\"]+\"|'[^']+'|[\w-]+)\s*=")
_KeyPath = tuple[str, ...]


def _key_lines(text: str, prefix: _KeyPath) -> dict[_KeyPath, int]:
    """Key path below `prefix` → its line; ("overrides", "0", "paths") is in the first [[overrides]].

    Only plain layouts are understood; a key that seems to stand twice (one of them in a string, perhaps) has no line.
    """
    found: dict[_KeyPath, list[int]] = {}
    counts: dict[_KeyPath, int] = {}
    table: _KeyPath = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = tuple(_bare(part) for part in header[2].split("."))
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, str(counts[table]))
        elif (key := _KEY.match(line)) and table[: len(prefix)] == prefix:
            found.setdefault((*table[len(prefix) :], _bare(key[1])), []).append(number)
    return {path: lines[0] for path, lines in found.items() if len(lines) == 1}


def _bare(name: str) -> str:
    return name.strip().strip("\"'")


# values


@dataclass(frozen=True)
class _Source:
    """Who gives values: a file with the lines of its keys, or the command line. Paths are relative to `base`."""

    name: str
    base: Path
    lines: Mapping[_KeyPath, int]

    def origin(self, keys: _KeyPath) -> str:
        """FILE:LINE, or the name alone when the line is not known."""
        return f"{self.name}:{self.lines[keys]}" if keys in self.lines else self.name


@dataclass(frozen=True)
class _Place:
    """One value of a source."""

    source: _Source
    keys: _KeyPath

    @property
    def origin(self) -> str:
        return self.source.origin(self.keys)

    @property
    def from_command_line(self) -> bool:
        return self.source.name == COMMAND_LINE

    def error(self, message: str) -> UsageError:
        if self.from_command_line:
            return UsageError(f"--{self.keys[-1]} {message}")
        return UsageError(f"{self.origin}: '{self.keys[-1]}' {message}")

    def wrong(self, wanted: str, value: object) -> UsageError:
        return self.error(f"must be {wanted}, not {reprlib.repr(value)}")


def _take(table: Mapping[str, object], source: _Source, values: dict[str, Any], origins: dict[str, str]) -> None:
    for key, value in table.items():
        place = _Place(source, (key,))
        _refuse_unknown(key, _CONVERTERS, place)
        values[key] = _CONVERTERS[key](value, place)
        origins[key] = place.origin


def _refuse_unknown(key: str, known: Iterable[str], place: _Place) -> None:
    if key not in known:
        raise UsageError(f"{place.origin}: unknown key {key!r}; {_instead(key, known)}")


def _instead(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    nearest = process.extractOne(name.casefold(), names, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return f"did you mean '{nearest[0]}'?" if nearest else f"there are: {', '.join(names)}"


def _flag(value: object, place: _Place) -> bool:
    if not isinstance(value, bool):
        raise place.wrong("true or false", value)
    return value


def _share(value: object, place: _Place) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise place.wrong("a number from 0 to 1", value)
    return float(value)


def _text(value: object, place: _Place, wanted: str = "a text") -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise place.wrong(wanted, value)
    return value


def _list(value: object, place: _Place, of: str) -> list[str]:
    if not isinstance(value, (list, tuple)):
        raise place.wrong(f"a list of {of}", value)
    return [_text(item, place, f"a list of {of}") for item in value]


def _path(value: object, place: _Place) -> Path:
    return place.source.base / _text(value, place, "the name of a file")


def _paths(value: object, place: _Place) -> tuple[Path, ...]:
    return tuple(place.source.base / name for name in _list(value, place, "paths"))


def _baseline(value: object, place: _Place) -> Path | None:
    return None if value is None and place.from_command_line else _path(value, place)


def _model(value: object, place: _Place) -> str:
    """A folder beside the file, or a name that the model hub knows."""
    name = _text(value, place, "a folder or a model-hub name")
    folder = place.source.base / name
    return str(folder) if folder.is_dir() else name


def _fail_level(value: object, place: _Place) -> str:
    return _choice(value, place, FAIL_LEVELS)


def _format(value: object, place: _Place) -> str:
    from mtcheck.report import FORMATS

    return _choice(value, place, FORMATS)


def _choice(value: object, place: _Place, choices: Iterable[str]) -> str:
    if not isinstance(value, str) or value not in choices:
        raise place.wrong(f"one of {', '.join(choices)}", value)
    return value


def _rule_ids(value: object, place: _Place) -> frozenset[str]:
    ids = _list(value, place, "rule ids")
    if not ids:
        return frozenset()
    from mtcheck.rules import rules  # brings torch: seconds that those without such a list need not spend

    for unknown in (name for name in ids if name not in rules()):
        raise place.error(f"names no rule {unknown!r}; {_instead(unknown, rules())}")
    return frozenset(ids)


def _overrides(value: object, place: _Place) -> tuple[Override, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise place.wrong("a list of tables, [[overrides]]", value)
    return tuple(_override(item, place, str(number)) for number, item in enumerate(value))


def _override(table: dict[str, Any], place: _Place, number: str) -> Override:
    places = {key: _Place(place.source, (*place.keys, number, key)) for key in table}
    for key in table:
        _refuse_unknown(key, _OVERRIDE_CONVERTERS, places[key])
    if "paths" not in table:
        start = min((places[key].origin for key in table), default=place.origin, key=_line)
        raise UsageError(f"{start}: overrides need 'paths', a list of globs relative to this file")
    values = {_field(key): _OVERRIDE_CONVERTERS[key](value, places[key]) for key, value in table.items()}
    return Override(**values, origins={key: places[key].origin for key in table})


def _line(origin: str) -> tuple[int, str]:
    return (int(origin.rpartition(":")[2]) if origin.rpartition(":")[2].isdecimal() else 0), origin


def _globs(value: object, place: _Place) -> tuple[str, ...]:
    globs = _list(value, place, "globs")
    for glob in globs:
        if Path(glob).is_absolute() or ".." in _parts(glob) or not _parts(glob):
            raise place.error(f"holds {glob!r}; globs are relative to this file and stay below it")
    if not globs:
        raise place.wrong("a list of globs", globs)
    return tuple(globs)


_Converter = Callable[[object, _Place], Any]
_CONVERTERS: dict[str, _Converter] = {
    "model": _model,
    "min-confidence": _share,
    "fail-level": _fail_level,
    "memory": _flag,
    "trust-remote-code": _flag,
    "format": _format,
    "evidence": _paths,
    "glossary": _paths,
    "baseline": _baseline,
    "rules-off": _rule_ids,
    "overrides": _overrides,
}
_OVERRIDE_CONVERTERS: dict[str, _Converter] = {"paths": _globs, "rules-off": _rule_ids, "min-confidence": _share}
