"""The base forms of English words: raised → raise, companies → company, struck → strike.

Own rules instead of a lemmatiser: what is asked is whether a word of the evidence may be a form of an entry of the data files,
and a form that is no word (rais) is in none of them. The lemmatisers to be had cost more memory than all data files together.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

_SHORT = re.compile("(?:[^aeiou]|qu)*[aeiouy][^aeiouwxy]")  # one syllable that would have doubled its consonant
_DOUBLED = re.compile(r"(.*[aeiouy])([bdfgklmnprstvz])\2")
_KEPT = ("ss", "us", "is")  # final s that is no plural
_SINGULAR = frozenset("news series species means physics mathematics athletics".split())


@lru_cache(maxsize=1)
def _irregular() -> dict[str, frozenset[str]]:
    """Irregular form → its base forms (left: leave; lay: lie; found: find)."""
    found: dict[str, set[str]] = {}
    for line in files("mtcheck.data").joinpath("irregular.tsv").read_text(encoding="utf8").splitlines()[1:]:
        base, forms = line.split("\t")
        for form in forms.split("|"):
            found.setdefault(form, set()).add(base)
    return {form: frozenset(bases) for form, bases in found.items()}


def without_possessive(word: str) -> str:
    """The word without ’s."""
    return word.removesuffix("'s").removesuffix("’s")


@lru_cache(maxsize=50_000)
def base_forms(word: str) -> frozenset[str]:
    """A lower-case English word, and what it may be the plural, the past, the participle or the superlative of."""
    found = {word} | _irregular().get(word, frozenset())
    if word.endswith("s") and len(word) > 3 and not word.endswith(_KEPT) and word not in _SINGULAR:
        found |= _without_s(word)
    for ending in ("ed", "ing", "est"):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            found |= _without_suffix(word[: -len(ending)])
    return frozenset(found)


def _without_s(word: str) -> set[str]:
    if word.endswith("ies"):
        return {word[:-3] + "y", word[:-1]}
    found = {word[:-1]}
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        found.add(word[:-2])
    return found


def _without_suffix(rest: str) -> set[str]:
    """What -ed, -ing or -est was put on: with its silent e, its single consonant, its y."""
    doubled = _DOUBLED.fullmatch(rest)
    if doubled and len(rest) > 3:
        return {rest, doubled[1] + doubled[2]}
    if rest.endswith("i"):
        return {rest[:-1] + "y"} if len(rest) > 2 else {rest + "e"}
    return {rest + "e"} if _SHORT.fullmatch(rest) else {rest, rest + "e"}


def same_word(first: str, second: str) -> bool:
    """True when two lower-case words may be forms of one."""
    return bool(base_forms(first) & base_forms(second))
