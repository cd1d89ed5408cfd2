"""Who did what to whom, against English that says the same in its own order: a helper of the rule role-grammar (no rule of its own).

English tells by place what Hindi tells by postpositions: who acts stands before the verb, and to whom it is done behind it or
behind "to". The words of the two are found by the word alignment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mtcheck.align import Alignment
from mtcheck.grammar import is_content
from mtcheck.numbers import MONTHS, WEEKDAYS, unit_of, word_value
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import Word, fold
from mtcheck.types import Finding

_AGENT = fold("ने")
_PATIENT = fold("को")
_AGAINST = (fold("के"), fold("खिलाफ"))
_NEXT_CLAUSE = {fold(word) for word in "कि और लेकिन मगर जबकि तो जो जिसने जिसे".split()}
_SURE, _SURE_VERB = 0.6, 0.55  # cosines of links
_PHRASE = 3  # words of a noun phrase that may be linked for it
_VERB = 4  # last words of a clause among which its verb stands
_REACH = 12  # words between agent, patient and verb
_NO_FINITE = ("कर", "ने", "ते", "हुए", "करके")
_BE = {"is", "are", "was", "were", "be", "been", "being", "get", "got"}
_TO = {"to", "against"}
_SOURCES = {"by", "from", "of", "with", "via", "through"}
_CASES = {"to", "for", "from", "with", "by", "of", "against", "on", "at", "in", "into", "over", "about", "than"}
_BETWEEN = re.compile(r"[.;:!?]|\b(?:but|while|after|before|because|who|which|that)\b", re.IGNORECASE)
_CONFIDENCE = 0.72


@dataclass(frozen=True)
class _Roles:
    """Rows of the heads of agent and patient, of the postposition behind the patient, and of the clause's last word."""

    agent: int
    patient: int
    last: int


def check(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """Agents whom the English has as those to whom it is done, and patients whom it has as those who act."""
    if context.language != "hi":
        return
    for roles in _roles(tokens):
        for index, evidence, alignment in context.english_evidence(tokens):
            if _crossed(roles, alignment, evidence.text, evidence.start):
                yield _finding(context, tokens, roles, index)
                return


def _roles(tokens: Tokens) -> Iterator[_Roles]:
    """The clauses with both an agent and a patient of one act."""
    folded = [word.folded for word in tokens.words]
    for at in (i for i in range(1, len(folded)) if folded[i] == _AGENT):
        end = next((i for i in range(at + 1, len(folded)) if _ends(tokens, i)), len(folded))
        marks = [i for i in range(at + 2, end) if _is_patient(tokens, i)]
        before = [i for i in range(1, at - 1) if _is_patient(tokens, i) and not _parted(tokens, i, at)]
        for mark in (*marks[:1], *before[-1:]):
            if abs(mark - at) <= _REACH:
                yield _Roles(at - 1, mark - 1, end - 1)


def _parted(tokens: Tokens, first: int, last: int) -> bool:
    """True when the patient belongs to another verb than the agent (… को देखकर … ने, … को रोकने के लिए … ने) or clause."""
    between = range(first + 1, last)
    return any(tokens.words[i].folded.endswith(_NO_FINITE) or _ends(tokens, i) for i in between)


def _ends(tokens: Tokens, i: int) -> bool:
    """True for the first word of another clause."""
    return tokens.words[i].start - tokens.words[i - 1].end > 1 or tokens.words[i].folded in _NEXT_CLAUSE


def _is_patient(tokens: Tokens, i: int) -> bool:
    """को or के खिलाफ behind someone: not behind a time or an act."""
    word, before = tokens.words[i], tokens.words[i - 1]
    against = i + 1 < len(tokens.words) and (word.folded, tokens.words[i + 1].folded) == _AGAINST
    if word.folded != _PATIENT and not against:
        return False
    time = before.folded in WEEKDAYS or before.folded in MONTHS or before.text[:1].isdigit() or unit_of(before.text)
    return not (time or word_value(before.text) or before.folded.endswith("ने") or not is_content(before.text))


def _crossed(roles: _Roles, alignment: Alignment, text: str, base: int) -> bool:
    """The patient stands where the English has who acts, or the agent where it has whom it is done to."""
    agent, patient = (_column(alignment, head) for head in (roles.agent, roles.patient))
    verb, words = _verb(alignment, roles), alignment.evidence_words
    if agent is None or agent == patient or _governed(words, agent, _SOURCES):
        return False
    if patient is not None:
        between = {word.text.casefold() for word in words[patient:agent]}
        one_clause = not _BETWEEN.search(
            text, words[min(agent, patient)].start - base, words[max(agent, patient)].start - base
        )
        doing = words[patient - 1].text.casefold().endswith("ing") if patient else False
        acts = not doing and not _governed(words, patient, _CASES)
        return patient < agent and one_clause and acts and not between & _BE
    return verb is not None and verb < agent and _governed(words, agent, _TO) and not _passive(words, verb)


def _column(alignment: Alignment, head: int) -> int | None:
    """The English word that a noun phrase is most surely linked with, by its last words."""
    rows = []
    for row in range(head, max(-1, head - _PHRASE), -1):
        if not is_content(alignment.words[row].text):
            break
        rows += [row] if alignment.score(row) >= _SURE else []
    return alignment.links[max(rows, key=alignment.score)] if rows else None


def _verb(alignment: Alignment, roles: _Roles) -> int | None:
    rows = range(max(roles.agent, roles.patient, roles.last - _VERB) + 1, roles.last + 1)
    linked = [row for row in rows if alignment.score(row) >= _SURE_VERB and is_content(alignment.words[row].text)]
    return alignment.links[linked[-1]] if linked else None


def _passive(words: tuple[Word, ...], verb: int) -> bool:
    before = {word.text.casefold() for word in words[max(0, verb - 3) : verb]}
    behind = {word.text.casefold() for word in words[verb + 1 :]}
    return bool(before & _BE) or "by" in behind or (words[verb].text.casefold().endswith("ing") and "by" in before)


def _governed(words: tuple[Word, ...], noun: int, prepositions: set[str]) -> bool:
    """True when one of the prepositions stands before the noun, with a few words between at most."""
    return bool({word.text.casefold() for word in words[max(0, noun - _PHRASE) : noun]} & prepositions)


def _finding(context: Context, tokens: Tokens, roles: _Roles, index: int) -> Finding:
    first, last = sorted((roles.agent, roles.patient))
    doer, other = tokens.words[roles.agent].text, tokens.words[roles.patient].text
    message = (
        f"‘{doer}’ and ‘{other}’ have changed places: in the English ‘{other}’ acts.",
        f"‘{doer}’ और ‘{other}’ की जगह बदल गई है: अंग्रेज़ी में कर्ता ‘{other}’ है।",
    )
    start, end = tokens.words[first].start, tokens.words[last + 1].end
    return context.finding("role-grammar", tokens, start, end, _CONFIDENCE, message, evidence=(index,))
