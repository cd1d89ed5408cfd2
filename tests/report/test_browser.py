"""The page in a real browser, opened from disk."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from mtcheck.types import Report

from . import build

Open = Callable[..., Any]


def press(page: Any, *keys: str) -> None:
    from selenium.webdriver import ActionChains

    for key in keys:
        ActionChains(page).send_keys(key).perform()


class eventually:  # noqa: N801, it reads as a word of the assertion
    """What a function of the page tells, compared again and again for a while: a busy machine's browser may be late."""

    def __init__(self, read: Callable[..., Any], *arguments: Any) -> None:
        self.read = lambda: read(*arguments)
        self.last: Any = None

    def __eq__(self, expected: object) -> bool:
        end = time.monotonic() + 10
        while True:
            self.last = self.read()
            if self.last == expected or time.monotonic() > end:
                return bool(self.last == expected)
            time.sleep(0.05)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self.last)


def click(page: Any, selector: str) -> None:
    page.find_element("css selector", selector).click()


def texts(page: Any, selector: str) -> list[str]:
    return [element.text for element in page.find_elements("css selector", selector) if element.is_displayed()]


def focused(page: Any) -> str:
    return str(page.execute_script("return document.activeElement.id"))


def visible_cards(page: Any) -> list[str]:
    return page.execute_script("return [...document.querySelectorAll('.card:not([hidden])')].map(c => c.id)")


def requests(page: Any) -> list[str]:
    messages = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [url for url in urls if not url.startswith(("file:", "data:"))]


def errors(page: Any) -> list[str]:
    return [entry["message"] for entry in page.get_log("browser")]


REPORTS = {
    "full": build.full(),
    "empty": build.report(),
    "unreadable": build.report(build.broken()),
    "clean": build.report(build.health()),
}


@pytest.mark.parametrize("name", REPORTS)
def test_opens_from_disk_without_network_or_error(open_page: Open, name: str):
    page = open_page(REPORTS[name])
    assert page.title == "Translation check – mtcheck"
    press(page, "j", "e", "?")
    assert requests(page) == []
    assert errors(page) == []


def test_hostile_text_runs_nothing(open_page: Open):
    page = open_page(build.report(build.hostile()))
    click(page, "[data-ui=hi]")
    press(page, "j")
    assert page.execute_script("return window.hacked === undefined")
    assert "<script>window.hacked = 1</script> फ़िल्म" in texts(page, "h3.headline")[0]
    assert errors(page) == []


def test_filters_work_alone_and_together(open_page: Open):
    page = open_page(build.full())
    assert len(visible_cards(page)) == 8
    click(page, ".filter[data-severity=major]")
    assert visible_cards(page) == ["a1-f3", "a1-f5", "a2-f2"]
    assert texts(page, "#shown") == ["3"]
    page.execute_script(
        "const s = document.getElementById('rule-filter'); s.value = 'untranslated';"
        "s.dispatchEvent(new Event('change'))"
    )
    assert visible_cards(page) == ["a1-f5"]
    assert texts(page, ".filter") == ["Major 1", "Minor 0", "Info 1"]
    assert "Left untranslated (1)" in page.execute_script("return document.getElementById('rule-filter').innerText")
    assert texts(page, "nav .tally") == ["1 Info"]
    assert texts(page, "mark:not(.off)") == ["outfield"]
    click(page, ".filter[data-severity=info]")
    assert visible_cards(page) == []
    click(page, "#show-all")
    assert len(visible_cards(page)) == 8


def test_a_mark_takes_the_worst_severity_still_shown(open_page: Open):
    page = open_page(build.report(build.cricket()))
    shared = page.find_element("css selector", "mark[data-f='a1-f3 a1-f4']")
    assert shared.get_attribute("class") == "hit major"
    click(page, ".filter[data-severity=major]")
    assert shared.get_attribute("class") == "hit minor"
    click(page, ".filter[data-severity=minor]")
    assert shared.get_attribute("class") == "hit off"


