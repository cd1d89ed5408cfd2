"""Base forms of English words."""

from __future__ import annotations

import pytest

from mtcheck.english import base_forms, same_word


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("charges", "charge"), ("parties", "party"), ("classes", "class"), ("boxes", "box"), ("raised", "raise"), ("visited", "visit"),
        ("planned", "plan"), ("planed", "plane"), ("running", "run"), ("died", "die"), ("lying", "lie"), ("carried", "carry"),
        ("struck", "strike"), ("left", "leave"), ("women", "woman"), ("crises", "crisis"), ("largest", "large"), ("highest", "high"),
        ("falling", "fall"), ("controlled", "control"),
    ],
)  # fmt: skip
def test_base(word: str, base: str):
    assert base in base_forms(word)
    assert word in base_forms(word)


@pytest.mark.parametrize(
    ("word", "other"),
    [("news", "new"), ("fired", "fir"), ("hoped", "hop"), ("bus", "bu"), ("process", "proces"), ("added", "ad")],
)
def test_no_base(word: str, other: str):
    assert other not in base_forms(word)


def test_same_word():
    assert same_word("wins", "won")
    assert same_word("charged", "charges")
    assert not same_word("general", "generate")
