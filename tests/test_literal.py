"""The literal sense that findings show: word by word, each by its own entry."""

from __future__ import annotations

import pytest

from mtcheck.literal import literal_senses


def nothing_asked(texts: list[str]) -> list[str]:
    assert texts == []
    return []


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("चर्चा", "discussion"),  # its stem is that of चर्च
        ("चर्च", "church"),
        ("पक्षी", "bird"),
        ("पक्षों", "side"),  # no entry has this form: the stem's
        ("पानी की टंकी", "water tank"),
    ],
)
def test_a_word_is_read_as_itself_before_its_stem(text: str, literal: str):
    assert literal_senses([text], "hi", nothing_asked) == [literal]


def test_unknown_words_are_asked_for_once_and_nonsense_is_spelled_out():
    asked: list[list[str]] = []

    def translate(texts: list[str]) -> list[str]:
        asked.append(texts)
        return ["a made up translation of many words"] * len(texts)

    assert literal_senses(["तिर्बल पानी", "तिर्बल"], "hi", translate) == ["tirbal water", "tirbal"]
    assert asked == [["तिर्बल"]]
