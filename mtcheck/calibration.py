"""From the rules' raw confidences to probabilities: how often findings of that rule and that confidence were right.

Platt scaling (Platt, 1999) with an offset for each rule, fitted on annotated articles by data/build/calibrate.py, which also says how
well it does on articles it was not fitted on.
"""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.resources import files

_LEAST, _MOST = 0.02, 0.98  # nothing is surer than what was measured
# What a rule itself only advises stays advice: of such findings one in six was right, too few to fit the lower end by.
_ADVICE, _ADVICE_MOST = 0.5, 0.49
ALL = "*"


def calibrated(rule: str, confidence: float) -> float:
    """The probability that a finding of `rule` with this raw confidence is right.

    A rule that was never measured (a newsroom's own glossary) keeps its raw confidence.
    """
    table = _table()
    if rule not in table:
        return confidence
    slope, offset = table[ALL]
    found = apply(confidence, slope, offset + table[rule][1])
    return min(found, _ADVICE_MOST) if confidence < _ADVICE else found


def apply(confidence: float, slope: float, offset: float) -> float:
    """The logistic function of a line through the confidence's log-odds, kept within what can be told apart."""
    odds = slope * logit(confidence) + offset
    return min(_MOST, max(_LEAST, 1 / (1 + math.exp(-odds))))


def logit(confidence: float) -> float:
    """Log-odds of a probability; 0 and 1 are moved inwards."""
    inner = min(0.995, max(0.005, confidence))
    return math.log(inner / (1 - inner))


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[float, float]]:
    """Rule → (slope, offset); the slope is the same for all and stands with ALL."""
    lines = files("mtcheck.data").joinpath("calibration.tsv").read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {rule: (float(slope), float(offset)) for rule, slope, offset, *_ in cells}
