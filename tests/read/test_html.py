"""News pages: what of a page is the article, and what each piece is."""

from __future__ import annotations

import pytest

from mtcheck.errors import ReadError
from mtcheck.read import parse
from mtcheck.types import Article, Kind

HEAD = """<!DOCTYPE html>
<html lang="hi">
<head>
<meta charset="utf-8">
<title>सोना हुआ महंगा | कारोबार समाचार</title>
<meta property="og:title" content="सोना हुआ महंगा">
<script>var secret = "यह स्क्रिप्ट है और लेख नहीं।";</script>
<style>.a { color: red }</style>
</head>
"""
PAGE = (
    HEAD
    + """<body>
<header><nav><ul><li><a href="/">होम</a></li><li><a href="/biz">कारोबार</a></li></ul></nav></header>
<article>
<h1>सोना हुआ महंगा, चांदी स्थिर</h1>
<figure><img src="gold.jpg" alt="सोना"><figcaption>दिल्ली के सर्राफा बाजार में खरीदार</figcaption></figure>
<p>दिल्ली के सर्राफा बाजार में सोमवार को सोना पांच सौ रुपये महंगा हो गया। कारोबारियों ने बताया कि शादियों के मौसम से
पहले मांग बढ़ी है और विदेशी बाजारों में भी तेजी का रुख है।</p>
<h2>चांदी का हाल</h2>
<p>चांदी के दाम <b>लगातार तीसरे दिन</b> स्थिर रहे। जानकारों का कहना है कि औद्योगिक मांग कमजोर है &amp; आयात भी कम हुआ
है, इसलिए अगले सप्ताह भी बड़ी तेजी की उम्मीद नहीं है।</p>
<blockquote class="twitter-tweet"><p lang="en" dir="ltr">Gold touched a record high today.<br>Buyers are waiting for Diwali.</p>
&mdash; Bullion Desk (@BullionDesk) <a href="https://twitter.com/x/1">October 6, 2025</a></blockquote>
<script async src="https://platform.twitter.com/widgets.js"></script>
<ul><li>सोना दस ग्राम पर पांच सौ रुपये महंगा हुआ</li><li>चांदी के दाम में कोई बदलाव नहीं हुआ</li></ul>
<p>सर्राफा संघ के अध्यक्ष ने कहा, &ldquo;ग्राहक अभी इंतजार कर रहे हैं।&rdquo; उन्होंने उम्मीद जताई कि दिवाली तक बिक्री बढ़ जाएगी
और छोटे कारोबारियों को भी राहत मिलेगी।</p>
<p>इसे भी पढ़ें: <a href="/x">शेयर बाजार में तेजी</a></p>
</article>
<footer><p>कॉपीराइट 2025, सभी अधिकार सुरक्षित।</p></footer>
</body></html>
"""
)


def read(page: str) -> Article:
    article = parse(page.encode(), "page.html")
    for block in article.blocks:
        line = article.text[block.start : block.end]
        assert line == line.strip() != ""
        assert "\n" not in line
        assert not any("\ue000" <= char <= "\uf8ff" for char in line), "a private mark stayed behind"
    return article


def blocks(page: str) -> list[tuple[Kind, str]]:
    article = read(page)
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def body(*inner: str) -> str:
    """A page with enough good text around `inner` for an article."""
    filler = (
        "<p>जिले के किसानों ने इस साल गेहूं और सरसों की अच्छी फसल ली है। कृषि विभाग के अनुसार समय पर बारिश होने और खाद की "
        "आपूर्ति सुधरने से पैदावार पिछले साल से दस प्रतिशत ज्यादा रही।</p>"
    )
    return f"<html><body><article><h1>किसानों की अच्छी फसल</h1>{filler}{''.join(inner)}{filler.replace('इस', 'पिछले')}</article></body></html>"


def test_a_whole_page():
    found = blocks(PAGE)
    assert found[0] == (Kind.HEADLINE, "सोना हुआ महंगा, चांदी स्थिर")
    assert (Kind.SUBHEAD, "चांदी का हाल") in found
    tweet = [line for kind, line in found if kind is Kind.TWEET]
    assert tweet[:2] == ["Gold touched a record high today.", "Buyers are waiting for Diwali."]
    assert "(@BullionDesk)" in " ".join(tweet)
    assert (Kind.LIST_ITEM, "सोना दस ग्राम पर पांच सौ रुपये महंगा हुआ") in found
    assert (Kind.LIST_ITEM, "चांदी के दाम में कोई बदलाव नहीं हुआ") in found
    paragraphs = [line for kind, line in found if kind is Kind.PARAGRAPH]
    assert paragraphs[1].startswith("चांदी के दाम लगातार तीसरे दिन स्थिर रहे।")
    assert "कमजोर है & आयात" in paragraphs[1]
    assert any("“ग्राहक अभी इंतजार कर रहे हैं।”" in line for _, line in found)


