"""How often the back-translation shows a change of one word, number, name or negation; beside it, the literal senses alone.

usage: PYTHONPATH=. python models/recipe/faithfulness.py models/eval/faithfulness.tsv

A pair is *shown* when the translation of the wrong sentence has one of the wrong English words, or no longer has any of the right
ones that the right sentence's translation has. A name or word is *spelled* when the right sentence's translation has it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from mtcheck.literal import literal_senses
from mtcheck.translate import load_translator

NEGATIONS = {"not", "no", "never", "cannot", "without", "nor", "neither", "none", "nobody"}


def main(path: str) -> None:
    rows = [line.split("\t") for line in Path(path).read_text(encoding="utf8").split("\n")[1:] if line]
    translator = load_translator()
    shown, spelled, literal, total = Counter(), Counter(), Counter(), Counter()
    for language in ("hi", "mr"):
        mine = [row for row in rows if row[1] == language]
        right = translator.translate([row[3] for row in mine], language)
        wrong = translator.translate([row[4] for row in mine], language)
        words = literal_senses(
            [row[6] for row in mine], language, lambda texts, lang=language: translator.translate(texts, lang)
        )
        for row, right_english, wrong_english, sense in zip(mine, right, wrong, words, strict=True):
            for key in (row[2], f"all {language}", "all"):
                total[key] += 1
                shown[key] += is_shown(row, right_english, wrong_english)
                spelled[key] += any(has(right_english, form) for form in row[7].split("|") if form)
                literal[key] += any(has(sense, form) for form in row[8].split("|") if form)
    print(f"model {translator.name}@{translator.revision} {translator.runtime}")
    print(f"{'kind':12}{'pairs':>7}{'shown':>8}{'right said':>12}{'literal sense':>15}")
    for key in sorted(total):
        cells = (shown[key] / total[key], spelled[key] / total[key], literal[key] / total[key])
        print(f"{key:12}{total[key]:>7}{cells[0]:>8.2f}{cells[1]:>12.2f}{cells[2]:>15.2f}")


def is_shown(row: list[str], right: str, wrong: str) -> bool:
    """See the module's text; a negation is shown when one side has a negative word and the other has none."""
    if row[2] == "negation":
        return negated(right) != negated(wrong)
    right_forms, wrong_forms = ([form for form in cell.split("|") if form] for cell in (row[7], row[8]))
    if any(has(wrong, form) and not has(right, form) for form in wrong_forms):
        return True
    kept = [form for form in right_forms if has(right, form)]
    return bool(kept) and not any(has(wrong, form) for form in right_forms)


def negated(text: str) -> bool:
    found = re.findall(r"[a-z']+", text.lower())
    return any(word in NEGATIONS or word.endswith("n't") for word in found)


def has(text: str, form: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(form.lower())}(?!\w)", text.lower()) is not None


if __name__ == "__main__":
    main(sys.argv[1])
