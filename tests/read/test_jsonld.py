"""schema.org articles: which text of a page is taken, and what becomes evidence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mtcheck.errors import ReadError
from mtcheck.read import parse, parse_articles
from mtcheck.types import Article, Kind, Source

from . import exports
from .exports import CAPTION, ENGLISH, HEADLINE, PARAGRAPHS, TWEET, english_node, news_node, page

EN_TEXT = "\n".join(ENGLISH)


def lines(article: Article) -> list[str]:
    return article.text.splitlines()


def kinds(article: Article) -> dict[str, Kind]:
    return {article.text[b.start : b.end]: b.kind for b in article.blocks}


def test_the_markup_is_taken_where_it_says_as_much():
    """Only it has tweet, caption and heading."""
    article = parse(page(news_node()), "p.html")
    assert lines(article)[0] == HEADLINE
    found = kinds(article)
    assert found[TWEET] is Kind.TWEET
    assert found[CAPTION] is Kind.CAPTION
    assert found["क्या कहते हैं इंजीनियर"] is Kind.SUBHEAD
    assert [line for line in lines(article) if line in PARAGRAPHS] == list(PARAGRAPHS), "each paragraph once, in order"


def test_the_body_of_json_ld_is_taken_where_the_markup_lacks_it_and_its_tweets_and_captions_are_kept():
    body = exports.html_body(subhead=False)
    for text in PARAGRAPHS[1:]:
        body = body.replace(f"<p>{text}</p>", "")
    article = parse(page(news_node(), body=body + "<p>पूरी खबर पढ़ने के लिए सदस्य बनें।</p>"), "p.html")
    assert [line for line in lines(article) if line in PARAGRAPHS] == list(PARAGRAPHS)
    assert "सदस्य" not in article.text
    assert kinds(article)[TWEET] is Kind.TWEET
    assert kinds(article)[CAPTION] is Kind.CAPTION


def test_a_page_made_by_a_script_has_its_text_in_json_ld_alone():
    article = parse(page(news_node(), body='<div id="app"></div>'), "p.html")
    assert lines(article) == [HEADLINE, *PARAGRAPHS]


def test_a_short_body_does_not_take_the_place_of_a_long_page():
    teaser = "पुल बनकर तैयार है और जल्द ही आम लोगों के लिए खोल दिया जाएगा।"
    article = parse(page(news_node(articleBody=teaser)), "p.html")
    assert set(PARAGRAPHS) <= set(lines(article))
    assert teaser not in article.text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("पहली बात यहां है।\n\nदूसरी बात वहां है।", ["पहली बात यहां है।", "दूसरी बात वहां है।"]),
        ("<p>पहली बात &quot;यहां&quot; है।</p><p>दूसरी&nbsp;बात है।</p>", ['पहली बात "यहां" है।', "दूसरी बात है।"]),
        ("पहली बात <b>यहां</b> है।\nदूसरी बात है।", ["पहली बात यहां है।", "दूसरी बात है।"]),
        ("पहली &amp; दूसरी बात है।", ["पहली & दूसरी बात है।"]),
        (["पहली बात है।", "दूसरी बात है।"], ["पहली बात है।", "दूसरी बात है।"]),
        ({"@value": "पहली बात है।", "@language": "hi"}, ["पहली बात है।"]),
        ("पहली बात \u0000है।\u202e", ["पहली बात है।\u202e"]),
    ],
    ids=["plain", "html", "inline tags", "entity", "list", "value", "controls"],
)
def test_ways_to_write_a_body(body: Any, expected: list[str]):
    article = parse(page(news_node(articleBody=body), body="<div></div>"), "p.html")
    assert lines(article)[1:] == expected


@pytest.mark.parametrize(
    "value",
    [
        news_node(),
        [news_node()],
        [{"@type": "BreadcrumbList"}, news_node()],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "नदी"}, news_node()]},
        news_node(**{"@type": ["NewsArticle", "CreativeWork"]}),
        news_node(**{"@type": "http://schema.org/ReportageNewsArticle"}),
        {"@type": "WebPage", "mainEntity": news_node()},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": news_node()}]},
        {
            ("schema:" + key if key[0] != "@" else key): item
            for key, item in news_node(**{"@type": "schema:NewsArticle"}).items()
        },
        "<!--\n" + json.dumps(news_node()) + "\n-->",
        "//<![CDATA[\n" + json.dumps(news_node()) + "\n//]]>",
        json.dumps(news_node()) + ";",
        json.dumps(news_node(), ensure_ascii=False).replace("\\n", "\n"),
    ],
    ids="node list after graph types address entity itemlist prefixed comment cdata semicolon breaks".split(),
)
def test_ways_to_write_an_article(value: Any):
    article = parse(page(value, body="<div></div>"), "p.html")
    assert lines(article) == [HEADLINE, *PARAGRAPHS]


def test_broken_json_next_to_good():
    broken = '{"@type": "NewsArticle", "headline": "टूटा", '
    article = parse(page(broken, "", "null", news_node(), broken + "}", body="<div></div>"), "p.html")
    assert lines(article) == [HEADLINE, *PARAGRAPHS]


def test_only_broken_json_leaves_the_page():
    assert set(PARAGRAPHS) <= set(lines(parse(page('{"@type": "NewsArticle"'), "p.html")))


def test_the_page_is_about_the_article_of_its_heading():
    other = news_node(headline="मंडी में टमाटर सस्ता", articleBody="टमाटर के दाम गिर गए हैं। " * 40)
    article = parse(page(other, news_node(), body="<div></div>"), "p.html")
    assert lines(article) == [HEADLINE, *PARAGRAPHS]


def test_of_several_headings_the_one_that_json_ld_names_is_the_headline():
    body = f"<h1>नदी समाचार</h1>{exports.html_body()}"
    assert lines(parse(page(news_node(), body=body), "p.html"))[0] == HEADLINE


def test_a_description_that_says_more_is_read_and_one_that_repeats_is_not():
    more = "पुल से रोज करीब बारह हजार वाहन गुजरने की उम्मीद है।"
    assert lines(parse(page(news_node(description=more)), "p.html"))[1] == more
    assert lines(parse(page(news_node(description=PARAGRAPHS[0][:70] + "...")), "p.html")).count(PARAGRAPHS[0]) == 1
    repeated = parse(page(news_node(description=PARAGRAPHS[0][:70] + "...")), "p.html")
    assert "..." not in repeated.text


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"translationOfWork": english_node()}, [Source("translationOfWork", EN_TEXT)]),
        ({"isBasedOn": english_node(inLanguage=None)}, [Source("isBasedOn", EN_TEXT)]),
        ({"isBasedOn": english_node(inLanguage="en-IN", articleBody=None)}, [Source("isBasedOn", ENGLISH[0])]),
        (
            {"isBasedOn": english_node(inLanguage={"@type": "Language", "alternateName": "en"})},
            [Source("isBasedOn", EN_TEXT)],
        ),
        (
            {"isBasedOn": [english_node(), {"@type": "CreativeWork", "text": "Traffic will be one-way at night."}]},
            [Source("isBasedOn", EN_TEXT), Source("isBasedOn-2", "Traffic will be one-way at night.")],
        ),
        (
            {"translationOfWork": english_node(), "isBasedOn": {"text": "The bridge took four years."}},
            [Source("translationOfWork", EN_TEXT), Source("isBasedOn", "The bridge took four years.")],
        ),
        ({"translationOfWork": english_node(), "isBasedOn": english_node()}, [Source("translationOfWork", EN_TEXT)]),
        (
            {"isBasedOn": {"articleBody": "<p>First line.</p><p>Second &amp; last.</p>"}},
            [Source("isBasedOn", "First line.\nSecond & last.")],
        ),
        ({"isBasedOn": "https://wire.example/bridge"}, []),
        ({"isBasedOn": {"@type": "NewsArticle", "url": "https://wire.example/bridge"}}, []),
        ({"isBasedOn": {"headline": "नर्मदा पर पुल", "articleBody": PARAGRAPHS[0]}}, []),
        ({"isBasedOn": english_node(inLanguage="fr")}, []),
        ({"isBasedOn": [None, 5, [], {}, True, {"headline": {"x": 1}}]}, []),
    ],
    ids="inline no-language headline-only language-object two both same-text-once html address address-node hindi french junk".split(),
)
def test_what_becomes_a_source(more: dict[str, Any], expected: list[Source]):
    article = parse(page(news_node(**more)), "p.html")
    assert article.sources == expected
    assert ENGLISH[0] not in article.text, "a source is no part of the article"


def test_a_source_may_stand_elsewhere_on_the_page():
    """By @id, in another script even; then it is no article of its own."""
    node = news_node(translationOfWork={"@id": "https://news.example/en#article"})
    article = parse(page(node, english_node(**{"@id": "https://news.example/en#article"})), "p.html")
    assert article.sources == [Source("translationOfWork", EN_TEXT)]
    assert lines(article)[0] == HEADLINE


def test_works_that_are_based_on_each_other_end():
    one = news_node(**{"@id": "#1", "isBasedOn": {"@id": "#1"}})
    two = english_node(**{"@id": "#2", "isBasedOn": {"@id": "#2"}})
    assert parse(page(one, two), "p.html").sources == []


def test_an_english_body_on_a_hindi_page_is_evidence():
    article = parse(page(news_node(articleBody="\n".join(ENGLISH[1:]))), "p.html")
    assert article.sources == [Source("articleBody", "\n".join(ENGLISH[1:]))]
    assert set(PARAGRAPHS) <= set(lines(article))


def test_a_file_of_json_ld():
    second = news_node(headline="मंडी में टमाटर सस्ता", articleBody="टमाटर के दाम गिर गए हैं।", isBasedOn=english_node())
    found = parse_articles(json.dumps({"@graph": [news_node(), second]}).encode(), "wire.json")
    assert [article.path for article in found] == ["wire.json#1", "wire.json#2"]
    assert lines(found[0]) == [HEADLINE, *PARAGRAPHS]
    assert lines(found[1]) == ["मंडी में टमाटर सस्ता", "टमाटर के दाम गिर गए हैं।"]
    assert found[1].sources == [Source("isBasedOn", EN_TEXT)]


def test_a_live_blog():
    update = {"@type": "BlogPosting", "headline": "पहली गाड़ी गुजरी", "articleBody": "सुबह नौ बजे पहली बस पुल से गुजरी।"}
    node = news_node(**{"@type": "LiveBlogPosting", "articleBody": None, "liveBlogUpdate": [update, None]})
    article = parse(page(node, body="<div></div>"), "p.html")
    assert lines(article) == [HEADLINE, update["headline"], update["articleBody"]]


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b"[]",
        b'{"name": "mtcheck", "version": "1"}',
        b"[1, 2]",
        b'{"@type": "Person", "name": "x"}',
        b'{"@type": "NewsArticle"}',
    ],
)
def test_other_json_is_refused_with_what_is_read(data: bytes):
    with pytest.raises(
        ReadError, match=r"^data/x\.json: JSON without an article; mtcheck reads WordPress posts and schema"
    ):
        parse(data, "data/x.json")


def test_a_text_that_starts_with_a_bracket_is_a_text():
    text = "[फोटो]\nपुल तैयार है।\n[समाप्त]\n"
    assert parse(text.encode(), "a.txt").text == text
