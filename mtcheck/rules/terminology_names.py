"""Words that sound like a name of the glossary and are spelled otherwise: a helper of the rule terminology."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from mtcheck.glossary.inflection import CASE, EXACT, PLURAL_OBLIQUE, Form, forms
from mtcheck.glossary.lookup import Match, NameWord, Tongue, joined, spelling
from mtcheck.grammar import is_content
from mtcheck.knowledge import (
    acronym_forms,
    corpus_words,
    english_loans,
    hindi_zipf,
    keys,
    name_words,
    names,
    vocabulary,
)
from mtcheck.rules.base import Context, Tokens
from mtcheck.rules.terminology_evidence import speaking_of
from mtcheck.script import Word, fold, letters, phones, skeleton, words
from mtcheck.types import Finding, Severity

_CONFIDENCE, _SPOKEN = 0.8, 0.85  # the second when the English of the evidence has the name
_COMMON = {
    2: 1.5,
    3: 2.8,
}  # Zipf frequency from which a word is a word of its own, by the name's consonants; more: as for 3
_SEEN = 5  # times in open text, from which a Marathi word is one of its own
_ALIKE = 0.75  # least likeness of the phones of two words with the same consonants
_ALIKE_LONG = 0.77  # … when one consonant differs
_LOST, _EXCHANGED = 4, 5  # consonants of a name, from which one may be lost, or be another
_SHORTEST = 3
_ADJECTIVE = "ीई"  # रूसी, मंगोलियाई
_VOWELS = "ािीुूृेैोौॉॅअआइईउऊएऐओऔ\u0902"
# Only such inflection as names take; one letter (a Marathi -त) may as well be the word's own.
_OF_NAMES = {CASE, PLURAL_OBLIQUE}
_ENDING = 2


def misspelled_names(context: Context, tokens: Tokens, tongue: Tongue, matches: Sequence[Match]) -> Iterator[Finding]:
    """Words that are spelled nearly as a name of the glossary sounds, and are nothing else that is known."""
    if not tongue.names:
        return
    taken = {i for match in matches for i in range(match.first, match.end)}
    for i, word in enumerate(tokens.words):
        if i in taken or not word.devanagari or len(word.folded) < _SHORTEST:
            continue
        found = _misspelled(context, tokens, tongue, i)
        if found is not None:
            yield _finding(context, tokens, word, *found)


def _misspelled(context: Context, tokens: Tokens, tongue: Tongue, i: int) -> tuple[Form, NameWord] | None:
    """The form of word `i` that is a misspelling, and the name's word that it should be; None when it is right or another word."""
    word = tokens.words[i]
    readings = [
        form
        for form in forms(word.text, context.language)
        if form.how == EXACT or (form.how in _OF_NAMES and len(word.folded) - len(form.lemma) >= _ENDING)
    ]
    if any(spelling(form.lemma) in tongue.names.spellings for form in readings):
        return None
    likely = [
        (likeness, form, item)
        for form in readings
        for item in tongue.names.like(form.lemma)
        if (likeness := _likeness(form.lemma, item))
        and not _derived(form.lemma, fold(item.text))
        and (_beside_its_own(context, tokens, i, item) or len(item.name) == 1 or _tells_alone(item))
        and not _another_word(context, readings, item)
    ]
    if not likely:
        return None
    _, form, item = max(likely, key=lambda found: (found[0], found[1].how == EXACT, len(found[1].lemma)))
    return form, item


def _likeness(word: str, item: NameWord) -> float:
    """How alike a word and a name's word sound (0–1); 0 when they do not sound like the same name."""
    heard = phones(word)
    bones, wanted = skeleton(heard), skeleton(item.heard)
    if len(word) < _SHORTEST or len(bones) < 2 or heard[:1] != item.heard[:1]:
        return 0.0
    likeness = float(Levenshtein.normalized_similarity(heard, item.heard))
    if bones == wanted and len(bones) == 2:
        # So short a name resembles many words: only the length of a vowel may differ (मोदि).
        return likeness if heard == item.heard and _consonants(word) == _consonants(fold(item.text)) else 0.0
    if bones == wanted:
        return likeness if likeness >= _ALIKE else 0.0
    lost = len(bones) != len(wanted) and min(len(bones), len(wanted)) >= _LOST
    other = len(bones) == len(wanted) >= _EXCHANGED
    apart = Levenshtein.distance(bones, wanted) == 1 and (lost or other)
    return likeness if apart and likeness >= _ALIKE_LONG else 0.0


