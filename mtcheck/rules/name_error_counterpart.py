"""Another name than the English sentence has: a helper of the rule name-error (no rule of its own).

Which words write which names is told by the costs of `transcription.name_cost`, and by the spellings that the names list.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from mtcheck.align import Alignment
from mtcheck.english import base_forms, without_possessive
from mtcheck.grammar import is_content
from mtcheck.knowledge import common_english, glosses, known, name_spellings, name_words, names
from mtcheck.numbers import MONTHS, WEEKDAYS
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import Word, fold, letters, phones, skeleton, spelled_phones, stem, unaccented
from mtcheck.transcription import name_cost
from mtcheck.transliteration import likeness_to_letters, reading
from mtcheck.types import Finding

_WRITES = 1.5  # mean cost of a letter: more, and the word writes another name; one right name in twenty costs more …
_ALIKE = 0.6  # … and those have most of the consonants (Louvre, लूव्र)
_ENGLISH = 0.9  # how like an English word sounds what is one
_SHORTEST = 3
_ENDINGS = ("", "ा", "ी", "े", "ू")  # that a Marathi stem has lost
_DEMONYM = 4  # letters that one adds to a country's name (Peruvian)
_COUNTRIES = frozenset({"country"})
_PLACES = frozenset({"place", "country"})
_PERSONS = frozenset({"given", "surname", "person"})


def check(context: Context) -> Iterator[Finding]:
    """A name of the English sentence that no word renders, where a name of the sentence renders nothing."""
    for tokens, index, _, alignment in context.counterparts:
        names_of = _Names(context.language, tokens, alignment)
        found = names_of.beside() or names_of.alone()
        if found is not None:
            row, shown = found
            yield _finding(context, tokens, index, tokens.words[row], shown)


class _Names:
    """The names of a sentence (rows) and of its English (columns), and who renders whom."""

    def __init__(self, language: str, tokens: Tokens, alignment: Alignment) -> None:
        self.language, self.words = language, tokens.words
        self.english, self.links = alignment.evidence_words, alignment.links
        title = sum(word.text[:1].isupper() for word in self.english) > len(self.english) / 2
        columns = [c for c, word in enumerate(self.english) if _is_name(c, word, title)]
        # Words of a name stand side by side.
        runs = groupby(enumerate(columns), lambda item: item[1] - item[0])
        self.runs = [[column for _, column in run] for _, run in runs]

    @cached_property
    def rendered(self) -> dict[int, int]:
        """Column → the row that renders it."""
        found = {}
        for column in (c for run in self.runs for c in run):
            row = next(
                (r for r, w in enumerate(self.words) if _renders(w, self.english[column].text, self.language)), None
            )
            if row is not None:
                found[column] = row
        return found

    @cached_property
    def said(self) -> frozenset[str]:
        """The words of the English in all their base forms."""
        folded = [fold(word.text) for word in self.english]
        return frozenset(folded).union(*map(base_forms, folded))

    def beside(self) -> tuple[int, str] | None:
        """A name beside the other half of a name of the English, where the English has another one."""
        for run in self.runs:
            for column in run:
                for other, step in ((column - 1, 1), (column + 1, -1)):
                    row = self.rendered.get(other, -9) + step
                    if other in run and column not in self.rendered and self._odd(row, _PERSONS):
                        return row, self._shown([column])
        return None

    def alone(self) -> tuple[int, str] | None:
        """The one name of the English that no word renders, and the one of the sentence that renders nothing."""
        lost = [run for run in self.runs if not any(column in self.rendered for column in run)]
        # Which words are odd takes longer to tell, and matters only then.
        odd = [row for row in range(len(self.words)) if self._odd(row, _COUNTRIES)] if len(lost) == 1 else []
        if len(odd) != 1:
            return None
        (run,), (row,) = lost, odd
        mine, theirs = _kinds(self.words[row], self.language), _latin_kinds(self._shown(run))
        if _PLACES & mine:  # Finland stands for Finnish, and France for Lyon
            return (row, self._shown(run)) if _PLACES & mine & theirs else None
        return (row, self._shown(run)) if self.links.get(row) in run else None

    def _shown(self, run: list[int]) -> str:
        return " ".join(without_possessive(self.english[column].text) for column in run)

    def _odd(self, row: int, kinds: frozenset[str]) -> bool:
        """A name, or no known word, that neither writes nor means a word of the English; one of those `kinds` may be a word, too."""
        if not 0 <= row < len(self.words):
            return False
        word = self.words[row]
        if not word.devanagari or len(word.folded) < _SHORTEST or letters(word.folded) or not is_content(word.text):
            return False
        meant = glosses(self.language).get(stem(word.text, self.language), frozenset())
        found = _kinds(word, self.language)
        if not kinds & found and (meant or (not found and not _may_be_name(word, self.language))):
            return False
        return not meant & self.said and not any(_renders(word, other.text, self.language) for other in self.english)


def _may_be_name(word: Word, language: str) -> bool:
    """No word that is known, and no English one in Devanagari letters."""
    if known(word.text, language):
        return False
    heard = reading(word.folded)
    return heard is None or heard.by_sound < _ENGLISH


def _finding(context: Context, tokens: Tokens, index: int, word: Word, shown: str) -> Finding:
    message = (
        f"‘{word.text}’ stands where the English has {shown}, and does not sound like it.",
        f"अंग्रेज़ी में {shown} है; ‘{word.text}’ उससे मेल नहीं खाता।",
    )
    return context.finding(
        "name-error", tokens, word.start, word.end, 0.75, message, intended=shown,
        suggestion=_usual(shown, context.language), evidence=(index,),
    )  # fmt: skip


def _is_name(column: int, word: Word, title: bool) -> bool:
    """A capitalised word that is none of the words of the term bank unless a place's name, no date and no title."""
    plain = fold(without_possessive(word.text))
    if not word.text[:1].isupper() or len(plain) < _SHORTEST or plain in MONTHS or plain in WEEKDAYS:
        return False
    if word.text[1:] != word.text[1:].casefold() or not is_content(word.text):
        return False  # an abbreviation (UN, MPs, GHz)
    if base_forms(plain) & common_english():
        kinds = _latin_kinds(word.text)
        return not title and bool(kinds & (_PLACES if column else _COUNTRIES))
    return column > 0 or plain in name_words()


