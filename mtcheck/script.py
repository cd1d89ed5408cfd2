"""Devanagari and Latin words: folding, tokens with offsets, light stems, sounds and spelled-out letters.

Everything here works on single words or plain strings and knows nothing of articles.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

NUKTA = "\u093c"
VIRAMA = "\u094d"
ANUSVARA = "\u0902"
ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_NASAL_BEFORE = re.compile("[ङञणनम]\u094d(?=[क-म])")
# What `fold` may change; text without it comes back as it is, which is nearly all of the data files.
_TO_FOLD = re.compile(
    "[^ a-z0-9\u0902-\u0928\u092a-\u0930\u0932\u0933\u0935-\u0939\u093e-\u094d-]|[ङञणनम]\u094d(?=[क-म])"
)
_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
_WORD = re.compile(
    r"[\u0900-\u0963\u0970-\u097f\u200c\u200d]+|[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?|[0-9०-९]+(?:[.,][0-9०-९]+)*"
)
_DEVANAGARI = re.compile("[\u0904-\u0939\u0958-\u0961\u0972-\u097f]")


@dataclass(frozen=True)
class Word:
    """A word and where it stands; offsets are code points of the string it was found in, plus the given base."""

    text: str
    start: int
    end: int

    @property
    def folded(self) -> str:
        """The word as `fold` gives it, for comparisons."""
        return fold(self.text)

    @property
    def devanagari(self) -> bool:
        """True when the word is written in Devanagari letters."""
        return is_devanagari(self.text)


def words(text: str, base: int = 0) -> list[Word]:
    """The words and numbers of `text` in order; a hyphen parts words."""
    return [Word(match.group(), base + match.start(), base + match.end()) for match in _WORD.finditer(text)]


def word_texts(text: str) -> list[str]:
    """The words and numbers of `text` without their places: for the data files, which have many."""
    return _WORD.findall(text)


def is_devanagari(text: str) -> bool:
    """True when `text` has at least one Devanagari letter (digits and dandas do not count)."""
    return bool(_DEVANAGARI.search(text))


def is_consonant(char: str) -> bool:
    """True for a Devanagari consonant."""
    return char in _CONSONANTS


def unaccented(text: str) -> str:
    """Latin text in small letters without accents (Jørn stays, é becomes e)."""
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))


def consonants(word: str) -> str:
    """The consonants of a Devanagari word, folded: what its forms have in common (भालू, भालुओं)."""
    return "".join(char for char in fold(word) if is_consonant(char))


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """One spelling for words that differ only in nukta, chandrabindu, class nasal, digits, case or zero-width signs."""
    if not _TO_FOLD.search(text):
        return text
    text = unicodedata.normalize("NFD", text.translate(ZERO_WIDTH)).replace(NUKTA, "")
    text = unicodedata.normalize("NFC", text).replace("\u0901", ANUSVARA)
    return _NASAL_BEFORE.sub(ANUSVARA, text).translate(_DIGITS).casefold()


# Endings that Hindi and Marathi put on nouns, adjectives and verbs; the longest that fits is taken off. A stem is for
# comparing two forms of one word; it need not be a word.
_HINDI_ENDINGS = (
    "कर ियों इयों ुओं ाओं ियां इयां ाएं ुएं ाएंगे ाएंगी ाएगा ाएगी ेंगे ेंगी ेगा ेगी ूंगा ूंगी ोगे ोगी ाते ाता ाती ने ना नी "
    "ते ता ती ों ें ीं ां े ा ी ि ो ए ई ओं एं"
).split()
_MARATHI_ENDINGS = (
    "ांच्यासाठी च्यासाठी ांमध्ये ामध्ये मध्ये ांपर्यंत ापर्यंत पर्यंत ांसाठी ासाठी साठी ांकडून ाकडून कडून ांविरोधात ाविरोधात "
    "ांच्या ाच्या ीच्या च्या ांचा ाचा चा ांची ाची ीची ची ांचे ाचे ीचे चे ांना ाला ीला ला ांनी ाने ीने ने ातील ांतील तील ातून ांतून तून "
    "ांवर ावर ीवर वर ांशी ाशी शी ांत ात ीत त ांहून ाहून हून ाने णे णार ल्या लेल्या लेला लेली लेले ला ली ले तो ते ती ता "
    "ां ी ा े ो ू ींना ींनी ींची ींचे ींचा ींच्या ींसाठी ींवर ींकडून ींशी ींमध्ये ूंना ूंनी ूंची ूंच्या मुळे ामुळे ांमुळे ीमुळे पासून ापासून "
    "ांपासून नंतर ानंतर सह ासह ांसह बाबत ाबाबत ांबाबत द्वारे ाद्वारे ांद्वारे पैकी ांपैकी प्रमाणे ाप्रमाणे ांप्रमाणे विषयी ाविषयी ांविषयी"
).split()
_MARATHI_ENDINGS += ["े" + ending for ending in "ला ने त वर च्या चा ची चे साठी मध्ये कडून तील तून शी पर्यंत विरोधात".split()]
_ENDINGS = {"hi": frozenset(_HINDI_ENDINGS), "mr": frozenset(_MARATHI_ENDINGS)}
_LONGEST = {language: max(map(len, endings)) for language, endings in _ENDINGS.items()}


@lru_cache(maxsize=200_000)
def stem(word: str, language: str = "hi") -> str:
    """A light stem of a Hindi or Marathi word (folded); other words come back folded."""
    word = fold(word)
    if not is_devanagari(word):
        return word
    language = "mr" if language == "mr" else "hi"
    endings, longest = _ENDINGS[language], _LONGEST[language]
    for at in range(max(len(word) - longest, 0), len(word)):
        if word[at:] in endings and len(_LETTER.findall(word[:at])) >= 2:
            base = word[:at].rstrip(VIRAMA)
            return _marathi_base(base) if language == "mr" else base
    return _marathi_base(word) if language == "mr" else word


_SHORT = str.maketrans("ीू", "िु")


def _marathi_base(base: str) -> str:
    """One base for a Marathi word and its oblique: शेतकरी, शेतकऱ्या-; पोलीस, पोलिसा-."""
    plain = base.removesuffix(VIRAMA + "य")
    return (plain if len(_LETTER.findall(plain)) > 2 else base).translate(_SHORT)


_LETTER = re.compile("[\u0904-\u0939\u0958-\u0961]")

_CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह",
        "k kh g gh n ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l l v sh sh s h".split(),
        strict=True,
    )
)
_VOWELS = dict(zip("अआइईउऊऋएऐओऔऑऍ", "a aa i ee u oo ri e ai o au o e".split(), strict=True))
_SIGNS = dict(zip("ािीुूृेैोौॉॅ", "aa i ee u oo ri e ai o au o e".split(), strict=True))


@lru_cache(maxsize=200_000)
def latin(word: str) -> str:
    """A Devanagari word in plain Latin letters as English would spell its sound, inherent vowels dropped as in speech."""
    units = list(_syllables(fold(word)))
    out: list[str] = []
    for i, (onset, vowel) in enumerate(units):
        silent = vowel == "a" and (i == len(units) - 1 or _drops_schwa(units, i))
        out.append(onset + ("" if silent and (i or onset) and len(units) > 1 else vowel))
    return "".join(out)


def _syllables(word: str) -> Iterator[tuple[str, str]]:
    """(consonants, vowel) pairs; a consonant without a sign carries the inherent 'a', with a virama no vowel at all."""
    i = 0
    while i < len(word):
        char, following = word[i], word[i + 1 : i + 2]
        if char in _CONSONANTS:
            if following in _SIGNS:
                yield _CONSONANTS[char], _SIGNS[following]
                i += 2
            elif following == VIRAMA:
                yield _CONSONANTS[char], ""
                i += 2
            else:
                yield _CONSONANTS[char], "a"
                i += 1
        else:
            if char in _VOWELS:
                yield "", _VOWELS[char]
            elif char == ANUSVARA:
                yield "n", ""
            elif char == "\u0903":
                yield "h", ""
            i += 1


def _drops_schwa(units: list[tuple[str, str]], i: int) -> bool:
    """Ohala's rule in short: an inherent vowel between two sounded syllables is dropped (सरकार → sarkaar)."""
    before, after = units[i - 1] if i else ("", ""), units[i + 1]
    return i > 0 and bool(before[1]) and bool(after[0]) and after[1] not in ("", "a") and not _dropped_last(units, i)


