"""Glossaries in TBX (TermBase eXchange), ISO 30042:2008 and 2019: TBX-Basic, TBX-Default, TBX-Min, in either style.

No entity is expanded, no DTD loaded, nothing fetched: a file that declares entities is refused before it is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from mtcheck.errors import ReadError
from mtcheck.glossary.reading import Row, language_of, shown

_ENTRY = {"termEntry", "conceptEntry", "entry"}
_LANGUAGE = {"langSet", "langSec", "langGroup"}
_TERM = {"tig", "ntig", "termSec", "termGroup"}
_STATUS = {"administrativestatus", "normativeauthorization", "termstatus"}
_PREFERRED = {"preferredterm", "preferred", "standardizedterm", "legalterm", "regulatedterm"}
_FORBIDDEN = {"deprecatedterm", "deprecated", "supersededterm", "superseded", "notrecommended", "obsolete", "forbidden"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read(text: str, path: str) -> Iterator[Row]:
    """The concepts of a file, a row for each of Hindi and Marathi; ReadError, with file and line, when it is no TBX."""
    root = _parsed(text, path)
    if _name(root) not in ("martif", "tbx", "TBX"):
        raise ReadError(f"{path}: XML, but no TBX (its root is '{shown(_name(root))}'); export the glossary as TBX")
    found = False
    for entry in root.iter("*"):
        if _name(entry) in _ENTRY:
            for row in _rows(entry):
                found = True
                yield row
    if not found:
        raise ReadError(f'{path}: no Hindi or Marathi terms; a language section needs xml:lang="hi" or "mr"')


def _parsed(text: str, path: str) -> etree._Element:
    if "<!ENTITY" in text:
        line = text.count("\n", 0, text.index("<!ENTITY")) + 1
        raise ReadError(f"{path}:{line}: declares XML entities, which are not allowed; export it without")
    # The declaration may name the encoding that the file had before it was decoded.
    data = _DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), text).encode("utf-8", "surrogatepass")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{path}:{error.lineno or 1}: not well-formed XML ({shown(error.msg or '', 80)})") from error


def _name(element: etree._Element) -> str:
    """The local name; '' for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _line(element: etree._Element) -> int:
    line: int | None = element.sourceline  # type: ignore[assignment]
    return line or 1


def _language(element: etree._Element) -> str:
    return str(element.get(_LANG) or element.get("lang") or "")


def _rows(entry: etree._Element) -> Iterator[Row]:
    sections = [section for section in entry.iter("*") if _name(section) in _LANGUAGE]
    english = [term for section in sections if _is_english(section) for term in _terms(section)]
    for section in sections:
        language = language_of(_language(section))
        terms = _terms(section)
        if language is None or not terms:
            continue
        preferred = [t.text for t in sorted(terms, key=lambda t: t.rank) if t.rank < _Term.NEVER]
        cells = {
            "english": tuple(t.text for t in sorted(english, key=lambda t: t.rank) if t.rank < _Term.NEVER),
            "preferred": tuple(preferred),
            "forbidden": tuple(t.text for t in terms if t.rank == _Term.NEVER),
            "language": (language.value,),
            "kind": ("name" if any(t.proper for t in (*english, *terms)) else "term",),
            "note": _notes(entry, section),
        }
        yield Row(_line(section), cells)


def _is_english(section: etree._Element) -> bool:
    return re.split("[-_]", _language(section).casefold())[0] in ("en", "eng")


class _Term:
    """A term of a language section; `rank` orders preferred ones first, NEVER is for deprecated ones."""

    NEVER = 3

    def __init__(self, element: etree._Element) -> None:
        self.text = next((_text(item) for item in element.iter("*") if _name(item) == "term"), "")
        told = {kind: value for item in element.iter("*") for kind, value in _data(item)}
        status = next((value for kind, value in told.items() if kind in _STATUS), "")
        self.rank = self.NEVER if status in _FORBIDDEN else 0 if status in _PREFERRED else 2 if status else 1
        self.proper = told.get("partofspeech", "").replace(" ", "") == "propernoun"


def _terms(section: etree._Element) -> list[_Term]:
    found = (_Term(item) for item in section.iter("*") if _name(item) in _TERM)
    return [term for term in found if term.text]


def _data(element: etree._Element) -> Iterator[tuple[str, str]]:
    """(category, value) that an element tells in the style of attributes (termNote type="…") or of tags."""
    value = _text(element).casefold().removesuffix("-admn-sts")
    category = element.get("type") if _name(element) in ("termNote", "descrip", "admin") else _name(element)
    yield str(category or "").casefold(), value


def _text(element: etree._Element) -> str:
    """The text of an element and of the markup inside it, on one line."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _notes(entry: etree._Element, section: etree._Element) -> tuple[str, ...]:
    """Notes of the concept and of this language, each once."""
    own = [item for item in entry if _name(item) == "note"]
    return tuple(dict.fromkeys(_text(item) for item in (*own, *(i for i in section.iter("*") if _name(i) == "note"))))
