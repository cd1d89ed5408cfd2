"""RSS and Atom: several articles in a file, each with its own fate."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.errors import ReadError
from mtcheck.read import parse, parse_articles, read_article, read_articles
from mtcheck.types import Article, Kind

from .exports import AUTHOR, CAPTION, HEADLINE, PARAGRAPHS, TWEET, atom, html_body, item, rss

FOOTER = f'<p>The post <a href="https://news.example/1">{HEADLINE}</a> appeared first on <a href="https://news.example">नदी</a>.</p>'
SHORT = item("टमाटर सस्ता हुआ", summary="मंडी में टमाटर के दाम गिर गए हैं।")


def lines(article: Article) -> list[str]:
    return article.text.splitlines()


def kinds(article: Article) -> dict[str, Kind]:
    return {article.text[b.start : b.end]: b.kind for b in article.blocks}


def test_a_feed_of_wordpress():
    first, second = parse_articles(
        rss(item(HEADLINE, html_body() + FOOTER, PARAGRAPHS[0][:50] + " [&#8230;]"), SHORT), "f.xml"
    )
    assert (first.path, second.path) == ("f.xml#1", "f.xml#2")
    found = kinds(first)
    assert found[HEADLINE] is Kind.HEADLINE
    assert found[TWEET] is found[AUTHOR] is Kind.TWEET
    assert found[CAPTION] is Kind.CAPTION
    assert found["क्या कहते हैं इंजीनियर"] is Kind.SUBHEAD
    assert found["लंबाई: 1.2 किलोमीटर"] is Kind.LIST_ITEM
    assert [line for line in lines(first) if line in PARAGRAPHS] == list(PARAGRAPHS)
    assert [kind for line, kind in found.items() if "appeared first on" in line] == [Kind.BOILERPLATE]
    assert "widgets" not in first.text
    assert lines(second) == ["टमाटर सस्ता हुआ", "मंडी में टमाटर के दाम गिर गए हैं।"]


def test_a_feed_of_one_article_has_just_the_path():
    assert [article.path for article in parse_articles(rss(SHORT), "f.xml")] == ["f.xml"]


def test_atom():
    entry = (
        "<entry><title type='html'>पुल &amp;lt;b&gt;तैयार&amp;lt;/b&gt; &amp;amp; सड़क भी</title><id>urn:1</id>"
        f"<summary type='text'>{PARAGRAPHS[3]}</summary>"
        f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></div></content></entry>"
    )
    plain = f"<entry><title>2 &lt; 3 की बात</title><content type='text'>{PARAGRAPHS[2]}</content></entry>"
    escaped = f"<entry><title>तीसरी</title><content type='html'>&lt;p&gt;{PARAGRAPHS[3]}&lt;/p&gt;</content></entry>"
    first, second, third = parse_articles(atom(entry, plain, escaped), "f.atom")
    assert lines(first)[1:] == [PARAGRAPHS[3], PARAGRAPHS[0], PARAGRAPHS[1]], "a summary of its own stands first"
    assert "&" in lines(first)[0]
    assert lines(second) == ["2 < 3 की बात", PARAGRAPHS[2]]
    assert lines(third) == ["तीसरी", PARAGRAPHS[3]]


def test_a_summary_that_the_content_repeats_is_left_out():
    (article,) = parse_articles(
        rss(item(HEADLINE, f"<p>{PARAGRAPHS[0]}</p>", f"<p>{PARAGRAPHS[0][:50]} [&hellip;]</p>")), "f.xml"
    )
    assert lines(article) == [HEADLINE, PARAGRAPHS[0]]


def test_rss_1_and_feeds_that_forget_a_namespace():
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>न</title>'
        f"</channel><item><title>{HEADLINE}</title><description>{PARAGRAPHS[0]}</description></item></rdf:RDF>"
    )
    assert lines(parse(rdf.encode(), "f.rdf")) == [HEADLINE, PARAGRAPHS[0]]
    forgetful = rss(item(HEADLINE, f"<p>{PARAGRAPHS[1]}</p>")).replace(
        b'xmlns:content="http://purl.org/rss/1.0/modules/content/"', b""
    )
    assert lines(parse(forgetful, "f.xml")) == [HEADLINE, PARAGRAPHS[1]]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("पुल &nbsp;और सड़क", "पुल और सड़क"),
        ("पुल & सड़क", "पुल सड़क"),
        ("पुल \x01और सड़क", "पुल और सड़क"),
        ("पुल &hellip; सड़क", "पुल … सड़क"),
    ],
    ids=["html entity", "bare ampersand", "control", "ellipsis"],
)
def test_broken_xml_is_mended(wrong: str, right: str):
    """As feeds are in the wild: one bad sign in one entry costs nothing else."""
    bad = f"<item><title>{wrong}</title><description>{PARAGRAPHS[0]}</description></item>"
    found = parse_articles(rss(bad, SHORT), "f.xml")
    assert lines(found[0])[0] == right
    assert lines(found[-1])[0] == "टमाटर सस्ता हुआ"


def test_a_tag_that_is_never_closed_costs_no_text():
    bad = f"<item><title><b>पुल</title><description>{PARAGRAPHS[0]}</description></item>"
    found = parse_articles(rss(bad, SHORT), "f.xml")
    assert [PARAGRAPHS[0] in article.text for article in found] == [True, False]
    assert lines(found[1]) == ["टमाटर सस्ता हुआ", "मंडी में टमाटर के दाम गिर गए हैं।"]


def test_an_entry_without_text_does_not_stop_the_others():
    found = parse_articles(rss(item("", "", ""), SHORT, item(" ", "<img src='x'/>")), "f.xml")
    assert [article.error for article in found] == ["f.xml#1: no text in it", "", "f.xml#3: no text in it"]
    assert [article.text for article in found if article.error] == ["", ""]


def test_a_feed_that_is_cut_off_loses_its_last_entry_only():
    data = rss(SHORT, item(HEADLINE, html_body()))
    found = parse_articles(data[: data.index("मुख्य".encode()) + 6], "f.xml")
    assert [bool(article.error) for article in found] == [False, True]
    assert found[1].error == "f.xml#2: cut off, the file ends in the middle of it; fetch the feed again"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (rss(), "a feed without entries"),
        (atom(), "a feed without entries"),
        (rss(item("", ""), item("", "")), r"f\.xml#1: no text in it \(and none of the file's 2 articles"),
        (rss(*["<item/>"] * 1001), "a feed of more than 1,000 entries"),
        (rss(SHORT, closed=False), "cut off"),
    ],
)
def test_feeds_that_are_refused(data: bytes, words: str):
    with pytest.raises(ReadError, match=words) as caught:
        parse_articles(data, "f.xml")
    assert str(caught.value).startswith("f.xml")


def test_reading_one_of_several(tmp_path: Path):
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(item(HEADLINE, html_body()), SHORT, item("", "")))
    assert [article.path for article in read_articles(path)] == [f"{path}#1", f"{path}#2", f"{path}#3"]
    assert read_article(f"{path}#2").text == read_articles(path)[1].text
    assert [article.path for article in read_articles(f"{path}#2")] == [f"{path}#2"]
    for name, words in (
        (str(path), "holds 3 articles; name one of them, such as .*feed.xml#1"),
        (f"{path}#4", "holds 3 articles"),
        (f"{path}#3", "feed.xml#3: no text in it"),
        (f"{path}#0", "No such file"),
    ):
        with pytest.raises(ReadError, match=words):
            read_article(name)


def test_a_file_whose_name_looks_like_a_number_is_itself(tmp_path: Path):
    for name, text in (("story.txt", "पहली खबर यहां है।"), ("story.txt#2", "दूसरी")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match=r"unknown kind of file '.txt#2'"):
        read_article(tmp_path / "story.txt#2")
    assert read_article(f"{tmp_path / 'story.txt'}#1").text == "पहली खबर यहां है।"


def test_hashes_do_not_change_with_the_neighbours():
    alone = parse_articles(rss(SHORT, item(HEADLINE, html_body())), "f.xml")
    moved = parse_articles(rss(item("नया", "<p>कुछ</p>"), SHORT, item(HEADLINE, html_body())), "f.xml")
    assert [a.sha256 for a in alone] == [a.sha256 for a in moved[1:]]
    assert len({a.sha256 for a in moved}) == 3


@pytest.mark.parametrize("name", ["f.txt", "f.xml", "f.html", "<stdin>", "f.rss"])
def test_a_feed_is_told_by_its_content(name: str):
    assert lines(parse(rss(SHORT), name))[0] == "टमाटर सस्ता हुआ"
