"""The report for editors: one self-contained HTML page that reads without a network and without scripts."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from mtcheck.report.markdown import render_page
from mtcheck.report.safe import markup
from mtcheck.report.view import article_views, rule_counts, severity_counts, worst
from mtcheck.types import Report, Severity

_TEMPLATES = Path(__file__).parent / "templates"

Labels = dict[str, dict[str, Any]]


def render(report: Report, *, colour: bool = False) -> str:
    """The report as one HTML file, its labels in English and, by a switch on the page, in Hindi."""
    used = [line.rule for line in rule_counts(report)]
    labels = _labels_with_rules(report, used)
    style, script = _read("report.css"), _read("report.js")
    page = _environment(labels).get_template("report.html.j2")
    return page.render(
        report=report,
        articles=article_views(report),
        unreadable=[article for article in report.articles if article.error],
        rules=rule_counts(report),
        totals=severity_counts(report.findings),
        pages={rule: _page(report, rule, used) for rule in used if rule in report.rules},
        labels=labels,
        style=Markup(style),  # our own files, not text from a report
        script=Markup(script),
        policy=_policy(style, script),
    )


def _environment(labels: Labels) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["inert"] = markup
    environment.globals.update(
        severities=[severity.value for severity in Severity],
        worst=worst,
        t=lambda key, n=None: _label(labels["en"], key, n),
        words=lambda key, n=None: _words(labels["en"], key, n),
        known=lambda key: key in labels["en"],
    )
    return environment


def _labels_with_rules(report: Report, used: list[str]) -> Labels:
    labels: Labels = json.loads(_read("labels.json"))
    for rule in used:
        info = report.rules.get(rule)
        labels["en"][f"rule:{rule}"] = info.title if info else rule
        labels["hi"][f"rule:{rule}"] = (info.title_hi or info.title) if info else rule
    return labels


def _page(report: Report, rule: str, used: list[str]) -> Markup:
    return render_page(report.rules[rule].page, [other for other in used if other in report.rules])


def _label(labels: dict[str, Any], key: str, n: int | None) -> Markup:
    """A label that the page's script can put into the other language."""
    count = Markup(' data-n="{}"').format(n) if n is not None else Markup()
    return Markup('<span data-t="{}"{}>{}</span>').format(key, count, escape(_words(labels, key, n)))


def _words(labels: dict[str, Any], key: str, n: int | None) -> str:
    words = labels[key]
    if isinstance(words, dict):
        words = words["one" if n == 1 else "other"]
    return str(words).replace("{n}", f"{n}")


def _policy(style: str, script: str) -> str:
    """Nothing but this very style and script may load or run, whatever an article's text holds."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()


@cache
def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")
