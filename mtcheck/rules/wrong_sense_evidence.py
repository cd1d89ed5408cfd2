"""Wrong senses that the evidence gives away: a helper of the rule wrong-sense (no rule of its own)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from mtcheck.align import Alignment
from mtcheck.grammar import is_content
from mtcheck.knowledge import Sense, Term, everyday, glosses, keys, name_words, names, senses, terms, written_together
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import fold, sound, stem, words
from mtcheck.types import Finding, Language

_LOOK_ALIKE = 0.84  # Jaro-Winkler similarity from which two English words are taken for each other
_SAME_BEGINNING = 0.82  # … of words that begin with the same four letters
_UNLIKE = 0.55  # cosine of two words' states from which the one may well render the other
_SURE_NEIGHBOUR = 0.7
_SENSE = 0.78
_TERM = 0.8


def against_evidence(context: Context, tokens: Tokens, covered: set[int]) -> Iterator[Finding]:
    """Contradictions between a sentence and the English evidence attached to it; `covered` words are accepted renderings of terms."""
    alignments = context.alignments.get(tokens.sentence.index, [])
    for index, (evidence, alignment) in enumerate(zip(tokens.sentence.evidence, alignments, strict=False)):
        if evidence.language is Language.ENGLISH:
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
        parts = tuple(fold(word.text) for word in words(term.english))
        if len(parts) > 1 and term.accepted:
            found.setdefault(parts[0], []).append((parts, term))
    return found


def _same(first: str, second: str) -> bool:
    return first == second or first.removesuffix("s") == second.removesuffix("s")


def _term_broken(
    context: Context, tokens: Tokens, index: int, alignment: Alignment, english: list[str], covered: set[int]
) -> Iterator[Finding]:
    """A term of the evidence whose one half is rendered as the term bank has it, and whose other half is not."""
    mine = [keys(word.text, context.language) for word in tokens.words]
    back = alignment.back
    for at, word in enumerate(english):
        for parts, term in _terms_by_first(context.language).get(word, []) + _terms_by_first(context.language).get(
            word.removesuffix("s"), []
        ):
            if len(english) < at + len(parts) or not all(
                _same(a, b) for a, b in zip(parts, english[at:], strict=False)
            ):
                continue
            if any(_stands(form, mine, context.language) for form in term.accepted):
                continue
            rows = [back.get(at + k) for k in range(len(parts))]
            accepted = {key for form in term.accepted for w in words(form) for key in keys(w.text, context.language)}
            anchors = [row for row in rows if row is not None and mine[row] & accepted]
            sounds = {sound(w.text) for form in term.accepted for w in words(form)}
            odd = [
                row
                for row in _candidates(rows, anchors, tokens)
                if not mine[row] & accepted and sound(tokens.words[row].text) not in sounds
            ]
            if not anchors or len(odd) != 1 or not is_content(tokens.words[odd[0]].text) or len(tokens.words) <= odd[0]:
                continue
            anchor = min(anchors, key=lambda row: abs(row - odd[0]))
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


def _candidates(rows: list[int | None], anchors: list[int], tokens: Tokens) -> list[int]:
    """Rows linked to the term's other words, or, when those have no link, the anchor's neighbour where the term goes on."""
    linked = [row for row in rows if row is not None and row not in anchors]
    if linked or not anchors:
        return linked
    position = next(k for k, row in enumerate(rows) if row in anchors)
    neighbour = anchors[0] + (1 if position == 0 else -1)
    return [neighbour] if 0 <= neighbour < len(tokens.words) else []


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
    """An ambiguous English word of the evidence, rendered in a sense whose company the evidence does not keep."""
    lemmas = set(english) | {word.removesuffix("s") for word in english}
    stems = [stem(word.text, context.language) for word in tokens.words]
    for row, word in enumerate(tokens.words):
        for english_word, sense in _senses_by_word(context.language).get(stems[row], []):
            if english_word not in lemmas:
                continue
            quiet = any(stem(form, context.language) == stems[row] for form in sense.quiet)
            rival = _better_sense(english_word, sense, lemmas, set(stems), context.language, 3 if quiet else 2)
            column = next((c for c, e in enumerate(english) if _same(e, english_word)), -1)
            linked = alignment.links.get(row)
            if rival is None and not quiet and linked == column and english_word not in _own_words(context, sense):
                rival = _out_of_place(context, english_word, sense, stems[row])
            if rival is None or (linked is not None and linked != column and alignment.score(row) > 0.75):
                continue
            message = (
                f"‘{word.text}’ is ‘{english_word}’ as {sense.label}; the English speaks of {rival.label}.",
                f"‘{word.text}’ में ‘{english_word}’ का दूसरा अर्थ आ गया है; अंग्रेज़ी में ‘{rival.words[0]}’ का प्रसंग है।",
            )
            yield context.finding(
                "wrong-sense", tokens, word.start, word.end, _SENSE, message, means=f"{english_word} ({sense.label})",
                intended=f"{english_word} ({rival.label})", suggestion=rival.words[0], evidence=(index,),
            )  # fmt: skip


def _better_sense(
    english_word: str, sense: Sense, lemmas: set[str], stems: set[str], language: str, least: int
) -> Sense | None:
    """The rival sense for which the evidence's (twice) and the sentence's company speak `least` times, when none speaks for this one."""

    def support(item: Sense) -> int:
        return len(item.english_company & (lemmas - {english_word})) * 2 + len(item.company & stems)

    own = support(sense)
    key = {stem(form, language) for form in sense.words}
    rivals = [
        r for r in senses(language)[english_word] if r.words and not key & {stem(form, language) for form in r.words}
    ]
    if any({stem(form, language) for form in r.words if " " not in form} & stems for r in rivals):
        return None  # the right word stands there too
    best = max(rivals, key=support, default=None)
    return best if best is not None and support(best) >= least and own == 0 else None


def _own_words(context: Context, sense: Sense) -> set[str]:
    """The English of the article, when any of it keeps the sense's company."""
    found = {fold(word.text) for s in context.english for word in words(s.text)}
    return {sense.english} if found & sense.english_company else set()


def _out_of_place(context: Context, english_word: str, sense: Sense, key: str) -> Sense | None:
    """The first rival of a sense whose company stands nowhere in the whole article, while the rival's does."""
    everywhere = context.stems - {key}
    if not sense.company or sense.company & everywhere:
        return None
    rivals = [
        r
        for r in senses(context.language)[english_word]
        if r is not sense and r.words and key not in {stem(w, context.language) for w in r.words}
    ]
    best = max(rivals, key=lambda r: len(r.company & everywhere), default=None)
    return best if best is not None and len(best.company & everywhere) > 1 else None


def _look_alike(
    context: Context, tokens: Tokens, index: int, alignment: Alignment, english: list[str]
) -> Iterator[Finding]:
    """A word whose literal English is written nearly like an English word at the same place that has no rendering."""
    meant = glosses(context.language)
    stems = {key for word in tokens.words for key in keys(word.text, context.language)}
    for row, word in enumerate(tokens.words):
        senses_here = meant.get(stem(word.text, context.language), frozenset())
        if not is_content(word.text) or word.folded in name_words() or _spoken(senses_here, english):
            continue
        for gloss, column in _alike(senses_here, english):
            other = english[column]
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
        _same(gloss, other) or (len(gloss) > 4 and _one_family(gloss, other))
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
        ):
            continue
        if not all(is_content(tokens.words[k].text) for k in (left, right)):
            continue
        same_word = other in meant.get(stem(word.text, context.language), frozenset())
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
            "wrong-sense", tokens, word.start, word.end, 0.75 if same_word else 0.62, message, intended=other,
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
