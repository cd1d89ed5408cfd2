"""JSON reports read back: the same articles, sentences and findings that were checked.

The JSON report has neither word alignments nor blocks; blocks are made anew, since they are the lines that sentences stand on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from mtcheck.errors import ReadError
from mtcheck.script import is_devanagari
from mtcheck.types import (
    SCHEMA,
    Article,
    Block,
    Evidence,
    Finding,
    Kind,
    Language,
    Report,
    Sentence,
    Severity,
    SuppressedFinding,
    Suppression,
)

MAX_BYTES = 64_000_000
T = TypeVar("T")


def read_report(path: str | Path) -> Report:
    """The report in a JSON file; ReadError, naming the file, when it is none."""
    file = Path(path)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise ReadError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; write one report per article or folder")
        data = file.read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error})") from error
    return parse_report(data, str(path))


def is_report(data: bytes) -> bool:
    """True when the bytes look like a report of any version: other JSON files may lie beside reports."""
    return b'"mtcheck.report/' in data[:200]


def parse_report(data: bytes, path: str) -> Report:
    """As `read_report`, of the file's bytes."""
    hint = "make it with mtcheck check -o FILE.json or mtcheck batch"
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{path}: not JSON ({error}); {hint}") from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise ReadError(f"{path}: not a report ({SCHEMA}); {hint}")
    try:
        return Report(_list(content, "articles", _article), str(content.get("signature", "")))
    except KeyError as error:
        raise ReadError(f"{path}: a key is missing ({error}); {hint}") from error
    except (TypeError, ValueError) as error:
        raise ReadError(f"{path}: {error}; {hint}") from error


def _article(item: dict[str, Any]) -> Article:
    article = Article(
        path=_text(item, "path"),
        text=_text(item, "text"),
        sha256=_text(item, "sha256"),
        language=Language(item["language"]),
        error=_text(item, "error") if "error" in item else "",
    )
    article.sentences = _list(item, "sentences", lambda one: _sentence(one, article))
    article.blocks = list(_blocks(article))
    article.findings = _list(item, "findings", lambda one: _finding(one, article))
    if "suppressed" in item:
        article.suppressed = _list(item, "suppressed", lambda one: _suppressed(one, article))
    return article


def _sentence(item: dict[str, Any], article: Article) -> Sentence:
    start, end = _span(item, article.text)
    return Sentence(
        index=_number(item, "index"),
        start=start,
        end=end,
        kind=Kind(item["kind"]),
        language=Language(item["language"]),
        text=_text(item, "text"),
        back_translation=_text(item, "back_translation"),
        risk=float(item["risk"]),
        evidence=_list(item, "evidence", lambda one: _evidence(one, article)),
    )


def _evidence(item: dict[str, Any], article: Article) -> Evidence:
    text = _text(item, "text")
    foreign = not any(is_devanagari(word) for word in text.split())
    return Evidence(
        path=_text(item, "path"),
        kind=_text(item, "kind"),
        start=_number(item, "start"),
        end=_number(item, "end"),
        text=text,
        similarity=float(item["similarity"]),
        language=Language.ENGLISH if foreign else article.language,
    )


def _finding(item: dict[str, Any], article: Article) -> Finding:
    start, end = _span(item, article.text)
    return Finding(
        rule=_text(item, "rule"),
        severity=Severity(item["severity"]),
        confidence=float(item["confidence"]),
        start=start,
        end=end,
        text=_text(item, "text"),
        sentence=_number(item, "sentence"),
        message=_text(item, "message"),
        message_hi=_text(item, "message_hi"),
        means=_text(item, "means"),
        intended=_text(item, "intended"),
        suggestion=_text(item, "suggestion"),
        evidence=tuple(int(index) for index in item["evidence"]),
        fingerprint=_text(item, "fingerprint"),
    )


def _suppressed(item: dict[str, Any], article: Article) -> SuppressedFinding:
    reason = item["suppression"]
    if not isinstance(reason, dict):
        raise TypeError("'suppression' must be an object")
    parts = {key: _text(reason, key) for key in ("reason", "by", "date", "expires") if key in reason}
    return SuppressedFinding(_finding(item, article), Suppression(**parts))


def _blocks(article: Article) -> Iterator[Block]:
    """A block is a line: sentences with no line break between them share one."""
    lines: list[int] = []
    for before, sentence in zip([None, *article.sentences], article.sentences, strict=False):
        gap = article.text[before.end : sentence.start] if before else ""
        lines.append((lines[-1] if lines else 0) + ("\n" in gap or "\r" in gap))
    for _, group in groupby(zip(lines, article.sentences, strict=True), key=lambda pair: pair[0]):
        together = [sentence for _, sentence in group]
        # Where sentences of several languages share a line, the article's own stands for it.
        languages = {sentence.language for sentence in together}
        language = languages.pop() if len(languages) == 1 else article.language
        yield Block(together[0].start, together[-1].end, together[0].kind, language)


def _list(item: dict[str, Any], key: str, read: Callable[[dict[str, Any]], T]) -> list[T]:
    values = item[key]
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise TypeError(f"'{key}' must be a list of objects")
    return [read(value) for value in values]


def _text(item: dict[str, Any], key: str) -> str:
    value = item[key]
    if not isinstance(value, str):
        raise TypeError(f"'{key}' must be text")
    return value


def _number(item: dict[str, Any], key: str) -> int:
    value = item[key]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"'{key}' must be a whole number")
    return value


def _span(item: dict[str, Any], text: str) -> tuple[int, int]:
    start, end = _number(item, "start"), _number(item, "end")
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"start {start} and end {end} do not lie in the article's text")
    return start, end
