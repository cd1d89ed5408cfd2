"""Numbers in Hindi, Marathi and English text: digits of both scripts, scale words, units, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mtcheck.script import fold

_SCALES = {
    "हजार": 1e3, "लाख": 1e5, "करोड": 1e7, "अरब": 1e9, "खरब": 1e11, "मिलियन": 1e6, "बिलियन": 1e9, "ट्रिलियन": 1e12, "कोटी": 1e7,
    "अब्ज": 1e9, "दशलक्ष": 1e6, "लक्ष": 1e5, "लाखांहून": 1e5, "thousand": 1e3, "lakh": 1e5, "lac": 1e5, "crore": 1e7, "cr": 1e7, "million": 1e6,
    "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "k": 1e3,
}  # fmt: skip
UNITS = {
    "kilometre": "किलोमीटर किमी कि.मी km kms kilometre kilometres kilometer kilometers kmph किमीप्रतिघंटा",
    "mile": "मील मैल mile miles mph",
    "metre": "मीटर metre metres meter meters",
    "kilogram": "किलो किलोग्राम किग्रा kg kgs kilogram kilograms",
    "quintal": "क्विंटल कुंतल quintal quintals",
    "tonne": "टन tonne tonnes ton tons",
    "gram": "ग्राम gram grams",
    "celsius": "सेल्सियस सेल्सिअस celsius",
    "fahrenheit": "फारेनहाइट फॅरेनहाइट फारेनहाईट fahrenheit",
    "percent": "प्रतिशत फीसदी फीसद टक्के टक्का percent per cent %",
    "rupee": "रुपये रुपए रुपया रुपयों रुपयांचा रुपयांची रुपयांचे rupees rupee rs inr ₹",
    "paisa": "पैसे पैसा paise paisa",
    "dollar": "डॉलर dollar dollars usd $",
    "euro": "यूरो युरो euro euros €",
    "hour": "घंटे घंटा घंटों तास hours hour",
    "minute": "मिनट मिनटे मिनिटे minutes minute",
    "day": "दिन दिनों दिवस days day",
    "week": "सप्ताह हफ्ते हफ्तों आठवडे आठवड्यात weeks week",
    "month": "महीने महीना महीनों महिने महिन्यात months month",
    "year": "साल वर्ष सालों वर्षों वर्षे years year",
    "hectare": "हेक्टेयर हेक्टर hectare hectares",
    "acre": "एकड़ एकड एकर acre acres",
    "litre": "लीटर लिटर litre litres liter liters",
    "megawatt": "मेगावाट मेगावॉट mw megawatt megawatts",
    "cusec": "क्यूसेक क्युसेक cusec cusecs",
    "centimetre": "सेंटीमीटर सेमी सें.मी cm centimetre centimetres centimeter centimeters",
    "millimetre": "मिलीमीटर मिमी मिलिमीटर mm millimetre millimetres millimeter millimeters",
    "foot": "फीट फुट फूट ft foot feet",
    "inch": "इंच inch inches",
    "point": "अंक अंकों गुण points point",
}
_UNIT_OF = {fold(form): unit for unit, forms in UNITS.items() for form in forms.split()}
# Units that measure the same thing: the same number with another one of its group is a contradiction, not another fact.
GROUPS = (
    {"kilometre", "mile", "metre"}, {"kilogram", "quintal", "tonne", "gram"}, {"celsius", "fahrenheit"}, {"rupee", "dollar", "euro", "paisa"},
    {"hour", "minute"}, {"centimetre", "millimetre", "foot", "inch"}, {"day", "week", "month", "year"}, {"hectare", "acre"},
)  # fmt: skip
# Units that hold a scale word: MLD is a million litres a day.
_SCALED_UNITS = {fold(form): ("million", "litre") for form in ("mld", "एमएलडी")}
_NUMBER = re.compile(r"(?<![\w.])[-−]?[0-9०-९]+(?:[.,][0-9०-९]+)*")
_FOLLOWING = re.compile(r"[\s-]*([^\s,;:।.…()\"'“”‘’\d०-९-]+)")
MONTHS = {
    fold(form): number
    for number, forms in enumerate(
        ("जनवरी जानेवारी january jan", "फरवरी फेब्रुवारी february feb", "मार्च march mar", "अप्रैल एप्रिल april apr",
         "मई मे may", "जून june jun", "जुलाई जुलै july jul", "अगस्त ऑगस्ट august aug",
         "सितंबर सितम्बर सप्टेंबर september sept sep", "अक्टूबर अक्तूबर ऑक्टोबर october oct",
         "नवंबर नवम्बर नोव्हेंबर november nov", "दिसंबर दिसम्बर डिसेंबर december dec"), 1)
    for form in forms.split()
}  # fmt: skip
WEEKDAYS = {
    fold(form): number
    for number, forms in enumerate(
        ("सोमवार सोमवारी monday", "मंगलवार मंगळवार मंगळवारी tuesday", "बुधवार बुधवारी wednesday", "गुरुवार बृहस्पतिवार गुरुवारी thursday",
         "शुक्रवार शुक्रवारी friday", "शनिवार शनिवारी saturday", "रविवार रविवारी sunday")
    )
    for form in forms.split()
}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number in a text. `value` has the scale word applied, `plain` has not; `start` and `end` span digits to unit."""

    start: int
    digits_end: int
    end: int
    plain: float
    value: float
    scale: str
    unit: str
    month: int = 0


