"""Where a sentence and its evidence part: words at the same place that do not align."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mtcheck.align import Alignment
from mtcheck.script import fold, is_devanagari

# Words that carry grammar: they align with anything and mean nothing by themselves.
FUNCTION_WORDS = {
    fold(word)
    for word in (
        "का के की को ने में पर से तक और या एवं तथा कि जो यह वह ये वे इस उस इन उन है हैं था थे थी थीं हो होना हुआ हुई हुए गया गई गए किया की कर करना करने करते "
        "करता करती रहा रहे रही लिए भी ही तो एक अपने अपनी अपना उनके उनकी उनका इसके इसकी इसका उसके उसकी उसका जिसने जिसमें जिसके जिससे साथ बाद दौरान बीच द्वारा "
        "रूप बारे नहीं न ना मत जब तब अब यहां वहां जहां कहां क्या क्यों कैसे हम मैं आप उन्होंने उसने इसने इन्होंने मिला मिली मिले जाने जाना जाए जाएगा सकता सकते सकती "
        "दिया दी दिए देने लिया ली लिए लेने वाला वाले वाली लेकर अन्य कई कुछ सभी श्री ओर तरह जैसे ऐसे वहीं इसलिए लेकिन मगर "
        "आणि व ते ती तो हा ही हे या त्या त्यांनी त्यांच्या आहे आहेत होते होता होती झाले झाली झाला केले केली केला करणे करून येथे यांनी यांच्या यांना असे अशी असा की "
        "मध्ये साठी वर पासून पर्यंत नंतर तर मात्र पण असून आले आली आला दिले दिली दिला जाणार येणार "
        "the a an of to in on at by for with from and or as is are was were be been being has have had do does did will would shall should can could may might "
        "must this that these those it its his her their our your my he she they we you i who which what when where how not no nor so but if than then there here "
        "also into about over under after before during between both up out off all any some more most very just only"
    ).split()
}
_MAXIMUM = 4


def is_content(word: str) -> bool:
    """True for words that carry meaning (numbers do not count)."""
    folded = fold(word)
    return folded not in FUNCTION_WORDS and not folded[:1].isdigit() and len(folded) > 1


@dataclass(frozen=True)
class Replacement:
    """Words of the sentence (rows) that stand where the evidence has others (columns); both are index ranges, end exclusive.

    `anchors` is the mean cosine of the linked words on both sides.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]
    anchors: float


def replacements(alignment: Alignment) -> Iterator[Replacement]:
    """Runs of unlinked words between two linked ones whose partners enclose unlinked words too."""
    rows = sorted(row for row in alignment.links if is_content(alignment.words[row].text) or alignment.score(row) > 0.6)
    for left, right in zip(rows, rows[1:], strict=False):
        first, last = alignment.links[left], alignment.links[right]
        if not (1 < right - left <= _MAXIMUM + 1) or not 1 < last - first <= _MAXIMUM + 2:
            continue
        mine = [r for r in range(left + 1, right) if is_content(alignment.words[r].text) and r not in alignment.links]
        theirs = [c for c in range(first + 1, last) if is_content(alignment.evidence_words[c].text) and c not in alignment.back]
        if mine and theirs:
            anchors = (alignment.score(left) + alignment.score(right)) / 2
            yield Replacement((mine[0], mine[-1] + 1), (theirs[0], theirs[-1] + 1), anchors)


def coverage(alignment: Alignment) -> float:
    """The share of the sentence's content words that are linked to content words of the evidence."""
    content = [row for row, word in enumerate(alignment.words) if is_content(word.text)]
    linked = [row for row in content if row in alignment.links and is_content(alignment.evidence_words[alignment.links[row]].text)]
    return len(linked) / len(content) if content else 0.0


def leftover_columns(alignment: Alignment) -> list[int]:
    """Content words of the evidence without a partner."""
    back = alignment.back
    return [
        column
        for column, word in enumerate(alignment.evidence_words)
        if column not in back and is_content(word.text) and not is_devanagari(word.text)
    ]
