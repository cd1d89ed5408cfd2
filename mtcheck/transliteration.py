"""Which English word a Devanagari word is meant to sound like, and whether it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from mtcheck.knowledge import EnglishWord, english_by_letters, english_by_sound, english_words
from mtcheck.script import fold, phones, skeleton, spelled_phones

_ALIKE = 0.74
_FOREIGN_SHAPE = re.compile("[ॉॅ]|स्ट्र|क्स|ट्स|न्स|्ट$|ेंट|ेंस|शन|इज|िटी$|लियल|ॅ|ऑ|ूज|ेड$|िंग$|्रे|स्प|स्क|स्ल|फ्|ब्ल|क्ल|ग्ल|प्ल")
_PLURALS = (("s", ""), ("es", ""), ("ies", "y"))


@dataclass(frozen=True)
class Reading:
    """An English word that a Devanagari word may stand for.

    `by_sound` and `by_letters` say how well the Devanagari renders its sound and its spelling read letter by letter (0–1).
    """

    english: str
    zipf: float
    by_sound: float
    by_letters: float

    @property
    def score(self) -> float:
        """The better of the two."""
        return max(self.by_sound, self.by_letters)


@lru_cache(maxsize=50_000)
def reading(word: str) -> Reading | None:
    """The English word that a Devanagari word most likely transliterates, or None when none is near.

    Candidates share the word's consonants, by sound or by letters; vowels then decide, and how common the word is.
    """
    heard = phones(fold(word))
    bones = skeleton(heard)
    if len(bones) < 2:
        return None
    tables = (english_by_sound(), english_by_letters())
    candidates = {item.spelling: item for key in _near(bones) for table in tables for item in table.get(key, ())}
    readings = [_reading(heard, item) for item in candidates.values()]
    return max(readings, key=lambda r: (round(r.score, 1), r.zipf), default=None)


def _near(bones: str) -> list[str]:
    """The consonants as heard, the usual confusions (s/z, f/p), the singular, and one consonant more or less in long words."""
    forms = {bones, bones.replace("f", "p"), bones.replace("j", "s")}
    if bones.endswith("s"):
        forms |= {bones[:-1] + "j", bones[:-1]}
    if len(bones) >= 5:
        forms |= {form for form in _one_off(bones) if form in english_by_sound() or form in english_by_letters()}
    return sorted(forms)


def _one_off(bones: str) -> set[str]:
    letters = "bcdfgjklmnprstvy"
    shorter = {bones[:i] + bones[i + 1 :] for i in range(len(bones))}
    longer = {bones[:i] + letter + bones[i:] for i in range(len(bones) + 1) for letter in letters}
    return shorter | longer


def _reading(heard: str, item: EnglishWord) -> Reading:
    # Devanagari writes the voiced plural (weapons) with स as often as with ज.
    sounds = {form for sound in item.phones for form in (sound, sound[:-1] + "s" if sound.endswith("j") else sound)}
    by_sound = max(_likeness(heard, sound) for sound in sounds)
    letters = spelled_phones(item.spelling)
    # Two vowel letters may be read as one sound or as two.
    by_letters = max(_likeness(heard, letters), _likeness(heard.replace("ai", "e").replace("au", "o"), letters))
    return Reading(item.spelling, item.zipf, by_sound, by_letters)


def _likeness(heard: str, sound: str) -> float:
    """1 for equal phones; a vowel exchanged for another costs half of what a consonant does."""
    if heard == sound:
        return 1.0
    rough = Levenshtein.normalized_similarity(_merged(heard), _merged(sound))
    return 0.5 * Levenshtein.normalized_similarity(heard, sound) + 0.5 * rough


@lru_cache(maxsize=50_000)
def sounds_like(word: str, english: str) -> bool:
    """True when a Devanagari word writes the sound, or the letters, of an English word (बुकिंग, booking)."""
    return likeness_to(word, english) >= _ALIKE


def likeness_to(word: str, english: str) -> float:
    """How well a Devanagari word writes the sound, or the letters, of an English word (0–1); vowels count half."""
    heard = phones(fold(word))
    known = english_words().get(english)
    sounds = (*(known.phones if known else ()), spelled_phones(english))
    return max(_likeness(heard, sound) for sound in sounds)


def likeness_to_letters(word: str, latin: str) -> float:
    """How well a Devanagari word writes the letters of a Latin one, read one by one (0–1)."""
    return Levenshtein.normalized_similarity(phones(fold(word)), spelled_phones(latin.casefold()))


def looks_foreign(word: str) -> bool:
    """True for letters in a row that English words bring along (स्ट्र, ेंट, शन, ॉ)."""
    return bool(_FOREIGN_SHAPE.search(fold(word)))


def _merged(sound: str) -> str:
    return "".join("a" if char in "aeiou" else char for char in sound)


def is_english(word: str, minimum: float = 3.0) -> bool:
    """True when `word` (Latin letters) is a common English word, plural or not."""
    word = word.casefold()
    forms = [
        word,
        *(word.removesuffix(ending) + by for ending, by in _PLURALS if word.endswith(ending) and len(word) > 4),
    ]
    return any(form in english_words() and english_words()[form].zipf >= minimum for form in forms)
