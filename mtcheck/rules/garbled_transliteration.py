"""# Garbled transliteration

A Devanagari word that is no Hindi (Marathi) word, no name, and no clean transliteration of an English word.

**Fires on** an unknown word that renders the *letters* of an English word instead of its sound, one that comes near an English word
of the evidence without sounding like it, a long one that is an established loanword but for a slip (इंस्पेटक्टर for इंस्पेक्टर), one that
stands where a loanword stands, and not a name, but whose letters are not those that write an English word (by what is usual in loanwords),
and an unknown word between English words in Devanagari.

**Quiet on** known words and their inflections, names (also unknown ones, where a name can stand), acronyms, and English words that
are transliterated as they sound.

**What to do** Use the Hindi word, or transliterate the English word as it sounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from mtcheck.english import base_forms
from mtcheck.knowledge import (
    common_english,
    corpus_words,
    english_words,
    hindi_zipf,
    known,
    loanwords,
    name_words,
    vocabulary,
)
from mtcheck.rules import garbled_loanword
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.script import fold, is_devanagari, letters, phones, skeleton, spelled_phones, stem, words
from mtcheck.transcription import transcription
from mtcheck.transliteration import Reading, is_english, likeness_to, likeness_to_letters, looks_foreign, reading
from mtcheck.types import Finding

_NEAR_LATIN = {"hi": 0.58, "mr": 0.72}  # Marathi endings blur the likeness to a Latin word
_RENDERED = 0.6  # how like a name's, or a rare word's, letters a word must sound to be taken for it
_SLIPPED = 0.7
_MISSPELT = 0.65
_SURELY = 0.9
_AS_WRITTEN = 0.5  # cost of the letters of an English word that is written as usual
_WRITTEN_AS_READ = 0.7  # how like the letters of an English word one must be that is written so again and again
_AS_HEARD = 0.95  # how like an English word sounds what is no slip
_LINKED = 0.55  # cosine of a link that counts
_USUAL = 2.0  # Zipf frequency of an English word
_LONG, _CONSONANTS = 8, 4  # phones, and consonants among them, from which a word is like another by no chance
_SLIP = {"hi": 0.75, "mr": 0.8}
_CLEAN, _OTHER_WORD = 0.9, 0.78
_NAME_FOLLOWS = {fold(w) for w in "ने जी साहब यांनी यांच्या यांना यांची खान सिंह सिंग".split()}


def check(context: Context) -> Iterator[Finding]:
    """Nonwords that were meant to be English words."""
    latin = _latin_words(context)
    for tokens in context.checked:
        for i, word in enumerate(tokens.words):
            if word.devanagari and _unknown(word.text, context.language):
                yield from _judge(context, tokens, i, latin)


def _unknown(word: str, language: str) -> bool:
    folded = fold(word)
    if len(folded) < 4 or letters(folded) or known(folded, language):
        # A clipped form of a frequent foreign word passes as an inflection (टैकले under टैकल); its own form must be known.
        return len(folded) >= 4 and not letters(folded) and _misread_inflection(folded, language)
    return True


def _misread_inflection(folded: str, language: str) -> bool:
    """A final े that no oblique case explains, on a stem that is an English word with a silent final e."""
    if (
        not folded.endswith("े")
        or hindi_zipf(folded) > 0
        or any(
            form in table
            for form in (folded, folded[:-1] + "ा")  # the oblique of a masculine noun (तबले)
            for table in (vocabulary(language), name_words(), corpus_words(language))
        )
    ):
        return False
    found = reading(folded)
    return (
        found is not None
        and found.english.endswith("e")
        and found.by_letters >= 0.9
        and found.by_letters - found.by_sound >= 0.2
    )


def _latin_words(context: Context) -> list[str]:
    texts = [
        context.article.text,
        *(e.text for s in context.article.sentences for e in s.evidence if e.language.value == "en"),
    ]
    found = {
        w.text
        for text in texts
        for w in words(_split_camel(text))
        if not is_devanagari(w.text) and len(w.text) > 3 and w.text.isalpha()
    }
    return sorted(found)


def _split_camel(text: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)


def _judge(context: Context, tokens: Tokens, i: int, latin: list[str]) -> Iterator[Finding]:
    word = tokens.words[i]
    if context.article.text[word.end : word.end + 1] == "-" or context.article.text[word.start - 1 : word.start] == "-":
        return
    seen, likeness = _nearest_latin(word.text, latin)
    alike = bool(seen) and _bones_alike(word.text, seen)
    spelled = base_forms(seen.casefold())
    word_only = is_english(seen, _USUAL) and seen.casefold() not in name_words()  # Fiduciary, in a title
    name = seen[:1].isupper() and seen.casefold() not in latin and not spelled & common_english() and not word_only
    if likeness >= 0.8 or (likeness >= _RENDERED and alike and (name or not is_english(seen, 0.0))):
        return  # the article itself shows the Latin spelling that it renders
    found = reading(stem(word.text, "mr")) if context.language == "mr" else None
    found = max((r for r in (reading(word.text), found) if r), key=lambda r: r.score, default=None)
    if context.word_counts.get(word.folded, 0) > 1 and likeness_to_letters(word.text, seen) >= _WRITTEN_AS_READ:
        return  # a loanword that is written by its letters (कोलियरी), not a slip
    near = (seen and likeness >= _NEAR_LATIN[context.language] and seen[0].islower()) or (
        alike
        and max(likeness_to_letters(word.text, form) for form in (seen, *spelled)) >= 0.64
        and is_english(seen, _USUAL)
    )
    if near and not _renders_another(context, tokens, i, seen) and not _clean(word.text, seen.casefold()):
        yield _finding(context, tokens, i, seen, 0.75)
    elif _surely_name(context, tokens, i) and not (
        found and len(found.english) >= _LONG and found.by_letters >= _AS_HEARD
    ):
        return
    elif found and _read_by_letters(found, word.text if context.language == "hi" else ""):
        yield _finding(context, tokens, i, found.english, 0.85)
    elif slipped := _slip(context, tokens, i, found):
        yield _finding(context, tokens, i, slipped, _SLIPPED)
    elif misspelt := garbled_loanword.find(context, tokens, i):
        yield _finding(context, tokens, i, misspelt, _MISSPELT)
    elif not (found and found.by_sound >= 0.8) and _between_english(tokens, i) and looks_foreign(word.text):
        yield _finding(context, tokens, i, "", 0.6)


def _surely_name(context: Context, tokens: Tokens, i: int) -> bool:
    kind = context.kind_of(tokens, i)
    return kind is not None and kind.name >= _SURELY


def _clean(word: str, english: str) -> bool:
    """True when it sounds like the English word all the same, vowels aside (ऑक्टोपस)."""
    if _misread_inflection(fold(word), "hi"):
        return False
    return any(likeness_to(word, form) >= _AS_HEARD for form in (english, *base_forms(english)))


def _renders_another(context: Context, tokens: Tokens, i: int, seen: str) -> bool:
    """True when the word is linked with another English word than the one that it is like."""
    linked = [alignment for _, _, alignment in context.english_evidence(tokens) if alignment.score(i) >= _LINKED]
    return any(alignment.evidence_words[alignment.links[i]].text != seen for alignment in linked)


def _slip(context: Context, tokens: Tokens, i: int, found: Reading | None) -> str:
    """The English of the established loanword that a long unknown word misses by a slip; '' for what may be a name."""
    word = tokens.words[i]
    heard = phones(word.folded)
    if len(heard) < _LONG or context.word_counts.get(word.folded, 0) > 1 or _at_name(tokens, i):
        return ""
    loans = _loans_by_phone().get(heard[0], {})
    near = process.extractOne(
        heard, list(loans), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=_SLIP[context.language]
    )
    if near is None:
        return ""
    sound, likeness, _ = near
    english = loans[sound]
    apart = DamerauLevenshtein.distance(skeleton(heard), skeleton(sound))
    if likeness == 1 or apart > (len(heard) > _LONG) or heard.startswith(sound) or sound.startswith(heard):
        return ""  # the loanword itself, or with an ending
    written = transcription(word.folded)
    if written is not None and written.cost < _AS_WRITTEN:
        return ""
    # What sounds cleanly like another English word is that word.
    clean = found is not None and found.by_sound >= (_CLEAN if found.english in english.split() else _OTHER_WORD)
    return "" if clean or len(skeleton(heard)) < _CONSONANTS else english


@lru_cache(maxsize=1)
def _loans_by_phone() -> dict[str, dict[str, str]]:
    """First phone → the phones of established loanwords, and their English as the data file has it."""
    table: dict[str, dict[str, str]] = {}
    for form, loan in (*loanwords("hi").items(), *loanwords("mr").items()):
        sound = "" if loan.foreign or " " in form else phones(form)
        if sound:
            table.setdefault(sound[0], {})[sound] = loan.english
    return table


def _at_name(tokens: Tokens, i: int) -> bool:
    """True beside a person's name or title, or before what follows names."""
    near = [tokens.words[k].folded for k in (i - 1, i + 1) if 0 <= k < len(tokens.words)]
    return any(
        folded in _NAME_FOLLOWS or {"given", "surname", "person"} & name_words().get(folded, frozenset())
        for folded in near
    )


