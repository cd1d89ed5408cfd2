"""# Garbled acronym

Letters spelled out in Devanagari that make no known acronym, or one half of a pair of countries that makes no sense.

**Fires on** letters in the wrong order (the right ones stand in the article, its tweets, or in the list of known acronyms), an
acronym in brackets behind another name than its own, and pairs such as ‘भारत-और’ where a country's short name was lost.

**Quiet on** known acronyms (एफटीए, जीएसटी, इसरो, नाटो, यूएन, यूएस) and on unknown ones that nothing contradicts: the newsroom may
know them.

**What to do** Spell the acronym as its owner does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from mtcheck.grammar import is_content
from mtcheck.knowledge import acronym_forms, acronyms, glosses, hindi_zipf, keys, name_words, names
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.script import Word, fold, letters, spell, stem, words
from mtcheck.script import latin as in_latin
from mtcheck.transliteration import looks_foreign, reading
from mtcheck.types import Finding

_LATIN = re.compile(r"\b[a-z]?[A-Z]{2,8}(?=s?\b)")  # cGMP, mRNA, MPs
_COMMON = 3.6  # Zipf frequency from which a known acronym is a likely reading of scrambled letters
_USED = 2.0  # … and one of four letters or more
_INITIALS, _NAME_REACH, _WRITTEN = 4, 12, 0.85
_SMALL = {fold(word) for word in "ऑफ फॉर एंड द इन ऑन अँड".split()}  # of a name in English: its letters have none of them
_ANTI = {fold(word) for word in "रोधी विरोधी निरोधी निरोधक प्रतिरोधी प्रतिबंधक".split()}  # anti-: English has it first
_EXPLAINED = {fold(w) for w in "यानी यानि अर्थात् अर्थात मतलब म्हणजे".split()}
_MARATHI_CASES = "च्या चे ची चा चं ने नी ला त मध्ये मधील मधून तील तून साठी कडून कडे वर पर्यंत पासून सह शी".split()
_FUNCTION_WORDS = {fold(w) for w in "और या के का की से में पर को ने है हैं कि आणि व किंवा यह वह हम एक".split()}


def check(context: Context) -> Iterator[Finding]:
    """Acronyms that no list knows and something contradicts."""
    seen_latin = _latin_acronyms(context)
    for tokens in context.checked:
        for i, word in enumerate(tokens.words):
            if i and context.article.text[tokens.words[i - 1].end : word.start] in ("-", "–", "‑"):
                yield from _country_pair(context, tokens, tokens.words[i - 1], word)
            spelled = _spelled(word, context.language)
            if len(spelled) >= 3 and spelled not in _known_letters():
                yield from _unknown(context, tokens, i, spelled, seen_latin)
            yield from _of_another(context, tokens, i)
            yield from _disordered(context, tokens, word, seen_latin)


@lru_cache(maxsize=1)
def _known_letters() -> frozenset[str]:
    return frozenset(acronyms()) | frozenset(re.sub("[^A-Z]", "", latin) for latin in acronyms())


def _of_another(context: Context, tokens: Tokens, i: int) -> Iterator[Finding]:
    """A known acronym in brackets behind the full name of another one, or explained by it (आईएई यानी …)."""
    word = tokens.words[i]
    latin = acronym_forms().get(word.folded, "")
    if len(latin) < 2:
        return
    if tokens.words[i + 1 : i + 2] and tokens.words[i + 1].folded in _EXPLAINED:
        intended = _by_explanation(context, tokens, i + 2, latin)
        if intended:
            yield _finding(context, tokens, word, latin, intended, 0.88)
        return
    if context.article.text[word.start - 1 : word.start] != "(":
        return
    intended = _by_full_name(context, tokens, i, latin, any_letters=True)
    own = acronyms().get(latin)
    # A longer acronym of a longer name (GSDP behind "gross domestic product") is not another one.
    if (
        intended
        and own
        and not (len(latin) > len(intended) and set(intended) <= set(latin))
        and not any(_ends_with(context, tokens, i, name) for name in own.hindi)
    ):
        yield _finding(context, tokens, word, latin, intended, 0.88)


def _disordered(context: Context, tokens: Tokens, word: Word, seen_latin: set[str]) -> Iterator[Finding]:
    """A known acronym that is not in the article's English, made of the letters of one that is and has no mention of its own."""
    latin = re.sub("[^A-Z]", "", acronym_forms().get(word.folded, ""))
    if len(latin) < 3 or not letters(word.folded) or latin in seen_latin:
        return
    same = {candidate for candidate in seen_latin if sorted(candidate) == sorted(latin)}
    intended = min(same - _devanagari_acronyms(context), default="") if same else ""
    if intended:
        yield _finding(context, tokens, word, latin, intended, 0.88)


