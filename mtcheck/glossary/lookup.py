"""A glossary made ready for looking words up: phrases in whatever inflection, English terms, and names by their sound."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from mtcheck.glossary.inflection import (
    BARE_VERB,
    EXACT,
    INSIDE,
    VERB,
    Form,
    forms,
    infinitive_of,
    is_infinitive,
)
from mtcheck.grammar import FUNCTION_WORDS
from mtcheck.knowledge import nouns
from mtcheck.script import Word, fold, phones, skeleton, words
from mtcheck.types import GlossaryEntry, Language

NAME = "name"
_BETWEEN = re.compile(r"[\s\u200b-\u200d\u2060‐‑–-]*")  # what may stand between two words of one phrase
_LIGHT = {"hi": ("करना", "होना", "देना", "लेना", "जाना"), "mr": ("करणे", "होणे", "देणे", "घेणे", "जाणे", "येणे")}
_NASAL = re.compile("न्(?=[शषस])")
_SHORT_BONES, _LONG_BONES = 2, 4  # consonants of a name: fewer say nothing, and one of so many may be another


@dataclass(frozen=True)
class Phrase:
    """A rendering of an entry as words to look up; `parts` are folded dictionary forms."""

    parts: tuple[str, ...]
    text: str
    entry: GlossaryEntry
    preferred: bool
    verb: bool


@dataclass(frozen=True)
class Match:
    """A phrase found at tokens [first, end); `how` its last word is inflected, `exact` when every word stands as listed."""

    first: int
    end: int
    phrase: Phrase
    how: str
    exact: bool

    @property
    def rank(self) -> tuple[int, bool, bool, int]:
        """Longer before shorter, as listed before inflected, preferred before forbidden, then from left to right."""
        return -(self.end - self.first), not self.exact, not self.phrase.preferred, self.first


def joined(text: str) -> bool:
    """True when `text`, between two words, keeps them in one phrase: spaces or a hyphen, no punctuation."""
    return bool(_BETWEEN.fullmatch(text))


class Phrases:
    """The preferred and forbidden renderings of one language, found in a sentence whatever their inflection."""

    def __init__(self, entries: Iterable[GlossaryEntry], language: str) -> None:
        self._language = language
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        for entry in entries:
            for text in entry.preferred:
                self._add(text, entry, preferred=True)
            for text in entry.forbidden:
                self._add(text, entry, preferred=False)

    def _add(self, text: str, entry: GlossaryEntry, preferred: bool) -> None:
        found = words(text)
        if not found or not _chained(found, text):
            return
        parts = [fold(word.text) for word in found]
        if len(parts) > 1:
            parts[-1] = infinitive_of(parts[-1], self._language) or parts[-1]
        verb = is_infinitive(parts[-1], self._language) and _is_verb(parts, entry, self._language)
        self._by_first[parts[0]].append(Phrase(tuple(parts), text, entry, preferred, verb))

    def find(self, tokens: Sequence[Word], text: str) -> list[Match]:
        """The phrases that stand in a sentence, overlaps settled: the longest wins, and at the same words the preferred one.

        `tokens` are the sentence's words, with offsets into `text`. Several entries may share a phrase: then all are given.
        """
        readings = [forms(word.text, self._language) for word in tokens]
        chains = [joined(text[a.end : b.start]) for a, b in itertools.pairwise(tokens)]
        return _settled(self._all(tokens, readings, chains))

    def _all(self, tokens: Sequence[Word], readings: list[tuple[Form, ...]], chains: list[bool]) -> Iterator[Match]:
        for i, reading in enumerate(readings):
            for lemma in dict.fromkeys(form.lemma for form in reading):
                for phrase in self._by_first.get(lemma, ()):
                    match = _match(phrase, tokens, readings, chains, i)
                    if match is not None:
                        yield match


def may_match(text: str) -> bool:
    """False for a rendering that can stand in no sentence: no words, or punctuation between them."""
    found = words(text)
    return bool(found) and _chained(found, text)


def _chained(found: Sequence[Word], text: str) -> bool:
    return all(joined(text[a.end : b.start]) for a, b in itertools.pairwise(found))


def _is_verb(parts: Sequence[str], entry: GlossaryEntry, language: str) -> bool:
    """True for renderings of a verb; सेना and योजना only look like infinitives."""
    if len(parts) > 1 and parts[-1] in map(fold, _LIGHT["mr" if language == "mr" else "hi"]):
        return True
    english = entry.english.casefold()
    ends = all(is_infinitive(text, language) for text in entry.preferred)
    return english.startswith("to ") or (bool(entry.preferred) and ends and english not in nouns())


def _match(
    phrase: Phrase, tokens: Sequence[Word], readings: list[tuple[Form, ...]], chains: list[bool], at: int
) -> Match | None:
    end = at + len(phrase.parts)
    if end > len(tokens) or not all(chains[at : end - 1]):
        return None
    hows: list[str] = []
    for k, part in enumerate(phrase.parts):
        how = _how(readings[at + k], part, phrase, last=k == len(phrase.parts) - 1)
        if how is None:
            return None
        hows.append(how)
    if hows[-1] == BARE_VERB and len(phrase.parts) == 1 and not _before_auxiliary(tokens, end):
        return None
    return Match(at, end, phrase, hows[-1], all(how == EXACT for how in hows))


def _how(reading: tuple[Form, ...], part: str, phrase: Phrase, last: bool) -> str | None:
    for form in reading:
        if form.lemma != part:
            continue
        allowed = form.how not in (VERB, BARE_VERB) or phrase.verb
        if form.how == EXACT or (allowed and (last or form.how in INSIDE)):
            return form.how
    return None


_AUXILIARIES = {
    fold(word)
    for word in (
        "रहा रही रहे रहना दिया दी दिए दिये देना देगा देगी देंगे लिया ली लिए लिये लेना लेगा लेगी लेंगे सकता सकती सकते सका सकी सके गया गई गए गयी गये जाना जाएगा जाएगी "
        "चुका चुकी चुके कर के करके डाला डाली डाले रखा रखी रखे पाया पाई पाए पाएगा पाएगी"
    ).split()
}


def _before_auxiliary(tokens: Sequence[Word], end: int) -> bool:
    """A bare verb stem (थोप) is one only before an auxiliary (थोप दिया)."""
    return end < len(tokens) and tokens[end].folded in _AUXILIARIES


def _settled(matches: Iterable[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: m.rank):
        rivals = [other for other in kept if other.first < match.end and match.first < other.end]
        if all(other.rank[:3] == match.rank[:3] and other.first == match.first for other in rivals):
            kept.append(match)
    return sorted(kept, key=lambda m: (m.first, m.end))


@dataclass(frozen=True)
class EnglishTerm:
    """An English term of the glossary with all entries that have it; `parts` are its words, folded but for acronyms."""

    parts: tuple[str, ...]
    entries: tuple[GlossaryEntry, ...]

    @property
    def preferred(self) -> tuple[str, ...]:
        """The preferred renderings of all its entries."""
        return tuple(dict.fromkeys(text for entry in self.entries for text in entry.preferred))


class EnglishTerms:
    """The English terms of the entries that prefer a rendering, found in an English sentence."""

    def __init__(self, entries: Iterable[GlossaryEntry]) -> None:
        grouped: dict[tuple[str, ...], list[GlossaryEntry]] = defaultdict(list)
        for entry in entries:
            parts = tuple(_plain(word.text) for word in words(entry.english.removeprefix("to ")))
            if parts and entry.preferred:
                grouped[parts].append(entry)
        self._by_first: dict[str, list[EnglishTerm]] = defaultdict(list)
        for parts, mine in grouped.items():
            self._by_first[singular(parts[0])].append(EnglishTerm(parts, tuple(mine)))

    def find(self, tokens: Sequence[Word]) -> list[tuple[int, int, EnglishTerm]]:
        """(first, end, term) of the terms among an English sentence's words, the longest where several overlap."""
        found = [
            (i, i + len(term.parts), term)
            for i, word in enumerate(tokens)
            for term in self._by_first.get(singular(_plain(word.text)), ())
            if _stands(term.parts, tokens[i : i + len(term.parts)])
        ]
        kept: list[tuple[int, int, EnglishTerm]] = []
        for first, end, term in sorted(found, key=lambda item: (item[0] - item[1], item[0])):
            if not any(other < end and first < stop for other, stop, _ in kept):
                kept.append((first, end, term))
        return sorted(kept, key=lambda item: item[:2])


