"""Text from articles is hostile: invisible characters are made visible, and the terminal and the page stay in order."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

_BIDI = {
    "\u061c": "ALM",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}
# Controls and format characters, except line breaks, tabs, and the two joiners that Devanagari spelling needs.
_INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff"
)
_INERT = re.compile(f"([{_INVISIBLE}])")
_IN_SCRIPT = re.compile(f"[<>&'\u2028\u2029{_INVISIBLE}]")
_INERT_ON_TERMINAL = re.compile(f"[\r{_INVISIBLE}]")  # a lone \r would let a line be written over


def plain(text: str) -> str:
    """The text for a terminal: characters that could move the cursor or reorder the line become visible codes."""
    return _INERT_ON_TERMINAL.sub(lambda match: f"<{_label(match[0])}>", text)


def markup(text: str) -> Markup:
    """The text for a page: escaped, and every invisible character replaced by an inert, visible sign."""
    if not _INERT.search(text):
        return escape(text)
    return Markup("").join(_sign(part) if _INERT.fullmatch(part) else escape(part) for part in _INERT.split(text))


def without_invisible(text: str) -> str:
    """The text without the characters that `markup` shows as signs: they come along with words pasted from elsewhere."""
    return _INERT.sub("", text)


def script_data(value: Any) -> Markup:
    """The value as JSON for a script element of type application/json: nothing in it can end the element or reorder a line."""
    return Markup(_IN_SCRIPT.sub(_json_escape, json.dumps(value, ensure_ascii=False, separators=(",", ":"))))


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


@lru_cache(maxsize=256)
def _sign(character: str) -> Markup:
    # The sign stands in a data attribute, so that the words around it can be copied and searched without it.
    name = unicodedata.name(character, "control character")
    return Markup('<span class="ctl" data-c="{}" title="U+{:04X} {}"></span>').format(
        _label(character), ord(character), name.lower()
    )


def _label(character: str) -> str:
    return _BIDI.get(character) or f"U+{ord(character):04X}"
