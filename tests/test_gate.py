"""The figures on our own annotated articles do not fall below the floors in gate.json."""

from __future__ import annotations

import json

import pytest

from tests import gate

FLOORS = json.loads(gate.FLOORS.read_text(encoding="utf8"))


@pytest.mark.parametrize("part", ["seen", "held out"])
def test_the_floors_are_for_this_data(part: str):
    assert gate.digest(gate.parts()[part]) == FLOORS[part]["digest"], "articles changed: python tests/gate.py --update"


@pytest.mark.parametrize("part", ["seen", "held out"])
@pytest.mark.parametrize("figure", gate.HIGH)
def test_no_figure_falls(part: str, figure: str):
    assert gate.figures()[part][figure] >= FLOORS[part][figure]


@pytest.mark.parametrize("part", ["seen", "held out"])
@pytest.mark.parametrize("figure", gate.LOW)
def test_no_more_false_alarms(part: str, figure: str):
    assert gate.figures()[part][figure] <= FLOORS[part][figure]
