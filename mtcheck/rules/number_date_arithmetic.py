"""Figures of one sentence that cannot be right together: totals, averages, shares, growth, rates of exchange, periods (no rule of its own)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mtcheck.numbers import Figure, Number, find_figures
from mtcheck.rules.base import Context, Tokens
from mtcheck.types import Finding

_CONFIDENCE = 0.8
_THAT_IS = r"(?:यानी|यानि|मतलब|अर्थात|म्हणजे|म्हणजेच)"
_TOTAL = re.compile(
    rf"(?:{_THAT_IS}\s+(?:\S+\s+){{0,3}}(?:कुल|एकूण)|कुल\s+मिलाकर|(?:इस\s+तरह|इस\s+प्रकार)\s+कुल|मिळून\s+एकूण)\s+(?:\S+\s+)?$"
)
_AVERAGE = re.compile(
    rf"{_THAT_IS}\s+(?:औसतन\s+)?(?:हर|प्रति|प्रत्येक|रोजाना|रोज|दर|दररोज|प्रतिदिन)\s*(दिन|महीने|माह|साल|वर्ष|हफ्ते|सप्ताह|घंटे|महिन्याला|वर्षाला|तासाला)?\s*(?:औसतन|सरासरी)?\s*(?:करीब|लगभग|सुमारे)?\s*$"
)
_PERIODS = {
    "दिन": "day", "": "day", "महीने": "month", "माह": "month", "महिन्याला": "month", "साल": "year", "वर्ष": "year", "वर्षाला": "year",
    "हफ्ते": "week", "सप्ताह": "week", "घंटे": "hour", "तासाला": "hour",
}  # fmt: skip
_BESIDE = re.compile(
    rf"^\s*(?:प्रति\s+(?:घंटे|घंटा|सेकंड)|ताशी)?\W*(?:{_THAT_IS})?\s*(?:करीब|लगभग|तकरीबन|कोई|सुमारे|जवळपास)?\s*$"
)
# Rupees a unit of the currency has cost in the last ten years, with room on both sides.
_RATES = {"dollar": (40.0, 140.0), "euro": (50.0, 160.0)}
_SAME_SIZE = {("mile", "kilometre"): 1.609, ("hectare", "acre"): 2.471, ("inch", "centimetre"): 2.54, ("foot", "centimetre"): 30.48,
              ("metre", "foot"): 3.281, ("tonne", "quintal"): 10.0}  # fmt: skip
_TEAM = 50  # runs that a side, not a player, makes
_ROUGH = 0.15  # how far a rounded result may lie from the exact one
_SHARE = re.compile(rf"(?:{_THAT_IS}\s+(?:करीब|लगभग|सुमारे)?|\()\s*$")
_OUT_OF = re.compile(r"^\s*(?:\S+\s+){0,2}?(?:में से|पैकी)\s")
_GROWN = re.compile(r"^\s*(?:की\s+)?(?:बढ़कर|अधिक\s+होकर|वाढून|(घटकर|गिरकर|कम\s+होकर|घसरून))\s+(?:\S+\s+)?$")
_STARTS = re.compile(r"शुरू|आरंभ|प्रारंभ|सुरू|मतदान|नामांकन")
_ENDS = re.compile(r"समाप्त|खत्म|संपन्न|समापन|संपेल|संपला|संपली|संपणार|समारोप|गिनती|मतगणना|मतमोजणी")
_CLAUSE = re.compile(r",|;|\sऔर\s|\sजबकि\s|\sतथा\s|\sलेकिन\s|\sआणि\s|\sतर\s")
_RANGE = re.compile(r"^\s*(?:से|ते)\s*$")


_NEAR_REST = 3  # figures behind the part among which the rest is looked for
_REST = re.compile(r"(?:बाकी|शेष|बाकी\s+बचे|बचे\s+हुए|उर्वरित|बाकीचे|राहिलेले)\s+(?:\S+\s+)?$")
_WHOLE_OF = re.compile(r"(?:में से|मे से|पैकी)")
_PARTS = {
    "आधा": 2, "आधी": 2, "आधे": 2, "तिहाई": 3, "चौथाई": 4, "पांचवां": 5, "पाँचवां": 5, "पांचवीं": 5, "छठा": 6, "आठवां": 8, "दसवां": 10, "दसवीं": 10, "निम्मे": 2, "निम्मा": 2,
    "पाचवा": 5, "दहावा": 10, "तिमाही": 4,
}  # fmt: skip
_QUARTER_OF_YEAR = "तिमाही"
_PART_OF = re.compile(
    rf"(?:का|की|के|जिसका|जिसकी|इसका|इसकी|उसका|चा|ची)\s+(?P<shown>(?:(?P<times>एक|दो|तीन|सिर्फ|केवल)[\s-]+)?(?P<part>{'|'.join(_PARTS)}))\s+"
    rf"(?:(?:हिस्सा|हिस्से|भाग|रकम|राशि|वाटा)\s+)?(?:से\s+(?:ज्यादा|अधिक|कुछ\s+कम)\s+)?{_THAT_IS}\s+(?:करीब|लगभग|सुमारे)?\s*$"
)
_TIMES = re.compile(rf"{_THAT_IS}\s.{{0,40}}$")
_TIMES_WORDS = {
    "दोगुना": 2,
    "दोगुनी": 2,
    "दुगुना": 2,
    "दुगना": 2,
    "तिगुना": 3,
    "तिगुनी": 3,
    "चौगुना": 4,
    "चौगुनी": 4,
    "दुप्पट": 2,
    "तिप्पट": 3,
}
_GROWN_TIMES = re.compile(
    rf"(?P<times>{'|'.join(_TIMES_WORDS)})\s+(?:करके|कर|होकर|करून|होऊन)\s+(?:करीब|लगभग|सुमारे|सवा)?\s*$"
)
_IN_REPLY = re.compile(r"^\s*रन(?:ों)?\s+के\s+जवाब\s+में")
_LAGS = re.compile(r"^\s*रन(?:ों)?\s+(?:से\s+)?पीछे")
_RUNS_MADE = re.compile(r"^\s*रन(?:ों)?(?![\w\u0900-\u0963])")
_FOLD = re.compile(r"^\s*(?:गुना|गुणा|पट)(?![\w\u0900-\u0963])")


@dataclass(frozen=True)
class _Sentence:
    """A sentence's text and its figures that are plain numbers, in order."""

    text: str
    figures: Sequence[Figure]

    def between(self, first: Figure, second: Figure) -> str:
        return self.text[first.end : second.start]


