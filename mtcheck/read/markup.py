"""HTML, XHTML and NITF elements to pieces: what is a line, a heading, a list item, a caption, a tweet, and what is no text."""

from __future__ import annotations

import re
from html import unescape

import lxml.html
from lxml import etree

from mtcheck.errors import ReadError
from mtcheck.read.draft import Piece, line, lines
from mtcheck.read.limits import MAX_DEPTH, MAX_MARKUP, MAX_TAGS
from mtcheck.types import Kind

_NO_TEXT = frozenset(
    "script style noscript template iframe object embed applet svg math form button select textarea input nav head title "
    "video audio canvas map media-producer media-reference media-metadata".split()
)
_LINES = frozenset(
    "p div section article main header footer aside blockquote ul ol li dl dt dd table caption thead tbody tr td th figure "
    "figcaption h1 h2 h3 h4 h5 h6 pre hr address details summary center fieldset body html "
    "hedline hl1 hl2 body.head body.content body.end block bq media media-caption note fn byline dateline abstract tagline "
    "element group".split()
)
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2"), Kind.SUBHEAD),
    **dict.fromkeys(("li", "dt", "dd"), Kind.LIST_ITEM),
    **dict.fromkeys(("figcaption", "media-caption", "caption"), Kind.CAPTION),
    **dict.fromkeys(("byline", "dateline", "tagline", "body.end"), Kind.BOILERPLATE),
}
_RULING = (Kind.TWEET, Kind.CAPTION, Kind.BOILERPLATE)  # kinds of whatever stands inside
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"</?[a-z][a-z0-9]*\b[^<>]*>|<!--", re.IGNORECASE)
_LINE_TAG = re.compile(r"<(?:p|div|br|li|h[1-6]|blockquote|table|figure)\b", re.IGNORECASE)


def parse_html(content: str) -> lxml.html.HtmlElement:
    """The tree of a page or of a piece of one.

    Raises ReadError when nothing can be made of it, or when it is larger or nested deeper than any page.
    """
    if content.count("<") > MAX_TAGS:
        raise ReadError(f"HTML with more than {MAX_TAGS:,} tags; save the article's own page, or its text")
    parser = lxml.html.HTMLParser(
        huge_tree=False, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        tree = lxml.html.document_fromstring(_speakable(content).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise ReadError(f"not readable as HTML ({line(str(error))[:100]})") from error
    if too_deep(tree):
        raise ReadError("HTML nested too deeply; save the article as text")
    return tree


def too_deep(tree: etree._Element) -> bool:
    """True when elements stand deeper in each other than in any real document; found without recursion."""
    level = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def html_pieces(content: str) -> list[Piece]:
    """The pieces of a bit of HTML, such as an entry of a feed; plain text gives its lines."""
    if len(content) > MAX_MARKUP:
        raise ReadError("far longer than any article; give it in parts")
    if not has_tags(content):
        return [Piece(found) for found in lines(unescape(content))]
    if not _LINE_TAG.search(content):  # then its line breaks are the paragraphs
        content = "<br>".join(content.splitlines())
    return pieces(parse_html(f"<div>{content}</div>"))


def html_line(content: str) -> str:
    """A bit of HTML, such as a title, in one line."""
    return " ".join(piece.text for piece in html_pieces(content)) if content.strip() else ""


def has_tags(text: str) -> bool:
    """True when `text` holds HTML tags."""
    return bool(_TAG.search(text))


def name(element: etree._Element) -> str:
    """The element's name in lower case, without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def pieces(root: etree._Element) -> list[Piece]:
    """The lines of text below `root`, in order, with the kinds that its elements tell."""
    walker = _Walker()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            walker.leave(element, root)
        elif _is_no_text(element):
            walk.skip_subtree()
            walker.enter(element, silent=True)
        else:
            walker.enter(element)
    return walker.finish()


def _is_no_text(element: etree._Element) -> bool:
    return name(element) in _NO_TEXT or "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))


def own_kind(element: etree._Element) -> Kind | None:
    """The kind that an element's name or class tells."""
    tag, classes = name(element), (element.get("class") or "").lower()
    if tag == "twitter-widget" or "twitter-tweet" in classes:
        return Kind.TWEET
    if tag == "blockquote" and ("twitter" in classes or "tweet" in classes):
        return Kind.TWEET
    if "caption" in classes and tag != "table":
        return Kind.CAPTION
    return _KINDS.get(tag)


class _Walker:
    """Collects the text of elements as they open and close; a line ends where a block begins or ends, and at a <br>."""

    def __init__(self) -> None:
        self.found: list[Piece] = []
        self.buffer: list[str] = []
        self.kinds: list[Kind | None] = [None]

    def enter(self, element: etree._Element, silent: bool = False) -> None:
        kind = own_kind(element)
        if self._parts_lines(element, kind):
            self._flush()
            above = self.kinds[-1]
            self.kinds.append(above if above in _RULING else kind or above)
        if not silent:
            self._say(element.text)

    def leave(self, element: etree._Element, root: etree._Element) -> None:
        if name(element) == "br":
            self.buffer.append("\n")
        if self._parts_lines(element, own_kind(element)):
            self._flush()
            self.kinds.pop()
        if element is not root:
            self._say(element.tail)

    def finish(self) -> list[Piece]:
        self._flush()
        return self.found

    @staticmethod
    def _parts_lines(element: etree._Element, kind: Kind | None) -> bool:
        return name(element) in _LINES or kind is not None

    def _say(self, text: str | None) -> None:
        if text:
            self.buffer.append(_SPACE.sub(" ", text))

    def _flush(self) -> None:
        for part in "".join(self.buffer).split("\n"):
            if text := line(part):
                self.found.append(Piece(text, self.kinds[-1]))
        self.buffer.clear()


def _speakable(content: str) -> str:
    """Without the characters at which the parser would stop reading."""
    return content.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
