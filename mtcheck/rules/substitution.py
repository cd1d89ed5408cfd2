"""Words that do not fit their sentence, for which a word of another sense of the same English does.

The detector (`Encoder.misfits`) tells how strange a word stands in its sentence. That alone would blame rare words and names; a
finding needs a rival as well: a word that renders another sense of an English word that this one renders, or an English
word that is written like it, and that the detector would not notice in the same place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from mtcheck.encode import Encoder
from mtcheck.grammar import is_content
from mtcheck.inflection import inflected_like
from mtcheck.knowledge import everyday, glosses, hindi_zipf, lexicon, name_words, rivals
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import fold, stem
from mtcheck.types import Finding, Span

_STRANGE = -1.0  # least log-odds of a word that is looked at at all
_LEAST_OWN, _MOST_OTHER = 1.5, -3.0  # what a finding needs
_MOST_RIVALS = 12
_ALIKE = 0.88  # Jaro-Winkler similarity of two English words that may be taken for each other


@dataclass(frozen=True)
class Rival:
    """A word that may have been meant: the English that ties it to the word that stands there, and its own English."""

    form: str
    english: str
    meant: str


@dataclass(frozen=True)
class Trial:
    """A word of a sentence, put in doubt, with a rival and what the detector says of both (log-odds)."""

    tokens: Tokens
    index: int
    rival: Rival
    own: float
    other: float


def rivals_of(word: str, language: str) -> list[Rival]:
    """What may have been meant instead of a word, likeliest sources first."""
    key = stem(fold(word), language)
    found = {fold(form): Rival(form, english, english) for english, form in rivals(language).get(key, {}).values()}
    for english in sorted(glosses(language).get(key, ())):
        for other in _look_alikes(english, language):
            for form in everyday(other, language)[:2]:
                if " " not in form and "-" not in form:
                    found.setdefault(fold(form), Rival(form, english, other))
    return [rival for name, rival in found.items() if stem(name, language) != key]


@lru_cache(maxsize=20_000)
def _look_alikes(english: str, language: str) -> tuple[str, ...]:
    if len(english) < 4:
        return ()
    near = process.extract(
        english, lexicon(language).keys(), scorer=JaroWinkler.similarity, score_cutoff=_ALIKE, limit=5
    )
    return tuple(other for other, *_ in near if other != english)


def trials(context: Context, encoder: Encoder, least: float = _STRANGE) -> list[Trial]:
    """All doubtful words of an article with all their rivals."""
    wanted = [
        (tokens, i, own, rival)
        for tokens in context.checked
        for i, own in _strange(context, tokens, least)
        for rival in _most_used(rivals_of(tokens.words[i].text, context.language), context.language)
    ]
    texts, places = [], []
    for tokens, i, _, rival in wanted:
        text, place = _replaced(tokens, i, inflected_like(tokens.words[i].text, rival.form))
        texts.append(text)
        places.append([place])
    found = encoder.misfits(texts, places)
    return [
        Trial(tokens, i, rival, own, float(scores[0]))
        for (tokens, i, own, rival), scores in zip(wanted, found, strict=True)
    ]


def _strange(context: Context, tokens: Tokens, least: float) -> Iterator[tuple[int, float]]:
    scores = context.misfits.get(tokens.sentence.index, ())
    for i, (word, score) in enumerate(zip(tokens.words, scores, strict=False)):
        if score >= least and word.devanagari and is_content(word.text) and word.folded not in name_words():
            yield i, float(score)


def _most_used(found: list[Rival], language: str) -> list[Rival]:
    return sorted(found, key=lambda rival: -hindi_zipf(rival.form))[:_MOST_RIVALS]


def _replaced(tokens: Tokens, i: int, form: str) -> tuple[str, Span]:
    base, word = tokens.sentence.start, tokens.words[i]
    text = tokens.sentence.text
    start = word.start - base
    return text[:start] + form + text[word.end - base :], Span(start, start + len(form))


def out_of_place(context: Context, encoder: Encoder) -> Iterator[Finding]:
    """Wrong-sense findings on words that are strange where they stand while a rival would not be."""
    best: dict[tuple[int, int], Trial] = {}
    for trial in trials(context, encoder):
        place = trial.tokens.sentence.index, trial.index
        if place not in best or trial.other < best[place].other:
            best[place] = trial
    for trial in best.values():
        confidence = _confidence(trial)
        if confidence:
            yield _finding(context, trial, confidence)


def _confidence(trial: Trial) -> float:
    if trial.own < _LEAST_OWN or trial.other > _MOST_OTHER:
        return 0.0
    return min(0.85, 0.5 + 0.08 * (trial.own - _LEAST_OWN) + 0.03 * (_MOST_OTHER - trial.other))


def _finding(context: Context, trial: Trial, confidence: float) -> Finding:
    word, rival = trial.tokens.words[trial.index], trial.rival
    right = inflected_like(word.text, rival.form)
    taken = f"‘{rival.meant}’" if rival.meant == rival.english else f"‘{rival.meant}’, misread as ‘{rival.english}’"
    message = (
        f"‘{word.text}’ does not fit this sentence; ‘{right}’ would, if the English was {taken}.",
        f"‘{word.text}’ इस वाक्य में नहीं जमता; यहाँ ‘{right}’ होना चाहिए।",
    )
    return context.finding(
        "wrong-sense", trial.tokens, word.start, word.end, confidence, message, intended=rival.meant, suggestion=right
    )
