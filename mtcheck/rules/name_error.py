"""# Name error

A person's or a place's name is spelled two ways, misspelled against the evidence, or translated as if it were a word.

**Fires on** two spellings of one name in an article that do not sound alike to the letter, a surname nearly like that of a person who was
introduced by the full name (a speaker's whatever else the word may mean), another name than the English has, a place of the evidence
whose Hindi spelling is another common word, a common noun where a given name belongs (*गृह शर्मा* for a minister's name), and a name that
stands transliterated at one place and translated at another; a title in quotation marks of which a word is another one of the same meaning
elsewhere (*‘रेत का दरिया’*, *‘रेत की नदी’*).

**Quiet on** spellings that are read alike (रॉबर्टसन, रॉबर्ट्सन), inflected names, and two people with like names who both are known.

**What to do** Use the name's usual spelling, the same everywhere.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from mtcheck.grammar import is_content
from mtcheck.knowledge import (
    corpus_words,
    english_words,
    glosses,
    hindi_zipf,
    keys,
    ministry_subjects,
    name_words,
    names,
    vocabulary,
    written_words,
)
from mtcheck.rules import name_error_counterpart, name_error_mentions, name_error_titles
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.script import (
    Word,
    fold,
    is_devanagari,
    latin,
    letters,
    phones,
    skeleton,
    sound,
    spelled_phones,
    stem,
    words,
)
from mtcheck.transliteration import reading, sounds_like
from mtcheck.types import Finding, Language, Severity

_TITLES = set(
    """
    minister president prime chief justice judge general captain colonel major doctor dr mr mrs ms shri smt prof professor secretary
    director chairman chairperson governor mayor senator speaker leader inspector commissioner coach actor director sir lord king queen
    prince princess pope saint st swami saint the hon honourable ambassador spokesperson union home defence foreign finance former
    """.split()
)
_KINDS_OF_PLACE = {
    fold(word) for word in "नदी झील घाटी पर्वत पहाड़ी द्वीप बांध नहर किला गांव शहर कस्बा रेंज दर्रा धरण तलाव बेट गाव खिंड".split()
}
_GROUPS = {fold(word) for word in "परिवार समाज समुदाय संगठन कंपनी टीम दल कुटुंब समूह".split()}  # that bear names
_NAMED = {"place", "country", "team", "person", "given", "surname"}
_SURE_SOUND = 0.9
# Less alike, and somebody else is meant; more, and it is the name itself, spelled in its own way.
_ALIKE_SURNAME, _RENDERS = 0.5, 0.65
_COMMON = 3.3  # a word this frequent (Zipf) is a word of the language, whatever name it may look like


def check(context: Context) -> Iterator[Finding]:
    """Names spelled two ways, misspelled, or translated."""
    people = name_error_mentions.people(context)
    yield from _two_spellings(context, people)
    for tokens in context.checked:
        yield from _noun_for_given_name(context, tokens)
        yield from _misspelled_place(context, tokens)
    yield from _translated(context)
    yield from _translated_alone(context)
    yield from _against_latin(context)
    yield from _surname_against_latin(context)
    yield from name_error_counterpart.check(context)
    yield from name_error_mentions.check(context, people)
    yield from name_error_titles.check(context)


@dataclass(frozen=True)
class _Mention:
    tokens: Tokens
    word: Word
    base: str


def _two_spellings(context: Context, people: name_error_mentions.People) -> Iterator[Finding]:
    mentions: dict[str, list[_Mention]] = {}
    for tokens in context.checked:
        for word in tokens.words:
            if word.devanagari and len(word.text) >= 4 and not letters(fold(word.text)):
                base = stem(word.text, context.language) if context.language == "mr" else fold(word.text)
                mentions.setdefault(base, []).append(_Mention(tokens, word, base))
    candidates = [base for base in mentions if _may_be_name(base, context.language)]
    alike: dict[str, list[str]] = {}
    for base in candidates:
        alike.setdefault(sound(base), []).append(base)
        # The same letters in another order: a slip of the hand.
        alike.setdefault("".join(sorted(base)), []).append(base)
    for group in alike.values():
        for wrong, right in _pairs(group, mentions, context, people):
            for mention in mentions[wrong]:
                yield _spelling_finding(context, mention, mentions[right][0].word.text)


def _may_be_name(base: str, language: str) -> bool:
    if len(base) < 3:
        return False
    if base in name_words():
        return True
    return (
        hindi_zipf(base) < _COMMON
        and base not in vocabulary(language)
        and not keys(base, language) & vocabulary(language)
    )


def _pairs(
    group: list[str], mentions: dict[str, list[_Mention]], context: Context, people: name_error_mentions.People
) -> Iterator[tuple[str, str]]:
    """(wrong, right) of two spellings of one name."""
    for i, first in enumerate(group):
        for second in group[i + 1 :]:
            if first.startswith(second) or second.startswith(first):
                continue  # a derived form (मंगोलिया, मंगोलियाई)
            if latin(first) == latin(second) or stem(first, context.language) == stem(second, context.language):
                continue
            distance = DamerauLevenshtein.distance(_single(first), _single(second))
            if distance > max(1, len(first) // 4) or first[0] != second[0]:
                continue
            ordered = sorted(
                (first, second), key=lambda base: (base in people.introduced, _standing(base, mentions, context))
            )
            if _both_are_words(ordered, context.language) or not _any_is_name(ordered, mentions, context):
                continue
            yield ordered[0], ordered[1]


def _single(word: str) -> str:
    """Doubled consonants once: names waver between one and two (ट, ट्ट)."""
    return re.sub("([क-ह])\u094d(?=\\1)", "", word)


def _any_is_name(pair: list[str], mentions: dict[str, list[_Mention]], context: Context) -> bool:
    """At least one of the two is a known name, or stands where only a name can (before a title or between name words)."""
    if any(base in name_words() for base in pair):
        return True
    seen = {
        sound(w.text)
        for s in context.article.sentences
        if s.language is Language.ENGLISH
        for w in words(s.text)
        if w.text[:1].isupper()
    }
    if any(sound(base) in seen for base in pair):
        return True
    return any(_beside_name(mention) for base in pair for mention in mentions[base])


def _beside_name(mention: _Mention) -> bool:
    found = mention.tokens.words
    i = found.index(mention.word)
    return any(fold(found[k].text) in name_words() for k in (i - 1, i + 1) if 0 <= k < len(found))


def _standing(base: str, mentions: dict[str, list[_Mention]], context: Context) -> tuple[int, int, float, int]:
    """How likely a spelling is the right one: known name, number of mentions, frequency, then the first mention."""
    return (int(base in name_words()), len(mentions[base]), hindi_zipf(base), -mentions[base][0].word.start)


def _both_are_words(pair: list[str], language: str) -> bool:
    seen = corpus_words(language)
    return all(hindi_zipf(base) >= 2.5 or seen.get(base, 0) >= 8 for base in pair)


def _spelling_finding(context: Context, mention: _Mention, right: str) -> Finding:
    word = mention.word
    message = (
        f"The name is ‘{right}’ elsewhere in the article; two spellings of one name.",
        f"यह नाम लेख में अन्यत्र ‘{right}’ लिखा है; एक नाम की दो वर्तनियाँ।",
    )
    confidence = 0.75 if mention.base not in name_words() else 0.6
    return context.finding(
        "name-error", mention.tokens, word.start, word.end, confidence, message, severity=Severity.MINOR, means=latin(word.text).title(),
        intended=latin(right).title(), suggestion=right,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    """Surnames that are no other word: "सरकार" and "अधिकारी" are surnames too."""
    forms = {fold(form) for name in names() if name.kind == "surname" for form in (*name.hindi, *name.marathi)}
    written = written_words("hi") | written_words("mr")
    return frozenset(form for form in forms if len(form) > 2 and form not in written)


def _noun_for_given_name(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """A ministry's subject directly before a surname: no one is called that, and no title ends in it."""
    for first, second in zip(tokens.words, tokens.words[1:], strict=False):
        if fold(second.text) not in _surnames() or context.article.text[first.end : second.start] != " ":
            continue
        folded = fold(first.text)
        if (
            folded in _KINDS_OF_PLACE | _GROUPS
            or folded in name_words()
            or not keys(folded, context.language) & ministry_subjects(context.language, qualifiers=False)
        ):
            continue
        person = _person_named(context, second.text)
        message = (
            f"‘{first.text}’ is a common noun, and stands where the given name of ‘{second.text}’ belongs.",
            f"‘{second.text}’ से पहले व्यक्ति का नाम होना चाहिए; ‘{first.text}’ सामान्य शब्द है।",
        )
        yield context.finding(
            "name-error", tokens, first.start, second.end, 0.88, message, intended="a person's name" if not person else latin(person).title(),
            suggestion=person,
        )  # fmt: skip


