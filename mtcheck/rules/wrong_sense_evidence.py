"""Wrong senses that the evidence gives away: a helper of the rule wrong-sense (no rule of its own)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from mtcheck.align import Alignment
from mtcheck.english import base_forms, same_word
from mtcheck.grammar import is_content
from mtcheck.knowledge import (
    LIGHT_VERBS,
    Sense,
    Term,
    everyday,
    glosses,
    keys,
    name_words,
    names,
    senses,
    terms,
    written_together,
)
from mtcheck.numbers import find_figures
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import consonants, fold, sound, stem, word_texts, words
from mtcheck.substitution import Trial, WordStates, fits
from mtcheck.transliteration import sounds_like
from mtcheck.types import Evidence, Finding, Language

_LOOK_ALIKE = 0.84  # Jaro-Winkler similarity from which two English words are taken for each other
_SAME_BEGINNING = 0.82  # … of words that begin with the same four letters
_MANY_MEANINGS = 8
_UNLIKE = 0.55  # cosine of two words' states from which the one may well render the other
_SURE_NEIGHBOUR = 0.7
_ELSEWHERE = 0.75  # cosine from which a word is taken to render the word that it is linked with
# How much nearer to the English word another sense's word must lie in the same place: when the words around tell of that sense, and
# when nothing else does. The latter must lie so near, and the two words must have no better partner.
_TOLD_GAIN = 0.04
_SURE_COMPANY = 4  # … or so much company that no trial is needed
_GAIN, _FIT, _FREE, _FREE_ENGLISH = 0.1, 0.7, 0.6, 0.65
_TRIED, _TRIED_EACH = 6, 2  # words put in the place of another at most, and of them words of one sense
_SENSE = 0.78
_TERM = 0.8
_SAME_ROOT = 2  # consonants from which words that begin with them are forms of one
_VERBAL = ("ता", "ते", "ती", "ना", "ने", "नी", "कर", "ें", "णे", "ून")
_POSTPOSED = {
    fold(word) for word in "कारण बाद दौरान बीच पास जरिए जरिये खिलाफ अनुसार मुताबिक तहत समय दिन साल कारणाने वेळी".split()
}


def against_evidence(context: Context, tokens: Tokens, covered: set[int]) -> Iterator[Finding]:
    """Contradictions between a sentence and the English evidence attached to it; `covered` words are accepted renderings of terms."""
    for index, _, alignment in context.english_evidence(tokens):
        english = [fold(word.text) for word in alignment.evidence_words]
        yield from _term_broken(context, tokens, index, alignment, english, covered)
        yield from _sense_of_evidence(context, tokens, index, alignment, english)
        yield from _look_alike(context, tokens, index, alignment, english)
        yield from _between_partners(context, tokens, index, alignment, english)
    yield from _half_translated_place(context, tokens)


@lru_cache(maxsize=2)
def _terms_by_first(language: str) -> dict[str, list[tuple[tuple[str, ...], Term]]]:
    found: dict[str, list[tuple[tuple[str, ...], Term]]] = {}
    for term in terms(language):
        parts = tuple(fold(word) for word in word_texts(term.english))
        if len(parts) > 1 and term.accepted:
            found.setdefault(parts[0], []).append((parts, term))
    return found


def _term_broken(
    context: Context, tokens: Tokens, index: int, alignment: Alignment, english: list[str], covered: set[int]
) -> Iterator[Finding]:
    """A term of the evidence whose one half is rendered as the term bank has it, and whose other half is not."""
    mine = [keys(word.text, context.language) for word in tokens.words]
    back, first_words = alignment.back, _terms_by_first(context.language)
    for at, word in enumerate(english):
        for parts, term in (item for form in sorted(base_forms(word)) for item in first_words.get(form, ())):
            if len(english) < at + len(parts) or not all(
                same_word(a, b) for a, b in zip(parts, english[at:], strict=False)
            ):
                continue
            if any(_stands(form, mine, context.language) for form in term.accepted):
                continue
            rows = [back.get(at + k) for k in range(len(parts))]
            accepted = {key for form in term.accepted for w in words(form) for key in keys(w.text, context.language)}
            anchors = [row for row in rows if row is not None and mine[row] & accepted]
            if _unlinked(rows, anchors) and any(form in context.article.text for form in term.accepted):
                continue  # the article knows the term: something else is meant here
            sounds = {sound(w.text) for form in term.accepted for w in words(form)}
            odd = [
                row
                for row in _candidates(rows, anchors, tokens)
                if not mine[row] & accepted and sound(tokens.words[row].text) not in sounds
            ]
            if not anchors or len(odd) != 1 or not _may_be_term(context, tokens, odd[0]):
                continue
            if _renders_part(tokens.words[odd[0]].text, parts, accepted, context.language):
                continue
            anchor = min(anchors, key=lambda row: abs(row - odd[0]))
            if _is_unit(tokens, anchor) and not (at and english[at - 1].isdigit()):
                continue  # of a figure that the English term has not (six per cent, a quarter of a percentage point)
            if abs(anchor - odd[0]) > 1 or {anchor, odd[0]} <= covered:
                continue
            first, last = min(anchor, odd[0]), max(anchor, odd[0])
            if written_together(tokens.words[first : last + 1], term.accepted):
                continue
            start, end = tokens.words[first].start, tokens.words[last].end
            message = (
                f"The English has ‘{term.english}’, which is ‘{term.accepted[0]}’; ‘{tokens.words[odd[0]].text}’ is no part of it.",
                f"अंग्रेज़ी में ‘{term.english}’ है, यानी ‘{term.accepted[0]}’; ‘{tokens.words[odd[0]].text}’ उसका हिस्सा नहीं।",
            )
            yield context.finding(
                "wrong-sense",
                tokens,
                start,
                end,
                _TERM,
                message,
                intended=term.english,
                suggestion=term.accepted[0],
                evidence=(index,),
            )


def _renders_part(word: str, parts: tuple[str, ...], accepted: set[str], language: str) -> bool:
    """True for a word that means one of the term's English words, or for another form of one in an accepted rendering."""
    meant = glosses(language).get(stem(word, language), frozenset())
    if any(same_word(gloss, part) for gloss in meant for part in parts):
        return True
    bones = consonants(word)
    return any(bones.startswith(root) for form in accepted if len(root := consonants(form)) >= _SAME_ROOT)


