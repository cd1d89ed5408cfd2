"""Fit the calibration of the confidences on annotated articles, measure it on articles it was not fitted on, and draw it.

usage: python mtcheck/data/build/calibrate.py GOLD... [--write] [--figure mtcheck/docs/reliability.svg]

GOLD are annotated articles as `mtcheck eval` reads them. Prints, for raw and calibrated confidences, the log loss, the Brier score and
the expected calibration error, the latter ones by five-fold cross-validation over articles, and precision by bins. `--write` fits
on everything and writes mtcheck/data/calibration.tsv.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mtcheck import merge
from mtcheck.calibration import ALL, apply, logit
from mtcheck.check import Options, check_articles
from mtcheck.evaluate import GoldArticle, finds, read_gold, to_articles

FOLDS = 5
BINS = (0.0, 0.45, 0.6, 0.7, 0.8, 0.9, 1.001)
PRIOR = 2.0  # how strongly a rule's offset is drawn to none, in findings
FILE = Path(__file__).parent.parent / "calibration.tsv"


class Sample(NamedTuple):
    """A finding: its rule, raw confidence, whether it found an error, and the article's number."""

    rule: str
    raw: float
    right: bool
    article: int


class Line(NamedTuple):
    slope: float
    offset: float
    rules: dict[str, float]

    def probability(self, sample: Sample) -> float:
        return apply(sample.raw, self.slope, self.offset + self.rules.get(sample.rule, 0.0))


def collect(gold: Sequence[GoldArticle]) -> list[Sample]:
    """Every finding down to the faintest advice, with its raw confidence."""
    options = Options(translate=False, minimum_confidence=merge.MENTIONED)
    setattr(merge, "calibrated", lambda rule, confidence: confidence)  # noqa: B010
    samples = []
    for number, (article, item) in enumerate(zip(to_articles(gold), gold, strict=True)):
        checked = check_articles([article], options=options).articles[0]
        for finding in checked.findings:
            right = any(finds(finding, error, checked.text) for error in item.errors)
            samples.append(Sample(finding.rule, finding.confidence, right, number))
    return samples


def fit(samples: Sequence[Sample], steps: int = 400) -> Line:
    """Penalised maximum likelihood by Newton's method: slope near 1, offsets of rules near 0."""
    rules = sorted({sample.rule for sample in samples})
    x = np.zeros((len(samples), 2 + len(rules)))
    x[:, 0] = [logit(sample.raw) for sample in samples]
    x[:, 1] = 1
    for row, sample in enumerate(samples):
        x[row, 2 + rules.index(sample.rule)] = 1
    y = np.array([float(sample.right) for sample in samples])
    start = np.array([1.0, 0.0] + [0.0] * len(rules))
    strength = np.array([0.5, 0.05] + [PRIOR] * len(rules))
    weights = start.copy()
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + strength * (weights - start)
        curve = (x * (p * (1 - p))[:, None]).T @ x + np.diag(strength)
        change = np.linalg.solve(curve, slope)
        weights -= change
        if np.abs(change).max() < 1e-9:
            break
    return Line(float(weights[0]), float(weights[1]), dict(zip(rules, map(float, weights[2:]), strict=True)))


def cross_validated(samples: Sequence[Sample]) -> list[float]:
    """The probability of each sample by a line that was fitted without its article's fold."""
    lines = [fit([s for s in samples if s.article % FOLDS != fold]) for fold in range(FOLDS)]
    return [lines[sample.article % FOLDS].probability(sample) for sample in samples]


def figures(name: str, samples: Sequence[Sample], p: Sequence[float]) -> str:
    truth = np.array([float(sample.right) for sample in samples])
    given = np.clip(np.array(p), 0.01, 0.99)
    loss = -np.mean(truth * np.log(given) + (1 - truth) * np.log(1 - given))
    error = sum(n * abs(mean - right) for _, n, mean, right in bins(samples, p)) / len(samples)
    return f"{name:18} log loss {loss:.3f}  Brier {np.mean((given - truth) ** 2):.3f}  calibration error {error:.3f}"