def _spelled(word: Word, language: str) -> str:
    """The letters a word spells, without a Marathi case ending (एपीएमसीचे → APMC)."""
    folded = fold(word.text)
    if folded in acronym_forms() or not word.devanagari:
        return ""
    found = letters(folded)
    if found or language != "mr":
        return found
    for ending in _MARATHI_CASES:
        if folded.endswith(fold(ending)) and letters(folded[: -len(fold(ending))]):
            return letters(folded[: -len(fold(ending))])
    return ""


def _latin_acronyms(context: Context) -> set[str]:
    """Acronyms in Latin letters anywhere in the article and its evidence, hashtags and handles parted at capitals."""
    texts = [context.article.text, *(e.text for s in context.article.sentences for e in s.evidence)]
    found = {match for text in texts for match in _LATIN.findall(re.sub(r"([A-Z]{2,})(?=[A-Z][a-z]{2})", r"\1 ", text))}
    return {latin.upper() for latin in found if len(latin) >= 3}


def _unknown(context: Context, tokens: Tokens, i: int, spelled: str, seen_latin: set[str]) -> Iterator[Finding]:
    word = tokens.words[i]
    follows = tokens.words[i + 1].folded if i + 1 < len(tokens.words) else ""
    if spelled in seen_latin:
        return
    if follows in _EXPLAINED:
        intended = _by_explanation(context, tokens, i + 2, spelled) or _nearest(spelled, seen_latin)
        if intended:
            yield _finding(context, tokens, word, spelled, intended, 0.92)
        return
    in_article = {form for form in _devanagari_acronyms(context) if form != spelled}
    intended, confidence = _nearest(spelled, seen_latin), 0.93
    if not intended:
        intended, confidence = _by_full_name(context, tokens, i, spelled), 0.92
    if not intended:
        intended, confidence = _by_initials(context, tokens, i, spelled), 0.75
    if not intended:
        intended, confidence = _nearest(spelled, in_article), 0.8
    if not intended:
        intended, confidence = _swapped(spelled, _stems(context)), 0.8
    other = _behind_another_name(context, intended) if intended else None
    if other is not None:
        yield _finding(context, *other, intended, spelled, 0.85)
    elif intended:
        yield _finding(context, tokens, word, spelled, intended, confidence)


def _behind_another_name(context: Context, latin: str) -> tuple[Tokens, Word] | None:
    """The mention of a known acronym in brackets behind a full name that is not its own: there the letters are wrong."""
    own = acronyms()[latin].hindi if latin in acronyms() else ()
    for tokens in context.checked if own else ():
        for i, word in enumerate(tokens.words):
            bracket = context.article.text[word.start - 1 : word.start] == "("
            if i < 2 or not bracket or acronym_forms().get(word.folded) != latin:
                continue
            if not any(_ends_with(context, tokens, i, name) for name in own):
                return tokens, word
    return None


def _devanagari_acronyms(context: Context) -> set[str]:
    found = set()
    for tokens in context.checked:
        for word in tokens.words:
            latin = acronym_forms().get(fold(word.text))
            if latin:
                found.add(latin)
    return found


def _nearest(spelled: str, candidates: set[str]) -> str:
    """The candidate made of the same letters, or one slip away from a longer acronym; '' when there is none."""
    for candidate in sorted(candidates, key=lambda c: (sorted(c) != sorted(spelled), c)):
        if sorted(candidate) == sorted(spelled) or (len(candidate) > 3 and set(candidate) == set(spelled)):
            return candidate
    close = [c for c in sorted(candidates) if len(c) >= 4 and DamerauLevenshtein.distance(c, spelled) == 1]
    return close[0] if close else ""


@lru_cache(maxsize=1)
def _by_letters() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for latin, item in acronyms().items():
        plain = re.sub("[^A-Z]", "", latin)
        read_by_letters = not item.devanagari or any(letters(fold(form)) for form in item.devanagari)
        if len(plain) >= 3 and read_by_letters:
            found.setdefault("".join(sorted(plain)), []).append(plain)
    return found