def _is_unit(tokens: Tokens, row: int) -> bool:
    """True for the unit of a figure."""
    at = tokens.words[row].start - tokens.sentence.start
    return any(figure.start < at < figure.end for figure in find_figures(tokens.sentence.text))


def _may_be_term(context: Context, tokens: Tokens, row: int) -> bool:
    """A content word that is no verb, and not the ending of a figure (60वाँ)."""
    word = tokens.words[row]
    before = tokens.sentence.text[: word.start - tokens.sentence.start][-1:]
    light = keys(word.text, context.language) & LIGHT_VERBS
    return is_content(word.text) and word.folded not in _POSTPOSED and not before.isdigit() and not light


def _candidates(rows: list[int | None], anchors: list[int], tokens: Tokens) -> list[int]:
    """Rows linked to the term's other words, or, when those have no link, the anchor's neighbour where the term goes on."""
    if not _unlinked(rows, anchors) or not anchors:
        return [row for row in rows if row is not None and row not in anchors]
    position = next(k for k, row in enumerate(rows) if row in anchors)
    neighbour = anchors[0] + (1 if position == 0 else -1)
    within = 0 <= neighbour < len(tokens.words)
    return [neighbour] if within and not tokens.words[neighbour].folded.endswith(_VERBAL) else []


def _unlinked(rows: list[int | None], anchors: list[int]) -> bool:
    """True when no word of the sentence is linked with the term's other words."""
    return all(row is None or row in anchors for row in rows)


def _stands(form: str, mine: list[frozenset[str]], language: str) -> bool:
    wanted = [keys(word.text, language) for word in words(form)]
    return any(all(a & b for a, b in zip(wanted, mine[i:], strict=False)) for i in range(len(mine) - len(wanted) + 1))


@lru_cache(maxsize=2)
def _senses_by_word(language: str) -> dict[str, list[tuple[str, Sense]]]:
    """Stem of a one-word rendering → (English word, sense)."""
    found: dict[str, list[tuple[str, Sense]]] = {}
    for english, items in senses(language).items():
        for sense in items:
            for form in sense.words:
                if " " not in form and "-" not in form:
                    found.setdefault(stem(form, language), []).append((english, sense))
    return found


