"""Two editors with a browser each at one review server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from mtcheck.decisions import read_decisions
from mtcheck.review import catalogue
from mtcheck.review.app import create_app
from mtcheck.review.catalogue import Catalogue
from mtcheck.review.guard import hosts_for
from mtcheck.review.store import Store
from tests.report import build
from tests.report.axe import violations
from tests.report.test_browser import press, texts
from tests.report.test_browser_decisions import click, export, file_of, verdicts

from .conftest import made, put

Two = tuple[Any, Any]
# How the databases differ is tested with the store; here it is enough that a conflict shows with both.
one_database = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def address(reports: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A running server's address."""
    server = pytest.importorskip("waitress.server", reason="the extra 'review' is not installed")
    monkeypatch.setattr(catalogue, "_FRESH", 0.2)
    app = create_app(Catalogue(reports), store, hosts_for("127.0.0.1"))
    running = server.create_server(app, host="127.0.0.1", port=0, threads=6)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.effective_port}"
    running.task_dispatcher.shutdown()
    running.close()


@pytest.fixture
def desks(two_browsers: Two, address: str) -> Two:
    """Anu's and Meera's browsers, at the worst article."""
    for page, name in zip(two_browsers, ("Anu", "मीरा"), strict=True):
        size = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        page.get(address)
        page.execute_script("localStorage.clear(); localStorage.setItem('mtcheck.editor', arguments[0])", name)
        page.get_log("browser")
        click(page, ".list a")
    return two_browsers


def soon(page: Any, truth: Any) -> Any:
    return WebDriverWait(page, 20).until(truth)


def errors(page: Any) -> list[str]:
    """What the console complains of, other than answers that a page expects."""
    return [entry["message"] for entry in page.get_log("browser") if " 409 " not in entry["message"]]


def line(page: Any, card: str) -> str:
    return "".join(texts(page, f"#{card} .decided"))


@one_database
def test_what_one_decides_the_other_sees_without_loading(desks: Two, store: Store):
    anu, meera = desks
    press(anu, "j", "a")
    soon(anu, verdicts)
    press(anu, "j", "c")
    anu.switch_to.active_element.send_keys(Keys.END, " ठीक", Keys.ENTER)
    soon(meera, lambda page: len(verdicts(page)) == 2)
    assert line(meera, "a1-f2").startswith("✎ Corrected: पिच ठीक (Anu, ")
    assert texts(meera, "#told")[0].startswith("Anu decided, finding ")
    assert texts(meera, ".decided-count") == ["2 of 5 decided"]
    assert {one.by for one in store.standing()} == {"Anu"}
    for page in desks:
        page.refresh()
        assert len(verdicts(page)) == 2
        assert errors(page) == []


def conflict(anu: Any, meera: Any) -> None:
    """Meera dismisses what Anu has accepted while Meera's form was open."""
    press(meera, "j", "d")
    press(anu, "j", "a")
    soon(anu, verdicts)
    press(meera, Keys.ENTER)
    soon(meera, lambda page: texts(page, "#a1-f1 .warning"))


def test_a_conflict_is_shown_and_decided_again(desks: Two, store: Store):
    anu, meera = desks
    conflict(anu, meera)
    notice = texts(meera, "#a1-f1 .warning")[0].splitlines()
    assert notice[0].startswith("Anu has decided meanwhile: ✓ Error (Anu, ")
    assert notice[1].startswith("You: ✕ No error – The translation is right (मीरा, ")
    assert verdicts(meera) == {"a1-f1": "accepted"}, "what stands is Anu's"
    assert [one.by for one in store.history()] == ["Anu"]
    click(meera, "#a1-f1 .warning button:last-child")
    soon(meera, lambda page: verdicts(page) == {"a1-f1": "dismissed"})
    assert texts(meera, "#a1-f1 .warning") == []
    assert [(one.by, one.verdict.value) for one in store.history()] == [("Anu", "accepted"), ("मीरा", "dismissed")]
    soon(anu, lambda page: verdicts(page) == {"a1-f1": "dismissed"})
    assert texts(anu, "#a1-f1 .history summary") == ["Decided otherwise before"]
    click(anu, "#a1-f1 .history summary")
    assert texts(anu, "#a1-f1 .history li")[0].startswith("✓ Error (Anu, ")
    assert texts(anu, "#told") == ["मीरा decided, finding 1: No error."]
    assert errors(anu) == errors(meera) == []


