"""JSON of several schemas: WordPress posts and schema.org articles; other JSON is no article."""

from __future__ import annotations

from mtcheck.errors import ReadError
from mtcheck.read import jsonld, wordpress
from mtcheck.read.draft import Entry, line
from mtcheck.read.json_value import parse_json

_MARKS = ('"rendered"', '"@type"', '"@graph"')  # one of which every JSON file of ours holds


def looks_like_json(content: str) -> bool:
    """True when the content starts as a JSON object or array does."""
    return content.lstrip()[:1] in ("{", "[")


def may_hold_articles(content: str) -> bool:
    """False for JSON that is surely no article: a cheap look, for files that nobody named."""
    return any(mark in content for mark in _MARKS)


def read(content: str) -> list[Entry]:
    """The articles of a JSON file. Raises ReadError when it is of neither schema."""
    value = parse_json(content)
    if wordpress.matches(value):
        return wordpress.read(value)
    if found := jsonld.read(value):
        return found
    if message := wordpress.failure(value):
        raise ReadError(f"an error message of WordPress, no post ({line(message)[:100]}); fetch it again")
    raise ReadError("JSON without an article; mtcheck reads WordPress posts and schema.org articles (NewsArticle)")
