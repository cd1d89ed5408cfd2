"""schema.org articles in JSON-LD: in the scripts of a page, or in a file of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import lxml.html

from mtcheck.errors import ReadError
from mtcheck.read.draft import Draft, Entry, Piece, assemble, said_elsewhere
from mtcheck.read.english import is_english, sources
from mtcheck.read.json_value import parse_json
from mtcheck.read.limits import MAX_ARTICLES, MAX_SOURCES
from mtcheck.read.markup import html_line, html_pieces
from mtcheck.script import words
from mtcheck.types import Kind, Source

Node = dict[str, Any]
_ARTICLES = frozenset(
    "NewsArticle Article ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle ReviewNewsArticle "
    "AskPublicNewsArticle AdvertiserContentArticle SatiricalArticle BlogPosting LiveBlogPosting SocialMediaPosting Report".split()
)
_SOURCES = ("translationOfWork", "isBasedOn")
_PREFIXES = ("https://schema.org/", "http://schema.org/", "schema:")
_SCRIPTS = "//script[contains(translate(@type,'LDJSON','ldjson'),'ld+json')]"


@dataclass(frozen=True)
class Work:
    """What JSON-LD says of one article. `lead` are its other heading and its description."""

    headline: str
    lead: tuple[str, ...]
    body: tuple[Piece, ...]
    sources: tuple[Source, ...]

    @property
    def text(self) -> str:
        """The body's lines."""
        return "\n".join(piece.text for piece in self.body)


def documents(tree: lxml.html.HtmlElement) -> list[Any]:
    """The values of a page's JSON-LD scripts; broken ones are passed over."""
    found = []
    for script in tree.xpath(_SCRIPTS):
        try:
            found.append(parse_json(_value(script.text or "")))
        except ReadError:
            continue
    return found


def works(values: Iterable[Any]) -> list[Work]:
    """The articles of some JSON-LD, in order; English ones that others name as their source are not among them."""
    whole = list(values)
    index = _index(whole)
    nodes = [_resolved(node, index) for node in islice(_articles(whole), MAX_ARTICLES + 1)]
    others = [work for article in nodes for _, work in _based_on(article, index) if work is not article]
    evidence = {id(work) for work in others if is_english(_text(work), _language(work))}
    return [work for node in nodes if id(node) not in evidence and _says_something(work := _work(node, index))]


def read(value: Any) -> list[Entry]:
    """The articles of a JSON-LD file."""
    found: list[Entry] = []
    for work in works([value]):
        try:
            found.append(draft(work))
        except ReadError as error:
            found.append(error)
    return found


def draft(work: Work) -> Draft:
    """An article of what JSON-LD alone says."""
    return assemble(work.headline, with_lead(work, work.body), work.sources)


def with_lead(work: Work, pieces: Sequence[Piece]) -> list[Piece]:
    """`pieces`, and before them what the description says that they do not."""
    heading = Piece(work.headline)
    return [*(Piece(text) for text in work.lead if not said_elsewhere(text, [heading, *pieces])), *pieces]


def of_page(found: Sequence[Work], title: str) -> Work | None:
    """The work that a page is about, by its title; pages also list the articles that they link to."""
    if len(found) == 1:
        return found[0]
    alike = [work for work in found if same_words(work.headline, title) >= 0.5]
    return max(alike, key=lambda work: (same_words(work.headline, title), len(work.text)), default=None)


def same_words(one: str, other: str) -> float:
    """How many of the words of the shorter text the longer one has, 0 to 1."""
    mine, theirs = ({word.folded for word in words(text)} for text in (one, other))
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def _value(script: str) -> str:
    """Without the comment or CDATA marks that some systems wrap around the value."""
    script = script.replace("<![CDATA[", "").replace("]]>", "")
    starts = [place for mark in "{[" if (place := script.find(mark)) >= 0]
    return script[min(starts, default=0) : max(script.rfind("}"), script.rfind("]")) + 1]


