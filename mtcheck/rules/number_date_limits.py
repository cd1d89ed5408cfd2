"""Figures that cannot be, whatever the source says: a helper of the rule number-date (no rule of its own).

Limits of nature and of the rules of games, far enough off that no record comes near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mtcheck.rules.base import Context, Tokens
from mtcheck.script import fold, stem
from mtcheck.types import Finding

_FIGURE = r"(?<![0-9०-९.,])(?P<figure>[0-9०-९]+(?:,[0-9०-९]+)*(?:\.[0-9०-९]+)?)"
_ORDINAL = r"\s?(?:वें|वां|वाँ|वीं|व्या|वा|वे)"
_MINUTE = rf"{_FIGURE}{_ORDINAL}\s+(?:मिनट|मिनिट)"


@dataclass(frozen=True)
class _Limit:
    """A figure in its place, the highest that it can be, why, and the games (by stems) of which an article must speak of one alone."""

    pattern: re.Pattern[str]
    highest: float
    english: str
    hindi: str
    game: str = ""


_CONFIDENCE = 0.75
_WORD = re.compile(r"\s?[\u0900-\u0963%]+")
_GAMES = {
    "hockey": "हॉकी",
    "football": "फुटबॉल",
    "kabaddi": "कबड्डी",
    "t20": "टी20 टी-20 टी२०",
    "longer cricket": "वनडे टेस्ट एकदिवसीय रणजी",
}
_LIMITS = (
    _Limit(
        re.compile(rf"(?:घंट|तास|एक दिन|दिवसभर|रात भर)[^।;]{{0,40}}?\s{_FIGURE}\s*(?:सेंटीमीटर|सेमी|सेंटिमीटर)\s+(?:(?:तक|से ज्यादा|से अधिक)\s+)?(?:बारिश|वर्षा|पाऊस|पावस)"),
        160, "no place on earth had so much rain in a day", "एक दिन में इतनी बारिश कहीं नहीं हुई",
    ),
    _Limit(
        re.compile(rf"(?:(?:अधिकतम|न्यूनतम|कमाल|किमान)\s+तापमान|पारा)[^।.,;]{{0,40}}?\s{_FIGURE}\s*(?:डिग्री|अंश)(?!\s*(?:फॉरेनहाइट|फारेनहाइट|फ़ॉरेनहाइट|केल्विन))"),
        60, "air was never so hot", "हवा का तापमान इतना कभी नहीं रहा",
    ),
    _Limit(re.compile(rf"{_FIGURE}[\s-]?(?:वर्षीय|वर्षीया)"), 122, "nobody grew so old", "इतनी उम्र किसी की नहीं हुई"),
    _Limit(
        re.compile(rf"भूकंप[^।;]{{0,60}}?(?:तीव्रता|रिक्टर)[^।,;0-9०-९]{{0,25}}?{_FIGURE}(?![0-9०-९]|\s*(?:किलोमीटर|किमी|मिनट|सेकंड|बजे|लोग|घंट|साल|गुना))"),
        9.6, "no earthquake was so strong", "इतना तेज भूकंप कभी नहीं आया",
    ),
    _Limit(re.compile(rf"मतदान[^।.,;]{{0,25}}?\s{_FIGURE}\s*(?:प्रतिशत|फीसदी|टक्के|%)"), 100, "nobody votes twice", "मतदान सौ प्रतिशत से ज्यादा नहीं होता"),
    _Limit(re.compile(_MINUTE), 65, "a hockey match has 60 minutes", "हॉकी का मैच 60 मिनट का होता है", "hockey"),
    _Limit(re.compile(_MINUTE), 45, "a kabaddi match has 40 minutes", "कबड्डी का मैच 40 मिनट का होता है", "kabaddi"),
    _Limit(re.compile(_MINUTE), 130, "a football match has 90 minutes", "फुटबॉल का मैच 90 मिनट का होता है", "football"),
    _Limit(re.compile(rf"{_FIGURE}{_ORDINAL}\s+(?:ओवर|षटक)"), 20, "an innings has 20 overs", "पारी 20 ओवर की होती है", "t20"),
)  # fmt: skip


def check(context: Context) -> Iterator[Finding]:
    """Figures beyond what can be."""
    game = _game(context)
    for tokens in context.checked:
        for limit in (limit for limit in _LIMITS if limit.game in ("", game)):
            for found in limit.pattern.finditer(tokens.sentence.text):
                if float(fold(found["figure"]).replace(",", "")) > limit.highest:
                    yield _finding(context, tokens, found, limit)


def _finding(context: Context, tokens: Tokens, found: re.Match[str], limit: _Limit) -> Finding:
    base, at = tokens.sentence.start, found.end("figure")
    start, end = base + found.start("figure"), base + at + _unit(tokens.sentence.text, at)
    said = context.article.text[start:end]
    message = f"{said} cannot be: {limit.english}.", f"{said} संभव नहीं: {limit.hindi}।"
    return context.finding("number-date", tokens, start, end, _CONFIDENCE, message, means=said)


def _unit(text: str, at: int) -> int:
    """The length of the word that follows a figure."""
    found = _WORD.match(text, at)
    return len(found.group()) if found is not None else 0


def _game(context: Context) -> str:
    """The one game that the article speaks of; blank for none and for several."""
    stems = {name: {stem(word, context.language) for word in words.split()} for name, words in _GAMES.items()}
    played = [name for name, mine in stems.items() if mine & context.stems]
    return played[0] if len(played) == 1 else ""
