"""# Number and date

A number, unit, sum, score or date contradicts the evidence, another place in the article, or the calendar.

**Fires on** a number, in digits or words, an ordinal, a month or a weekday that the aligned English gives otherwise, a count of things or the
month of a date for which the article's English has another, a part larger than its whole, parts that add up to more, the same number with
another unit of the same kind (km, miles), the headline's figure given otherwise in the lead, neighbouring figures whose scale words are a
thousandfold apart, and a weekday that the date does not have. And on figures of one sentence that arithmetic denies: parts and their
total, a whole and its rest, an average, a share, a fraction, a multiple, a sum that doubles, growth, a rate of exchange or of measures, a period that ends before
it begins, a side that falls short with more runs than the other has; and on what cannot be (a goal in the 74th minute of a hockey match, 214
centimetres of rain in a day). Against the English also: another half of the day (सुबह, 7 pm) and
another side of a date (अक्टूबर के बाद, by October).

**Quiet on** rounding, converted units and scale words that agree (10 lakh, 1 million), and numbers about something else.

**What to do** Check the figure against the source.
"""

from __future__ import annotations

import calendar
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mtcheck.grammar import is_content
from mtcheck.numbers import (
    MONTHS,
    WEEKDAYS,
    Number,
    days_in,
    find_numbers,
    same_group,
    scale_factor,
    unit_of,
    weekday_of,
    word_value,
)
from mtcheck.rules import (
    number_date_arithmetic,
    number_date_counts,
    number_date_figures,
    number_date_limits,
    number_date_times,
)
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.script import fold, stem, words
from mtcheck.types import Evidence, Finding, Kind, Language

_LINK = 0.6
_SURE, _COMMON_WORDS = 0.68, 2
_LEAD_SENTENCES = 4
_SIGNATURE = re.compile(r"\(@\w+\)|pic\.twitter\.com|https?:")  # a tweet's name, date and links
_SCORE = re.compile(r"(?<![\d०-९-])([0-9०-९]{1,3})\s?[-–]\s?([0-9०-९]{1,3})(?![\d०-९-])")


def check(context: Context) -> Iterator[Finding]:
    """Figures that cannot be right together."""
    numbers = {t.sentence.index: find_numbers(t.sentence.text) for t in context.checked}
    yield from _against_evidence(context, numbers)
    for tokens in context.checked:
        mine = numbers[tokens.sentence.index]
        yield from _scale_jump(context, tokens, mine)
        yield from _cold_fahrenheit(context, tokens, mine)
        yield from _weekday(context, tokens)
        yield from _no_such_date(context, tokens, mine)
    yield from _units_in_article(context, numbers)
    yield from _headline(context, numbers)
    yield from _slips(context, numbers)
    yield from _other_month(context, numbers)
    yield from number_date_figures.against_counterpart(context)
    yield from number_date_counts.against_english(context)
    yield from number_date_counts.parts(context, numbers)
    yield from number_date_counts.sums(context, numbers)
    yield from number_date_arithmetic.check(context, numbers)
    yield from number_date_times.check(context)
    yield from number_date_limits.check(context)
    yield from _scores(context)


def _at(tokens: Tokens, number: Number) -> tuple[int, int]:
    return tokens.sentence.start + number.start, tokens.sentence.start + number.end


def _agree(first: Number, second: Number) -> bool:
    """Equal, or equal after rounding; a scale word may be left out on one side only where a unit shows what is meant."""
    if first.value == second.value or (first.plain == second.plain and not (first.scale and second.scale)):
        return True
    larger = max(abs(first.value), abs(second.value))
    return (
        larger >= 100 and abs(first.value - second.value) / larger < 0.03 and (first.scale != "" or second.scale != "")
    )