def check(context: Context, numbers: dict[int, list[Number]]) -> Iterator[Finding]:
    """Sentences whose own figures contradict each other; `numbers` are those of the sentences, by index."""
    said_by = {
        tokens.sentence.index: [figure for figure in find_figures(tokens.sentence.text) if figure.kind == "number"]
        for tokens in context.checked
    }
    for tokens in context.checked:
        text, figures = tokens.sentence.text, said_by[tokens.sentence.index]
        if len(figures) > 1:
            said = _Sentence(text, figures)
            for law in _LAWS:
                for start, end, english, hindi in law(said):
                    yield _finding(context, tokens, start, end, english, hindi)
        yield from _dates(context, tokens, numbers[tokens.sentence.index])
    yield from _chases(context, said_by)


def _finding(context: Context, tokens: Tokens, start: int, end: int, english: str, hindi: str) -> Finding:
    start, end = start + tokens.sentence.start, end + tokens.sentence.start
    shown = context.article.text[start:end]
    return context.finding("number-date", tokens, start, end, _CONFIDENCE, (english, hindi), means=shown)


_Slip = tuple[int, int, str, str]
_WIDEST = 60  # characters that are marked at once


def _totals(said: _Sentence) -> Iterator[_Slip]:
    """ "80 … और 30 …, यानी कुल 100": two or three parts right before a total that they do not make."""
    for i, total in enumerate(said.figures):
        if i < 2 or not _TOTAL.search(said.text[: total.start]):
            continue
        parts = [figure for figure in said.figures[:i] if figure.unit in (total.unit, "", said.figures[i - 1].unit)]
        sums = [sum(part.value for part in parts[-n:]) for n in range(2, len(parts) + 1)]
        near = [s for s in sums if abs(s - total.value) <= _ROUGH / 10 * s]
        likely = [s for s in sums if slipped(s, total.value)] or [
            s for s in sums[:1] if any(slipped(p.value, total.value - (s - p.value)) for p in parts[-2:])
        ]
        if not near and not likely and total.value < max((part.value for part in parts[-2:]), default=0.0):
            likely = sums[-1:]  # less than one of its parts
        if not near and likely:
            zeros = f"{likely[0]:.0f}".rstrip("0") == f"{total.value:.0f}".rstrip("0")
            part_may_slip = not zeros and any(slipped(p.value, total.value - (likely[0] - p.value)) for p in parts[-2:])
            start = next((p.start for p in parts[-2:] if part_may_slip and total.end - p.start <= _WIDEST), total.start)
            english = f"The parts add up to {_said(likely[0])}, not {_said(total.value)}."
            yield (
                start,
                total.end,
                english,
                f"हिस्सों का जोड़ {_said(likely[0], True)} होता है, {_said(total.value, True)} नहीं।",
            )


