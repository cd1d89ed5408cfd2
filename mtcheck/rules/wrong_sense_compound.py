"""Known English terms that were read word by word, one word of them in another sense.

The term bank says how news renders a term (merchant vessel: व्यापारिक पोत), the sense inventory which words render the other
senses of its parts (vessel: बर्तन), the lexicon how the remaining words are said (merchant: व्यापारी). Together they know the
calque व्यापारी बर्तन, which no list holds.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from mtcheck.grammar import is_content
from mtcheck.knowledge import (
    LIGHT_VERBS,
    Sense,
    Term,
    collocations,
    glosses,
    idioms,
    inflections,
    keys,
    lexicon,
    senses,
    terms,
    written_together,
)
from mtcheck.script import Word, fold, stem, word_texts

_LONGEST = 4  # content words of a term
_LINKS = {fold(form) for form in "का के की को में पर से चा ची चे च्या".split()}


@dataclass
class Calque:
    """A term as its words would stand in Hindi (Marathi), one of them in another sense."""

    term: Term
    parts: tuple[str, ...]  # the base forms of its English words in the order of Hindi
    wrong: int  # the place of the word in another sense
    accepted: frozenset[str]  # the keys of the term's accepted renderings
    company: frozenset[str]  # stems of the words that its right sense keeps company with
    _said: dict[int, frozenset[str]] = field(default_factory=dict)

    def said(self, place: int, language: str) -> frozenset[str]:
        """The keys of the words that may stand at a place which is not the wrong one; made when the wrong word is met."""
        if place not in self._said:
            self._said[place] = _said(self.parts[place], self.accepted, language)
        return self._said[place]


def find(tokens: Sequence[Word], language: str, article: frozenset[str]) -> Iterator[tuple[int, int, Term]]:
    """(first token, last token + 1, term) of every term one of whose words stands in another sense.

    `article` are the stems of the whole article: some of them must be company of the term's own sense (हरे पत्ते are no green
    card in an article about a garden).
    """
    stems = [stem(word.text, language) for word in tokens]
    found = [_keys(word.text, language) for word in tokens]
    seen: set[tuple[int, int]] = set()
    for i, mine in enumerate(found):
        for calque in (calque for key in mine for calque in _calques(language).get(key, ())):
            places = _places(tokens, found, i, calque, language)
            if not places or (places[0], places[-1]) in seen or _attested(stems, places, language):
                continue
            if written_together(tokens[places[0] : places[-1] + 1], calque.term.accepted):
                continue
            if calque.company & (article - {stems[place] for place in places}):
                seen.add((places[0], places[-1]))
                yield places[0], places[-1] + 1, calque.term


def _places(
    tokens: Sequence[Word], found: Sequence[frozenset[str]], at: int, calque: Calque, language: str
) -> list[int]:
    """Where the words of the calque stand, whose wrong word is at `at`; [] unless all stand there in order."""
    before = _walk(tokens, found, at, -1, (calque.said(k, language) for k in reversed(range(calque.wrong))))
    if before is None:
        return []
    after = _walk(tokens, found, at, 1, (calque.said(k, language) for k in range(calque.wrong + 1, len(calque.parts))))
    return [] if after is None else [*before[::-1], at, *after]


def _walk(
    tokens: Sequence[Word], found: Sequence[frozenset[str]], at: int, step: int, parts: Iterable[frozenset[str]]
) -> list[int] | None:
    """The places of the parts one after the other from `at` on, a postposition between two allowed."""
    places = []
    for part in parts:
        for reach in (1, 2):
            place = at + step * reach
            if not 0 <= place < len(tokens) or not _joined(tokens, at, place):
                return None
            if tokens[place].folded not in _LINKS:
                break
        if not found[place] & part or not is_content(tokens[place].text):
            return None
        places.append(place)
        at = place
    return places


def _joined(tokens: Sequence[Word], a: int, b: int) -> bool:
    """True when nothing but single spaces parts the words from the one place to the other."""
    first, last = min(a, b), max(a, b)
    return all(tokens[i + 1].start - tokens[i].end <= 1 for i in range(first, last))


def _attested(stems: Sequence[str], places: Sequence[int], language: str) -> bool:
    """True when open text has two neighbouring words of it together."""
    table = collocations(language)
    return any(table.get((stems[a], stems[b])) for a, b in itertools.pairwise(places))


@lru_cache(maxsize=2)
def _calques(language: str) -> dict[str, list[Calque]]:
    """Key of the wrong word → the calques that it would make."""
    rivals = _senses_by_english(language)
    found: dict[str, list[Calque]] = defaultdict(list)
    for term in _united(language):
        parts = _parts(term.english)
        if not 2 <= len(parts) <= _LONGEST or not any(len(rivals.get(part, ())) > 1 for part in parts):
            continue
        accepted = _all_keys((word for form in term.accepted for word in word_texts(form)), language)
        for place, part in enumerate(parts):
            wrong, company = _wrong_stems(rivals.get(part, ()), accepted)
            if wrong:
                calque = Calque(term, parts, place, accepted, company)
                for key in wrong:
                    found[key].append(calque)
    return dict(found)


def _united(language: str) -> list[Term]:
    """The terms and idioms, with all accepted renderings that the files give an English term together."""
    accepted: dict[str, dict[str, None]] = defaultdict(dict)
    first: dict[str, Term] = {}
    for term in (*terms(language), *idioms(language)):
        key = term.english.casefold()
        first.setdefault(key, term)
        accepted[key].update(dict.fromkeys(term.accepted))
    return [
        Term(term.english, tuple(accepted[key]), term.wrong, term.subject, term.meaning) for key, term in first.items()
    ]


_SMALL = set("a an of to in on at by for with from and or as is the one's his her its into".split())


def _parts(english: str) -> tuple[str, ...]:
    """The base forms of a term's content words in the order in which Hindi says them (X of Y: Y's X)."""
    bases = tuple(_base(word) for word in word_texts(english.casefold()) if word not in _SMALL)
    return bases[::-1] if " of " in english else bases


def _base(english: str) -> str:
    """An English noun's singular, roughly: the same for a term's word and an entry of the inventory."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if english.endswith(ending) and not english.endswith("ss") and len(english) > 3:
            return english[: -len(ending)] + instead
    return english


