"""Words that Hindi and Marathi use only together with a negation: where it is missing, it was lost (no rule of its own).

Negative polarity: बल्कि (but rather) continues a denial, कतई (at all) strengthens one, "कोई असर" (any effect) is denied, asked or made a
condition, hardly ever affirmed. In 94,000 sentences of open corpora बल्कि follows a negation in 163 of 168 cases, कोई असर, फर्क,
प्रमाण, जवाब and the like in all of 80.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mtcheck.knowledge import inflections
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import Word, fold
from mtcheck.types import Finding

_ANY = {"hi": "कोई किसी", "mr": "कोणताही कोणतीही कोणतेही कोणत्याही"}
# What "any" denies: effects, proofs, answers, needs. Things and people ("any citizen may") are left out.
_DENIED = {
    "hi": "असर फर्क फ़र्क बदलाव परिवर्तन परिणाम नतीजा प्रभाव प्रमाण सबूत गारंटी आवश्यकता जरूरत प्रतिक्रिया जवाब कमी संबंध नाता लेना-देना हताहत नुकसान हानि "
    "फायदा लाभ इरादा संदेह शक टिप्पणी सुधार राहत खतरा आपत्ति दिक्कत असुविधा गुंजाइश जिक्र उल्लेख सुराग रियायत कोताही ढिलाई संकेत परवाह औचित्य ताल्लुक "
    "वास्ता उम्मीद आसार समझौता विकल्प",
    "mr": "परिणाम फरक बदल पुरावा गरज आवश्यकता प्रतिक्रिया उत्तर संबंध नुकसान हानी फायदा शंका दिलासा धोका आक्षेप अडचण तडजोड पर्याय उल्लेख जीवितहानी हयगय",
}
# Phrases that news says in the negative: of 94,000 sentences none has one of them without a denial, a condition or a doubt.
_PHRASES = {
    "hi": r"एक भी (?!.{0,40} तो )|रत्ती भर|टस से मस|(?:थमने|रुकने|घटने|कम होने) का नाम ले|(?:घबराने|डरने|चिंता करने|परेशान होने) की (?:कोई )?(?:जरूरत|आवश्यकता|बात)"
    r"|(?:अब तक|अभी तक|फिलहाल|अभी) (?:कोई|किसी) |कोई चारा|दूर-दूर तक|बख्शा जा|बर्दाश्त (?:किया|की|किए) जा|(?:इनकार|नजरअंदाज|अनदेखा) किया जा सक"
    r"|(?:अनदेखी|उपेक्षा) की जा सक|भुलाया जा सक|हल्के में लिया जा|कोर-?\s?कसर (?:बाकी )?(?:छोड़|रख)|(?:किसी|किसी के) हताहत|कानोंकान|कानों-?\s?कान"
    r"|\S+ने तक (?:कोई|किसी) |किसी (?:के|की) (?:\S+ ){1,3}(?:सूचना|खबर|जानकारी|पुष्टि|शिकायत) (?:है|मिली|हुई|आई)",
    "mr": r"एकही |रत्तीभर|तसूभर|(?:घाबरण्याची|काळजी करण्याची) (?:गरज|आवश्यकता)|गय केली जा|खपवून घेतल|नाकारता ये|दुर्लक्ष करता ये|अद्याप (?:कोणताही|कोणतीही|कोणतेही)",
}
_QUALIFIERS = {
    fold(word)
    for word in "भी बड़ा बड़ी बड़े खास ठोस सीधा सीधी आधिकारिक औपचारिक स्पष्ट विशेष और अन्य अतिरिक्त तरह की का के प्रकार मोठा मोठी मोठे थेट ठोस अधिकृत विशेष".split()
}
_ONLY_DENIED = {"hi": "कतई कतइ हरगिज हरगिज़", "mr": "अजिबात मुळीच कदापि"}
_AT_ALL = {fold(word) for word in "जरा ज़रा बिल्कुल बिलकुल".split()}
_NO, _ON = {fold("न"), fold("ना")}, fold("पर")
_RATHER = fold("बल्कि")
# Negations, and what allows such words as a negation does: conditions, questions, doubts, comparisons.
_ALLOWS = {
    "hi": "नहीं नही न ना मत बिना बगैर बिन इनकार इन्कार मना मनाही रोक खारिज अस्वीकार असंभव नामुमकिन वंचित मुक्त प्रतिबंध प्रतिबंधित अभाव खिलाफ विरुद्ध पहले अगर "
    "यदि चाहे जो क्या बावजूद मुश्किल कठिन शायद अलावा सिवाय सिवा बजाय बदले कम कमतर दूर बच रहित विहीन बेअसर असमर्थ असफल नाकाम विफल जहां जब जिसे जिससे",
    "mr": "नको नका नये विना शिवाय जर नकार मनाई बंदी अशक्य ऐवजी जे ज्या का अन्यथा तोपर्यंत",
}
_DENYING = (
    "नाही",
    "नव्ह",
    "नस",
    "गैर",
    "ठुकरा",
    "नकार",
    "अस्वीक",
    "नामंजूर",
    "फेटाळ",
    "असहमत",
    "असफल",
    "नाकाम",
    "बेपरवा",
    "न्यूनतम",
)
_ANYONE = {(fold("किसी"), fold("भी")), (fold("कोई"), fold("भी"))}
_ANY_OBLIQUE, _DOER, _DOER_WITHIN = fold("किसी"), {fold("ने"), fold("को")}, 4
_ANYONE_MARATHI = {fold(word) for word in "कोणीही कुणीही कोणत्याही कोणताही कोणतीही कोणतेही".split()}
# Verbs in the perfect at the end of a clause.
_DONE = {
    "hi": {
        fold(form)
        for form in (
            "किया की किए हुआ हुई हुए गया गई गए दिया दी दिए लिया ली लिए मिला मिली आया आई पहुंचा पहुंची पाया पाई माना मानी "
            "बताया कहा उठाया दिखाया छोड़ा तोड़ा जताया"
        ).split()
    },
    "mr": {
        fold(form)
        for form in "केला केली केले झाला झाली झाले दिला दिली दिले घेतला घेतली घेतले मिळाला मिळाली मिळाले आला आली आले".split()
    },
}
_AUXILIARIES = {fold(form) for form in "है हैं था थी थे आहे आहेत होता होती होते".split()}
# "As long as … not, they will go back": what nobody does before (goes on, waits and the like are said in the positive).
_UNTIL = re.compile(
    r"(?:जब तक|जोपर्यंत|जोवर)\s.*?(?:नहीं|नाहीत|नाही|\sन)(?![\u0900-\u0963]).*?(?:,|तब तक|तोपर्यंत|तोवर)(?P<main>[^,]*?"
    r"(?:लौट|हट|उठ|मान|खुल|खोल|शुरू|बैठ|छोड़|उतर|उतार|शामिल|स्वीकार|मतदान|वोट|हस्ताक्षर|परत|सुरू|स्वीकार|सोड)\S*"
    r"(?:\s\S+){0,2}?\s?\S*(?:ेगा|ेगी|ेंगे|ेंगी|एगा|एगी|एंगे|णार|ील|ेल)[।.]?['\"”’]*\s*)$"
)
_THEN = {fold(word) for word in "तब तक तोपर्यंत तोवर".split()}
_UNTIL_SAID = {"hi": "जब तक … तब तक", "mr": "जोपर्यंत … तोपर्यंत"}
_GOES_ON = re.compile("जारी|रह|इंतजार|प्रतीक्षा|रोक|टाल|बंद|विरोध|धरना|अनशन|सुरू\\s*रा|थांब|वाट")
_COMPARED = {fold(word) for word in "अधिक ज्यादा तुलना बेहतर बढ़कर तो अपेक्षा जास्त".split()}
_CLAUSE_END = {fold(word) for word in "और लेकिन मगर जबकि क्योंकि तथा आणि पण मात्र".split()}
_GENITIVE = {"का", "के", "की"}
_VERB_WORDS = 3
_ONE = {"एक": 3, "एकही": 2}  # "not one match lost": the verb is near


def check(context: Context) -> Iterator[Finding]:
    """A word that needs a negation, in a sentence without one."""
    for tokens in context.checked:
        place, until = _needs_negation(tokens, context.language), _not_before(tokens, context.language)
        if place is not None and denied(_within(tokens, place), context.language):
            place = None
        place = until if until is not None else place
        if place is None or tokens.sentence.text.rstrip(" ”\"'").endswith("?"):
            continue
        first, last = _predicate(tokens, place)
        said = tokens.words[place].text if until is None else _UNTIL_SAID[context.language]
        message = (
            f"‘{said}’ goes with a negation, and this sentence has none: it may have been lost.",
            f"‘{said}’ के साथ निषेध आता है, पर इस वाक्य में नहीं है: संभवतः ‘नहीं’ छूट गया।",
        )
        start, end = tokens.words[first].start, tokens.words[last].end
        yield context.finding("omission-addition", tokens, start, end, 0.7, message)


def _not_before(tokens: Tokens, language: str) -> int | None:
    """The first word of what cannot happen as long as something else has not ("until they pay, we will return to work")."""
    found = _UNTIL.search(tokens.sentence.text)
    if found is None or _GOES_ON.search(found["main"]):
        return None
    start = tokens.sentence.start + found.start("main")
    main = [i for i, word in enumerate(tokens.words) if word.start >= start and word.folded not in _THEN]
    return main[0] if main and not denied([tokens.words[i] for i in main], language) else None


def _within(tokens: Tokens, place: int) -> Sequence[Word]:
    """The words among which the negation must stand: for बल्कि those before it."""
    return tokens.words[:place] if tokens.words[place].folded == _RATHER else tokens.words


def denied(found: Sequence[Word], language: str) -> bool:
    """True when one of the words denies, or allows what a denial does (a condition, a doubt)."""
    allowing = _allows(language)
    return any(
        (word.folded in allowing or word.folded.startswith(_DENYING)) and not _condition(found[i : i + 3])
        for i, word in enumerate(found)
    )


def _condition(found: Sequence[Word]) -> bool:
    """ "न होने पर" is a condition, and denies nothing of what follows."""
    return len(found) == 3 and found[0].folded in _NO and found[1].folded.endswith("ने") and found[2].folded == _ON


def _needs_negation(tokens: Tokens, language: str) -> int | None:
    """The place of the first word that needs a negation."""
    found = tokens.words
    phrase = _phrases(language).search(tokens.sentence.text)
    if phrase is not None:
        return next((i for i, word in enumerate(found) if word.start >= tokens.sentence.start + phrase.start()), None)
    for i, word in enumerate(found):
        if _anyone_did(tokens, i, language):
            return i
        following = found[i + 1].folded if i + 1 < len(found) else ""
        if word.folded in _only_denied(language) or (word.folded in _AT_ALL and following == "भी"):
            return i
        if word.folded == _RATHER and i:
            return i
        if word.folded in _any(language):
            noun = next((k for k in range(i + 1, min(i + 5, len(found))) if found[k].folded not in _QUALIFIERS), None)
            if noun is not None and _is_denied(found, noun, language):
                return i
    return None


def _anyone_did(tokens: Tokens, i: int, language: str) -> bool:
    """ "Any member broke the rule": what is over and done was done by somebody, or by nobody; "more than any" compares."""
    found = tokens.words
    said = (found[i].folded, found[i + 1].folded if i + 1 < len(found) else "")
    if said not in _ANYONE and said[0] not in _ANYONE_MARATHI:
        return False
    if said[0] == _ANY_OBLIQUE and not _DOER & {word.folded for word in found[i + 2 : i + 2 + _DOER_WITHIN]}:
        return False  # at any price, unrelated to any activity
    last = _predicate(tokens, i)[1]
    verb = found[last - 1] if found[last].folded in _AUXILIARIES else found[last]
    compared = any(word.folded in _COMPARED for word in found[i : last + 1])
    return last > i + 2 and not compared and verb.folded in _DONE[language]


def _is_denied(found: Sequence[Word], noun: int, language: str) -> bool:
    """An effect, a proof …; "news of any change" speaks of whatever change there is, "room for any change" does not."""
    if not inflections(found[noun].text, language) & _denied_nouns(language):
        return False
    head = noun + 2
    if noun + 1 < len(found) and found[noun + 1].folded in _GENITIVE:
        return head < len(found) and bool(inflections(found[head].text, language) & _denied_nouns(language))
    return True


def _predicate(tokens: Tokens, place: int) -> tuple[int, int]:
    """The last words of the clause in which the word stands (or, for बल्कि, of the clause before it)."""
    found = tokens.words
    if found[place].folded == _RATHER:
        return max(0, place - _VERB_WORDS), place
    if found[place].folded in _ONE:
        return place, min(place + _ONE[found[place].folded], len(found) - 1)
    last = place
    while (
        last + 1 < len(found)
        and found[last + 1].start - found[last].end <= 1
        and found[last + 1].folded not in _CLAUSE_END
    ):
        last += 1
    return max(place, last - _VERB_WORDS + 1), last


@lru_cache(maxsize=2)
def _phrases(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w\u0900-\u0963])(?:{_PHRASES[language]})".replace(" ", r"\s+"))


@lru_cache(maxsize=2)
def _allows(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _ALLOWS[language].split())


@lru_cache(maxsize=2)
def _any(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _ANY[language].split())


@lru_cache(maxsize=2)
def _only_denied(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _ONLY_DENIED[language].split())


@lru_cache(maxsize=2)
def _denied_nouns(language: str) -> frozenset[str]:
    return frozenset(key for word in _DENIED[language].split() for key in inflections(word, language))
