"""Numbers, scale words, units and dates in three languages."""

from __future__ import annotations

import pytest

from mtcheck.numbers import MONTHS, UNITS, WEEKDAYS, find_figures, find_numbers, same_group, unit_of, weekday_of
from mtcheck.script import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("कोई अंक नहीं", []),
        ("12 लोग", [(12, "")]),
        ("१२ लोग", [(12, "")]),
        ("1,25,000 रुपये", [(125_000, "rupee")]),
        ("१,२५,००० रुपये", [(125_000, "rupee")]),
        ("125,000 people", [(125_000, "")]),
        ("2.5 लाख रुपये", [(250_000, "rupee")]),
        ("4 अरब डॉलर", [(4e9, "dollar")]),
        ("4 billion dollars", [(4e9, "dollar")]),
        ("$4 billion", [(4e9, "dollar")]),
        ("$4bn", [(4e9, "dollar")]),
        ("₹500 करोड़", [(5e9, "rupee")]),
        ("Rs 500 crore", [(5e9, "rupee")]),
        ("500 करोड़ रुपये", [(5e9, "rupee")]),
        ("2 लाख करोड़ रुपये", [(2e12, "rupee")]),
        ("12%", [(12, "percent")]),
        ("12 प्रतिशत", [(12, "percent")]),
        ("12.5 फीसदी", [(12.5, "percent")]),
        ("12 per cent", [(12, "percent")]),
        ("४५.५ टक्के", [(45.5, "percent")]),
        ("120 किलोमीटर प्रति घंटा", [(120, "kilometre")]),
        ("120 kmph", [(120, "kilometre")]),
        ("120 मील", [(120, "mile")]),
        ("45 डिग्री सेल्सियस", [(45, "celsius")]),
        ("45 degrees Celsius", [(45, "celsius")]),
        ("45 डिग्री", [(45, "")]),
        ("3 घंटे 20 मिनट", [(3, "hour"), (20, "minute")]),
        ("40 क्विंटल गेहूं और 2 टन प्याज", [(40, "quintal"), (2, "tonne")]),
        ("10 एकड़ जमीन", [(10, "acre")]),
        ("दोन हजार कोटी", []),
        ("2 हजार कोटी रुपये", [(2e10, "rupee")]),
        ("-5 डिग्री", [(-5, "")]),
        ("1,2,3", []),
        ("कीमत 99.99 रुपये।", [(99.99, "rupee")]),
        ("145 रन पर 7 विकेट", [(145, ""), (7, "")]),
        ("वर्ष 2024", [(2024, "")]),
    ],
)
def test_value_and_unit(text: str, expected: list[tuple[float, str]]):
    assert [(pytest.approx(number.value), number.unit) for number in find_numbers(text)] == expected


@pytest.mark.parametrize(
    ("text", "day", "month"),
    [
        ("15 अगस्त 2025", 15, 8),
        ("15 ऑगस्ट", 15, 8),
        ("15 August", 15, 8),
        ("3rd March", 3, 3),
        ("२ अक्टूबर", 2, 10),
        ("2 अक्तूबर", 2, 10),
        ("26 जानेवारी", 26, 1),
        ("1 मई", 1, 5),
    ],
)
def test_day_and_month(text: str, day: int, month: int):
    number = find_numbers(text)[0]
    assert (number.plain, number.month) == (day, month)


@pytest.mark.parametrize("text", ["कंपनी ने 4 अरब डॉलर लगाए।", "₹500 करोड़, 12% और 3rd March", "१,२५,००० रुपये"])
def test_offsets(text: str):
    for number in find_numbers(text):
        digits = text[number.start : number.digits_end]
        assert digits[0].isdigit()
        assert digits[-1].isdigit()
        assert number.digits_end <= number.end <= len(text)


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        (15, 8, 2025, 4),
        (1, 1, 2024, 0),
        (29, 2, 2024, 3),
        (29, 2, 2023, None),
        (31, 6, 2025, None),
        (1, 13, 2025, None),
    ],
)
def test_weekday_of(day: int, month: int, year: int, expected: int | None):
    assert weekday_of(day, month, year) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("kilometre", "mile", True),
        ("celsius", "fahrenheit", True),
        ("rupee", "dollar", True),
        ("hour", "minute", True),
        ("kilometre", "kilometre", False),
        ("kilometre", "rupee", False),
        ("", "rupee", False),
    ],
)
def test_same_group(first: str, second: str, expected: bool):
    assert same_group(first, second) is expected
    assert same_group(second, first) is expected


@pytest.mark.parametrize(
    ("word", "unit"), [("किलोमीटर", "kilometre"), ("KM", "kilometre"), ("एकड़", "acre"), ("एकड", "acre"), ("नदी", "")]
)
def test_unit_of(word: str, unit: str):
    assert unit_of(word) == unit


def test_no_word_names_two_units():
    units: dict[str, set[str]] = {}
    for unit, forms in UNITS.items():
        for form in forms.split():
            units.setdefault(fold(form), set()).add(unit)
    assert [form for form, named in units.items() if len(named) > 1] == []


def test_all_months_and_days_are_there_in_three_languages():
    assert {MONTHS[fold(name)] for name in "जनवरी जानेवारी january jan".split()} == {1}
    assert sorted(set(MONTHS.values())) == list(range(1, 13))
    assert sorted(set(WEEKDAYS.values())) == list(range(7))
    assert [WEEKDAYS[fold(name)] for name in ("मंगलवार", "मंगळवारी", "tuesday")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("साढ़े नौ करोड़ लोग", [("number", 95_000_000)]),
        ("डेढ़ सौ और ढाई हजार", [("number", 150), ("number", 2500)]),
        ("पांचवें दिन, मंगलवार को, सत्रह गांव", [("ordinal", 5), ("weekday", 1), ("number", 17)]),
        ("thirty-five people on the third day", [("number", 35), ("ordinal", 3)]),
        ("three and a half crore, two-thirds", [("number", 35_000_000)]),
        ("16वीं सदी का ६१ वां गांव", [("ordinal", 16), ("ordinal", 61)]),
        ("They may march in March", [("month", 3)]),
        ("एकोणीस आणि नव्वद", [("number", 19), ("number", 90)]),
    ],
)
def test_figures(text: str, figures: list[tuple[str, float]]):
    assert [(figure.kind, figure.value) for figure in find_figures(text)] == figures