def _index(values: list[Any]) -> dict[str, Node]:
    """Every node that has an @id, what several places say of it taken together."""
    index: dict[str, Node] = {}
    for node in _nodes(values):
        if key := _id(node):
            index.setdefault(key, {}).update(node)
    return index


def _nodes(value: Any) -> Iterator[Node]:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            stack.extend(reversed([inner for inner in item.values() if isinstance(inner, (dict, list))]))
        elif isinstance(item, list):
            stack.extend(reversed(item))


def _articles(values: list[Any]) -> Iterator[Node]:
    """The nodes of an article's type, each @id once; what stands inside an article is part of it."""
    stack: list[Any] = list(reversed(values))
    seen: set[str] = set()
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict) and _is_article(item):
            if (key := _id(item)) not in seen:
                seen.update({key} - {""})
                yield item
        elif isinstance(item, dict):
            stack.extend(reversed([inner for inner in item.values() if isinstance(inner, (dict, list))]))


def _id(node: Node) -> str:
    key = node.get("@id")
    return key if isinstance(key, str) else ""


def _resolved(node: Node, index: dict[str, Node]) -> Node:
    return index.get(_id(node), node)


def _is_article(node: Node) -> bool:
    return any(_short(kind) in _ARTICLES for kind in _texts(node.get("@type")))


def _short(name: str) -> str:
    for prefix in _PREFIXES:
        if name.startswith(prefix):
            return name[len(prefix) :]
    return name


def _get(node: Node, key: str) -> Any:
    """A property under its plain name or with schema.org's prefix."""
    return next((node[name] for name in (key, *(prefix + key for prefix in _PREFIXES)) if name in node), None)


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any) -> list[str]:
    """The strings of a property: plain, in a list, or as {"@value": …}."""
    found = [item.get("@value") if isinstance(item, dict) else item for item in _all(value)]
    return [item for item in found if isinstance(item, str) and item.strip()]


def _first(node: Node, *keys: str) -> str:
    return next((text for key in keys for text in _texts(_get(node, key))), "")


def _work(node: Node, index: dict[str, Node]) -> Work:
    lead = (html_line(text) for key in ("alternativeHeadline", "description") for text in _texts(_get(node, key))[:1])
    return Work(
        html_line(_first(node, "headline", "name")),
        tuple(text for text in lead if text),
        tuple(_body(node)),
        sources((origin, _text(work), _language(work)) for origin, work in _based_on(node, index)),
    )


def _says_something(work: Work) -> bool:
    return bool(work.headline or work.lead or work.body)


def _body(node: Node) -> Iterator[Piece]:
    for text in _texts(_get(node, "articleBody")) or _texts(_get(node, "text")):
        yield from html_pieces(text)
    for update in _all(_get(node, "liveBlogUpdate")):
        if isinstance(update, dict):
            yield Piece(html_line(_first(update, "headline", "name")), Kind.SUBHEAD)
            for text in _texts(_get(update, "articleBody")):
                yield from html_pieces(text)


def _based_on(node: Node, index: dict[str, Node]) -> list[tuple[str, Node]]:
    """(property, work) for each work that this one translates or is based on; a mere address says nothing."""
    found = []
    for origin in _SOURCES:
        for item in _all(_get(node, origin))[:MAX_SOURCES]:
            if isinstance(item, dict):
                found.append((origin, _resolved(item, index)))
            elif isinstance(item, str):
                found.append((origin, index.get(item, {} if ":" in item.split(" ")[0] else {"text": item})))
    return found


def _text(work: Node) -> str:
    parts = [_first(work, "headline", "name"), _first(work, "alternativeHeadline"), _first(work, "description")]
    body = [piece.text for piece in _body(work)]
    return "\n".join([*(html_line(part) for part in parts), *body])


def _language(work: Node) -> str:
    """What the work says of its language: a code, or a schema.org Language."""
    value = next(iter(_all(_get(work, "inLanguage"))), "")
    if isinstance(value, dict):
        return _first(value, "alternateName", "name", "identifier")
    return value if isinstance(value, str) else ""
