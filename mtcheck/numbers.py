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
_TIMES = {"hour", "minute", "day", "week", "month", "year"}
# Units that hold a scale word: MLD is a million litres a day.
_SCALED_UNITS = {fold(form): ("million", "litre") for form in ("mld", "एमएलडी")}
_NUMBER = re.compile(r"(?:(?<![\w.])|(?<=\bRs\.))[-−]?[0-9०-९]+(?:[.,][0-9०-९]+)*")
_CLOCK = re.compile(r"\d{1,2}\.[0-5]\d")
_OF_DAY = re.compile(r"\s*(?:[ap]\.?\s?m\b|hours?\b|hrs\b|IST\b|बजे|वाजता)", re.IGNORECASE)
_CURRENCY = 5  # characters of a currency before a figure at most ("INR. ")
_CURRENCY_BEFORE = re.compile(r"(?:([$₹€])|\b(Rs|INR|USD)\.?)\s?$", re.IGNORECASE)
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
        if _CLOCK.fullmatch(fold(match.group())) and _OF_DAY.match(text, match.end()):
            hour, minute = fold(match.group()).split(".")
            plain = int(hour) + int(minute) / 60  # 1.30 am is half past one
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
        currency = _CURRENCY_BEFORE.search(text, max(0, match.start() - _CURRENCY), match.start())
        if not unit and currency is not None:
            unit = _UNIT_OF[fold(currency[1] or currency[2])]
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
    छियालीस सैंतालीस अड़तालीस उनचास पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ
    सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी अस्सी इक्यासी बयासी तिरासी चौरासी पचासी
    छियासी सत्तासी अट्ठासी नवासी नब्बे इक्यानवे बानवे तिरानवे चौरानवे पंचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे सौ
    """.split()
_MARATHI_WORDS = """
    शून्य एक दोन तीन चार पाच सहा सात आठ नऊ दहा अकरा बारा तेरा चौदा पंधरा सोळा सतरा अठरा एकोणीस वीस एकवीस बावीस तेवीस चोवीस पंचवीस
    सव्वीस सत्तावीस अठ्ठावीस एकोणतीस तीस एकतीस बत्तीस तेहतीस चौतीस पस्तीस छत्तीस सदतीस अडतीस एकोणचाळीस चाळीस एक्केचाळीस बेचाळीस त्रेचाळीस
    चव्वेचाळीस पंचेचाळीस सेहेचाळीस सत्तेचाळीस अठ्ठेचाळीस एकोणपन्नास पन्नास एक्कावन्न बावन्न त्रेपन्न चोपन्न पंचावन्न छप्पन्न सत्तावन्न अठ्ठावन्न
    एकोणसाठ साठ एकसष्ट बासष्ट त्रेसष्ट चौसष्ट पासष्ट सहासष्ट सदुसष्ट अडुसष्ट एकोणसत्तर सत्तर एक्काहत्तर बाहत्तर त्र्याहत्तर चौऱ्याहत्तर
    पंच्याहत्तर शहात्तर सत्याहत्तर अठ्ठ्याहत्तर एकोणऐंशी ऐंशी एक्क्याऐंशी ब्याऐंशी त्र्याऐंशी चौऱ्याऐंशी पंच्याऐंशी शहाऐंशी सत्त्याऐंशी
    अठ्ठ्याऐंशी एकोणनव्वद नव्वद एक्क्याण्णव ब्याण्णव त्र्याण्णव चौऱ्याण्णव पंच्याण्णव शहाण्णव सत्त्याण्णव अठ्ठ्याण्णव नव्व्याण्णव शंभर
    """.split()
_ENGLISH_WORDS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty
    """.split()