def test_keys_step_through_the_findings_shown(open_page: Open):
    page = open_page(build.report(build.cricket(), build.monsoon()))
    seen = []
    for key in "jjnkpk":
        press(page, key)
        seen.append(focused(page))
    assert seen == ["a1-f1", "a1-f2", "a1-f3", "a1-f2", "a1-f1", "a2-f2"]
    assert texts(page, "#at") == ["7"]
    click(page, ".filter[data-severity=minor]")
    assert texts(page, "#at") == ["–"], "the finding one stood on is no longer shown"
    press(page, "j")
    assert focused(page).startswith("a")


def test_the_current_finding_is_in_view_and_has_a_ring(open_page: Open):
    page = open_page(build.report(*[build.cricket() for _ in range(8)]))
    for _ in range(12):
        press(page, "j")
    top, bottom, height, outline = page.execute_script(
        "const c = document.activeElement, r = c.getBoundingClientRect();"
        "return [r.top, r.bottom, innerHeight, getComputedStyle(c).outlineStyle]"
    )
    assert 0 <= top < height
    assert bottom > 0
    assert outline == "solid"
    assert page.execute_script("return document.querySelectorAll('mark.current').length") == 1


def test_keys_do_nothing_while_choosing_a_rule(open_page: Open):
    page = open_page(build.report(build.cricket()))
    page.execute_script("document.getElementById('rule-filter').focus()")
    press(page, "j")
    assert focused(page) == "rule-filter"


def test_marks_lead_to_their_cards_in_turn(open_page: Open):
    page = open_page(build.report(build.cricket()))
    mark = page.find_element("css selector", "mark[data-f='a1-f3 a1-f4']")
    for card in ("a1-f3", "a1-f4", "a1-f3"):
        mark.click()
        assert focused(page) == card


def test_question_mark_shows_the_keys(open_page: Open):
    page = open_page(build.report(build.cricket()))
    press(page, "?")
    assert page.execute_script("return document.getElementById('keys').open")
    assert "next finding" in texts(page, "#keys")[0]
    press(page, "\ue00c")  # escape
    assert not page.execute_script("return document.getElementById('keys').open")


def test_labels_switch_to_hindi_and_are_remembered(open_page: Open):
    page = open_page(build.report(build.cricket()))
    click(page, "[data-ui=hi]")
    page.refresh()
    assert page.execute_script("return document.documentElement.lang") == "hi"
    assert texts(page, "h1") == ["अनुवाद की जाँच"]
    assert texts(page, "#a1-f2 .message") == ["यहाँ “pitch” का आशय खेल की पट्टी से है, सड़क के तारकोल से नहीं।"]
    assert texts(page, "#a1-f1 .message") == ["The words say something else here."], "no Hindi message: the English one"
    assert page.execute_script("return document.querySelector('#a1-f1 .message').lang") == "en"
    assert texts(page, "#a1-f1 .rule") == ["शब्द का ग़लत अर्थ"]
    assert page.execute_script("return document.querySelector('.bar').getAttribute('aria-label')") == "चुनाव और क्रम"
    click(page, "[data-ui=en]")
    assert texts(page, "h1") == ["Translation check"]


def test_theme_follows_the_system_and_the_switch(open_page: Open):
    page = open_page(build.report(build.cricket()))
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = page.execute_script(ground)
    dark_system = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", dark_system)
    WebDriverWait(page, 10).until(lambda driver: driver.execute_script(ground) != light)
    page.refresh()
    assert texts(page, "#theme") == ["Light"]
    click(page, "#theme")
    page.refresh()
    WebDriverWait(page, 10).until(lambda driver: driver.execute_script(ground) == light)
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", **dark_system})
    assert page.execute_script("return document.documentElement.dataset.theme") == "light"


def test_evidence_is_shown_once_and_can_be_hidden(open_page: Open):
    page = open_page(build.report(build.cricket()))
    proofs = "return [...document.querySelectorAll('.proof')].map(p => p.open)"
    assert page.execute_script(proofs) == [True, True, False, False, True]
    press(page, "j", "j", "j")
    assert page.execute_script(proofs) == [True, True, True, False, True], "where one stands, all is shown"
    press(page, "e")
    assert not any(page.execute_script(proofs))
    page.refresh()
    assert not any(page.execute_script(proofs)), "remembered"