class _Keyed(NamedTuple):
    """A sense, the keys of its words, and those of them that are not at home everywhere."""

    sense: Sense
    own: frozenset[str]
    telling: frozenset[str]


@lru_cache(maxsize=2)
def _senses_by_english(language: str) -> dict[str, list[_Keyed]]:
    """Base form of an English word → its senses."""
    found: dict[str, list[_Keyed]] = defaultdict(list)
    for english, items in senses(language).items():
        for sense in items:
            own = _all_keys(sense.words, language)
            found[_base(english)].append(_Keyed(sense, own, own - _all_keys(sense.quiet, language)))
    return found


def _wrong_stems(items: Sequence[_Keyed], accepted: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Keys of the senses that the term does not have, and the company of the one it has.

    Both empty unless its own sense is known by an accepted rendering.
    """
    right = [item for item in items if item.own & accepted]
    if not right:
        return frozenset(), frozenset()
    other = frozenset(key for item in items for key in item.telling)
    company = frozenset(key for item in right for key in item.sense.company)
    return other.difference(accepted, *(item.own for item in right)), company


@lru_cache(maxsize=200_000)
def _keys(word: str, language: str) -> frozenset[str]:
    """What a word is matched by; nothing for a light verb, which is no word of a compound (कर, tax and do)."""
    light = stem(word, language) in LIGHT_VERBS or keys(word, language) & LIGHT_VERBS
    return frozenset() if light else inflections(word, language)


def _all_keys(forms: Iterable[str], language: str) -> frozenset[str]:
    return frozenset(key for form in forms if " " not in form and "-" not in form for key in _keys(form, language))


@lru_cache(maxsize=2)
def _everyday(language: str) -> dict[str, frozenset[str]]:
    """Base form of an English word → the keys of its everyday words."""
    found: dict[str, set[str]] = defaultdict(set)
    for english, forms in lexicon(language).items():
        found[_base(english)].update(_all_keys(forms, language))
    return {english: frozenset(said) for english, said in found.items()}


def _said(part: str, accepted: frozenset[str], language: str) -> frozenset[str]:
    """How a word of a term that is not the wrong one may be said: its everyday words, or a word of an accepted rendering."""
    own = frozenset(key for key in accepted if "*" not in key and part in _meant(key, language))
    return _everyday(language).get(part, frozenset()) | own


@lru_cache(maxsize=50_000)
def _meant(key: str, language: str) -> frozenset[str]:
    """Base forms of the English words that a word can mean."""
    return frozenset(_base(english) for english in glosses(language).get(stem(key, language), ()))
