"""Negations and directions against the English sentence that was translated: a helper of omission-addition (no rule of its own).

Where the whole English sentence is at hand, what it denies must be denied, whatever the word alignment says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from mtcheck.align import Alignment
from mtcheck.english import base_forms
from mtcheck.grammar import is_content
from mtcheck.knowledge import LIGHT_VERBS, everyday, glosses, keys, opposites, senses
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import fold, stem
from mtcheck.types import Evidence, Finding

_DENIED = re.compile(
    r"\b(?:not|never|no|cannot|\w+n['’]t|without|neither|nor|nobody|nothing|none)\b(?!-|\s+(?:only|just|merely|least|less|doubt|more|later|sooner)\b|\.\s*\d)",
    re.IGNORECASE,
)
_UN = r"un(?!i[otqv]|de?r|til|cle)\w{3,}|dis(?!cuss|tri|play|cov|eas|ast|tan|cip|cou|solv|pat|pos|put|semi|tin)\w{3,}"
_IN = (
    r"in(?:ability|active|adequa\w*|appropria\w*|capable|complete|conclusive|correct|sufficien\w*|valid\w*|visible|eligib\w*|effective)"
    r"|im(?:possib\w*|proper\w*|mun\w*)|irregular\w*|irrelevant|illegal\w*|non\w*"
)
NEGATIVE = re.compile(  # English words that deny, or that Hindi may render with a negation
    rf"\b(?:{_UN}|{_IN}|fail\w*|lack\w*|refus\w*|den(?:y|ied|ies|ying|ial)|reject\w*|avoid\w*|prevent\w*|stop\w*|halt\w*|block\w*"
    r"|bar(?:red|s|ring)|ban(?:s|ned|ning)?|prohibit\w*|abort\w*|cancel\w*|hardly|barely|rarely|seldom|few|fewer|little|less|least|unless|until|till|before|miss(?:ing|ed|es)?"
    r"|absen\w*|free|too|but|yet|only|except|instead|rather|against|away|end(?:s|ed|ing)?|out|skip\w*|withh\w*|remain\w*|short|empty|zero|difficult\w*|hard|doubt\w*"
    r"|whether|if|drop\w*|lost|los[es]\w*|shortage|elud\w*|defer\w*|delay\w*|pending|keep\w*|kept|\w+less)\b",
    re.IGNORECASE,
)
_NOT = {
    fold(word)
    for word in "नहीं नही न ना मत नाही नाहीत नाहीच नको नये नका नव्हता नव्हते नव्हती नव्हत्या नसल्याचे नसल्याने नसून नसतील नसेल नसते नसतो".split()
}
_DENYING = {
    fold(word)
    for word in (
        "बिना बगैर बिन इनकार इन्कार मना मनाही रोक खारिज अस्वीकार नामंजूर असंभव वंचित मुक्त छूट माफ प्रतिबंध प्रतिबंधित अभाव कमी कम मुश्किल रद्द दूर बंद विफल "
        "असफल नाकाम गैर निर्दोष बरी शून्य बाहर स्थगित अधूरा अधूरी अधूरे लंबित अनजान बेखबर बजाय ऐवजी बाहेर प्रलंबित शिवाय विना नकार मनाई बंदी मोफत निःशुल्क मुफ्त रहित हीन"
    ).split()
}
_DENYING_GLOSS = re.compile(
    rf"{_UN}|{_IN}|fail\w*|refus\w*|den(?:y|ial)|reject\w*|lack|absen\w*|without|ban|stop|avoid|prevent|neither|lose|miss|shortage|free|few"
)
_ENGLISH = re.compile(r"(?<!mortal )(?<!human )[A-Za-z]+")  # remains that are no verb
_LINKED = 0.55
_SURE, _SURE_LINKS = 0.68, 3  # content words so surely linked, and so many, and the English speaks of the same
_BEFORE = 30  # characters in which a negation stands before the word that it denies
_NEXT = 4  # words after a negation that it may deny
_SHOWN = 3  # words of a verb
_OF_SUBJECT = {"no", "neither", "none", "nobody", "nothing"}
_ENDS = ("कि", "और", "लेकिन", "परंतु", "तथा", "आणि", "पण", "की")
_SURE_LINK, _SURE_LINKS = 0.65, 3  # cosine; content words linked so surely that the English says the same


def check(context: Context) -> Iterator[Finding]:
    """Lost and added negations, and words that say the opposite."""
    for tokens, index, evidence, alignment in context.counterparts:
        yield from _negation(context, tokens, index, evidence, alignment)
        yield from _opposite(context, tokens, index, evidence)
    whole = {(tokens.sentence.index, index) for tokens, index, _, _ in context.counterparts}
    for tokens in context.checked:
        for index, evidence, alignment in context.english_evidence(tokens):
            if (tokens.sentence.index, index) not in whole:
                yield from _opposite_linked(context, tokens, index, evidence, alignment)
                yield from _negation_linked(context, tokens, index, evidence, alignment)


def _negation_linked(
    context: Context, tokens: Tokens, index: int, evidence: Evidence, alignment: Alignment
) -> Iterator[Finding]:
    """A negation that is linked with a word of English which denies nothing, and says the same in other words."""
    place = next((i for i, word in enumerate(tokens.words) if word.folded in _NOT), None)
    if place is None or place not in alignment.links or _DENIED.search(evidence.text) or NEGATIVE.search(evidence.text):
        return
    if alignment.common(_SURE_LINK) >= _SURE_LINKS and _plain(tokens, place):
        yield _added(context, tokens, place, index)


def _added(context: Context, tokens: Tokens, place: int, index: int) -> Finding:
    """The finding that the negation at `place` is not in the English."""
    message = ("This sentence is negated; the English is not.", "इस वाक्य में निषेध है, अंग्रेज़ी में नहीं।")
    return _finding(context, tokens, max(0, place - 1), min(place + 1, len(tokens.words) - 1), message, "", index)


def _negation(
    context: Context, tokens: Tokens, index: int, evidence: Evidence, alignment: Alignment
) -> Iterator[Finding]:
    denied = _DENIED.search(evidence.text)
    place = next((i for i, word in enumerate(tokens.words) if word.folded in _NOT), None)
    deny = any(denies(word.text, context.language) for word in tokens.words)
    if denied and place is None and not deny and not _said_otherwise(tokens, evidence, denied.end(), context.language):
        first, last = _where(tokens, alignment, evidence, denied)
        message = (
            f"The English is negated (‘{denied.group()}’); this sentence is not.",
            f"अंग्रेज़ी में निषेध है (‘{denied.group()}’), इस वाक्य में नहीं।",
        )
        yield _finding(context, tokens, first, last, message, denied.group(), index)
    elif place is not None and not denied and not NEGATIVE.search(evidence.text) and _plain(tokens, place):
        yield _added(context, tokens, place, index)


def _said_otherwise(tokens: Tokens, evidence: Evidence, at: int, language: str) -> bool:
    """True when the sentence says the opposite of what the English denies (will not be closed; stay open)."""
    bases = _bases(_ENGLISH.findall(evidence.text[at:])[:_NEXT])
    said = frozenset(key for word in bases for other in opposites().get(word, ()) for key in _said(other, language))
    return any(keys(word.text, language) & said for word in tokens.words)


def denies(word: str, language: str) -> bool:
    """True for words that deny by themselves (अनुपस्थित, बेरोजगार), by their English meanings."""
    folded = fold(word)
    if folded in _DENYING or any(folded.startswith(form) for form in ("गैर", "नव्ह", "नस")):
        return True
    if language == "mr" and folded.endswith(("ेना", "ेनात", "विना")):
        return True
    return any(_DENYING_GLOSS.fullmatch(gloss) for gloss in glosses(language).get(stem(word, language), ()))


def _plain(tokens: Tokens, place: int) -> bool:
    """A negation that denies: not of "not only", "until", "whether or not", nor one of two."""
    text = tokens.sentence.text
    again = sum(word.folded in _NOT for word in tokens.words)
    before = tokens.words[place - 1].folded if place else ""
    after = tokens.words[place + 1].folded if place + 1 < len(tokens.words) else ""
    if again > 1 or before in ("ही", "या", "कि") or after in ("केवल", "सिर्फ", "कि", "तो", "केवळ", "फक्त"):
        return False
    return not any(
        cue in text for cue in ("जब तक", "क्यों न", "तब तक", "जोपर्यंत", "कहीं न कहीं", "किसी न किसी", "कोई न कोई")
    )


def _where(tokens: Tokens, alignment: Alignment, evidence: Evidence, denied: re.Match[str]) -> tuple[int, int]:
    """From the word linked with what follows the English negation to the end of its clause; else the sentence's last words.

    "No party will …" denies its verb: there the words at the clause's end are meant.
    """
    back, clause = alignment.back, re.compile("[,;]|$").search(evidence.text, denied.end())
    stop = clause.start() if clause else len(evidence.text)
    rows = [
        back[column]
        for column, word in enumerate(alignment.evidence_words)
        if denied.end() <= word.start - evidence.start < stop and column in back and is_content(word.text)
    ]
    if not rows:
        return max(0, len(tokens.words) - 2), len(tokens.words) - 1
    subject = denied.group().casefold() in _OF_SUBJECT
    first = last = max(rows) if subject else rows[0]
    while (
        last + 1 < len(tokens.words)
        and (subject or last - first < _SHOWN)
        and tokens.words[last + 1].folded not in _ENDS
        and tokens.words[last + 1].start - tokens.words[last].end == 1
    ):
        last += 1
    return (max(0, last - _SHOWN + 1), last) if subject else (first, last)


def _finding(
    context: Context, tokens: Tokens, first: int, last: int, message: tuple[str, str], intended: str, index: int
) -> Finding:
    start, end = tokens.words[first].start, tokens.words[last].end
    return context.finding("omission-addition", tokens, start, end, 0.8, message, intended=intended, evidence=(index,))


@lru_cache(maxsize=4096)
def _said(english: str, language: str) -> frozenset[str]:
    """The keys of the one-word renderings of an English word."""
    forms = [
        *everyday(english, language),
        *(form for sense in senses(language).get(english, ()) for form in sense.words),
    ]
    heads = [_head(form, language) for form in forms]
    return frozenset(key for head in heads if head for key in keys(head, language))


def _head(form: str, language: str) -> str:
    """The word that says it: शुरू of "शुरू करना"; '' for other phrases."""
    first, *rest = form.split()
    light = len(rest) == 1 and bool(keys(rest[0], language) & LIGHT_VERBS)
    return first if (light or not rest) and "-" not in first else ""


def _opposite(context: Context, tokens: Tokens, index: int, evidence: Evidence) -> Iterator[Finding]:
    """A word that renders the opposite of an English word, and neither that word nor this one has another partner."""
    if _DENIED.search(evidence.text) or any(word.folded in _NOT for word in tokens.words):
        return
    bases = _bases(_ENGLISH.findall(evidence.text))
    mine = [keys(word.text, context.language) for word in tokens.words]
    everything = frozenset(key for found in mine for key in found)
    for said, opposite in _meeting(bases):
        right, wrong = _said(said, context.language), _said(opposite, context.language)
        if right & everything:
            continue
        for row, word in enumerate(tokens.words):
            if (
                mine[row] & wrong
                and is_content(word.text)
                and not _explained(word.text, bases - {said}, context.language)
            ):
                yield _opposite_finding(context, tokens, row, said, opposite, index)
                break


def _opposite_linked(
    context: Context, tokens: Tokens, index: int, evidence: Evidence, alignment: Alignment
) -> Iterator[Finding]:
    """The same where the English tells only a part: the two words must be linked with each other."""
    sure = sum(alignment.score(row) >= _SURE and is_content(tokens.words[row].text) for row in alignment.links)
    if sure < _SURE_LINKS:
        return
    bases = _bases(_ENGLISH.findall(evidence.text))
    stems = frozenset(key for word in tokens.words for key in keys(word.text, context.language))
    for row, column in alignment.links.items():
        word, mine = tokens.words[row], keys(tokens.words[row].text, context.language)
        theirs = alignment.evidence_words[column].text
        for said, opposite in _meeting(_bases([theirs])):
            if (
                alignment.score(row) >= _LINKED
                and opposite not in bases
                and mine & _said(opposite, context.language)
                and not stems & _said(said, context.language)
                and not _explained(word.text, bases, context.language)
                and not _denied_near(tokens, row, evidence, alignment.evidence_words[column].start - evidence.start)
            ):
                yield _opposite_finding(context, tokens, row, said, opposite, index)
                break


def _opposite_finding(context: Context, tokens: Tokens, row: int, said: str, opposite: str, index: int) -> Finding:
    message = (
        f"The English says ‘{said}’; this says the opposite (‘{opposite}’).",
        f"अंग्रेज़ी में ‘{said}’ है; यहाँ उल्टी बात (‘{opposite}’) है।",
    )
    return _finding(context, tokens, row, row, message, said, index)


def _denied_near(tokens: Tokens, row: int, evidence: Evidence, at: int) -> bool:
    """A negation beside the one word or the other, which turns the opposite round."""
    near = tokens.words[max(0, row - _NEXT) : row + _NEXT]
    return any(word.folded in _NOT for word in near) or bool(_DENIED.search(evidence.text, max(0, at - _BEFORE), at))


def _bases(english: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in english for form in base_forms(fold(word)))


def _meeting(bases: frozenset[str]) -> Sequence[tuple[str, str]]:
    """The words of the English that have an opposite which the English has not."""
    table = opposites()
    return [
        (said, opposite) for said in sorted(bases) for opposite in sorted(table.get(said, ())) if opposite not in bases
    ]


def _explained(word: str, bases: frozenset[str], language: str) -> bool:
    """True when the word renders another word of the English."""
    meant = glosses(language).get(stem(word, language), frozenset())
    return any(base_forms(gloss) & bases for gloss in meant)
