"""The index page: the worst first, every text escaped, links that lead somewhere; in a browser, opened from disk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from mtcheck.report.index import Entry, Index, batch_json, render_index
from mtcheck.types import RuleInfo
from tests.report.conftest import browser

__all__ = ["browser"]

HOSTILE = '<script>window.hacked = 1</script>"\u202e'
RULES = {
    "wrong-sense": RuleInfo("wrong-sense", "Wrong sense of a word", "शब्द का ग़लत अर्थ", "", "", ""),
    "duplication": RuleInfo("duplication", "Said twice", "दोहराव", "", "", ""),
}


def entry(path: str, title: str = "", **more: Any) -> Entry:
    return Entry(path, "0" * 64, title or f"शीर्षक {path}", "hi", 5, json=f"{path}.json", html=f"{path}.html", **more)


def index() -> Index:
    entries = [
        entry("a साफ़.txt"),
        entry("b एक.txt", rules={"wrong-sense": (1, 0, 0)}, story=("c दो#3.txt",)),
        entry("c दो#3.txt", rules={"wrong-sense": (1, 1, 0), "duplication": (0, 2, 1)}, suppressed=2),
        entry("d.txt", HOSTILE, rules={"duplication": (0, 3, 0)}, story=("b एक.txt", "gone.txt")),
        Entry("e?.txt", error=f"e?.txt: binary data {HOSTILE}", json="e?.txt.json", html="e?.txt.html"),
    ]
    return Index(entries, "mtcheck:1|model:x", RULES)


class Links(HTMLParser):
    """The addresses of a page, and the text of its titles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if tag == "a" and "title" in (found.get("class") or ""):
            self.found.append(str(found["href"]))


def test_the_worst_come_first():
    found = [unquote(link) for link in Links(render_index(index())).found]
    assert found == ["c दो#3.txt.html", "b एक.txt.html", "d.txt.html", "a साफ़.txt.html"]


def test_addresses_are_safe_in_a_link():
    assert entry("भाग 1/फ़ीड.xml#2").link == (
        "%E0%A4%AD%E0%A4%BE%E0%A4%97%201/%E0%A4%AB%E0%A4%BC%E0%A5%80%E0%A4%A1.xml%232.html"
    )
    assert entry("javascript:alert(1)").link.startswith("javascript%3A")
    assert all(":" not in link and "#" not in link for link in Links(render_index(index())).found)


def test_texts_are_escaped():
    page = render_index(index())
    assert page.count("<script>") == 1
    assert "window.hacked = 1&lt;/script&gt;" in page
    assert "\u202e" not in page.replace("\\u202e", "")


def test_the_page_asks_for_nothing_but_itself():
    page = render_index(index())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy[1]
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)


def test_it_says_so_when_there_is_nothing():
    assert "No article was checked." in render_index(Index([], ""))
    assert "Nothing was found." in render_index(Index([entry("a.txt")], ""))


def test_labels_are_there_in_both_languages():
    labels = json.loads(
        Path(__file__).parents[2].joinpath("mtcheck/report/templates/index.labels.json").read_text("utf-8")
    )
    assert labels["en"].keys() == labels["hi"].keys()
    assert all(isinstance(labels["en"][key], dict) == isinstance(labels["hi"][key], dict) for key in labels["en"])


def test_the_summary_for_scripts_holds_what_the_page_holds():
    summary = json.loads(batch_json(index(), {"seconds": 1.5}))
    assert summary["schema"] == "mtcheck.batch/1"
    assert summary["run"] == {"seconds": 1.5}
    assert summary["totals"] == {"articles": 5, "failed": 1, "major": 2, "minor": 6, "info": 1}
    assert summary["articles"][2]["findings"] == {"major": 1, "minor": 3, "info": 1}
    assert summary["articles"][2]["rules"]["duplication"] == {"major": 0, "minor": 2, "info": 1}


# in a browser


