"""chrF and its floor."""

from __future__ import annotations

import pytest
from sacrebleu.metrics.chrf import CHRF

from mtcheck.regress.case import Case, Expectation
from mtcheck.regress.score import chrf, chrf_signature, floor_of, judge_chrf

FIXED = "केंद्रीय बैंक ने ब्याज दर में कोई बदलाव नहीं किया।"
APPROVED = "केंद्रीय बैंक ने ब्याज दर को जस का तस रखा।"
OTHER = "किसानों ने सड़क पर धरना दिया।"


def case(margin: float = 20.0, approved: str = "", fixed: str = FIXED) -> Case:
    return Case("a", "बुरा", (Expectation("बुरा"),), fixed, approved=approved, margin=margin)


def test_the_figure_is_sacrebleus():
    assert chrf(APPROVED, FIXED) == pytest.approx(CHRF().sentence_score(APPROVED, [FIXED]).score, abs=0.01)


@pytest.mark.parametrize(("first", "second"), [(FIXED, FIXED), ("सड़क", "सड\u093cक"), (f" {FIXED}\n", FIXED)])
def test_the_same_text_has_100(first: str, second: str):
    assert chrf(first, second) == 100


def test_the_signature_names_metric_version_and_normalisation():
    signature = chrf_signature()
    for part in ("nrefs:1", "nc:6", "nw:0", "version:", "norm:NFC"):
        assert part in signature


def test_without_an_accepted_run_the_fixed_sentence_sets_the_floor():
    assert floor_of(case())[0] == 80
    assert floor_of(case(margin=5))[0] == 95


def test_with_an_approved_translation_the_fixed_sentence_is_measured_against_it():
    base = chrf(FIXED, APPROVED)
    assert 30 < base < 90
    assert floor_of(case(approved=APPROVED))[0] == pytest.approx(base - 20)


def test_an_accepted_run_sets_the_floor_instead():
    base = chrf(APPROVED, FIXED)
    floor, told = floor_of(case(), APPROVED)
    assert floor == pytest.approx(base - 20)
    assert "accepted run" in told


def test_the_floor_is_never_negative():
    assert floor_of(case(margin=100))[0] == 0


@pytest.mark.parametrize(
    ("translation", "accepted", "passed"),
    [
        (FIXED, "", True),
        (OTHER, "", False),
        (APPROVED, "", False),  # another wording, not accepted yet
        (APPROVED, APPROVED, True),  # … and accepted
        (OTHER, APPROVED, False),
    ],
)
def test_judge(translation: str, accepted: str, passed: bool):
    check, value, floor = judge_chrf(case(), translation, accepted)
    assert check.passed is passed is (value >= floor)
    assert f"chrF {value:.1f} {'reaches' if passed else 'is below'} {floor:.1f}" in check.message
