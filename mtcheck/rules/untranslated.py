"""# Untranslated

An English word left in Latin letters, or put into Devanagari letters, where Hindi (Marathi) news has its own word in daily use.

**Fires on** English words in lower-case Latin letters inside a Hindi sentence, and English words in Devanagari that Hindi hardly uses
while its own word for them is common (measured by word frequency, and by an open list of words and pairs of words).

**Quiet on** established loanwords (पुलिस, ट्रेन, मोबाइल), names, brands, acronyms, technical terms without a Hindi word in daily use,
handles, hashtags, addresses and units, and what somebody said in English: quotations are evidence.

**What to do** Use the Hindi word.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from mtcheck.grammar import is_content
from mtcheck.knowledge import corpus_words, everyday, hindi_zipf, known, loanwords, name_words, nouns
from mtcheck.rules import untranslated_terms
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.script import Word, fold, letters, phones, skeleton, stem
from mtcheck.transliteration import Reading, is_english, looks_foreign, reading, sounds_like
from mtcheck.types import Finding, Kind, Severity

_UNITS = {
    "km",
    "kg",
    "cm",
    "mm",
    "mg",
    "ml",
    "kmph",
    "mph",
    "kwh",
    "mw",
    "gw",
    "gb",
    "mb",
    "tb",
    "ghz",
    "mhz",
    "hp",
    "cc",
    "bn",
    "mn",
    "crore",
    "lakh",
    "am",
    "pm",
    "vs",
    "com",
    "www",
    "http",
    "https",
    "org",
    "in",
    "x",
    "iphone",
    "ios",
    "via",
}
# From how much more often than the loan the Hindi word must be used (Zipf steps; one is ten times).
_MORE_COMMON = 1.0
_RARE = 3.2
_JOINTS = {fold(form) for form in ("ऑफ", "फॉर", "एंड", "द", "इन", "टू", "ऑन", "विद")}  # inside English names
_IN_QUOTED_ENGLISH = re.compile('["“‘](?:[A-Za-z][^"“”‘’\u0900-\u097f\n]*)?$')  # what stands before a word of it
_TITLE_BEFORE = re.compile(r"[\s(][‘'“\"][^‘’'“”\"\n।]{1,24}$")  # in a short quotation: no speech
_TITLE_BEHIND = re.compile(r"[^‘’'“”\"\n।]{0,24}[’'”\"]")
_CALLED = {fold(word) for word in "नाम नामक नावाचा नावाची नावाचे नावाच्या".split()}
_SOUNDS_LIKE, _NEARLY = 0.9, 0.85  # the latter for long words
_USUAL_ENGLISH = 3.3
_TERM = 0.7
_MAY_BE_LOAN = 0.4
_NAME = 0.8
_CONSONANTS = 4
_RUNS = (3, 2)  # words of a run that is looked up as a whole


def check(context: Context) -> Iterator[Finding]:
    """English words that have a Hindi word in daily use."""
    for tokens in context.checked:
        yield from _latin(context, tokens)
        yield from _run_of_loans(context, tokens)
        yield from _terms(context, tokens)
        for i, word in enumerate(tokens.words):
            if word.devanagari and len(fold(word.text)) >= 4 and not letters(fold(word.text)):
                yield from _devanagari(context, tokens, i)


def _run_of_loans(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """Two or three English words that stand together in the list (आउटडोर एक्टिविटी); its endings are those of the last word."""
    listed = loanwords(context.language)
    for size in _RUNS:
        for i in range(len(tokens.words) - size + 1):
            run = tokens.words[i : i + size]
            first = " ".join(word.folded for word in run[:-1])
            forms = {run[-1].folded, stem(run[-1].folded, context.language)}
            status = next((s for form in sorted(forms) if (s := listed.get(f"{first} {form}"))), None)
            if status is not None and status.foreign and not any(word.folded in name_words() for word in run):
                together = Word(context.article.text[run[0].start : run[-1].end], run[0].start, run[-1].end)
                yield _finding(context, tokens, together, status.english, status.own[0], 0.8)


def _terms(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """Terms that have an accepted rendering of their own, put into Devanagari letters."""
    for first, end, term in untranslated_terms.find(tokens.words, context.language):
        if not _part_of_name(context, tokens, first) and not _part_of_name(context, tokens, end - 1):
            start, stop = tokens.words[first].start, tokens.words[end - 1].end
            together = Word(context.article.text[start:stop], start, stop)
            yield _finding(context, tokens, together, term.english, term.accepted[0], _TERM)


def _latin(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """Runs of lower-case English words; one capitalised word is a name or a brand."""
    if tokens.sentence.kind in (Kind.CAPTION, Kind.HEADLINE) or not any(word.devanagari for word in tokens.words):
        return
    run: list[Word] = []
    for word in (*tokens.words, None):
        if word is not None and _plain_english(context, word):
            run.append(word)
            continue
        if run:
            text = context.article.text[run[0].start : run[-1].end]
            message = (f"English words left standing: ‘{text}’.", f"अंग्रेज़ी शब्द रह गए हैं: ‘{text}’।")
            confidence = 0.9 if len(run) > 1 else 0.75
            yield context.finding(
                "untranslated", tokens, run[0].start, run[-1].end, confidence, message, severity=Severity.MINOR, means=text, intended=text,
                suggestion=_word_by_word(run, context.language),
            )  # fmt: skip
        run = []


def _word_by_word(run: list[Word], language: str) -> str:
    """The everyday words for a run of English words; '' when one of them is unknown."""
    own = [everyday(word.text.casefold(), language) for word in run]
    return " ".join(forms[0] for forms in own) if all(own) else ""


def _plain_english(context: Context, word: Word) -> bool:
    text = word.text
    around = context.article.text[max(0, word.start - 1) : word.end + 1]
    if not re.fullmatch("[a-z]{3,}", text) or text in _UNITS or re.search(r"[@#/._\d]", around.strip(" ,;।")):
        return False
    if re.search(r"[A-Z]\w*[\s-]$", context.article.text[max(0, word.start - 24) : word.start]):
        return False  # "iPad mini": part of a name
    return is_content(text) and is_english(text, 2.6) and not _set_off(context.article.text, word)


def _set_off(text: str, word: Word) -> bool:
    """In brackets the English is a gloss, in quotation marks a title or what was said: both are there on purpose."""
    before = text[max(0, word.start - 80) : word.start]
    quoted = _IN_QUOTED_ENGLISH.search(before) is not None
    return before.rfind("(") > before.rfind(")") or quoted


def _devanagari(context: Context, tokens: Tokens, i: int) -> Iterator[Finding]:
    word = tokens.words[i]
    folded = fold(word.text)
    if folded in name_words() or _part_of_name(context, tokens, i):
        return
    status = loanwords(context.language).get(folded) or loanwords(context.language).get(stem(folded, context.language))
    if status is not None:
        if status.foreign and not _is_name(context, tokens, i):
            yield _finding(context, tokens, word, status.english, status.own[0] if status.own else "", 0.8)
        return
    if known(folded, context.language) or _beside_english(tokens, i) or not _may_be_loan(context, tokens, i):
        return
    found = _read(folded, context.language)
    if found is None:
        return
    own = [form.split()[0] for form in everyday(found.english, context.language)]
    common = max((_how_common(form, context.language) for form in own), default=0.0)
    never = _how_common(folded, context.language) == 0
    noun = _is_noun(found.english) and found.by_sound >= _SOUNDS_LIKE and found.zipf >= _USUAL_ENGLISH
    if common < (_RARE + _MORE_COMMON if noun else _RARE) or not (noun or never):
        return
    if own and not sounds_like(own[0], found.english) and not _is_accepted(folded, found.english, context.language):
        yield _finding(context, tokens, word, found.english, own[0], 0.6 if found.by_sound < 0.95 else 0.7)


def _is_name(context: Context, tokens: Tokens, i: int) -> bool:
    """True for an English word that stands where a name stands."""
    kind = context.kind_of(tokens, i)
    return kind is not None and kind.name >= _NAME


def _may_be_loan(context: Context, tokens: Tokens, i: int) -> bool:
    """False for what stands where names or native words stand."""
    kind = context.kind_of(tokens, i)
    return kind is None or kind.loanword >= _MAY_BE_LOAN


def _read(folded: str, language: str) -> Reading | None:
    """The English word that is written here, when it is one for sure: short words sound like something in any language."""
    for form in dict.fromkeys((folded, stem(folded, language))):
        found = reading(form)
        if found is None or found.by_sound < _NEARLY or len(skeleton(phones(form))) < _CONSONANTS:
            continue
        # Activities are named in English (हाइकिंग, फिटिंग) more often than not.
        long = len(skeleton(phones(form))) > _CONSONANTS and looks_foreign(folded)
        surely = found.by_sound >= (_NEARLY if long else _SOUNDS_LIKE)
        if surely and not found.english.endswith("ing"):
            return found
    return None


def _how_common(word: str, language: str) -> float:
    """Zipf frequency in Hindi; in Marathi, for which there is no list, a like figure from the corpora."""
    if language == "hi":
        return hindi_zipf(word)
    seen = max((corpus_words("mr").get(form, 0) for form in (fold(word), stem(word, "mr"))), default=0)
    return 3.0 + math.log10(seen) if seen else 0.0


def _is_noun(english: str) -> bool:
    return any(form in nouns() for form in (english, english.removesuffix("s"), english.removesuffix("es")))


def _is_accepted(folded: str, english: str, language: str) -> bool:
    return any(fold(form) == folded for form in everyday(english, language))


def _part_of_name(context: Context, tokens: Tokens, i: int) -> bool:
    """In quotation marks, beside a name, or in a row of English words in Devanagari, it may be part of a title, a brand or a body's name."""
    text, word = context.article.text, tokens.words[i]
    if text[word.start - 1 : word.start] in ("‘", "'", "“", '"', "("):
        return True
    if _TITLE_BEFORE.search(text[: word.start]) and _TITLE_BEHIND.match(text[word.end :]):
        return True
    if i + 1 < len(tokens.words) and tokens.words[i + 1].folded in _CALLED:
        return True
    near = [tokens.words[k] for k in (i - 2, i - 1, i + 1, i + 2) if 0 <= k < len(tokens.words)]
    if sum(_sounds_english(word) for word in near) >= 2:
        return True
    return any(name_words().get(word.folded) for word in _adjacent(tokens, i) if hindi_zipf(word.text) < 3.5)