@dataclass(frozen=True)
class _Contradiction:
    """A number and the other one that the evidence has at its place; `sure` when more than a common unit says so."""

    tokens: Tokens
    number: Number
    index: int
    partner: Number
    sure: bool

    @property
    def evidence(self) -> Evidence:
        return self.tokens.sentence.evidence[self.index]

    @property
    def place(self) -> tuple[str, int]:
        """Where the evidence's number stands."""
        return self.evidence.path, self.evidence.start + self.partner.start

    @property
    def theirs(self) -> str:
        return self.evidence.text[self.partner.start : self.partner.end]


def _against_evidence(context: Context, numbers: dict[int, list[Number]]) -> Iterator[Finding]:
    """Numbers that the evidence has otherwise; where several claim one number of the evidence, only those that surely do."""
    found = [item for tokens in context.checked for item in _contradictions(tokens, numbers)]
    claims = Counter(place for place, _ in {(item.place, item.number.value) for item in found})
    for item in found:
        if item.number.plain == item.partner.plain and same_group(item.number.unit, item.partner.unit):
            yield _unit_finding(context, item.tokens, item.number, item.index, item.theirs)
        elif item.sure or claims[item.place] == 1:
            yield number_date_figures.contradiction(context, item.tokens, item.number, item.index, item.theirs)


def _contradictions(tokens: Tokens, numbers: dict[int, list[Number]]) -> Iterator[_Contradiction]:
    """The sentence's numbers against the English evidence, one by one; `numbers` are those of all sentences of the article."""
    english = {
        i: find_numbers(e.text) for i, e in enumerate(tokens.sentence.evidence) if e.language is Language.ENGLISH
    }
    mine = numbers[tokens.sentence.index]
    said = {number.value for listed in numbers.values() for number in listed}
    for index, theirs in english.items():
        evidence = tokens.sentence.evidence[index]
        elsewhere = {number.value for other, found in english.items() if other != index for number in found}
        for number in mine:
            # The English that says this number may be another sentence.
            partner = _linked(tokens, number, evidence, theirs) if number.value not in elsewhere else None
            if partner is None:
                continue
            if number.plain == partner.plain and same_group(number.unit, partner.unit):
                yield _Contradiction(tokens, number, index, partner, sure=True)
            elif _rounded(tokens.sentence.text, number, evidence.text, partner):
                continue
            elif _contradict(number, partner, mine, theirs):
                sure = _same_subject(tokens, number, evidence, partner)
                unit = bool(number.unit) and number.unit == partner.unit
                # A figure that the article has elsewhere is rendered there, unless a slip makes this one of it.
                alone = partner.value not in said and _common_words(tokens, evidence) >= _COMMON_WORDS
                if sure or (unit and (alone or _slip(number, partner))):
                    yield _Contradiction(tokens, number, index, partner, sure)


_ABOUT = re.compile(  # words that say a figure is rough
    r"(?:करीब|लगभग|तकरीबन|कोई|सुमारे|जवळपास|कम से कम|से ज्यादा|से अधिक|about|around|nearly|almost|over|more than|some|approximately|at least)"
    r"\W*(?:[₹$€]|rs\.?)?\s*$",
    re.IGNORECASE,
)


def _rounded(text: str, number: Number, other_text: str, other: Number) -> bool:
    """Near each other, and one of them said to be rough."""
    larger = max(abs(number.value), abs(other.value))
    if not larger:
        return False
    apart = abs(number.value - other.value) / larger
    rough = _ABOUT.search(text[: number.start]) or _ABOUT.search(other_text[: other.start])
    return apart <= 0.1 if rough else apart <= 0.05 and _significant(number) != _significant(other)


def _significant(number: Number) -> int:
    """Digits without leading and trailing zeros: the rounder of two figures has fewer."""
    return len(f"{number.plain:.10g}".replace(".", "").strip("0"))


def _contradict(number: Number, partner: Number, mine: list[Number], theirs: list[Number]) -> bool:
    """The two differ, and neither is said by another number of the other side."""
    if _agree(number, partner):
        return False
    return not any(_agree(number, other) for other in theirs) and not any(_agree(other, partner) for other in mine)


