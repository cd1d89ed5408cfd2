"""Train the trees that tell words in a wrong sense by their company: `mtcheck/data/company_trees.tsv`.

usage: python mtcheck/data/build/company.py --without-stories
       python models/recipe/word_senses.py
       python mtcheck/data/build/company.py

What a word is suspected of, and what speaks for and against it, comes from `mtcheck.company`, by a table that does not know the
stories; the labels are the stories' marks. A suspect is right when it stands in a mark and its rival is what was marked as right; in
other words of the story every rival is wrong, and so it is in the authored pairs, but for the sentences of which a first fit is
sure: a ninth of these pairs are wrong on purpose. Prints what the stories say when each is judged by trees that others taught (five
folds).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold
from stories import LANGUAGES, Story, authored, counted, mark_of, pairs, read

from mtcheck.collocation import neighbours
from mtcheck.company import Suspect, surroundings, suspects
from mtcheck.grammar import is_content
from mtcheck.script import Word, stem, word_texts, words

OUT = Path(__file__).resolve().parents[2] / "mtcheck" / "data" / "company_trees.tsv"
TREES = {
    "max_iter": 220, "max_depth": 4, "learning_rate": 0.08, "min_samples_leaf": 30, "l2_regularization": 5.0, "max_features": 0.4,
    "random_state": 0,
}  # fmt: skip
FOLDS = 5
PAIRS = 12  # authored pairs taken for an article; every third of these
AUTHORED_WEIGHT, SURELY_WRONG = 0.4, 0.6
SHARED = ("stood_rightly", "stood_wrongly")


@dataclass(frozen=True)
class Row:
    """A suspect of a text, where its word begins, the mark it stands in (-1: none), and whether its rival is right."""

    text: str
    sentence: str
    start: int
    mark: int
    right: bool
    seen: tuple[float, ...]


def rows_of(text: str, lines: Sequence[str], language: str, story: Story | None = None) -> Iterator[Row]:
    """All suspects of a text's sentences."""
    found, base = [], 0
    for line in lines:
        found.append((line, words(line, base)))
        base += len(line) + 1
    around = surroundings([tokens for _, tokens in found], language)
    marks = story.marks if story else ()
    counts = counted("\n".join(lines), marks)
    beside = pairs("\n".join(lines), language, marks)
    for line, tokens in found:
        for suspect in suspects(tokens, around):
            word = tokens[suspect.index]
            mark = mark_of(word, marks)
            right = mark >= 0 and story is not None and _is_right(suspect, story, mark, language)
            own = sum(beside[pair] for pair in neighbours(tokens, suspect.index, language))
            yield Row(text, line, word.start, mark, right, _without_own(suspect, counts, own, word))


def _is_right(suspect: Suspect, story: Story, place: int, language: str) -> bool:
    """The rival is a word of what was marked as right, or of the same English."""
    mark = story.marks[place]
    right = _stems(mark.right, language)
    english = mark.english.partition(":")[0].strip().lower()
    for example, accepted in suspect.rival.examples:
        said = set(re.findall("[a-z]+", example.lower().partition("(")[0]))
        if _stems(accepted, language) & right or set(english.split()) <= said:
            return True
    return suspect.rival.right in right


def _stems(text: str, language: str) -> set[str]:
    return {stem(word, language) for word in word_texts(text) if is_content(word)}


def _without_own(suspect: Suspect, counts: Mapping[tuple[str, bool], int], own: int, word: Word) -> tuple[float, ...]:
    """The witnesses, by the counts of other texts only."""
    seen = dict(suspect.witnesses)
    for name, wrongly in zip(SHARED, (False, True), strict=True):
        seen[name] = math.log1p(max(0.0, math.expm1(seen[name]) - counts.get((word.folded, wrongly), 0)))
    seen["stood_so"] = math.log1p(max(0.0, math.expm1(seen["stood_so"]) - own))
    return tuple(seen[name] for name in sorted(seen))


def story_rows() -> list[Row]:
    """The stories' suspects."""
    return [
        row
        for language in LANGUAGES
        for number, story in enumerate(read(language))
        for row in rows_of(f"{language}-{number}", story.text.split("\n"), language, story)
    ]