def _averages(said: _Sentence) -> Iterator[_Slip]:
    """ "In eight months 112 crore, that is 14 lakh a month"."""
    for i, mean in enumerate(said.figures):
        cue = _AVERAGE.search(said.text[: mean.start])
        if cue is None or not i:
            continue
        period = _PERIODS.get(cue.group(1) or "", "")
        times = [f.value for f in said.figures[:i] if f.unit == period and f.value > 1]
        wholes = [f for f in said.figures[:i] if f.unit == mean.unit and f.unit != period]
        if not times or not wholes:
            continue
        right = wholes[-1].value / times[-1]
        if abs(right - mean.value) > _ROUGH * right:
            english = f"{said.text[wholes[-1].start : wholes[-1].end]} divided by {times[-1]:g} is {_said(right)}."
            yield mean.start, mean.end, english, f"हिसाब से यह {_said(right, True)} होना चाहिए।"


def _exchange(said: _Sentence) -> Iterator[_Slip]:
    """Dollars or miles, and rupees or kilometres right behind them that no rate makes of them."""
    for first, second in itertools.pairwise(said.figures):
        between = said.between(first, second)
        if (
            not _BESIDE.match(between)
            or not re.search(rf"{_THAT_IS}|\(", between)
            or min(first.value, second.value) <= 0
        ):
            continue
        ratio = second.value / first.value
        for pair, rate in (((first.unit, second.unit), ratio), ((second.unit, first.unit), 1 / ratio)):
            low, high = _RATES.get(pair[0], (0.0, 0.0)) if pair[1] == "rupee" else (0.0, 0.0)
            size = _SAME_SIZE.get(pair)
            if size is not None:
                low, high = size * (1 - _ROUGH), size * (1 + _ROUGH)
            if high and not low <= rate <= high:
                shown = said.text[first.start : first.end]
                english = f"{shown} cannot be {said.text[second.start : second.end]}."
                yield second.start, second.end, english, f"{shown} इतने के बराबर नहीं हो सकते।"


def _shares(said: _Sentence) -> Iterator[_Slip]:
    """ "200 में से 50, यानी 40 प्रतिशत"."""
    for whole, part, share in zip(said.figures, said.figures[1:], said.figures[2:], strict=False):
        if share.unit != "percent" or not whole.value or "percent" in (whole.unit, part.unit):
            continue
        if _OUT_OF.match(said.text[whole.end : part.start]) and _SHARE.search(said.between(part, share)):
            right = 100 * part.value / whole.value
            if abs(right - share.value) > max(2.0, _ROUGH * right):
                english = f"{part.value:g} of {whole.value:g} is {right:.3g} per cent."
                yield share.start, share.end, english, f"{whole.value:g} में से {part.value:g} यानी {right:.3g} प्रतिशत।"


def _growth(said: _Sentence) -> Iterator[_Slip]:
    """ "100 से 20 प्रतिशत बढ़कर 150": an old figure, its growth and the new one."""
    for old, by, new in zip(said.figures, said.figures[1:], said.figures[2:], strict=False):
        if by.unit != "percent" or old.unit != new.unit or not old.value or not _RANGE.match(said.between(old, by)):
            continue
        grown = _GROWN.match(said.between(by, new))
        if grown is None:
            continue
        right = old.value * (1 - by.value / 100 if grown.group(1) else 1 + by.value / 100)
        if abs(right - new.value) > max(abs(right - old.value) / 2, 0.02 * right):
            english = f"{_said(old.value)} changed by {by.value:g} per cent is {_said(right)}, not {_said(new.value)}."
            yield new.start, new.end, english, f"हिसाब से यह {_said(right, True)} होना चाहिए।"


def _rests(said: _Sentence) -> Iterator[_Slip]:
    """ "80 … में से 30 …, बाकी 60": what is left of a whole."""
    for i, (whole, part) in enumerate(itertools.pairwise(said.figures)):
        behind = said.figures[i + 2 : i + 2 + _NEAR_REST]
        rest = next((figure for figure in behind if _REST.search(said.text[part.end : figure.start])), None)
        if rest is None or not _WHOLE_OF.search(said.between(whole, part)):
            continue
        if part.unit not in (whole.unit, "") or rest.unit not in (whole.unit, ""):
            continue
        right = whole.value - part.value
        if right > 0 and rest.value != right and (rest.value > whole.value or slipped(right, rest.value)):
            english = f"{_said(part.value)} of {_said(whole.value)} leaves {_said(right)}, not {_said(rest.value)}."
            yield rest.start, rest.end, english, f"बाकी {_said(right, True)} होना चाहिए।"
        elif right > 0 and slipped(part.value + rest.value, whole.value):
            both = part.value + rest.value
            english = f"{_said(part.value)} and the remaining {_said(rest.value)} make {_said(both)}, not {_said(whole.value)}."
            yield whole.start, whole.end, english, f"दोनों का जोड़ {_said(both, True)} होता है।"


