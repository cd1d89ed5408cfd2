"""Times of day, and before and after, against the English: a helper of the rule number-date (no rule of its own)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mtcheck.numbers import MONTHS, WEEKDAYS, word_value
from mtcheck.rules.base import Context, Tokens
from mtcheck.rules.number_date_figures import contradiction_at
from mtcheck.script import fold
from mtcheck.types import Evidence, Finding

_HALF_OF_DAY = {
    fold(word): half
    for half, said in (
        ("am", "सुबह तड़के तडके प्रातः भोर सकाळी पहाटे"),
        ("pm", "दोपहर शाम सायं अपराह्न दुपारी सायंकाळी संध्याकाळी"),
    )
    for word in said.split()
}
_CLOCK = re.compile(
    r"(?P<hour>[0-9०-९]{1,2}|[^\W\d_][\w\u0900-\u0963]*)(?:[.:](?P<minute>[0-9०-९]{2}))?\s*(?:बजकर|बजे|वाजून|वाजता)"
)
_CLOCK_EN = re.compile(r"\b(\d{1,2})(?:[.:](\d{2}))?\s*([ap])\.?m\b", re.IGNORECASE)
_DAY_PART = 3  # words before the clock in which the part of the day stands
_LINKED = 0.62
_AFTER = {fold(word) for word in "बाद पश्चात नंतर उपरांत".split()}
_BEFORE = {fold(word) for word in "पहले पूर्व पूर्वी आधी".split()}
_NOT = {fold(word) for word in "नहीं न मत नाही नये".split()}
# "until" is left out: what is closed until May opens after it.
_AFTER_EN, _BEFORE_EN = {"after"}, {"by", "before"}
_DENIED = re.compile(r"\b(?:not|never|no|cannot|\w+n['’]t)\b", re.IGNORECASE)
_RELATION_WORDS = 2  # words behind a date in which its relation stands


@dataclass(frozen=True)
class _Clock:
    """A time on the clock: the hour of twelve, the half of the day, and where its part of the day stands."""

    hour: int
    minute: str
    half: str
    start: int
    end: int


def check(context: Context) -> Iterator[Finding]:
    """Another half of the day, and before for after, than the English has."""
    for tokens in context.checked:
        for index, evidence, _ in context.english_evidence(tokens):
            yield from _other_half(context, tokens, index, evidence)
            yield from _other_side(context, tokens, index, evidence)


def _other_half(context: Context, tokens: Tokens, index: int, evidence: Evidence) -> Iterator[Finding]:
    theirs = [
        (int(m[1]) % 12, m[2] or "00", f"{m[3].casefold()}m", m.group()) for m in _CLOCK_EN.finditer(evidence.text)
    ]
    for clock in _clocks(tokens) if theirs else ():
        same = [item for item in theirs if item[0] == clock.hour and clock.minute in ("", item[1])]
        if same and all(item[2] != clock.half for item in same):
            yield contradiction_at(context, tokens, clock.start, clock.end, index, same[0][3])


def _clocks(tokens: Tokens) -> Iterator[_Clock]:
    """The times of a sentence that name a part of the day; a whole hour told without minutes has none ('')."""
    sentence = tokens.sentence
    for match in _CLOCK.finditer(sentence.text):
        hour = _value(match["hour"])
        before = [word for word in tokens.words if word.end <= sentence.start + match.start()][-_DAY_PART:]
        part = next((word for word in reversed(before) if word.folded in _HALF_OF_DAY), None)
        if hour is not None and 0 < hour <= 12 and part is not None:
            minute = _value(match["minute"]) if match["minute"] else None
            shown = f"{minute:02d}" if minute is not None else ""
            yield _Clock(hour % 12, shown, _HALF_OF_DAY[part.folded], part.start, part.end)


def _value(text: str) -> int | None:
    return int(text) if text.isdigit() else word_value(text)


def _other_side(context: Context, tokens: Tokens, index: int, evidence: Evidence) -> Iterator[Finding]:
    """ "फरवरी के बाद", where the English has "by February"; the two dates are linked."""
    if _DENIED.search(evidence.text) or any(word.folded in _NOT for word in tokens.words):
        return  # what does not happen before May happens after it
    by_start = {word.start: row for row, word in enumerate(tokens.words)}
    for link in evidence.links:
        row = by_start.get(link.sentence.start)
        if row is None or link.score < _LINKED or not _is_date(tokens.words[row].text):
            continue
        before = re.findall("[A-Za-z]+", evidence.text[: link.evidence.start - evidence.start])[-1:]
        after = tokens.words[row + 1 : row + 1 + _RELATION_WORDS]
        mine = next((word for word in after if word.folded in _AFTER | _BEFORE), None)
        said = before[0].casefold() if before else ""
        if mine is None or not (
            (said in _AFTER_EN and mine.folded in _BEFORE) or (said in _BEFORE_EN and mine.folded in _AFTER)
        ):
            continue
        theirs = evidence.text[: link.evidence.end - evidence.start].rsplit(before[0], 1)[-1]
        yield contradiction_at(context, tokens, tokens.words[row].start, mine.end, index, before[0] + theirs)


def _is_date(word: str) -> bool:
    folded = fold(word)
    return folded in MONTHS or folded in WEEKDAYS or bool(re.fullmatch("[0-9०-९]{4}", word))