@one_database
def test_a_conflict_may_be_left_as_it_is(desks: Two, store: Store):
    anu, meera = desks
    conflict(anu, meera)
    press(meera, Keys.ENTER)  # the focus is on "Leave it so"
    soon(meera, lambda page: not texts(page, "#a1-f1 .warning"))
    assert verdicts(meera) == {"a1-f1": "accepted"}
    assert [one.by for one in store.history()] == ["Anu"]


@one_database
def test_taking_back_reaches_the_other(desks: Two, store: Store):
    anu, meera = desks
    press(anu, "j", "a")
    soon(meera, verdicts)
    click(anu, "#undo")
    soon(meera, lambda page: not verdicts(page))
    assert texts(meera, "#a1-f1 .history summary") == ["1 earlier decision"]
    assert store.standing() == []


@one_database
def test_the_list_counts_what_is_decided(desks: Two, address: str, store: Store):
    anu, meera = desks
    meera.get(address)
    assert texts(meera, ".share") == ["0 of 5 decided", "0 of 2 decided"]
    press(anu, "j", "a")
    soon(meera, lambda page: texts(page, ".share")[0] == "1 of 5 decided")
    assert texts(meera, "#all-count") == ["1 of 7 decided"]
    assert texts(meera, ".list li:first-child .tally")[0].split() == "2 Major 1 Minor 1 Info".split()
    for _ in range(4):
        before = len(verdicts(anu))
        press(anu, "j", "a")
        soon(anu, lambda page, n=before: len(verdicts(page)) > n)
    soon(meera, lambda page: texts(page, ".share")[0] == "✓ All decided")
    meera.refresh()
    assert texts(meera, ".share") == ["0 of 2 decided", "✓ All decided"], "done moves down"
    assert errors(meera) == []


@one_database
def test_files_out_and_in(desks: Two, address: str, store: Store, tmp_path: Path):
    anu, _ = desks
    press(anu, "j", "a")
    soon(anu, verdicts)
    file = export(anu, tmp_path / "out")
    assert read_decisions(file) == store.standing()
    anu.get(address)
    field = anu.find_element("id", "import-file")
    field.send_keys(f"{file}\n{file_of(tmp_path, made(), name='more.json')}")
    soon(anu, lambda page: texts(page, "#told"))
    assert texts(anu, "#told") == ["0 decisions imported. 1 was known. 1 decision imported."]
    assert len(store.standing()) == 2


@one_database
def test_a_restarted_server_goes_on(desks: Two, store: Store):
    anu, _ = desks
    anu.delete_all_cookies()  # as after a restart: the session is unknown
    press(anu, "j", "a")
    soon(anu, verdicts)
    assert len(store.standing()) == 1


@one_database
def test_what_could_not_be_saved_is_told_and_not_lost(desks: Two, store: Store):
    anu, _ = desks
    anu.execute_script("window.fetchBefore = fetch; window.fetch = () => Promise.reject(new TypeError('down'))")
    press(anu, "j", "d")
    click(anu, "#a1-f1 [value=usage]")
    press(anu, Keys.ENTER)
    soon(anu, lambda page: texts(page, "#a1-f1 .warning"))
    assert texts(anu, "#a1-f1 .warning") == ["Not saved: the server does not answer."]
    assert verdicts(anu) == {}
    soon(anu, lambda page: texts(page, "#offline"))
    anu.execute_script("window.fetch = window.fetchBefore")
    click(anu, "#a1-f1 form .main")
    soon(anu, verdicts)
    assert store.standing()[0].reason == "We write it this way"