def bins(samples: Sequence[Sample], p: Sequence[float]) -> list[tuple[float, int, float, float]]:
    """(lower edge, findings, mean probability, share that is right) of each bin that holds any."""
    found = []
    for low, high in itertools.pairwise(BINS):
        part = [(q, sample.right) for q, sample in zip(p, samples, strict=True) if low <= q < high]
        if part:
            found.append((low, len(part), sum(q for q, _ in part) / len(part), sum(r for _, r in part) / len(part)))
    return found


def draw(series: dict[str, list[tuple[float, int, float, float]]], path: Path) -> None:
    """The reliability diagram: stated probability across, share of right findings up; the area of a dot is its findings."""
    size, edge = 300, 46
    colours = ("#8a8a8a", "#0b6e4f")
    shapes = [f'<rect x="{edge}" y="10" width="{size}" height="{size}" fill="none" stroke="#999"/>']
    shapes.append(f'<line x1="{edge}" y1="{size + 10}" x2="{size + edge}" y2="10" stroke="#bbb" stroke-dasharray="4"/>')
    for tick in (0, 0.25, 0.5, 0.75, 1):
        at = tick * size
        shapes.append(f'<text x="{edge + at:.0f}" y="{size + 28}" text-anchor="middle">{tick:g}</text>')
        shapes.append(f'<text x="{edge - 8}" y="{size + 14 - at:.0f}" text-anchor="end">{tick:g}</text>')
    for colour, (name, points), line in zip(colours, series.items(), (0, 1), strict=False):
        for _, count, mean, right in points:
            radius = 2 + count**0.5
            shapes.append(
                f'<circle cx="{edge + mean * size:.1f}" cy="{size + 10 - right * size:.1f}" r="{radius:.1f}" fill="{colour}" '
                f'fill-opacity="0.6"><title>{name}: {count} findings, {mean:.2f} stated, {right:.2f} right</title></circle>'
            )
        shapes.append(f'<text x="{edge + 8}" y="{28 + 16 * line}" fill="{colour}">{name}</text>')
    shapes.append(f'<text x="{edge + size / 2}" y="{size + 46}" text-anchor="middle">stated confidence</text>')
    shapes.append(
        f'<text transform="translate(12 {size / 2 + 10}) rotate(-90)" text-anchor="middle">share that is right</text>'
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + edge + 20} {size + 56}" font-family="sans-serif" font-size="12">'
    background = '<rect width="100%" height="100%" fill="#fff"/>'
    path.write_text("\n".join([head, background, *shapes, "</svg>"]) + "\n", encoding="utf-8")


def write(line: Line, counts: Counter[str]) -> None:
    rows = [f"{ALL}\t{line.slope:.3f}\t{line.offset:.3f}\t{counts.total()}"]
    rows += [f"{rule}\t0\t{offset:.3f}\t{counts[rule]}" for rule, offset in sorted(line.rules.items())]
    FILE.write_text("# rule\tslope\toffset\tfindings\n" + "\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--figure", type=Path)
    args = parser.parse_args()
    samples = collect(read_gold(args.gold))
    raw, fitted = [sample.raw for sample in samples], cross_validated(samples)
    print(f"{len(samples)} findings, {sum(sample.right for sample in samples)} right")
    for name, p in (("raw", raw), ("cross-validated", fitted)):
        print(figures(name, samples, p))
        for low, count, mean, right in bins(samples, p):
            print(f"    from {low:.2f}: {count:4} findings, stated {mean:.2f}, right {right:.2f}")
    if args.figure:
        draw({"raw": bins(samples, raw), "calibrated (cross-validated)": bins(samples, fitted)}, args.figure)
    if args.write:
        write(fit(samples), Counter(sample.rule for sample in samples))


if __name__ == "__main__":
    main()
