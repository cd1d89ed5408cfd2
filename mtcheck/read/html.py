"""News pages: trafilatura finds the main text; tweets and captions are marked first, so that they stay what they are."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from mtcheck.errors import ReadError
from mtcheck.read.text import Hint
from mtcheck.types import Kind

# Private-use characters carry a block's kind through the extractor, which knows no tweets or captions.
_MARKS = {"\ue000": Kind.TWEET, "\ue001": Kind.CAPTION}
_TWEET = "//blockquote[contains(@class,'twitter') or contains(@class,'tweet')]|//twitter-widget|//*[contains(@class,'twitter-tweet')]"
_CAPTION = "//figcaption|//*[contains(@class,'caption') and not(self::table)]"
_KINDS = {"head": Kind.SUBHEAD, "item": Kind.LIST_ITEM, "quote": Kind.PARAGRAPH, "p": Kind.PARAGRAPH}
_LOOKS_LIKE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAX_DEPTH = 400


def looks_like_html(content: str) -> bool:
    """True when the content starts as a page does."""
    return bool(_LOOKS_LIKE.match(content[:2000]))


def read(content: str) -> tuple[str, list[Hint]]:
    """The page's article: title, then its blocks, one a line; hints tell the kinds that the page's markup tells."""
    import trafilatura  # takes a second to import, and most runs read no page

    tree = _tree(content)
    title = _title(tree)
    _mark(tree)
    document = trafilatura.bare_extraction(
        tree,
        favor_recall=True,
        include_comments=False,
        include_tables=False,
        deduplicate=False,
        with_metadata=False,
        as_dict=False,
    )
    if document is None or isinstance(document, dict) or document.body is None:
        raise ReadError("no article found in this page; save the article's own page, or its text")
    return _assemble(title, list(_blocks(document.body)))


def _tree(content: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(huge_tree=False, no_network=True, remove_comments=True, encoding="utf-8")
    try:
        tree = lxml.html.document_fromstring(content.encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"not a readable HTML page ({error})") from error
    if sum(1 for _ in _deep(tree)):
        raise ReadError("HTML nested too deeply; save the article as text")
    return tree


def _deep(tree: lxml.html.HtmlElement) -> list[object]:
    """Elements deeper than any real page, found without recursion."""
    level: list[lxml.html.HtmlElement] = [tree]
    for _ in range(_MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return []
    return list(level)


def _title(tree: lxml.html.HtmlElement) -> str:
    for query in ("//h1//text()", "//meta[@property='og:title']/@content", "//title//text()"):
        title = " ".join("".join(tree.xpath(query)).split())
        if title:
            return title
    return ""


def _mark(tree: lxml.html.HtmlElement) -> None:
    """Turn tweets and captions into marked paragraphs, which the extractor keeps where they stand."""
    for query, mark in ((_TWEET, "\ue000"), (_CAPTION, "\ue001")):
        for element in tree.xpath(query):
            if element.getparent() is None or element.xpath("ancestor::*[@data-mtcheck]"):
                continue
            lines = [line for line in (" ".join(part.split()) for part in _paragraphs(element)) if line]
            holder = lxml.html.Element("div", {"data-mtcheck": "1"})
            for line in lines:
                paragraph = etree.SubElement(holder, "p")
                paragraph.text = mark + line
            _put(holder, element)


def _put(holder: lxml.html.HtmlElement, element: lxml.html.HtmlElement) -> None:
    """In the element's place; a caption behind its figure, which the extractor drops."""
    figure = next(element.iterancestors("figure"), None)
    if figure is None or figure.getparent() is None:
        holder.tail = element.tail
        element.getparent().replace(element, holder)
        return
    holder.tail, figure.tail = figure.tail, None
    figure.addnext(holder)
    element.getparent().remove(element)


def _paragraphs(element: lxml.html.HtmlElement) -> list[str]:
    for br in element.xpath(".//br"):
        br.tail = "\n" + (br.tail or "")
    parts = element.xpath(".//p")
    if not parts:
        return str(element.text_content()).split("\n")
    tails = [part.tail for part in parts if part.tail and part.tail.strip()]
    return [line for part in parts for line in str(part.text_content()).split("\n")] + tails


def _blocks(body: etree._Element) -> list[tuple[Kind, str]]:
    blocks: list[tuple[Kind, str]] = []
    for element in body.iter():
        if element.tag not in _KINDS or any(parent.tag in _KINDS for parent in element.iterancestors()):
            continue
        for line in "".join(_text(element)).split("\n"):
            text = " ".join(line.split())
            if text:
                kind = _MARKS.get(text[0], _KINDS[element.tag])
                blocks.append((kind, text.lstrip("".join(_MARKS)).strip()))
    return blocks


def _text(element: etree._Element) -> list[str]:
    parts = [element.text or ""]
    for child in element:
        if child.tag == "lb" or child.tag in _KINDS:
            parts.append("\n")
        parts.extend(_text(child))
        parts.append(child.tail or "")
    return parts


def _assemble(title: str, blocks: list[tuple[Kind, str]]) -> tuple[str, list[Hint]]:
    if title and not (blocks and blocks[0][1] == title):
        blocks = [(Kind.HEADLINE, title), *(block for block in blocks if block[1] != title)]
    elif title:
        blocks[0] = (Kind.HEADLINE, title)
    text, hints = "", []
    for kind, line in blocks:
        # A plain paragraph is left for the line's own look to judge (boilerplate, caption, list).
        if kind is not Kind.PARAGRAPH:
            hints.append(Hint(len(text), len(text) + len(line), kind))
        text += line + "\n"
    return text, hints
