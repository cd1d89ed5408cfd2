"""What the review server answers, and what it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html

from mtcheck.decisions import decision_on, decisions_json, parse_decisions
from mtcheck.review import overview as overview_module
from mtcheck.review.app import MAX_DECISION, create_app
from mtcheck.review.catalogue import Catalogue
from mtcheck.review.guard import Hosts, hosts_for
from mtcheck.review.store import Store, StoreError
from mtcheck.types import Verdict
from tests.report import build

from .conftest import made, put

HERE = "http://localhost:8765"
OWN = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    """A store for tests of the answers; what differs between databases is tested with the store."""
    store = Store(tmp_path / "kept.sqlite")
    yield store
    store.close()


class Browser(FlaskClient):
    """Asks the server by the address that it listens at."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return super().open(*args, **{"base_url": HERE} | kwargs)


@pytest.fixture
def app(reports: Path, kept: Store) -> Any:
    app = create_app(Catalogue(reports), kept, hosts_for("127.0.0.1"))
    app.test_client_class = Browser
    return app


@pytest.fixture
def client(app: Any) -> FlaskClient:
    client: FlaskClient = app.test_client()
    return client


def article_id(client: FlaskClient, path: str = "weather/monsoon.txt") -> str:
    page = lxml_html.document_fromstring(client.get("/").get_data())
    return page.xpath(f"//li[contains(., '{path}')]/@data-article")[0]


def finding(number: int = 0) -> str:
    return build.monsoon().findings[number].fingerprint


def token(client: FlaskClient) -> str:
    return str(client.get("/api/session", headers={"Sec-Fetch-Site": "same-origin"}).get_json()["token"])


def decide(client: FlaskClient, headers: dict[str, str] | None = None, **more: Any) -> Any:
    body = {"fingerprint": finding(), "verdict": "accepted", "by": "Anu", "seen": 0} | more
    sent = OWN | {"X-CSRF-Token": token(client)} if headers is None else headers
    return client.post(f"/api/articles/{article_id(client)}/decisions", json=body, headers=sent)


# Deciding


def test_a_decision_is_built_from_the_report_and_not_from_the_request(client: FlaskClient, kept: Store):
    answer = decide(
        client, verdict="corrected", correction=" काठाच्या\u200b ", path="/etc/passwd", text="x", at="2001-01-01"
    )
    assert answer.status_code == 200
    (decision,) = kept.standing()
    article = build.monsoon()
    wanted = decision_on(
        article, article.findings[0], Verdict.CORRECTED, correction="काठाच्या", by="Anu", at=decision.at
    )
    assert decision == wanted
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", decision.at)
    assert decision.at > "2025"
    assert decision.sentence[decision.start : decision.end] == decision.text == "बँकेच्या"


def test_who_did_not_see_the_other_decision_gets_409_and_may_decide_again(client: FlaskClient, kept: Store):
    first = decide(client).get_json()["entries"][0]
    answer = decide(client, verdict="dismissed", reason="it is right", by="Meera")
    assert answer.status_code == 409
    assert answer.get_json()["entries"] == [first]
    again = decide(client, verdict="dismissed", reason="it is right", by="Meera", seen=first["id"])
    assert [entry["by"] for entry in again.get_json()["entries"]] == ["Meera", "Anu"]
    assert [one.by for one in kept.history()] == ["Anu", "Meera"]


def test_taking_back(client: FlaskClient, kept: Store):
    assert decide(client, verdict="withdrawn").status_code == 400, "nothing to take back"
    first = decide(client, verdict="dismissed", reason="it is right").get_json()["entries"][0]
    answer = decide(client, verdict="withdrawn", by="Meera", seen=first["id"])
    assert [entry["verdict"] for entry in answer.get_json()["entries"]] == ["withdrawn", "dismissed"]
    assert kept.standing() == []


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"fingerprint": "0" * 16}, 404),
        ({"fingerprint": None}, 404),
        ({"verdict": "maybe"}, 400),
        ({"verdict": ["accepted"]}, 400),
        ({"verdict": "corrected", "correction": " \u200b "}, 400),
        ({"verdict": "dismissed"}, 400),
        ({"by": ""}, 400),
        ({"by": "\u202e\t"}, 400),
        ({"by": 7}, 400),
        ({"by": "x" * 101}, 400),
        ({"reason": "x" * 2001}, 400),
        ({"seen": "0"}, 400),
        ({"seen": None}, 400),
        ({"seen": True}, 400),
        ({"seen": -1}, 409),
    ],
)
def test_what_makes_no_sense_is_refused_and_not_kept(
    client: FlaskClient, kept: Store, more: dict[str, Any], status: int
):
    answer = decide(client, **more)
    assert answer.status_code == status
    assert answer.get_json()["error"]
    assert kept.history() == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 20_000, b'"x"'])
def test_what_is_no_json_object_is_refused(client: FlaskClient, body: bytes):
    headers = OWN | {"X-CSRF-Token": token(client), "Content-Type": "application/json"}
    assert client.post(f"/api/articles/{article_id(client)}/decisions", data=body, headers=headers).status_code == 400


