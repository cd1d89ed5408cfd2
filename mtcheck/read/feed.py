"""RSS and Atom: every entry is an article, its text the full content where the feed brings it, else its summary."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

from lxml import etree

from mtcheck.errors import ReadError
from mtcheck.read.draft import Draft, Entry, Piece, assemble, line, lines, said_elsewhere
from mtcheck.read.limits import MAX_ARTICLES, MAX_MARKUP
from mtcheck.read.markup import html_line, html_pieces
from mtcheck.read.xmltree import parse_xml
from mtcheck.types import Kind

ROOTS = frozenset(("rss", "feed", "rdf"))
_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>/]")
_CLOSED = re.compile(r"</(?:\w+:)?(?:rss|feed|RDF)\s*>\s*(?:<!--[^<]*-->\s*)?$", re.IGNORECASE)
# The line that WordPress puts below each article of its feeds.
_FOOTER = re.compile(r"^The post .{1,400} (?:appeared first on|first appeared on) .{1,200}\.?$")
_HTML = ("text/html", "application/xhtml+xml")


def read(content: str) -> list[Entry]:
    """The articles of a feed; entries without text become errors of their own, as does a last one that is cut off.

    Raises ReadError when the file is no readable feed or an empty one.
    """
    if len(_ENTRY.findall(content)) > MAX_ARTICLES:
        raise ReadError(f"a feed of more than {MAX_ARTICLES:,} entries; give it in parts")
    root, broken = _root(content)
    entries = _entries(root)
    if not entries:
        raise ReadError("a feed without entries")
    found = [_entry(entry) for entry in entries]
    if broken and not _CLOSED.search(content.rstrip()[-500:]):
        found[-1] = ReadError("cut off, the file ends in the middle of it; fetch the feed again")
    return found


def _root(content: str) -> tuple[etree._Element, bool]:
    """The feed's element, and whether the XML had to be mended."""
    try:
        return parse_xml(content), False
    except ReadError:
        return parse_xml(content, recover=True), True


def _entries(root: etree._Element) -> list[dict[str, Any]]:
    import feedparser

    # A stream, since feedparser takes a string for an address; what it gets is well-formed and without a document type.
    stream = io.BytesIO(etree.tostring(root, encoding="utf-8", xml_declaration=True))
    try:
        parsed = feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # whatever a hostile feed makes of feedparser's code
        raise ReadError(f"not readable as a feed ({line(str(error))[:100]})") from error
    return list(parsed.entries)


def _entry(entry: dict[str, Any]) -> Entry:
    try:
        return _draft(entry)
    except ReadError as error:
        return error


def _draft(entry: dict[str, Any]) -> Draft:
    contents = [_pieces(part) for part in entry.get("content") or ()]
    body = max(contents, key=lambda pieces: sum(len(piece.text) for piece in pieces), default=[])
    summary = _pieces(_detail(entry, "summary"))
    if not body or not said_elsewhere("\n".join(piece.text for piece in summary), body):
        body = [*summary, *body]
    return assemble(_title(_detail(entry, "title")), body)


def _detail(entry: dict[str, Any], key: str) -> Any:
    """A text with its type; in mended feeds feedparser may give the text alone."""
    return entry.get(f"{key}_detail") or {"value": entry.get(key), "type": "text/html"}


def _title(detail: Any) -> str:
    value = _value(detail)
    return html_line(value) if _is_html(detail) else line(unescape(value))


def _pieces(detail: Any) -> list[Piece]:
    value = _value(detail)
    if len(value) > MAX_MARKUP:
        raise ReadError("far longer than any article; give it in parts")
    found = html_pieces(value) if _is_html(detail) else [Piece(text) for text in lines(value)]
    return [Piece(piece.text, Kind.BOILERPLATE) if _FOOTER.match(piece.text) else piece for piece in found]


def _value(detail: Any) -> str:
    value = detail.get("value") if isinstance(detail, dict) else ""
    return value if isinstance(value, str) else ""


def _is_html(detail: Any) -> bool:
    return isinstance(detail, dict) and detail.get("type") in _HTML
