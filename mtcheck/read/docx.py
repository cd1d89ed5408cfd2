"""Word documents: paragraphs, headings, lists, captions, and the text of tables and text boxes, in the document's order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from mtcheck.errors import ReadError
from mtcheck.read.draft import Entry, Piece, assemble, line
from mtcheck.read.limits import MAX_LINES, MAX_PARTS, MAX_RATIO, MAX_UNPACKED, MAX_UNPACKED_XML
from mtcheck.types import Kind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P = _W + "p"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNTIDY = (_W + "del", _W + "moveFrom", _FALLBACK)  # what was deleted or moved away, or stands twice
_BREAKS = {_W + "br": "\n", _W + "cr": "\n", _W + "tab": " ", _W + "noBreakHyphen": "-"}
_WORD = re.compile(rb"wordprocessingml\.document\.main\+xml")
_SMALL = 5_000_000  # bytes that no ratio makes dangerous
_MAX_STYLES = 20  # styles that are based on one another
_STYLES = {
    "title": Kind.HEADLINE,
    "heading": Kind.SUBHEAD,
    "caption": Kind.CAPTION,
    "list": Kind.LIST_ITEM,
}


def is_zip(data: bytes) -> bool:
    """True when the data starts as a zip file does."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_old_word(data: bytes) -> bool:
    """True for the container of .doc files, which password-protected .docx files use as well."""
    return data.startswith(b"\xd0\xcf\x11\xe0")


def read(data: bytes) -> list[Entry]:
    """The one article of a Word document. Raises ReadError, which does not name the file."""
    _check(data)
    found = list(_pieces(_document(data)))
    title = found[0].text if found and found[0].kind is Kind.HEADLINE else ""
    return [assemble(title, found[1:] if title else found)]


def _check(data: bytes) -> None:
    """Nothing is unpacked before the sizes are known to be those of a document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            _check_sizes(parts)
            types = package.read("[Content_Types].xml")
    except ReadError:
        raise
    except Exception as error:  # zipfile raises a dozen kinds, NotImplementedError and zlib's among them
        raise ReadError(
            f"a broken or encrypted Word document ({line(str(error))[:100]}); save it again as .docx"
        ) from error
    if not _WORD.search(types):
        raise ReadError("a zip file, but no Word document; save the article as .docx or text")


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    parsed = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels", ".vml")))
    if len(parts) > MAX_PARTS or whole > MAX_UNPACKED or parsed > MAX_UNPACKED_XML:
        raise ReadError("unpacks to far more than an article; save its text alone")
    if whole > _SMALL and whole > MAX_RATIO * max(1, packed):
        raise ReadError("packed far tighter than any document, as zip bombs are; save its text alone")


def _document(data: bytes) -> Any:
    import docx

    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:  # a broken package fails anywhere in python-docx
        raise ReadError(f"a broken Word document ({line(str(error))[:100]}); save it again as .docx") from error


def _pieces(document: Any) -> Iterator[Piece]:
    styles = _styles(document)
    body = getattr(document.element, "body", None)
    if body is None:
        raise ReadError("a broken Word document (without a body); save it again as .docx")
    first = True
    for number, paragraph in enumerate(_paragraphs(body)):
        if number > MAX_LINES:
            raise ReadError("far longer than any article; give it in parts")
        kind = _kind(paragraph, styles)
        for text in filter(None, map(line, _text(paragraph).split("\n"))):
            yield Piece(text, Kind.HEADLINE if first and kind is Kind.SUBHEAD else kind)
            first = False


def _walk(root: Any) -> Iterator[Any]:
    """The elements below `root` in order, without what was deleted in tracked changes or stands twice."""
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag in _UNTIDY:
            walk.skip_subtree()
        else:
            yield element


def _paragraphs(body: Any) -> Iterator[Any]:
    """All paragraphs: those of tables, text boxes and content controls as well."""
    return (element for element in _walk(body) if element.tag == _P)


def _text(paragraph: Any) -> str:
    """A paragraph's text without that of a text box that hangs on it; python-docx's own leaves tracked insertions out."""
    parts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag in _UNTIDY or (element.tag == _P and element is not paragraph):
            walk.skip_subtree()
        elif element.tag == _W + "t":
            parts.append(element.text or "")
        else:
            parts.append(_BREAKS.get(element.tag, ""))
    return "".join(parts)


def _styles(document: Any) -> dict[str, Kind | None]:
    """Style id → the kind of its paragraphs."""
    try:
        elements = {element.get(_W + "styleId"): element for element in document.styles.element.iter(_W + "style")}
    except Exception:  # a document without a readable list of styles still has text
        return {}
    return {style: _style_kind(style, elements) for style in elements if style}


def _style_kind(style: str | None, elements: dict[Any, Any]) -> Kind | None:
    for _ in range(_MAX_STYLES):
        element = elements.get(style)
        if element is None:
            return None
        known = _named(_value(element, "name")) or _formatted(element.find(_W + "pPr"))
        if known:
            return known
        style = _value(element, "basedOn")
    return None


def _named(style: str) -> Kind | None:
    """The kind that a built-in style's name tells; files hold the English name whatever the language of Word."""
    return next((kind for start, kind in _STYLES.items() if style.casefold().startswith(start)), None)


def _formatted(properties: Any) -> Kind | None:
    """The kind that an outline level or a numbering tells."""
    if properties is None:
        return None
    if (level := _value(properties, "outlineLvl")) and level != "9":
        return Kind.SUBHEAD
    number = properties.find(f"{_W}numPr/{_W}numId")
    return Kind.LIST_ITEM if number is not None and number.get(_W + "val") != "0" else None


def _kind(paragraph: Any, styles: dict[str, Kind | None]) -> Kind | None:
    properties = paragraph.find(_W + "pPr")
    if properties is None:
        return None
    return styles.get(_value(properties, "pStyle")) or _formatted(properties)


def _value(element: Any, child: str) -> str:
    found = element.find(_W + child)
    return (found.get(_W + "val") or "") if found is not None else ""
