"""Glossaries in YAML: a list of mappings with the columns as keys, a text or a list of texts each.

Read event by event: nothing is constructed, every value is text as it is written (no, 1.0), and nesting costs no stack.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from mtcheck.errors import ReadError
from mtcheck.glossary.reading import MAX_ENTRIES, REQUIRED, Row, alternatives, column, shown

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WRITE = "write a list: - english: …, preferred: …"
_MOST_TEXTS = 20 * MAX_ENTRIES  # that a file may hold once its aliases are written out
_PLAIN_TAGS = (None, "!", "tag:yaml.org,2002:str")


def read(text: str, path: str) -> Iterator[Row]:
    """The entries of a list; ReadError, with file and line, when it is something else."""
    try:
        yield from _List(text, path).rows()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else path
        raise ReadError(f"{where}: not YAML ({shown(str(getattr(error, 'problem', '') or error), 80)})") from error


class _List:
    def __init__(self, text: str, path: str) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
        self._path = path
        self._anchors: dict[str, tuple[str, ...]] = {}
        self._texts = 0

    def rows(self) -> Iterator[Row]:
        next(self._events)  # the stream's start
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return
        first = next(self._events)
        if not isinstance(first, yaml.SequenceStartEvent):
            raise self._error(first, f"no list; {_WRITE}")
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            if not isinstance(event, yaml.MappingStartEvent):
                raise self._error(event, f"no mapping; {_WRITE}")
            yield self._row(event)
        next(self._events)  # the document's end
        more = next(self._events)
        if not isinstance(more, yaml.StreamEndEvent):
            raise self._error(more, "a second document; keep one list in a file")

    def _row(self, start: Any) -> Row:
        cells: dict[str, tuple[str, ...]] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._error(event, "a key must be the name of a column")
            name = column(event.value, self._where(event))
            if name in cells:
                raise self._error(event, f"key '{name}' stands twice")
            cells[name] = self._cell(next(self._events))
        missing = [name for name in REQUIRED if name not in cells]
        if missing:
            raise self._error(start, f"key '{missing[0]}' is missing")
        return Row(start.start_mark.line + 1, cells)

    def _cell(self, event: Any) -> tuple[str, ...]:
        if isinstance(event, yaml.SequenceStartEvent):
            self._check_tag(event, ("tag:yaml.org,2002:seq",))
            found: list[str] = []
            for item in self._events:
                if isinstance(item, yaml.SequenceEndEvent):
                    return self._remembered(event, tuple(found))
                found.extend(self._text(item))
        return self._text(event)

    def _text(self, event: Any) -> tuple[str, ...]:
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise self._error(event, f"alias '{shown(str(event.anchor))}' names nothing; write the words out")
            return self._counted(event, self._anchors[event.anchor])
        if not isinstance(event, yaml.ScalarEvent):
            raise self._error(event, "nested too deep; a value is a text or a list of texts")
        self._check_tag(event, ())
        blank = not event.style and event.value in ("", "~", "null", "Null", "NULL")
        return self._remembered(event, () if blank else alternatives(event.value))

    def _remembered(self, event: Any, found: tuple[str, ...]) -> tuple[str, ...]:
        if event.anchor:
            self._anchors[event.anchor] = found
        return self._counted(event, found)

    def _counted(self, event: Any, found: tuple[str, ...]) -> tuple[str, ...]:
        """Lists that name lists that name lists grow without end in a small file."""
        self._texts += len(found)
        if self._texts > _MOST_TEXTS:
            raise self._error(event, "its aliases make too many texts; write the words out")
        return found

    def _check_tag(self, event: Any, allowed: tuple[str, ...]) -> None:
        if event.tag not in (*_PLAIN_TAGS, *allowed):
            raise self._error(event, f"tag '{shown(event.tag)}' is not allowed; write plain text")

    def _where(self, event: Any) -> str:
        return f"{self._path}:{event.start_mark.line + 1}"

    def _error(self, event: Any, text: str) -> ReadError:
        return ReadError(f"{self._where(event)}: {text}")
