"""Reading: a file, or standard input, to its articles with their blocks.

What a file is, its content tells before its name does. A new format is one module and a line in `_read`.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from mtcheck.errors import ReadError, UsageError
from mtcheck.read import docx, feed, html, json_file, newsml, nitf, text, xmltree
from mtcheck.read.blocks import classify
from mtcheck.read.charset import decode
from mtcheck.read.draft import Draft, Entry
from mtcheck.read.limits import MAX_ARTICLES, MAX_BYTES, MAX_LETTERS, MAX_LINES, MAX_TOTAL_LETTERS
from mtcheck.types import Article

__all__ = [
    "ENDINGS",
    "MAX_BYTES",
    "find_articles",
    "may_hold_articles",
    "parse",
    "parse_articles",
    "read_article",
    "read_articles",
    "source_articles",
]

# What a reader makes of a file's decoded content: its articles, in order.
Reader = Callable[[str], list[Entry]]

# The endings by which articles are found in folders, and what a file is whose content does not tell.
READERS: dict[str, Reader | None] = {
    ".txt": text.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".json": json_file.read,
    ".jsonld": json_file.read,
    ".xml": None,
    ".rss": None,
    ".atom": None,
    ".nitf": None,
    ".newsml": None,
    ".docx": None,
}
ENDINGS = tuple(sorted(READERS))
_OF_MANY_KINDS = (".json", ".jsonld", ".xml")  # files of these endings are mostly something else than articles
_NUMBER = re.compile(r"(.+)#([1-9][0-9]{0,5})", re.DOTALL)
_HEAD = 65_536
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_article(path: str | Path) -> Article:
    """Read a file of one article, or one of several by its number: feed.xml#2 is the second one of feed.xml.

    Raises ReadError, naming the file and what to do, when it is missing, too large, binary, of no known kind or encoding,
    or when it holds several articles and no number says which.
    """
    file, number = _numbered(path)
    articles = read_articles(file)
    if number is None:
        return _only(articles, str(path))
    if number > len(articles):
        raise ReadError(f"{path}: {file} holds {len(articles)} article{'s' * (len(articles) != 1)}")
    if articles[number - 1].error:
        raise ReadError(articles[number - 1].error)
    return articles[number - 1]


def read_articles(path: str | Path) -> list[Article]:
    """Read all articles of a file, one or several; a path such as feed.xml#2 names one of them.

    The path of an article is that of the file, with its number behind it when there are several (feed.xml#1, feed.xml#2).
    One that cannot be read has `error` set. Raises ReadError as read_article does, and when none can be read.
    """
    file, number = _numbered(path)
    if number is not None:
        return [read_article(path)]
    data = _bytes(file)
    return parse_articles(data, str(path), known=file.suffix.lower() in READERS)


def parse(data: bytes, path: str) -> Article:
    """Make an Article of a file's bytes; `path` names it, and its ending tells its kind where the content does not.

    Raises ReadError, also for a file of several articles.
    """
    return _only(parse_articles(data, path), path)


def parse_articles(data: bytes, path: str, *, known: bool = True) -> list[Article]:
    """Make the articles of a file's bytes, as read_articles does.

    `known` is false for a file whose ending is none of ours: then its content must tell what it is.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; an article is not: give it as single files")
    try:
        entries = _read(data, Path(path).suffix.lower(), known)
    except ReadError as error:
        raise ReadError(f"{path}: {error}") from error
    if len(entries) > MAX_ARTICLES:
        raise ReadError(f"{path}: more than {MAX_ARTICLES:,} articles; give them in smaller files")
    if len(entries) == 1:
        return [_single(entries[0], data, path)]
    articles = list(_several(entries, path))
    if all(article.error for article in articles):
        raise ReadError(f"{articles[0].error} (and none of the file's {len(articles)} articles can be read)")
    return articles


def source_articles(article: Article) -> list[Article]:
    """The English texts that an article brought along, as articles: page.html#isBasedOn."""
    return [_article(Draft(source.text), f"{article.path}#{source.origin}") for source in article.sources]


def find_articles(paths: list[str]) -> list[Path]:
    """The files that `paths` name, in a stable order, each once; folders are searched for files that may hold articles.

    In folders, hidden files, files of other kinds, and JSON and XML of other schemas are passed over, and links are followed
    once. Raises UsageError for a path that does not exist or a folder without articles.
    """
    found: dict[Path, None] = {}
    for name in paths:
        path = Path(name)
        if _is_folder(path):
            files = list(_in_folder(path))
            if not files:
                raise UsageError(f"{name}: no articles in this folder ({', '.join(ENDINGS)})")
        elif os.path.lexists(_numbered(path)[0]) or os.path.exists(name):
            files = [path]
        else:
            raise UsageError(f"{name}: no such file or folder")
        found.update(dict.fromkeys(files))
    return list(found)


def _read(data: bytes, ending: str, known: bool) -> list[Entry]:
    """The entries of a file, by what its content is."""
    if docx.is_zip(data):
        return docx.read(data)
    if docx.is_old_word(data):
        raise ReadError("an old or password-protected Office document; save it as .docx without a password")
    if data.startswith(b"%PDF"):
        raise ReadError("a PDF file; save the article as text, HTML or .docx")
    content = decode(data)
    reader = _structured(content, ending) or READERS.get(ending)
    if reader is None and ending in READERS:
        raise ReadError(f"no {ending[1:].upper()} file: its content is something else; export it again")
    if reader is None and not known:
        raise ReadError(f"unknown kind of file '{ending}'; mtcheck reads {', '.join(ENDINGS)}")
    return (reader or text.read)(content)


def _structured(content: str, ending: str) -> Reader | None:
    """The reader that the content itself asks for."""
    if not content.strip():
        raise ReadError("no text found; the file is empty or holds no article")
    if json_file.looks_like_json(content) and _is_json(content, ending):
        return json_file.read
    root = xmltree.root_name(content)
    for roots, reader in ((feed.ROOTS, feed.read), (newsml.ROOTS, newsml.read), (("nitf",), nitf.read)):
        if root in roots:
            return reader
    if html.looks_like_html(content):
        return html.read
    if root and ending != ".txt" and (ending in _OF_MANY_KINDS or content.lstrip().startswith("<?xml")):
        raise ReadError(f"XML without an article (<{root}>); mtcheck reads RSS, Atom, NewsML-G2 and NITF")
    return None


def _is_json(content: str, ending: str) -> bool:
    """False for a text that only starts with a bracket, or holds JSON that is no article of ours."""
    if ending in READERS and READERS[ending] is json_file.read:
        return True
    return content.rstrip()[-1:] in ("}", "]") and json_file.may_hold_articles(content)


def _single(entry: Entry, data: bytes, path: str) -> Article:
    if isinstance(entry, ReadError):
        raise ReadError(f"{path}: {entry}") from entry
    article = _article(entry, path)
    article.sha256 = hashlib.sha256(data).hexdigest()
    return article


def _several(entries: list[Entry], path: str) -> Iterator[Article]:
    """The articles of a file of several; each one's hash is of its text, so that a new neighbour does not change it."""
    total = 0
    for number, entry in enumerate(entries, 1):
        name = f"{path}#{number}"
        try:
            if isinstance(entry, ReadError):
                raise ReadError(f"{name}: {entry}")
            total += len(entry.text)
            if total > MAX_TOTAL_LETTERS:
                raise ReadError(f"{name}: the file holds too much text; give its articles in smaller files")
            yield _article(entry, name)
        except ReadError as error:
            yield Article(name, error=str(error))


def _article(draft: Draft, path: str) -> Article:
    if not draft.text.strip():
        raise ReadError(f"{path}: no text found; the file is empty or holds no article")
    if len(draft.text) > MAX_LETTERS or draft.text.count("\n") + draft.text.count("\r") > 2 * MAX_LINES:
        raise ReadError(f"{path}: far longer than any article; give it in parts, as single files")
    language, blocks = classify(draft.text, list(draft.hints))
    digest = hashlib.sha256(draft.text.encode("utf-8", "surrogatepass")).hexdigest()
    return Article(path, draft.text, digest, language, blocks, sources=list(draft.sources))


def _only(articles: list[Article], path: str) -> Article:
    if len(articles) > 1:
        raise ReadError(f"{path}: holds {len(articles)} articles; name one of them, such as {articles[0].path}")
    return articles[0]


def _numbered(path: str | Path) -> tuple[Path, int | None]:
    """feed.xml#2 → feed.xml and 2, unless a file of that very name exists."""
    match = _NUMBER.fullmatch(str(path))
    if match and not os.path.lexists(path) and os.path.lexists(match[1]):
        return Path(match[1]), int(match[2])
    return Path(path), None


def _bytes(path: Path) -> bytes:
    """A file's content. A pipe or a device is refused before anything is read, since it may never end."""
    try:
        handle = os.open(path, os.O_RDONLY | _NO_WAIT)
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise ReadError(f"{path}: not a file but a folder, pipe or device; - reads from standard input")
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ReadError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    return data


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)


