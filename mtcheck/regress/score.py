"""chrF of a translation against a case's reference, and the floor under which it may not fall."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from sacrebleu.metrics.chrf import CHRF

from mtcheck.regress.case import Case, Check


def chrf(translation: str, reference: str) -> float:
    """Sentence chrF (Popović, 2015), 0 to 100, rounded to two places; both texts are brought to Unicode's form NFC before."""
    return round(float(_metric().sentence_score(_normal(translation), [_normal(reference)]).score), 2)


def chrf_signature() -> str:
    """sacreBLEU's signature of the metric, and our normalisation."""
    _metric().sentence_score("a", ["a"])  # the signature knows the number of references only afterwards
    return f"{_metric().get_signature()}|norm:NFC"


def floor_of(case: Case, accepted: str = "") -> tuple[float, str]:
    """What a translation's chrF must reach, and in words how that comes about.

    It is the margin below the chrF of `accepted` (the translation of the last accepted run) or, without one, of the fixed sentence.
    """
    base = chrf(accepted or case.fixed or case.reference, case.reference)
    whose = "the accepted run" if accepted else "the fixed sentence"
    floor = round(max(base - case.margin, 0.0), 2)
    return floor, f"{floor:.1f} = {base:.1f} of {whose} − margin {case.margin:g}"


def judge_chrf(case: Case, translation: str, accepted: str = "") -> tuple[Check, float, float]:
    """The check, the chrF and its floor; the case must have a reference."""
    value = chrf(translation, case.reference)
    floor, told = floor_of(case, accepted)
    passed = value >= floor
    message = f"chrF {value:.1f} {'reaches' if passed else 'is below'} {told}"
    sentence = "" if passed else f"reference: {' '.join(case.reference.split())}"
    return Check("chrf", passed, message, sentence), value, floor


@lru_cache(maxsize=1)
def _metric() -> CHRF:
    return CHRF()


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