def _read_by_letters(found: Reading, word: str) -> bool:
    """Clearly the letters and clearly not the sound, of a word that news uses; in short words this happens by chance."""
    if found.english not in common_english() and found.zipf < 3.4:
        return False
    # A silent e that is spelled out gives the reader away.
    silent = found.english.endswith("e") and fold(word).endswith(("े", "ए")) and found.by_letters >= 0.97
    if len(skeleton(spelled_phones(found.english))) < 4 and not silent:
        return False
    return (
        found.by_letters >= 0.88
        and found.by_letters - found.by_sound >= 0.18
        and found.zipf >= 2.9
        and len(found.english) >= (5 if silent else 6)
    )


def _nearest_latin(word: str, latin: list[str]) -> tuple[str, float]:
    """The Latin word of the article or its evidence that comes nearest, by sound and by letters."""
    heard = phones(fold(word))
    best = ("", 0.0)
    for candidate in latin:
        for form in {
            candidate.casefold(),
            candidate.casefold().removesuffix("s"),
            candidate.casefold().removesuffix("es"),
        }:
            # What a known English word sounds like counts, not how it is spelled; a name may be written by its letters, too.
            known = english_words()[form].phones if form in english_words() else ()
            sounds = known if known and candidate.islower() else (*known, spelled_phones(form))
            likeness = max(Levenshtein.normalized_similarity(heard, sound) for sound in sounds)
            if likeness > best[1]:
                best = (candidate, likeness)
    return best


