"""Whatever stands in an article, and wherever a finding points, each format is what it says it is."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mtcheck.report import FORMATS, encoded
from mtcheck.types import Finding, Report, Severity

from . import build, saved
from .test_github import parsed
from .test_xliff import X, check, read_back

TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=30)  # lone surrogates and controls too
SPANS = st.lists(st.tuples(st.integers(-2, 32), st.integers(-2, 32)), max_size=6)


def report_of(text: str, spans: list[tuple[int, int]], message: str, path: str) -> Report:
    desk = build.Desk(path).block(text, back=message)
    for start, end in spans:
        words = text[max(start, 0) : max(end, 0)]
        finding = Finding("wrong-sense", Severity.MAJOR, 0.5, start, end, words, 0, message, suggestion=message)
        desk.article.findings.append(finding)
    return build.report(saved.as_file(desk.article))


@settings(max_examples=60, deadline=None)
@given(TEXT, SPANS, TEXT, TEXT)
def test_any_text(text, spans, message, path):
    report = report_of(text, spans, message, path)
    root = etree.fromstring(encoded(FORMATS["xliff"](report)))
    check(root)
    assert read_back(next(root.iter(f"{X}target")))[0] == text

    case = next(etree.fromstring(encoded(FORMATS["junit"](report))).iter("testcase"))
    assert bool(len(case)) is bool(spans)

    (run,) = json.loads(encoded(FORMATS["sarif"](report)))["runs"]
    assert len(run["results"]) == len(spans)
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        snippet = text[region["charOffset"] :][: region["charLength"]]
        assert region["snippet"]["text"] == json.loads(json.dumps(snippet))  # JSON joins the halves of a pair

    *commands, counts, end = FORMATS["github"](report).split("\n")
    assert [parsed(command)[0] for command in commands] == ["error"] * len(spans)
    assert end == ""
    assert not counts.startswith("::")

    _, *rows = csv.reader(io.StringIO(FORMATS["csv"](report), newline=""))
    assert [len(row) for row in rows] == [20] * len(spans)
    assert not any(cell.startswith(tuple("=+-@\t\r")) for row in rows for cell in row)
