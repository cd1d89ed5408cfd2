"""The index of many reports: one page, the worst articles first, with links to each one's own report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mtcheck.report.html import page, read_labels
from mtcheck.types import RuleInfo, Severity

SCHEMA = "mtcheck.batch/1"
_TEMPLATES = Path(__file__).parent / "templates"
_SEVERITIES = tuple(severity.value for severity in Severity)

Counts = tuple[int, int, int]  # major, minor, info


@dataclass(frozen=True)
class Entry:
    """A line of the index. `rules` counts the article's findings by rule and severity; `story` are the paths of the other
    articles that were its evidence; `json` and `html` are its reports' paths, relative to the index. An article that could not
    be read or checked has `error` set.
    """

    path: str
    sha256: str = ""
    title: str = ""
    language: str = "hi"
    sentences: int = 0
    rules: Mapping[str, Counts] = field(default_factory=dict)
    suppressed: int = 0
    story: tuple[str, ...] = ()
    json: str = ""
    html: str = ""
    error: str = ""

    @property
    def counts(self) -> Counts:
        """The findings by severity: major, minor, info."""
        major, minor, info = (sum(counts[place] for counts in self.rules.values()) for place in range(3))
        return major, minor, info

    @property
    def link(self) -> str:
        """The address of the article's page, whatever its path is made of."""
        return quote(self.html)

    @classmethod
    def from_json(cls, item: dict[str, Any]) -> Entry:
        """The entry whose `asdict` is given."""
        rules = {rule: (major, minor, info) for rule, (major, minor, info) in item["rules"].items()}
        return cls(**{**item, "rules": rules, "story": tuple(item["story"])})


@dataclass(frozen=True)
class Index:
    """All articles of a batch, in the order of their paths."""

    entries: Sequence[Entry]
    signature: str
    rules: Mapping[str, RuleInfo] = field(default_factory=dict)

    @property
    def totals(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        return {name: sum(entry.counts[place] for entry in self.entries) for place, name in enumerate(_SEVERITIES)}

    def to_json(self) -> dict[str, Any]:
        """The index as plain data, in the layout of schema mtcheck.batch/1."""
        return {
            "schema": SCHEMA,
            "signature": self.signature,
            "articles": [_entry_json(entry) for entry in self.entries],
            "totals": {"articles": len(self.entries), "failed": sum(bool(e.error) for e in self.entries)} | self.totals,
        }


def render_index(index: Index) -> str:
    """The page. It shows everything without its script, which filters by severity, rule and words and sorts anew."""
    checked = sorted((entry for entry in index.entries if not entry.error), key=_worst_first)
    rules = _by_rule(checked)
    labels = _labels(index, [rule for rule, _ in rules])
    return page(
        "index.html.j2",
        ["index.js"],
        labels,
        styles=["report.css", "index.css"],
        index=index,
        entries=checked,
        failed=[entry for entry in index.entries if entry.error],
        totals=index.totals,
        rules=rules,
        links={entry.path: entry.link for entry in index.entries},
        data=[{rule: list(counts) for rule, counts in entry.rules.items()} for entry in checked],
    ).text


def _entry_json(entry: Entry) -> dict[str, Any]:
    item = asdict(entry)
    rules = {rule: _named(counts) for rule, counts in entry.rules.items()}
    return item | {"findings": _named(entry.counts), "rules": rules}


def _named(counts: Counts) -> dict[str, int]:
    return dict(zip(_SEVERITIES, counts, strict=True))


def _worst_first(entry: Entry) -> tuple[int, int, int, str]:
    major, minor, info = entry.counts
    return -major, -minor, -info, entry.path


def _by_rule(entries: Sequence[Entry]) -> list[tuple[str, Counts]]:
    """The rules that found something, the most severe and most frequent first."""
    found: dict[str, Counter[int]] = {}
    for rule, counts in (item for entry in entries for item in entry.rules.items()):
        found.setdefault(rule, Counter()).update(dict(enumerate(counts)))
    lines = [(rule, (counts[0], counts[1], counts[2])) for rule, counts in found.items()]
    return sorted(lines, key=lambda line: ([-count for count in line[1]], line[0]))


def _labels(index: Index, used: Sequence[str]) -> dict[str, dict[str, Any]]:
    labels = read_labels()
    words: dict[str, dict[str, Any]] = json.loads((_TEMPLATES / "index.labels.json").read_text(encoding="utf-8"))
    for language, own in words.items():
        labels[language] = labels[language] | own
    for rule in used:
        info = index.rules.get(rule)
        labels["en"][f"rule:{rule}"] = info.title if info else rule
        labels["hi"][f"rule:{rule}"] = (info.title_hi or info.title) if info else rule
    return labels


def batch_json(index: Index, run: Mapping[str, Any]) -> str:
    """The summary for scripts; `run` tells of the last run alone, the rest is the same however often it ran."""
    return json.dumps(index.to_json() | {"run": dict(run)}, ensure_ascii=False, indent=1) + "\n"
