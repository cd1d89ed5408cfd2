"""What holds for every text, however it is made: nothing is lost, nothing moves, and nothing but a ReadError is raised."""

from __future__ import annotations

import json
from html import escape
from itertools import pairwise
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, assume, example, given, settings

from mtcheck.errors import ReadError
from mtcheck.read import parse, parse_articles
from mtcheck.read.draft import line, share
from mtcheck.segment import split_sentences
from mtcheck.types import Article, Block, Kind, Language

from . import exports

FAST = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
SLOW = settings(FAST, max_examples=25)

LETTERS = "कखगचजटडतदनपबमयरलवशसहड़ढ़ज़अआइईउएओऔऑ"
SIGNS = "ािीुूृेैोौंःँ़्\u200d\u200c"
MARKS = "।॥?!.…,;:-–—'\"‘’“”()[]/#@%&*"
SPACES = " \t\n\r\u00a0\u2003\u2028\u0085\x0b\x0c\x1c"
ODD = "\u200b\u202e\u2066\ufeff\U0001f3cf\U000e0041\ufffd\ue000\ue001e\u0301"
WORDS = (
    "एस. डॉ. रु. 1. 22.5 कि.मी. ए.पी.जे. Dr. U.S. pic.twitter.com/x https://t.co/y — (@desk) #हैशटैग इसे भी पढ़ें: फोटो: File Photo: "
    "उन्होंने पूछा कहा। The bridge opened. है। हैं. गया? ... ?! “ ”। ।। • 3) टीम अन्य न्यूज़"
).split()

devanagari = st.text(st.sampled_from(LETTERS * 3 + SIGNS * 3 + MARKS + SPACES), max_size=120)
odd = st.text(st.sampled_from(LETTERS + SIGNS + MARKS * 2 + SPACES * 3 + ODD * 3 + "aZ09०९"), max_size=60)
news = st.lists(
    st.sampled_from(WORDS) | st.text(st.sampled_from(LETTERS + SIGNS), min_size=1, max_size=6), max_size=40
).flatmap(
    lambda found: st.lists(st.sampled_from(" \n"), min_size=len(found), max_size=len(found)).map(
        lambda gaps: "".join(word + gap for word, gap in zip(found, gaps, strict=True))
    )
)
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80)
texts = devanagari | odd | news | anything


def check_blocks(article: Article) -> None:
    for block in article.blocks:
        text = article.text[block.start : block.end]
        assert text == text.strip() != ""
        assert not set(text) & set("\r\n")
    assert all(one.end <= two.start for one, two in pairwise(article.blocks))
    covered = "".join(article.text[block.start : block.end] for block in article.blocks)
    assert "".join(covered.split()) == "".join(article.text.split()), "every letter stands in a block"


def check_sentences(article: Article) -> None:
    found = split_sentences(article)
    assert [sentence.index for sentence in found] == list(range(len(found)))
    for sentence in found:
        assert article.text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        block = next(b for b in article.blocks if b.start <= sentence.start and sentence.end <= b.end)
        assert sentence.kind is block.kind
    assert all(one.end <= two.start for one, two in pairwise(found))
    covered = "".join("".join(sentence.text.split()) for sentence in found)
    blocks = "".join("".join(article.text[b.start : b.end].split()) for b in article.blocks)
    assert covered == blocks, "every letter of a block stands in a sentence"


@FAST
@given(texts)
@example("\u0085।\u0085x")
@example("1.\x1c\n2. नई भर्ती\u2028।")
@example("“" * 40 + "?" + "”" * 40 + " उन्होंने पूछा।")
@example(".\u200d. . क. " * 30)
def test_plain_text(text: str):
    content = "न" + text  # so that no other format starts here
    article = parse(content.encode(), "x.txt")
    assert article.text == content
    check_blocks(article)
    check_sentences(article)


@FAST
@given(texts, st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120), st.sampled_from(Kind)), max_size=6))
def test_the_splitter_takes_any_blocks(text: str, wanted: list[tuple[int, int, Kind]]):
    """Blocks that other programs made: blank ones, ones with blanks at their ends, ones that leave text out."""
    edges = sorted({min(place, len(text)) for start, end, _ in wanted for place in (start, end)})
    kinds = [kind for *_, kind in wanted] or [Kind.PARAGRAPH]
    blocks = [Block(a, b, kinds[i % len(kinds)], Language.HINDI) for i, (a, b) in enumerate(pairwise(edges))]
    found = split_sentences(Article("x", text, blocks=blocks))
    for sentence in found:
        assert text[sentence.start : sentence.end] == sentence.text
        assert any(block.start <= sentence.start < sentence.end <= block.end for block in blocks)
    assert all(one.end <= two.start for one, two in pairwise(found))


