"""Cutting texts at marks, and making text inert."""

from __future__ import annotations

import pytest

from mtcheck.report.pieces import Mark, Piece, cut, shortened
from mtcheck.report.safe import markup, plain


def m(start: int, end: int, of: str) -> Mark[str]:
    return Mark(start, end, of)


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("", [], []),
        ("abc", [], [("abc", "", "")]),
        ("abc", [m(1, 2, "x")], [("a", "", ""), ("b", "x", "x"), ("c", "", "")]),
        ("abc", [m(0, 3, "x"), m(1, 2, "y")], [("a", "x", ""), ("b", "xy", "y"), ("c", "x", "x")]),
        ("abcd", [m(0, 3, "x"), m(1, 4, "y")], [("a", "x", ""), ("bc", "xy", "x"), ("d", "y", "y")]),
        ("ab", [m(0, 2, "x"), m(0, 2, "y")], [("ab", "xy", "xy")]),
        ("ab", [m(1, 1, "x")], [("a", "", ""), ("", "x", "x"), ("b", "", "")]),
        ("ab", [m(2, 2, "x")], [("ab", "", ""), ("", "x", "x")]),
        ("ab", [m(-5, 99, "x")], [("ab", "x", "x")]),
        ("ab", [m(7, 9, "x")], [("ab", "", ""), ("", "x", "x")]),
        ("किताब", [m(0, 1, "x")], [("कि", "x", "x"), ("ताब", "", "")]),
        ("किताब", [m(1, 3, "x")], [("किता", "x", "x"), ("ब", "", "")]),
    ],
)
def test_cut(text, marks, expected):
    assert cut(text, marks) == [Piece(part, tuple(over), tuple(end)) for part, over, end in expected]
    assert "".join(piece.text for piece in cut(text, marks)) == text


@pytest.mark.parametrize(
    ("text", "expected"), [("a  b\nc", "a b c"), ("one two three", "one two …"), ("abcdefghijkl", "abcdefghij …")]
)
def test_shortened(text, expected):
    assert shortened(text, 10) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("क्षेत्र\n\tx", "क्षेत्र\n\tx"),
        ("क्‍ष", "क्‍ष"),  # the joiner is spelling, and stays
        ("a\u202eb", "a<RLO>b"),
        ("a\r\n", "a<U+000D>\n"),
        ("\x1b[2J", "<U+001B>[2J"),
        ("\ud800", "<U+D800>"),
        ("\U000e0041", "<U+E0041>"),
    ],
)
def test_plain(text, expected):
    assert plain(text) == expected


def test_markup_escapes_and_shows_the_invisible():
    assert markup("<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"
    assert markup("a\r\nb") == "a\r\nb", "lines of a file from Windows look like any others"
    assert markup("a\u202e<") == 'a<span class="ctl" data-c="RLO" title="U+202E right-to-left override"></span>&lt;'
