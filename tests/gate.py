"""The quality gate: floors under the figures on our own annotated articles.

usage: python tests/gate.py            print the figures beside the floors
       python tests/gate.py --update   raise the floors to what is reached; refuses to lower one
       python tests/gate.py --update --lower   … unless told to

Every third article of the letters a and b is held out, all of the letters h, k and l, and of the letter f those from 11 on: nobody looks at their
texts or their errors while working on a rule, and their figures are kept apart. The floors hold for the data with the digest they were measured on.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from mtcheck.check import Options, check_articles
from mtcheck.evaluate import GoldArticle, Scores, digest, read_gold, score, to_articles, total

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "gate.json"
# Figures that must not fall, and the one that must not rise.
HIGH = ("precision", "recall", "recall_major", "recall_evidence", "recall_no_evidence", "typed")
LOW = ("false_alarms_per_100_clean_sentences",)
LOOKED_AT = range(1, 6)  # of letter f: f-hi-err-01 to 05, behind f-hi-clean-11
MARGIN = 0.02  # a floor stands a little under what was measured: another machine's arithmetic differs


def parts() -> dict[str, list[GoldArticle]]:
    """The articles looked at, and those held out."""
    found: dict[str, list[GoldArticle]] = {"seen": [], "held out": []}
    for letter in "abcdefghijkl":
        for number, article in enumerate(read_gold(sorted(HERE.glob(f"articles/{letter}-*.json")))):
            held = (
                letter in "hkl" or (letter == "f" and number not in LOOKED_AT) or (letter in "ab" and number % 3 == 2)
            )
            found["held out" if held else "seen"].append(article)
    return found


@cache
def figures() -> dict[str, Any]:
    """Digest and figures of both parts."""
    out: dict[str, Any] = {}
    for name, gold in parts().items():
        found: list[Scores] = []
        for item, article in zip(gold, to_articles(gold), strict=True):
            checked = check_articles([article], options=Options(translate=False)).articles[0]
            found.append(score(checked, item))
        measured = total(found).to_json()
        out[name] = {"digest": digest(gold), **{key: round(measured[key], 3) for key in (*HIGH, *LOW)}}
    return out


def main(arguments: list[str]) -> int:
    """Print, or update the floors."""
    floors = json.loads(FLOORS.read_text(encoding="utf8")) if FLOORS.exists() else {}
    lowered = []
    measured = figures()
    reached = {name: _floors(figure) for name, figure in measured.items()}
    for name, figure in measured.items():
        for key in (*HIGH, *LOW):
            floor = floors.get(name, {}).get(key)
            print(f"{name:10}{key:40}{figure[key]:8.3f}   floor {floor}")
            new = reached[name][key]
            if floor is not None and (new < floor if key in HIGH else new > floor):
                lowered.append(f"{name} {key}")
    if "--update" not in arguments:
        return 0
    if lowered and "--lower" not in arguments:
        print(f"not updated: {', '.join(lowered)} would be lowered (--lower does it)")
        return 1
    FLOORS.write_text(json.dumps(reached, indent=1) + "\n")
    return 0


def _floors(measured: dict[str, Any]) -> dict[str, Any]:
    high = {key: round(max(0.0, measured[key] - MARGIN), 3) for key in HIGH}
    low = {key: round(measured[key] + MARGIN, 3) for key in LOW}
    return {"digest": measured["digest"], **high, **low}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
