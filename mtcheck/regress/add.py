"""Editors' decisions to cases: one case for each sentence, put behind those that a file has already.

An existing file is never dumped anew: the new cases are text put into its text, so that comments, order and layout stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from mtcheck.errors import ReadError
from mtcheck.regress.case import Case
from mtcheck.regress.read import parse_cases
from mtcheck.regress.tree import compose
from mtcheck.types import Decision, Severity, Verdict, fingerprint

_HEADER = "# Regression cases: the bad sentences must be flagged, the fixed ones clean.\n"
_NO_FIXED = "no correction was given for every finding: write the sentence as it should be under fixed"
# What YAML counts as a line.
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029])|[^\r\n\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Addition:
    """The file's new text, and the ids of the cases that are new in it."""

    text: str
    added: tuple[str, ...]


def add_cases(decisions: Sequence[Decision], text: str, path: str) -> Addition:
    """The cases of the accepted and corrected decisions added to a file's text (empty: a new file).

    A decision whose words a case on the same sentence has already is not added again; without news the text comes back unchanged.
    Raises ReadError when the file is no file of cases, or its list cannot be added to.
    """
    existing = parse_cases(text, path) if text.strip() else []
    fresh = _fresh(decisions, existing)
    if not fresh:
        return Addition(text, ())
    changed = _inserted(text, fresh, path) if text.strip() else _new_file(fresh)
    _verify(changed, existing, fresh, path)
    return Addition(changed, tuple(item["id"] for item in fresh))


def _fresh(decisions: Sequence[Decision], existing: Sequence[Case]) -> list[dict[str, Any]]:
    """The new cases as plain mappings, sorted by id: the decisions' order does not matter."""
    taken = {case.id for case in existing}
    made = []
    for sentence, decided in sorted(_by_sentence(decisions).items()):
        known = {_normal(e.words) for case in existing if _normal(case.bad) == sentence for e in case.find}
        errors = [decision for decision in decided if decision.verdict is not Verdict.DISMISSED]
        news = [decision for decision in errors if _normal(decision.text) not in known]
        if news:
            made.append(_made(news, errors, decided, taken))
    return sorted(made, key=lambda item: str(item["id"]))


