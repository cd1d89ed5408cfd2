"""# Omission or addition

The sentence says the opposite of its evidence: a negation was lost or added, or a direction was turned round.

**Fires on** a sentence whose aligned English is negated at the verb while the sentence is not (or the other way round), on a clause to which
several words are linked that the English denies together (*Neither side will put up new structures*), and on words of
direction (rose, fell; for, against) that contradict each other at aligned places; on any word that says the opposite of English which says
the same as the sentence otherwise, or is linked with that word; and, without any evidence, on words and phrases that need a negation
where there is none (कोई असर पड़ा, कतई, … बल्कि …, घबराने की जरूरत है, किसी भी दल ने समर्थन किया),
and on advice that nobody gives (अफवाहों पर ध्यान दें: the open file `warned.tsv`).

**Quiet on** evidence that only partly speaks of the sentence, double negations, and negations of another verb.

**What to do** Check against the source who did or did not do what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from mtcheck.grammar import is_content
from mtcheck.rules import omission_counterpart, omission_polarity, omission_warned
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.script import Word, fold, stem, words
from mtcheck.types import Evidence, Finding, Kind, Language, Link, Span

_NEGATION_EN = re.compile(
    r"\b(?:not|never|no|cannot|\w+n['’]t|without|neither|nor|nobody|nothing|none|nowhere)\b",
    re.IGNORECASE,
)
_CLOSE_NEGATION_EN = re.compile(
    r"\b(?:not|never|cannot|\w+n['’]t)\b(?:\s+\w+){0,2}?\s+(\w+)",
    re.IGNORECASE,
)
_NO_SUCH = re.compile(
    r"\bno (?!one\b|doubt\b|more\b|less\b|longer\b|later\b|sooner\b|matter\b)([a-z]{4,})", re.IGNORECASE
)
_FREE = re.compile(
    r"\b(?:free (?:of (?:cost|charge)|rides?|travel|entry|treatment|rations?|electricity)"
    r"|exempt(?:ed)?|waived?|banned|prohibited|refus\w+|den(?:y|ies|ied)|reject\w*)\b",
    re.IGNORECASE,
)
_NEGATION = {
    fold(w)
    for w in (
        "नहीं नही न ना मत बिना बगैर बिन इनकार इन्कार मना रोक मनाही खारिज अस्वीकार नामंजूर विरुद्ध खिलाफ असंभव वंचित मुक्त छूट माफ प्रतिबंध प्रतिबंधित अभाव "
        "नाही नाहीत नको नये नका शिवाय विना नकार मनाई बंदी मोफत निःशुल्क मुफ्त नि:शुल्क"
    ).split()
}
_UP = {
    stem(w)
    for w in """
    बढ़ना बढ़कर बढ़ी बढ़ा बढ़त वृद्धि बढ़ोतरी इजाफा तेजी उछाल उछलना चढ़ना चढ़कर मजबूत मजबूती सुधार वाढ वाढले वाढून
    तेजी
    """.split()
}
_DOWN = {
    stem(w)
    for w in """
    गिरना गिरकर गिरावट घटना घटकर घटा घटी कमी टूटना टूटकर लुढ़कना कमजोर कमजोरी मंदी नुकसान घट घसरण घसरले घसरून कमी
    घटले
    """.split()
}
_UP_EN = re.compile(
    r"\b(?:rose|rise[sn]?|rising|up|increas\w+|grew|grow\w*|gain\w*|surg\w+|jump\w*|climb\w*|higher|strengthen\w*|improv\w+)\b",
    re.IGNORECASE,
)
_DOWN_EN = re.compile(
    r"\b(?:fell|fall\w*|down|decreas\w+|declin\w+|drop\w*|slump\w*|plung\w+|slip\w*|lower\w*|weaken\w*|los[est]\w*|slid\w*|shed|cut|reduc\w+|slash\w*|trim\w*|eas(?:ed|es))\b",
    re.IGNORECASE,
)
_NEGATIVE_STEMS = (
    "गैर",
    "ठुकरा",
    "नकार",
    "अस्वीक",
    "नामंजूर",
    "फेटाळ",
    "धुडकाव",
    "बहिष्क",
    "असहमत",
    "असफल",
    "नाकाम",
    "अयोग्य",
    "असुरक्षित",
    "वंचित",
)
_VERB_LINK = 0.62
# From how many links on, and how sure the best, a clause is taken for what the English denies; the words of its verb that are shown.
_DENIED_LINKS, _DENIED_SURE, _VERB_WORDS = 2, 0.72, 3
_BETWEEN = {fold(word) for word in "इसलिए लेकिन मगर परंतु किंतु जबकि क्योंकि हालांकि म्हणून पण मात्र कारण".split()}
_FIRST = {fold(word) for word in "पहले पूर्व बाद तक बिना बगैर आधी नंतर पूर्वी पर्यंत".split()}
_MUST = {fold(word) for word in "होगा होगी होंगे पड़ेगा पड़ेगी पड़ेंगे जरूरी अनिवार्य आवश्यक चाहिए ही लागेल लागणार च".split()}
_DENIAL_EN = re.compile(
    r"\b(?:not|never|cannot|\w+n['’]t|no longer|no|neither|nobody|nothing|none)\b(?!\s+(?:only|just|merely|least|less|doubt|more|later|sooner|matter)\b|-)",
    re.IGNORECASE,
)
_CLAUSE_EN = re.compile(
    r"[,;:—–()\"”]|\b(?:but|and|although|though|while|because|so|until|unless|if|when|before|except|nor)\b",
    re.IGNORECASE,
)
_PLAIN_NEGATION = {"नहीं", "न", "नही", "नाही"}
_CONJUNCTIONS = {
    Language.HINDI: {"कि", "और", "लेकिन", "मगर", "जबकि", "बल्कि", "क्योंकि"},
    Language.MARATHI: {"आणि", "पण", "मात्र", "तर", "की"},
}
_ITEM = 1  # words of an item in a list
_LEAD, _SHARED = 4, 2  # sentences compared with the headline, and content words they must share


def check(context: Context) -> Iterator[Finding]:
    """Lost or added negations and turned directions against English evidence, and against the headline."""
    yield from _against_headline(context)
    yield from omission_polarity.check(context)
    yield from omission_warned.check(context)
    yield from omission_counterpart.check(context)
    nearest = _nearest(context)
    for tokens in context.checked:
        for index, evidence in enumerate(tokens.sentence.evidence):
            if evidence.language is Language.ENGLISH:
                yield from _lost_negation(context, tokens, index, evidence, nearest)
                yield from _lost_with_clause(context, tokens, index, evidence, nearest)
                yield from _added_negation(context, tokens, index, evidence)
                yield from _direction(context, tokens, index, evidence)
                yield from _without_what_is_needed(context, tokens, index, evidence)


def _negated(tokens: Tokens, link: Link | None = None) -> bool:
    """A negation in the sentence, or, where a word of it is given, in its clause or the one that governs it."""
    first, last = _clause(tokens, link) if link is not None else (0, len(tokens.words))
    governing = link is not None and any(word.folded in _PLAIN_NEGATION - {"न"} for word in tokens.words[:first])
    return governing or any(_denying(word) for word in tokens.words[first:last])


def _denying(word: Word) -> bool:
    return word.folded in _NEGATION or word.folded.startswith(_NEGATIVE_STEMS)


def _clause(tokens: Tokens, link: Link) -> tuple[int, int]:
    """The words from the last conjunction or mark before the linked word to the next one behind it."""
    row = next((i for i, word in enumerate(tokens.words) if word.start == link.sentence.start), 0)
    cuts = [0, *(i for i in range(1, len(tokens.words)) if _new_clause(tokens, i)), len(tokens.words)]
    # Between the items of a list (अंडों, मुर्गियों और दाने पर) no clause ends.
    ends = [i for before, i, after in zip(cuts, cuts[1:], cuts[2:], strict=False) if min(i - before, after - i) > _ITEM]
    first = max((i for i in ends if i <= row), default=0)
    return first, min((i for i in ends if i > row), default=len(tokens.words))


def _new_clause(tokens: Tokens, i: int) -> bool:
    base = tokens.sentence.start
    between = tokens.sentence.text[tokens.words[i - 1].end - base : tokens.words[i].start - base]
    return bool(re.search("[,;:—–]", between)) or tokens.words[i].folded in _CONJUNCTIONS.get(
        tokens.sentence.language, ()
    )


def _nearest(context: Context) -> dict[tuple[Span, str], float]:
    """Word of the evidence → the best score of its links with all sentences of the article."""
    found: dict[tuple[Span, str], float] = {}
    for sentence in context.article.sentences:
        for evidence in sentence.evidence:
            for link in evidence.links:
                key = (link.evidence, evidence.path)
                found[key] = max(found.get(key, 0.0), link.score)
    return found


def _lost_negation(
    context: Context, tokens: Tokens, index: int, evidence: Evidence, nearest: dict[tuple[Span, str], float]
) -> Iterator[Finding]:
    """The word right behind the English negation is linked to a word of a clause that has no negation."""
    patterns = (_CLOSE_NEGATION_EN, _FREE, _NO_SUCH)
    for match in (match for pattern in patterns for match in pattern.finditer(evidence.text)):
        link = _link_at(evidence, match.start(), match.end())
        shown = match.group()
        if _before_something(tokens, evidence, match.end()):
            continue
        if _negated(tokens, link) or (link is not None and link.score < nearest[link.evidence, evidence.path]):
            continue
        if link is not None and match.re is _NO_SUCH:
            start, end = _clause_end(tokens, link)
        elif link is not None:
            start, end = _verb_phrase(context, tokens, link)
        elif match.re is _FREE and _near(tokens, evidence):
            start, end = tokens.words[max(0, len(tokens.words) - 3)].start, tokens.words[-1].end
        else:
            continue
        message = (
            f"The English is negated (‘{shown}’); this sentence is not.",
            f"अंग्रेज़ी में निषेध है (‘{shown}’), इस वाक्य में नहीं।",
        )
        yield context.finding("omission-addition", tokens, start, end, 0.8, message, intended=shown, evidence=(index,))
        return


def _lost_with_clause(
    context: Context, tokens: Tokens, index: int, evidence: Evidence, nearest: dict[tuple[Span, str], float]
) -> Iterator[Finding]:
    """Several words of what the English denies are linked to one clause, and nothing in it denies."""
    for cue in _DENIAL_EN.finditer(evidence.text):
        end = _CLAUSE_EN.search(evidence.text, cue.end())
        if _before_something(tokens, evidence, cue.end()):
            continue
        before = max((match.end() for match in _CLAUSE_EN.finditer(evidence.text, 0, cue.start())), default=0)
        clause = range(evidence.start + before, evidence.start + (end.start() if end else len(evidence.text)))
        links = [
            link
            for link in evidence.links
            if link.evidence.start in clause
            and link.score >= max(_VERB_LINK, nearest[link.evidence, evidence.path])
            and is_content(evidence.text[link.evidence.start - evidence.start : link.evidence.end - evidence.start])
        ]
        parts = [(part, [link for link in links if _within(tokens, part, link)]) for part in _independent(tokens)]
        (first, last), found = max(parts, key=lambda item: len(item[1]))
        behind = [link for link in found if link.evidence.start >= evidence.start + cue.end()]
        # The subject stands before the negation: what is said of it must be linked, too.
        if not behind or len(behind) + (len(found) > len(behind) + 1) < _DENIED_LINKS:
            continue
        if max(link.score for link in found) < _DENIED_SURE:
            continue
        if any(_is_negative(word, context.language) for word in tokens.words[first:last]):
            continue
        message = (
            f"The English is negated (‘{cue.group()}’); this sentence is not.",
            f"अंग्रेज़ी में निषेध है (‘{cue.group()}’), इस वाक्य में नहीं।",
        )
        start, stop = _clause_end(tokens, max(behind, key=lambda link: link.sentence.start))
        yield context.finding(
            "omission-addition", tokens, start, stop, 0.75, message, intended=cue.group(), evidence=(index,)
        )
        return


def _before_something(tokens: Tokens, evidence: Evidence, at: int) -> bool:
    """ "It will not start before …": Hindi says as well what must come first (… से पहले … लेना होगा)."""
    first = re.search(r"\b(?:before|until|till|unless|without)\b", evidence.text[at:], re.IGNORECASE)
    mine = {word.folded for word in tokens.words}
    return first is not None and bool(mine & _FIRST and mine & _MUST)


def _clause_end(tokens: Tokens, link: Link) -> tuple[int, int]:
    """The last words of the clause of a linked word: its verb, which lacks the negation."""
    first, last = _clause(tokens, link)
    return tokens.words[max(first, last - _VERB_WORDS)].start, tokens.words[last - 1].end


def _independent(tokens: Tokens) -> list[tuple[int, int]]:
    """The parts of a sentence between such conjunctions as no denial reaches across."""
    cuts = [i for i, word in enumerate(tokens.words) if word.folded in _BETWEEN]
    return list(pairwise([0, *cuts, len(tokens.words)]))


def _within(tokens: Tokens, part: tuple[int, int], link: Link) -> bool:
    return any(word.start == link.sentence.start for word in tokens.words[part[0] : part[1]])


def _is_negative(word: Word, language: str) -> bool:
    return _denying(word) or omission_counterpart.denies(word.text, language)


def _near(tokens: Tokens, evidence: Evidence) -> bool:
    """True when most of the English sentence is linked: then what is not said in Hindi was left out."""
    content = [word for word in words(evidence.text) if is_content(word.text)]
    linked = {link.evidence.start for link in evidence.links if link.score >= 0.7}
    return len(content) >= 3 and sum(evidence.start + word.start in linked for word in content) >= max(
        2, len(content) // 2
    )


def _link_at(evidence: Evidence, start: int, end: int) -> Link | None:
    """The strongest link of a content word of the evidence that lies within [start, end) of its text."""
    found = [
        link
        for link in evidence.links
        if start <= link.evidence.start - evidence.start < end + 1
        and link.score >= _VERB_LINK
        and is_content(evidence.text[link.evidence.start - evidence.start : link.evidence.end - evidence.start])
        and not _NEGATION_EN.fullmatch(
            evidence.text[link.evidence.start - evidence.start : link.evidence.end - evidence.start]
        )
    ]
    return max(found, key=lambda link: link.score, default=None)


def _verb_phrase(context: Context, tokens: Tokens, link: Link) -> tuple[int, int]:
    """From the linked word to the end of its clause (a comma, कि, or the end of the sentence), at most four words."""
    first = next((i for i, word in enumerate(tokens.words) if word.start == link.sentence.start), 0)
    last = first
    for i in range(first + 1, min(first + 4, len(tokens.words))):
        if context.article.text[tokens.words[i - 1].end : tokens.words[i].start].strip() or fold(
            tokens.words[i].text
        ) in ("कि", "और", "लेकिन"):
            break
        last = i
    return tokens.words[first].start, tokens.words[last].end


def _added_negation(context: Context, tokens: Tokens, index: int, evidence: Evidence) -> Iterator[Finding]:
    """The word before "नहीं" is linked to a word of an English sentence without any negation that says nearly the same."""
    if (
        _NEGATION_EN.search(evidence.text)
        or omission_counterpart.NEGATIVE.search(evidence.text)
        or not _near(tokens, evidence)
    ):
        return
    for i, word in enumerate(tokens.words[1:], 1):
        # "ही नहीं" (not only) and "जब तक … नहीं" (until) deny nothing.
        if word.folded not in _PLAIN_NEGATION or tokens.words[i - 1].folded == "ही" or "जब तक" in tokens.sentence.text:
            continue
        near = tokens.words[max(0, i - 2) : i + 2]
        link = next(
            (
                k
                for k in evidence.links
                if k.score >= 0.75 and any(k.sentence.start == w.start and is_content(w.text) for w in near)
            ),
            None,
        )
        if link is not None:
            end = tokens.words[min(i + 1, len(tokens.words) - 1)].end
            message = ("This sentence is negated; the English is not.", "इस वाक्य में निषेध है, अंग्रेज़ी में नहीं।")
            yield context.finding("omission-addition", tokens, near[0].start, end, 0.72, message, evidence=(index,))
            return


def _against_headline(context: Context) -> Iterator[Finding]:
    """The headline denies what one of the first sentences affirms of the same things ("… नहीं कर सकते", "… कर सकता है")."""
    head = next((t for t in context.checked if t.sentence.kind is Kind.HEADLINE), None)
    if head is None or not any(fold(word.text) in _PLAIN_NEGATION for word in head.words):
        return
    theirs = {stem(word.text, context.language) for word in head.words if is_content(word.text) and len(word.text) > 3}
    for tokens in [t for t in context.checked if t.sentence.kind is Kind.PARAGRAPH][:_LEAD]:
        mine = {stem(word.text, context.language) for word in tokens.words if is_content(word.text)}
        modal = next((i for i in range(len(tokens.words) - 1, 0, -1) if stem(tokens.words[i].text) == "सक"), None)
        if (
            _negated(tokens)
            or modal is None
            or len(theirs & mine) < _SHARED
            or not any(stem(w.text) == "सक" for w in head.words)
        ):
            continue
        message = ("The headline denies this; the sentence affirms it.", "शीर्षक में निषेध है, इस वाक्य में नहीं।")
        start = tokens.words[modal - 1].start
        yield context.finding(
            "omission-addition", tokens, start, tokens.words[min(modal + 1, len(tokens.words) - 1)].end, 0.72, message
        )


_NEEDED_EN = re.compile(
    r"\b(?:mandatory|compulsory|obligatory|necessary|must|requir(?:e[sd]?|ing)|needs? (?:to|prior|the)|only (?:with|after))\b",
    re.IGNORECASE,
)
_WITHOUT = {fold(word) for word in "बिना बगैर शिवाय विना".split()}
_AROUND = 3  # words in which what is lacking stands beside "without"


def _without_what_is_needed(context: Context, tokens: Tokens, index: int, evidence: Evidence) -> Iterator[Finding]:
    """ "… can without consent", where the English makes the consent a condition."""
    if not _NEEDED_EN.search(evidence.text) or any(word.folded in _PLAIN_NEGATION for word in tokens.words):
        return
    place = next((i for i, word in enumerate(tokens.words) if word.folded in _WITHOUT), None)
    modal = next((i for i in range(len(tokens.words) - 1, 0, -1) if stem(tokens.words[i].text) in ("सक", "शक")), None)
    if place is None or modal is None or modal < place:
        return
    near = {word.start for word in tokens.words[max(0, place - _AROUND) : place + _AROUND] if is_content(word.text)}
    if any(link.sentence.start in near and link.score >= _VERB_LINK for link in evidence.links):
        message = (
            "The English makes this a condition; the sentence says that it can be done without.",
            "अंग्रेज़ी में यह शर्त है; वाक्य कहता है कि इसके बिना भी हो सकता है।",
        )
        start, end = tokens.words[max(0, modal - 1)].start, tokens.words[min(modal + 1, len(tokens.words) - 1)].end
        yield context.finding("omission-addition", tokens, start, end, 0.75, message, evidence=(index,))


def _direction(context: Context, tokens: Tokens, index: int, evidence: Evidence) -> Iterator[Finding]:
    """A word of rising linked to a word of falling, or the other way round."""
    by_start = {word.start: word for word in tokens.words}
    for link in evidence.links:
        word = by_start.get(link.sentence.start)
        if word is None or link.score < 0.5:
            continue
        theirs = evidence.text[link.evidence.start - evidence.start : link.evidence.end - evidence.start]
        if _opposed(word, theirs) and not _negated(tokens) and not _says_both(tokens, evidence):
            message = (
                f"The English says ‘{theirs}’; this says the opposite.",
                f"अंग्रेज़ी में ‘{theirs}’ है; यहाँ उल्टी बात है।",
            )
            yield context.finding(
                "omission-addition", tokens, word.start, word.end, 0.7, message, intended=theirs, evidence=(index,)
            )


def _opposed(word: Word, theirs: str) -> bool:
    key = stem(word.text)
    return (key in _UP and bool(_DOWN_EN.fullmatch(theirs))) or (key in _DOWN and bool(_UP_EN.fullmatch(theirs)))


def _says_both(tokens: Tokens, evidence: Evidence) -> bool:
    stems = {stem(word.text) for word in words(tokens.sentence.text)}
    return bool(stems & _UP and stems & _DOWN) or bool(_UP_EN.search(evidence.text) and _DOWN_EN.search(evidence.text))


RULE = Rule("omission-addition", "छूटा या जुड़ा अर्थ", "Accuracy/Omission", "omission", check)