def _sense_of_evidence(
    context: Context, tokens: Tokens, index: int, alignment: Alignment, english: list[str]
) -> Iterator[Finding]:
    """An ambiguous English word of the evidence, rendered in a sense that it does not have there."""
    lemmas = {form for word in english for form in base_forms(word)}
    stems = [stem(word.text, context.language) for word in tokens.words]
    for row, word in enumerate(tokens.words):
        if stems[row] in LIGHT_VERBS:
            continue
        for english_word, sense in _senses_by_word(context.language).get(stems[row], []):
            column = next((c for c, e in enumerate(english) if english_word in base_forms(e)), -1)
            if column < 0 or sounds_like(word.text, english[column]):
                continue
            place = _Place(tokens, tokens.sentence.evidence[index], alignment, row, column, stems)
            rival = _rival(context, place, english_word, sense, lemmas)
            if rival is None:
                continue
            message = (
                f"‘{word.text}’ is ‘{english_word}’ as {sense.label}; in the English it is another sense: {rival.label}.",
                f"‘{word.text}’ में ‘{english_word}’ का दूसरा अर्थ आ गया है; अंग्रेज़ी में ‘{rival.words[0]}’ का प्रसंग है।",
            )
            yield context.finding(
                "wrong-sense", tokens, word.start, word.end, _SENSE, message, means=f"{english_word} ({sense.label})",
                intended=f"{english_word} ({rival.label})", suggestion=rival.words[0], evidence=(index,),
            )  # fmt: skip


@dataclass(frozen=True)
class _Place:
    """A word of the sentence (row) and the word of the evidence (column) that it seems to render."""

    tokens: Tokens
    evidence: Evidence
    alignment: Alignment
    row: int
    column: int
    stems: list[str]


def _rival(context: Context, place: _Place, english_word: str, sense: Sense, lemmas: set[str]) -> Sense | None:
    """The sense that was meant: by the words around, and by how much better its own words fit there."""
    alignment, row, language = place.alignment, place.row, context.language
    linked = alignment.links.get(row)
    if linked is not None and linked != place.column and alignment.score(row) > _ELSEWHERE:
        return None
    rivals = _rivals(sense, set(place.stems), language)
    quiet = any(stem(form, language) == place.stems[row] for form in sense.quiet)
    support = {item.label: _support(item, lemmas - {english_word}, set(place.stems)) for item in rivals}
    # The word may have several of the senses: the one that the company speaks for counts.
    own = [item for item in senses(language)[english_word] if _has_only(item, place.stems[row], rivals, language)]
    own_support = (_support(item, lemmas - {english_word}, set(place.stems)) for item in (sense, *own))
    support[sense.label] = max(own_support)
    told = _better_sense(sense, rivals, support, 3 if quiet else 2)
    sure = told is not None and support[told.label] >= _SURE_COMPANY
    if told is None and not quiet and linked == place.column and english_word not in _own_words(context, sense):
        told = _out_of_place(context, rivals, sense, place.stems[row])
    if sure or context.word_states is None:
        return told
    # A word that renders another English word, and an English word that another word renders, prove nothing.
    free = alignment.similarity[row].max() < _FREE and alignment.similarity[:, place.column].max() < _FREE_ENGLISH
    alone = free and not quiet and not support[sense.label]
    # Most places end here, before the encoder is asked.
    gains = _gains(place, rivals, context.word_states) if told is not None or alone else {}
    if told is not None and gains.get(told.label, _NOTHING).gain >= _TOLD_GAIN:
        return told
    best = max((r for r in rivals if r.label in gains), key=lambda r: gains[r.label].gain, default=None)
    if best is None or not alone:
        return None
    return best if gains[best.label].gain >= _GAIN and gains[best.label].fit >= _FIT else None


def _rivals(sense: Sense, stems: set[str], language: str) -> list[Sense]:
    """The senses of the same English word that other words render; none when one of these stands there too."""
    key = {stem(form, language) for form in sense.words}
    found = [r for r in senses(language)[sense.english] if r.words and not key & {stem(f, language) for f in r.words}]
    there = any({stem(form, language) for form in r.words if " " not in form} & stems for r in found)
    return [] if there else found


def _has_only(sense: Sense, key: str, rivals: Sequence[Sense], language: str) -> bool:
    """The word of that stem is one of the sense's, and none of a rival's is."""
    mine = {stem(form, language) for form in sense.words}
    return key in mine and not mine & {stem(form, language) for rival in rivals for form in rival.words}


class _Gain(NamedTuple):
    """How near a rival's word lies to the English word in the word's place, and how much nearer than the word itself."""

    fit: float
    gain: float


_NOTHING = _Gain(0.0, 0.0)