def find_numbers(text: str) -> list[Number]:
    """The numbers of `text`, in order; offsets into `text`. "2 लाख 30 हजार" is one number."""
    found: list[Number] = []
    for number in _numbers(text):
        last = found[-1] if found else None
        if (
            last
            and last.scale
            and not last.unit
            and _SCALES.get(number.scale, 1.0) < _SCALES[last.scale]
            and not text[last.end : number.start].strip()
        ):
            value = last.value + number.value
            found[-1] = Number(
                last.start, last.digits_end, number.end, last.plain, value, last.scale, number.unit, number.month
            )
        else:
            found.append(number)
    return found


def _numbers(text: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        plain = _plain(match.group())
        if plain is None:
            continue
        value, scale, unit, month, end = plain, "", "", 0, match.end()
        at = match.end()
        if text[at : at + 1] == "%":
            unit, end = "percent", at + 1
        for _ in range(4):
            follows = _FOLLOWING.match(text, at)
            if follows is None:
                break
            word = fold(follows.group(1))
            if word in _SCALES and not unit and (len(word) > 2 or word in ("mn", "bn", "cr") or follows.start(1) == at):
                value, scale = value * _SCALES[word], word
            elif word in _SCALED_UNITS and not unit and not scale:
                scale, unit = _SCALED_UNITS[word]
                value *= _SCALES[scale]
            elif word in _UNIT_OF and not unit:
                unit = _UNIT_OF[word]
            elif word in MONTHS and not unit and not scale and not month:
                month = MONTHS[word]
            elif word in ("प्रति", "डिग्री", "अंश", "degree", "degrees", "th", "st", "nd", "rd", "per") and not unit:
                at = follows.end()
                continue
            else:
                break
            at = end = follows.end()
        before = text[max(0, match.start() - 3) : match.start()].strip()
        if not unit and before[-1:] in ("$", "₹", "€"):
            unit = _UNIT_OF[before[-1]]
        yield Number(match.start(), match.end(), end, plain, value, scale, unit, month)


def _plain(digits: str) -> float | None:
    digits = fold(digits).replace("−", "-")
    if "," in digits:
        _head, *groups = digits.lstrip("-").split(",")
        if all(len(group.split(".")[0]) in (2, 3) for group in groups):
            digits = digits.replace(",", "")
        else:
            return None
    try:
        return float(digits)
    except ValueError:
        return None


_HINDI_WORDS = """
    शून्य एक दो तीन चार पांच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस
    सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस
    छियालीस सैंतालीस अड़तालीस उनचास पचास
    """.split()
_MARATHI_WORDS = """
    शून्य एक दोन तीन चार पाच सहा सात आठ नऊ दहा अकरा बारा तेरा चौदा पंधरा सोळा सतरा अठरा एकोणीस वीस एकवीस बावीस तेवीस चोवीस पंचवीस
    """.split()
_ENGLISH_WORDS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty
    """.split()
_VALUE_OF_WORD = {
    fold(word): value for listed in (_HINDI_WORDS, _MARATHI_WORDS, _ENGLISH_WORDS) for value, word in enumerate(listed)
} | {
    fold("छः"): 6,
    fold("अट्ठारह"): 18,
    fold("पंद्रह"): 15,
    fold("पन्द्रह"): 15,
    "dozen": 12,
    fold("पन्नास"): 50,
    fold("शंभर"): 100,
    fold("सौ"): 100,
}


def word_value(word: str) -> int | None:
    """The value of a number word (Hindi to fifty, Marathi to twenty-five, English to twenty), None for any other word."""
    return _VALUE_OF_WORD.get(fold(word))


def days_in(month: int) -> int:
    """The most days a month can have."""
    return (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def weekday_of(day: int, month: int, year: int) -> int | None:
    """0 for Monday … 6 for Sunday; None for a date that does not exist."""
    try:
        return date(year, month, day).weekday()
    except ValueError:
        return None


def same_group(first: str, second: str) -> bool:
    """True for two different units that measure the same thing."""
    return first != second and any(first in group and second in group for group in GROUPS)


def scale_factor(scale: str) -> float:
    """What a scale word multiplies by: 1 for none."""
    return _SCALES.get(scale, 1.0)


def unit_of(word: str) -> str:
    """The unit that a word names, '' for none."""
    return _UNIT_OF.get(fold(word), "")
