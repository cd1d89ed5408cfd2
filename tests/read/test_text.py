"""Plain text files of every sort: what is read as it stands, what is refused, and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.errors import ReadError, UsageError
from mtcheck.read import MAX_BYTES, find_articles, parse, read_article

TEXT = "नहर टूटी, खेत डूबे\nनहर टूटने से दो सौ एकड़ में लगी फसल डूब गई।\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), TEXT),
        (b"\xef\xbb\xbf" + TEXT.encode(), TEXT),
        (TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r\n")),
        (TEXT.replace("\n", "\r").encode(), TEXT.replace("\n", "\r")),
        (TEXT.rstrip("\n").encode(), TEXT.rstrip("\n")),
        (b"\n\n  " + TEXT.encode() + b"\n\n", "\n\n  " + TEXT + "\n\n"),
        ("की\u0902मत \u0958लम क\u094d\u200dष".encode(), "की\u0902मत \u0958लम क\u094d\u200dष"),
        ("जीत \U0001f3cf\U0001f1ee\U0001f1f3".encode(), "जीत \U0001f3cf\U0001f1ee\U0001f1f3"),
    ],
    ids=["utf-8", "bom", "windows", "old mac", "no last line end", "blank around", "joiner and nukta", "astral"],
)
def test_text_is_unchanged_but_for_the_byte_order_mark(data: bytes, expected: str):
    article = parse(data, "story.txt")
    assert article.text == expected
    for block in article.blocks:
        line = article.text[block.start : block.end]
        assert line == line.strip() != ""
        assert not set(line) & set("\r\n")
    assert " ".join(article.text[b.start : b.end] for b in article.blocks).split() == expected.split()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \n\t\r\n ", "empty"),
        ("\u3000\u2003\n".encode(), "empty"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        ("Caf\xe9 opened.\n".encode("latin-1"), "not UTF-8 at byte 3"),
        (TEXT.encode()[:-2], "not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (TEXT.encode() + b"\x00", "binary"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n", "a PDF file"),
    ],
    ids=["nothing", "bom", "blank", "wide blank", "utf-16-le", "latin-1", "cut", "png", "nul", "pdf"],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, words: str):
    with pytest.raises(ReadError, match=words) as caught:
        parse(data, "desk/story.txt")
    assert str(caught.value).startswith("desk/story.txt: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_is_certain(encoding: str):
    mark = "" if encoding in ("utf-16", "utf-32") else "\ufeff"
    assert parse((mark + TEXT).encode(encoding), "story.txt").text == TEXT


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "not UTF-16-LE at byte"),
        (b"\xfe\xff\xd8\x00\x00A", "not UTF-16-BE at byte 0"),
        (b"\xff\xfe" + "नहर\0टूटी".encode("utf-16-le"), "NUL characters"),
        (b"\xef\xbb\xbf\xff\xfe", "not UTF-8 at byte 0"),
    ],
    ids=["cut", "lone surrogate", "nul", "two marks"],
)
def test_a_mark_that_does_not_hold_what_it_says(data: bytes, words: str):
    with pytest.raises(ReadError, match=words):
        parse(data, "story.txt")


def test_one_huge_line():
    line = "बांध से पानी छोड़ा गया और नदी का जलस्तर बढ़ गया। " * 4000
    article = parse(line.encode(), "story.txt")
    assert [(block.start, block.end) for block in article.blocks] == [(0, len(line.rstrip()))]


def test_many_lines():
    article = parse(("पानी बढ़ रहा है।\n" * 5000).encode(), "story.txt")
    assert len(article.blocks) == 5000


def test_the_hash_is_of_the_bytes():
    plain, marked = parse(TEXT.encode(), "a.txt"), parse(b"\xef\xbb\xbf" + TEXT.encode(), "a.txt")
    assert plain.text == marked.text
    assert plain.sha256 != marked.sha256


def test_a_smaller_than_sign_makes_no_page():
    text = "दो < तीन और चार > तीन।\n<नहर> के पास\n"
    assert parse(text.encode(), "<stdin>").text == text


def test_read_article(tmp_path: Path):
    path = tmp_path / "STORY.TXT"
    path.write_bytes(TEXT.encode())
    article = read_article(path)
    assert (article.path, article.text) == (str(path), TEXT)


def test_what_cannot_be_opened_is_named(tmp_path: Path):
    (tmp_path / "story.docx").write_bytes(b"x")
    (tmp_path / "folder.txt").mkdir()
    with (tmp_path / "large.txt").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    for name, words in (
        ("missing.txt", "No such file"),
        ("story.docx", "no DOCX file: its content is something else"),
        ("folder.txt", "not a file but a folder|cannot be read"),
        ("large.txt", "larger than 20 MB"),
    ):
        with pytest.raises(ReadError, match=words) as caught:
            read_article(tmp_path / name)
        assert name in str(caught.value)


def test_find_articles(tmp_path: Path):
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    for name in ("b/two.html", "b/deep/one.TXT", "a.txt", "notes.md", "b/three.htm"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = find_articles([str(tmp_path), str(tmp_path / "a.txt"), str(tmp_path / "b")])
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "a.txt",
        "b/deep/one.TXT",
        "b/three.htm",
        "b/two.html",
    ]
    assert find_articles([str(tmp_path / "notes.md")]) == [tmp_path / "notes.md"], (
        "a file that is named is not passed over"
    )
    with pytest.raises(UsageError, match="no such file or folder"):
        find_articles([str(tmp_path / "nowhere")])
    with pytest.raises(UsageError, match="no articles in this folder"):
        find_articles([str(tmp_path / "empty")])
