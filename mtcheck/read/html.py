"""News pages: trafilatura finds the main text; tweets and captions are marked first, so that they stay what they are.

A page often says its article a second time, in JSON-LD. The markup is the better of the two, since it alone has tweets,
captions and headings; the JSON-LD text is taken where the markup lacks it, and its sources are always kept.
"""

from __future__ import annotations

import logging
import re

import lxml.html
from lxml import etree

from mtcheck.errors import ReadError
from mtcheck.read import jsonld
from mtcheck.read.draft import Entry, Piece, assemble, line, said_elsewhere, share
from mtcheck.read.english import is_english, sources
from mtcheck.read.jsonld import Work
from mtcheck.read.limits import MAX_ELEMENTS, THOROUGH_ELEMENTS
from mtcheck.read.markup import parse_html, pieces
from mtcheck.read.xmltree import prolog_end
from mtcheck.script import is_devanagari
from mtcheck.types import Kind

# Private-use characters carry a block's kind through the extractor, which knows no tweets or captions.
_MARKS = {"\ue000": Kind.TWEET, "\ue001": Kind.CAPTION}
_TWEET = "//blockquote[contains(@class,'twitter') or contains(@class,'tweet')]|//twitter-widget|//*[contains(@class,'twitter-tweet')]"
_CAPTION = "//figcaption|//*[contains(@class,'caption') and not(self::table)]"
_MAIN = "ancestor::article|ancestor::main|ancestor::*[@itemprop='articleBody']"
_KINDS = {"head": Kind.SUBHEAD, "item": Kind.LIST_ITEM, "quote": None, "p": None}
_STARTS = re.compile(
    r"\s*<(?:!doctype\s+html|(?:html|head|body|article|section|main|header|div|p|h[1-4]|figure|blockquote|table|ul|ol|meta|title)\b)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"<(?:!doctype|html|head|body|nav|header|footer|aside)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[।॥.?!…]\W{0,3}$")
_MUCH = 0.5  # how long, measured by the page's text, JSON-LD's must be to take its place


def looks_like_html(content: str) -> bool:
    """True when the content starts as a page does, or as a piece of one."""
    return bool(_STARTS.match(content, prolog_end(content)) or re.match(r"\s*<!doctype\s+html", content, re.IGNORECASE))


def read(content: str) -> list[Entry]:
    """The page's article: title, then its blocks, one a line; hints tell the kinds that the page's markup tells."""
    tree = parse_html(content)
    works = jsonld.works(jsonld.documents(tree))
    title = _title(tree, works)
    work = jsonld.of_page(works, title)
    if not _WHOLE.search(content):
        return [assemble(title, pieces(tree))]
    etree.strip_elements(
        tree, "script", with_tail=False
    )  # trafilatura too would take text from JSON-LD, the first it finds
    embeds = _mark(tree)
    found = _extracted(tree)
    if work is None:
        if not found:
            raise ReadError("no article found in this page; save the article's own page, or its text")
        return [assemble(title, found)]
    return [_with_work(title, found, embeds, work)]


def _with_work(title: str, found: list[Piece], embeds: list[Piece], work: Work) -> Entry:
    """The article of a page that has JSON-LD for it."""
    chosen = _choose(found, embeds, work)
    if not chosen and not work.lead:
        raise ReadError("no article found in this page; save the article's own page, or its text")
    evidence = list(work.sources)
    if is_english(work.text) and is_devanagari("".join(piece.text for piece in found)):
        evidence += sources([("articleBody", work.text, "en")])
    return assemble(title or work.headline, jsonld.with_lead(work, chosen), evidence)


def _choose(found: list[Piece], embeds: list[Piece], work: Work) -> list[Piece]:
    """The page's markup unless it lacks much of what JSON-LD has; then that, with the tweets and captions of the markup."""
    text = "\n".join(piece.text for piece in found)
    if found and (said_elsewhere(work.text, found) or len(work.text) < _MUCH * _running(found)):
        return found
    if not work.body or (found and is_english(work.text) and is_devanagari(text)):
        return found
    extra = [piece for piece in embeds if share(piece.text, work.text) < 1 and piece not in work.body]
    return [*work.body, *extra]


def _running(found: list[Piece]) -> int:
    """How many characters of `found` are running text: what lies around an article has no full stops."""
    return sum(len(piece.text) for piece in found if _SENTENCE_END.search(piece.text))


def _extracted(tree: lxml.html.HtmlElement) -> list[Piece]:
    """What trafilatura takes for the page's article; nothing when it finds none."""
    import trafilatura  # takes a second to import, and most runs read no page

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without an article is told to the user by us
    size = sum(1 for _ in tree.iter())
    if size > MAX_ELEMENTS:
        raise ReadError(f"a page of more than {MAX_ELEMENTS:,} elements; save the article's own page, or its text")
    try:
        document = trafilatura.bare_extraction(
            tree,
            favor_recall=True,
            fast=size > THOROUGH_ELEMENTS,
            include_comments=False,
            include_tables=False,
            deduplicate=False,
            with_metadata=False,
            as_dict=False,
        )
    except Exception as error:  # whatever a hostile page makes of an extractor that was written for real ones
        raise ReadError(f"a page that cannot be taken apart ({line(str(error))[:100]}); save its text") from error
    return (
        _blocks(document.body)
        if document is not None and not isinstance(document, dict) and document.body is not None
        else []
    )


def _title(tree: lxml.html.HtmlElement, works: list[Work]) -> str:
    """The page's heading; where it has several, or a logo for a heading, the one that JSON-LD's headline agrees with."""
    headings = [text for element in tree.iter("h1") if (text := line(str(element.text_content())))]
    named = [work.headline for work in works if work.headline]
    alike = [(jsonld.same_words(text, headline), text) for text in headings for headline in named]
    if alike:
        score, text = max(alike, key=lambda pair: pair[0])
        return text if score > 0 or len(named) > 1 else named[0]
    if headings or len(named) == 1:
        return " ".join(headings) or named[0]
    for query in ("//meta[@property='og:title']/@content", "//title//text()"):
        if title := line("".join(tree.xpath(query))):
            return title
    return ""


def _mark(tree: lxml.html.HtmlElement) -> list[Piece]:
    """Turn tweets and captions into marked paragraphs, which the extractor keeps where they stand.

    Gives back those of the article itself: of the whole page where no element says which part is the article.
    """
    embeds: list[tuple[bool, Piece]] = []
    for query, mark in ((_TWEET, "\ue000"), (_CAPTION, "\ue001")):
        for element in tree.xpath(query):
            if element.getparent() is None or element.xpath("ancestor::*[@data-mtcheck]"):
                continue
            found = [text for text in (line(part) for part in _paragraphs(element)) if text]
            inside = bool(element.xpath(_MAIN))
            embeds += [(inside, Piece(text, _MARKS[mark])) for text in found]
            holder = lxml.html.Element("div", {"data-mtcheck": "1"})
            for text in found:
                paragraph = etree.SubElement(holder, "p")
                paragraph.text = mark + text
            _put(holder, element)
    within = [piece for inside, piece in embeds if inside]
    return within or [piece for _, piece in embeds]


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
    return [text for part in parts for text in str(part.text_content()).split("\n")] + tails


def _blocks(body: etree._Element) -> list[Piece]:
    blocks: list[Piece] = []
    for element in body.iter():
        if element.tag not in _KINDS or any(parent.tag in _KINDS for parent in element.iterancestors()):
            continue
        for part in "".join(_text(element)).split("\n"):
            if text := line(part):
                kind = _MARKS.get(text[0], _KINDS[element.tag])
                blocks.append(Piece(text.lstrip("".join(_MARKS)).strip(), kind))
    return blocks


def _text(element: etree._Element) -> list[str]:
    parts = [element.text or ""]
    for child in element:
        if child.tag == "lb" or child.tag in _KINDS:
            parts.append("\n")
        parts.extend(_text(child))
        parts.append(child.tail or "")
    return parts