def _linked(tokens: Tokens, number: Number, evidence: Evidence, theirs: list[Number]) -> Number | None:
    """The evidence's number that the word alignment links with this one, or, failing that, the equal one."""
    start = tokens.sentence.start + number.start
    for link in evidence.links:
        if link.sentence.start == start and link.score >= _LINK:
            at = link.evidence.start - evidence.start
            found = next((n for n in theirs if n.start <= at < n.digits_end), None)
            if found is not None:
                return found
    return next((n for n in theirs if n.plain == number.plain), None)


def _same_subject(tokens: Tokens, number: Number, evidence: Evidence, partner: Number) -> bool:
    """The words right after (or before) both numbers are linked too, or both are days of the same month."""
    if number.month and number.month == partner.month:
        return True
    if number.month or partner.month or (number.unit and partner.unit):
        return False
    after, before = tokens.sentence.start + number.digits_end, tokens.sentence.start + number.start
    for link in evidence.links:
        close_here = 0 < link.sentence.start - after <= 2 or 0 < before - link.sentence.end <= 1
        gap = link.evidence.start - evidence.start - partner.digits_end
        gap_before = evidence.start + partner.start - link.evidence.end
        if close_here and link.score >= _LINK and (0 < gap <= 2 or 0 < gap_before <= 2):
            return True
    return False


def _common_words(tokens: Tokens, evidence: Evidence) -> int:
    """Content words of the sentence, figures and units aside, that are surely linked with such words of the evidence."""
    sure = {
        link.sentence.start
        for link in evidence.links
        if link.score >= _SURE
        and is_content(evidence.text[link.evidence.start - evidence.start : link.evidence.end - evidence.start])
    }
    return sum(
        word.start in sure and is_content(word.text) and not unit_of(word.text) and not word.text[0].isdigit()
        for word in tokens.words
    )


def _unit_finding(context: Context, tokens: Tokens, number: Number, index: int, theirs: str) -> Finding:
    start, end = _at(tokens, number)
    text = context.article.text[start:end]
    message = (
        f"The same number has another unit: {text} here, {theirs} in the English.",
        f"इकाई अलग है: यहाँ {text}, अंग्रेज़ी में {theirs}।",
    )
    return context.finding(
        "number-date", tokens, start, end, 0.85, message, means=text, intended=theirs, evidence=(index,)
    )


def _no_such_date(context: Context, tokens: Tokens, mine: list[Number]) -> Iterator[Finding]:
    """A day that its month does not have."""
    for number in mine:
        if number.month and days_in(number.month) < number.plain <= 31:
            start, end = _at(tokens, number)
            message = ("There is no such date.", "ऐसी कोई तारीख नहीं होती।")
            yield context.finding(
                "number-date", tokens, start, end, 0.92, message, means=context.article.text[start:end]
            )


def _slips(context: Context, numbers: dict[int, list[Number]]) -> Iterator[Finding]:
    """A figure that the article's English does not have, while the English has one that a slip turns into it, and that the Hindi lacks."""
    english = [n for s in context.english if not _SIGNATURE.search(s.text) for n in find_numbers(s.text)]
    said = {value for listed in numbers.values() for n in listed for value in (n.value, n.plain)}
    said |= {float(value) for t in context.checked for w in t.words if (value := word_value(w.text)) is not None}
    spoken = {value for n in english for value in (n.value, n.plain)}
    for tokens in context.checked:
        for number in numbers[tokens.sentence.index]:
            if number.value in spoken or number.month or number.plain < 10:
                continue
            rivals = [n for n in english if not n.month and n.value not in said and _slip(number, n)]
            if len({n.value for n in rivals}) == 1:
                theirs = _shown(rivals[0])
                start, end = _at(tokens, number)
                text = context.article.text[start:end]
                message = (
                    f"The text says {text}; the English of the article has {theirs}, and no {text}.",
                    f"यहाँ {text} है; लेख की अंग्रेज़ी में {theirs} है।",
                )
                yield context.finding("number-date", tokens, start, end, 0.78, message, means=text, intended=theirs)


