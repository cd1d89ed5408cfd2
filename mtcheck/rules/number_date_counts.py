"""How many of a thing: counts that the article's English gives otherwise, and parts larger than their whole (no rule of its own)."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtcheck.knowledge import glosses
from mtcheck.numbers import Number, find_numbers, unit_of, word_value
from mtcheck.rules.base import Context, Tokens
from mtcheck.rules.number_date_arithmetic import slipped
from mtcheck.script import Word, fold, stem, words
from mtcheck.types import Finding

# Counts of people grow from one report to the next, and many stand in one story; the rest counts nothing.
_UNCOUNTED = set(
    "people person man woman child men women children worker soldier passenger victim death killed dead injured casualty family "
    "time way part side thing day week month year hour minute second percent case place country state city one other last "
    "first more new big major day-long per cent".split()
)
_SMALLEST = 2
_WHOLE_OF = re.compile(r"\s*(?:में से|मे से|जिनमें से|जिनमें|इनमें से|इनमें|जिसमें से|पैकी|त्यापैकी|यापैकी|ज्यापैकी)\s+")
_JOINED = re.compile(  # between two parts
    r"^(?:\s*\S+){0,3}?(?:,|\sऔर\s|\sतथा\s|\sएवं\s|\sआणि\s|\sव\s)\s*(?:(?:\S+\s+){1,4}(?:की|के|का|चे|च्या|ची|चा)\s+)?$"
)
_NEXT = 40  # characters in which the part must follow


@dataclass(frozen=True)
class Count:
    """A number and the words counted: `things` are English base forms."""

    value: float
    start: int
    end: int
    things: frozenset[str]


def against_english(context: Context) -> Iterator[Finding]:
    """A count of things for which the whole English of the article has one other number, and the Hindi nowhere that one."""
    english: dict[str, set[float]] = defaultdict(set)
    spoken: set[float] = set()
    for sentence in context.english:
        for count in _counts(words(sentence.text), find_numbers(sentence.text), None):
            spoken.add(count.value)
            for thing in count.things - _UNCOUNTED:
                english[thing].add(count.value)
    if not english:
        return
    counts = {
        t.sentence.index: list(_counts(words(t.sentence.text), find_numbers(t.sentence.text), context.language))
        for t in context.checked
    }
    said = {count.value for listed in counts.values() for count in listed}
    for tokens in context.checked:
        for count in counts[tokens.sentence.index]:
            theirs = {value for thing in count.things for value in english.get(thing, ())}
            if len(theirs) == 1 and count.value not in spoken and not theirs & said and min(theirs) >= _SMALLEST:
                yield _finding(context, tokens, count, min(theirs))


def _finding(context: Context, tokens: Tokens, count: Count, theirs: float) -> Finding:
    start, end = tokens.sentence.start + count.start, tokens.sentence.start + count.end
    text = context.article.text[start:end]
    message = (
        f"The text says {text}; the English of the article counts {theirs:g}.",
        f"यहाँ {text} है; लेख की अंग्रेज़ी में संख्या {theirs:g} है।",
    )
    return context.finding("number-date", tokens, start, end, 0.78, message, means=text, intended=f"{theirs:g}")


def _counts(found: Sequence[Word], numbers: Sequence[Number], language: str | None) -> Iterator[Count]:
    """The counts of a sentence; `language` None is English."""
    digits = {number.start: number for number in numbers}
    for i, word in enumerate(found):
        number = digits.get(word.start)
        if number is not None:
            value, end = number.value, number.digits_end
            if number.unit or number.month or number.scale:
                continue
        else:
            spelled = word_value(word.text)
            if spelled is None or spelled < _SMALLEST:
                continue
            value, end = float(spelled), word.end
        after = _things(found[i + 1 : i + 3], end, language)
        yield Count(value, word.start, end, after)


def _things(after: Sequence[Word], end: int, language: str | None) -> frozenset[str]:
    """What the next word (and in English the one after) says in English base forms; nothing for units and further numbers."""
    things: set[str] = set()
    for word in after[: 1 if language else 2]:
        if word.start - end > 1 or word_value(word.text) is not None or unit_of(word.text) or word.text[:1].isdigit():
            break
        end = word.end
        meant = {fold(word.text)} if language is None else glosses(language).get(stem(word.text, language), frozenset())
        things |= {english.removesuffix("s") for english in meant if len(english) > 3}
    return frozenset(things)


def parts(context: Context, numbers: dict[int, list[Number]]) -> Iterator[Finding]:
    """ "12 में से 15": a part that is larger than its whole."""
    for tokens in context.checked:
        text, mine = tokens.sentence.text, numbers[tokens.sentence.index]
        for whole, part in itertools.pairwise(mine):
            between = text[whole.end : part.start]
            cue = _WHOLE_OF.search(between)
            if (
                cue is None
                or "(" in between
                or ")" in between
                or len(between) - cue.end() > _NEXT
                or part.value <= whole.value
            ):
                continue
            if part.unit != whole.unit or part.month or whole.month or whole.value < _SMALLEST:
                continue
            start, end = tokens.sentence.start + part.start, tokens.sentence.start + part.digits_end
            message = (
                f"{text[part.start : part.digits_end]} cannot be a part of {text[whole.start : whole.digits_end]}.",
                f"{text[whole.start : whole.digits_end]} का हिस्सा {text[part.start : part.digits_end]} नहीं हो सकता।",
            )
            yield context.finding(
                "number-date", tokens, start, end, 0.75, message, means=context.article.text[start:end]
            )


_AMONG = {fold(word) for word in "इनमें इनमे इसमें उनमें मृतकों घायलों यात्रियों मरीजों यामध्ये त्यात त्यामध्ये यात यांपैकी त्यापैकी".split()}
_CUE_WORDS = 2


def sums(context: Context, numbers: dict[int, list[Number]]) -> Iterator[Finding]:
    """ "31 patients … Among them 12 newborns and 29 women": parts that add up to more than the sentence before counts."""
    for before, tokens in itertools.pairwise(context.checked):
        if not any(word.folded in _AMONG for word in tokens.words[:_CUE_WORDS]):
            continue
        wholes = [n for n in numbers[before.sentence.index] if _is_count(n)]
        mine = [n for n in numbers[tokens.sentence.index] if _is_count(n)]
        if not wholes or len(mine) < _SMALLEST or len(mine) != len(numbers[tokens.sentence.index]):
            continue
        whole, total = wholes[-1], sum(n.value for n in mine)
        if total <= max(n.value for n in wholes) or not _listed(tokens, mine):
            continue
        likely = [n for n in mine if slipped(n.value, whole.value - (total - n.value))]
        part = likely[0] if len(likely) == 1 else mine[-1]
        start, end = tokens.sentence.start + part.start, tokens.sentence.start + part.digits_end
        meant = f"{whole.value - (total - part.value):g}" if len(likely) == 1 else ""
        message = (
            f"The parts add up to {total:g}, more than the {whole.value:g} that the sentence before counts.",
            f"हिस्सों का जोड़ {total:g} होता है, जो पिछले वाक्य के {whole.value:g} से ज्यादा है।",
        )
        text = context.article.text[start:end]
        yield context.finding("number-date", tokens, start, end, 0.72, message, means=text, intended=meant)


def _is_count(number: Number) -> bool:
    return not (number.unit or number.month or number.scale) and number.value == int(number.value) >= 1


def _listed(tokens: Tokens, mine: Sequence[Number]) -> bool:
    """True when the parts stand in one list: a few words, a comma or "and" between them, and perhaps whose part the next is."""
    text = tokens.sentence.text
    gaps = [text[a.digits_end : b.start] for a, b in itertools.pairwise(mine)]
    return all(_JOINED.search(gap) for gap in gaps)