def _dropped_last(units: list[tuple[str, str]], i: int) -> bool:
    return i > 1 and units[i - 1][1] == "a" and _drops_schwa(units, i - 1)


_SOUND = [
    (re.compile(pattern), by)
    for pattern, by in (
        (r"tion\b|sion\b|shan\b|tian\b|cian\b", "sn"), (r"igh", "i"), (r"ough", "o"), (r"kn|gn\b", "n"), (r"wr", "r"),
        (r"ps(?=[aeiouy])", "s"), (r"chh?|tch", "c"), (r"sh|sch", "s"), (r"ph|gh(?=t)|ff", "f"), (r"ck|q|k|c(?=[aou]|\b|[^eiyh])", "k"),
        (r"c(?=[eiy])", "s"), (r"th", "t"), (r"dh", "d"), (r"bh", "b"), (r"gh", "g"), (r"jh|j|g(?=[eiy])|dg", "j"),
        (r"kh", "k"), (r"x", "ks"), (r"z", "j"), (r"w", "v"), (r"y", "i"), (r"[^a-z]", ""),
    )
]  # fmt: skip


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """A rough key of how a word (Devanagari or Latin) sounds: consonants as one letter each, vowels only at the start."""
    text = latin(word) if is_devanagari(word) else unicodedata.normalize("NFKD", word).casefold()
    for pattern, by in _SOUND:
        text = pattern.sub(by, text)
    head, tail = text[:1], text[1:]
    key = ("a" if head in "aeiou" else head) + re.sub("[aeiouh]", "", tail)
    return re.sub(r"(.)\1+", r"\1", key)


