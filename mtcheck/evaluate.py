"""How good the findings are: precision and recall against annotated articles.

An annotated article is a JSON file with `text` and `errors`, each with `start`, `span`, `type`, `severity` and, if known, `evidence`; or a
JSON list of `{"article": file name, "errors": […]}` beside the articles themselves. A finding of severity major or minor finds an
error when the two share a character that is no space; one much longer than the error finds only errors that concern whole sentences.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mtcheck.errors import ReadError
from mtcheck.read import parse
from mtcheck.types import Article, Finding, Severity

_WHOLE_SENTENCE = {
    "truncation", "quote-mismatch", "stray-fragment", "role-grammar", "omission-addition", "duplication", "literal-idiom",
}  # fmt: skip
_LONG = 60
_RESAMPLES = 1000


@dataclass(frozen=True)
class GoldError:
    """An annotated error; offsets into its article's text. `evidence` is None when not annotated."""

    start: int
    end: int
    type: str
    severity: str
    evidence: bool | None


@dataclass(frozen=True)
class GoldArticle:
    """An annotated article, clean when it has no errors."""

    path: str
    text: str
    errors: tuple[GoldError, ...]

    @property
    def clean(self) -> bool:
        """True for an article without errors."""
        return not self.errors


@dataclass
class Scores:
    """Counts over articles, and the figures made of them."""

    right: int = 0
    wrong: int = 0
    typed: int = 0
    clean_alarms: int = 0
    clean_sentences: int = 0
    found: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """The share of findings that find an error."""
        return _ratio(self.right, self.right + self.wrong)

    def recall(self, key: str = "all") -> float:
        """The share of errors found: all, major, minor, evidence, no evidence, or "kind …"."""
        return _ratio(self.found[key], self.total[key])

    def f(self, beta: float) -> float:
        """The F measure; beta below 1 favours precision."""
        precision, recall = self.precision, self.recall()
        weight = beta * beta
        return _ratio((1 + weight) * precision * recall, weight * precision + recall)

    @property
    def alarms(self) -> float:
        """False alarms per 100 sentences of clean articles."""
        return 100 * _ratio(self.clean_alarms, self.clean_sentences)

    def __iadd__(self, other: Scores) -> Scores:
        self.right += other.right
        self.wrong += other.wrong
        self.typed += other.typed
        self.clean_alarms += other.clean_alarms
        self.clean_sentences += other.clean_sentences
        self.found.update(other.found)
        self.total.update(other.total)
        return self

    def to_json(self) -> dict[str, Any]:
        """The figures as plain data."""
        return {
            "findings": self.right + self.wrong,
            "precision": self.precision,
            "recall": self.recall(),
            "recall_major": self.recall("major"),
            "f1": self.f(1.0),
            "f0.5": self.f(0.5),
            "typed": _ratio(self.typed, self.total["all"]),
            "recall_evidence": self.recall("evidence"),
            "recall_no_evidence": self.recall("no evidence"),
            "false_alarms_per_100_clean_sentences": self.alarms,
            "kinds": {
                key[5:]: f"{self.found[key]}/{self.total[key]}" for key in sorted(self.total) if key.startswith("kind ")
            },
        }


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def read_gold(paths: Sequence[str | Path]) -> list[GoldArticle]:
    """The annotated articles under `paths` (files and folders). Raises ReadError for what is no annotation."""
    files = [file for path in map(Path, paths) for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    return [article for file in files for article in _gold_of(file)]


def _gold_of(file: Path) -> list[GoldArticle]:
    try:
        data = json.loads(file.read_text(encoding="utf8"))
        if isinstance(data, dict):
            return [GoldArticle(str(file), data["text"], _errors(data["errors"]))]
        return [_listed(item, file) for item in data]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReadError(f"{file}: not an annotated article ({type(error).__name__}: {error})") from error


def _listed(item: dict[str, Any], file: Path) -> GoldArticle:
    """An entry of a list of annotations: the article lies beside the list, or in a folder seeds/ beside that."""
    places = [file.parent / item["article"], file.parent.parent / "seeds" / item["article"]]
    place = next((place for place in places if place.exists()), places[0])
    return GoldArticle(str(place), place.read_text(encoding="utf-8-sig"), _errors(item["errors"]))


def _errors(items: Sequence[dict[str, Any]]) -> tuple[GoldError, ...]:
    return tuple(
        GoldError(e["start"], e.get("end", e["start"] + len(e["span"])), e["type"], e["severity"], e.get("evidence"))
        for e in items
    )


def to_articles(gold: Sequence[GoldArticle]) -> list[Article]:
    """The articles as mtcheck would read them: no annotation reaches the rules."""
    return [replace(parse(item.text.encode("utf-8"), f"{item.path}.txt"), path=item.path) for item in gold]


def score(article: Article, gold: GoldArticle) -> Scores:
    """Score one checked article."""
    scores = Scores()
    counted = [finding for finding in article.findings if finding.severity is not Severity.INFO]
    hits = [any(finds(finding, error, article.text) for error in gold.errors) for finding in counted]
    scores.right, scores.wrong = sum(hits), len(hits) - sum(hits)
    if gold.clean:
        scores.clean_alarms, scores.clean_sentences = len(counted), len(article.sentences) or 1
    for error in gold.errors:
        finders = [finding for finding in counted if finds(finding, error, article.text)]
        keys = ["all", error.severity, f"kind {error.type}"]
        if error.evidence is not None:
            keys.append("evidence" if error.evidence else "no evidence")
        for key in keys:
            scores.total[key] += 1
            scores.found[key] += bool(finders)
        scores.typed += any(finding.rule == error.type for finding in finders)
    return scores


def finds(finding: Finding, error: GoldError, text: str) -> bool:
    """True when the finding shares more than white space with the error and does not flag much more than it."""
    start, end = max(finding.start, error.start), min(finding.end, error.end)
    if start >= end or not text[start:end].strip():
        return False
    return finding.end - finding.start <= max(_LONG, 3 * (error.end - error.start)) or error.type in _WHOLE_SENTENCE


def total(parts: Sequence[Scores]) -> Scores:
    """The sum over articles."""
    scores = Scores()
    for part in parts:
        scores += part
    return scores


def interval(parts: Sequence[Scores], figure: str, seed: int = 0) -> tuple[float, float]:
    """The 95 % interval of a figure of `to_json`, by bootstrap over articles (Efron, 1979)."""
    chance = random.Random(seed)
    drawn = sorted(
        value
        for _ in range(_RESAMPLES)
        if (value := total(chance.choices(parts, k=len(parts))).to_json()[figure])
        == value  # NaN when nothing was drawn
    )
    if not drawn:
        return float("nan"), float("nan")
    return drawn[int(0.025 * len(drawn))], drawn[min(len(drawn) - 1, int(0.975 * len(drawn)))]


def digest(gold: Sequence[GoldArticle]) -> str:
    """A hash of texts and annotations: floors measured on other data do not bind."""
    lines = sorted(f"{Path(item.path).name}\x1f{item.text}\x1f{item.errors!r}" for item in gold)
    return hashlib.sha256("\x1e".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def table(parts: Sequence[Scores]) -> str:
    """The figures as lines for a terminal, with intervals."""
    figures = total(parts).to_json()
    lines = []
    for name, value in figures.items():
        if isinstance(value, float):
            low, high = interval(parts, name)
            lines.append(f"{name:40}{value:8.3f}   [{low:.3f}, {high:.3f}]")
        elif isinstance(value, dict):
            lines.extend(f"  {kind:38}{found:>8}" for kind, found in value.items())
        else:
            lines.append(f"{name:40}{value:8}")
    return "\n".join(lines) + "\n"
