"""What the HTML template shows: the report's articles laid out as rows of a block and the findings below it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from mtcheck.report.pieces import Mark, Piece, cut, shortened
from mtcheck.types import Article, Block, Evidence, Finding, Kind, Language, Report, Sentence, Severity, Span

_CERTAINTY = ((0.85, "very_likely"), (0.65, "likely"), (0.4, "possible"), (0.0, "uncertain"))
_PAIR_COLOURS = 6
_QUOTE = 90  # code points of the flagged words that a card repeats; the article shows them all


@dataclass(frozen=True)
class PairMark:
    """How words of a sentence and of its evidence are marked: `style` names the mark, `link` joins the two sides."""

    style: str
    link: int = -1


@dataclass(frozen=True)
class EvidenceView:
    """One piece of evidence beside its sentence; `same_article` is its address when it stands in the article itself."""

    source: Evidence
    same_article: str
    sentence: list[Piece[PairMark]]
    evidence: list[Piece[PairMark]]
    sentence_language: str


@dataclass(frozen=True)
class Card:
    """A finding as the page shows it: `number` is its footnote number in the article, `anchor` its address.

    `shown_by` is the number of the finding that shows the evidence when several share it.
    """

    finding: Finding
    number: int
    anchor: str
    quote: str
    language: str
    certainty: str
    percent: int
    back_translation: list[Piece[str]]
    evidence: list[EvidenceView]
    shown_by: int

    @property
    def has_proof(self) -> bool:
        """True when there is something to show below the verdict."""
        return bool(self.back_translation or self.evidence)


@dataclass
class Row:
    """A block of the article and the cards that stand below it; `level` is the heading level, 0 for other blocks."""

    block: Block
    anchor: str
    language: str
    level: int = 0
    pieces: list[Piece[Card]] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)


@dataclass(frozen=True)
class ArticleView:
    """An article as the page shows it: `cards` in reading order; `runs` are its rows, list items that follow each other taken together."""

    article: Article
    anchor: str
    language: str
    title: str
    counts: Counter[str]
    runs: list[tuple[str, list[Row]]]
    cards: list[Card]


@dataclass(frozen=True)
class RuleCount:
    """A line of the summary's table."""

    rule: str
    counts: Counter[str]


def article_views(report: Report) -> list[ArticleView]:
    """The readable articles of a report, in its order."""
    return [
        _article_view(article, f"a{number}") for number, article in enumerate(report.articles, 1) if not article.error
    ]


def rule_counts(report: Report) -> list[RuleCount]:
    """The rules that found something, the most severe and most frequent first."""
    counts: dict[str, Counter[str]] = {}
    for finding in report.findings:
        counts.setdefault(finding.rule, Counter())[finding.severity.value] += 1
    lines = [RuleCount(rule, count) for rule, count in counts.items()]
    return sorted(lines, key=lambda line: ([-line.counts[severity.value] for severity in Severity], line.rule))


def severity_counts(findings: list[Finding]) -> Counter[str]:
    """How many findings there are of each severity."""
    return Counter(finding.severity.value for finding in findings)


def worst(cards: tuple[Card, ...]) -> str:
    """The worst severity among the cards, by which words that several findings flag are underlined."""
    return max((card.finding.severity for card in cards), key=lambda severity: severity.rank).value


def _article_view(article: Article, anchor: str) -> ArticleView:
    blocks = layout(article)
    rows = [
        Row(block, f"{anchor}-b{number}", _language(block.language, article)) for number, block in enumerate(blocks)
    ]
    _set_levels(rows)
    cards = _cards(article, anchor, blocks)
    _place(cards, rows, article.text)
    runs = [(kind, list(run)) for kind, run in groupby(rows, key=_run_kind)]
    language = _language(article.language, article)
    counts = severity_counts(article.findings)
    return ArticleView(article, anchor, language, title(article), counts, runs, cards)


def layout(article: Article) -> list[Block]:
    """Blocks that cover all of the article's text but white space: what no block holds is shown as a paragraph."""
    blocks: list[Block] = []
    place = 0
    for block in sorted(article.blocks, key=lambda block: (block.start, block.end)):
        blocks += _gap(article, place, block.start)
        start, end = max(block.start, place), min(block.end, len(article.text))
        if start < end:
            blocks.append(Block(start, end, block.kind, block.language))
            place = end
    return blocks + list(_gap(article, place, len(article.text)))


def _gap(article: Article, start: int, end: int) -> Iterator[Block]:
    for match in re.finditer(r"\S(?:[^\n]*\S)?", article.text[start:end]):
        yield Block(start + match.start(), start + match.end(), Kind.PARAGRAPH, article.language)


def _run_kind(row: Row) -> str:
    return "list" if row.block.kind is Kind.LIST_ITEM else "plain"


def _set_levels(rows: list[Row]) -> None:
    below = 3  # the article's own heading, its path, is of the second level
    for row in rows:
        if row.block.kind is Kind.HEADLINE:
            row.level, below = 3, 4
        elif row.block.kind is Kind.SUBHEAD:
            row.level = below


def title(article: Article) -> str:
    """The article's headline, or its first words, on one line."""
    blocks = layout(article)
    headlines = [block for block in blocks if block.kind is Kind.HEADLINE] or blocks
    if not headlines:
        return ""
    return shortened(article.text[headlines[0].start : headlines[0].end], _QUOTE)


def _cards(article: Article, anchor: str, blocks: list[Block]) -> list[Card]:
    found = sorted(article.findings, key=lambda finding: (finding.start, finding.end))
    shown_by = _shown_by(found)
    return [
        _card(number, finding, shown_by[_proof(finding)], article, anchor, blocks)
        for number, finding in enumerate(found, 1)
    ]


