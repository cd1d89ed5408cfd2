"""Advice and vows that only make sense in the negative, said in the positive: a helper of omission-addition (no rule of its own).

Nobody asks the public to believe rumours, and no minister promises to spare the guilty: the negation was lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.knowledge import Warned, warned
from mtcheck.rules.base import Context
from mtcheck.rules.omission_polarity import denied
from mtcheck.script import Word, fold
from mtcheck.types import Finding

# The moods of advice and of vows, by the verb's ending, and what may follow an infinitive in their place.
_ADVICE = {
    "hi": ("ें", "एं", "ाएं", "इए", "िए", "इये", "िये", "ियेगा", "इएगा"),
    "mr": ("ावा", "ावे", "ावी", "ाव्यात", "ावेत"),
}
_VOW = {"hi": ("ेंगे", "ेगा", "ेगी", "ेंगी", "एंगे", "एगा", "एगी", "ूंगा", "ूंगी"), "mr": ("णार", "ील", "ेल", "ेन", "ू")}
_INFINITIVE = {"hi": ("ने", "ना"), "mr": ("ण्याचे", "ण्याचा", "ण्याची", "ण्यास", "ण्याच्या")}
_ASKED = {
    fold(word)
    for word in "सलाह अपील हिदायत निर्देश आग्रह अनुरोध नसीहत ताकीद कहा संकल्प वादा आवाहन सल्ला सूचना विनंती सांगितले निर्धार".split()
}
_AUXILIARY = {"hi": {fold(word) for word in "जाए जाएं जाएगा जाएगी जाएंगे".split()}, "mr": set()}
_ASKED_WITHIN = 3
# What says in another way that it must not be done, or that it is only supposed.
_AVOIDING = tuple(fold(word) for word in "बच परहेज सावधान दूर".split())  # beginnings of words
_AVOIDED = {fold(word) for word in "वरना अन्यथा अगर यदि तो टाळ सावध दूर जर तर".split()}
_CONFIDENCE = 0.72


def check(context: Context) -> Iterator[Finding]:
    """Positive advice to do what one is only warned against, positive vows of what one only rules out."""
    patterns = warned(context.language)
    for tokens in context.checked:
        for first, end, _, item in patterns.find(tokens.words):
            last = _mood(tokens.words, end - 1, item, context.language)
            others = [*tokens.words[:first], *tokens.words[end:]]
            if last is None or denied(others, context.language) or _avoided(others):
                continue
            start, stop = tokens.words[max(first, last - 2)].start, tokens.words[last].end
            message = (
                f"Nobody {'advises to' if item.kind == 'advice' else 'promises to'} {item.english}: a negation may have been lost.",
                "ऐसा केवल निषेध में कहा जाता है: संभवतः ‘न’ या ‘नहीं’ छूट गया।",
            )
            yield context.finding("omission-addition", tokens, start, stop, _CONFIDENCE, message)


def _mood(found: Sequence[Word], verb: int, item: Warned, language: str) -> int | None:
    """The last word of the verb when it advises, or vows; None when it only tells."""
    word = found[verb].folded
    following = [w.folded for w in found[verb + 1 : verb + 1 + _ASKED_WITHIN]]
    endings = _ADVICE[language] if item.kind == "advice" else _VOW[language]
    if following and following[0] in _AUXILIARY[language] and following[0].endswith(endings):
        return verb + 1
    if word.endswith(endings):
        return verb
    if word.endswith(_INFINITIVE[language]) and _ASKED & set(following):
        return verb + 1
    return None


def _avoided(others: Sequence[Word]) -> bool:
    return any(word.folded.startswith(_AVOIDING) or word.folded in _AVOIDED for word in others)
