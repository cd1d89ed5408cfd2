"""The literal sense of words: what each says by itself, whatever a fluent translation makes of the sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from mtcheck.grammar import is_content
from mtcheck.knowledge import english_words, lexicon, senses
from mtcheck.script import Word, fold, latin, stem, words

LONGEST = 5  # content words; longer stretches are sentences, and read better translated as a whole


@lru_cache(maxsize=2)
def _best_glosses(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Word →, and stem → the English word that it renders first of all: best place among its renderings, then the commonest.

    Words go before stems, which unlike words may share: चर्चा (discussion) has the stem of चर्च (church).
    """
    by_word: dict[str, tuple[int, float, str]] = {}
    by_stem: dict[str, tuple[int, float, str]] = {}
    pairs = [(english, place, form) for english, forms in lexicon(language).items() for place, form in enumerate(forms)]
    pairs += [
        (item.english, 2 + place, form)
        for items in senses(language).values()
        for item in items
        for place, form in enumerate(item.words)
    ]
    for english, place, form in pairs:
        if " " in form or "-" in form:
            continue
        zipf = english_words()[english].zipf if english in english_words() else 0.0
        candidate = (place, -zipf, english)
        for best, key in ((by_word, fold(form)), (by_stem, stem(form, language))):
            best[key] = min(candidate, best.get(key, candidate))
    words_of, stems_of = ({key: english for key, (*_, english) in best.items()} for best in (by_word, by_stem))
    return words_of, stems_of


def literal_senses(texts: Sequence[str], language: str, translate: Callable[[list[str]], list[str]]) -> list[str]:
    """Word-for-word English of each text; words that the data files do not know are put to `translate` in one batch."""
    parts = [[word for word in words(text) if is_content(word.text)] for text in texts]
    whole = [text for text, found in zip(texts, parts, strict=True) if len(found) > LONGEST]
    unknown = sorted(
        {w.text for found in parts if len(found) <= LONGEST for w in found if w.devanagari and not _gloss(w, language)}
    )
    asked = [*whole, *unknown]
    answers = dict(zip(asked, (answer.strip(" .") for answer in translate(asked)), strict=True)) if asked else {}
    return [
        answers[text] if text in whole else " ".join(_word(word, language, answers) for word in found)
        for text, found in zip(texts, parts, strict=True)
    ]


def _gloss(word: Word, language: str) -> str:
    by_word, by_stem = _best_glosses(language)
    return by_word.get(word.folded) or by_stem.get(stem(word.text, language), "")


def _word(word: Word, language: str, answers: dict[str, str]) -> str:
    if not word.devanagari:
        return fold(word.text)
    # A translation longer than a few words was made up: a nonword is better shown as it sounds.
    answer = _gloss(word, language) or answers.get(word.text, "")
    return answer if answer and len(answer.split()) <= 3 else latin(word.text)