def _other_month(context: Context, numbers: dict[int, list[Number]]) -> Iterator[Finding]:
    """A date of the article whose day the English has in another month, each of the two months on one side only."""
    english = {
        (n.plain, n.month) for s in context.english if not _SIGNATURE.search(s.text) for n in find_numbers(s.text)
    }
    own = {(n.plain, n.month) for listed in numbers.values() for n in listed}
    months = {month for _, month in english}, {month for _, month in own}
    for tokens in context.checked:
        for number in numbers[tokens.sentence.index]:
            others = {m for day, m in english if day == number.plain and m and m not in months[1]}
            if number.month and number.month not in months[0] and len(others) == 1:
                start, end = _at(tokens, number)
                text, theirs = context.article.text[start:end], f"{number.plain:g} {calendar.month_name[min(others)]}"
                message = (f"The text says {text}, the English {theirs}.", f"यहाँ {text} है, अंग्रेज़ी में {theirs}।")
                yield context.finding("number-date", tokens, start, end, 0.8, message, means=text, intended=theirs)


def _shown(number: Number) -> str:
    return " ".join(part for part in (f"{number.plain:g}", number.scale, number.unit) if part)


def _slip(mine: Number, theirs: Number) -> bool:
    """Digits exchanged, a decimal point lost, another scale word on an odd figure, or one digit off with the same unit."""
    same_unit = mine.unit == theirs.unit or not (mine.unit and theirs.unit)
    if not same_unit or (mine.value == theirs.value):
        return False
    a, b = f"{mine.plain:.10g}", f"{theirs.plain:.10g}"
    if a == b:
        return bool(mine.scale and theirs.scale) and len(a.replace(".", "")) >= 2
    if mine.scale and theirs.scale and scale_factor(mine.scale) != scale_factor(theirs.scale):
        return False
    if bool(mine.scale) != bool(theirs.scale):
        return False
    if a.replace(".", "") == b.replace(".", ""):
        return True
    if len(a) == len(b) and sorted(a) == sorted(b) and len(a) >= 2:
        # Two digits are exchanged by chance all the time: there the unit must agree.
        told = len(a) >= 3 or (bool(mine.unit) and mine.unit == theirs.unit)
        return told and sum(x != y for x, y in zip(a, b, strict=True)) == 2
    one_off = len(a) == len(b) >= 2 and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    return one_off and bool(mine.unit) and mine.unit == theirs.unit and mine.unit not in ("year", "percent")


def _scores(context: Context) -> Iterator[Finding]:
    """Two-part figures (scores, votes) of the article that its English does not have, one slip away from one that only the English has."""
    english = {_pair(m) for s in context.english if not _SIGNATURE.search(s.text) for m in _SCORE.finditer(s.text)}
    own = {_pair(m) for t in context.checked for m in _SCORE.finditer(t.sentence.text)}
    for tokens in context.checked:
        for match in _SCORE.finditer(tokens.sentence.text):
            mine = _pair(match)
            if mine in english or mine[::-1] in english:
                continue
            near = [t for t in sorted(english - own) if t[::-1] not in own and _near_score(mine, t)]
            if len(near) == 1:
                start, end = tokens.sentence.start + match.start(), tokens.sentence.start + match.end()
                shown = "-".join(near[0])
                message = (
                    f"The text says {match.group()}, the English {shown}.",
                    f"यहाँ {match.group()} है, अंग्रेज़ी में {shown}।",
                )
                yield context.finding(
                    "number-date", tokens, start, end, 0.88, message, means=match.group(), intended=shown, suggestion=shown
                )  # fmt: skip


