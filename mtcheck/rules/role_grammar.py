"""# Role and grammar

Who did what to whom is broken: two places in one phrase, or the one who acts and the one acted upon have changed places.

**Fires on** two locatives in a row (*दिल्ली में मुंबई में*) without a verb or comma between them, and on acts of a natural direction
(notice, arrest, fine, treat, rescue, complain: the open file `acts.tsv`) that those to whom they are done do to those who do them, or to
officials of any kind, or that a person without an office, by name, does to those who do them. What a person is, is read from every mention.
Also where the aligned English has the two in the other order (*The government handed the bodies to the rebels*; विद्रोहियों ने सरकार को … सौंपे).
And on what takes several with one participant (*जापान के बीच समझौता*; *एक नेता का शिखर सम्मेलन*).

**Quiet on** a place within a time (2019 में दिल्ली में), a place within a place with its own noun, and sentences whose roles are usual.

**What to do** Check in the source who acted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mtcheck.grammar import is_content
from mtcheck.knowledge import Act, Patterns, acts, glosses, inflections, name_words, ranks, ranks_by_form
from mtcheck.numbers import MONTHS
from mtcheck.rules import role_grammar_evidence, role_grammar_number
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.script import Word, fold, sound, stem, words
from mtcheck.types import Finding, Language, Severity

# Acts that an office does to people; a pattern of stems, matched behind both roles.
_OFFICIAL_ACTS = {
    "hi": "नोटिस जारी|नोटिस भेज|नोटिस दिया|नोटिस थमा|गिरफ्तार|हिरासत में|निर्देश दिए|निर्देश दिया|आदेश दिया|आदेश दिए|जुर्माना लगा|फटकार लगा|चालान|निलंबित|बर्खास्त|तलब|"
    "सजा सुना|दोषी ठहरा|जमानत दी|अनुमति दी|मंजूरी दी|लाइसेंस दिया|मुआवजा दिया",
    "mr": "नोटीस बजाव|नोटीस पाठव|अटक|ताब्यात|निर्देश दिले|आदेश दिले|दंड ठोठाव|निलंबित|बडतर्फ|शिक्षा सुनाव|परवानगी दिली|भरपाई दिली",
}
_LOCATIVE = {"में", "मध्ये"}
_DID_TO = re.compile(
    r"((?:[A-Z][\w'’.-]*\s+){1,5})(?:\w+ly\s+)?"
    r"(?:beat|beats|defeat(?:s|ed)?|thrash(?:es|ed)?|outplay(?:s|ed)?|stun(?:s|ned)?|edge[sd]?|arrest(?:s|ed)?|suspend(?:s|ed)?|fine[sd]?|su(?:es|ed)|accuse[sd]?|"
    r"kill(?:s|ed)?|attack(?:s|ed)?|ask(?:s|ed)?|urge[sd]?|tell|tells|told|replace[sd]?|succeed(?:s|ed)?|dismiss(?:es|ed)?|trap(?:s|ped)?)\s+"
    r"((?:(?:the|of|from|India's|world|no\.?|top|seed|seeded|\d+)\s+)*(?:[A-Z][\w'’.-]*[\s,.]*){1,5})"
)
_FAR = 10  # words between the two names at most
_NEAR = 6  # words between the two roles at most
_TIME = {
    fold(w)
    for w in "साल वर्ष महीने सप्ताह दिन दिनों वर्षों सालों महीनों घंटे घंटों मिनट समय दौर सदी दशक अंत शुरू शुरुआत मौके सत्र मैच चुनाव दौरान हाल बाद आखिर अंतिम".split()
}


def check(context: Context) -> Iterator[Finding]:
    """Broken phrases and changed roles."""
    for tokens in context.checked:
        yield from _two_locatives(context, tokens)
        yield from _changed_roles(context, tokens)
        yield from _reversed_act(context, tokens)
        yield from _against_english(context, tokens)
        yield from role_grammar_evidence.check(context, tokens)
        yield from role_grammar_number.check(context, tokens)


def _two_locatives(context: Context, tokens: Tokens) -> Iterator[Finding]:
    found = tokens.words
    for i in range(len(found) - 3):
        first, mark, second, again = found[i : i + 4]
        if (
            fold(mark.text) not in _LOCATIVE
            or fold(again.text) not in _LOCATIVE
            or not _is_place(first)
            or not _is_place(second)
        ):
            continue
        if fold(first.text) in _TIME | MONTHS.keys() or context.article.text[first.start : again.end].count(","):
            continue
        end = (
            found[min(i + 5, len(found) - 1)].end
            if i + 5 < len(found) and not context.article.text[again.end : found[i + 4].start].strip()
            else again.end
        )
        message = (
            f"Two places follow each other (‘{first.text} में {second.text} में’): who did it to whom is lost.",
            f"दो स्थान लगातार आए हैं (‘{first.text} में {second.text} में’): कर्ता और कर्म का संबंध टूट गया है।",
        )
        yield context.finding("role-grammar", tokens, first.start, end, 0.75, message)


def _is_place(word: Word) -> bool:
    return bool({"place", "country"} & name_words().get(fold(word.text), frozenset()))


@lru_cache(maxsize=2)
def _official_acts(language: str) -> Patterns[str]:
    patterns: Patterns[str] = Patterns(language)
    for act in _OFFICIAL_ACTS[language].split("|"):
        patterns.add(act, act)
    return patterns


def _changed_roles(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """ "A ने B को … act": A is one on whom the office acts, B is the office."""
    acts = [first for first, _, _, _ in _official_acts(context.language).find(tokens.words)]
    if not acts:
        return
    agent = _role(tokens, context.language, "agent", max(acts))
    patient = _role(tokens, context.language, "patient", max(acts))
    if agent is None or patient is None:
        return
    standing = ranks(context.language)
    mine, theirs = (standing.get(stem(tokens.words[i].text, context.language)) for i in (agent, patient))
    if mine is not None and theirs is not None and theirs - mine >= 2 and abs(agent - patient) <= _NEAR:
        first, last = min(agent, patient), max(agent, patient)
        last = min(last + 1, len(tokens.words) - 1) if context.language == "hi" else last
        start, end = tokens.words[_phrase_start(tokens, first)].start, tokens.words[last].end
        message = (
            f"‘{tokens.words[agent].text}’ acts here on ‘{tokens.words[patient].text}’; it is usually the other way round.",
            f"यहाँ ‘{tokens.words[agent].text}’ कर्ता और ‘{tokens.words[patient].text}’ कर्म है; आमतौर पर उल्टा होता है।",
        )
        yield context.finding("role-grammar", tokens, start, end, 0.65, message, severity=Severity.MAJOR)


_INFINITIVE = ("ने", "ना", "नी", "वाना", "वाया", "वाई", "वाए")
_OTHER_MARKS = {fold(word) for word in "पर से का की के".split()}
_ORDERS = {fold(word) for word in "कहा कहने कहते निर्देश आदेश निर्देशित".split()}
# What people say to officials as well as officials to people.
_SPEECH = {
    fold(word)
    for word in "चेतावनी सलाह सुझाव जानकारी सूचना अपील ज्ञापन आश्वासन बधाई धन्यवाद पत्र जवाब इशारा इशारे सल्ला माहिती निवेदन इशारा".split()
}
_OFFICIAL = 2  # least standing of those who act for the public
_PHRASE = 4  # words of a noun phrase that are looked at
_CASES = {fold(word) for word in "ने को का के की में से पर तक और या कि व एवं तथा भी ही द्वारा लिए".split()}
_CLOSE = 2  # words from such a postposition to the act
_NEW_CLAUSE = {fold(word) for word in "कि जिसके जिसने जिससे जिसमें जिन्हें जिसे लेकिन मगर जबकि क्योंकि बल्कि इसलिए".split()}
_WHO = {fold(word) for word in ("वाले", "वाला", "वाली", "वालों")}
_AGAINST = fold("खिलाफ")
_BY = {fold(word) for word in ("ने", "द्वारा")}


def _reversed_act(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """An act of a natural direction, done by one to whom it is done and to one who does it (the traders' crop bought by farmers)."""
    for first, end, named in _acts_by_place(context, tokens):
        if context.language == "hi" and _told(tokens, end):
            continue
        for agent, patient in _pairs(tokens, context.language, first, end):
            if _reversed(context, tokens, named, agent, patient):
                shown = context.article.text[tokens.words[first].start : tokens.words[end - 1].end]
                yield _reversed_finding(context, tokens, shown, agent, patient)
                return


def _told(tokens: Tokens, end: int) -> bool:
    """ "… से कर्ज माफ करने की मांग", "हलफनामा दाखिल कर बताने को कहा": someone else is to do it."""
    infinitive = tokens.words[end - 1].folded.endswith(_INFINITIVE)
    return (infinitive and not _participle(tokens, end)) or _converb(tokens, end)


def _participle(tokens: Tokens, end: int) -> bool:
    """ "… पर हमला करने वाले": the noun that follows does the act."""
    return end < len(tokens.words) and tokens.words[end].folded in _WHO


def _converb(tokens: Tokens, end: int) -> bool:
    """ "दाखिल कर बताने को कहा": what the one who acts tells the other to do."""
    return tokens.words[end - 1].folded in ("कर", "करके") and any(w.folded in _ORDERS for w in tokens.words[end:])


def _acts_by_place(context: Context, tokens: Tokens) -> Iterator[tuple[int, int, Act]]:
    """The acts of a sentence; of those that end with the same word the longest, all who stand for it in the table together."""
    found: dict[int, list[tuple[int, Act]]] = {}
    for first, end, _, act in acts(context.language).find(tokens.words):
        found.setdefault(end, []).append((first, act))
    for end, listed in sorted(found.items()):
        first = min(start for start, _ in listed)
        longest = [act for start, act in listed if start == first]
        agents = frozenset(key for act in longest for key in act.agents)
        patients = frozenset(key for act in longest for key in act.patients)
        yield first, end, Act(longest[0].english, agents - patients, patients - agents)


def _pairs(tokens: Tokens, language: str, before: int, end: int) -> Iterator[tuple[int, int]]:
    """Agent (ने, द्वारा) and every patient (को, or another postposition right before the act) before an act [before, end)."""
    if language != "hi":
        agent, patient = (_role(tokens, language, role, before - 3) for role in ("agent", "patient"))
        if agent is not None and patient is not None:
            yield agent, patient
        return
    marks = range(max(1, _clause_start(tokens, before)), min(before, len(tokens.words)))
    agents = [i for i in marks if tokens.words[i].folded in _BY]
    close = [i for i in marks if tokens.words[i].folded in _OTHER_MARKS and before - i <= _CLOSE]
    against = [i - 1 for i in marks if tokens.words[i].folded == _AGAINST and i > 1]
    objects = [i for i in marks if tokens.words[i].folded == "को"]
    beside = [i for i in close if before - i == 1 and tokens.words[i].folded == "पर"]
    patients = against or [*beside, *objects] or close
    if _participle(tokens, end):
        agent = _head(tokens, end + 1)
        yield from ((agent, patient - 1) for patient in patients[-1:] if agent and before - patient <= _CLOSE)
    elif agents:
        by = agents[-1] - 1
        agent = by - 1 if tokens.words[by].folded == "के" else by
        yield from ((agent, patient - 1) for patient in reversed(patients))


def _clause_start(tokens: Tokens, before: int) -> int:
    """The first word of the clause in which the act stands: those who act in an earlier one are out of it."""
    base = tokens.sentence.start
    for i in range(min(before, len(tokens.words) - 1), 0, -1):
        between = tokens.sentence.text[tokens.words[i - 1].end - base : tokens.words[i].start - base]
        if re.search("[,;:]", between) or tokens.words[i].folded in _NEW_CLAUSE:
            return i
    return 0


def _head(tokens: Tokens, first: int) -> int | None:
    """The last word of the noun phrase that begins here; None when none does."""
    last = first - 1
    for i in range(first, min(first + _PHRASE, len(tokens.words))):
        if not _may_precede(tokens.words[i]) or (i > first and tokens.words[i].start - tokens.words[i - 1].end != 1):
            break
        last = i
    return last if last >= first else None


def _reversed(context: Context, tokens: Tokens, act: Act, agent: int, patient: int) -> bool:
    language = context.language
    if abs(agent - patient) > _NEAR:
        return False
    titles, others = (_titles(context, tokens.words[i]) for i in (agent, patient))
    mine, theirs = _phrase(tokens, agent, language) | titles, _phrase(tokens, patient, language) | others
    if mine & act.agents or theirs & act.patients:
        return False
    spoken = any(word.folded in _SPEECH for word in tokens.words[max(agent, patient) :])
    known = bool(mine & act.patients and theirs & act.agents)
    if known or spoken:
        return known
    return _upward(mine, theirs, act, language) or (
        bool(titles) and _by_one_without_office(mine, theirs, act, language)
    )


def _upward(mine: frozenset[str], theirs: frozenset[str], act: Act, language: str) -> bool:
    """An act that officials and helpers do to others, done by one of these others to an official, whoever they are."""
    agents, patients, doers, others = (_ranks(found, language) for found in (act.agents, act.patients, mine, theirs))
    downward = bool(agents and patients) and min(agents) >= _OFFICIAL and max(patients) == 0
    return downward and bool(doers and others) and max(doers) == 0 and min(others) >= _OFFICIAL


def _by_one_without_office(mine: frozenset[str], theirs: frozenset[str], act: Act, language: str) -> bool:
    """What those at the other end do to people without an office, done to them by someone who has none."""
    office = any(rank >= _OFFICIAL for rank in _ranks(mine, language))
    return bool(theirs & act.agents - _anybody()) and not office and not any(_ranks(act.patients, language))


@lru_cache(maxsize=1)
def _anybody() -> frozenset[str]:
    """The keys of nouns for any group of people."""
    return frozenset(key for word in ("टीम", "दल", "समूह", "पक्ष", "लोग") for key in inflections(word, "hi"))


def _ranks(found: frozenset[str], language: str) -> list[int]:
    standing = ranks_by_form(language)
    return [standing[key] for key in found if key in standing]


def _phrase(tokens: Tokens, head: int, language: str) -> frozenset[str]:
    """The keys of a noun and of what stands before it without a case: its title (कांस्टेबल मोहन बिष्ट), its first part (बचाव दल)."""
    keys_of: set[str] = set()
    for i in range(head, max(-1, head - _PHRASE), -1):
        joined = tokens.words[i + 1].start - tokens.words[i].end == 1 if i < head else True
        if not joined or (i < head and not _may_precede(tokens.words[i])):
            break
        keys_of |= inflections(tokens.words[i].text, language)
        if language != "hi":
            break
    return frozenset(keys_of)


def _titles(context: Context, name: Word) -> frozenset[str]:
    """The keys of what stands before a name elsewhere in the article: the bowler of one sentence is the bowler of the next."""
    surname = name_words().get(name.folded, frozenset()) & {"surname", "person"}
    if context.language != "hi" or (stem(name.text, "hi") in glosses("hi") and not surname) or name.folded in _CASES:
        return frozenset()  # no name
    return frozenset(
        key
        for tokens in context.checked
        for i, word in enumerate(tokens.words)
        if word.folded == name.folded
        for key in _phrase(tokens, i, context.language)
    )


def _may_precede(word: Word) -> bool:
    return word.folded not in _CASES and not word.text[0].isdigit() and is_content(word.text)


def _reversed_finding(context: Context, tokens: Tokens, act: str, agent: int, patient: int) -> Finding:
    start = tokens.words[_phrase_start(tokens, min(agent, patient))].start
    last = max(agent, patient) + (context.language == "hi")
    doer, other = tokens.words[agent].text, tokens.words[patient].text
    message = (
        f"‘{doer}’ and ‘{other}’ have changed places: ‘{act}’ usually goes the other way.",
        f"‘{doer}’ और ‘{other}’ की जगह बदल गई है: ‘{act}’ आमतौर पर उल्टी दिशा में होता है।",
    )
    return context.finding("role-grammar", tokens, start, tokens.words[last].end, 0.75, message)


def _against_english(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """ "A beat B" in the article's English, "B ने A को" here: the two names have changed places."""
    if context.language != "hi":
        return
    agent, patient = (_marked(tokens, mark) for mark in ("ने", "को"))
    if agent is None or patient is None or abs(agent - patient) > _FAR:
        return
    texts = [s.text for s in context.english] + [
        e.text for e in tokens.sentence.evidence if e.language is Language.ENGLISH
    ]
    for text in texts:
        for match in _DID_TO.finditer(text):
            subject, target = _sounds(match.group(1)), _sounds(match.group(2))
            mine, theirs = _name_sounds(tokens, agent), _name_sounds(tokens, patient)
            if mine & target and theirs & subject and not mine & subject and not theirs & target:
                first, last = min(agent, patient), max(agent, patient)
                start, end = tokens.words[first].start, tokens.words[min(last + 1, len(tokens.words) - 1)].end
                message = (
                    f"The English says ‘{match.group().strip()}’; here the two have changed places.",
                    f"अंग्रेज़ी में ‘{match.group().strip()}’ है; यहाँ कर्ता और कर्म बदल गए हैं।",
                )
                yield context.finding("role-grammar", tokens, start, end, 0.85, message, intended=match.group().strip())
                return


def _marked(tokens: Tokens, mark: str) -> int | None:
    """Index of the noun before the only such mark of the sentence."""
    at = [i for i, word in enumerate(tokens.words) if fold(word.text) == mark and i]
    return at[0] - 1 if len(at) == 1 else None


def _sounds(text: str) -> set[str]:
    return {sound(word.text) for word in words(text) if word.text[:1].isupper() and len(word.text) > 2}


def _name_sounds(tokens: Tokens, i: int) -> set[str]:
    """The sounds of a noun and of the word before it (given name and surname)."""
    near = tokens.words[max(0, i - 1) : i + 1]
    return {sound(word.text) for word in near if word.devanagari and len(word.text) > 2}


def _phrase_start(tokens: Tokens, i: int) -> int:
    return i - 1 if i and tokens.words[i - 1].text[:1].isdigit() else i


def _role(tokens: Tokens, language: str, role: str, before: int) -> int | None:
    """Index of the noun marked as agent (ने) or patient (को) nearest before the act."""
    if language == "hi":
        mark = {"agent": {"ने"}, "patient": {"को", "पर"}}[role]
        at = [i for i in range(1, min(before + 1, len(tokens.words))) if fold(tokens.words[i].text) in mark]
        return at[-1] - 1 if at else None
    endings = {"agent": ("ांनी", "ींनी", "ूंनी", "ाने", "ीने", "ूने"), "patient": ("ांना", "ींना", "ूंना", "ाला", "ीला", "ूला")}[
        role
    ]
    at = [i for i in range(min(before + 3, len(tokens.words))) if fold(tokens.words[i].text).endswith(endings)]
    return at[-1] if at else None


RULE = Rule("role-grammar", "कर्ता-कर्म और व्याकरण", "Fluency/Grammar", "grammar", check)
