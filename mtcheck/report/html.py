"""The report for editors: one self-contained HTML page that reads without a network and without scripts."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from mtcheck.decisions import SCHEMA, decision_on
from mtcheck.report.markdown import render_page
from mtcheck.report.safe import markup, script_data
from mtcheck.report.view import ArticleView, article_views, rule_counts, severity_counts, worst
from mtcheck.types import Report, Severity, Verdict

_TEMPLATES = Path(__file__).parent / "templates"
_DECIDED = {"verdict", "correction", "reason", "by", "at"}  # what an editor adds to a finding
_OF_ARTICLE = {"path", "language"}
# Stored with a decision in English, whatever the labels' language, so that files of several editors agree.
_REASONS = ("right", "original", "usage", "evidence", "small")

Labels = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """A page, and the content security policy that it asks for itself."""

    text: str
    policy: str


def render(report: Report, *, colour: bool = False) -> str:
    """The report as one HTML file, its labels in English and, by a switch on the page, in Hindi."""
    return report_page(report).text


def report_page(report: Report, review: Mapping[str, Any] | None = None) -> Page:
    """The report as a page that keeps decisions in the browser, or, given `review`, at a server.

    `review` is what the page must know of that server: `article` (its id there), `token`, `last` (the highest decision's id),
    `findings` (entries by fingerprint) and `next` (the id of the article to go on with, or "").
    """
    used = [line.rule for line in rule_counts(report)]
    views = article_views(report)
    return page(
        "report.html.j2",
        ["report.js", "decide.js"],
        _labels_with_rules(report, used),
        connect=review is not None,
        report=report,
        articles=views,
        unreadable=[article for article in report.articles if article.error],
        rules=rule_counts(report),
        totals=severity_counts(report.findings),
        pages={rule: _page(report, rule, used) for rule in used if rule in report.rules},
        review=review,
        reasons=_REASONS,
        data={
            "schema": SCHEMA,
            "server": review,
            "reasons": _REASONS,
            "articles": [_decidable(view) for view in views],
        },
    )


def page(
    template: str,
    scripts: Sequence[str],
    labels: Labels,
    *,
    styles: Sequence[str] = ("report.css",),
    folder: Path | None = None,
    connect: bool = False,
    **more: Any,
) -> Page:
    """A page of this product: these scripts and styles (files of `folder` or of the report), these labels.

    `connect` lets the page talk to the server it came from; nothing else may load or run.
    """
    places = [folder, _TEMPLATES] if folder else [_TEMPLATES]
    style, script = ("\n".join(_source(name, places) for name in names) for names in (styles, scripts))
    policy = _policy(style, script, connect)
    text = (
        _environment(labels, places)
        .get_template(template)
        # Style and script are our own files, not text from a report.
        .render(labels=labels, style=Markup(style), script=Markup(script), policy=policy, **more)
    )
    return Page(text, policy)


def read_labels() -> Labels:
    """The words of the pages, by language ("en", "hi") and key."""
    labels: Labels = json.loads(_read("labels.json"))
    return labels


def _environment(labels: Labels, places: Sequence[Path]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(places),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(inert=markup, data=script_data)
    environment.globals.update(
        severities=[severity.value for severity in Severity],
        worst=worst,
        t=lambda key, n=None: _label(labels["en"], key, n),
        words=lambda key, n=None: _words(labels["en"], key, n),
        known=lambda key: key in labels["en"],
    )
    return environment


def _decidable(view: ArticleView) -> dict[str, Any]:
    """What the page writes into a file of decisions about this article's findings; texts that repeat stand once."""
    texts: dict[str, int] = {}
    findings = []
    for card in view.cards:
        item = asdict(decision_on(view.article, card.finding, Verdict.ACCEPTED))
        for text in (item["sentence"], *item["evidence"]):
            texts.setdefault(text, len(texts))
        item |= {"sentence": texts[item["sentence"]], "evidence": [texts[text] for text in item["evidence"]]}
        kept = {key: value for key, value in item.items() if key not in _DECIDED | _OF_ARTICLE}
        findings.append(kept | {"card": card.anchor})
    article = view.article
    return {
        "anchor": view.anchor,
        "path": article.path,
        "sha256": article.sha256,
        "language": article.language.value,
        "texts": list(texts),
        "findings": findings,
    }


def _labels_with_rules(report: Report, used: list[str]) -> Labels:
    labels = read_labels()
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


def _policy(style: str, script: str, connect: bool = False) -> str:
    """Nothing but this very style and script may load or run, whatever an article's text holds."""
    own_server = "connect-src 'self'; " if connect else ""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; {own_server}"
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()


def _source(name: str, places: Sequence[Path]) -> str:
    return next(place / name for place in places if (place / name).is_file()).read_text(encoding="utf-8")


@cache
def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")