def authored_rows() -> list[Row]:
    """The suspects of the authored pairs."""
    found = []
    for language in LANGUAGES:
        texts = authored(language)
        for start in range(0, len(texts), 3 * PAIRS):
            found += rows_of(f"authored-{language}-{start}", texts[start : start + PAIRS], language)
    return found


def fit(rows: Sequence[Row]) -> HistGradientBoostingClassifier:
    """Trees from the rows."""
    model = HistGradientBoostingClassifier(**TREES)
    weights = [AUTHORED_WEIGHT if row.text.startswith("authored") else 1.0 for row in rows]
    return model.fit(_matrix(rows), [row.right for row in rows], sample_weight=weights)


def _matrix(rows: Sequence[Row]) -> np.ndarray:
    return np.array([row.seen for row in rows], dtype=np.float32)


def judged(rows: Sequence[Row], rest: Sequence[Row]) -> np.ndarray:
    """The probability of each row, by trees that did not see its text."""
    texts = np.array([row.text for row in rows])
    found = np.zeros(len(rows))
    for train, test in GroupKFold(FOLDS).split(texts, texts, texts):
        taught = [rows[i] for i in train if rows[i].right or rows[i].mark < 0]
        found[test] = fit([*taught, *rest]).predict_proba(_matrix([rows[i] for i in test]))[:, 1]
    return found


def best_of(rows: Sequence[Row], found: np.ndarray) -> dict[tuple[str, int], int]:
    """The likeliest rival of each word: (text, where the word begins) → row."""
    best: dict[tuple[str, int], int] = {}
    for i, row in enumerate(rows):
        key = (row.text, row.start)
        if key not in best or found[i] > found[best[key]]:
            best[key] = i
    return best


def report(rows: Sequence[Row], found: Sequence[float]) -> None:
    """Marks found, rightly explained, and words flagged for nothing, by bound; a row a word."""
    for bound in (0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        flagged = [row for row, probability in zip(rows, found, strict=True) if probability >= bound]
        hit = {(row.text, row.mark) for row in flagged if row.mark >= 0}
        told = {(row.text, row.mark) for row in flagged if row.right}
        print(
            f"{bound}: {len(hit)} found, {len(told)} rightly explained, {sum(row.mark < 0 for row in flagged)} for nothing"
        )


def written(model: HistGradientBoostingClassifier, names: Sequence[str]) -> Iterator[str]:
    """The lines of the data file; the columns of a node: tree, node, witness, bound, below, above, value."""
    yield f"0\t0\t\t0\t0\t0\t{float(np.ravel(model._baseline_prediction)[0]):.6g}"
    for number, (tree,) in enumerate(model._predictors, 1):
        for place, node in enumerate(tree.nodes):
            if node["is_leaf"]:
                yield f"{number}\t{place}\t\t0\t0\t0\t{node['value']:.5g}"
            else:
                name = names[node["feature_idx"]]
                yield f"{number}\t{place}\t{name}\t{node['num_threshold']:.6g}\t{node['left']}\t{node['right']}\t0"


def main() -> None:
    """Train, report, write."""
    rows = story_rows()
    rest = authored_rows()
    taught = [row for row in rows if row.right or row.mark < 0]
    first = fit(taught).predict_proba(_matrix(rest))[:, 1]
    wrong = {row.sentence for row, sure in zip(rest, first, strict=True) if sure > SURELY_WRONG}
    rest = [row for row in rest if row.sentence not in wrong]
    print(f"{len(wrong)} authored sentences left out")
    found = judged(rows, rest)
    best = sorted(best_of(rows, found).values())
    sentences, marks = {row.sentence for row in rows}, {(row.text, row.mark) for row in rows if row.mark >= 0}
    print(f"{len(sentences)} sentences, {len(marks)} marks with a suspect")
    report([rows[i] for i in best], [found[i] for i in best])
    lines = ["# tree\tnode\twitness\tbound\tbelow\tabove\tvalue", *written(fit([*taught, *rest]), _names())]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf8")


def _names() -> list[str]:
    """The witnesses in the order of a row."""
    language = LANGUAGES[0]
    text = read(language)[0].text.split("\n")
    tokens = [words(line) for line in text]
    around = surroundings(tokens, language)
    return next(sorted(suspect.witnesses) for line in tokens for suspect in suspects(line, around))


if __name__ == "__main__":
    main()