def _plain(word: str) -> str:
    """An English word to compare: acronyms keep their capitals (US, WHO), the possessive goes."""
    word = re.sub(r"['’]s?$", "", word)
    return word if len(word) > 1 and word.isupper() else fold(word)


def singular(word: str) -> str:
    """An English noun without its plural ending."""
    if len(word) > 3 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _stands(parts: tuple[str, ...], tokens: Sequence[Word]) -> bool:
    """True when the words are these, in the plural or not; an acronym must be one (WHO, not who)."""
    return len(tokens) == len(parts) and all(
        part == _plain(word.text) or (not part.isupper() and singular(part) == singular(fold(_plain(word.text))))
        for part, word in zip(parts, tokens, strict=True)
    )


@dataclass(frozen=True)
class NameWord:
    """One word of a name's preferred spelling, with its sound and the entry it comes from.

    `english` is the English word that it renders, '' where the two have not the same number of words.
    """

    text: str
    heard: str
    english: str
    place: int
    name: tuple[str, ...]
    entry: GlossaryEntry


class Names:
    """The words of the glossary's names by the consonants of their sound."""

    def __init__(self, entries: Iterable[GlossaryEntry]) -> None:
        self._by_bones: dict[str, list[NameWord]] = defaultdict(list)
        self.spellings: set[str] = set()
        for entry in entries:
            if entry.kind == NAME:
                for text in entry.preferred:
                    self._add(text, entry)

    def _add(self, text: str, entry: GlossaryEntry) -> None:
        found = [word for word in words(text) if word.devanagari]
        english = [word.text for word in words(entry.english)]
        parts = tuple(word.folded for word in found)
        for place, word in enumerate(found):
            self.spellings.add(spelling(word.text))
            heard = phones(word.text)
            bones = skeleton(heard)
            if len(bones) < _SHORT_BONES or word.folded in FUNCTION_WORDS:
                continue
            spoken = english[place] if len(english) == len(found) else ""
            item = NameWord(word.text, heard, spoken, place, parts, entry)
            for key in _nearby(bones):
                self._by_bones[key].append(item)

    def like(self, word: str) -> list[NameWord]:
        """The names' words whose consonants sound like those of `word`, but for one in long names."""
        found = (item for key in _nearby(skeleton(phones(word))) for item in self._by_bones.get(key, ()))
        return list(dict.fromkeys(found))

    def __bool__(self) -> bool:
        return bool(self._by_bones)


