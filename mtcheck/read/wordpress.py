"""Posts as WordPress's REST interface gives them: /wp-json/wp/v2/posts (a list) or …/posts/123 (one)."""

from __future__ import annotations

from html import unescape
from typing import Any

from mtcheck.errors import ReadError
from mtcheck.read.draft import Draft, Entry, Piece, assemble, said_elsewhere
from mtcheck.read.limits import MAX_ARTICLES
from mtcheck.read.markup import html_line, html_pieces


def matches(value: Any) -> bool:
    """True for a post, and for a list with a post in it."""
    return _is_post(value) or (isinstance(value, list) and any(_is_post(item) for item in value))


def read(value: Any) -> list[Entry]:
    """The posts of a REST answer; a post that is protected or has no text becomes an error of its own."""
    posts = value if isinstance(value, list) else [value]
    if len(posts) > MAX_ARTICLES:
        raise ReadError(f"more than {MAX_ARTICLES:,} posts; give them in smaller files")
    return [_entry(item) for item in posts]


def failure(value: Any) -> str:
    """The message of an answer that is an error and no post, or ""."""
    if isinstance(value, dict) and isinstance(value.get("code"), str) and isinstance(value.get("message"), str):
        return unescape(value["message"])
    return ""


def _is_post(value: Any) -> bool:
    return isinstance(value, dict) and _has_html(value.get("content")) and "title" in value


def _has_html(field: Any) -> bool:
    return isinstance(field, dict) and ("rendered" in field or "raw" in field)


def _entry(post: Any) -> Entry:
    if not _is_post(post):
        return ReadError("no WordPress post")
    try:
        return _draft(post)
    except ReadError as error:
        return error


def _draft(post: dict[str, Any]) -> Draft:
    pieces = html_pieces(_html(post["content"]))
    if not pieces and post["content"].get("protected"):
        raise ReadError("a protected post, whose text WordPress keeps back; fetch it with its password")
    excerpt = html_pieces(_html(post.get("excerpt")))
    # WordPress makes an excerpt of the first words unless an editor wrote one.
    shown = [] if said_elsewhere("\n".join(piece.text for piece in excerpt), pieces) else excerpt
    return assemble(html_line(_html(post["title"])), _without_more([*shown, *pieces]))


def _html(field: Any) -> str:
    """A field's HTML: an object with `rendered`, or `raw` for those who may edit; plain text in older exports."""
    if isinstance(field, dict):
        field = field.get("rendered") or field.get("raw")
    return field if isinstance(field, str) else ""


def _without_more(pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.text not in ("[…]", "[...]", "…")]