def _person_named(context: Context, surname: str) -> str:
    """The full name that goes with a surname elsewhere in the article or its evidence; '' unless there is just one."""
    texts = [s.text for s in context.article.sentences] + [
        e.text for s in context.article.sentences for e in s.evidence
    ]
    found: Counter[str] = Counter()
    for text in texts:
        pairs = words(text)
        for first, second in itertools.pairwise(pairs):
            if (
                is_devanagari(second.text)
                and sound(second.text) == sound(surname)
                and "given" in name_words().get(fold(first.text), ())
            ):
                found[f"{first.text} {second.text}"] += 1
    return found.most_common(1)[0][0] if found else ""


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[str, ...]]:
    """Latin place name → its Hindi and Marathi spellings."""
    return {
        form: (*name.hindi, *name.marathi)
        for name in names()
        if name.kind in ("place", "country")
        for form in name.latin
    }


def _misspelled_place(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """A place that the English of the article names, whose Hindi spelling is missing while a like-sounding word stands there."""
    speaking = {w.text for e in tokens.sentence.evidence for w in words(e.text)} | {
        w.text for s in context.english for w in words(s.text)
    }
    for place in sorted(speaking & _places().keys()):
        forms = [fold(form) for form in _places()[place] if " " not in form]
        if not forms or any(word.folded.startswith(form) for form in forms for word in tokens.words):
            continue
        for i, word in enumerate(tokens.words):
            form = next((f for f in forms if _vowel_slip(word.folded, f)), None)
            if form and word.folded not in name_words() and _in_list_of_places(tokens, i):
                message = (
                    f"‘{word.text}’ stands where the English has {place}, which is written ‘{form}’.",
                    f"अंग्रेज़ी में {place} है, जिसे ‘{form}’ लिखते हैं।",
                )
                yield context.finding(
                    "name-error", tokens, word.start, word.end, 0.75, message, intended=place, suggestion=form
                )  # fmt: skip


def _vowel_slip(word: str, form: str) -> bool:
    return (
        word != form
        and sound(word) == sound(form)
        and len(sound(word)) >= 2
        and DamerauLevenshtein.distance(word, form) == 1
    )


def _in_list_of_places(tokens: Tokens, i: int) -> bool:
    near = tokens.words[max(0, i - 2) : i] + tokens.words[i + 1 : i + 3]
    places = {"place", "country"}
    return any(places & name_words().get(word.folded, frozenset()) for word in near) or any(
        stem(word.text) in {stem("जिला"), stem("शहर"), stem("राज्य"), stem("जिल्हा")} for word in near
    )


def _translated(context: Context) -> Iterator[Finding]:
    """A two-word name that stands transliterated in one place, and with one or both words translated in another."""
    pairs = [
        (tokens, first, second)
        for tokens in context.checked
        for first, second in zip(tokens.words, tokens.words[1:], strict=False)
        if first.devanagari and second.devanagari and context.article.text[first.end : second.start] == " "
    ]
    english = {(fold(a.text), fold(b.text)): (_english(a.text), _english(b.text)) for _, a, b in pairs}
    meant = glosses(context.language)
    set_off = {(fold(a.text), fold(b.text)) for _, a, b in pairs if _is_set_off(context, a, b)}
    for tokens, first, second in pairs:
        mine = (fold(first.text), fold(second.text))
        for theirs, (e1, e2) in english.items():
            if theirs == mine or not is_content(mine[0]) or not is_content(theirs[0]):
                continue
            if (
                theirs[1] == mine[1]
                and (
                    mine[1] in _surnames()
                    or (mine[1] in _KINDS_OF_PLACE and theirs[0] in name_words())
                    or (context.language == "hi" and _no_word(mine[1]) and _may_be_given(theirs[0]))
                )
                and _translates(mine[0], theirs[0], context.language)
            ):
                yield _translated_name(context, tokens, first, second, f"{theirs[0]} {theirs[1]}")
                break
            if not e2 or theirs[1] == mine[1]:
                continue
            second_translated = e2 in meant.get(stem(mine[1], context.language), ())
            same_first = theirs[0] == mine[0] and bool(_NAMED & name_words().get(mine[0], frozenset()))
            first_translated = bool(e1) and e1 in meant.get(stem(mine[0], context.language), ()) and theirs in set_off
            if second_translated and (same_first or first_translated):
                yield _translated_name(context, tokens, first, second, " ".join(theirs))
                break


def _no_word(word: str) -> bool:
    """In no list of words, and rare: what stands beside a name is then one, too."""
    return hindi_zipf(word) < _COMMON and not any(word in written_words(language) for language in ("hi", "mr"))


def _may_be_given(word: str) -> bool:
    """A name of persons, which may be a given one though it is listed as a surname, or no word at all."""
    return bool({"given", "surname", "person"} & name_words().get(word, frozenset())) or _no_word(word)


def _translates(word: str, name: str, language: str) -> bool:
    """True when a word means what a name sounds like, or is spelled like, in English (बेटा, सोन: son)."""
    return any(len(gloss) > 2 and sounds_like(name, gloss) for gloss in glosses(language).get(stem(word, language), ()))


def _translated_alone(context: Context) -> Iterator[Finding]:
    """A word that means what a name of the English means, while the name stands elsewhere as it sounds (परछाई, शैडो: Shadow)."""
    written = [word.text for sentence in context.english for word in words(sentence.text)[1:]]
    capital = {text.casefold() for text in written if text[:1].isupper() and text[1:].islower() and len(text) > 2}
    capital -= {text for text in written if text.islower()} | _TITLES
    meant = glosses(context.language)
    for tokens in context.checked if capital else ():
        for word in tokens.words:
            found = sorted(capital & meant.get(stem(word.text, context.language), frozenset()))
            shown = next((form for name in found for form in _as_it_sounds(context, name)), "")
            once = context.word_counts[word.folded] == 1  # a word that comes again is a subject of the article
            if shown and once and word.folded not in name_words() and not sounds_like(word.text, found[0]):
                message = (
                    f"‘{found[0].title()}’ is a name in the English, and ‘{shown}’ elsewhere in the article; here it was translated.",
                    f"अंग्रेज़ी में ‘{found[0].title()}’ नाम है, लेख में अन्यत्र ‘{shown}’; यहाँ उसका अनुवाद हो गया है।",
                )
                yield context.finding(
                    "name-error",
                    tokens,
                    word.start,
                    word.end,
                    0.8,
                    message,
                    intended=found[0].title(),
                    suggestion=shown,
                )


def _as_it_sounds(context: Context, name: str) -> Iterator[str]:
    """The words of the article that sound like the name, and are known names or hardly used otherwise."""
    for base in context.word_counts:
        if (base in name_words() or hindi_zipf(base) < _COMMON) and _like(base, name) >= _SURE_SOUND:
            yield base


def _against_latin(context: Context) -> Iterator[Finding]:
    """ "Given Surname" of the English, with the same surname behind another given name here: misspelled, or translated as a word."""
    full = _latin_names(context)
    meant = glosses(context.language)
    for tokens in context.checked:
        for first, second in pairwise(tokens.words):
            given = (
                full.get(sound(second.text))
                if first.devanagari and second.devanagari and second.start - first.end == 1
                else None
            )
            if given is None or len(second.text) < 3:
                continue
            name = min(given)
            other = len(given) == 1 and _another_name(first.text, name)
            if not other and any(_like(first.text, name) >= 0.8 for name in given):
                continue
            surname = second.folded in _surnames() or hindi_zipf(second.folded) < _COMMON
            translated = surname and name.casefold() in meant.get(stem(first.text, context.language), ())
            # A different person of that surname, or a title before it, is no misspelling.
            if len(given) > 1 or not (
                translated
                or other
                or (_like(first.text, name) >= 0.55 and first.folded[0] == _first_letter(name, first))
            ):
                continue
            message = (
                f"The English names {name} …; ‘{first.text}’ is not that name.",
                f"अंग्रेज़ी में नाम {name} … है; ‘{first.text}’ वह नाम नहीं है।",
            )
            confidence = 0.9 if translated else 0.7
            yield context.finding("name-error", tokens, first.start, second.end, confidence, message, intended=name)


def _surname_against_latin(context: Context) -> Iterator[Finding]:
    """ "Given Surname" of the English, with another known name behind the same given name here (Turkey for Tirkey)."""
    surnames = _latin_surnames(context)
    for tokens in context.checked:
        for first, second in pairwise(tokens.words):
            latin_forms = surnames.get(sound(first.text), set()) if first.devanagari and second.devanagari else set()
            if (
                len(latin_forms) != 1
                or second.start - first.end != 1
                or "given" not in name_words().get(first.folded, ())
            ):
                continue
            name = min(latin_forms)
            forms = _spellings_of(name)
            likeness = _like(second.text, name)
            other = second.folded in name_words() or likeness < _RENDERS
            if not forms or second.folded in forms or not other or likeness < _ALIKE_SURNAME:
                continue
            right = next(iter(forms))
            message = (
                f"The English names … {name}, which is written ‘{right}’; ‘{second.text}’ is another name.",
                f"अंग्रेज़ी में नाम … {name} है, जिसे ‘{right}’ लिखते हैं; ‘{second.text}’ दूसरा नाम है।",
            )
            yield context.finding(
                "name-error", tokens, first.start, second.end, 0.75, message, intended=name, suggestion=f"{first.text} {right}"
            )  # fmt: skip


def _latin_surnames(context: Context) -> dict[str, set[str]]:
    """Sound of a given name in the article's English → the capitalised words behind it."""
    found: dict[str, set[str]] = {}
    for first, second in _capitalised_pairs(context):
        found.setdefault(sound(first.text), set()).add(second.text)
    return found


@lru_cache(maxsize=1)
def _by_latin_surname() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in names():
        if name.kind == "surname":
            for form in name.latin:
                found[form] = (*found.get(form, ()), *(fold(written) for written in (*name.hindi, *name.marathi)))
    return found


def _spellings_of(surname: str) -> tuple[str, ...]:
    """The usual Devanagari spellings of a surname, () when it is not listed."""
    return tuple(dict.fromkeys(_by_latin_surname().get(surname, ())))


def _another_name(word: str, name: str) -> bool:
    """True for a known given name whose own Latin spellings have other consonants than `name` (सलमान, Salma)."""
    spellings = _given_names().get(fold(word), frozenset())
    return bool(spellings) and all(skeleton(spelled_phones(one)) != skeleton(spelled_phones(name)) for one in spellings)


@lru_cache(maxsize=1)
def _given_names() -> dict[str, frozenset[str]]:
    """Folded Devanagari spelling of a given name → its Latin spellings."""
    found: dict[str, set[str]] = {}
    for name in names():
        if name.kind == "given":
            for form in (*name.hindi, *name.marathi):
                found.setdefault(fold(form), set()).update(name.latin)
    return {form: frozenset(latin_forms) for form, latin_forms in found.items()}


def _latin_names(context: Context) -> dict[str, set[str]]:
    """Sound of a surname in the article's English → the given names before it."""
    found: dict[str, set[str]] = {}
    for first, second in _capitalised_pairs(context):
        if first.text.casefold() not in _TITLES:
            found.setdefault(sound(second.text), set()).add(first.text)
    return found


def _capitalised_pairs(context: Context) -> Iterator[tuple[Word, Word]]:
    """Two words of the article's English that stand side by side and may be a given name and a surname."""
    for sentence in context.english:
        for first, second in pairwise(words(sentence.text)):
            capital = first.text[:1].isupper() and second.text[:1].isupper()
            if capital and second.start - first.end == 1 and len(second.text) > 2:
                yield first, second


def _like(word: str, name: str) -> float:
    """How alike a Devanagari word and a Latin name sound: by the name's letters, or as the English word that it may be."""
    known = english_words().get(name.casefold())
    sounds = (spelled_phones(name), *(known.phones if known else ()))
    return max(Levenshtein.normalized_similarity(phones(word), sound_of) for sound_of in sounds)


def _first_letter(name: str, word: Word) -> str:
    """The word's own first letter when it sounds like the name's, '' otherwise."""
    return word.folded[0] if phones(word.text)[:1] == spelled_phones(name)[:1] else ""


def _translated_name(context: Context, tokens: Tokens, first: Word, second: Word, shown: str) -> Finding:
    message = (
        f"The name ‘{shown}’ was translated word by word here; elsewhere in the article it is a name.",
        f"नाम ‘{shown}’ का यहाँ शब्दशः अनुवाद हो गया है; लेख में अन्यत्र यह नाम ही है।",
    )
    return context.finding(
        "name-error", tokens, first.start, second.end, 0.8, message, intended=shown, suggestion=shown
    )


def _is_set_off(context: Context, first: Word, second: Word) -> bool:
    """In quotation marks, or in capitals in the article's English: a name, not two words."""
    text = context.article.text
    if (
        text[max(0, first.start - 12) : first.start].rstrip().endswith(("‘", "“", "'", '"'))
        or text[second.end : second.end + 1] in "’”'\""
    ):
        return True
    latin_pair = f"{_english(first.text)} {_english(second.text)}".title()
    return any(latin_pair in sentence.text for sentence in context.english)


@lru_cache(maxsize=20_000)
def _english(word: str) -> str:
    """The English word (singular) that a rare Devanagari word sounds like, '' otherwise."""
    if hindi_zipf(word) >= 4.0 or len(word) < 3:
        return ""
    found = reading(word)
    if found is None or found.by_sound < 0.8:
        return ""
    return found.english.removesuffix("s") if len(found.english) > 4 else found.english


RULE = Rule("name-error", "नाम की गलती", "Accuracy/Mistranslation/Name", "inconsistent-entities", check)
