"""What the formats for other tools share."""

from __future__ import annotations

import hashlib

import pytest

from mtcheck.report.shared import Lines, Place, entries, forbidden_in_xml, legal, remark, verbatim
from mtcheck.types import Article

from . import build, saved


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("", 0, 0, (1, 1, 1, 1)),
        ("abc", 1, 2, (1, 2, 1, 3)),
        ("ab\ncd", 3, 5, (2, 1, 2, 3)),
        ("ab\ncd", 1, 4, (1, 2, 2, 2)),
        ("ab\ncd", 0, 3, (1, 1, 2, 1)),
        ("ab\r\ncd", 4, 6, (2, 1, 2, 3)),
        ("a\rb", 2, 3, (1, 3, 1, 4)),  # a lone carriage return ends no line
        ("a\u2028b", 2, 3, (1, 3, 1, 4)),
        ("🏏🏏 कि", 3, 5, (1, 4, 1, 6)),  # emoji are one column, a vowel sign is one of its own
        ("abc", -4, 99, (1, 1, 1, 4)),
        ("abc", 2, 1, (1, 3, 1, 3)),
    ],
)
def test_place(text, start, end, expected):
    assert Lines(text).place(start, end) == Place(*expected)


def test_place_of_one_line():
    assert Lines("ab\ncd").place(0, 2).one_line
    assert not Lines("ab\ncd").place(0, 4).one_line


def test_entries_come_in_the_order_of_the_text_suppressed_among_them():
    article = saved.suppress(build.cricket(), 0)
    article.findings.reverse()
    found = entries(article)
    assert [entry.finding.start for entry in found] == sorted(entry.finding.start for entry in found)
    assert [bool(entry.suppression) for entry in found] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("content", "text", "expected"),
    [
        (b"ab\ncd", "ab\ncd", True),
        (b"\xef\xbb\xbfab", "ab", True),  # the byte-order mark is no part of the text
        (b"<p>ab</p>", "ab", False),
        (b"ab ", "ab", False),
    ],
)
def test_verbatim(content, text, expected):
    assert verbatim(Article("a.txt", text, hashlib.sha256(content).hexdigest())) is expected


def test_an_article_without_checksum_is_taken_at_its_word():
    assert verbatim(Article("a.txt", "ab"))


def test_remark_is_one_line():
    desk = build.Desk("a.txt").block("नल से पानी आया।")
    desk.finding("नल", means="tap", intended="faucet\nof", suggestion="टोंटी", message="Two\nlines.")
    assert remark(desk.article.findings[0]) == (
        "“नल”: Two lines. It says “tap”. Probably meant: “faucet of”. Suggestion: टोंटी"
    )


def test_remark_without_words_or_message():
    desk = build.Desk("a.txt").block("नल से पानी आया।").finding(" ", "truncation", message="")
    assert remark(desk.article.findings[0]) == "truncation: likely mistranslated"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("क\t\n\rख", "क\t\n\rख"),
        ("a\x00\x0b\x1bb", "ab"),
        ("a\ud83db", "ab"),
        ("a\ufffe\uffffb", "ab"),
        ("🏏\x85\u202e", "🏏\x85\u202e"),
    ],
)
def test_legal(text, expected):
    assert legal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("", "")]),
        ("ab", [("ab", "")]),
        ("a\x1bb", [("a", "\x1b"), ("b", "")]),
        ("\x00\x01", [("", "\x00"), ("", "\x01"), ("", "")]),
    ],
)
def test_forbidden_in_xml(text, expected):
    assert list(forbidden_in_xml(text)) == expected
