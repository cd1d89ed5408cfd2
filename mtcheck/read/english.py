"""English texts that a format hands over with an article: the work it translates, or is based on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mtcheck.read.draft import lines
from mtcheck.read.limits import MAX_LETTERS, MAX_SOURCES
from mtcheck.types import Source

_LATIN = re.compile("[A-Za-z]")
_OTHER = re.compile(r"[^\W\d_A-Za-z]")
_SHARE = 0.9  # of the letters that are plain Latin ones


def is_english(text: str, language: str = "") -> bool:
    """True for an English text: `language` is what its format says of it, or "" when that is nothing."""
    latin, other = len(_LATIN.findall(text)), len(_OTHER.findall(text))
    said = not language or language.casefold().startswith("en")
    return said and latin > 0 and latin >= _SHARE * (latin + other)


def sources(found: Iterable[tuple[str, str, str]]) -> tuple[Source, ...]:
    """The English ones of (origin, text, language), each text once; the second of an origin is called origin-2."""
    out: list[Source] = []
    counts: dict[str, int] = {}
    seen: set[str] = set()
    for origin, text, language in found:
        clean = "\n".join(lines(text))
        if clean in seen or len(clean) > MAX_LETTERS or not is_english(clean, language) or len(out) == MAX_SOURCES:
            continue
        seen.add(clean)
        counts[origin] = counts.get(origin, 0) + 1
        out.append(Source(origin if counts[origin] == 1 else f"{origin}-{counts[origin]}", clean))
    return tuple(out)