# How Hindi and Marathi write the names of the English letters.
LETTERS = {
    "A": "ए", "B": "बी", "C": "सी", "D": "डी", "E": "ई", "F": "एफ", "G": "जी", "H": "एच", "I": "आई", "J": "जे", "K": "के",
    "L": "एल", "M": "एम", "N": "एन", "O": "ओ", "P": "पी", "Q": "क्यू", "R": "आर", "S": "एस", "T": "टी", "U": "यू", "V": "वी",
    "W": "डब्ल्यू", "X": "एक्स", "Y": "वाई", "Z": "जेड",
}  # fmt: skip
_LETTER_FORMS = sorted(
    [(form, letter) for letter, form in LETTERS.items()]
    + [("आय", "I"), ("व्ही", "V"), ("डब्लू", "W"), ("डब्ल्यु", "W"), ("झेड", "Z"), ("ज़ेड", "Z"), ("क्यु", "Q"), ("वाय", "Y")],
    key=lambda pair: -len(pair[0]),
)


@lru_cache(maxsize=50_000)
def letters(word: str) -> str:
    """The Latin letters that a Devanagari word spells out (एनडीआरएफ → NDRF), or '' when it does not."""
    word = fold(word)
    best = [""] + [None] * len(word)  # type: list[str | None]
    for i in range(len(word)):
        if best[i] is None:
            continue
        for form, letter in _LETTER_FORMS:
            if word.startswith(fold(form), i) and best[i + len(fold(form))] is None:
                best[i + len(fold(form))] = (best[i] or "") + letter
    return best[len(word)] or ""


def spell(acronym: str) -> str:
    """Latin letters in Devanagari letter names (NDRF → एनडीआरएफ); anything that is no letter is left out."""
    return "".join(LETTERS.get(letter, "") for letter in acronym.upper())


_PHONES = [
    (re.compile(pattern), by)
    for pattern, by in (
        (r"chh?", "c"), (r"sh", "s"), (r"kh", "k"), (r"gh", "g"), (r"jh", "j"), (r"th", "t"), (r"dh", "d"), (r"bh", "b"),
        (r"ph", "f"), (r"(?<!a)ai", "e"), (r"(?<!a)au", "o"), (r"aa", "a"), (r"ee", "i"), (r"oo", "u"),
    )
]  # fmt: skip


@lru_cache(maxsize=100_000)
def phones(word: str) -> str:
    """A Devanagari word as a string of broad phones, one letter each, comparable with those of `data/english_words.tsv`.

    Aspiration, retroflexion and vowel length are dropped: English words lose and gain them on the way into Devanagari.
    """
    text = latin(word)
    for pattern, by in _PHONES:
        text = pattern.sub(by, text)
    return re.sub(r"(.)\1+", r"\1", text)


def skeleton(text: str) -> str:
    """The consonants of a string of phones, doubles once."""
    return re.sub(r"(.)\1+", r"\1", re.sub("[aeiou]", "", text))


_SPELLING = [
    (re.compile(pattern), by)
    for pattern, by in (
        (r"ck", "k"), (r"ch", "C"), (r"sh", "s"), (r"ph", "f"), (r"th", "t"), (r"gh", "g"), (r"qu", "kv"), (r"x", "ks"),
        (r"c(?=[eiy])", "s"), (r"c", "k"), (r"q", "k"), (r"z", "j"), (r"w", "v"), (r"oo", "u"), (r"ee|ea", "i"), (r"ai|ay", "e"),
        (r"au", "o"), (r"ou", "u"),
    )
]  # fmt: skip


@lru_cache(maxsize=100_000)
def spelled_phones(word: str) -> str:
    """The broad phones of an English word read letter by letter, as one does who does not know how it sounds."""
    text = re.sub("[^a-z]", "", word.casefold())
    for pattern, by in _SPELLING:
        text = pattern.sub(by, text)
    return re.sub(r"(.)\1+", r"\1", text.replace("C", "c"))
