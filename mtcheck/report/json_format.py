"""The JSON report: the stable contract that scripts read."""

from __future__ import annotations

import json

from mtcheck.types import Report


def render(report: Report, *, colour: bool = False) -> str:
    """The report as JSON in the layout of its schema; Devanagari stays readable."""
    return json.dumps(report.to_json(), ensure_ascii=False, indent=1) + "\n"
