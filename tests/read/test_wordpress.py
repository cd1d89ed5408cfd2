"""Posts of WordPress's REST interface."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mtcheck.errors import ReadError
from mtcheck.read import parse, parse_articles
from mtcheck.types import Kind

from .exports import CAPTION, HEADLINE, PARAGRAPHS, TWEET, post

TITLE = HEADLINE.replace("नया", "‘नया’")


def read(value: Any, name: str = "posts.json"):
    return parse_articles(json.dumps(value).encode(), name)


def test_a_post():
    (article,) = read(post())
    assert article.path == "posts.json"
    found = {article.text[b.start : b.end]: b.kind for b in article.blocks}
    assert found[TITLE] is Kind.HEADLINE
    assert found[TWEET] is Kind.TWEET
    assert found[CAPTION] is Kind.CAPTION
    assert found["लागत: 310 करोड़ रुपये"] is Kind.LIST_ITEM
    assert [line for line in article.text.splitlines() if line in PARAGRAPHS] == list(PARAGRAPHS)
    assert "[…]" not in article.text


def test_an_excerpt_that_an_editor_wrote_is_read():
    text = "पुल खुलने से रोज बारह हजार वाहनों को राहत मिलेगी।"
    (article,) = read(post(excerpt={"rendered": f"<p>{text}</p>"}))
    assert article.text.splitlines()[:2] == [TITLE, text]


def test_a_list_of_posts_one_of_them_protected():
    found = read(
        [post(), post(content={"rendered": "", "protected": True}, excerpt={"rendered": ""}), {"id": 3}, None, post()]
    )
    assert [article.path for article in found] == [f"posts.json#{n}" for n in range(1, 6)]
    assert [article.error.partition(": ")[2][:16] for article in found] == [
        "",
        "a protected post",
        "no WordPress pos",
        "no WordPress pos",
        "",
    ]


@pytest.mark.parametrize(
    ("more", "first"),
    [
        ({"title": {"rendered": "क &amp; <em>ख</em>"}}, "क & ख"),
        ({"title": {"raw": "कच्चा शीर्षक"}}, "कच्चा शीर्षक"),
        ({"title": "सीधा शीर्षक"}, "सीधा शीर्षक"),
        ({"title": {"rendered": ""}}, PARAGRAPHS[0]),
        ({"title": None}, PARAGRAPHS[0]),
    ],
)
def test_titles(more: dict[str, Any], first: str):
    assert read(post(**more))[0].text.splitlines()[0] == first


@pytest.mark.parametrize(
    "html",
    [
        f"<!-- wp:paragraph -->\n<p>{PARAGRAPHS[0]}</p>\n<!-- /wp:paragraph -->",
        f"<div><div>{PARAGRAPHS[0]}</div></div>",
        PARAGRAPHS[0],
        f"<p>{PARAGRAPHS[0]}</p><script>alert(1)</script><style>p{{}}</style><p style='display: none'>छिपा</p><p hidden>छिपा</p>",
        f"<p>{PARAGRAPHS[0]}</p><iframe src='https://video.example'>नहीं दिखता</iframe><noscript>नहीं</noscript>",
    ],
    ids=["blocks", "divs", "plain", "scripts and hidden", "frames"],
)
def test_what_is_text(html: str):
    assert read(post(content={"rendered": html}))[0].text.splitlines() == [TITLE, PARAGRAPHS[0]]


def test_lines_of_a_table_and_of_breaks():
    html = "<table><tr><th>मद</th><td>राशि</td></tr></table><p>पहली पंक्ति है।<br>दूसरी पंक्ति है।</p>"
    text = read(post(content={"rendered": html}, excerpt={"rendered": ""}))[0].text
    assert text.splitlines()[1:] == ["मद", "राशि", "पहली पंक्ति है।", "दूसरी पंक्ति है।"]


def test_an_error_message_of_wordpress():
    message = {"code": "rest_post_invalid_id", "message": "Invalid post ID.", "data": {"status": 404}}
    with pytest.raises(
        ReadError, match=r"posts\.json: an error message of WordPress, no post \(Invalid post ID\.\); fetch it again"
    ):
        read(message)


def test_lone_surrogates_become_a_sign_that_can_be_written():
    data = json.dumps(post()).replace(json.dumps("पुल")[1:-1], "\\ud83d", 1).encode()
    article = parse(data, "p.json")
    article.text.encode()
    assert "\ufffd" in article.text


@pytest.mark.parametrize("name", ["posts.json", "posts.txt", "<stdin>", "posts.html"])
def test_posts_are_told_by_their_content(name: str):
    assert read(post(), name)[0].text.startswith(TITLE)