def _adjacent(tokens: Tokens, i: int) -> list[Word]:
    return [tokens.words[k] for k in (i - 1, i + 1) if 0 <= k < len(tokens.words)]


def _beside_english(tokens: Tokens, i: int) -> bool:
    """Two English words side by side are a name more often than not; only the loanword list may flag them."""
    return any(word.folded in _JOINTS or _sounds_english(word) for word in _adjacent(tokens, i))


def _sounds_english(word: Word) -> bool:
    if not word.devanagari or hindi_zipf(word.text) >= 4.3 or len(word.folded) < 3:
        return False
    found = reading(word.folded)
    return found is not None and found.by_sound >= 0.85


def _finding(context: Context, tokens: Tokens, word: Word, english: str, own: str, confidence: float) -> Finding:
    language = "Marathi" if context.language == "mr" else "Hindi"
    message = (
        f"‘{word.text}’ is the English ‘{english}’ in Devanagari letters; {language} news says ‘{own}’.",
        f"‘{word.text}’ अंग्रेज़ी ‘{english}’ है; इसके लिए ‘{own}’ प्रचलित है।",
    )
    return context.finding(
        "untranslated", tokens, word.start, word.end, confidence, message, severity=Severity.MINOR, means=english, intended=english,
        suggestion=own,
    )  # fmt: skip


RULE = Rule("untranslated", "बिना अनुवाद", "Accuracy/Untranslated", "untranslated", check)