_ENGLISH_TENS = {
    word: value
    for value, word in zip(
        range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True
    )
}
_VALUE_OF_WORD = {
    fold(word): value for listed in (_HINDI_WORDS, _MARATHI_WORDS, _ENGLISH_WORDS) for value, word in enumerate(listed)
} | {
    **_ENGLISH_TENS, "dozen": 12, "hundred": 100,
    fold("छः"): 6, fold("छै"): 6, fold("अट्ठारह"): 18, fold("पन्द्रह"): 15, fold("सत्तावन"): 57, fold("दर्जन"): 12, fold("डझन"): 12,
}  # fmt: skip


def word_value(word: str) -> int | None:
    """The value of a number word (to a hundred; English tens and units by themselves), None for any other word."""
    return _VALUE_OF_WORD.get(fold(word))


@dataclass(frozen=True)
class Figure:
    """A figure said in digits or words: `kind` is number, ordinal, month or weekday; [start, end) are offsets into the text."""

    kind: str
    value: float
    start: int
    end: int
    scale: str = ""
    unit: str = ""


_ORDINAL = re.compile("^(.+?)(?:वां|वाँ|वीं|वें|व्या|वा|वी|वे|व्यांदा|वांदा)$")
_ORDINALS = {
    fold(form): value
    for value, forms in enumerate(
        ("पहला पहली पहले पहिला पहिली पहिले पहिल्या first 1st", "दूसरा दूसरी दूसरे दुसरा दुसरी दुसरे दुसऱ्या second 2nd",
         "तीसरा तीसरी तीसरे तिसरा तिसरी तिसरे तिसऱ्या third 3rd", "चौथा चौथी चौथे चौथ्या fourth", "पांचवां पाचवा fifth", "छठा छठी छठे सहावा sixth",
         "seventh", "eighth", "नौवां नवां ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
         "eighteenth", "nineteenth", "twentieth"), 1)
    for form in forms.split()
}  # fmt: skip
_HALVES = {fold("साढ़े"): 0.5, fold("साडे"): 0.5, fold("सवा"): 0.25, fold("सव्वा"): 0.25, fold("पौने"): -0.25}
_AND_A_HALF = {fold("डेढ़"): 1.5, fold("दीड"): 1.5, fold("ढाई"): 2.5, fold("अडीच"): 2.5}
_FRACTIONS = re.compile(
    "^(?:तिहाई|चौथाई|thirds?|quarters?|fourths?|fifths?|half|आधा|आधे|आधी|निम्मे|निम्म्या|तृतीयांश|चतुर्थांश)$"
)
_SCALED = {"hundred", "thousand", "million", "billion", "trillion"}
_SPOKEN = re.compile(r"[^\W\d_][\w\u0900-\u0963]*")


def find_figures(text: str) -> list[Figure]:
    """Numbers, ordinals, months and weekdays of `text`, in digits and in words, in order; fractions are left out."""
    digits = find_numbers(text)
    found = [
        Figure("ordinal", n.plain, n.start, n.end)
        if _ordinal_after(text, n)
        else Figure("number", n.value, n.start, n.end, n.scale, n.unit)
        for n in digits
    ]
    taken = [(n.start, n.end) for n in digits]
    spoken = [m for m in _SPOKEN.finditer(text) if not any(a <= m.start() < b for a, b in taken)]
    found += _spoken_dates(text)
    skip = 0
    for i in range(len(spoken)):
        if i < skip:
            continue
        figure, skip = _spoken_figure(spoken, i)
        if figure is not None:
            found.append(figure)
    return _as_one(text, sorted(found, key=lambda figure: figure.start))


def _as_one(text: str, figures: list[Figure]) -> list[Figure]:
    """The figures, with the parts of one in words and digits together (एक करोड़ 30 लाख)."""
    found: list[Figure] = []
    for figure in figures:
        last = found[-1] if found else None
        goes_on = last and last.kind == figure.kind == "number" and last.scale and not last.unit
        if last and goes_on and figure.value < _SCALES[last.scale] and not text[last.end : figure.start].strip():
            found[-1] = Figure("number", last.value + figure.value, last.start, figure.end, last.scale, figure.unit)
        else:
            found.append(figure)
    return found