def _swapped(spelled: str, stems: set[str]) -> str:
    """A known acronym whose letters changed places; of three letters only when the article speaks of what it stands for."""
    for known in _by_letters().get("".join(sorted(spelled)), []):
        moved = DamerauLevenshtein.distance(known, spelled) if known != spelled else 0
        told = hindi_zipf(spell(known)) >= (_COMMON if len(spelled) == 3 else _USED) or _spoken_of(known, stems)
        enough = moved <= len(spelled) - 3  # without further witness
        if 0 < moved <= (1 if len(spelled) == 3 else 2) and (told or enough):
            return known
    return ""


def _spoken_of(known: str, stems: set[str]) -> bool:
    """True when two content words of the acronym's Hindi name stand in the article."""
    item = acronyms().get(known)
    names_of = item.hindi if item else ()
    return any(len({stem(w.text) for w in words(name) if is_content(w.text)} & stems) >= 2 for name in names_of)


def _stems(context: Context) -> set[str]:
    return {stem(word) for word in context.word_counts}


def _ends_with(context: Context, tokens: Tokens, i: int, name: str) -> bool:
    """True when the words before word `i` end in `name`, inflected or not."""
    wanted = words(name)
    return _says(tokens.words[max(0, i - len(wanted)) : i], wanted, context.language)


def _says(found: Sequence[Word], wanted: Sequence[Word], language: str) -> bool:
    """True when words are those of a name, one by one, inflected or not."""
    return len(found) == len(wanted) and all(
        keys(a.text, language) & keys(b.text, language) for a, b in zip(wanted, found, strict=True)
    )


def _by_explanation(context: Context, tokens: Tokens, first: int, spelled: str) -> str:
    """The acronym whose full name begins at word `first`, when it is another one than what is spelled."""
    for item in acronyms().values():
        plain = re.sub("[^A-Z]", "", item.latin)
        for full in item.hindi if plain != spelled and len(plain) > 1 else ():
            wanted = words(full)
            if len(wanted) > 1 and _says(tokens.words[first : first + len(wanted)], wanted, context.language):
                return plain
    return ""


def _by_full_name(context: Context, tokens: Tokens, i: int, spelled: str, any_letters: bool = False) -> str:
    """The acronym of the full name before a bracketed one: another one that shares letters with it, unless `any_letters`."""
    word = tokens.words[i]
    before = context.article.text[max(tokens.sentence.start, word.start - 2) : word.start]
    if "(" not in before:
        return ""
    for item in acronyms().values():
        plain = re.sub("[^A-Z]", "", item.latin)
        shares = any_letters or len(set(plain) & set(spelled)) >= min(2, len(set(spelled)))
        longer = len(spelled) > len(plain) and set(plain) <= set(spelled)
        if plain == spelled or not shares or len(plain) < 2 or longer:
            continue  # a longer acronym of a longer name (USFDA behind "food and drug administration") is its own
        if any(" " in full and _ends_with(context, tokens, i, full) for full in item.hindi):
            return plain
    return ""


def _by_initials(context: Context, tokens: Tokens, i: int, spelled: str) -> str:
    """The letters that the English of the name before the brackets begins with.

    They are those spelled, in another order; where the name is no English in Devanagari letters, with two neighbours exchanged.
    """
    if len(spelled) < _INITIALS or context.article.text[tokens.words[i].start - 1] != "(":
        return ""
    near = [word for word in tokens.words[max(0, i - _NAME_REACH) : i] if word.folded not in _SMALL]
    name = [word for word in near if is_content(word.text)][-len(spelled) :]
    heard = [_heard(word) for word in name]
    if all(heard) and sorted(spelled) == sorted(english[0].upper() for english in heard):
        written = "".join(english[0].upper() for english in heard)
        return "" if written == spelled else written
    for k in (k for k in range(1, len(name)) if name[k].folded in _ANTI):
        name[k - 1 : k + 1] = name[k], name[k - 1]
    initials = [{gloss[0].upper() for gloss in _english_of(word, context.language)} for word in name]
    swaps = [
        spelled[:k] + spelled[k + 1] + spelled[k] + spelled[k + 2 :]
        for k in range(len(spelled) - 1)
        if spelled[k] != spelled[k + 1]
    ]
    # "X of Y" puts what Hindi says last first.
    if len(initials) < len(spelled) or any(
        _begins(spelled, order) for order in (initials, [initials[-1], *initials[:-1]])
    ):
        return ""
    fitting = [swap for swap in swaps if _begins(swap, initials)]
    return fitting[0] if len(fitting) == 1 else ""