def _consonants(word: str) -> str:
    return "".join(char for char in word if "क" <= char <= "ह")


def _derived(word: str, name: str) -> bool:
    """True for words made from the name (रूस, रूसी; मंगोलिया, मंगोलियाई; गांधी, गांधीवाद)."""
    if word.startswith(name):
        return True
    return word[-1] in _ADJECTIVE and name[-1] not in _ADJECTIVE and word.rstrip(_VOWELS) == name.rstrip(_VOWELS)


def _beside_its_own(context: Context, tokens: Tokens, i: int, item: NameWord) -> bool:
    """True when another word of the same name stands, rightly spelled, where the name has it."""
    for step in (-1, 1):
        place, j = item.place + step, i + step
        if not (0 <= place < len(item.name) and 0 <= j < len(tokens.words)):
            continue
        left, right = sorted((tokens.words[i], tokens.words[j]), key=lambda word: word.start)
        neighbours = {form.lemma for form in forms(tokens.words[j].text, context.language)}
        if item.name[place] in neighbours and joined(context.article.text[left.end : right.start]):
            return True
    return False


def _tells_alone(item: NameWord) -> bool:
    """True for a surname that no other word resembles by chance; given names are borne by others too."""
    return item.place == len(item.name) - 1 and len(skeleton(item.heard)) >= 3


def _another_word(context: Context, readings: Sequence[Form], item: NameWord) -> bool:
    """True when the word, in any of its readings, is another name, an acronym or a common word."""
    variants = _variants(item.english)
    least = _COMMON[min(3, len(skeleton(item.heard)))]
    return any(
        form.lemma not in variants and _is_known(form.lemma, context.language, least)
        for form in readings
        if len(form.lemma) > 1
    )


def _is_known(word: str, language: str, least: float) -> bool:
    if word in name_words() or word in acronym_forms() or word in english_loans() or len(letters(word)) > 1:
        return True
    if not is_content(word) or hindi_zipf(word) >= least or keys(word, language) & vocabulary(language):
        return True
    return language == "mr" and corpus_words("mr").get(word, 0) >= _SEEN


@lru_cache(maxsize=10_000)
def _variants(english: str) -> frozenset[str]:
    """The spellings that the data knows for the same English name: of these the glossary wants only its own."""
    return frozenset(_spellings().get(english.casefold(), ())) if english else frozenset()


@lru_cache(maxsize=1)
def _spellings() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in names():
        for latin in name.latin:
            english = [word.text.casefold() for word in words(latin)]
            for form in (*name.hindi, *name.marathi):
                parts = words(form)
                if len(parts) == len(english):
                    for spoken, part in zip(english, parts, strict=True):
                        found.setdefault(spoken, set()).add(part.folded)
    return found


def _finding(context: Context, tokens: Tokens, word: Word, form: Form, item: NameWord) -> Finding:
    speaking = speaking_of(context, tokens, item.entry)
    ending = word.folded.removeprefix(form.lemma) if word.folded.startswith(form.lemma) else ""
    right = f"{item.text}{ending}"
    message = (
        f"‘{word.text}’ sounds like {item.entry.english}, which the glossary spells ‘{item.text}’ ({item.entry.origin}).",
        f"‘{word.text}’ {item.entry.english} जैसा लगता है, जिसकी वर्तनी शब्दावली में ‘{item.text}’ है ({item.entry.origin})।",
    )
    return context.finding(
        "terminology", tokens, word.start, word.end, _SPOKEN if speaking else _CONFIDENCE, message, severity=Severity.MINOR,
        intended=item.english or item.entry.english, suggestion=right, evidence=speaking[:1],
    )  # fmt: skip
