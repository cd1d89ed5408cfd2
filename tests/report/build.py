"""Reports built by hand: articles on many subjects, with findings placed by the words they flag."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mtcheck.types import (
    Article,
    Block,
    Evidence,
    Finding,
    Kind,
    Language,
    Link,
    Report,
    RuleInfo,
    Sentence,
    Severity,
    Span,
    fingerprint,
)

PAGE = """# Wrong sense of a word

The machine took a word in another sense than the story's. See also [name errors](name-error.md),
[the standard](https://example.org/mqm) and [nothing](javascript:alert(1)).

## How it looks

| English | Machine | Right |
|:--------|---------|------:|
| pitch   | तारकोल  | पिच   |

- **bold**, *leaning* and `code`
- <b onclick="alert(1)">raw</b>

### Deeper

![picture](https://example.org/x.png)
"""

RULES = {
    rule: RuleInfo(rule, title, title_hi, page, mqm="Accuracy", its="mistranslation")
    for rule, title, title_hi, page in (
        ("wrong-sense", "Wrong sense of a word", "शब्द का ग़लत अर्थ", PAGE),
        ("name-error", "Name written wrongly", "नाम की ग़लती", "# Name\n\nA name is another.\n"),
        ("untranslated", "Left untranslated", "बिना अनुवाद", "# Left\n\nWords stay English.\n"),
        ("duplication", "Said twice", "दोहराव", "# Twice\n\nThe same words again.\n"),
        ("truncation", "Sentence breaks off", "अधूरा वाक्य", "# Off\n\nThe end is missing.\n"),
    )
}


class Desk:
    """Writes one article: blocks of one sentence each, evidence and findings found by their words."""

    def __init__(self, path: str, language: Language = Language.HINDI) -> None:
        self.article = Article(path=path, language=language, sha256="0" * 64)

    def block(self, text: str, kind: Kind = Kind.PARAGRAPH, language: Language | None = None, back: str = "") -> Desk:
        """Add a block, which is also a sentence."""
        article, language = self.article, language or self.article.language
        start = len(article.text) + (1 if article.text else 0)
        article.text += ("\n" if article.text else "") + text
        end = start + len(text)
        article.blocks.append(Block(start, end, kind, language))
        article.sentences.append(
            Sentence(len(article.sentences), start, end, kind, language, text, back_translation=back, risk=0.5)
        )
        return self

    def evidence(self, text: str, links: dict[str, str] | None = None, path: str = "", kind: str = "tweet") -> Desk:
        """Add evidence to the last sentence; found in the article itself when `path` is empty."""
        sentence = self.article.sentences[-1]
        start = self.article.text.index(text) if not path else 7
        joined = tuple(
            Link(
                self._span(ours, sentence.start),
                Span(start + text.index(theirs), start + text.index(theirs) + len(theirs)),
                0.8,
            )
            for ours, theirs in (links or {}).items()
        )
        sentence.evidence.append(
            Evidence(path or self.article.path, kind, start, start + len(text), text, 0.874, links=joined)
        )
        return self

    def finding(self, words: str, rule: str = "wrong-sense", severity: Severity = Severity.MAJOR, **more: Any) -> Desk:
        """Flag words of the last sentence, with all of its evidence."""
        sentence = self.article.sentences[-1]
        span = self._span(words, sentence.start)
        telling = more.pop("telling", ())
        back = sentence.back_translation
        base = Finding(
            rule=rule,
            severity=severity,
            confidence=0.91,
            start=span.start,
            end=span.end,
            text=words,
            sentence=sentence.index,
            message="The words say something else here.",
            evidence=tuple(range(len(sentence.evidence))),
            telling=tuple(Span(back.index(part), back.index(part) + len(part)) for part in telling),
            fingerprint=fingerprint(rule, sentence.text, words),
        )
        self.article.findings.append(replace(base, **more))
        return self

    def _span(self, words: str, start: int) -> Span:
        place = self.article.text.index(words, start)
        return Span(place, place + len(words))


def cricket() -> Article:
    tweet = "Kolkata pitch is slow after the rain, but our bowlers love it. #TeamIndia"
    desk = Desk("खेल/cricket.txt")
    desk.block(
        "बारिश के बाद कोलकाता का तारकोल धीमा, कप्तान खुश",
        Kind.HEADLINE,
        back="Kolkata's tar is slow after rain, captain happy",
    )
    desk.finding("तारकोल", means="tar", intended="pitch", suggestion="पिच", telling=["tar"])
    desk.block(tweet, Kind.TWEET, Language.ENGLISH)
    desk.block(
        "कप्तान ने कहा कि धीमे तारकोल पर चमगादड़ चलाना कठिन है, पर हमारे गेंदबाज़ इसे पसंद करते हैं।",
        back="The captain said it is hard to drive a bat on slow tar, but our bowlers like it.",
    )
    links = {"तारकोल": "pitch", "धीमे": "slow", "हमारे": "our", "गेंदबाज़": "bowlers", "पसंद": "love"}
    desk.evidence(tweet, links)
    links = {"कठिन": "hard", "चमगादड़": "bat"}
    desk.evidence("It is hard to swing the bat on a slow pitch.", links, "wire/english.txt", "paragraph")
    desk.finding(
        "तारकोल",
        means="tar",
        intended="pitch",
        suggestion="पिच",
        telling=["tar"],
        message="Here “pitch” is the strip the game is played on; the words say the black stuff of roads.",
        message_hi="यहाँ “pitch” का आशय खेल की पट्टी से है, सड़क के तारकोल से नहीं।",
    )
    desk.finding(
        "चमगादड़ चलाना",
        confidence=0.72,
        means="driving a bat (the animal)",
        intended="swing the bat",
        suggestion="बल्ला चलाना",
        telling=["drive a bat"],
    )
    desk.finding("चमगादड़", "name-error", Severity.MINOR, confidence=0.5, means="bat (animal)")
    desk.block("मैदान पर क्या-क्या बदला", Kind.SUBHEAD)
    desk.block("outfield की घास छोटी की गई", Kind.LIST_ITEM, back="The grass of the outfield was shortened")
    desk.finding("outfield", "untranslated", Severity.INFO, confidence=0.41, suggestion="बाहरी मैदान")
    desk.block("दर्शकों के लिए नई सीटें लगीं", Kind.LIST_ITEM)
    desk.block("अभ्यास करते खिलाड़ी। चित्र: क्लब", Kind.CAPTION)
    desk.block("इसे भी पढ़ें: मौसम का हाल", Kind.BOILERPLATE)
    return desk.article


def monsoon() -> Article:
    desk = Desk("weather/monsoon.txt", Language.MARATHI)
    desk.block("कोकणात मुसळधार पाऊस, नद्या बँकेच्या वर", Kind.HEADLINE, back="Heavy rain in Konkan, rivers above the bank")
    desk.finding("बँकेच्या", means="bank (of money)", intended="river bank", suggestion="काठाच्या", telling=["bank"])
    desk.block("शाळा बंद राहतील, शाळा बंद राहतील असे प्रशासनाने सांगितले.")
    desk.finding("शाळा बंद राहतील, शाळा बंद राहतील", "duplication", Severity.MINOR, confidence=0.88)
    return desk.article


def health() -> Article:
    desk = Desk("health/clinic.txt")
    desk.block("ज़िले में टीकाकरण शिविर सोमवार से", Kind.HEADLINE)
    desk.block("डॉक्टरों ने बच्चों को समय पर टीका लगवाने की सलाह दी।")
    return desk.article


def broken() -> Article:
    return Article(path="films/review.txt", error="not UTF-8 text; save it as UTF-8")


def hostile() -> Article:
    desk = Desk('x"><script>window.hacked=1</script>.txt')
    desk.block("<script>window.hacked = 1</script> फ़िल्म", Kind.HEADLINE)
    desk.block(
        "समीक्षा \"onerror=alert(1) <img src=x onerror='window.hacked=1'> \u202eउलटा\u202c शब्\u200bद अंत {{ 7*7 }}",
        back="<b>review</b> </script><script>window.hacked=1</script>",
    )
    desk.finding(
        "<img src=x onerror='window.hacked=1'>",
        "untranslated",
        means="</p><script>window.hacked=1</script>",
        intended="\u2066x",
        suggestion="<i>चित्र</i>",
        message="<svg onload=window.hacked=1>",
    )
    desk.block("\u2067javascript:alert(1)\x1b[31m\x07 &lt;b&gt; \ufeff", Kind.TWEET, Language.MIXED)
    return desk.article


def report(*articles: Article) -> Report:
    return Report(list(articles), "mtcheck 0.1.0 | model:none | rules:5", RULES)


def full() -> Report:
    return report(cricket(), monsoon(), broken(), health(), hostile())