def _pair(match: re.Match[str]) -> tuple[str, str]:
    return fold(match.group(1)), fold(match.group(2))


def _near_score(mine: tuple[str, str], theirs: tuple[str, str]) -> bool:
    return mine[0] == theirs[0] or mine[1] == theirs[1] or sorted("".join(mine)) == sorted("".join(theirs))


_JUMPS = {
    ("मिलियन", "अरब"),
    ("मिलियन", "बिलियन"),
    ("लाख", "अरब"),
    ("हजार", "करोड"),
    ("मिलियन", "ट्रिलियन"),
    ("लाख", "करोड"),
}


def _scale_jump(context: Context, tokens: Tokens, mine: list[Number]) -> Iterator[Finding]:
    """ "136 मिलियन डॉलर … 137 अरब डॉलर": two like figures of one sentence whose scale words are far apart."""
    for first, second in itertools.pairwise(mine):
        if not first.scale or not second.scale or first.unit != second.unit or not first.unit:
            continue
        pair = (first.scale, second.scale)
        if pair in _JUMPS or pair[::-1] in _JUMPS:
            ratio = first.plain / second.plain if second.plain else 0
            if 0.8 <= ratio <= 1.25 and min(first.plain, second.plain) >= 10:
                smaller = first if first.value < second.value else second
                start, end = _at(tokens, smaller)
                message = (
                    "Two figures that are compared differ a thousandfold by their scale words; one of them is probably wrong.",
                    "तुलना किए गए दो आँकड़ों के पैमाने (मिलियन, अरब…) मेल नहीं खाते; एक गलत है।",
                )
                yield context.finding(
                    "number-date", tokens, start, end, 0.7, message, means=context.article.text[start:end]
                )


def _cold_fahrenheit(context: Context, tokens: Tokens, mine: list[Number]) -> Iterator[Finding]:
    """Weather and fevers below 50 °F do not occur in Indian news, where temperatures are given in Celsius."""
    for number in mine:
        if number.unit == "fahrenheit" and 5 <= number.plain <= 50:
            start, end = _at(tokens, number)
            message = (
                f"{number.plain:g} °F is freezing weather; Celsius was probably meant.",
                f"{number.plain:g}° फ़ारेनहाइट हिमांक के आसपास है; संभवतः सेल्सियस।",
            )
            yield context.finding(
                "number-date",
                tokens,
                start,
                end,
                0.7,
                message,
                means="degrees Fahrenheit",
                intended="degrees Celsius",
                suggestion="डिग्री सेल्सियस",
            )


