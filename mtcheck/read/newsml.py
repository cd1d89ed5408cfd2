"""NewsML-G2: a newsItem, a newsMessage of several, a packageItem that holds its content; text as XHTML, NITF or plain."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from lxml import etree

from mtcheck.errors import ReadError
from mtcheck.read import nitf
from mtcheck.read.charset import decode
from mtcheck.read.draft import Draft, Entry, Piece, assemble, line, lines, said_elsewhere
from mtcheck.read.english import is_english, sources
from mtcheck.read.markup import html_pieces, name, pieces
from mtcheck.read.xmltree import parse_xml
from mtcheck.types import Source

ROOTS = frozenset(("newsitem", "packageitem", "newsmessage"))
_ITEMS = ("newsitem", "packageitem")
_INLINE = ("inlinexml", "inlinedata")


def read(content: str) -> list[Entry]:
    """The text items of a NewsML-G2 file; an English item that another one translates becomes that one's source.

    Items without any text of their own (pictures, lists of references) are passed over where others have one.
    """
    items = _items(parse_xml(content))
    english = _translated(items)
    found = [_entry(item, english) for item in items if id(item) not in {id(item) for item, _ in english.values()}]
    if not found:
        raise ReadError("NewsML-G2 that only refers to its text; give the items it refers to")
    return found


def _items(root: etree._Element) -> list[etree._Element]:
    return [
        element
        for element in root.iter()
        if name(element) in _ITEMS
        and _renditions(element)
        and not any(name(inner) in _ITEMS for inner in _below(element))
    ]


def _below(element: etree._Element) -> Iterator[etree._Element]:
    return element.iterdescendants()


def _renditions(item: etree._Element) -> list[etree._Element]:
    return [element for element in _below(item) if name(element) in _INLINE]


def _translated(items: list[etree._Element]) -> dict[str, tuple[etree._Element, str]]:
    """guid → (item, text) of the English items that other items of the file say they translate."""
    named = {guid for item in items for guid in _links(item)}
    found = {}
    for item in items:
        guid = item.get("guid") or ""
        if guid in named and isinstance(entry := _entry(item, {}), Draft) and is_english(entry.text, _language(item)):
            found[guid] = (item, entry.text)
    return found


def _links(item: etree._Element) -> list[str]:
    """The guids of the items that this one says it translates."""
    return [
        element.get("residref") or element.get("href") or ""
        for element in _below(item)
        if name(element) in ("link", "derivedfrom") and "transl" in (element.get("rel") or "").lower()
    ]


def _entry(item: etree._Element, english: dict[str, tuple[etree._Element, str]]) -> Entry:
    try:
        return _draft(item, _sources(item, english))
    except ReadError as error:
        return error


def _sources(item: etree._Element, english: dict[str, tuple[etree._Element, str]]) -> tuple[Source, ...]:
    return sources(("translationOf", english[guid][1], "en") for guid in _links(item) if guid in english)


def _draft(item: etree._Element, evidence: tuple[Source, ...]) -> Draft:
    title, body = _content(item)
    headline = _meta(item, "headline") or title or _meta(item, "title")
    summary = _meta(item, "description")
    lead = [] if said_elsewhere(summary, [Piece(headline), *body]) else [Piece(summary)]
    return assemble(headline, [*lead, *(piece for piece in body if piece.text != title or title == headline)], evidence)


def _content(item: etree._Element) -> tuple[str, list[Piece]]:
    """Title and pieces of the first rendition that has text: they are one text in several forms."""
    for rendition in sorted(_renditions(item), key=lambda element: name(element) != "inlinexml"):
        title, body = _inline_xml(rendition) if name(rendition) == "inlinexml" else ("", _inline_data(rendition))
        if body:
            return title, body
    raise ReadError("no text in it")


def _inline_xml(rendition: etree._Element) -> tuple[str, list[Piece]]:
    inner = next((element for element in _below(rendition) if name(element) == "nitf"), None)
    if inner is not None:
        return nitf.parts(inner)
    found = pieces(rendition)
    heading = next((element for element in _below(rendition) if name(element) == "h1"), None)
    return (line(" ".join(str(part) for part in heading.itertext())) if heading is not None else ""), found


def _inline_data(rendition: etree._Element) -> list[Piece]:
    content = "".join(str(part) for part in rendition.itertext())
    if "base64" in (rendition.get("encoding") or "").lower():
        content = _unpacked(content)
    if "html" in (rendition.get("contenttype") or "").lower():
        return html_pieces(content)
    return [Piece(text) for text in lines(content)]


def _unpacked(content: str) -> str:
    try:
        return decode(base64.b64decode("".join(content.split()), validate=True))
    except (binascii.Error, ValueError) as error:
        raise ReadError("its text is packed as base64 that cannot be unpacked; export it again") from error


def _meta(item: etree._Element, wanted: str) -> str:
    """A heading or description in the item's metadata, in one line; captions of its pictures stand elsewhere."""
    for element in item.iter():
        parent = element.getparent()
        if name(element) == wanted and parent is not None and name(parent) in ("contentmeta", "itemmeta"):
            return line(" ".join(str(part) for part in element.itertext()))
    return ""


def _language(item: etree._Element) -> str:
    tags = (element.get("tag") for element in _below(item) if name(element) == "language")
    own = item.get("{http://www.w3.org/XML/1998/namespace}lang")
    return next((tag for tag in tags if tag), own or "")