def _gains(place: _Place, rivals: Sequence[Sense], word_states: WordStates) -> dict[str, _Gain]:
    """By the rivals' labels, for the best of their words; a loanword, which is near to its English anyhow, is not tried."""
    word, sentence = place.tokens.words[place.row], place.tokens.sentence
    english = fold(place.alignment.evidence_words[place.column].text)
    tried: list[tuple[str, str]] = []
    for rival in rivals:
        forms = (f for f in rival.words if " " not in f and "-" not in f and not sounds_like(f, english))
        tried += [(rival.label, form) for form in islice(forms, _TRIED_EACH)]
    tried = tried[:_TRIED]
    if not tried:
        return {}
    trial = Trial(
        sentence.text, word.start - sentence.start, word.end - sentence.start,
        place.evidence.text, place.column, tuple(form for _, form in tried),
    )  # fmt: skip
    own, *others = fits([trial], word_states)[0]
    found: dict[str, _Gain] = {}
    for (label, _), fit in zip(tried, others, strict=True):
        if label not in found or fit > found[label].fit:
            found[label] = _Gain(fit, fit - own)
    return found


def _support(sense: Sense, lemmas: set[str], stems: set[str]) -> int:
    """How often the evidence (twice) and the sentence have words of the sense's company."""
    return len(sense.english_company & lemmas) * 2 + len(sense.company & stems)


def _better_sense(sense: Sense, rivals: Sequence[Sense], support: dict[str, int], least: int) -> Sense | None:
    """The rival sense for which the company speaks `least` times, when none speaks for this one."""
    best = max(rivals, key=lambda rival: support[rival.label], default=None)
    return best if best is not None and support[best.label] >= least and support[sense.label] == 0 else None


def _own_words(context: Context, sense: Sense) -> set[str]:
    """The English of the article, when any of it keeps the sense's company."""
    found = {form for s in context.english for word in words(s.text) for form in base_forms(fold(word.text))}
    return {sense.english} if found & sense.english_company else set()


def _out_of_place(context: Context, rivals: Sequence[Sense], sense: Sense, key: str) -> Sense | None:
    """The first rival of a sense whose company stands nowhere in the whole article, while the rival's does."""
    everywhere = context.stems - {key}
    if not sense.company or sense.company & everywhere:
        return None
    best = max(rivals, key=lambda r: len(r.company & everywhere), default=None)
    return best if best is not None and len(best.company & everywhere) > 1 else None


def _look_alike(
    context: Context, tokens: Tokens, index: int, alignment: Alignment, english: list[str]
) -> Iterator[Finding]:
    """A word whose literal English is written nearly like an English word at the same place that has no rendering."""
    meant = glosses(context.language)
    stems = {key for word in tokens.words for key in keys(word.text, context.language)}
    spoken = [fold(w.text) for e in tokens.sentence.evidence if e.language is Language.ENGLISH for w in words(e.text)]
    for row, word in enumerate(tokens.words):
        senses_here = meant.get(stem(word.text, context.language), frozenset())
        many = len(senses_here) > _MANY_MEANINGS  # one of so many is like some English word by chance
        if many or not is_content(word.text) or word.folded in name_words() or _spoken(senses_here, spoken):
            continue
        for gloss, column in _alike(senses_here, english):
            other = english[column]
            if _of_country(other):
                continue
            right = everyday(other, context.language) or _one_word_terms(context.language).get(other, ())
            rendered = {key for form in right for w in words(form) for key in keys(w.text, context.language)}
            if not rendered or rendered & stems or not _same_place(alignment, row, column):
                continue
            message = (
                f"‘{word.text}’ is ‘{gloss}’; the English has ‘{other}’, which is written nearly alike and has no rendering here.",
                f"‘{word.text}’ का अर्थ ‘{gloss}’ है; अंग्रेज़ी में मिलता-जुलता शब्द ‘{other}’ है।",
            )
            yield context.finding(
                "wrong-sense", tokens, word.start, word.end, 0.8, message, means=gloss, intended=other,
                suggestion=right[0], evidence=(index,),
            )  # fmt: skip
            break


@lru_cache(maxsize=2)
def _one_word_terms(language: str) -> dict[str, tuple[str, ...]]:
    """Single English words of the term bank → their accepted renderings."""
    return {term.english: term.accepted for term in terms(language) if term.english.isalpha() and term.accepted}


def _spoken(glosses_here: frozenset[str], english: list[str]) -> bool:
    """True when the evidence has one of the word's meanings, or a word of its family: then the word renders that."""
    return any(
        same_word(gloss, other) or (len(gloss) > 4 and _one_family(gloss, other))
        for gloss in glosses_here
        for other in english
    )


def _alike(glosses_here: frozenset[str], english: list[str]) -> Iterator[tuple[str, int]]:
    for gloss in sorted(glosses_here):
        for column, other in enumerate(english):
            alike = JaroWinkler.similarity(gloss, other) if min(len(gloss), len(other)) >= 5 else 0.0
            if alike >= _LOOK_ALIKE or (alike >= _SAME_BEGINNING and gloss[:4] == other[:4]):
                yield gloss, column


