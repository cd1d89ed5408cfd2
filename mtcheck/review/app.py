"""The review server's answers: a list of articles, their pages, and the decisions on their findings."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any, TypeVar

from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from mtcheck.decisions import decision_on, decisions_json, parse_decisions
from mtcheck.errors import ReadError
from mtcheck.report.html import Page, report_page
from mtcheck.report.safe import without_invisible
from mtcheck.review import guard
from mtcheck.review.catalogue import Catalogue, Listed
from mtcheck.review.overview import Overview, overview, overview_page
from mtcheck.review.store import ConflictError, Entry, Store, StoreError
from mtcheck.rules import rule_infos
from mtcheck.types import Article, Decision, Finding, Verdict

MAX_DECISION = 32_000  # bytes of a request that decides
MAX_IMPORT = 32_000_000  # bytes of a file of decisions
_LONGEST = {"by": 100, "correction": 2000, "reason": 2000}  # code points
_WITHDRAWN = "withdrawn"
T = TypeVar("T")


def create_app(catalogue: Catalogue, store: Store, hosts: guard.Hosts, *, cookie: str = "mtcheck_review") -> Flask:
    """The WSGI application. Cookies are not kept apart by port: two servers on a machine need two names of the `cookie`."""
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=secrets.token_bytes(32),
        SESSION_COOKIE_NAME=cookie,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_HTTPONLY=True,
        MAX_CONTENT_LENGTH=MAX_IMPORT,
    )
    desk = Desk(catalogue, store)
    app.before_request(lambda: _refuse(hosts))
    app.after_request(guard.protect)
    app.register_error_handler(HTTPException, _told)
    app.register_error_handler(StoreError, _unusable)
    app.register_error_handler(ReadError, _vanished)
    routes: list[tuple[str, str, Callable[..., Response]]] = [
        ("GET", "/", desk.index),
        ("GET", "/articles/<article_id>", desk.article),
        ("GET", "/decisions.json", desk.export),
        ("GET", "/api/session", desk.session),
        ("GET", "/api/articles", desk.counts),
        ("GET", "/api/articles/<article_id>/decisions", desk.decisions),
        ("POST", "/api/articles/<article_id>/decisions", desk.decide),
        ("POST", "/api/decisions", desk.add),
    ]
    for method, address, view in routes:
        app.add_url_rule(address, f"{method} {address}", view, methods=[method], provide_automatic_options=False)
    return app


class Desk:
    """What each address answers."""

    def __init__(self, catalogue: Catalogue, store: Store) -> None:
        self.catalogue, self.store, self.rules = catalogue, store, rule_infos()

    def index(self) -> Response:
        """The list of articles, the worst first."""
        only = request.args.get("show") == "undecided"
        number = request.args.get("page", default=1, type=int)
        return _page(overview_page(self._overview(), self.catalogue.errors(), guard.token(), number, only))

    def article(self, article_id: str) -> Response:
        """An article's page."""
        listed = self._find(article_id)
        article, report = self.catalogue.load(listed)
        report.rules = self.rules
        last, findings = self.store.of_article(listed.path)
        review = {
            "article": listed.id,
            "token": guard.token(),
            "last": last,
            "findings": _entries(article, findings),
            "next": self._next(listed),
        }
        return _page(report_page(report, review))

    def session(self) -> Response:
        """The token of the session, for a page whose session has ended."""
        return _json({"token": guard.token()})

    def counts(self) -> Response:
        """How far all are together, and each of the articles whose ids are given."""
        found, wanted = self._overview(), set(request.args.get("ids", "").split(","))
        articles = {line.listed.id: line.to_json() for line in found.lines if line.listed.id in wanted}
        return _json({"total": found.total, "decided": found.decided, "articles": articles})

    def decisions(self, article_id: str) -> Response:
        """The decisions on an article's findings that changed after the entry `after`."""
        listed = self._find(article_id)
        after = request.args.get("after", default=0, type=int)
        last, findings = self.store.of_article(listed.path, after)
        known = {fingerprint for fingerprint, _ in listed.findings}
        shown = {key: [entry.to_json() for entry in entries] for key, entries in findings.items() if key in known}
        return _json({"last": last, "findings": shown})

    def decide(self, article_id: str) -> Response:
        """Add a decision; 409 with the history when the editor did not see what stands."""
        listed = self._find(article_id)
        request.max_content_length = MAX_DECISION
        body = _body()
        article, _ = self.catalogue.load(listed)
        finding = next((one for one in article.findings if one.fingerprint == body.get("fingerprint")), None)
        if finding is None:
            abort(404, "the report holds no such finding any more")
        seen, withdraw = body.get("seen"), body.get("verdict") == _WITHDRAWN
        if not isinstance(seen, int) or isinstance(seen, bool):
            abort(400, "'seen' must be a number")
        decision = self._withdrawal(article, finding, body) if withdraw else _decision(article, finding, body)
        try:
            entries = self.store.decide(decision, seen, withdraw=withdraw)
        except ConflictError as conflict:
            return _json({"error": str(conflict), "entries": [entry.to_json() for entry in conflict.entries]}, 409)
        return _json({"entries": [entry.to_json() for entry in entries]})

    def export(self) -> Response:
        """All decisions that stand, as a file."""
        response = _json(decisions_json(self.store.standing()), indent=1)
        response.headers["Content-Disposition"] = 'attachment; filename="decisions.json"'
        return response

    def add(self) -> Response:
        """Add the decisions of a file to the history."""
        decisions = parse_decisions(request.get_data(), "the file")
        return _json({"read": len(decisions), "new": self.store.add(decisions)})

    def _find(self, article_id: str) -> Listed:
        return self.catalogue.find(article_id) or abort(404, "no report holds this article")

    def _overview(self) -> Overview:
        return overview(self.catalogue.articles(), self.store.decided())

    def _next(self, listed: Listed) -> str:
        """The worst of the other articles that are not done."""
        others = (line.listed.id for line in self._overview().lines if line.undecided and line.listed.id != listed.id)
        return next(others, "")

    def _withdrawal(self, article: Article, finding: Finding, body: dict[str, Any]) -> Decision:
        """The standing decision again, with the name of who takes it back."""
        _, findings = self.store.of_article(article.path)
        entries = findings.get(finding.fingerprint)
        if not entries or entries[0].withdrawn:
            abort(400, "there is no decision to take back")
        before = entries[0].decision
        return decision_on(
            article,
            finding,
            before.verdict,
            correction=before.correction,
            reason=before.reason,
            by=_name(body),
            at=_now(),
        )


