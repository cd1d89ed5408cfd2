"""NewsML-G2 and NITF, as agencies send them."""

from __future__ import annotations

import base64

import pytest

from mtcheck.errors import ReadError
from mtcheck.read import parse, parse_articles
from mtcheck.types import Article, Kind, Source

from .exports import CAPTION, ENGLISH, HEADLINE, NITF_BODY, PARAGRAPHS, news_item, newsml, nitf, xhtml

PLAIN = f'<inlineData contenttype="text/plain">{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}</inlineData>'
EN = f'<inlineData contenttype="text/plain">{ENGLISH[1]}\n{ENGLISH[2]}</inlineData>'
PICTURE = (
    '<newsItem guid="urn:pic"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta><contentMeta><headline>पुल</headline>'
    f'<description role="drol:caption">{CAPTION}</description></contentMeta><contentSet><remoteContent href="b.jpg"/></contentSet></newsItem>'
)
LIST = '<packageItem guid="urn:list"><groupSet root="g"><group id="g"><itemRef residref="urn:newsml:bridge"/></group></groupSet></packageItem>'


def kinds(article: Article) -> list[tuple[Kind, str]]:
    return [(b.kind, article.text[b.start : b.end]) for b in article.blocks]


def test_nitf():
    assert kinds(parse(nitf(), "wire.xml")) == [
        (Kind.HEADLINE, HEADLINE),
        (Kind.SUBHEAD, "40 गांवों को राहत"),
        (Kind.BOILERPLATE, "अनिता जोशी"),
        (Kind.BOILERPLATE, "होशंगाबाद"),
        (Kind.CAPTION, CAPTION),
        *((Kind.PARAGRAPH, text) for text in PARAGRAPHS),
        (Kind.LIST_ITEM, "लंबाई: 1.2 किलोमीटर"),
        (Kind.BOILERPLATE, "भाषा"),
    ]


def test_nitf_with_a_namespace_and_without_a_heading():
    content = f"<head><title>पुल तैयार</title></head><body><body.content><p>{PARAGRAPHS[0]}</p></body.content></body>"
    data = f'<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">{content}</nitf>'
    assert kinds(parse(data.encode(), "w.xml")) == [(Kind.HEADLINE, "पुल तैयार"), (Kind.PARAGRAPH, PARAGRAPHS[0])]


def test_xhtml_in_a_news_item():
    assert kinds(parse(newsml(news_item(xhtml())), "w.xml")) == [
        (Kind.HEADLINE, HEADLINE),
        *((Kind.PARAGRAPH, text) for text in PARAGRAPHS),
        (Kind.SUBHEAD, "लागत"),
        (Kind.PARAGRAPH, "इस पर 310 करोड़ रुपये खर्च हुए।"),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            f'<inlineXML contenttype="application/nitf+xml"><nitf xmlns="">{"<body>" + NITF_BODY + "</body>"}</nitf></inlineXML>',
            PARAGRAPHS,
        ),
        (PLAIN, PARAGRAPHS[:2]),
        (f'<inlineData contenttype="text/html">&lt;p&gt;{PARAGRAPHS[0]}&lt;/p&gt;</inlineData>', PARAGRAPHS[:1]),
        (f'<inlineData contenttype="text/html"><![CDATA[<p>{PARAGRAPHS[0]}</p>]]></inlineData>', PARAGRAPHS[:1]),
        (
            f'<inlineData contenttype="text/plain" encoding="http://cv.iptc.org/newscodes/inlinedataencoding/base64">{base64.b64encode(PARAGRAPHS[1].encode()).decode()}</inlineData>',
            PARAGRAPHS[1:2],
        ),
        (PLAIN + xhtml(), PARAGRAPHS),
        (f'<inlineXML/><inlineData contenttype="text/plain">{PARAGRAPHS[3]}</inlineData>', PARAGRAPHS[3:]),
    ],
    ids=["nitf", "plain", "html", "cdata", "base64", "best of two", "the one with text"],
)
def test_renditions(content: str, expected: tuple[str, ...]):
    article = parse(newsml(news_item(content)), "w.xml")
    assert article.text.splitlines()[0] == HEADLINE
    assert [line for line in article.text.splitlines() if line in PARAGRAPHS] == list(expected)


def test_a_package_that_holds_its_text():
    package = news_item(xhtml()).replace("newsItem", "packageItem")
    assert parse(newsml(package), "w.xml").text.splitlines()[:2] == [HEADLINE, PARAGRAPHS[0]]


def test_a_message_of_several_items():
    second = news_item(PLAIN, "urn:2", "दूसरी खबर")
    broken = news_item('<inlineData contenttype="text/plain" encoding="base64">%%%</inlineData>', "urn:3")
    found = parse_articles(newsml(LIST, news_item(xhtml()), PICTURE, second, broken), "w.xml")
    assert [(a.path, a.text.split("\n")[0]) for a in found] == [
        ("w.xml#1", HEADLINE),
        ("w.xml#2", "दूसरी खबर"),
        ("w.xml#3", ""),
    ]
    assert "base64 that cannot be unpacked" in found[2].error


@pytest.mark.parametrize(
    "link", ['<link rel="irel:translatedFrom" residref="urn:en"/>', '<link rel="irel:isTranslationOf" href="urn:en"/>']
)
def test_the_english_item_that_another_translates_is_its_source(link: str):
    hindi = news_item(xhtml(), meta=link)
    english = news_item(EN, "urn:en", ENGLISH[0], language="en")
    (article,) = parse_articles(newsml(english, hindi), "w.xml")
    assert article.path == "w.xml"
    assert article.sources == [Source("translationOf", "\n".join(ENGLISH))]
    assert article.text.startswith(HEADLINE)


def test_a_hindi_item_that_another_translates_stays_an_article():
    found = parse_articles(
        newsml(
            news_item(xhtml(), "urn:a"),
            news_item(PLAIN, "urn:b", meta='<link rel="irel:translatedFrom" residref="urn:a"/>'),
        ),
        "w.xml",
    )
    assert len(found) == 2
    assert not any(article.sources for article in found)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (newsml(LIST), "NewsML-G2 that only refers to its text"),
        (newsml(PICTURE), "NewsML-G2 that only refers to its text"),
        (newsml(news_item("<inlineXML/>")), "no text in it"),
        (newsml(news_item(xhtml()))[:-40], "broken XML"),
        (b"<?xml version='1.0'?><NewsML Version='1.2'><NewsItem/></NewsML>", r"XML without an article \(<newsml>\)"),
        (b"<urlset><url><loc>https://x.example</loc></url></urlset>", r"XML without an article \(<urlset>\)"),
        (b"<nitf><body/></nitf>", "no text in it"),
        (b"just a text", "no XML file: its content is something else"),
    ],
    ids="package picture empty cut newsml1 sitemap empty-nitf text".split(),
)
def test_what_is_refused(data: bytes, words: str):
    with pytest.raises(ReadError, match=words) as caught:
        parse(data, "w.xml")
    assert str(caught.value).startswith("w.xml: ")


def test_errors_name_the_line_of_the_file():
    data = b'<?xml version="1.0"?>\n<!-- wire -->\n<nitf><body>\n<p>x</q>\n</body></nitf>'
    with pytest.raises(ReadError, match="line 4"):
        parse(data, "w.xml")


@pytest.mark.parametrize("name", ["w.txt", "w.xml", "w.nitf", "<stdin>"])
def test_agencies_files_are_told_by_their_content(name: str):
    assert parse(nitf(), name).text.startswith(HEADLINE)