@FAST
@given(devanagari, st.integers(0, 40), st.integers(0, 40))
def test_a_sentence_does_not_depend_on_other_blocks(text: str, before: int, after: int):
    """Splitting one line alone and among others gives the same sentences."""
    text = " ".join(text.split())
    assume(text)
    alone = Article("x", text, blocks=[Block(0, len(text), Kind.PARAGRAPH, Language.HINDI)])
    lead = "।. 1. ए. " * before
    among = Article(
        "x",
        lead + "\n" + text + "\n" + "क. " * after,
        blocks=[Block(len(lead) + 1, len(lead) + 1 + len(text), Kind.PARAGRAPH, Language.HINDI)],
    )
    assert [s.text for s in split_sentences(alone)] == [s.text for s in split_sentences(among)]


@FAST
@given(texts, texts)
def test_what_a_text_shares(one: str, other: str):
    assert 0 <= share(one, other) <= 1
    assert share(one, one) == 1
    assert share(one, f"{one}\n{other}") == share(one, f"{other}\n{one}") == 1


paragraphs = st.lists(
    texts.map(line).map(lambda text: "".join(c for c in text if c.isprintable() or c in SIGNS)).map(line),
    min_size=1,
    max_size=6,
)


TITLE = "पुल का काम"


def as_post(found: list[str]) -> tuple[str, bytes]:
    html = "".join(f"<p>{escape(text)}</p>" for text in found)
    return "x.json", json.dumps({"title": {"rendered": ""}, "content": {"rendered": f"<div>{html}</div>"}}).encode()


def as_rss(found: list[str]) -> tuple[str, bytes]:
    html = "".join(f"<p>{escape(text)}</p>" for text in found)
    return "x.xml", exports.rss(f"<item><description>{escape(f'<div>{html}</div>')}</description></item>")


def as_nitf(found: list[str]) -> tuple[str, bytes]:
    html = "".join(f"<p>{escape(text)}</p>" for text in found)
    return "x.xml", f"<nitf><body><body.content>{html}</body.content></body></nitf>".encode()


def as_news_item(found: list[str]) -> tuple[str, bytes]:
    return "x.xml", exports.newsml(
        exports.news_item(f"<inlineData>{escape(chr(10).join(found))}</inlineData>", headline=TITLE)
    )


def as_work(found: list[str]) -> tuple[str, bytes]:
    return "x.json", json.dumps(
        {"@type": "NewsArticle", "articleBody": [f"<p>{escape(text)}</p>" for text in found]}
    ).encode()


def as_document(found: list[str]) -> tuple[str, bytes]:
    return "x.docx", exports.docx(*(("Normal", text) for text in found))


WRITERS = (as_post, as_rss, as_nitf, as_news_item, as_work, as_document)


@pytest.mark.parametrize("write", WRITERS)
@SLOW
@given(found=paragraphs)
@example(found=["पुल तैयार है।", "<script>alert(1)</script>", "&amp; &lt;b&gt; ]]> \u202e", "“क?”", "a\u0301 \U0001f3cf"])
@example(found=["एक", "एक", "The post x appeared first on y."])
def test_what_is_written_is_read(write: Any, found: list[str]):
    """Every paragraph of every format comes back, in order, as a line of its own."""
    found = [text for text in found if text and text not in ("[…]", "[...]", "…")]
    assume(found)
    name, data = write(found)
    article = parse(data, name)
    lead = [TITLE] if write is as_news_item else []
    assert article.text.split("\n")[:-1] == lead + [text for text in found if text not in lead]
    check_blocks(article)
    check_sentences(article)


whole_files = st.sampled_from(
    [
        exports.page(exports.news_node(isBasedOn=exports.english_node())),
        exports.rss(exports.item("शीर्षक", exports.html_body())),
        json.dumps(exports.post()).encode(),
        exports.newsml(exports.news_item(exports.xhtml())),
        exports.nitf(),
        exports.story_docx(),
    ]
)


@SLOW
@given(
    st.binary(max_size=200)
    | st.tuples(whole_files, st.integers(0, 4000), st.binary(max_size=9)).map(
        lambda t: t[0][: t[1]] + t[2] + t[0][t[1] :]
    ),
    st.sampled_from([".txt", ".html", ".json", ".xml", ".docx", ""]),
)
def test_any_bytes_are_articles_or_a_read_error(data: bytes, ending: str):
    for article in read(data, f"x{ending}"):
        check_blocks(article)
        check_sentences(article)


def read(data: bytes, name: str) -> list[Article]:
    """The articles that can be read; where there are none, the error must name the file."""
    try:
        return [article for article in parse_articles(data, name) if not article.error]
    except ReadError as error:
        message = str(error)
    assert message.startswith(name)
    return []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "@type @id @graph @value headline articleBody isBasedOn translationOfWork description inLanguage rendered title content excerpt".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@FAST
@given(json_values, json_values)
def test_any_json_is_articles_or_a_read_error(value: Any, other: Any):
    for node in (
        {"@type": "NewsArticle", "headline": value, "articleBody": other, "isBasedOn": value, "@graph": other},
        {"title": value, "content": {"rendered": other}},
        value,
    ):
        for article in read(json.dumps(node).encode(), "x.json"):
            article.text.encode()
            check_blocks(article)