def test_a_paragraph_behind_a_list_is_a_paragraph():
    found = blocks(PAGE)
    assert [line[:12] for kind, line in found if kind is Kind.PARAGRAPH][-1] == "सर्राफा संघ "


def test_a_caption_in_a_figure_is_kept():
    assert (Kind.CAPTION, "दिल्ली के सर्राफा बाजार में खरीदार") in blocks(PAGE)


def test_a_caption_outside_a_figure_is_kept():
    page = body('<p class="caption">मंडी में गेहूं की तौल करते मजदूर</p>')
    assert (Kind.CAPTION, "मंडी में गेहूं की तौल करते मजदूर") in blocks(page)


def test_pieces_stand_in_the_order_of_the_page():
    lines = [line for _, line in blocks(PAGE)]
    order = ["सोना हुआ महंगा, चांदी", "दिल्ली के सर्राफा बाजार में सोमवार", "चांदी का हाल", "Gold touched", "सर्राफा संघ"]
    places = [next(n for n, line in enumerate(lines) if line.startswith(start)) for start in order]
    assert places == sorted(places)


@pytest.mark.parametrize("word", ["secret", "स्क्रिप्ट", "color", "widgets", "होम", "कॉपीराइट"])
def test_what_is_not_the_article_stays_out(word: str):
    assert word not in read(PAGE).text


def test_the_title_stands_once():
    assert read(PAGE).text.count("सोना हुआ महंगा") == 1


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<h1>नहर टूटी</h1>", "नहर टूटी"),
        ("<h1> नहर <span>टूटी</span>\n</h1>", "नहर टूटी"),
        ("", "पन्ने का नाम"),
    ],
)
def test_headline(head: str, expected: str):
    page = body().replace("<h1>किसानों की अच्छी फसल</h1>", head)
    page = page.replace("<body>", "<head><title>पन्ने का नाम</title></head><body>")
    assert blocks(page)[0] == (Kind.HEADLINE, expected)


def test_entities_and_breaks():
    page = body("<p>पहली बात &#8220;सड़क&#8221; की है।<br/>दूसरी बात&nbsp;बिजली की है।</p>")
    lines = [line for _, line in blocks(page)]
    assert "पहली बात “सड़क” की है।" in lines
    assert "दूसरी बात बिजली की है।" in lines


def test_several_tweets():
    tweet = '<blockquote class="twitter-tweet"><p>{}</p>&mdash; Desk (@desk) May 1, 2024</blockquote>'
    page = body(
        tweet.format("Farmers had a good year."), "<p>मंत्री ने किसानों को बधाई दी।</p>", tweet.format("Well done!")
    )
    kinds = blocks(page)
    tweets = " ".join(line for kind, line in kinds if kind is Kind.TWEET)
    assert "Farmers had a good year." in tweets
    assert "Well done!" in tweets
    assert (Kind.PARAGRAPH, "मंत्री ने किसानों को बधाई दी।") in kinds


def test_text_with_marks_of_its_own():
    lines = [line for _, line in blocks(body("<p>\ue000निजी अक्षर वाला वाक्य यहां है।</p>"))]
    assert "निजी अक्षर वाला वाक्य यहां है।" in lines


@pytest.mark.parametrize("depth", [50, 200])
def test_nested_pages_are_read(depth: int):
    page = "<html><body>" + "<div>" * depth + body()[len("<html><body>") :]
    assert "गेहूं" in read(page).text


@pytest.mark.parametrize("depth", [300, 2_000, 100_000])
def test_pages_nested_out_of_all_measure_are_refused_or_read(depth: int):
    """Whatever the parser does with such depth: no crash, no endless recursion, and a refusal that names the file."""
    try:
        text = read("<html><body>" + "<div>" * depth + "<p>नहर टूट गई है।</p></body></html>").text
    except ReadError as error:
        text = str(error)
    assert "नहर" in text or "page.html" in text


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<!DOCTYPE html>",
        "<html><body></body></html>",
        "<html><body><script>var a = 1;</script><nav>होम</nav></body></html>",
    ],
)
def test_a_page_without_an_article_is_refused(page: str):
    with pytest.raises(ReadError, match=r"page\.html: "):
        parse(page.encode(), "page.html")


@pytest.mark.parametrize(
    ("start", "is_page"),
    [
        ("<!doctype html>", True),
        ("\n  <HTML>", True),
        ('<?xml version="1.0"?><html>', True),
        ("<!-- saved --><html>", True),
        ("<p>", True),
        ("नहर <p>", False),
        ("<3 cricket", False),
    ],
)
def test_pages_are_told_from_text(start: str, is_page: bool):
    from mtcheck.read.html import looks_like_html

    assert looks_like_html(start + " नहर टूट गई।") is is_page


def test_an_unclosed_page_is_read():
    page = body().replace("</p>", "").replace("</article></body></html>", "")
    assert "पैदावार" in read(page).text
