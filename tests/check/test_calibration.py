"""Raw confidences and what becomes of them."""

from __future__ import annotations

import pytest

from mtcheck.calibration import apply, calibrated, logit
from mtcheck.rules import rules


def test_more_confident_stays_more_confident():
    for rule in rules():
        values = [calibrated(rule, raw / 100) for raw in range(0, 101, 5)]
        assert values == sorted(values), rule


@pytest.mark.parametrize("rule", ["wrong-sense", "spelling", "no such rule"])
def test_advice_stays_advice(rule: str):
    assert calibrated(rule, 0.49) < 0.5


def test_a_straight_line_changes_nothing():
    assert apply(0.7, 1.0, 0.0) == pytest.approx(0.7)
    assert apply(0.7, 1.0, 1.0) > 0.7


@pytest.mark.parametrize("raw", [0.0, 1.0])
def test_certainty_is_not_claimed(raw: float):
    assert abs(logit(raw)) < 6
    assert 0.02 <= calibrated("wrong-sense", raw) <= 0.98
