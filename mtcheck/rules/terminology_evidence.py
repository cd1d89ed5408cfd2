"""Terms of the English evidence that the sentence renders otherwise than the glossary wants: a helper of the rule terminology."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.align import Alignment
from mtcheck.glossary.lookup import NAME, EnglishTerm, Match, Tongue, singular
from mtcheck.grammar import is_content
from mtcheck.knowledge import glosses, keys, name_words
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import sound, stem, words
from mtcheck.types import Finding, GlossaryEntry, Language, Severity

_CONFIDENCE = 0.75
_COVERED = 0.5  # least share of the sentence's content words that the evidence must be linked to
_LINK = 0.55  # least cosine of the links of the term's words …
_SURE_LINK = 0.72  # … and their least mean where nothing else tells that the words render the term
_FUSED = 4  # letters from which a rendering written in one word with others is still told


def against_evidence(context: Context, tokens: Tokens, tongue: Tongue, matches: Sequence[Match]) -> Iterator[Finding]:
    """An English term of the evidence, surely linked to words that are none of its preferred renderings."""
    alignments = context.alignments.get(tokens.sentence.index, [])
    for index, (evidence, alignment) in enumerate(zip(tokens.sentence.evidence, alignments, strict=False)):
        if evidence.language is not Language.ENGLISH or _share_linked(alignment) < _COVERED:
            continue
        found = tongue.english.find(alignment.evidence_words)
        spoken = {entry for _, _, term in found for entry in term.entries}
        for first, end, term in found:
            if all(entry.kind == NAME for entry in term.entries):
                continue  # spelling is told by sound
            rows = _linked(alignment, range(first, end))
            if (
                rows
                and not _rendered(context, tokens, term)
                and _others(tokens, rows, term, spoken, matches, context)
                and (_meant(context, tokens, rows, term) or _mean_score(alignment, rows) >= _SURE_LINK)
            ):
                yield _finding(context, tokens, rows, term, index)


def speaking_of(context: Context, tokens: Tokens, entry: GlossaryEntry) -> tuple[int, ...]:
    """Indices of the sentence's English evidence in which the entry's English term stands."""
    terms = context.glossary.tongue(context.language).english
    return tuple(
        index
        for index, evidence in enumerate(tokens.sentence.evidence)
        if evidence.language is Language.ENGLISH
        and any(entry in term.entries for _, _, term in terms.find(words(evidence.text)))
    )


def _share_linked(alignment: Alignment) -> float:
    """The share of the sentence's content words that are linked: evidence may speak about a part of it only."""
    content = [row for row, word in enumerate(alignment.words) if is_content(word.text)]
    return sum(row in alignment.links for row in content) / len(content) if content else 0.0


def _linked(alignment: Alignment, columns: range) -> list[int]:
    """The words that the content words of a term are linked to, side by side; [] when one has no sure link."""
    content = [column for column in columns if is_content(alignment.evidence_words[column].text)]
    rows = [alignment.back.get(column) for column in content]
    sure = [row for row in rows if row is not None and alignment.score(row) >= _LINK]
    if not content or len(sure) < len(content) or max(sure) - min(sure) > len(sure):
        return []
    # Its grammar's words (over, of) belong to it where they are linked beside it.
    more = {alignment.back[column] for column in columns if column in alignment.back} - set(sure)
    beside = {row for row in more if row in (min(sure) - 1, max(sure) + 1)}
    return sorted({*sure, *beside})


def _mean_score(alignment: Alignment, rows: list[int]) -> float:
    return sum(alignment.score(row) for row in rows) / len(rows)


def _meant(context: Context, tokens: Tokens, rows: list[int], term: EnglishTerm) -> bool:
    """True when one of the words means, or sounds like, one of the term's: a second witness beside the alignment."""
    meanings = glosses(context.language)
    parts = {singular(part.casefold()) for part in term.parts if is_content(part)}
    sounds = {sound(part) for part in parts} - {""}
    mine = [tokens.words[row] for row in rows]
    return any(
        parts & meanings.get(stem(word.text, context.language), frozenset())
        or (sound(word.text) in sounds and len(sound(word.text)) > 1)
        for word in mine
    )


def _rendered(context: Context, tokens: Tokens, term: EnglishTerm) -> bool:
    """True when any of the preferred renderings stands in the sentence: inflected, its words apart, or written as one."""
    mine = {key for word in tokens.words for key in keys(word.text, context.language)}
    fused = "".join(word.folded for word in tokens.words)
    for text in term.preferred:
        content = [word for word in words(text) if is_content(word.text)] or words(text)
        if content and all(keys(word.text, context.language) & mine for word in content):
            return True
        together = "".join(word.folded for word in words(text))
        if len(together) >= _FUSED and together in fused:
            return True
    return False


def _others(
    tokens: Tokens,
    rows: list[int],
    term: EnglishTerm,
    spoken: set[GlossaryEntry],
    matches: Sequence[Match],
    context: Context,
) -> bool:
    """True when the linked words are a rendering of their own: no pronoun or name, and no other term of the evidence."""
    mine = [tokens.words[row] for row in rows]
    wanted = {key for text in term.preferred for word in words(text) for key in keys(word.text, context.language)}
    if any(not is_content(word.text) or not word.devanagari for word in mine):
        return False
    if all(keys(word.text, context.language) & wanted for word in mine):
        return False  # the term in short
    if any(word.folded in name_words() for word in mine):
        return False
    taken = {i for m in matches if m.phrase.preferred and m.phrase.entry in spoken for i in range(m.first, m.end)}
    return not taken & set(rows)


def _finding(context: Context, tokens: Tokens, rows: list[int], term: EnglishTerm, index: int) -> Finding:
    start, end = tokens.words[rows[0]].start, tokens.words[rows[-1]].end
    entry = term.entries[0]
    text = context.article.text[start:end]
    origins = ", ".join(dict.fromkeys(entry.origin for entry in term.entries))
    asked, asked_hindi = (word.join(f"‘{text}’" for text in term.preferred) for word in (" or ", " या "))
    message = (
        f"The English has ‘{entry.english}’, which the glossary wants as {asked} ({origins}); here stands ‘{text}’.",
        f"अंग्रेज़ी में ‘{entry.english}’ है, जिसके लिए शब्दावली में {asked_hindi} है ({origins}); यहाँ ‘{text}’ लिखा है।",
    )
    return context.finding(
        "terminology", tokens, start, end, _CONFIDENCE, message, severity=Severity.MINOR, intended=entry.english,
        suggestion=term.preferred[0], evidence=(index,),
    )  # fmt: skip
