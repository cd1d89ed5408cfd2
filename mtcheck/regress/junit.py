"""Results as JUnit XML, as CI systems read it: a suite for each file of cases, a test case for each case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from mtcheck.regress.case import CaseResult, FileError, Results, Status
from mtcheck.regress.text import failure_lines, headline

# What XML 1.0 does not allow, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(results: Results) -> str:
    """The XML document; it holds no times, so that the same results give the same bytes."""
    paths = dict.fromkeys([case.path for case in results.cases] + [error.path for error in results.errors])
    suites = ET.Element("testsuites", name="mtcheck regress")
    for path in paths:
        cases = [case for case in results.cases if case.path == path]
        errors = [error for error in results.errors if error.path == path]
        suites.append(_suite(path, cases, errors))
    ET.indent(suites, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _suite(path: str, cases: Sequence[CaseResult], errors: Sequence[FileError]) -> ET.Element:
    failed = sum(case.status is Status.FAILED for case in cases)
    broken = sum(case.status is Status.ERROR for case in cases) + len(errors)
    counts = {"tests": len(cases) + len(errors), "failures": failed, "errors": broken, "skipped": 0}
    suite = ET.Element("testsuite", {"name": _safe(path)} | {key: str(number) for key, number in counts.items()})
    for case in cases:
        _case(suite, case)
    for error in errors:
        element = ET.SubElement(suite, "testcase", classname=_safe(path), name="(file)", file=_safe(path))
        ET.SubElement(element, "error", message=_safe(error.message)).text = _safe(error.message)
    return suite


def _case(suite: ET.Element, case: CaseResult) -> None:
    place = {"file": _safe(case.path), "line": str(case.line)}
    element = ET.SubElement(suite, "testcase", {"classname": _safe(case.path), "name": _safe(case.id), **place})
    if case.status is Status.PASSED:
        return
    tag = "failure" if case.status is Status.FAILED else "error"
    details = "\n".join([f"{case.path}:{case.line}", *failure_lines(case)])
    ET.SubElement(element, tag, message=_safe(headline(case))).text = _safe(details)


def _safe(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
