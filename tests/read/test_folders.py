"""Folders that mix formats, and paths that are no plain files."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from mtcheck.errors import ReadError, UsageError
from mtcheck.read import find_articles, read_article, read_articles

from . import exports

TEXT = "पुल तैयार है।\n"


def put(folder: Path, name: str, content: bytes | str = TEXT) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def names(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in find_articles([str(folder)])]


def test_a_newsrooms_folder(tmp_path: Path):
    import json

    articles = {
        "a/page.HTML": exports.page(exports.news_node()),
        "a/story.txt": TEXT,
        "b/feed.rss": exports.rss(exports.item("शीर्षक", summary=TEXT)),
        "b/feed.xml": exports.rss(exports.item("शीर्षक", summary=TEXT), exports.item("दूसरा", summary=TEXT)),
        "b/पुल की खबर.docx": exports.story_docx(),
        "c/posts.json": json.dumps([exports.post()]),
        "c/wire.xml": exports.newsml(exports.news_item(exports.xhtml())),
        "c/wire2.xml": exports.nitf(),
        "d.xhtml": exports.page(),
    }
    others = {
        "package.json": '{"name": "site"}',
        "sitemap.xml": "<?xml version='1.0'?><urlset><url/></urlset>",
        "photo.jpg": b"\xff\xd8\xff",
        "notes.md": "# टिप्पणी",
        "report.json": '{"schema": "mtcheck.report/1", "articles": []}',
        "a/.hidden.txt": TEXT,
        ".git/story.txt": TEXT,
        "b/~$पुल की खबर.docx": b"\x05desk",
        "README": TEXT,
    }
    for name, content in (articles | others).items():
        put(tmp_path, name, content)
    assert names(tmp_path) == sorted(articles)
    found = [article for path in find_articles([str(tmp_path)]) for article in read_articles(path)]
    assert len(found) == len(articles) + 1, "the feed holds two"
    assert not [article.error for article in found if article.error]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("notes.md", "# टिप्पणी", "unknown kind of file '.md'; mtcheck reads .atom, .docx, "),
        ("README", TEXT, "unknown kind of file ''"),
        ("package.json", '{"name": "site"}', "JSON without an article"),
        ("sitemap.xml", "<urlset/>", r"XML without an article \(<urlset>\)"),
        (
            "archive.zip",
            exports.with_part(exports.docx(), "[Content_Types].xml", b"<Types/>"),
            "a zip file, but no Word document",
        ),
        ("story.pdf", b"%PDF-1.7", "a PDF file"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00", "binary data"),
        ("empty.xyz", b"", "the file is empty"),
    ],
)
def test_a_named_file_of_another_kind_is_an_error(tmp_path: Path, name: str, content: bytes | str, words: str):
    path = put(tmp_path, name, content)
    assert find_articles([str(path)]) == [path], "what is named is not passed over"
    with pytest.raises(ReadError, match=words) as caught:
        read_articles(path)
    assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.parametrize("name", ["page.aspx", "page", "feed.php", "post.cgi", "story.DOC", "x.bin"])
def test_a_named_file_of_a_strange_ending_is_read_when_its_content_tells(tmp_path: Path, name: str):
    import json

    contents = [
        exports.page(exports.news_node()),
        exports.story_docx(),
        exports.nitf(),
        json.dumps(exports.post()).encode(),
    ]
    for content in contents:
        assert "नर्मदा" in read_article(put(tmp_path, name, content)).text


def test_broken_files_of_ours_in_a_folder_are_not_passed_over(tmp_path: Path):
    import json

    broken = {
        "cut.json": json.dumps(exports.post()).encode()[:-9],
        "cut.xml": exports.nitf()[:-9],
        "legacy.json": b'{"title": "\xa9\xae"}',
        "text.xml": TEXT.encode(),
    }
    for name, content in broken.items():
        put(tmp_path, name, content)
    assert names(tmp_path) == sorted(broken)
    for path in find_articles([str(tmp_path)]):
        with pytest.raises(ReadError, match=path.name):
            read_articles(path)


def test_links_and_loops_end(tmp_path: Path):
    put(tmp_path, "a/story.txt")
    put(tmp_path, "elsewhere/linked.txt")
    desk = tmp_path / "desk"
    put(desk, "deep/deeper/own.txt")
    (desk / "loop").symlink_to(desk)
    (desk / "deep" / "up").symlink_to("..")
    (desk / "deep" / "deeper" / "far").symlink_to(tmp_path / "elsewhere")
    (desk / "file.txt").symlink_to(tmp_path / "a" / "story.txt")
    (desk / "self.txt").symlink_to("self.txt")
    (desk / "gone.txt").symlink_to("nowhere.txt")
    assert names(desk) == ["deep/deeper/far/linked.txt", "deep/deeper/own.txt", "file.txt"]


def test_what_is_no_file_in_a_folder_is_passed_over(tmp_path: Path):
    put(tmp_path, "story.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket.txt"))
        assert names(tmp_path) == ["story.txt"]


def test_what_is_no_file_and_named_is_an_error_at_once(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "self.txt").symlink_to("self.txt")
    for name, words in (
        ("pipe.txt", "not a file but a folder, pipe or device"),
        ("device.txt", "not a file but a folder, pipe or device"),
        ("folder.txt", "not a file but a folder|Is a directory"),
        ("self.txt", "symbolic links"),
        ("missing.txt", "No such file"),
        ("x" * 300 + ".txt", "too long"),
        ("nul\0.txt", "null byte"),
    ):
        with pytest.raises(ReadError, match=words) as caught:
            read_article(tmp_path / name)
        assert str(caught.value).startswith(str(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_an_error(tmp_path: Path):
    put(tmp_path, "closed.txt").chmod(0)
    with pytest.raises(ReadError, match="Permission denied"):
        read_article(tmp_path / "closed.txt")


@pytest.mark.parametrize(
    "name",
    [
        "two words.txt",
        "पुल की खबर.txt",
        "ＷＩＤＥ.txt",
        "e\u0301.txt",
        "-dash.txt",
        "a'b\"c.txt",
        "new\nline.txt",
        "emoji 🏏.txt",
        "x#2.txt",
        "a%20b.txt",
    ],
)
def test_names(tmp_path: Path, name: str):
    path = put(tmp_path, name)
    assert find_articles([str(tmp_path)]) == [path]
    article = read_article(path)
    assert (article.path, article.text) == (str(path), TEXT)


def test_names_that_are_no_unicode(tmp_path: Path):
    try:
        path = put(tmp_path, os.fsdecode(b"caf\xe9.txt"))
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert read_article(path).text == TEXT
    assert find_articles([str(tmp_path)]) == [path]


def test_paths_that_are_wrong(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    put(tmp_path, "other/package.json", "{}")
    for name, words in (
        (str(tmp_path / "nowhere"), "no such file or folder"),
        (str(tmp_path / "x" / "y.txt"), "no such file or folder"),
        (str(tmp_path / ("x" * 300)), "no such file or folder"),
        (str(tmp_path / "empty"), "no articles in this folder"),
        (str(tmp_path / "other"), "no articles in this folder"),
    ):
        with pytest.raises(UsageError, match=words):
            find_articles([name])


def test_one_article_of_a_feed_can_be_named(tmp_path: Path):
    path = put(tmp_path, "feed.xml", exports.rss(exports.item("एक", summary=TEXT), exports.item("दो", summary=TEXT)))
    found = find_articles([f"{path}#2"])
    assert [article.text.split("\n")[0] for file in found for article in read_articles(file)] == ["दो"]