def _by_sentence(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Normalised sentence → its decisions by place; of several on the same finding the latest counts."""
    latest: dict[tuple[str, str, int, int], Decision] = {}
    for decision in sorted(
        map(_writable, decisions), key=lambda d: d.at
    ):  # stable: of the same time the last one in the file
        latest[_normal(decision.sentence), decision.rule, decision.start, decision.end] = decision
    grouped: dict[str, list[Decision]] = {}
    for key, decision in sorted(latest.items(), key=lambda item: (item[0][0], item[0][2:], item[0][1])):
        if decision.text.strip() and decision.text in decision.sentence:
            grouped.setdefault(key[0], []).append(decision)
    return grouped


def _writable(decision: Decision) -> Decision:
    """The decision without halves of surrogate pairs, which no file can hold; offsets stay."""
    return replace(
        decision,
        path=_encodable(decision.path),
        sentence=_encodable(decision.sentence),
        text=_encodable(decision.text),
        correction=_encodable(decision.correction),
        reason=_encodable(decision.reason),
        evidence=tuple(map(_encodable, decision.evidence)),
    )


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _made(
    news: Sequence[Decision], errors: Sequence[Decision], decided: Sequence[Decision], taken: set[str]
) -> dict[str, Any]:
    """A case of one sentence: `news` are to be found, all `errors` are mended in the fixed sentence, `decided` has the dismissed as well."""
    first = errors[0]
    fixed = _fixed(first.sentence, errors)
    dismissed = {d.rule for d in decided if d.verdict is Verdict.DISMISSED}
    rules = sorted({d.rule for d in errors} - dismissed) if dismissed and fixed else []
    case: dict[str, Any] = {
        "id": _id(news[0], taken),
        "language": first.language.value,
        "bad": first.sentence.strip(),
        "find": [_expectation(decision) for decision in news],
        "fixed": fixed.strip(),
        "rules": rules,
        "evidence": list(dict.fromkeys(text for d in errors for text in d.evidence if text.strip())),
        "note": _note(errors, fixed),
    }
    return {key: value for key, value in case.items() if value}


def _id(decision: Decision, taken: set[str]) -> str:
    """Rule and a hash of the sentence: the same decisions give the same id in every file."""
    base = f"{decision.rule}-{fingerprint('', decision.sentence, '')[:8]}"
    number = 1
    while (name := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    taken.add(name)
    return name


def _expectation(decision: Decision) -> dict[str, str]:
    wanted = {"words": decision.text.strip(), "rule": decision.rule}
    # Minor is what a finding must have anyway; more is not asked for, since severities are retuned more often than rules.
    return wanted | ({"severity": "info"} if decision.severity is Severity.INFO else {})


def _fixed(sentence: str, errors: Sequence[Decision]) -> str:
    """The sentence with all corrections put in; empty when some words have none."""
    chosen: list[Decision] = []
    for decision in sorted(
        (d for d in errors if _is_corrected(d)), key=lambda d: (d.at, d.end - d.start), reverse=True
    ):
        if not any(_overlap(decision, other) for other in chosen):
            chosen.append(decision)
    if not all(any(_overlap(decision, other) for other in chosen) for decision in errors):
        return ""
    for decision in sorted(chosen, key=lambda d: d.start, reverse=True):
        sentence = sentence[: decision.start] + decision.correction + sentence[decision.end :]
    return sentence


def _is_corrected(decision: Decision) -> bool:
    placed = decision.sentence[decision.start : decision.end] == decision.text
    return decision.verdict is Verdict.CORRECTED and bool(decision.correction.strip()) and placed


def _overlap(first: Decision, second: Decision) -> bool:
    return first.start < second.end and second.start < first.end


def _note(errors: Sequence[Decision], fixed: str) -> str:
    """Where the case comes from, the editors' remarks, and what is still to do."""
    sources = sorted({decision.path for decision in errors if decision.path})
    remarks = dict.fromkeys(decision.reason.strip() for decision in errors if decision.reason.strip())
    parts = [f"from {', '.join(sources)}" if sources else "", *remarks, "" if fixed else _NO_FIXED]
    return " ".join("; ".join(filter(None, parts)).split())


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


# the file's text


def _new_file(cases: Sequence[Mapping[str, Any]]) -> str:
    return f"{_HEADER}cases:\n" + "\n".join(_item(case, 2) for case in cases)


def _inserted(text: str, cases: Sequence[Mapping[str, Any]], path: str) -> str:
    """The text with the new items behind the last one of its list."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = _LINE.findall(text)
    row, indent = _place(text, lines, path)
    head, tail = "".join(lines[:row]), "".join(lines[row:])
    if not head.endswith("\n"):
        head += newline
    gap = "" if row == 0 or not lines[row - 1].strip() else newline
    items = newline.join(_item(case, indent).replace("\n", newline) for case in cases)
    return head + gap + items + (newline if tail.strip() else "") + tail


def _place(text: str, lines: list[str], path: str) -> tuple[int, int]:
    """Before which row the new items go and how far they are indented; an empty `[]` is taken out of `lines`."""
    root = compose(text, path)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    number = next(index for index, (key, _) in enumerate(pairs) if key.value == "cases")
    key, node = pairs[number]
    if not node.value:  # nothing there yet, or []
        start, end = node.start_mark, node.end_mark
        if start.line < len(lines):
            lines[start.line] = lines[start.line][: start.column] + lines[start.line][end.column :]
        return key.end_mark.line + 1, key.start_mark.column + 2
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        line = node.start_mark.line + 1
        raise ReadError(f"{path}:{line}: 'cases' is written in one line; write it as a list whose lines begin with -")
    if pairs[number + 1 :]:
        return pairs[number + 1][0].start_mark.line, node.start_mark.column
    end = node.end_mark
    return end.line + (end.column > 0), node.start_mark.column


def _verify(text: str, existing: Sequence[Case], fresh: Sequence[Mapping[str, Any]], path: str) -> None:
    """What was written is read back before it may replace anything."""
    try:
        now = parse_cases(text, path)
        kept = now[: len(existing)] == list(existing)
        there = [case.id for case in now[len(existing) :]] == [item["id"] for item in fresh]
    except ReadError:
        kept = there = False
    if not (kept and there):
        raise ReadError(f"{path}: the cases cannot be added to this layout; give another --output and copy them")


def _item(case: Mapping[str, Any], indent: int) -> str:
    """A case as an item of a block list, indented by `indent` spaces."""
    dumped = yaml.dump(dict(case), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
    first, *rest = dumped.split("\n")[:-1]
    margin = " " * indent
    return "\n".join([f"{margin}- {first}", *(f"{margin}  {line}" if line else line for line in rest)]) + "\n"


class _Dumper(yaml.SafeDumper):
    """Lists indented below their key, and texts of several lines written as such."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """As the base class does, but never without indent."""
        super().increase_indent(flow, False)


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text_node)
