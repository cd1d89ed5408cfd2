"""What is wrong with a glossary's entries before any article is checked with them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mtcheck.glossary.lookup import may_match
from mtcheck.glossary.reading import INVISIBLE, shown
from mtcheck.grammar import FUNCTION_WORDS
from mtcheck.knowledge import hindi_zipf
from mtcheck.script import fold, is_devanagari, words
from mtcheck.types import GlossaryEntry, Language

ERROR, WARNING = "error", "warning"
COMMON = 5.5  # Zipf frequency from which a word stands in nearly every article (पुलिस 5.8, सरकार 6.2)
_FORMULA = re.compile(r"^\s*(?:[=@]|[+-](?=[\w(]))")
_JOINERS = re.compile("[\u200c\u200d]")
_JOINED = re.compile("(?<=[\u094d\u0905\u0930])[\u200c\u200d]")  # after a virama, and in अ‍ॅ
_DEVANAGARI, _LATIN = "DEVANAGARI", "LATIN"


@dataclass(frozen=True)
class Problem:
    """Something to mend in a glossary: `origin` is "file:line", `code` a short name that scripts can rely on."""

    level: str
    code: str
    origin: str
    message: str


def find_problems(entries: Sequence[GlossaryEntry]) -> list[Problem]:
    """The problems of entries as written, of one file or of several together, in the entries' order, each once."""
    found: dict[Problem, None] = {}
    for entry in entries:
        found.update(dict.fromkeys(_alone(entry)))
    found.update(dict.fromkeys(_together(entries)))
    place = {origin: i for i, origin in reversed(list(enumerate(entry.origin for entry in entries)))}
    return sorted(found, key=lambda problem: place[problem.origin])


def _alone(entry: GlossaryEntry) -> Iterator[Problem]:
    yield from _empty(entry)
    cells = [("english", entry.english, Language.ENGLISH), ("note", entry.note, None)]
    cells += [("preferred", text, entry.language) for text in entry.preferred]
    cells += [("forbidden", text, entry.language) for text in entry.forbidden]
    for column, text, language in cells:
        yield from _characters(entry, column, text)
        if language is not None and text:
            yield from _script(entry, column, text, language)
    yield from _contradicts_itself(entry)
    for text in entry.forbidden:
        yield from _useless(entry, text)


def _empty(entry: GlossaryEntry) -> Iterator[Problem]:
    if not entry.english:
        yield Problem(ERROR, "empty", entry.origin, "english is empty; write the English term")
    if not entry.preferred:
        what = "preferred is empty; write the words to use"
        yield Problem(WARNING if entry.forbidden else ERROR, "empty", entry.origin, what)


def _characters(entry: GlossaryEntry, column: str, text: str) -> Iterator[Problem]:
    if INVISIBLE.search(text) or _JOINERS.search(_JOINED.sub("", text)):
        signs = sorted({f"U+{ord(c):04X}" for c in _JOINED.sub("", text) if INVISIBLE.match(c) or _JOINERS.match(c)})
        message = f"{column} ‘{_plain(text)}’ holds invisible characters ({', '.join(signs)}); type it anew"
        yield Problem(ERROR, "invisible", entry.origin, message)
    if unicodedata.normalize("NFC", text) != text:
        message = f"{column} ‘{shown(text)}’ is not in composed form (NFC); mtcheck reads it as if it were"
        yield Problem(WARNING, "not-nfc", entry.origin, message)
    if _FORMULA.match(text):
        message = f"{column} ‘{shown(text)}’ is a spreadsheet's formula; write the words themselves"
        yield Problem(ERROR, "formula", entry.origin, message)


def _plain(text: str) -> str:
    return shown(_JOINERS.sub("", INVISIBLE.sub("", text)))