def _weekday(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """A weekday next to a full date that falls on another day."""
    found = tokens.words
    for i in range(len(found) - 2):
        day, month, year = fold(found[i].text), MONTHS.get(fold(found[i + 1].text)), fold(found[i + 2].text)
        if not (day.isdigit() and month and year.isdigit() and len(year) == 4):
            continue
        actual = weekday_of(int(day), month, int(year))
        for k in range(max(0, i - 2), min(len(found), i + 5)):
            named = WEEKDAYS.get(fold(found[k].text))
            if named is not None and actual is not None and named != actual:
                start, end = min(found[i].start, found[k].start), max(found[i + 2].end, found[k].end)
                message = ("This date does not fall on that weekday.", "यह तारीख उस दिन नहीं पड़ती।")
                yield context.finding("number-date", tokens, start, end, 0.75, message)


def _units_in_article(context: Context, numbers: dict[int, list[Number]]) -> Iterator[Finding]:
    """ "1,150 रुपये क्विंटल" in one place, "1,150 रुपये प्रति किलो" in another: the rarer unit is doubtful."""
    seen: dict[tuple[float, str], list[tuple[Tokens, Number, str]]] = {}
    counts: dict[str, int] = {}
    for tokens in context.checked:
        for number in numbers[tokens.sentence.index]:
            per = _per_unit(tokens.sentence.text, number)
            if per and number.plain >= 10:
                seen.setdefault((number.value, number.unit), []).append((tokens, number, per))
                counts[per] = counts.get(per, 0) + 1
    for uses in seen.values():
        for tokens, number, per in uses:
            others = {p for _, _, p in uses if same_group(p, per)}
            if others and counts[per] < max(counts[p] for p in others):
                start, end = _at(tokens, number)
                tail = _per_span(tokens.sentence.text, number)
                message = (
                    f"The same figure is given per {sorted(others)[0]} elsewhere in the article, per {per} here.",
                    "यही आँकड़ा लेख में अन्यत्र दूसरी इकाई के साथ दिया गया है।",
                )
                end = tokens.sentence.start + tail[1] if tail else end
                start = tokens.sentence.start + tail[0] if tail else start
                yield context.finding(
                    "number-date",
                    tokens,
                    start,
                    end,
                    0.78,
                    message,
                    means=f"per {per}",
                    intended=f"per {sorted(others)[0]}",
                )


_PER = re.compile(
    r"^[^।.]{0,16}?(?:प्रति\s+|per\s+)?(किलो|किलोग्राम|क्विंटल|टन|लीटर|एकड़|एकर|हेक्टेयर|हेक्टर)(?![\u0900-\u097f])"
)


def _per_unit(text: str, number: Number) -> str:
    match = _PER.match(text[number.end : number.end + 40]) if number.unit == "rupee" else None
    return unit_of(match.group(1)) if match else ""


def _per_span(text: str, number: Number) -> tuple[int, int] | None:
    match = _PER.match(text[number.end : number.end + 40])
    if match is None:
        return None
    before = text[number.end : number.end + match.start(1)]
    start = number.end + (before.find("प्रति") if "प्रति" in before else match.start(1))
    return start, number.end + match.end(1)


def _headline(context: Context, numbers: dict[int, list[Number]]) -> Iterator[Finding]:
    """The headline's figure with its unit, given otherwise in the first sentences, and nowhere as in the headline."""
    heads = [t for t in context.checked if t.sentence.kind is Kind.HEADLINE]
    body = [t for t in context.checked if t.sentence.kind is Kind.PARAGRAPH]
    for head in heads:
        for number in numbers[head.sentence.index]:
            if not number.unit or number.unit in ("year", "day") or number.month:
                continue
            if any(n.value == number.value for t in body for n in numbers[t.sentence.index]):
                continue
            for tokens in body[:_LEAD_SENTENCES]:
                for other in numbers[tokens.sentence.index]:
                    if other.unit == number.unit and _alike(other, number) and _share_words(head, tokens):
                        yield _headline_finding(context, tokens, other, head, number)


def _alike(first: Number, second: Number) -> bool:
    """Figures that a slip of one digit would turn into each other."""
    a, b = f"{first.plain:g}", f"{second.plain:g}"
    return (
        a != b
        and first.scale == second.scale
        and len(a) == len(b)
        and (sum(x != y for x, y in zip(a, b, strict=True)) == 1 or sorted(a) == sorted(b))
    )


def _share_words(head: Tokens, tokens: Tokens) -> bool:
    stems = {stem(w.text) for w in head.words if len(w.text) > 3}
    return len(stems & {stem(w.text) for w in words(tokens.sentence.text)}) >= 1


def _headline_finding(context: Context, tokens: Tokens, number: Number, head: Tokens, theirs: Number) -> Finding:
    start, end = _at(tokens, number)
    text, headline = context.article.text[start:end], head.sentence.text[theirs.start : theirs.end]
    message = (f"The headline says {headline}, the text {text}.", f"शीर्षक में {headline} है, यहाँ {text}।")
    return context.finding(
        "number-date", tokens, start, end, 0.72, message, means=text, intended=headline, suggestion=headline
    )


RULE = Rule("number-date", "संख्या या तारीख", "Accuracy/Mistranslation/Number", "numbers", check)