@one_database
def test_a_report_that_has_changed_is_told(desks: Two, reports: Path, store: Store):
    anu, _ = desks
    article = build.cricket()
    article.findings.clear()
    put(reports / "day" / "second.json", article)
    soon(
        anu,
        lambda page: page.execute_script("return fetch('/api/articles').then(r => r.json()).then(j => j.total === 2)"),
    )
    press(anu, "j", "a")
    soon(anu, lambda page: texts(page, "#a1-f1 .warning"))
    assert texts(anu, "#a1-f1 .warning") == ["Not saved: the report has changed; load this page anew."]
    assert store.standing() == []


@one_database
def test_another_sites_page_can_neither_decide_nor_read(desks: Two, address: str, store: Store, tmp_path: Path):
    """A page on another port of this very machine, open in the browser of somebody with a session."""
    import http.server

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    (tmp_path / "evil").mkdir()
    (tmp_path / "evil" / "index.html").write_text("<!DOCTYPE html><title>evil</title>")
    handler = lambda *a: Quiet(*a, directory=str(tmp_path / "evil"))  # noqa: E731
    evil = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=evil.serve_forever, daemon=True).start()
    anu, _ = desks
    article = anu.current_url.rsplit("/", 1)[1]
    anu.get(f"http://127.0.0.1:{evil.server_address[1]}/")
    tried = anu.execute_async_script(
        """
        const done = arguments[arguments.length - 1], [address, article, fingerprint] = arguments;
        const post = (type, mode) => fetch(`${address}/api/articles/${article}/decisions`, {
          method: 'POST', mode, credentials: 'include', headers: {'Content-Type': type},
          body: JSON.stringify({fingerprint, verdict: 'accepted', by: 'x', seen: 0}),
        }).then((r) => r.type, () => 'failed');
        const read = fetch(`${address}/decisions.json`, {credentials: 'include'}).then((r) => r.text(), () => 'failed');
        const frame = document.createElement('iframe');
        frame.src = address;
        document.body.append(frame);
        Promise.all([post('text/plain', 'no-cors'), post('application/json', 'cors'), read]).then(done);
        """,
        address,
        article,
        build.cricket().findings[0].fingerprint,
    )
    evil.shutdown()
    evil.server_close()
    assert tried[1:] == ["failed", "failed"]
    assert tried[0] in ("opaque", "failed")
    assert store.history() == []


@pytest.mark.parametrize(("width", "ui", "scheme"), [(390, "hi", "light"), (1280, "en", "dark")])
@one_database
def test_axe_finds_nothing(desks: Two, address: str, width: int, ui: str, scheme: str):
    anu, meera = desks
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    meera.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    meera.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    click(meera, f"[data-ui={ui}]")
    conflict(anu, meera)
    assert violations(meera) == [], "with a conflict"
    click(meera, "#a1-f1 .warning button:last-child")
    soon(meera, lambda page: verdicts(page) == {"a1-f1": "dismissed"})
    click(meera, "#a1-f1 .history summary")
    assert violations(meera) == [], "with a history"
    meera.get(address)
    assert violations(meera) == [], "the list"
    wide, window = meera.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window == width
    meera.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


@one_database
def test_hostile_reports_run_nothing(two_browsers: Two, address: str, reports: Path):
    page = two_browsers[0]
    put(reports / "hostile.json", build.hostile())
    soon(page, lambda driver: driver.get(address) or "hacked" in driver.page_source)
    assert page.execute_script("return window.hacked === undefined")
    click(page, ".list li:nth-child(2) a, .list li:last-child a")
    assert page.execute_script("return window.hacked === undefined")


@one_database
def test_without_scripts_the_list_and_the_articles_can_be_read(two_browsers: Two, address: str):
    page = two_browsers[0]
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.get(address)
        assert texts(page, ".share") == ["0/5", "0/2"]
        page.find_element("css selector", ".list a").click()
        assert len(texts(page, ".card")) == 5
        assert texts(page, ".verdicts, #export") == []
        assert texts(page, ".brand a") == ["All articles"]
    finally:
        page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