def _fractions(said: _Sentence) -> Iterator[_Slip]:
    """ "500 … का पांचवां हिस्सा, यानी 10": a part of the sum before it."""
    sums = [figure for figure in said.figures if figure.unit or figure.value > 1]  # the one of "one third" is none
    for whole, part in itertools.pairwise(sums):
        cue = _PART_OF.search(said.text, whole.end, part.start)
        if cue is None or whole.unit not in (part.unit, "") or not part.value:
            continue
        times = {"दो": 2, "तीन": 3}.get(cue["times"] or "", 1)
        right = whole.value * times / _PARTS[cue["part"]]
        fits = abs(right - part.value) <= _ROUGH * right
        if cue["part"] == _QUARTER_OF_YEAR and fits:
            english = f"{_said(part.value)} is a fourth of {_said(whole.value)}: a quarter of it, not three months."
            yield cue.start("shown"), cue.end("shown"), english, "यहाँ एक चौथाई की बात है, तीन महीने की नहीं।"
        elif cue["part"] != _QUARTER_OF_YEAR and not fits:
            english = f"That part of {_said(whole.value)} is {_said(right)}, not {_said(part.value)}."
            yield part.start, part.end, english, f"हिसाब से यह {_said(right, True)} होना चाहिए।"


def _multiples(said: _Sentence) -> Iterator[_Slip]:
    """ "40 … के मुकाबले 50 …, यानी 12.5 गुना": the point at another place than in the quotient."""
    for first, second, times in zip(said.figures, said.figures[1:], said.figures[2:], strict=False):
        if not _FOLD.match(said.text[times.end :]) or not _TIMES.search(said.between(second, times)):
            continue
        low, high = sorted((first.value, second.value))
        right = high / low if low > 0 else 0.0
        if (
            right
            and first.unit == second.unit
            and any(abs(times.value - right * k) <= 0.05 * right * k for k in (0.1, 10))
        ):
            english = f"{_said(high)} is {right:.3g} times {_said(low)}, not {times.value:g} times."
            yield times.start, times.end, english, f"हिसाब से यह {right:.3g} गुना है।"


def _grown_times(said: _Sentence) -> Iterator[_Slip]:
    """ "40 … को दोगुना करके 800": the point, or one figure, at another place than in the product."""
    for i, second in enumerate(said.figures):
        cue = _GROWN_TIMES.search(said.text[: second.start])
        alike = [figure for figure in said.figures[:i] if figure.unit and figure.unit == second.unit]
        if cue is None or not alike:
            continue
        first = alike[-1]
        right = first.value * _TIMES_WORDS[cue["times"]]
        point = any(abs(second.value - right * k) <= _ROUGH / 3 * right * k for k in (0.1, 10))
        if point or (abs(second.value - right) > _ROUGH * right and slipped(right, second.value)):
            english = f"{_said(first.value)} becomes {_said(right)}, not {_said(second.value)}."
            yield second.start, second.end, english, f"हिसाब से यह {_said(right, True)} होना चाहिए।"


def _behind(said: _Sentence) -> Iterator[_Slip]:
    """Cricket: "300 रन के जवाब में … 200 रन …, 150 रन पीछे"."""
    runs = [figure for figure in said.figures if figure.value >= 1]
    for whole, made, lag in itertools.combinations(runs, 3):
        if not _IN_REPLY.match(said.text[whole.end :]) or not _LAGS.match(said.text[lag.end :]):
            continue
        right = whole.value - made.value
        if _RUNS_MADE.match(said.text[made.end :]) and right > 0 and right != lag.value and slipped(right, lag.value):
            english = f"{made.value:g} in reply to {whole.value:g} is {right:g} behind, not {lag.value:g}."
            yield lag.start, lag.end, english, f"हिसाब से यह {right:g} रन होना चाहिए।"


_LAWS: tuple[Callable[[_Sentence], Iterator[_Slip]], ...] = (
    _totals, _averages, _exchange, _shares, _growth, _rests, _fractions, _multiples,
    _grown_times, _behind,
)  # fmt: skip


