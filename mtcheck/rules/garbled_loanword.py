"""Unknown words in the place of a loanword that do not write an English word as loanwords do: a helper of garbled-transliteration
(no rule of its own)."""

from __future__ import annotations

from typing import NamedTuple

from wordfreq import zipf_frequency

from mtcheck.english import base_forms
from mtcheck.knowledge import common_english, hindi_zipf, known, loanwords
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import fold, is_consonant, phones, stem
from mtcheck.transcription import transcription
from mtcheck.types import WordKind


class _Bounds(NamedTuple):
    """What makes a garbled loanword: how likely it is a loanword; its letters' cost; how common the English is; how many phones."""

    loanword: float
    least_cost: float
    most_cost: float
    zipf: float
    phones: int


# The surer the place, the less need the letters tell; what is too far from any English word is a word of the language, or a name.
_GARBLED = (
    _Bounds(0.5, 1.0, 2.1, 2.0, 6), _Bounds(0.2, 1.0, 1.5, 2.5, 9), _Bounds(0.85, 0.9, 2.4, 2.0, 6), _Bounds(0.85, 1.0, 2.6, 0.0, 7),
)  # fmt: skip
_CLEAN = 0.9
_MAY_BE_NAME = 0.2
_ROOT, _SUFFIX = 6, 3  # letters of a loanword to which something was added, and of what was
_PART, _PART_ZIPF = 3, 2.5  # letters of a compound's part, and how common it is


def find(context: Context, tokens: Tokens, i: int) -> str:
    """The English word that comes nearest to an unknown word that garbles one; '' when it does not."""
    word = tokens.words[i].folded
    kind = context.kind_of(tokens, i)
    if kind is None or not any(_in_place(word, kind, b) for b in _GARBLED):
        return ""
    if context.word_counts.get(word, 0) > 1 or context.article.text[tokens.words[i].start - 1] == "(":
        return ""  # a slip is made once, and a gloss is there on purpose
    found = transcription(word)
    if found is None or not any(_in_place(word, kind, b) and _costs(*found, b) for b in _GARBLED):
        return ""
    if kind.name >= _MAY_BE_NAME and not {found.english, *base_forms(found.english)} & common_english():
        return ""
    return "" if _inflected(word, context.language) or _compound(word, context.language) else found.english


def _in_place(word: str, kind: WordKind, bounds: _Bounds) -> bool:
    return kind.loanword >= bounds.loanword and len(phones(word)) >= bounds.phones


def _costs(english: str, cost: float, bounds: _Bounds) -> bool:
    return bounds.least_cost <= cost <= bounds.most_cost and zipf_frequency(english, "en") >= bounds.zipf


def _inflected(word: str, language: str) -> bool:
    """True for a known word, a loanword or a clean English one with an ending."""
    listed = loanwords(language)
    if any(word[:n] in listed for n in range(max(_ROOT, len(word) - _SUFFIX), len(word))):
        return True  # कमिश्नरेट
    base = stem(word, language)
    if base == word or len(base) <= _PART:
        return False
    found = transcription(base)
    return known(base, language) or (found is not None and found.cost < _CLEAN)


def _compound(word: str, language: str) -> bool:
    """True for two known words in one (मोटरगाड़ी)."""
    return any(
        _is_part(word[:i], language) and _is_part(word[i:], language)
        for i in range(_PART, len(word) - _PART + 1)
        if is_consonant(word[i])
    )


def _is_part(part: str, language: str) -> bool:
    return hindi_zipf(part) >= _PART_ZIPF or fold(part) in loanwords(language)