def _bones_alike(word: str, latin: str) -> bool:
    return Levenshtein.distance(skeleton(phones(fold(word))), skeleton(spelled_phones(latin))) <= 1


def _between_english(tokens: Tokens, i: int) -> bool:
    """True when both neighbours are English words in Devanagari, so that a name is unlikely here."""

    def english(k: int) -> bool:
        if not 0 <= k < len(tokens.words) or not tokens.words[k].devanagari:
            return False
        found = reading(tokens.words[k].text)
        return (
            found is not None
            and found.by_sound >= 0.85
            and found.zipf >= 3.5
            and fold(tokens.words[k].text) not in name_words()
            and (looks_foreign(tokens.words[k].text) or hindi_zipf(tokens.words[k].text) < 3.9)
        )

    follows = fold(tokens.words[i + 1].text) if i + 1 < len(tokens.words) else ""
    return english(i - 1) and english(i + 1) and follows not in _NAME_FOLLOWS


def _finding(context: Context, tokens: Tokens, i: int, english: str, confidence: float) -> Finding:
    word = tokens.words[i]
    meant = f"; the English ‘{english}’ was probably meant" if english else ""
    meant_hi = f"; संभवतः अंग्रेज़ी ‘{english}’" if english else ""
    message = (
        f"‘{word.text}’ is no word: neither {'Marathi' if context.language == 'mr' else 'Hindi'} nor English as it sounds{meant}.",
        f"‘{word.text}’ कोई शब्द नहीं है{meant_hi}।",
    )
    return context.finding(
        "garbled-transliteration",
        tokens,
        word.start,
        word.end,
        confidence,
        message,
        means=f"(no word: {word.text})",
        intended=english,
    )


RULE = Rule("garbled-transliteration", "बिगड़ा लिप्यंतरण", "Accuracy/Mistranslation", "mistranslation", check)