def test_sizes_are_limited(client: FlaskClient):
    assert decide(client, reason="x" * MAX_DECISION).status_code == 413


def test_polling_gives_what_is_new(client: FlaskClient):
    entry = decide(client).get_json()["entries"][0]
    address = f"/api/articles/{article_id(client)}/decisions"
    first = client.get(address).get_json()
    assert first == {"last": entry["id"], "findings": {finding(): [entry]}}
    assert client.get(f"{address}?after={entry['id']}").get_json() == {"last": entry["id"], "findings": {}}
    assert client.get(f"{address}?after=x").status_code == 200


def test_a_database_that_is_gone_is_told(client: FlaskClient, kept: Store, monkeypatch, capsys):
    def gone(*_: Any, **__: Any) -> None:
        raise StoreError("postgresql://h/d: the database cannot be used (gone)")

    headers = OWN | {"X-CSRF-Token": token(client)}
    address = f"/api/articles/{article_id(client)}/decisions"
    monkeypatch.setattr(kept, "decide", gone)
    body = {"fingerprint": finding(), "verdict": "accepted", "by": "Anu", "seen": 0}
    answer = client.post(address, json=body, headers=headers)
    assert (answer.status_code, answer.get_json()) == (503, {"error": "the database cannot be used"})
    assert "gone" in capsys.readouterr().err


# Files of decisions


def test_export_and_import(client: FlaskClient, kept: Store):
    decide(client)
    file = client.get("/decisions.json")
    assert "attachment" in file.headers["Content-Disposition"]
    assert parse_decisions(file.get_data(), "x") == kept.standing()
    headers = OWN | {"X-CSRF-Token": token(client), "Content-Type": "application/json"}
    assert client.post("/api/decisions", data=file.get_data(), headers=headers).get_json() == {"read": 1, "new": 0}
    more = json.dumps(decisions_json([made()]))
    assert client.post("/api/decisions", data=more, headers=headers).get_json() == {"read": 1, "new": 1}
    assert len(kept.standing()) == 2
    bad = client.post("/api/decisions", data=b'{"schema": "x"}', headers=headers)
    assert bad.status_code == 400


# Pages


def test_the_worst_undecided_come_first_and_move_back_when_decided(client: FlaskClient):
    def order() -> list[tuple[str, str]]:
        lines = lxml_html.document_fromstring(client.get("/").get_data()).xpath("//ol[@class='list']/li")
        return [
            (line.xpath(".//*[@class='path']")[0].text_content(), line.xpath(".//*[@class='share']")[0].text)
            for line in lines
        ]

    assert order() == [("खेल/cricket.txt", "0/5"), ("weather/monsoon.txt", "0/2")]
    cricket = article_id(client, "cricket")
    headers = OWN | {"X-CSRF-Token": token(client)}
    for found in build.cricket().findings:
        body = {"fingerprint": found.fingerprint, "verdict": "accepted", "by": "Anu", "seen": 0}
        client.post(f"/api/articles/{cricket}/decisions", json=body, headers=headers)
    assert order() == [("weather/monsoon.txt", "0/2"), ("खेल/cricket.txt", "5/5")]
    only = lxml_html.document_fromstring(client.get("/?show=undecided").get_data())
    assert only.xpath("//ol[@class='list']/li//*[@class='path']/text()") == ["weather/monsoon.txt"]
    assert client.get(f"/api/articles?ids=x,{cricket}", headers=OWN).get_json() == {
        "total": 7,
        "decided": 5,
        "articles": {cricket: {"total": 5, "decided": 5, "major": 0, "minor": 0, "info": 0}},
    }


def test_the_list_has_pages(client: FlaskClient, reports: Path, monkeypatch):
    monkeypatch.setattr(overview_module, "PAGE", 1)
    first = lxml_html.document_fromstring(client.get("/").get_data())
    assert first.xpath("//nav//a/@href") == ["/?page=2"]
    last = lxml_html.document_fromstring(client.get("/?page=99&show=undecided").get_data())
    assert last.xpath("//nav//a/@href") == ["/?page=1&show=undecided"]
    assert len(last.xpath("//ol[@class='list']/li")) == 1
    assert client.get("/?page=-5").status_code == 200
    assert client.get("/?page=x").status_code == 200


def test_an_articles_page_is_the_report_of_that_article(client: FlaskClient):
    decide(client)
    page = lxml_html.document_fromstring(client.get(f"/articles/{article_id(client)}").get_data())
    assert len(page.xpath("//*[contains(@class, 'card')]")) == 2
    data = json.loads(page.xpath("//script[@id='findings']")[0].text)
    assert data["server"]["findings"][finding()][0]["by"] == "Anu"
    assert data["server"]["next"] == article_id(client, "cricket")
    assert page.xpath("//a[@href='/']")
    assert not page.xpath("//*[@id='import']"), "files are imported on the list of articles"