def test_print_opens_everything_on_white(open_page: Open):
    page = open_page(build.report(build.cricket()))
    click(page, "#theme")
    press(page, "e")
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert texts(page, ".bar") == []
    assert page.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    pdf = base64.b64decode(page.execute_cdp_cmd("Page.printToPDF", {})["data"])
    assert pdf.startswith(b"%PDF")
    opened = "return [...document.querySelectorAll('details')].map(d => d.open)"
    page.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    assert all(page.execute_script(opened))
    page.execute_script("window.dispatchEvent(new Event('afterprint'))")
    assert not any(page.execute_script(opened))


def test_reads_without_scripts(open_page: Open):
    page = open_page(build.full(), scripts=False)
    assert not texts(page, ".js-only")
    assert len(texts(page, ".card")) == 8
    assert all(element.get_attribute("open") for element in page.find_elements("css selector", "details"))


@pytest.mark.parametrize("width", [360, 390, 700, 820, 1100, 1280])
@pytest.mark.parametrize("ui", ["en", "hi"])
def test_nothing_scrolls_sideways(open_page: Open, width: int, ui: str):
    long = build.Desk("a/" + "very-long-folder-name/" * 9 + "x.txt").block("लंबा" * 60 + " " + "W" * 200)
    long.evidence("https://example.org/" + "a" * 300, path="b" * 200).finding("W" * 200, suggestion="च" * 90)
    page = open_page(Report([*build.full().articles, long.article], "s" * 300, build.RULES), width)
    click(page, f"[data-ui={ui}]")
    # Articles outside the window are not laid out until they are needed.
    page.execute_script("for (const a of document.querySelectorAll('.article')) a.style.contentVisibility = 'visible'")
    wide, window = page.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window == width


def test_notes_stand_below_on_a_phone_and_beside_on_a_desk(open_page: Open):
    place = (
        "const r = document.getElementById('a1-f2').closest('.row');"
        "const [t, n] = [...r.children].map(e => e.getBoundingClientRect());"
        "return [n.top >= t.bottom, n.left >= t.right]"
    )
    assert open_page(build.report(build.cricket()), 390).execute_script(place) == [True, False]
    assert open_page(build.report(build.cricket()), 1280).execute_script(place) == [False, True]


CONTRAST = """
const linear = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
const lum = colour => {
  const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(linear);
  return .2126 * r + .7152 * g + .0722 * b;
};
const ground = e => {
  const colour = e ? getComputedStyle(e).backgroundColor : 'rgb(255, 255, 255)';
  return /, 0\\)$/.test(colour) ? ground(e.parentElement) : colour;
};
const bad = [];
for (const e of document.querySelectorAll('body *')) {
  if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility()) continue;
  const [a, b] = [lum(getComputedStyle(e).color), lum(ground(e))].sort((x, y) => y - x);
  if ((a + .05) / (b + .05) < 4.5) bad.push([e.className || e.tagName, (a + .05) / (b + .05)]);
}
return bad;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_contrast(open_page: Open, scheme: str):
    page = open_page(build.full())
    feature = {"name": "prefers-color-scheme", "value": scheme}
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    press(page, "j")
    page.execute_script("document.querySelector('.filter').click()")
    assert page.execute_script(CONTRAST) == []


def test_two_hundred_articles_stay_usable(open_page: Open):
    articles = [build.cricket() for _ in range(200)]
    for number, article in enumerate(articles):
        article.path = f"day/{number:03}.txt"
    page = open_page(build.report(*articles))
    slow = page.execute_script(
        "const t = performance.now(); document.querySelector('.filter').click();"
        "document.querySelector('[data-ui=hi]').click();"
        "document.body.offsetHeight; return performance.now() - t"
    )
    assert slow < 5000, "a generous bound: a fifth of a second on two slow cores"
    press(page, "j")
    assert focused(page) == "a1-f3"
