"""NITF, the news agencies' older XML: the headlines of body.head, the text of body.content."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from mtcheck.read.draft import Entry, Piece, assemble
from mtcheck.read.markup import name, pieces
from mtcheck.read.xmltree import parse_xml


def read(content: str) -> list[Entry]:
    """The one article of an NITF file. Raises ReadError, which does not name the file."""
    title, body = parts(parse_xml(content))
    return [assemble(title, body)]


def parts(root: etree._Element) -> tuple[str, list[Piece]]:
    """The headline ("" when there is none) and the pieces of an nitf element."""
    headline = _text(root, "hl1") or _text(root, "title")
    found = [piece for area in _areas(root) for piece in pieces(area)]
    return headline, [piece for piece in found if piece.text != headline]


def _areas(root: etree._Element) -> Iterator[etree._Element]:
    """Where text stands: the body, or whatever an incomplete file has in its place."""
    bodies = [element for element in root.iter() if name(element) == "body"]
    yield from bodies or [root]


def _text(root: etree._Element, wanted: str) -> str:
    """The first such element's text in one line."""
    for element in root.iter():
        if name(element) == wanted:
            return " ".join(" ".join(str(part) for part in element.itertext()).split())
    return ""
