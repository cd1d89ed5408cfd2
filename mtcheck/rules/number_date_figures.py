"""Figures that the English sentence gives otherwise, in digits or in words: a helper of the rule number-date (no rule of its own)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mtcheck.align import Alignment
from mtcheck.grammar import is_content
from mtcheck.numbers import Figure, Number, find_figures, same_measure, scale_factor
from mtcheck.rules.base import Context, Tokens
from mtcheck.types import Evidence, Finding

_ONE = 1  # "a", first, before: too many meanings to be missed
_SURE, _BESIDE = 0.6, 3  # cosine of a sure link; how far the linked words may stand from each other in the English
_YEARS = (1900, 2100)
_COMMON, _SAME_MATTER = 2, 4  # content words
_ROUND = 0.1  # how far two figures may lie apart that round each other


def against_counterpart(context: Context) -> Iterator[Finding]:
    """The one figure of a kind that the English sentence has not, where the English has one that the sentence has not."""
    same = {tokens.sentence.index: index for tokens, index, _, _ in context.counterparts}
    said = [figure for tokens in context.checked for figure in find_figures(tokens.sentence.text)]
    linked: list[_Linked] = []
    for tokens in context.checked:
        for index, evidence, alignment in context.english_evidence(tokens):
            if index == same.get(tokens.sentence.index):
                yield from _compared(context, tokens, index, evidence)
                break
            linked += _linked(tokens, index, evidence, alignment, said)
            yield from _linked_unit(context, tokens, index, evidence, alignment)
    claims = Counter(place for place, _ in {(item.place, item.figure.value) for item in linked})
    for item in linked:
        if claims[item.place] == 1:
            yield contradiction(context, item.tokens, item.figure, item.index, item.theirs)


@dataclass(frozen=True)
class _Linked:
    """A figure and the one of the English that it is linked with."""

    tokens: Tokens
    figure: Figure
    index: int
    other: Figure

    @property
    def place(self) -> tuple[str, int]:
        evidence = self.tokens.sentence.evidence[self.index]
        return evidence.path, evidence.start + self.other.start

    @property
    def theirs(self) -> str:
        return self.tokens.sentence.evidence[self.index].text[self.other.start : self.other.end]


def _linked(
    tokens: Tokens, index: int, evidence: Evidence, alignment: Alignment, said: list[Figure]
) -> Iterator[_Linked]:
    """A figure that is linked, with the word beside it, to another figure of English that says only part of the sentence, or more.

    A figure of the English that the article has elsewhere (`said`) is rendered there.
    """
    mine, theirs = find_figures(tokens.sentence.text), find_figures(evidence.text)
    for figure, other, row in _pairs(mine, theirs, tokens, evidence, alignment):
        if any(_agree(figure, f) for f in theirs) or other.kind != figure.kind or any(_agree(other, f) for f in said):
            continue
        years = not figure.unit and _YEARS[0] <= figure.value <= _YEARS[1]  # of which one story names many
        if years or _ONE in (figure.value, other.value) or _near(figure, other) or figure.unit != other.unit:
            continue
        first, last = min(rows := _rows(figure, tokens, alignment)), max(rows)
        beside = [
            r for r in (first - 1, last + 1) if alignment.score(r) >= _SURE and is_content(alignment.words[r].text)
        ]
        # The same figure in both tells more than a word that both have.
        common = alignment.common(_SURE) + 2 * sum(f is not figure and any(_agree(f, o) for o in theirs) for f in mine)
        # A unit stands beside every figure of its kind: then more words must be common.
        enough = common > _COMMON if figure.unit else common
        near = any(abs(alignment.links[r] - alignment.links[row]) <= _BESIDE for r in beside)
        if enough and (near or common >= _SAME_MATTER):
            yield _Linked(tokens, figure, index, other)


def _linked_unit(
    context: Context, tokens: Tokens, index: int, evidence: Evidence, alignment: Alignment
) -> Iterator[Finding]:
    """A figure that is linked with the same one of another unit (three days, three hours), in English of the same matter."""
    if alignment.common(_SURE) <= _COMMON:
        return
    mine, theirs = find_figures(tokens.sentence.text), find_figures(evidence.text)
    for figure, other, _ in _pairs(mine, theirs, tokens, evidence, alignment):
        units = {f.unit for f in (*mine, *theirs) if f.value == figure.value}
        if other.value == figure.value and len(units) == 2 and same_measure(figure.unit, other.unit):
            yield contradiction(context, tokens, figure, index, evidence.text[other.start : other.end])


def _pairs(
    mine: list[Figure], theirs: list[Figure], tokens: Tokens, evidence: Evidence, alignment: Alignment
) -> Iterator[tuple[Figure, Figure, int]]:
    """(figure, the English figure that it is surely linked with, row of the link) for each figure of the sentence."""
    for figure in mine:
        rows = _rows(figure, tokens, alignment)
        digits = [row for row in rows if alignment.words[row].text[:1].isdigit()]
        row = max(digits or rows[:1], key=alignment.score, default=None)
        if row is None or alignment.score(row) < _SURE:
            continue
        at = alignment.evidence_words[alignment.links[row]].start - evidence.start
        other = next((f for f in theirs if f.start <= at < f.end), None)
        if other is not None:
            yield figure, other, row


def _rows(figure: Figure, tokens: Tokens, alignment: Alignment) -> list[int]:
    """The rows of the words that make a figure."""
    starts = [word.start - tokens.sentence.start for word in alignment.words]
    return [row for row, start in enumerate(starts) if figure.start <= start < figure.end]


def _compared(context: Context, tokens: Tokens, index: int, evidence: Evidence) -> Iterator[Finding]:
    mine, theirs = find_figures(tokens.sentence.text), find_figures(evidence.text)
    for kind in ("number", "ordinal", "month", "weekday"):
        own = [figure for figure in mine if figure.kind == kind]
        other = [figure for figure in theirs if figure.kind == kind]
        pair = _odd_pair(own, other, [*mine, *theirs])
        if pair is not None:
            yield contradiction(context, tokens, pair[0], index, evidence.text[pair[1].start : pair[1].end])
        yield from _other_unit(context, tokens, own, other, index, evidence)


def _odd_pair(mine: list[Figure], theirs: list[Figure], every: list[Figure]) -> tuple[Figure, Figure] | None:
    """The one figure of each side that the other side lacks, unless they round each other or another kind of figure says them."""
    odd = [figure for figure in mine if not any(_agree(figure, other) for other in theirs)]
    other = [figure for figure in theirs if not any(_agree(figure, own) for own in mine)]
    if len(odd) != 1 or len(other) != 1 or len(mine) != len(theirs):
        return None
    first, second = odd[0], other[0]
    if first.kind == "number" and _ONE in (first.value, second.value):
        return None
    if any(figure.kind != first.kind and figure.value in (first.value, second.value) for figure in every):
        return None  # 14 June, the fourteenth
    if first.unit and second.unit and first.unit != second.unit:
        return None  # 5 km, 3 miles
    return None if _near(first, second) else (first, second)


def _agree(first: Figure, second: Figure) -> bool:
    larger = max(abs(first.value), abs(second.value))
    rounded = larger >= 100 and abs(first.value - second.value) / larger < 0.03 and bool(first.scale or second.scale)
    return first.value == second.value or rounded


def _near(first: Figure, second: Figure) -> bool:
    if first.kind != "number":
        return False
    larger = max(abs(first.value), abs(second.value))
    return larger > 0 and abs(first.value - second.value) / larger <= _ROUND and _digits(first) != _digits(second)


def _digits(figure: Figure) -> int:
    return len(f"{figure.value / scale_factor(figure.scale):.10g}".replace(".", "").strip("0"))


def _other_unit(
    context: Context, tokens: Tokens, mine: list[Figure], theirs: list[Figure], index: int, evidence: Evidence
) -> Iterator[Finding]:
    """The same figure, once on each side, with another unit of its kind (two weeks, two months)."""
    for figure in mine:
        same = [other for other in theirs if other.value == figure.value]
        again = [other for other in mine if other.value == figure.value]
        if len(same) == len(again) == 1 and same_measure(figure.unit, same[0].unit):
            yield contradiction(context, tokens, figure, index, evidence.text[same[0].start : same[0].end])


def contradiction(context: Context, tokens: Tokens, figure: Figure | Number, index: int, theirs: str) -> Finding:
    """The finding that the evidence at `index` has `theirs` for a figure of the sentence."""
    start, end = tokens.sentence.start + figure.start, tokens.sentence.start + figure.end
    return contradiction_at(context, tokens, start, end, index, theirs)


def contradiction_at(context: Context, tokens: Tokens, start: int, end: int, index: int, theirs: str) -> Finding:
    """The same for any words [start, end) of the article that say a figure, a date or a time."""
    text = context.article.text[start:end]
    message = (f"The text says {text}, the English {theirs}.", f"यहाँ {text} है, अंग्रेज़ी में {theirs}।")
    return context.finding(
        "number-date", tokens, start, end, 0.85, message, means=text, intended=theirs, evidence=(index,)
    )
