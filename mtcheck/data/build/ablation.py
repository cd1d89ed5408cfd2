"""What each rule, each data file and the evidence add: the figures on annotated articles without it.

usage: python mtcheck/data/build/ablation.py GOLD... > table.md

GOLD are annotated articles as `mtcheck eval` reads them. Data files and evidence are left out in a process of their own, because
files are loaded once a process; without a rule the same raw findings are merged again.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence

from mtcheck import check, knowledge
from mtcheck.check import Options, check_articles
from mtcheck.evaluate import Scores, read_gold, score, to_articles, total
from mtcheck.merge import merge
from mtcheck.rules import Context, rules, wrong_sense_company
from mtcheck.types import Article, Finding

FILES = (
    "terms/",
    "senses",
    "domain_errors",
    "idioms",
    "acronyms",
    "names",
    "loanwords",
    "lexicon",
    "collocations",
    "selection",
    "acts",
    "transcription",
    "name_transcription",
    "story",
)
COMPANY = "company"  # its table and its trees
EVIDENCE = "evidence"


class Run:
    """All articles checked, each by itself, with the raw findings of all rules."""

    def __init__(self, gold: Sequence[str]) -> None:
        self.gold = read_gold(gold)
        self.raw: list[list[Finding]] = []
        setattr(check, "merge", self._merge)  # noqa: B010
        options = Options(translate=False)
        self.articles = [check_articles([article], options=options).articles[0] for article in to_articles(self.gold)]

    def _merge(self, article: Article, found: list[Finding], minimum: float) -> list[Finding]:
        self.raw.append(list(found))
        return merge(article, found, minimum)

    def scores(self, off: str = "") -> Scores:
        """The scores of all articles without one rule."""
        for article, raw in zip(self.articles, self.raw, strict=True):
            article.findings = merge(article, [finding for finding in raw if finding.rule != off])
        return total([score(article, item) for article, item in zip(self.articles, self.gold, strict=True)])


def leave_out(part: str) -> None:
    """Take a data file (by the beginning of its name) or all evidence away from this process."""
    if part == EVIDENCE:
        setattr(check, "attach_evidence", lambda *args, **kwargs: {})  # noqa: B010
        Context.english = property(lambda self: [])  # type: ignore[assignment]
        return
    if part == COMPANY:
        setattr(wrong_sense_company, "find", lambda tokens, around: iter(()))  # noqa: B010
        return
    rows, packed = knowledge._rows, knowledge.packed_lines
    knowledge._rows = lambda name: iter(()) if name.startswith(part) else rows(name)
    knowledge.packed_lines = lambda name: [] if name.startswith(part) else packed(name)


def line(name: str, scores: Scores, base: Scores | None) -> str:
    cells = [("precision", scores.precision), ("recall", scores.recall()), ("major", scores.recall("major"))]
    cells += [("evidence", scores.recall("evidence")), ("no evidence", scores.recall("no evidence"))]
    shown = [f"{value:.2f}" for _, value in cells]
    lost = f"{base.found['all'] - scores.found['all']:+d}" if base else ""
    return f"| {name} | {' | '.join(shown)} | {scores.alarms:.1f} | {lost} |"


def table(gold: Sequence[str]) -> Iterator[str]:
    """The lines of the table, as they are measured."""
    yield "| left out | precision | recall | of major errors | with evidence | without | false alarms per 100 clean sentences | errors lost |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    run = Run(gold)
    base = run.scores()
    yield line("nothing", base, None)
    for rule in rules():
        yield line(f"rule {rule}", run.scores(off=rule), base)
    for part in (*FILES, COMPANY, EVIDENCE):
        command = [sys.executable, __file__, *gold, "--without", part]
        counts = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        scores = Scores(**{key: value for key, value in counts.items() if not isinstance(value, dict)})
        scores.found.update(counts["found"])
        scores.total.update(counts["total"])
        yield line(f"data {part.strip('/')}" if part != EVIDENCE else "all evidence", scores, base)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--without", help="one part; prints the counts as JSON")
    args = parser.parse_args()
    if args.without:
        leave_out(args.without)
        print(json.dumps(vars(Run(args.gold).scores())))
        return
    for row in table(args.gold):
        print(row, flush=True)


if __name__ == "__main__":
    main()