def _renders(word: Word, english: str, language: str) -> bool:
    """True when a word is the name's usual spelling, or writes it."""
    if not word.devanagari:
        return fold(word.text) == fold(english)
    return _written(word.folded, fold(without_possessive(english)), language)


@lru_cache(maxsize=50_000)
def _written(folded: str, english: str, language: str) -> bool:
    if any(form in folded if len(form) > 3 else folded.startswith(form) for form in _spellings().get(english, ())):
        return True
    latin = unaccented(english)
    forms = {form for form in (*_bases(folded, language), stem(folded)) if len(form) > 1}
    latins = {latin, latin.removesuffix("s")} if len(latin) > _DEMONYM else {latin}
    if any(name_cost(name, form) <= _WRITES for name in latins for form in forms):
        return True
    # What is listed is spelled as listed, and a common word is no other way to write a name.
    if not forms & _listed() and not known(folded, language) and any(_alike(latin, form) >= _ALIKE for form in forms):
        return True
    shorter = [latin[:-n] for n in range(1, _DEMONYM + 1) if len(latin) - n >= _DEMONYM]
    return any(name_cost(name, folded) <= _WRITES / 2 or folded in _spellings().get(name, ()) for name in shorter)


def _bases(folded: str, language: str) -> list[str]:
    """The word, then without its ending."""
    base = stem(folded, language)
    return [folded, *(base + ending for ending in (_ENDINGS if language == "mr" else ("",)))]


def _alike(latin: str, form: str) -> float:
    """How like a word and a name sound, by all phones or by the consonants."""
    bones = skeleton(phones(form)), skeleton(spelled_phones(latin))
    return max(likeness_to_letters(form, latin), Levenshtein.normalized_similarity(*bones))


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    return frozenset(form for forms in _spellings().values() for form in forms)


def _kinds(word: Word, language: str) -> frozenset[str]:
    found = (name_words().get(base) for base in _bases(word.folded, language))
    return next((kinds for kinds in found if kinds), frozenset())


@lru_cache(maxsize=1)
def _kinds_by_latin() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name in names():
        for latin in name.latin:
            found.setdefault(fold(latin), set()).add(name.kind)
    return {latin: frozenset(kinds) for latin, kinds in found.items()}


def _latin_kinds(english: str) -> frozenset[str]:
    return _kinds_by_latin().get(fold(without_possessive(english)), frozenset())


@lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[str, ...]]:
    """Word of a Latin name → the folded words of its Devanagari spellings, the one at its place if they are as many."""
    found: dict[str, set[str]] = {}
    for latin, devanagari in name_spellings():
        parts, forms = fold(latin).split(), fold(devanagari).split()
        for place, part in enumerate(parts):
            if len(part) > 2:
                at_its_place = forms[place : place + 1] if len(forms) == len(parts) else forms
                found.setdefault(part, set()).update(form for form in at_its_place if len(form) > 1)
    return {part: tuple(forms) for part, forms in found.items()}


def _usual(latin: str, language: str) -> str:
    """The name's usual spelling, '' when it is not listed."""
    for name in names():
        if latin in name.latin:
            forms = name.marathi if language == "mr" and name.marathi else name.hindi
            return forms[0] if forms else ""
    return ""
