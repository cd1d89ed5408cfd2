"""The page for editors: what stands where, read with a parser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from itertools import pairwise

import pytest
from lxml import html as lxml_html

from mtcheck.report import FORMATS
from mtcheck.report.html import _labels_with_rules
from mtcheck.types import Article, Block, Finding, Kind, Language, Report, Severity

from . import build


def parsed(*articles: Article):
    return lxml_html.document_fromstring(FORMATS["html"](build.report(*articles)))


def words(element) -> str:
    return " ".join(element.text_content().split())


def test_all_text_of_an_article_is_there_in_order():
    article = build.cricket()
    blocks = parsed(article).xpath("//*[@id='a1']//*[contains(@class, 'block')]")
    assert [block.text_content() for block in blocks] == [article.text[b.start : b.end] for b in article.blocks]


def test_blocks_are_what_an_editor_knows():
    page = parsed(build.cricket())
    blocks = page.xpath("//*[contains(@class, 'block')]")
    shapes = [(block.tag, block.get("class"), block.get("lang")) for block in blocks]
    assert shapes == [
        ("h3", "block headline", "hi"),
        ("blockquote", "block tweet", "en"),
        ("p", "block paragraph", "hi"),
        ("h4", "block subhead", "hi"),
        ("p", "block item", "hi"),
        ("p", "block item", "hi"),
        ("p", "block caption", "hi"),
        ("p", "block boilerplate", "hi"),
    ]
    assert [len(items) for items in page.xpath("//ul[@class='items']")] == [2]


def test_text_that_no_block_holds_is_shown_too():
    article = Article("a.txt", text="पहला\n\n  दूसरा हिस्सा\nतीसरा", blocks=[Block(6, 8, Kind.PARAGRAPH, Language.HINDI)])
    blocks = parsed(article).xpath("//p[contains(@class, 'block')]")
    assert " ".join(block.text_content() for block in blocks).split() == article.text.split()


def test_blocks_that_overlap_show_their_text_once():
    blocks = [Block(0, 9, Kind.PARAGRAPH, Language.HINDI), Block(5, 14, Kind.CAPTION, Language.HINDI)]
    page = parsed(Article("a.txt", text="एक दो तीन चार", blocks=blocks))
    assert "".join(block.text_content() for block in page.xpath("//*[contains(@class, 'block')]")) == "एक दो तीन चार"


def test_a_card_stands_below_its_block_and_says_it_all():
    row = parsed(build.cricket()).xpath("//*[@id='a1-f2']/ancestor::*[contains(@class, 'row')]")[0]
    assert row.xpath(".//p[contains(@class, 'paragraph')]")
    card = row.xpath(".//*[@id='a1-f2']")[0]
    assert words(card.xpath("./header")[0]) == "2 Major Wrong sense of a word very likely an error, 91%"
    assert words(card.xpath("./p[@class='swap']")[0]) == "Flagged words: तारकोल → Suggestion: पिच"
    assert [words(line) for line in card.xpath(".//dl/div")] == ["Literally says“tar”", "Probably meant“pitch”"]
    assert [p.get("lang") for p in card.xpath("./p[contains(@class, 'message')]")] == ["en", "hi"]
    assert card.xpath(".//a[@href='#rule-wrong-sense']")
    assert [words(mark) for mark in card.xpath(".//mark[@class='telling']")] == ["tar"]


def test_evidence_shows_the_aligned_words_and_where_it_comes_from():
    first, second = parsed(build.cricket()).xpath("//*[@id='a1-f4']//div[@class='pair']")
    assert words(first.xpath(".//p[@class='source']")[0]) == "post, same article · similarity 0.87"
    assert first.xpath(".//a/@href") == ["#a1-b1"]
    assert words(second.xpath(".//p[@class='source']")[0]) == "paragraph, wire/english.txt · similarity 0.87"
    strong = second.xpath(".//*[contains(@class, 'strong')]")
    assert {words(part) for part in strong} == {"bat", "चमगादड़"}
    assert len({part.get("data-l") for part in strong}) == 1
    assert {words(part) for part in second.xpath(".//*[contains(@class, 'faint')]")} == {"hard", "कठिन"}
    meant = "".join(part.text_content() for part in second.xpath(".//*[contains(@class, 'meant')]"))
    assert meant == "swing the bat"


def test_findings_that_share_evidence_point_to_the_worst_of_them():
    desk = build.Desk("a.txt").block("नाव घाट पर लगी और यात्री उतरे", back="The boat landed and passengers got off")
    desk.finding("नाव", severity=Severity.INFO).finding("घाट").finding("यात्री")
    proofs = parsed(desk.article).xpath("//details[@open]")
    assert [words(proof.xpath("./summary")[0]) for proof in proofs] == [
        "Evidence, as for finding 2",
        "Evidence",
        "Evidence, as for finding 2",
    ]


def test_what_was_meant_is_marked_in_the_evidence():
    card = parsed(build.cricket()).xpath("//*[@id='a1-f2']")[0]
    assert [words(part) for part in card.xpath(".//*[contains(@class, 'meant')]")] == ["pitch", "pitch"]


def test_nested_and_overlapping_findings_mark_the_same_words():
    desk = build.Desk("a.txt").block("नई रेल लाइन सुरंग से गुज़रेगी")
    desk.finding("नई रेल लाइन", severity=Severity.MINOR).finding("लाइन सुरंग").finding("रेल", severity=Severity.INFO)
    marks = parsed(desk.article).xpath("//mark[contains(@class, 'hit')]")
    assert [(mark.text_content(), mark.get("class"), mark.get("data-f")) for mark in marks] == [
        ("नई ", "hit minor", "a1-f1"),
        ("रेल", "hit minor", "a1-f1 a1-f2"),
        (" ", "hit minor", "a1-f1"),
        ("लाइन", "hit major", "a1-f1 a1-f3"),
        (" सुरंग", "hit major", "a1-f3"),
    ]
    assert parsed(desk.article).xpath("//a[contains(@class, 'ref')]/@href") == ["#a1-f2", "#a1-f1", "#a1-f3"]


@pytest.mark.parametrize(
    ("start", "end", "marked", "row"),
    [
        (0, 0, [""], "a1-b0"),
        (2, 9, ["कल", "पुल"], "a1-b0"),  # across two blocks
        (5, 6, [""], "a1-b0"),  # in the white space between
        (9, 9, [""], "a1-b1"),
        (99, 120, [""], "a1-b1"),
    ],
)
def test_a_finding_anywhere_has_one_card_and_a_mark(start, end, marked, row):
    text = "आजकल\n\nपुल"
    blocks = [Block(0, 4, Kind.PARAGRAPH, Language.HINDI), Block(6, 9, Kind.PARAGRAPH, Language.HINDI)]
    finding = Finding("truncation", Severity.MAJOR, 2.0, start, end, text[start:end], 0, "m")
    page = parsed(Article("a.txt", text=text, blocks=blocks, findings=[finding]))
    assert [mark.text_content() for mark in page.xpath("//mark")] == marked
    assert len(page.xpath("//*[contains(@class, 'card')]")) == 1
    home = page.xpath("//*[@id='a1-f1']/ancestor::*[contains(@class, 'row')]")[0]
    assert home.xpath(".//*[contains(@class, 'block')]/@id") == [row]


def test_summary_counts_and_lists():
    page = parsed(build.cricket(), build.monsoon(), build.broken(), build.health())
    figures = words(page.xpath("//p[@class='figures']")[0])
    assert figures == "3 articles 12 sentences 7 findings 1 file could not be read"
    table = [[words(cell) for cell in line] for line in page.xpath("//table[@class='counts']/tbody/tr")]
    assert table == [
        ["Wrong sense of a word", "4", "–", "–", "4"],
        ["Said twice", "–", "1", "–", "1"],
        ["Name written wrongly", "–", "1", "–", "1"],
        ["Left untranslated", "–", "–", "1", "1"],
    ]
    assert words(page.xpath("//ul[@class='errors']")[0]) == "films/review.txt not UTF-8 text; save it as UTF-8"
    contents = page.xpath("//nav//li")
    assert [words(item.xpath(".//*[@class='path']")[0]) for item in contents] == [
        "खेल/cricket.txt",
        "weather/monsoon.txt",
        "health/clinic.txt",
    ]
    assert words(contents[0].xpath(".//*[@class='tally']")[0]) == "3 Major1 Minor1 Info"


def test_one_article_needs_no_table_of_contents():
    assert not parsed(build.cricket()).xpath("//nav")


def test_empty_clean_and_unreadable_reports_have_no_filters():
    for articles in ([], [build.health()], [build.broken()]):
        page = parsed(*articles)
        assert not page.xpath("//*[contains(@class, 'bar')]")
        assert len(page.xpath("//h1")) == 1
    assert "No article was checked." in words(parsed())
    assert "Nothing found in this article." in words(parsed(build.health()))


def test_headings_descend_one_level_at_a_time():
    page = lxml_html.document_fromstring(FORMATS["html"](build.full()))
    levels = [int(element.tag[1]) for element in page.body.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_links_lead_somewhere():
    page = lxml_html.document_fromstring(FORMATS["html"](build.full()))
    ids = Counter(page.xpath("//@id"))
    assert max(ids.values()) == 1
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= set(ids)
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)


def test_rule_pages_are_rendered_small_and_safe():
    section = parsed(build.cricket()).xpath("//section[@id='rule-wrong-sense']")[0]
    assert [(h.tag, words(h)) for h in section.xpath(".//h3 | .//h4 | .//h5")] == [
        ("h3", "Wrong sense of a word wrong-sense"),
        ("h4", "How it looks"),
        ("h5", "Deeper"),
    ]
    assert section.xpath(".//td/text()") == ["pitch", "तारकोल", "पिच"]
    assert section.xpath(".//a/@href")[:2] == ["#rule-name-error", "https://example.org/mqm"]
    assert not section.xpath(".//img | .//b | .//*[@style] | .//*[@onclick]")
    assert '<b onclick="alert(1)">raw</b>' in words(section)


def test_only_rules_that_found_something_are_explained():
    rules = parsed(build.monsoon()).xpath("//section[@class='rule']/@id")
    assert rules == ["rule-wrong-sense", "rule-duplication"]


def test_a_rule_without_a_page_has_no_link():
    page = lxml_html.document_fromstring(FORMATS["html"](Report([build.cricket()], "sig")))
    assert not page.xpath("//a[starts-with(@href, '#rule-')]")
    assert "wrong-sense" in words(page.xpath("//*[@id='a1-f1']/header")[0])


def test_hostile_text_stays_text():
    page = parsed(build.hostile())
    assert len(page.xpath("//script")) == 3
    assert not page.xpath("//img | //svg[@onload] | //body//b | //body//i")
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]
    headline = page.xpath("//h3[contains(@class, 'headline')]")[0]
    assert headline.text_content() == "<script>window.hacked = 1</script> फ़िल्म"
    assert "{{ 7*7 }}" in page.text_content()
    raw = FORMATS["html"](build.report(build.hostile()))
    assert not set(raw) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\x1b\x07")
    assert page.xpath("//*[@class='ctl']/@data-c")[:2] == ["RLO", "PDF"]


def test_hostile_rule_names_stay_text():
    desk = build.Desk("a.txt").block("नदी शांत है").finding("नदी", rule="</script><script>x")
    report = Report([desk.article], "</script><script>y")
    raw = FORMATS["html"](report)
    assert len(lxml_html.document_fromstring(raw).xpath("//script")) == 3


def test_the_policy_allows_this_style_and_script_alone():
    raw = FORMATS["html"](build.full())
    policy = lxml_html.document_fromstring(raw).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        content = re.search(f"<{tag}>(.*?)</{tag}>", raw, re.DOTALL)
        assert content
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert " style=" not in raw.replace(content[1], "")


def test_the_page_loads_nothing():
    page = parsed(build.cricket())
    assert not page.xpath("//*[@src] | //link[not(starts-with(@href, 'data:'))] | //iframe | //object")
    assert "url(" not in page.xpath("//style")[0].text
    assert "@import" not in page.xpath("//style")[0].text


def test_every_label_is_in_both_languages_and_used():
    labels = _labels_with_rules(build.full(), ["wrong-sense"])
    assert set(labels["en"]) == set(labels["hi"])
    assert json.loads(parsed(build.cricket()).xpath("//script[@id='labels']")[0].text)["hi"]["major"] == "गंभीर"
    used = set(lxml_html.document_fromstring(FORMATS["html"](build.full())).xpath("//@data-t"))
    assert used <= {*labels["en"], *(f"rule:{rule}" for rule in build.RULES)}
