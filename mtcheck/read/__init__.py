"""Reading: a file, or standard input, to one Article with its blocks. A new format is one module and one line in READERS."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from mtcheck.errors import ReadError, UsageError
from mtcheck.read import html, text
from mtcheck.read.blocks import classify
from mtcheck.types import Article

# What a reader makes of a file's decoded content: the article's text and, when the format tells them, hints on blocks.
Reader = Callable[[str], tuple[str, list[text.Hint]]]

READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".html": html.read,
    ".htm": html.read,
}
MAX_BYTES = 20_000_000


def read_article(path: str | Path) -> Article:
    """Read one file.

    Raises ReadError, naming the file and what to do, when it is missing, too large, binary or not UTF-8.
    """
    file = Path(path)
    if file.suffix.lower() not in READERS:
        raise ReadError(f"{path}: unknown kind of file '{file.suffix}'; mtcheck reads {', '.join(sorted(READERS))}")
    try:
        if file.stat().st_size > MAX_BYTES:
            raise ReadError(
                f"{path}: larger than {MAX_BYTES // 1_000_000} MB; an article is not: give it as single files"
            )
        data = file.read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error})") from error
    return parse(data, str(path), READERS[file.suffix.lower()])


def parse(data: bytes, path: str, reader: Reader | None = None) -> Article:
    """Make an Article of a file's bytes; without a reader, HTML and plain text are told apart by content."""
    content = decode(data, path)
    reader = reader or (html.read if html.looks_like_html(content) else text.read)
    try:
        article_text, hints = reader(content)
    except ReadError as error:
        raise ReadError(f"{path}: {error}") from error
    if not article_text.strip():
        raise ReadError(f"{path}: no text found; the file is empty or holds no article")
    language, blocks = classify(article_text, hints)
    return Article(path, article_text, hashlib.sha256(data).hexdigest(), language, blocks)


def decode(data: bytes, path: str) -> str:
    """UTF-8 with or without byte-order mark to text; ReadError for anything else."""
    if b"\0" in data:
        raise ReadError(f"{path}: binary data, or UTF-16; save the article as UTF-8 text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "save it as UTF-8 (a legacy font or Windows encoding was found)"
        raise ReadError(f"{path}: not UTF-8 at byte {error.start}; {hint}") from error


def find_articles(paths: list[str]) -> list[Path]:
    """The files that `paths` name, folders searched for known endings, in a stable order, each file once.

    Raises UsageError for a path that does not exist or a folder without articles.
    """
    found: dict[Path, None] = {}
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise UsageError(f"{name}: no such file or folder")
        if path.is_dir():
            files = sorted(f for f in path.rglob("*") if f.suffix.lower() in READERS and f.is_file())
            if not files:
                raise UsageError(f"{name}: no articles in this folder ({', '.join(sorted(READERS))})")
        else:
            files = [path]
        found.update(dict.fromkeys(files))
    return list(found)
