"""Results as JSON (schema mtcheck.regress/1), written and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mtcheck.errors import ReadError
from mtcheck.regress.case import CaseResult, Check, FileError, Flag, Results, Status
from mtcheck.types import Severity

SCHEMA = "mtcheck.regress/1"
_HINT = "it must be what mtcheck regress run --output wrote"


def results_json(results: Results) -> dict[str, Any]:
    """The results as plain data; the same results give the same data."""
    return {
        "schema": SCHEMA,
        "signature": results.signature,
        "translator": results.translator,
        "summary": {status.value: results.count(status) for status in Status},
        "errors": [asdict(error) for error in results.errors],
        "cases": [asdict(case) for case in results.cases],
    }


def dumps(results: Results) -> str:
    """`results_json` as the text of a file."""
    return json.dumps(results_json(results), ensure_ascii=False, indent=1) + "\n"


def read_results(path: str | Path) -> Results:
    """The results of an earlier run. Raises ReadError, naming the file, when there are none in it."""
    try:
        data = json.loads(Path(path).read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{path}: not JSON ({error}); {_HINT}") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ReadError(f"{path}: not results of regression cases ({SCHEMA}); {_HINT}")
    try:
        return _results(data)
    except (KeyError, TypeError, ValueError) as error:
        raise ReadError(f"{path}: damaged ({type(error).__name__}: {error}); {_HINT}") from error


def _results(data: Mapping[str, Any]) -> Results:
    return Results(
        signature=_text(data, "signature"),
        cases=tuple(_case(item) for item in data["cases"]),
        errors=tuple(FileError(_text(item, "path"), _text(item, "message")) for item in data["errors"]),
        translator=_text(data, "translator"),
    )


def _case(data: Mapping[str, Any]) -> CaseResult:
    texts = {key: _text(data, key) for key in ("id", "path", "error", "note", "english", "translation")}
    return CaseResult(
        **texts,
        line=int(data["line"]),
        status=Status(data["status"]),
        checks=tuple(_check(item) for item in data["checks"]),
        chrf=_number(data, "chrf"),
        floor=_number(data, "floor"),
        findings=_flags(data["findings"]),
    )


def _check(data: Mapping[str, Any]) -> Check:
    name, message, sentence = (_text(data, key) for key in ("name", "message", "sentence"))
    return Check(name, bool(data["passed"]), message, sentence, _flags(data["found"]))


def _flags(items: Any) -> tuple[Flag, ...]:
    return tuple(
        Flag(_text(item, "rule"), Severity(item["severity"]), _text(item, "words"), _text(item, "suggestion"))
        for item in items
    )


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str):
        raise TypeError(f"'{key}' must be text")
    return value


def _number(data: Mapping[str, Any], key: str) -> float | None:
    return None if data[key] is None else float(data[key])