def _english_of(word: Word, language: str) -> set[str]:
    """What a word means in English, or the English word that it writes."""
    heard = _heard(word)
    return ({heard} if heard else set()) | glosses(language).get(stem(word.text, language), frozenset())


def _heard(word: Word) -> str:
    """The English word, or the name in Latin letters, that it writes in Devanagari; '' for none."""
    if "country" in name_words().get(word.folded, frozenset()):
        return in_latin(word.text)
    found = reading(word.folded)
    if found is not None and found.score >= _WRITTEN:
        return found.english
    return in_latin(word.text) if looks_foreign(word.text) else ""


def _begins(latin: str, initials: Sequence[set[str]]) -> bool:
    return all(letter in first for letter, first in zip(latin, initials, strict=True))


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    found = {fold(form) for name in names() if name.kind == "country" for form in (*name.hindi, *name.marathi)}
    return frozenset(found | {fold(form) for form in ("भारत", "अमेरिका", "चीन", "पाकिस्तान", "रूस", "यूएस", "यूके", "इंडिया")})


def _country_pair(context: Context, tokens: Tokens, first: Word, second: Word) -> Iterator[Finding]:
    """The other half of a pair of countries is a function word (जापान-और), or letters that no country has."""
    country, other = (first, second) if fold(first.text) in _countries() else (second, first)
    folded, start, end = fold(other.text), first.start, second.end
    lost = folded in _FUNCTION_WORDS and other is second
    if fold(country.text) not in _countries() or (not lost and (folded in name_words() or folded in acronym_forms())):
        return
    if lost:
        message = (
            f"‘{context.article.text[start:end]}’: the second half of this pair of countries was lost; ‘{other.text}’ is a function word.",
            f"‘{context.article.text[start:end]}’: जोड़े का दूसरा देश छूट गया; ‘{other.text}’ देश का नाम नहीं है।",
        )
        pair = _usual_pair(context, country)
        suggestion = f"{country.text}-{pair}" if pair else ""
        yield context.finding("garbled-acronym", tokens, start, end, 0.9, message,  
                              intended="the name of the other country", suggestion=suggestion)  # fmt: skip
        return
    spelled = letters(folded)
    if len(spelled) >= 3 and spelled not in _known_letters():
        near = next(
            (c for c in ("US", "UK", "UAE", "EU", "UN", "USA") if DamerauLevenshtein.distance(c, spelled) == 1), ""
        )
        if near:
            yield _finding(context, tokens, other, spelled, near, 0.92, start, end)


def _usual_pair(context: Context, country: Word) -> str:
    """The country most often paired with this one elsewhere in the article."""
    counts: dict[str, int] = {}
    for tokens in context.checked:
        for word in tokens.words:
            folded = fold(word.text)
            if folded in _countries() and folded != fold(country.text):
                counts[word.text] = counts.get(word.text, 0) + 1
    return max(counts, key=lambda name: counts[name]) if counts else ""


def _finding(
    context: Context,
    tokens: Tokens,
    word: Word,
    spelled: str,
    intended: str,
    confidence: float,
    start: int = -1,
    end: int = -1,
) -> Finding:
    known = acronyms().get(intended)
    full = f" ({known.expansion})" if known else ""
    if spelled in _known_letters():
        wrong = f"{spelled} does not stand for the name before it", f"{spelled} इससे पहले लिखे नाम का संक्षेप नहीं है"
    else:
        wrong = f"The letters {spelled} make no acronym that is known here", f"{spelled} कोई ज्ञात संक्षेप नहीं है"
    message = (
        f"{wrong[0]}; {intended}{full} was probably meant.",
        f"{wrong[1]}; संभवतः {intended}{full} होना चाहिए।",
    )
    form = next(iter(known.devanagari), spell(intended)) if known else spell(intended)
    return context.finding(
        "garbled-acronym", tokens, word.start if start < 0 else start, word.end if end < 0 else end, confidence, message,
        means="-".join(spelled), intended=intended, suggestion=form,
    )  # fmt: skip


RULE = Rule("garbled-acronym", "बिगड़ा संक्षेप", "Accuracy/Mistranslation/Acronym", "mistranslation", check)
