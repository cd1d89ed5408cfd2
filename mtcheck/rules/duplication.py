"""# Duplication

Words stand twice in a row, or a phrase repeats its own head: a translation system stuttered.

**Fires on** a repeated group of two or more words (*शहर के बाहर शहर के बाहर*), a single inflected word said twice
(*शाळेत शाळेत*), a phrase said again a few words later (*दफ्तरों में कर्मियों की भर्ती दफ्तरों में*), a noun that governs itself
(*योजना की योजना*), and a country's adjective on both sides of के/की.

**Quiet on** Hindi's own doubling, which means *each* or *gradually* (धीरे-धीरे, घर-घर, अलग अलग, एक एक, क्या क्या), and what lists or joins.

**What to do** Delete the surplus words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtcheck.grammar import is_content
from mtcheck.knowledge import LIGHT_VERBS
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.script import ANUSVARA, fold, stem
from mtcheck.types import Finding, Severity

# Words that Hindi and Marathi double on purpose.
_DOUBLED = {
    fold(word)
    for word in (
        "अलग धीरे बार साथ कभी कहीं कोई कुछ क्या कौन कब कहां जहां जो जिस किस अपने अपना अपनी एक दो तीन चार पांच दस सौ हजार थोड़ा थोड़ी थोड़े "
        "जल्दी पास दूर बीच आगे पीछे ऊपर नीचे सही ठीक तरह भांति छोटे छोटी छोटा बड़े बड़ी बड़ा नए नई ताजा गरम गर्म लाल हरे पीले नीले सफेद काले "
        "घर गांव गली जगह चप्पे शहर देश राज्य कदम पल दिन रात साल समय पहले बाद खास तेज घड़ी रोज जन हर सब वाह हां नहीं ना न जी अरे राम जय भारत "
        "हाथ आमने होते जाते आते चलते करते देखते हंसते रोते बैठे खड़े पड़े रह कर बस कम धीमे सुबह शाम बूंद टुकड़े कोने पन्ने पाई लोग तरफ चुका चुकी चुके "
        "वेगवेगळ्या वेगवेगळे वेगवेगळी हळूहळू हळू पुन्हा सोबत काही कोण काय कधी जिथे लहान मोठे मोठ्या लांब दूरदूर घरोघरी अनेक नवनवीन गावोगावी "
        "जसे जसजसे ज्या त्या आपापल्या आपल्या रोज दररोज वारंवार समोर ठिकठिकाणी जागोजागी दोन छान मागे पुढे वर खाली जा ये"
    ).split()
}
_GENITIVE = {"का", "के", "की", "चा", "ची", "चे", "च्या"}
_PARTICIPLES = ("ते", "ता", "ती", "तां")
_HABITS = {("से", "कम"), ("कम", "से")}  # "के ढहने से कम से कम": two phrases that meet
_WHOLE = {
    fold(w) for w in "पूरे पूरा पूरी सब सारे सारा सारी सभी पानी दूध आप जैसे वैसे यूं ज्यों वहीं वही दिन साल".split()
}  # "पूरे के पूरे": all of them
_OFFICES = {fold(w) for w in "सचिव मंत्री राष्ट्रपति प्रधानमंत्री अध्यक्ष राजदूत प्रमुख उपाध्यक्ष उपराष्ट्रपति प्रतिनिधि जनरल".split()}
_LONGEST = 6
_PHRASE, _GAP = 3, 4  # words of a phrase that comes again, and words between at most
_CASES = {fold(w) for w in "का के की को ने में पर से तक लिए चा ची चे च्या साठी".split()}
_JOINTS = {fold(w) for w in "और या तथा एवं तो ही भी व आणि किंवा बल्कि न अथवा नहीं लेकिन जबकि कि जो जहां".split()}
_MARKS = re.compile(r"[^\w\s\u0900-\u0963]")


def check(context: Context) -> Iterator[Finding]:
    """Repeated groups of words, and heads that govern themselves."""
    for tokens in context.checked:
        yield from _repeats(context, tokens)
        yield from _said_again(context, tokens)
        yield from _self_governed(context, tokens)
        yield from _adjective_twice(context, tokens)


def _repeats(context: Context, tokens: Tokens) -> Iterator[Finding]:
    folded = [fold(word.text) for word in tokens.words]
    i = 0
    while i < len(folded):
        size = next((n for n in range(_LONGEST, 0, -1) if _repeated(context, tokens, folded, i, n)), 0)
        if size:
            start, end = tokens.words[i + size].start, tokens.words[i + 2 * size - 1].end
            message = (
                "These words stand twice in a row; one of the two is surplus.",
                "ये शब्द लगातार दो बार आए हैं; एक बार हटाएँ।",
            )
            confidence = 0.95 if size > 1 else 0.75
            yield context.finding("duplication", tokens, start, end, confidence, message, severity=Severity.MINOR)
        i += max(1, size)


def _said_again(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """ "केंद्रों पर कर्मियों की कमी केंद्रों पर": the same phrase again after a few words that neither join nor list."""
    folded = [word.folded for word in tokens.words]
    for i in range(len(folded) - 2 * _PHRASE):
        group = folded[i : i + _PHRASE]
        content = sum(is_content(word) and stem(word, context.language) not in LIGHT_VERBS for word in group)
        if group[-1] not in _CASES or content < _PHRASE - 1 or any(word[0].isdigit() for word in group):
            continue
        again = next(
            (i + _PHRASE + gap for gap in range(1, _GAP + 1) if folded[i + _PHRASE + gap :][:_PHRASE] == group), 0
        )
        if not again or set(folded[i + _PHRASE : again]) & _JOINTS:
            continue
        between = context.article.text[tokens.words[i + _PHRASE - 1].end : tokens.words[again].start]
        if _MARKS.search(between):
            continue
        start, end = tokens.words[again].start, tokens.words[again + _PHRASE - 1].end
        message = (
            f"‘{context.article.text[start:end]}’ was said a few words before; one of the two is surplus.",
            "ये शब्द इसी वाक्य में थोड़ा पहले आ चुके हैं; एक बार हटाएँ।",
        )
        yield context.finding("duplication", tokens, start, end, 0.85, message, severity=Severity.MINOR)


def _repeated(context: Context, tokens: Tokens, folded: list[str], i: int, n: int) -> bool:
    group = folded[i : i + n]
    if group != folded[i + n : i + 2 * n] or any(word[0].isdigit() for word in group):
        return False
    between = context.article.text[tokens.words[i + n - 1].end : tokens.words[i + n].start]
    if between.strip():  # a comma, a hyphen or a dash makes it a list or a figure of speech
        return False
    if n == 1:
        return _plainly_surplus(context, group[0])
    # "दिन ब दिन दिन": a group made only of words that double by habit is no stutter.
    return len(set(group)) > 1 and tuple(group) not in _HABITS and not all(word in _DOUBLED for word in group)


def _plainly_surplus(context: Context, word: str) -> bool:
    """One word said twice is a stutter unless the language doubles it: short words, verbs going on, known doublings."""
    if word in _DOUBLED or stem(word, context.language) in {stem(w, context.language) for w in _DOUBLED}:
        return False
    if word.endswith(_PARTICIPLES) or (word.endswith("त") and not word.endswith("ात")):
        return False  # "चलते चलते", "बघता बघता": while going on
    return len(word) >= 4 or word in _GENITIVE | {
        "ने",
        "को",
        "से",
        "में",
        "पर",
        "है",
        "हैं",
        "और",
        "कि",
        "था",
        "आहे",
        "आणि",
        "व",
    }


def _self_governed(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """ "मसौदे के मसौदे का": a noun in the genitive of itself. "दिनों दिन", "आपस के आपस" and pronouns do not count."""
    for i in range(len(tokens.words) - 2):
        first, link, second = (fold(tokens.words[i + k].text) for k in range(3))
        if link not in _GENITIVE or len(first) < 4 or {first, second} & (_DOUBLED | _WHOLE):
            continue
        if stem(first, context.language) == stem(second, context.language) and not first.endswith(ANUSVARA):
            start, end = tokens.words[i].start, tokens.words[i + 2].end
            message = (
                f"‘{tokens.words[i].text}’ stands on both sides of ‘{tokens.words[i + 1].text}’: the phrase governs itself.",
                f"‘{tokens.words[i].text}’ ‘{tokens.words[i + 1].text}’ के दोनों ओर आया है; एक बार हटाएँ।",
            )
            yield context.finding("duplication", tokens, start, end, 0.8, message, severity=Severity.MINOR)


def _adjective_twice(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """ "अमेरिकी … के अमेरिकी …": the same adjective before both nouns of one genitive phrase."""
    folded = [fold(word.text) for word in tokens.words]
    for i in range(len(folded) - 4):
        first, noun, link, second, head = folded[i : i + 5]
        if first == second and link in _GENITIVE and head in _OFFICES and first.endswith(("ी", "ीय")) and noun != head:
            start, end = tokens.words[i].start, tokens.words[i + 4].end
            if context.article.text[start:end].count(",") == 0:
                message = (
                    f"‘{tokens.words[i].text}’ is said of both nouns of one phrase, which a translator would not do: the title "
                    "was probably put together from pieces.",
                    f"‘{tokens.words[i].text}’ एक ही पदबंध में दो बार आया है; पदनाम टुकड़ों से जोड़ा गया लगता है।",
                )
                yield context.finding("duplication", tokens, start, end, 0.7, message)


RULE = Rule("duplication", "दोहराव", "Fluency/Grammar/Repetition", "duplication", check)
