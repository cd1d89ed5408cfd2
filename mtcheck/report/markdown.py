"""A rule's page of documentation, from Markdown to a safe piece of HTML that fits into the report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_RULE_PAGE = re.compile(r"(?:.*/)?([a-z][a-z-]*)\.md(?:#.*)?")
_TOP_LEVEL = 3  # a rule's section stands under the appendix's second-level heading


def render_page(page: str, known_rules: Sequence[str]) -> Markup:
    """The page without its title, headings below the section's own; raw HTML and pictures stay text."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = _without_title(parser.parse(page))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) - 1 + _TOP_LEVEL, 6)}"
        # An alignment comes as a style attribute, which the report's content security policy forbids.
        token.attrs.pop("style", None)
        if token.children:
            token.children = _with_local_links(token.children, known_rules)
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # the parser has escaped the text


def _without_title(tokens: list[Token]) -> list[Token]:
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return tokens[3:]
    return tokens


def _with_local_links(tokens: list[Token], known_rules: Sequence[str]) -> list[Token]:
    """Links to other rules' pages become links within the report; all others would lead nowhere, and become text."""
    kept: list[Token] = []
    open_links: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            target = _target(str(token.attrs.get("href", "")), known_rules)
            open_links.append(bool(target))
            token.attrs = {"href": target}
        live = open_links[-1] if token.type in ("link_open", "link_close") else True
        if token.type == "link_close":
            open_links.pop()
        if live:
            kept.append(token)
    return kept


def _target(address: str, known_rules: Sequence[str]) -> str:
    match = _RULE_PAGE.fullmatch(address)
    if match and match[1] in known_rules:
        return f"#rule-{match[1]}"
    return address if address.startswith("https://") else ""
