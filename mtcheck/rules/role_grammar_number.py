"""What takes several, held by one (एक व्यक्ति की बैठक), or between one (भारत के बीच समझौता): a helper of role-grammar, no rule of its own."""

from __future__ import annotations

from collections.abc import Iterator

from mtcheck.knowledge import keys, name_words
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import fold
from mtcheck.types import Finding

_ALONE = {"hi": {fold(word) for word in ("एक", "अकेले", "इकलौते")}, "mr": {fold(word) for word in ("एका", "एकट्या")}}
# Beings that can meet, in the singular.
_ONE = {
    "hi": {fold(w) for w in "व्यक्ति आदमी इंसान शख्स नेता मंत्री अधिकारी सदस्य पक्ष देश महिला प्रतिनिधि खिलाड़ी".split()},
    "mr": {fold(w) for w in "व्यक्तीची व्यक्तीच्या माणसाची माणसाच्या नेत्याची मंत्र्याची अधिकाऱ्याची पक्षाची देशाची".split()},
}
_OF = {fold(word) for word in ("की", "का", "के")}
_OF_SEVERAL = {
    "hi": "बैठक सम्मेलन शिखर सभा महासभा वार्ता द्विपक्षीय संगोष्ठी गोष्ठी परिचर्चा मुठभेड़ टक्कर गठबंधन संधि समझौता बहस जुलूस भीड़",
    "mr": "बैठक परिषद सभा चर्चासत्र शिखर द्विपक्षीय चकमक युती करार संमेलन वाद मोर्चा गर्दी",
}
_BETWEEN = {"hi": ("के", "बीच"), "mr": ("", "दरम्यान")}
_JOINED = {fold(word) for word in "और व एवं तथा या आणि दोनों दोन्ही".split()}
_AHEAD = 4  # words behind "between" in which the act is named
_WIDE = 40  # characters of a phrase without punctuation
_CONFIDENCE = 0.65


def check(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """Meetings, agreements and the like with one participant."""
    language = context.language
    several = {key for word in _OF_SEVERAL[language].split() for key in keys(word, language)}
    for i in range(len(tokens.words)):
        place = _of_one(tokens, i, several, language) or _between_one(tokens, i, several, language)
        if place is not None:
            start, end = tokens.words[place[0]].start, tokens.words[place[1]].end
            shown = context.article.text[start:end]
            message = (
                f"‘{shown}’ takes several, and only one is named: a word was misread, or the other side is missing.",
                f"‘{shown}’ में एक ही पक्ष है, जबकि यह एक से अधिक के बीच होता है: कोई शब्द गलत पढ़ा गया है या दूसरा पक्ष छूट गया है।",
            )
            yield context.finding("role-grammar", tokens, start, end, _CONFIDENCE, message)


def _of_one(tokens: Tokens, i: int, several: set[str], language: str) -> tuple[int, int] | None:
    """ "एक व्यक्ति की बैठक": first and last word of it."""
    words = tokens.words
    act = i + (3 if language == "hi" else 2)
    if act >= len(words) or words[i].folded not in _ALONE[language] or words[i + 1].folded not in _ONE[language]:
        return None
    if language == "hi" and words[i + 2].folded not in _OF:
        return None
    return (i, act) if keys(words[act].text, language) & several and words[act].start - words[i].end < _WIDE else None


def _between_one(tokens: Tokens, i: int, several: set[str], language: str) -> tuple[int, int] | None:
    """ "भारत के बीच समझौता": the only country before "between", and the act behind it."""
    words = tokens.words
    marks = _BETWEEN[language]
    mark = i + 1 if language == "mr" else i + 2
    if (
        mark >= len(words)
        or words[mark].folded != fold(marks[1])
        or (marks[0] and words[i + 1].folded != fold(marks[0]))
    ):
        return None
    before = words[max(0, i - 3) : i]
    if any(word.folded in _JOINED or name_words().get(word.folded) for word in before) or not _is_party(
        words[i].folded
    ):
        return None
    if any(mark in tokens.sentence.text[: words[i].start - tokens.sentence.start][-2:] for mark in ",-–—/"):
        return None
    ahead = range(mark + 1, min(mark + 1 + _AHEAD, len(words)))
    act = next((k for k in ahead if keys(words[k].text, language) & several), None)
    return (i, act) if act is not None else None


def _is_party(word: str) -> bool:
    return "country" in name_words().get(word, frozenset())