def _script(entry: GlossaryEntry, column: str, text: str, language: Language) -> Iterator[Problem]:
    right = _LATIN if language is Language.ENGLISH else _DEVANAGARI
    tongue = {"en": "an English", "hi": "a Hindi", "mr": "a Marathi"}[language.value]
    mixed = next((word for word in text.split() if len(_scripts(word)) > 1), "")
    wrong = sorted(_scripts(text) - {right})
    if mixed:
        names = " and ".join(name.title() for name in sorted(_scripts(mixed)))
        message = f"{column} ‘{shown(mixed)}’ mixes {names} letters in one word; type it anew"
        yield Problem(ERROR, "mixed-script", entry.origin, message)
    elif wrong:
        # GST, 5G: news writes them so in any language.
        acronym = wrong == [_LATIN] and all(
            word.isupper() or word.isdigit() for word in re.findall("[A-Za-z0-9]+", text)
        )
        message = f"{column} ‘{shown(text)}’ has {wrong[0].title()} letters in {tongue} cell"
        yield Problem(WARNING if acronym else ERROR, "wrong-script", entry.origin, message)


def _scripts(text: str) -> set[str]:
    """The scripts of a text's letters, by the first word of their Unicode names."""
    return {unicodedata.name(c, "UNKNOWN").split()[0] for c in text if unicodedata.category(c)[0] == "L"}


def _contradicts_itself(entry: GlossaryEntry) -> Iterator[Problem]:
    preferred = {_key(text) for text in entry.preferred}
    for text in entry.forbidden:
        if _key(text) in preferred:
            message = f"‘{shown(text)}’ is both preferred and forbidden; it is never flagged: take one away"
            yield Problem(ERROR, "contradiction", entry.origin, message)


def _useless(entry: GlossaryEntry, text: str) -> Iterator[Problem]:
    found = words(text)
    if not may_match(text):
        why = "punctuation stands between its words" if found else "it has no words"
        message = f"forbidden ‘{shown(text)}’ can never match: {why}"
        yield Problem(ERROR, "never-matches", entry.origin, message)
    elif all(_everywhere(word.text) for word in found):
        message = f"forbidden ‘{shown(text)}’ is so common a word that it would flag nearly every article; add the words around it"
        yield Problem(ERROR, "too-common", entry.origin, message)


def _everywhere(word: str) -> bool:
    return word.isdigit() or fold(word) in FUNCTION_WORDS or (is_devanagari(word) and hindi_zipf(word) >= COMMON)


def _together(entries: Sequence[GlossaryEntry]) -> Iterator[Problem]:
    yield from _preferred_elsewhere(entries)
    for group in _by_term(entries):
        yield from _same_term(group)


def _preferred_elsewhere(entries: Sequence[GlossaryEntry]) -> Iterator[Problem]:
    right: dict[tuple[Language, str], list[GlossaryEntry]] = defaultdict(list)
    for entry in entries:
        for text in entry.preferred:
            right[entry.language, _key(text)].append(entry)
    for entry in entries:
        own = {_key(text) for text in entry.preferred}
        for text in entry.forbidden:
            others = [e for e in right.get((entry.language, _key(text)), ()) if e.origin != entry.origin]
            if others and _key(text) not in own:
                message = (
                    f"forbidden ‘{shown(text)}’ is preferred for ‘{shown(others[0].english)}’ ({others[0].origin}); "
                    "it is never flagged: forbid it together with the words around it"
                )
                yield Problem(ERROR, "preferred-elsewhere", entry.origin, message)


def _same_term(group: list[GlossaryEntry]) -> Iterator[Problem]:
    first = group[0]
    for entry in group[1:]:
        if entry.origin == first.origin:
            continue
        if {_key(text) for text in entry.preferred} & {_key(text) for text in first.preferred} or not (
            entry.preferred and first.preferred
        ):
            message = f"‘{shown(entry.english)}’ stands also at {first.origin}; put both into one line"
            yield Problem(WARNING, "duplicate", entry.origin, message)
        else:
            message = (
                f"‘{shown(entry.english)}’ is ‘{shown(entry.preferred[0])}’ here and "
                f"‘{shown(first.preferred[0])}’ at {first.origin}; decide on one, or list both as preferred"
            )
            yield Problem(ERROR, "contradiction", entry.origin, message)


def _by_term(entries: Iterable[GlossaryEntry]) -> Iterator[list[GlossaryEntry]]:
    groups: dict[tuple[Language, str], list[GlossaryEntry]] = defaultdict(list)
    for entry in entries:
        if entry.english:
            groups[entry.language, entry.english.casefold()].append(entry)
    yield from groups.values()


def _key(text: str) -> str:
    return " ".join(fold(word.text) for word in words(text)) or text
