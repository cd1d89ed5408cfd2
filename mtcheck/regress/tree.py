"""YAML to a tree of plain texts, lists and mappings that remember their lines.

Nothing is constructed: a scalar stays the text that was written (an id 007 or a note `no` means just that), a tag is refused, and
an alias may only repeat a text, so that a small file cannot grow into a large tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from mtcheck.errors import ReadError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH = 16
_NULLS = {"", "~", "null", "Null", "NULL"}
_KNOWN = {f"tag:yaml.org,2002:{name}" for name in "str null bool int float timestamp value map seq".split()}


@dataclass(frozen=True)
class Value:
    """A node: a text, None, a list or a mapping, and the line (from 1) where it begins."""

    data: str | list[Value] | dict[str, Value] | None
    line: int


def compose(text: str, path: str) -> yaml.Node | None:
    """The node graph of one YAML document, None when it is empty; ReadError, naming file and line, when it is none."""
    try:
        _refuse_depth(text, path)
        node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark else ""
        raise ReadError(f"{path}{line}: not YAML ({_reason(error)})") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ReadError(f"{path}: not YAML ({' '.join(str(error).split())})") from error
    return node


def tree(text: str, path: str) -> Value:
    """The document as values; raises as `compose` does, and for tags, aliases of lists or mappings, and keys given twice."""
    node = compose(text, path)
    return _value(node, path, set()) if node is not None else Value(None, 1)


def _reason(error: yaml.MarkedYAMLError) -> str:
    return " ".join(" ".join(filter(None, (error.context, error.problem))).split())


def _refuse_depth(text: str, path: str) -> None:
    """Before anything is built: a composer would recurse as deep as the text is nested."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            raise ReadError(f"{path}:{_line(event)}: nested too deeply to be a file of cases")


def _line(item: yaml.Node | yaml.Event) -> int:
    return item.start_mark.line + 1 if item.start_mark else 1


def _value(node: yaml.Node, path: str, seen: set[int]) -> Value:
    line = _line(node)
    if node.tag not in _KNOWN:
        raise ReadError(f"{path}:{line}: the tag '{node.tag}' is not allowed; write plain text")
    if isinstance(node, yaml.ScalarNode):
        null = not node.style and node.value in _NULLS
        return Value(None if null else node.value, line)
    if id(node) in seen:
        raise ReadError(f"{path}:{line}: a list or mapping may not be repeated by an alias (*); write it out")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return Value([_value(item, path, seen) for item in node.value], line)
    return Value(dict(_pairs(node, path, seen)), line)


def _pairs(node: yaml.Node, path: str, seen: set[int]) -> Iterator[tuple[str, Value]]:
    keys: set[str] = set()
    for key, value in node.value:
        line = _line(key)
        if not isinstance(key, yaml.ScalarNode):
            raise ReadError(f"{path}:{line}: a key must be a word")
        if key.value in keys:
            raise ReadError(f"{path}:{line}: the key '{key.value}' is given twice")
        keys.add(key.value)
        yield key.value, _value(value, path, seen)