def _between_partners(
    context: Context, tokens: Tokens, index: int, alignment: Alignment, english: list[str]
) -> Iterator[Finding]:
    """A word unlike the English word that stands, as it does, between the same two surely linked neighbours."""
    meant = glosses(context.language)
    for row in range(1, len(tokens.words) - 1):
        word, left, right = tokens.words[row], row - 1, row + 1
        if (
            min(alignment.score(left), alignment.score(right)) < _SURE_NEIGHBOUR
            or tokens.words[right].start - tokens.words[left].end > len(word.text) + 2
        ):
            continue
        column = alignment.links[left] + 1
        if alignment.links[right] != column + 1 or alignment.back.get(column, row) != row:
            continue
        other = english[column]
        unlike = float(alignment.similarity[row, column]) < _UNLIKE
        if (
            not unlike
            or not (is_content(word.text) and is_content(other))
            or alignment.evidence_words[column].text[:1].isupper()
            or not word.devanagari
            or sounds_like(word.text, other)
        ):
            continue
        if not all(is_content(tokens.words[k].text) for k in (left, right)):
            continue
        named = bool(base_forms(other) & meant.get(stem(word.text, context.language), frozenset()))
        right_words = [
            form
            for form in everyday(other, context.language)
            if stem(form, context.language) != stem(word.text, context.language)
        ]
        message = (
            f"‘{word.text}’ stands where the English has ‘{other}’, and does not mean it here.",
            f"‘{word.text}’ की जगह अंग्रेज़ी में ‘{other}’ है; यहाँ उसका यह अर्थ नहीं है।",
        )
        yield context.finding(
            "wrong-sense", tokens, word.start, word.end, 0.75 if named else 0.62, message, intended=other,
            suggestion=right_words[0] if right_words else "", evidence=(index,),
        )  # fmt: skip


def _same_place(alignment: Alignment, row: int, column: int) -> bool:
    """Unlike in meaning, not linked elsewhere, and a neighbour of the one linked with a neighbour of the other."""
    elsewhere = alignment.links.get(row, column) != column and alignment.score(row) >= _SURE_NEIGHBOUR
    if float(alignment.similarity[row, column]) >= _UNLIKE or elsewhere:
        return False
    return any(
        0 < abs(r - row) <= 2
        and 0 < abs(c - column) <= 2
        and alignment.score(r) >= 0.6
        and is_content(alignment.words[r].text)
        for r, c in alignment.links.items()
    )


def _one_family(first: str, second: str) -> bool:
    """Words of one root (invest, investment) render each other."""
    shared = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    return shared >= max(4, min(len(first), len(second)) - 1)


@lru_cache(maxsize=4096)
def _of_country(english: str) -> bool:
    """True for words such as Indian, which no machine takes for another (indigenous)."""
    return any(english.startswith(latin[:-1]) and len(latin) > 4 for latin in _countries())


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(latin.casefold() for name in names() if name.kind == "country" for latin in name.latin)


@lru_cache(maxsize=1)
def _long_places() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (latin, (*name.hindi, *name.marathi))
        for name in names()
        if name.kind in ("place", "country")
        for latin in name.latin
        if " " in latin
    )


def _half_translated_place(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """ "केप शहर": the first word of a place of the article's English is there, and the rest of its name is a common noun."""
    english = " ".join(s.text for s in context.english) + " ".join(
        e.text for e in tokens.sentence.evidence if e.language is Language.ENGLISH
    )
    meant = glosses(context.language)
    for latin, forms in _long_places():
        if latin not in english or any(form in tokens.sentence.text for form in forms) or not forms:
            continue
        parts = latin.split()
        for first, second in zip(tokens.words, tokens.words[1:], strict=False):
            own = {fold(form.split()[0]) for form in forms}
            if (
                fold(first.text) in own
                and sound(second.text) != sound(parts[1])
                and _means(second.text, parts[1].casefold(), meant, context.language)
            ):
                message = (
                    f"Half of the name {latin} was translated as a word; it is written ‘{forms[0]}’.",
                    f"{latin} नाम का आधा हिस्सा अनूदित हो गया है; इसे ‘{forms[0]}’ लिखते हैं।",
                )
                yield context.finding(
                    "name-error", tokens, first.start, second.end, 0.88, message, intended=latin, suggestion=forms[0]
                )


def _means(word: str, english: str, meant: dict[str, frozenset[str]], language: str) -> bool:
    found = meant.get(stem(word, language), frozenset())
    return english in found or (english in ("town", "city", "ville") and bool(found & {"town", "city"}))