def _ordinal_after(text: str, number: Number) -> bool:
    return bool(re.match(r"(?:st|nd|rd|th)\b|\s?(?:वां|वाँ|वीं|वें|व्या|वा |वी |वे )", text[number.digits_end :]))


def _spoken_dates(text: str) -> Iterator[Figure]:
    for match in _SPOKEN.finditer(text):
        word = fold(match.group())
        # march and may are verbs, मार्च a march; in English a month has a capital, and "May" begins questions and wishes.
        english = match.group().isascii()
        if word in MONTHS and (not english or (match.group()[:1].isupper() and len(word) > 2 and match.start() > 0)):
            yield Figure("month", MONTHS[word], match.start(), match.end())
        elif word in WEEKDAYS:
            yield Figure("weekday", WEEKDAYS[word], match.start(), match.end())


def _spoken_figure(spoken: list[re.Match[str]], i: int) -> tuple[Figure | None, int]:
    """The figure that begins with the word at `i`, and the first word after it."""
    word = fold(spoken[i].group())
    ordinal = _ORDINAL.match(word)
    value = _ORDINALS.get(word) or (_VALUE_OF_WORD.get(ordinal[1]) if ordinal else None)
    if value:
        return Figure("ordinal", value, spoken[i].start(), spoken[i].end()), i + 1
    plain, after = _spoken_value(spoken, i)
    if word in ("a", "an") and i + 1 < len(spoken) and spoken[i + 1].group().casefold() in _SCALED:
        plain, after = 1.0, i + 1  # a trillion
    if plain is None:
        return None, i + 1
    if [m.group().casefold() for m in spoken[after : after + 3]] == ["and", "a", "half"]:
        plain, after = plain + 0.5, after + 3
    scale, unit, end = "", "", spoken[after - 1].end()
    number = plain
    while after < len(spoken) and spoken[after].start() - end <= 1:
        following = fold(spoken[after].group())
        if _FRACTIONS.match(following):
            return None, after + 1
        if following == "hundred" or following in (fold("सौ"), fold("शे")):
            number *= 100
        elif following in _SCALES and len(following) > 2 and not unit:
            number, scale = number * _SCALES[following], following
        elif following in _UNIT_OF and not unit:
            unit = _UNIT_OF[following]
        else:
            break
        end, after = spoken[after].end(), after + 1
    return Figure("number", number, spoken[i].start(), end, scale, unit), after


def _spoken_value(spoken: list[re.Match[str]], i: int) -> tuple[float | None, int]:
    """A number word, with a half before it (साढ़े तीन) or a unit after its ten (thirty-five)."""
    word = fold(spoken[i].group())
    if word in _AND_A_HALF:
        return _AND_A_HALF[word], i + 1
    following = (
        fold(spoken[i + 1].group()) if i + 1 < len(spoken) and spoken[i + 1].start() - spoken[i].end() <= 1 else ""
    )
    if word in _HALVES and following in _VALUE_OF_WORD:
        return _VALUE_OF_WORD[following] + _HALVES[word], i + 2
    if word not in _VALUE_OF_WORD:
        return None, i + 1
    if word in _ENGLISH_TENS and 0 < _VALUE_OF_WORD.get(following, 0) < 10:
        return float(_ENGLISH_TENS[word] + _VALUE_OF_WORD[following]), i + 2
    return float(_VALUE_OF_WORD[word]), i + 1


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


def same_measure(first: str, second: str) -> bool:
    """As `same_group`, and for any two units of time: where the English tells the number, hours are not days."""
    return same_group(first, second) or (first != second and first in _TIMES and second in _TIMES)


def scale_factor(scale: str) -> float:
    """What a scale word multiplies by: 1 for none."""
    return _SCALES.get(scale, 1.0)


def unit_of(word: str) -> str:
    """The unit that a word names, '' for none."""
    return _UNIT_OF.get(fold(word), "")
