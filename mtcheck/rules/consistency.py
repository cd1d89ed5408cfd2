"""What one finding, or a sibling article, says about other words: helpers of the rule wrong-sense (no rule of its own)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mtcheck.align import Alignment
from mtcheck.contrast import Replacement, coverage, replacements
from mtcheck.encode import Encoder
from mtcheck.grammar import is_content
from mtcheck.knowledge import hindi_zipf, name_words
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import fold, letters, stem, words
from mtcheck.types import Evidence, Finding, Language, Severity

_SURE = 0.8
_ECHO = 0.66
# A sibling's sentence must be nearly the same sentence, its other words aligned, and the differing words unlike.
_NEARLY_SAME = 0.955
_COVERED = 0.6
_ANCHORED = 0.8
_UNLIKE = 0.875
_DENSITY = 0.12  # findings a sentence from which an article counts as badly translated
_SHARE = 2.0  # … and how many times more it must have than its sibling


def echoes(context: Context, found: Sequence[Finding]) -> Iterator[Finding]:
    """Other places of a word that was surely wrong once: a system makes the same mistake all through an article."""
    for culprit, first in _culprits(context, found).items():
        for tokens in context.checked:
            for word in tokens.words:
                if stem(word.text, context.language) != culprit or any(f.start <= word.start < f.end for f in found):
                    continue
                message = (
                    f"‘{word.text}’ was a wrong rendering of ‘{first.intended}’ elsewhere in this article; probably here too.",
                    f"‘{word.text}’ इसी लेख में अन्यत्र ‘{first.intended}’ का गलत अनुवाद था; संभवतः यहाँ भी।",
                )
                yield context.finding(
                    "wrong-sense",
                    tokens,
                    word.start,
                    word.end,
                    _ECHO,
                    message,
                    means=first.means,
                    intended=first.intended,
                )


def _culprits(context: Context, found: Sequence[Finding]) -> dict[str, Finding]:
    """Stem of the one word by which a sure finding differs from its suggestion → that finding."""
    culprits: dict[str, Finding] = {}
    for finding in found:
        if finding.rule != "wrong-sense" or finding.confidence < _SURE or not finding.suggestion or finding.evidence:
            continue
        right = {stem(word.text, context.language) for word in words(finding.suggestion)}
        wrong = [w for w in words(finding.text) if stem(w.text, context.language) not in right and is_content(w.text)]
        if (
            len(wrong) == 1
            and len(fold(wrong[0].text)) >= 4
            and 0 < hindi_zipf(wrong[0].text) <= 4.6
            and len(right) > 1
        ):
            culprits.setdefault(stem(wrong[0].text, context.language), finding)
    return culprits


def sibling_differences(context: Context, raw: Mapping[str, Sequence[Finding]], encoder: Encoder) -> Iterator[Finding]:
    """Another article on the story has another word at the same place of nearly the same sentence, and is the better translation."""
    for tokens in context.checked:
        alignments = context.alignments.get(tokens.sentence.index, [])
        for index, (evidence, alignment) in enumerate(zip(tokens.sentence.evidence, alignments, strict=False)):
            if (
                evidence.language is not context.article.language
                or evidence.similarity < _NEARLY_SAME
                or coverage(alignment) < _COVERED
            ):
                continue
            if not _worse(context, raw, evidence.path):
                continue
            for place in replacements(alignment):
                yield from _difference(context, tokens, index, evidence, alignment, place, encoder)


def _worse(context: Context, raw: Mapping[str, Sequence[Finding]], other: str) -> bool:
    """True when this article has many findings and its sibling few: which of two words is wrong, the words do not tell."""
    mine = _surely(raw.get(context.article.path, ())) / max(1, len(context.checked))
    theirs = _surely(raw.get(other, ())) / max(1, len(context.checked))
    return mine >= _DENSITY and mine >= _SHARE * theirs


def _surely(found: Sequence[Finding]) -> int:
    """How many places are surely wrong; several findings on the same words are one place."""
    count, end = 0, -1
    for finding in sorted(found, key=lambda f: f.start):
        if finding.confidence >= _SURE and finding.severity is not Severity.INFO:
            count += finding.start >= end
            end = max(end, finding.end)
    return count


def _difference(
    context: Context,
    tokens: Tokens,
    index: int,
    evidence: Evidence,
    alignment: Alignment,
    place: Replacement,
    encoder: Encoder,
) -> Iterator[Finding]:
    rows, columns = range(*place.rows), range(*place.columns)
    mine = context.article.text[alignment.words[rows[0]].start : alignment.words[rows[-1]].end]
    first, last = alignment.evidence_words[columns[0]], alignment.evidence_words[columns[-1]]
    theirs = evidence.text[first.start - evidence.start : last.end - evidence.start]
    if place.anchors < _ANCHORED or len(rows) > 1 or any(letters(fold(alignment.words[row].text)) for row in rows):
        return
    if any(fold(alignment.words[row].text) in name_words() for row in rows) or evidence.language is Language.ENGLISH:
        return
    vectors = encoder.isolated_vectors([mine, theirs])
    if float(vectors[0] @ vectors[1]) > _UNLIKE:
        return
    message = (
        f"Another article on this story has ‘{theirs}’ at this place of nearly the same sentence.",
        f"इसी खबर के दूसरे लेख में इस जगह ‘{theirs}’ है।",
    )
    yield context.finding(
        "wrong-sense",
        tokens,
        alignment.words[rows[0]].start,
        alignment.words[rows[-1]].end,
        0.62,
        message,
        suggestion=theirs,
        evidence=(index,),
    )
