"""From an article to its digest: rare words, names by their sound, numbers, and a vector."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from math import log10

from wordfreq import zipf_frequency

from mtcheck.batch.digest import Digest
from mtcheck.encode import Encoder
from mtcheck.grammar import is_content
from mtcheck.knowledge import corpus_words, hindi_zipf
from mtcheck.numbers import find_numbers
from mtcheck.read.blocks import block_language
from mtcheck.script import fold, is_devanagari, letters, sound, stem, words
from mtcheck.types import Article, Kind, Language

_TERMS = 96  # heaviest terms kept of an article
_BEGINNING = 700  # code points of an article that its vector stands for
_COMMON = 5.5  # Zipf frequency of words that weigh nothing; each step below it weighs one more …
_HEAVIEST = 3.0  # … but no word more than this: very rare "words" are often mere misspellings
_LEAST = 0.3
_SOUND = 3  # consonants that a name must have to be compared by its sound across scripts
_BIG_NUMBER = 100
_DATE = re.compile(r"(?<!\d)(20\d\d)[-_/.]?(0[1-9]|1[0-2])[-_/.]?(0[1-9]|[12]\d|3[01])(?!\d)")


def describe(
    article: Article, encoder: Encoder, path: str, source: str = "", source_hash: str = "", number: int = 0
) -> Digest:
    """The digest of a readable article; the paths are relative to its tree."""
    text = " \n".join(
        article.text[block.start : block.end] for block in article.blocks if block.kind is not Kind.BOILERPLATE
    )
    return Digest(
        path=path,
        source=source or path,
        source_hash=source_hash,
        content=content_hash(article),
        number=number,
        language=_language(text, article.language),
        day=day_of(path),
        terms=terms(text, article.language.value),
        # By itself: in a batch with others its last digits would depend on them.
        vector=encoder.sentence_vectors([text[:_BEGINNING]])[0],
    )


def _language(text: str, own: Language) -> str:
    return own.value if block_language(text, own) is own else Language.ENGLISH.value


def content_hash(article: Article) -> str:
    """A hash of everything that an article's result depends on, its path aside."""
    parts = {
        key: value
        for key, value in asdict(article).items()
        if key not in ("path", "sentences", "findings", "suppressed")
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def day_of(path: str) -> int:
    """The day that a path tells (2024-03-12, 2024/03/12, 20240312) as a count of days, the last one named; 0 without one."""
    days = []
    for match in _DATE.finditer(path):
        try:
            days.append(date(*map(int, match.groups())).toordinal())
        except ValueError:
            continue
    return days[-1] if days else 0


def terms(text: str, language: str) -> dict[str, float]:
    """What a text names and counts, with weights: stems of uncommon words, names by sound, numbers; the heaviest ones."""
    found: dict[str, float] = {}
    for term, weight in (*_word_terms(text, language), *_number_terms(text)):
        found[term] = max(weight, found.get(term, 0.0))
    heaviest = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_TERMS]
    return dict(sorted(heaviest))


def _word_terms(text: str, language: str) -> Iterator[tuple[str, float]]:
    for word in {word.text for word in words(text)}:
        weight = round(min(_COMMON - _zipf(word, language), _HEAVIEST), 2)
        if weight < _LEAST or not is_content(word):
            continue
        yield stem(word, language), weight
        name = sound(letters(word) or word)
        if len(name) >= _SOUND and (is_devanagari(word) or word[:1].isupper()):
            yield "~" + name, weight


@lru_cache(maxsize=50_000)
def _zipf(word: str, language: str) -> float:
    """How common a word is, on the Zipf scale."""
    if not is_devanagari(word):
        return zipf_frequency(word, "en")
    return max(hindi_zipf(word), _marathi_zipf(word)) if language == "mr" else hindi_zipf(word)


def _marathi_zipf(word: str) -> float:
    counts = corpus_words("mr")
    count = counts.get(fold(word), 0)
    return log10(count * 1e9 / _total("mr")) if count else 0.0


@lru_cache(maxsize=2)
def _total(language: str) -> int:
    return sum(corpus_words(language).values())


def _number_terms(text: str) -> Iterator[tuple[str, float]]:
    """Big numbers and numbers of something weigh like names; small bare ones stand in any article."""
    for number in find_numbers(text):
        if number.month:
            yield f"#{number.plain:g}/{number.month}", 1.0
        elif number.value >= _BIG_NUMBER and not 1900 <= number.plain <= 2100:
            yield f"#{number.value:g}", 2.0
        elif number.unit:
            yield f"#{number.value:g} {number.unit}", 1.0