def _in_folder(folder: Path) -> Iterator[Path]:
    """The files of a folder and those below that may hold articles, sorted; every folder is entered once."""
    seen: set[tuple[int, int]] = set()
    files: list[Path] = []
    for name, folders, names in os.walk(folder, followlinks=True):
        place = os.stat(name)
        if (place.st_dev, place.st_ino) in seen:
            folders.clear()
            continue
        seen.add((place.st_dev, place.st_ino))
        folders[:] = sorted(inner for inner in folders if not _is_hidden(inner))
        files += [Path(name) / inner for inner in names if not _is_hidden(inner)]
    yield from (file for file in sorted(files) if may_hold_articles(file))


def _is_hidden(name: str) -> bool:
    """True for hidden files, and for the lock files that Word leaves beside an open document."""
    return name.startswith((".", "~$"))


def may_hold_articles(file: Path) -> bool:
    """True for a file that has one of our endings and, where many kinds of file have it, holds articles."""
    ending = file.suffix.lower()
    if ending not in READERS or not os.path.isfile(file):
        return False
    return ending not in _OF_MANY_KINDS or _holds_articles(file)


def _holds_articles(file: Path) -> bool:
    """False for JSON and XML of other schemas; what cannot be read is left for the reader to complain about."""
    try:
        content = decode(_bytes(file))
    except ReadError:
        return True
    if json_file.looks_like_json(content):
        return json_file.may_hold_articles(content)
    root = xmltree.root_name(content[:_HEAD])
    return not root or root in {*feed.ROOTS, *newsml.ROOTS, "nitf", "html"}
