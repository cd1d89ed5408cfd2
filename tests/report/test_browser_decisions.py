"""Deciding on the report's page, opened from disk."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from mtcheck.decisions import decision_on, decisions_json, read_decisions
from mtcheck.types import Decision, SuppressedFinding, Suppression, Verdict

from . import build
from .axe import violations
from .test_browser import errors, eventually, focused, press, texts, visible_cards

Open = Callable[..., Any]


def named(page: Any, name: str = "Anu") -> Any:
    """The page of an editor who has told the name before."""
    page.execute_script("localStorage.setItem('mtcheck.editor', arguments[0])", name)
    page.refresh()
    return page


def click(page: Any, selector: str) -> None:
    """A click in the middle of the window, where nothing that stays in view lies over the element."""
    element = page.find_element("css selector", selector)
    page.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
    element.click()


def verdicts(page: Any) -> dict[str, str]:
    script = "return Object.fromEntries([...document.querySelectorAll('.card[data-verdict]')].map(c => [c.id, c.dataset.verdict]))"
    return dict(page.execute_script(script))


def soon(page: Any, truth: Callable[[Any], Any]) -> Any:
    return WebDriverWait(page, 30).until(truth)


def write_in(page: Any, selector: str, text: str) -> None:
    field = page.find_element("css selector", selector)
    field.clear()
    field.send_keys(text)


def export(page: Any, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    page.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    click(page, "#export")
    # The browser reserves the name with an empty file and puts the written one in its place.
    return soon(page, lambda _: next((file for file in folder.glob("*.json") if file.stat().st_size), None))


def import_file(page: Any, *files: Path) -> str:
    page.find_element("id", "import-file").send_keys("\n".join(map(str, files)))
    soon(page, lambda driver: driver.find_element("id", "told").text)
    return str(page.find_element("id", "told").text)


def decide_three(page: Any) -> None:
    """Accept the first finding, correct the second, dismiss the third."""
    press(page, "j", "a", "j", "c")
    write_in(page, "#a1-f2 [name=correction]", "  मैदान की\u200b पट्टी ")
    press(page, Keys.ENTER)
    press(page, "j", "d")
    click(page, "#a1-f3 [value=usage]")
    write_in(page, "#a1-f3 form [name=reason]", "शैली पुस्तिका")
    press(page, Keys.ENTER)


def test_the_name_is_asked_once(open_page: Open):
    page = open_page(build.report(build.cricket()))
    click(page, "#a1-f1 [data-verdict=accepted]")
    assert page.execute_script("return document.getElementById('name-dialog').open")
    press(page, Keys.ESCAPE)
    assert eventually(verdicts, page) == {}, "without a name nothing is decided"
    click(page, "#a1-f1 [data-verdict=accepted]")
    press(page, " अनु \u202e शर्मा", Keys.ENTER)
    soon(page, verdicts)
    press(page, "j", "a")
    assert eventually(verdicts, page) == {"a1-f1": "accepted", "a1-f2": "accepted"}
    assert "अनु शर्मा" in texts(page, "#a1-f2 .decided")[0]
    page.refresh()
    press(page, "j", "j", "j", "a")
    assert len(verdicts(page)) == 3
    click(page, "#change-name")
    press(page, "Meera", Keys.ENTER)
    press(page, "j", "a")
    assert eventually(texts, page, "#editor-name") == ["Meera"]


def test_decisions_are_shown_kept_and_exported(open_page: Open, tmp_path: Path):
    page = named(open_page(build.full()))
    assert eventually(texts, page, ".decided-count") == ["0 of 8 decided"]
    decide_three(page)
    for _ in range(2):  # before and after the page is loaded anew
        assert eventually(verdicts, page) == {"a1-f1": "accepted", "a1-f2": "corrected", "a1-f3": "dismissed"}
        first, second, third = texts(page, ".decided")
        assert first.startswith("✓ Error (Anu, ")
        assert second.startswith("✎ Corrected: मैदान की पट्टी (Anu, ")
        assert third.startswith("✕ No error – We write it this way: शैली पुस्तिका (Anu, ")
        assert eventually(texts, page, ".decided-count") == ["3 of 8 decided"]
        assert eventually(texts, page, "#left") == ["5"]
        assert texts(page, "nav .share")[0] == "3 of 5 decided"
        page.refresh()
    file = export(page, tmp_path / "out")
    assert file.name == "decisions-Anu.json"
    article = build.cricket()
    findings = sorted(article.findings, key=lambda finding: (finding.start, finding.end))
    got = read_decisions(file)
    assert got == [
        decision_on(article, findings[0], Verdict.ACCEPTED, by="Anu", at=got[0].at),
        decision_on(article, findings[1], Verdict.CORRECTED, correction="मैदान की पट्टी", by="Anu", at=got[1].at),
        decision_on(
            article, findings[2], Verdict.DISMISSED, reason="We write it this way: शैली पुस्तिका", by="Anu", at=got[2].at
        ),
    ]
    assert all(one.sentence[one.start : one.end] == one.text for one in got)
    assert errors(page) == []


def test_the_correction_begins_with_the_suggestion(open_page: Open):
    page = named(open_page(build.report(build.cricket())))
    press(page, "j", "c")
    field = page.find_element("css selector", "#a1-f1 [name=correction]")
    assert field.get_attribute("value") == "पिच"
    assert page.switch_to.active_element == field
    field.clear()
    field.send_keys(Keys.ENTER)
    assert eventually(verdicts, page) == {}
    assert field.get_attribute("validationMessage") == "Write the right words."
    field.send_keys("x", Keys.ENTER)
    soon(page, verdicts)
    assert focused(page) == "a1-f1"
    press(page, "c")
    assert page.find_element("css selector", "#a1-f1 [name=correction]").get_attribute("value") == "x"
    press(page, Keys.ESCAPE)
    assert not page.find_elements("css selector", "#a1-f1 form")
    assert focused(page) == "a1-f1"


def test_another_reason_must_be_told(open_page: Open):
    page = named(open_page(build.report(build.cricket())))
    press(page, "j", "d")
    click(page, "#a1-f1 [value=other]")
    press(page, Keys.ENTER)
    assert eventually(verdicts, page) == {}
    write_in(page, "#a1-f1 form [name=reason]", "पाठक समझेंगे")
    press(page, Keys.ENTER)
    assert eventually(verdicts, page) == {"a1-f1": "dismissed"}
    assert texts(page, "#a1-f1 .decided")[0].startswith("✕ No error – पाठक समझेंगे (")


def test_undo(open_page: Open):
    page = named(open_page(build.report(build.cricket())))
    press(page, "j", "a", "j", "a")
    assert eventually(texts, page, "#told") == ["Finding 2: Error."]
    press(page, "z")
    assert eventually(verdicts, page) == {"a1-f1": "accepted"}
    click(page, "#a1-f1 .undo")
    assert eventually(verdicts, page) == {}
    page.refresh()
    assert eventually(verdicts, page) == {}


def test_only_the_undecided(open_page: Open):
    page = named(open_page(build.report(build.cricket())))
    press(page, "j", "a", "u")
    assert visible_cards(page) == ["a1-f2", "a1-f3", "a1-f4", "a1-f5"]
    assert eventually(texts, page, ".filter") == ["Major 2", "Minor 1", "Info 1"]
    press(page, "j", "a")
    assert focused(page) == "a1-f3", "on with the next one"
    assert eventually(texts, page, "#told") == ["Finding 2: Error."]
    press(page, "a", "a", "a")
    assert visible_cards(page) == []
    assert focused(page) == "undecided"
    assert eventually(texts, page, "#all-decided") == ["✓ All decided"]
    click(page, "#show-all")
    assert len(visible_cards(page)) == 5


def test_keys_can_be_switched_off(open_page: Open):
    page = named(open_page(build.report(build.cricket())))
    press(page, "?")
    click(page, "#single-keys")
    press(page, Keys.ESCAPE)
    press(page, "j", "a")
    assert eventually(verdicts, page) == {}
    page.refresh()
    press(page, "j", "a")
    assert eventually(verdicts, page) == {}, "remembered"
    click(page, "#help")
    click(page, "#single-keys")
    press(page, Keys.ESCAPE)
    press(page, "j", "a")
    assert eventually(verdicts, page) == {"a1-f1": "accepted"}


def test_all_keys_are_listed(open_page: Open):
    page = open_page(build.report(build.cricket()))
    used = page.execute_script("return Object.keys(page.keys).sort()")
    press(page, "?")
    listed = sorted(key for line in texts(page, "#keys dt") for key in line.split() if key != "Esc")
    assert listed == used


def test_findings_with_one_fingerprint_are_decided_together(open_page: Open, tmp_path: Path):
    desk = build.Desk("a.txt").block("बैल और बैल बाज़ार में")
    desk.finding("बैल").finding("बैल")
    place = desk.article.text.rindex("बैल")
    desk.article.findings[1] = replace(desk.article.findings[1], start=place, end=place + 3)
    page = named(open_page(build.report(desk.article)))
    press(page, "j", "a")
    assert eventually(verdicts, page) == {"a1-f1": "accepted", "a1-f2": "accepted"}
    assert [one.start for one in read_decisions(export(page, tmp_path / "out"))] == [0]


def test_marks_tell_the_verdict_by_a_sign(open_page: Open):
    page = named(open_page(build.report(build.cricket())))
    decide_three(page)
    signs = "return [...document.querySelectorAll('#a1 .ref')].map(r => getComputedStyle(r, '::after').content)"
    assert page.execute_script(signs) == ['" ✓"', '" ✎"', '" ✕"', "none", "none"]
    labels = "return [...document.querySelectorAll('#a1 .ref')].map(r => r.getAttribute('aria-label'))"
    assert page.execute_script(labels)[:3] == [
        "Finding 1: Major, Error",
        "Finding 2: Major, Corrected",
        "Finding 3: Minor, No error",
    ]
    pressed = (
        "return [...document.querySelectorAll('#a1-f3 .verdicts button')].map(b => b.getAttribute('aria-pressed'))"
    )
    assert page.execute_script(pressed) == ["false", "false", "true"]


def test_decisions_speak_hindi_and_the_file_stays_english(open_page: Open, tmp_path: Path):
    page = named(open_page(build.report(build.cricket())))
    decide_three(page)
    click(page, "[data-ui=hi]")
    assert texts(page, "#a1-f3 .decided")[0].startswith("✕ त्रुटि नहीं – हमारे यहाँ ऐसे ही लिखा जाता है: शैली पुस्तिका (Anu")
    assert eventually(texts, page, ".decided-count") == ["5 में से 3 पर निर्णय"]
    press(page, "j", "d")
    assert eventually(texts, page, "#a1-f4 legend") == ["यह त्रुटि क्यों नहीं है?"]
    press(page, Keys.ENTER)
    assert read_decisions(export(page, tmp_path / "out"))[3].reason == "The translation is right"


# Files


def file_of(tmp_path: Path, *decisions: Decision, name: str = "in.json") -> Path:
    file = tmp_path / name
    file.write_text(json.dumps(decisions_json(decisions)))
    return file


def decisions_of_meera(at: str = "2025-03-01T10:00:00+00:00") -> list[Decision]:
    article = build.cricket()
    found = sorted(article.findings, key=lambda finding: (finding.start, finding.end))
    return [
        decision_on(article, one, Verdict.DISMISSED, reason="Too small to change", by="Meera", at=at) for one in found
    ]


def test_import_takes_what_is_newer(open_page: Open, tmp_path: Path):
    page = named(open_page(build.report(build.cricket())))
    press(page, "j", "a")
    foreign = replace(decisions_of_meera()[0], fingerprint="0" * 16)
    told = import_file(page, file_of(tmp_path, *decisions_of_meera()[:3], foreign))
    assert told == "2 decisions imported. 1 is not newer than yours. 1 is about no finding on this page."
    assert eventually(verdicts, page) == {"a1-f1": "accepted", "a1-f2": "dismissed", "a1-f3": "dismissed"}
    page.refresh()
    assert texts(page, "#a1-f2 .decided")[0].startswith("✕ No error – Too small to change (Meera, 1 Mar 2025")
    later = decisions_of_meera("2999-01-01T00:00:00Z")[0]
    assert import_file(page, file_of(tmp_path, later, name="b.json")).startswith("1 decision imported.")
    assert verdicts(page)["a1-f1"] == "dismissed"


def test_an_article_that_lies_elsewhere_is_known_by_its_findings(open_page: Open, tmp_path: Path):
    page = named(open_page(build.report(build.cricket(), build.monsoon())))
    moved = replace(decisions_of_meera()[0], path="C:\\desk\\cricket.txt")
    assert import_file(page, file_of(tmp_path, moved)) == "1 decision imported."
    assert eventually(verdicts, page) == {"a1-f1": "dismissed"}


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"schema": "mtcheck.decisions/1"}', "\x00",
                                     '{"schema": "mtcheck.decisions/1", "decisions": [null]}'])  # fmt: skip
def test_what_is_no_file_of_decisions_is_told(open_page: Open, tmp_path: Path, content: str):
    page = named(open_page(build.report(build.cricket())))
    file = tmp_path / "bad.json"
    file.write_text(content)
    assert import_file(page, file).endswith("bad.json is no file of decisions.")
    assert eventually(verdicts, page) == {}


def test_hostile_decisions_stay_text(open_page: Open, tmp_path: Path):
    page = named(open_page(build.report(build.cricket())))
    bad = "<img src=x onerror='window.hacked=1'>"
    import_file(page, file_of(tmp_path, replace(decisions_of_meera()[0], reason=bad, by=bad, correction=bad)))
    assert texts(page, "#a1-f1 .decided")[0].count("<img") == 3
    assert page.execute_script("return window.hacked === undefined && !document.querySelector('img')")


def test_what_goes_out_comes_in(open_page: Open, tmp_path: Path):
    page = named(open_page(build.full()))
    decide_three(page)
    file = export(page, tmp_path / "out")
    page.execute_script("localStorage.clear()")
    named(page)
    assert eventually(verdicts, page) == {}
    assert import_file(page, file) == "3 decisions imported."
    assert export(page, tmp_path / "again").read_bytes() == file.read_bytes()


def test_strange_text_survives_the_way_out(open_page: Open, tmp_path: Path):
    page = named(open_page(build.report(build.hostile())))
    press(page, "j", "a")
    article = build.hostile()
    got = read_decisions(export(page, tmp_path / "out"))
    assert got == [decision_on(article, article.findings[0], Verdict.ACCEPTED, by="Anu", at=got[0].at)]
    assert "\u202e" in got[0].sentence


def test_another_window_hears_of_it(open_page: Open):
    page = named(open_page(build.report(build.cricket())))
    first, address = page.current_window_handle, page.current_url
    page.switch_to.new_window("tab")
    try:
        page.get(address)
        press(page, "j", "a")
        assert eventually(verdicts, page) == {"a1-f1": "accepted"}
    finally:
        page.close()
        page.switch_to.window(first)
        page.execute_cdp_cmd("Page.bringToFront", {})
    soon(page, lambda driver: verdicts(driver) == {"a1-f1": "accepted"})
    assert eventually(texts, page, ".decided-count") == ["1 of 5 decided"]


def test_a_browser_that_keeps_nothing_says_so(open_page: Open, tmp_path: Path):
    page = named(open_page(build.report(build.cricket())))
    page.execute_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    press(page, "j", "a")
    soon(page, lambda driver: texts(driver, "#not-kept"))
    assert eventually(verdicts, page) == {"a1-f1": "accepted"}
    assert len(read_decisions(export(page, tmp_path / "out"))) == 1


# What editors see and hear


def test_print_tells_the_decisions_and_offers_none(open_page: Open):
    page = named(open_page(build.report(build.cricket())))
    decide_three(page)
    press(page, "j", "c")
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert [line.split(" (")[0] for line in texts(page, ".decided")] == [
        "✓ Error",
        "✎ Corrected: मैदान की पट्टी",
        "✕ No error – We write it this way: शैली पुस्तिका",
    ]
    assert eventually(texts, page, ".decided-count") == ["3 of 5 decided"]
    assert eventually(texts, page, ".verdicts, .deciding, .undo, #export, #import, .told") == []
    assert base64.b64decode(page.execute_cdp_cmd("Page.printToPDF", {})["data"]).startswith(b"%PDF")


def test_without_scripts_nothing_is_offered(open_page: Open):
    page = open_page(build.full(), scripts=False)
    assert eventually(texts, page, ".verdicts, .review, #told, dialog, .share") == []


def test_focus_is_visible_on_everything_that_takes_it(open_page: Open):
    page = named(open_page(build.report(build.cricket())))
    press(page, "j", "d")
    for _ in range(4):
        press(page, Keys.TAB)
        outline = page.execute_script("return getComputedStyle(document.activeElement).outline")
        assert "solid 3px" in outline
        assert page.execute_script("return document.activeElement.closest('.card')?.id") == "a1-f1"


@pytest.mark.parametrize(("width", "ui", "scheme"), [(390, "hi", "dark"), (1280, "en", "light")])
def test_axe_finds_nothing(open_page: Open, width: int, ui: str, scheme: str):
    known = build.monsoon()
    known.suppressed = [SuppressedFinding(known.findings.pop(), Suppression("so said", "Anu", "2025-01-02"))]
    page = named(open_page(build.report(build.cricket(), known, build.broken(), build.hostile()), width))
    page.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    click(page, f"[data-ui={ui}]")
    assert violations(page) == []
    decide_three(page)
    press(page, "j", "d")
    assert violations(page) == [], "with decisions and an open form"
    press(page, Keys.ESCAPE, "?")
    assert violations(page) == [], "with the list of keys"


@pytest.mark.parametrize("width", [360, 820, 1280])
@pytest.mark.parametrize("ui", ["en", "hi"])
def test_nothing_scrolls_sideways_with_decisions(open_page: Open, width: int, ui: str):
    page = named(open_page(build.report(build.cricket()), width), "x" * 100)
    click(page, f"[data-ui={ui}]")
    press(page, "j", "c")
    write_in(page, "#a1-f1 [name=correction]", "च" * 300)
    press(page, Keys.ENTER)
    press(page, "d")
    wide, window = page.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window == width