def test_hostile_reports_stay_text(client: FlaskClient, reports: Path):
    put(reports / "hostile.json", build.hostile())
    for address in ("/", f"/articles/{article_id(client, 'hacked')}"):
        raw = client.get(address).get_data(as_text=True)
        page = lxml_html.document_fromstring(raw)
        assert len(page.xpath("//script")) == 3
        assert not page.xpath("//img | //svg[@onload]")
        assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]
        assert not set(raw) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\x1b\x07")


@pytest.mark.parametrize(
    "path",
    ["/articles/none", "/articles/..%2f..%2fetc%2fpasswd", "/articles/first.json", "/static/app.py", "/first.json",
     "/../decisions.sqlite", "/decisions.sqlite", "/api/articles/none/decisions"],
)  # fmt: skip
def test_nothing_else_is_served(client: FlaskClient, path: str):
    answer = client.get(path, headers=OWN)
    assert answer.status_code == 404
    assert b"root:" not in answer.get_data()


def test_an_empty_folder_has_a_page(tmp_path: Path, kept: Store):
    (tmp_path / "empty").mkdir()
    client = create_app(Catalogue(tmp_path / "empty"), kept, hosts_for("localhost")).test_client()
    answer = client.get("/")
    assert answer.status_code == 200
    assert "no report in the folder yet" in answer.get_data(as_text=True)


# Who may ask


@pytest.mark.parametrize("path", ["/", "/decisions.json", "/api/session", "/api/articles", "/nothing"])
def test_every_answer_is_kept_within_this_site(client: FlaskClient, path: str):
    headers = client.get(path, headers=OWN).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert not [name for name in headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118


def test_the_policy_of_a_page_lets_it_talk_to_its_server_alone(client: FlaskClient):
    answer = client.get(f"/articles/{article_id(client)}")
    policy = answer.headers["Content-Security-Policy"]
    assert "connect-src 'self'" in policy
    assert policy.count("'sha256-") == 2
    page = lxml_html.document_fromstring(answer.get_data())
    own = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy == f"{own}; frame-ancestors 'none'"


def test_the_cookie_is_of_no_use_to_others(client: FlaskClient):
    cookie = client.get("/").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("localhost:8765", 200), ("127.0.0.1:8765", 200), ("[::1]:8765", 200), ("LOCALHOST:1", 200),
        ("evil.example", 421), ("evil.example:8765", 421), ("localhost.evil.example", 421), ("10.1.2.3:8765", 421),
        ("localhost@evil.example", 421), ("evil.example#localhost", 421), ("", 421), ("[::1", 421),
    ],
)  # fmt: skip
def test_only_its_own_names_are_answered(client: FlaskClient, host: str, status: int):
    assert client.get("/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("hosts", "name", "allowed"),
    [
        (hosts_for("0.0.0.0"), "192.168.1.5:8765", True),
        (hosts_for("0.0.0.0"), "[fe80::1]:8765", True),
        (hosts_for("0.0.0.0"), "evil.example", False),
        (hosts_for("0.0.0.0", ["Review.News"]), "review.news", True),
        (hosts_for("desk.example"), "desk.example:80", True),
        (hosts_for("127.0.0.2"), "localhost", True),
        (hosts_for("127.0.0.1"), "192.168.1.5", False),
        (Hosts(frozenset()), "", False),
    ],
)
def test_names_that_are_allowed(hosts: Hosts, name: str, allowed: bool):
    assert hosts.allow(name) is allowed


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": None}, 200),  # an old browser: the origin tells
        ({"Origin": None}, 200),
        ({"Origin": None, "Sec-Fetch-Site": None}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:9999"}, 403),  # another server on this machine is another site
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"X-CSRF-Token": None}, 403),
        ({"X-CSRF-Token": "wrong"}, 403),
        ({"X-CSRF-Token": "क"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": None}, 415),
    ],
)
def test_no_other_site_can_decide(client: FlaskClient, kept: Store, change: dict[str, str | None], status: int):
    headers = OWN | {"X-CSRF-Token": token(client), "Content-Type": "application/json"} | change
    body = json.dumps({"fingerprint": finding(), "verdict": "accepted", "by": "Anu", "seen": 0})
    sent = {name: value.encode().decode("latin-1") for name, value in headers.items() if value is not None}
    answer = client.post(f"/api/articles/{article_id(client)}/decisions", data=body, headers=sent)
    assert answer.status_code == status
    assert len(kept.history()) == (status == 200)


def test_a_token_is_good_for_its_own_session_only(app: Any, client: FlaskClient, kept: Store):
    other = app.test_client()
    assert token(client) != token(other)
    assert decide(client, headers=OWN | {"X-CSRF-Token": token(other)}).status_code == 403
    without = app.test_client(use_cookies=False)
    assert decide(without, headers=OWN | {"X-CSRF-Token": token(client)}).status_code == 403
    assert kept.history() == []


def test_no_other_site_reads_by_script(client: FlaskClient):
    for site in ("cross-site", "same-site"):
        assert client.get("/api/articles", headers={"Sec-Fetch-Site": site}).status_code == 403
    assert client.get("/api/articles", headers={"Origin": "http://evil.example"}).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_do_nothing(client: FlaskClient, method: str):
    assert client.open("/api/decisions", method=method, headers=OWN).status_code == 405
