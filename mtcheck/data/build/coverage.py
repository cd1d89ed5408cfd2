"""How much of the news the data files cover: of annotated articles with the English that was translated (`english_source`).

usage: python mtcheck/data/build/coverage.py GOLD.json... > table.md

GOLD must not be articles that the files were written with, or from.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from mtcheck.english import base_forms, without_possessive
from mtcheck.grammar import is_content
from mtcheck.knowledge import (
    acronym_forms,
    acronyms,
    common_english,
    english_loans,
    glosses,
    hindi_zipf,
    known,
    lexicon,
    name_words,
    names,
    senses,
    terms,
    vocabulary,
)
from mtcheck.numbers import MONTHS, WEEKDAYS
from mtcheck.script import fold, is_devanagari, letters, stem, words
from mtcheck.transliteration import reading

_ACRONYM = re.compile(r"[A-Z]{2,6}")
_ENGLISH = 0.9  # how like an English word sounds what is one in Devanagari letters
_USUAL = 3.0  # Zipf frequency of such a word: rarer ones are names as often
_COMMON = 3.3  # and of what is a word of Hindi


class Item(NamedTuple):
    """Something that the files should know, and whether they do."""

    kind: str
    covered: bool


def items(article: dict[str, Any]) -> Iterator[Item]:
    """Everything in one article that is counted."""
    language = article["lang"]
    yield from _of_english(article["english_source"], language)
    yield from _of_translation(article, language)
    for error in article["errors"]:
        if error["type"] == "wrong-sense":
            wrong, right = (_meanings(error[part], language) for part in ("span", "correction"))
            yield Item("wrong words in a wrong sense: their literal English is known", bool(wrong))
            yield Item("… and the right words render the same English word in another sense", bool(wrong & right))


def _of_english(text: str, language: str) -> Iterator[Item]:
    found = words(text)
    for before, word in pairwise(found):
        plain = without_possessive(word.text)
        bases = base_forms(plain.casefold())
        if _ACRONYM.fullmatch(plain):
            yield Item("acronyms in the English", plain in acronyms())
        elif plain.isalpha() and plain.islower() and is_content(plain):
            yield Item("words of the English: with Hindi (Marathi) words", bool(bases & _english(language)))
        elif plain.istitle() and word.start - before.end == 1 and not bases & (common_english() | {*MONTHS, *WEEKDAYS}):
            yield Item("words of names in the English", fold(plain) in _latin_names())
    for first, second in pairwise(found):
        pair = f"{first.text} {second.text}".casefold()
        term = pair in _pairs()
        if term or (is_content(first.text) and is_content(second.text) and second.start - first.end == 1):
            yield Item("pairs of words of the English that are, or begin, a term", term)


def _of_translation(article: dict[str, Any], language: str) -> Iterator[Item]:
    marked = [(error["start"], error["start"] + len(error["span"])) for error in article["errors"]]
    for word in words(article["text"]):
        if not is_devanagari(word.text) or any(start < word.end and word.start < end for start, end in marked):
            continue
        folded = word.folded
        yield Item("words of the translation, errors apart: known", known(folded, language))
        if len(letters(folded)) > 1:
            yield Item("acronyms in the translation", folded in acronym_forms())
        elif _is_english(folded, language):
            yield Item(
                "rare words that sound English, names among them: judged loan or foreign", folded in english_loans()
            )


def _is_english(folded: str, language: str) -> bool:
    if folded in name_words() or hindi_zipf(folded) > _COMMON or stem(folded, language) in vocabulary(language):
        return False
    found = reading(folded)
    return found is not None and found.by_sound >= _ENGLISH and found.zipf >= _USUAL


def _meanings(text: str, language: str) -> set[str]:
    found = (glosses(language).get(stem(word.text, language), frozenset()) for word in words(text))
    return {english for meant in found for english in meant} | _of_term(
        " ".join(fold(w.text) for w in words(text)), language
    )


def _of_term(text: str, language: str) -> set[str]:
    return {term.english for term in terms(language) if text in {fold(form) for form in (*term.accepted, *term.wrong)}}


@cache
def _english(language: str) -> frozenset[str]:
    return frozenset({*lexicon(language), *senses(language), *(term.english for term in terms(language))})


@cache
def _latin_names() -> frozenset[str]:
    return frozenset(fold(part) for name in names() for form in name.latin for part in form.split())


@cache
def _pairs() -> frozenset[str]:
    return frozenset(" ".join(term.english.casefold().split()[:2]) for term in terms("hi") if " " in term.english)


def table(paths: Sequence[str]) -> Iterator[str]:
    """The lines of the table."""
    seen: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    for path in paths:
        for item in items(json.loads(Path(path).read_text(encoding="utf8"))):
            seen[item.kind] += 1
            covered[item.kind] += item.covered
    yield "| of | number | covered |"
    yield "|---|---:|---:|"
    for kind, count in seen.items():
        yield f"| {kind} | {count} | {covered[kind] / count:.2f} |"


if __name__ == "__main__":
    print("\n".join(table(sys.argv[1:])))
