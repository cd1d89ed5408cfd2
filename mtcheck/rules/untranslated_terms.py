"""Terms of news that were put into Devanagari letters word by word (एक्सपोर्ट ड्यूटी, export duty), although none of their accepted
renderings is: a helper of the rule untranslated (no rule of its own)."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mtcheck.english import base_forms
from mtcheck.grammar import is_content
from mtcheck.knowledge import Term, english_loans, hindi_zipf, loanwords, name_words, terms
from mtcheck.script import Word, fold, is_devanagari, stem, word_texts
from mtcheck.transliteration import likeness_to, reading

_ALIKE = 0.85  # likeness to the sound or the letters of an English word from which a word is taken for it
_OWN = 0.8  # … from which an accepted rendering is the English word itself
_EVERYDAY = 4.8  # Zipf frequency from which a word is Hindi, whatever it sounds like
_SIZES = range(2, 4)
_SHORTEST = 3  # letters of an English word


def find(tokens: Sequence[Word], language: str) -> Iterator[tuple[int, int, Term]]:
    """(first token, last token + 1, term) of every term written by its English sound."""
    for i, word in enumerate(tokens):
        for term in _begins(word, language):
            end = i + len(word_texts(term.english))
            run = tokens[i:end]
            if len(run) == end - i and _in_one_piece(run) and _spelled_out(run, term, language):
                yield i, end, term
                break


def _begins(word: Word, language: str) -> list[Term]:
    """The terms with whose first word a Devanagari word may be meant."""
    found = reading(word.folded) if _may_be_english(word) else None
    if found is None or found.by_sound < _ALIKE:
        return []
    table = _terms_by_first(language)
    return [term for form in sorted({found.english, *base_forms(found.english)}) for term in table.get(form, ())]


def _may_be_english(word: Word) -> bool:
    if not word.devanagari or not is_content(word.text) or word.folded in name_words():
        return False
    return hindi_zipf(word.folded) < _EVERYDAY or word.folded in english_loans()


def _in_one_piece(run: Sequence[Word]) -> bool:
    """Words with nothing but a space, or a hyphen, between them."""
    return all(b.start - a.end == 1 for a, b in itertools.pairwise(run)) and all(map(_may_be_english, run))


def _spelled_out(run: Sequence[Word], term: Term, language: str) -> bool:
    english = [fold(part) for part in word_texts(term.english)]
    if not all(_sounds_like(word, part, language) for word, part in zip(run, english, strict=True)):
        return False
    # As a run, newspapers may have taken it over all the same.
    folded = " ".join(word.folded for word in run)
    return folded not in loanwords(language) and not _taken_over(term, english)


def _sounds_like(word: Word, english: str, language: str) -> bool:
    forms = {word.folded, stem(word.folded, language)}
    return max(likeness_to(form, part) for form in forms for part in (english, *base_forms(english))) >= _ALIKE


def _taken_over(term: Term, english: Sequence[str]) -> bool:
    """True when an accepted rendering keeps one of the English words."""
    own = {form for accepted in term.accepted for form in word_texts(accepted) if is_devanagari(form)}
    return any(likeness_to(form, part) >= _OWN for form in own for part in english)


@lru_cache(maxsize=2)
def _terms_by_first(language: str) -> dict[str, tuple[Term, ...]]:
    """First word → the terms of two or three words that have accepted renderings, the longest first."""
    found: dict[str, list[Term]] = defaultdict(list)
    for term in terms(language):
        parts = [fold(part) for part in word_texts(term.english)]
        if len(parts) in _SIZES and term.accepted and all(p.isalpha() and len(p) >= _SHORTEST for p in parts):
            found[parts[0]].append(term)
    return {key: tuple(sorted(items, key=lambda t: -len(t.english.split()))) for key, items in found.items()}