def spelling(word: str) -> str:
    """`fold`, and one spelling for a nasal before a sibilant too, which names are written with either way (जेलेन्स्की, जेलेंस्की)."""
    return _NASAL.sub("ं", fold(word))


def _nearby(bones: str) -> set[str]:
    """Keys that two strings of consonants share when they are equal, or one apart and long (one deletion on either side)."""
    shorter = {bones[:i] + bones[i + 1 :] for i in range(len(bones))} if len(bones) >= _LONG_BONES else set()
    return {bones} | shorter


class Tongue:
    """What a glossary says for one language; each part is made when it is first asked for."""

    def __init__(self, entries: tuple[GlossaryEntry, ...], language: str) -> None:
        self.entries = entries
        self.language = language

    @cached_property
    def phrases(self) -> Phrases:
        """Preferred and forbidden renderings."""
        return Phrases(self.entries, self.language)

    @cached_property
    def english(self) -> EnglishTerms:
        """The English terms."""
        return EnglishTerms(self.entries)

    @cached_property
    def names(self) -> Names:
        """The names."""
        return Names(self.entries)


class Glossary:
    """A glossary ready for use; an empty one finds nothing."""

    def __init__(self, entries: tuple[GlossaryEntry, ...] = ()) -> None:
        self.entries = entries
        self._tongues: dict[str, Tongue] = {}

    def tongue(self, language: str) -> Tongue:
        """The entries for "hi" or "mr", compiled once."""
        if language not in self._tongues:
            mine = tuple(entry for entry in self.entries if entry.language is Language(language))
            self._tongues[language] = Tongue(mine, language)
        return self._tongues[language]

    def __bool__(self) -> bool:
        return bool(self.entries)


@lru_cache(maxsize=8)
def compiled(entries: tuple[GlossaryEntry, ...]) -> Glossary:
    """The glossary of these entries; the same entries give the same object."""
    return Glossary(entries)