def _said(value: float, hindi: bool = False) -> str:
    """A figure as Indian news says it: 14 crore, 1.2 lakh, 4,000."""
    for size, english, own in ((1e7, "crore", "करोड़"), (1e5, "lakh", "लाख")):
        if value >= size:
            return f"{value / size:,.6g} {own if hindi else english}"
    return f"{value:,.6g}"


def slipped(first: float, second: float) -> bool:
    """One digit off, two exchanged, a zero more or less."""
    a, b = f"{first:.0f}", f"{second:.0f}"
    if first <= 0 or second <= 0 or a == b:
        return False
    if len(a) == len(b):
        unlike = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        return len(unlike) == 1 or (len(unlike) == 2 and unlike[0] == unlike[1][::-1])
    return a.rstrip("0") == b.rstrip("0") or (abs(len(a) - len(b)) == 1 and _one_more(*sorted((a, b), key=len)))


def _one_more(short: str, long: str) -> bool:
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _dates(context: Context, tokens: Tokens, numbers: Sequence[Number]) -> Iterator[Finding]:
    """A period that ends before it begins: two days of one month, the one at the beginning, the other at the end."""
    text = tokens.sentence.text
    days = [number for number in numbers if number.month and 1 <= number.value <= 31]
    for first, second in itertools.pairwise(days):
        between = text[first.end : second.start]
        month = first.month == second.month
        if (
            not month
            or second.value >= first.value
            or not (_RANGE.match(between) or _begins_and_ends(text, first, second))
        ):
            continue
        shown = text[second.start : second.end]
        english = f"{shown} lies before {text[first.start : first.end]}, with which it begins."
        yield _finding(context, tokens, second.start, second.end, english, f"{shown} शुरुआत की तारीख से पहले है।")


def _begins_and_ends(text: str, first: Number, second: Number) -> bool:
    """The clause of the first date speaks of a beginning, that of the second of the end."""
    cut = [match.end() for match in _CLAUSE.finditer(text, first.end, second.start)]
    if not cut:
        return False
    before = max((match.end() for match in _CLAUSE.finditer(text, 0, first.start)), default=0)
    following = _CLAUSE.search(text, second.end)
    one, two = text[before : cut[0]], text[cut[-1] : following.start() if following else len(text)]
    return bool(_STARTS.search(one) and _ENDS.search(two) and not _ENDS.search(one) and not _STARTS.search(two))


_MADE = re.compile(r"^\s*रन(?:ों)?\b.{0,30}?(?:बनाए|बनाकर|का\s+(?:स्कोर|लक्ष्य)|की\s+चुनौती|केल्या|उभारल)")
_CHASED = re.compile(r"^\s*रन\s+(?:ही\s+(?:बना|जोड़)|पर\s+(?:सिमट|ढेर|ऑलआउट|ऑल\s+आउट|आउट))|^\s*धावांवर\s+(?:गारद|सर्वबाद)")
_WON_BY = re.compile(r"^\s*रन(?:ों)?\s+से\s+(?:\S+\s+){0,2}?(?:हरा|जीत|मात|पराजित|शिकस्त|अपने\s+नाम)")


def _chases(context: Context, figures: dict[int, list[Figure]]) -> Iterator[Finding]:
    """Cricket: who fell short made fewer runs, and the margin is what was lacking."""
    made: list[tuple[int, float]] = []
    margins: set[float] = set()
    chased: list[tuple[Tokens, Figure]] = []
    for tokens in context.checked:
        for figure in figures[tokens.sentence.index]:
            behind = tokens.sentence.text[figure.end :]
            if _WON_BY.match(behind):
                margins.add(figure.value)
            elif _CHASED.match(behind):
                chased.append((tokens, figure))
            elif figure.value >= _TEAM and _MADE.match(behind):
                made.append((tokens.sentence.index, figure.value))
    if len(chased) != 1 or len(margins) > 1:
        return
    tokens, figure = chased[0]
    beside = [value for index, value in made if index == tokens.sentence.index] or [value for _, value in made]
    if len(beside) != 1:
        return
    total = beside[0]
    margin = next(iter(margins), total - figure.value)
    if figure.value >= total or (total - figure.value != margin and slipped(total - margin, figure.value)):
        english = f"With {total:g} to beat, a side that falls short by {margin:g} makes {total - margin:g}, not {figure.value:g}."
        if not margins:
            english = f"A side that falls short of {total:g} cannot make {figure.value:g}."
        hindi = f"{total:g} रन के जवाब में {figure.value:g} रन बनाने वाली टीम हार नहीं सकती।"
        yield _finding(context, tokens, figure.start, figure.end, english, hindi)