@pytest.fixture
def open_index(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    def open_it(found: Index, width: int = 1280, scripts: bool = True) -> Any:
        page = tmp_path / "index.html"
        page.write_text(render_index(found), encoding="utf-8")
        for item in found.entries:
            (tmp_path / item.html).write_text(f"<!doctype html><title>{item.path}</title>", encoding="utf-8")
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        for log in ("browser", "performance"):
            browser.get_log(log)
        browser.get(page.as_uri())
        return browser

    yield open_it
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    browser.execute_script("localStorage.clear()")


def listed(page: Any) -> list[str]:
    rows = page.find_elements("css selector", "#list > li .about .path")
    return [row.text for row in rows if row.is_displayed()]


def click(page: Any, selector: str) -> None:
    page.find_element("css selector", selector).click()


def choose(page: Any, rule: str) -> None:
    page.execute_script(
        "const s = document.getElementById('rule-filter'); s.value = arguments[0]; s.dispatchEvent(new Event('change'))",
        rule,
    )


def find(page: Any, words: str) -> None:
    page.execute_script(
        "const s = document.getElementById('find'); s.value = arguments[0]; s.dispatchEvent(new Event('input'))", words
    )


def test_opens_from_disk_without_network_or_error(open_index: Callable[..., Any]):
    page = open_index(index())
    assert page.title == "Translation check: all articles – mtcheck"
    assert page.execute_script("return window.hacked === undefined")
    assert page.get_log("browser") == []
    sent = [json.loads(line["message"])["message"] for line in page.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in sent if m["method"] == "Network.requestWillBeSent"]
    assert [url for url in urls if not url.startswith(("file:", "data:"))] == []


def test_filters_work_alone_and_together(open_index: Callable[..., Any]):
    page = open_index(index())
    assert listed(page) == ["c दो#3.txt", "b एक.txt", "d.txt", "a साफ़.txt"]
    click(page, ".filter[data-severity=major]")
    assert listed(page) == ["c दो#3.txt", "d.txt"]
    choose(page, "duplication")
    assert listed(page) == ["d.txt", "c दो#3.txt"], "sorted anew: three minor ones are worse than two"
    assert page.find_element("css selector", "#list > li:nth-child(2) .tally").text == "2 Minor\n1 Info"
    click(page, ".filter[data-severity=minor]")
    assert listed(page) == ["c दो#3.txt"]
    assert page.find_element("id", "listed").text == "1 article listed"
    click(page, ".filter[data-severity=info]")
    assert listed(page) == []
    click(page, "#show-all")
    assert listed(page) == ["c दो#3.txt", "b एक.txt", "d.txt", "a साफ़.txt"]


def test_words_are_found_in_titles_and_paths(open_index: Callable[..., Any]):
    page = open_index(index())
    find(page, " साफ़ ")
    assert listed(page) == ["a साफ़.txt"]
    find(page, "WINDOW.HACKED")
    assert listed(page) == ["d.txt"]
    find(page, "शीर्षक b")
    assert listed(page) == ["b एक.txt"]
    assert page.find_element("css selector", ".filter[data-severity=major] .count").text == "1"


def test_links_lead_to_the_reports(open_index: Callable[..., Any]):
    page = open_index(index())
    click(page, "#list > li:first-child .title")
    assert page.title == "c दो#3.txt"
    page = open_index(index())
    click(page, "#list > li:nth-child(2) .story summary")
    click(page, "#list > li:nth-child(2) .story a")
    assert page.title == "c दो#3.txt"


def test_labels_in_hindi(open_index: Callable[..., Any]):
    page = open_index(index())
    click(page, "[data-ui=hi]")
    assert page.find_element("css selector", "h1").text == "अनुवाद की जाँच: सभी लेख"
    assert page.find_element("css selector", "#list .kind").text == "शब्द का ग़लत अर्थ 2"


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_is_wider_than_the_window(open_index: Callable[..., Any], width: int):
    long = entry("x" * 150 + ".txt", "लंबा" * 60, rules={"wrong-sense": (1, 0, 0), "duplication": (1, 1, 1)})
    page = open_index(Index([*index().entries, long], "s" * 200, RULES), width)
    assert page.execute_script("return document.documentElement.scrollWidth") <= width


def test_reads_without_scripts(open_index: Callable[..., Any]):
    page = open_index(index(), scripts=False)
    assert len(page.find_elements("css selector", "#list > li .title")) == 4
    assert not page.find_element("css selector", ".bar").is_displayed()
