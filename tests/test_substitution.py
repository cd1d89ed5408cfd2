"""Words tried in the place of another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from mtcheck.encode import load_encoder
from mtcheck.substitution import States, Trial, fits
from mtcheck.types import Span


def by_letters(texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> States:
    """States that only know a word's first letter: alike when it is the same."""
    return [
        np.stack([np.eye(256, dtype=np.float32)[ord(t[s.start]) % 256] for s in ws])
        for t, ws in zip(texts, spans, strict=True)
    ]


def test_the_word_itself_comes_first_and_each_candidate_is_read_in_its_place():
    trial = Trial("a cat sat", 2, 5, "the dog", 1, ("deer", "bird", "dormouse"))
    assert fits([trial, trial], by_letters) == [(0.0, 1.0, 0.0, 1.0)] * 2


@pytest.mark.parametrize(
    ("text", "word", "english", "column", "right"),
    [
        (
            "मंत्रिमंडल की बैठक में दावत के नेता शामिल हुए।",
            "दावत",
            "Leaders of the party attended the cabinet meeting.",
            3,
            "पार्टी",
        ),
        (
            "पादरी ने कहा कि इस साल राज्य में पांच करोड़ पौधे लगाए जाएंगे।", "पादरी",
            "The minister said 50 million saplings would be planted in the state this year.", 1, "मंत्री",
        ),
    ],
)  # fmt: skip
def test_the_encoder_prefers_the_right_sense(text: str, word: str, english: str, column: int, right: str):
    start = text.index(word)
    own, other = fits([Trial(text, start, start + len(word), english, column, (right,))], load_encoder().word_states)[0]
    assert other > own