def _decision(article: Article, finding: Finding, body: dict[str, Any]) -> Decision:
    verdicts = {verdict.value: verdict for verdict in Verdict}
    verdict = verdicts.get(str(body.get("verdict"))) or abort(400, "'verdict' must be " + ", ".join(verdicts))
    correction, reason = _tidy(body, "correction"), _tidy(body, "reason")
    if verdict is Verdict.CORRECTED and not correction:
        abort(400, "the right words are missing")
    if verdict is Verdict.DISMISSED and not reason:
        abort(400, "the reason is missing")
    # Only a corrected finding has right words: a page may send what was left in its form.
    correction = correction if verdict is Verdict.CORRECTED else ""
    return decision_on(article, finding, verdict, correction=correction, reason=reason, by=_name(body), at=_now())


def _name(body: dict[str, Any]) -> str:
    return _tidy(body, "by") or abort(400, "the editor's name is missing")


def _tidy(body: dict[str, Any], key: str) -> str:
    value = body.get(key, "")
    if not isinstance(value, str) or len(value) > _LONGEST[key]:
        abort(400, f"'{key}' must be text of at most {_LONGEST[key]} characters")
    return " ".join(without_invisible(value).split())


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")


def _entries(article: Article, findings: dict[str, list[Entry]]) -> dict[str, list[dict[str, Any]]]:
    known = {finding.fingerprint for finding in article.findings}
    return {key: [entry.to_json() for entry in entries] for key, entries in findings.items() if key in known}


def _body() -> dict[str, Any]:
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        abort(400, "not JSON")
    return body if isinstance(body, dict) else abort(400, "an object is expected")


def _page(page: Page) -> Response:
    # A lone surrogate has no UTF-8.
    response = Response(page.text.encode("utf-8", "backslashreplace"), mimetype="text/html")
    return guard.protect(response, page.policy)


def _json(value: Any, status: int = 200, indent: int | None = None) -> Response:
    return Response(json.dumps(value, indent=indent) + "\n", status, mimetype="application/json")


def _refuse(hosts: guard.Hosts) -> Response | None:
    refused = guard.refusal(request, hosts)
    return _json({"error": refused[1]}, refused[0]) if refused else None


def _told(error: HTTPException) -> Response:
    too_large = isinstance(error, RequestEntityTooLarge)
    return _json({"error": "too large" if too_large else error.description}, error.code or 500)


def _unusable(error: StoreError) -> Response:
    print(f"mtcheck: {error}", file=sys.stderr)
    return _json({"error": "the database cannot be used"}, 503)


def _vanished(error: ReadError) -> Response:
    return _json({"error": str(error)}, 404 if request.method == "GET" else 400)