def _proof(finding: Finding) -> tuple[int, tuple[int, ...]]:
    return finding.sentence, finding.evidence


def _shown_by(found: list[Finding]) -> dict[tuple[int, tuple[int, ...]], int]:
    """Of the findings that share their evidence, the number of the one that shows it: the first of the worst."""
    numbers: dict[tuple[int, tuple[int, ...]], int] = {}
    for number, finding in enumerate(found, 1):
        best = numbers.setdefault(_proof(finding), number)
        if finding.severity.rank > found[best - 1].severity.rank:
            numbers[_proof(finding)] = number
    return numbers


def _card(number: int, finding: Finding, shown_by: int, article: Article, anchor: str, blocks: list[Block]) -> Card:
    known = 0 <= finding.sentence < len(article.sentences)
    sentence = article.sentences[finding.sentence] if known else None
    confidence = min(max(finding.confidence, 0.0), 1.0)
    return Card(
        finding=finding,
        number=number,
        anchor=f"{anchor}-f{number}",
        quote=shortened(article.text[finding.start : finding.end], _QUOTE),
        language=_language(sentence.language if sentence else article.language, article),
        certainty=next(name for floor, name in _CERTAINTY if confidence >= floor),
        percent=round(confidence * 100),
        back_translation=_back_translation(finding, sentence),
        evidence=list(_evidence(finding, sentence, article, anchor, blocks)) if sentence else [],
        shown_by=shown_by,
    )


def _back_translation(finding: Finding, sentence: Sentence | None) -> list[Piece[str]]:
    if not sentence or not sentence.back_translation:
        return []
    return cut(sentence.back_translation, [Mark(span.start, span.end, "telling") for span in finding.telling])


def _evidence(
    finding: Finding, sentence: Sentence, article: Article, anchor: str, blocks: list[Block]
) -> Iterator[EvidenceView]:
    for index in finding.evidence:
        if 0 <= index < len(sentence.evidence):
            evidence = sentence.evidence[index]
            yield EvidenceView(
                source=evidence,
                same_article=_home(evidence, article, anchor, blocks),
                sentence=_sentence_pieces(finding, sentence, evidence),
                evidence=_evidence_pieces(finding, evidence),
                sentence_language=_language(sentence.language, article),
            )


def _home(evidence: Evidence, article: Article, anchor: str, blocks: list[Block]) -> str:
    """The address of the block that evidence from the same article stands in; empty for evidence from elsewhere."""
    if evidence.path != article.path:
        return ""
    place = bisect_right([block.start for block in blocks], evidence.start) - 1
    return f"{anchor}-b{max(place, 0)}"


def _sentence_pieces(finding: Finding, sentence: Sentence, evidence: Evidence) -> list[Piece[PairMark]]:
    flagged = PairMark(f"hit {finding.severity.value}")
    marks = [Mark(finding.start - sentence.start, finding.end - sentence.start, flagged)]
    for number, link in enumerate(evidence.links):
        style = _link_style(finding, link.sentence, number)
        span = (link.sentence.start - sentence.start, link.sentence.end - sentence.start)
        marks.append(Mark(*span, PairMark(style, number)))
    return cut(sentence.text, marks)


def _evidence_pieces(finding: Finding, evidence: Evidence) -> list[Piece[PairMark]]:
    marks = [
        Mark(
            link.evidence.start - evidence.start,
            link.evidence.end - evidence.start,
            PairMark(_link_style(finding, link.sentence, number), number),
        )
        for number, link in enumerate(evidence.links)
    ]
    marks += [Mark(span.start, span.end, PairMark("meant")) for span in _meant(finding, evidence)]
    return cut(evidence.text, marks)


def _link_style(finding: Finding, sentence_side: Span, number: int) -> str:
    if sentence_side.overlaps(finding.span):
        return "strong"
    return f"faint c{number % _PAIR_COLOURS}"


def _meant(finding: Finding, evidence: Evidence) -> Iterator[Span]:
    """Where the evidence says what was probably meant: the very words that the editor looks for."""
    words = finding.intended if evidence.language is Language.ENGLISH else finding.suggestion
    if words.strip():
        pattern = r"(?<!\w)" + re.escape(words.strip()) + r"(?!\w)"
        yield from (Span(*match.span()) for match in re.finditer(pattern, evidence.text, re.IGNORECASE))


def _language(language: Language, article: Article) -> str:
    """The `lang` attribute; text of mixed language is announced in the article's own."""
    own = article.language if article.language is not Language.MIXED else Language.HINDI
    shown = own if language is Language.MIXED else language
    return str(shown.value)


def _place(cards: list[Card], rows: list[Row], text: str) -> None:
    """Mark every finding in each block it touches, and put its card below the first of them."""
    marks: list[list[Mark[Card]]] = [[] for _ in rows]
    starts = [row.block.start for row in rows]
    for card in cards:
        for place in _touched(card.finding, rows, starts):
            offset = rows[place].block.start
            marks[place].append(Mark(card.finding.start - offset, card.finding.end - offset, card))
    placed: set[str] = set()
    for row, of_row in zip(rows, marks, strict=True):
        row.pieces = cut(text[row.block.start : row.block.end], of_row)
        row.cards = [mark.of for mark in of_row if mark.of.anchor not in placed]
        placed.update(card.anchor for card in row.cards)


def _touched(finding: Finding, rows: list[Row], starts: list[int]) -> Iterator[int]:
    """The rows that the finding's words stand in; a finding in white space belongs to the row before it."""
    place = first = max(bisect_right(starts, finding.start) - 1, 0)
    found = False
    while place < len(rows) and (place == first or starts[place] < finding.end):
        if rows[place].block.end > finding.start:
            found = True
            yield place
        place += 1
    if rows and not found:
        yield first
