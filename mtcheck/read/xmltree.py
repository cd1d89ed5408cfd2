"""XML of agencies and feeds, parsed so that a hostile file can neither reach out nor blow up."""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

from mtcheck.errors import ReadError
from mtcheck.read.draft import line
from mtcheck.read.limits import MAX_ATTRIBUTES, MAX_NAMESPACES, MAX_TAGS
from mtcheck.read.markup import too_deep

# Matched one by one, since a repeated pattern of comments can take for ever to fail.
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.IGNORECASE | re.DOTALL)
_MAX_PROLOG = 1_000  # comments and instructions before the first element
_ROOT = re.compile(r"\s*<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_OWN_ENTITY = re.compile(r"<!ENTITY\s", re.IGNORECASE)
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_NO_CHARACTER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)


def root_name(content: str) -> str:
    """The name of the first element in lower case, without its prefix; "" when no markup starts the content."""
    match = _ROOT.match(content, prolog_end(content))
    return match[1].lower() if match else ""


def prolog_end(content: str) -> int:
    """Where the XML declaration, comments and the document type end."""
    end = 0
    for _ in range(_MAX_PROLOG):
        if not (match := _PROLOG.match(content, end)):
            break
        end = match.end()
    return end


def parse_xml(content: str, *, recover: bool = False) -> etree._Element:
    """The root element of an XML document; with `recover`, as much of a broken one as can be read.

    Entities of its own, DTDs and the network are left alone. Raises ReadError, which does not name the file.
    """
    if _OWN_ENTITY.search(content):
        raise ReadError("declares entities of its own, which no article needs; remove its DOCTYPE")
    if content.count("xmlns") > MAX_NAMESPACES:
        raise ReadError(f"XML that declares more than {MAX_NAMESPACES:,} namespaces; export it again")
    if content.count("<") > MAX_TAGS:
        raise ReadError(f"XML with more than {MAX_TAGS:,} tags; give its articles in smaller files")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(_plain(content), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = line(getattr(error, "msg", None) or str(error))
        raise ReadError(f"broken XML ({reason[:150]}); export it again") from error
    if root is None or too_deep(root):
        raise ReadError("XML nested too deeply, or without any element; export it again")
    if any(len(element.attrib) > MAX_ATTRIBUTES for element in root.iter("*")):
        raise ReadError(f"an XML element with more than {MAX_ATTRIBUTES} attributes; export it again")
    return root


def _plain(content: str) -> bytes:
    """Without declarations and with HTML's entities, which agencies use undeclared, as the characters they stand for."""
    end = prolog_end(content)
    # As many line breaks as before, so that errors name the right line.
    body = "\n" * content.count("\n", 0, end) + _NO_CHARACTER.sub("", content[end:])
    return _ENTITY.sub(_character, body).encode("utf-8", "replace")


def _character(match: re.Match[str]) -> str:
    if match[1] in _XML_ENTITIES:
        return match[0]
    meant = html5.get(f"{match[1]};", "")
    # An entity that nobody knows stays as text.
    return meant if meant and not set(meant) & set("<>&\"'") else f"&amp;{match[1]};"
