"""A person whose surname is written otherwise in another mention: a helper of the rule name-error (no rule of its own)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from rapidfuzz.distance import OSA

from mtcheck.knowledge import corpus_words, hindi_zipf, keys, name_words, ranks, vocabulary
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import Word, fold, latin, letters, phones, skeleton, stem
from mtcheck.types import Finding, Language, Severity

_COMMON = 3.3  # a word this frequent (Zipf) is a word of the language, whatever name it may look like
_VERY_COMMON = 4.2
_OFTEN = 8  # times in the corpora
# Likeness of two surnames by sound.
_ALIKE, _ALIKE_BEHIND_GIVEN, _ALIKE_OTHER_GIVEN, _ALIKE_SPEAKER, _ALIKE_ONE_PERSON = 0.7, 0.55, 0.85, 0.6, 0.7
_SHORT = 5  # phones; names shorter than this are alike by chance
_TITLES = {
    fold(word)
    for word in (
        "डॉ डॉक्टर श्री श्रीमती सुश्री प्रो प्रोफेसर न्यायमूर्ति जस्टिस न्यायाधीश पंडित मौलाना स्वामी कप्तान कोच डॉ. न्या न्यायमूर्ती प्रा कर्णधार"
    ).split()
}
_SPEECH = {
    fold(word)
    for word in "कहा बताया साफ दोहराया स्पष्ट जोड़ा भरोसा आरोप दावा चेतावनी माना स्वीकार अपील आग्रह अनुरोध उम्मीद".split()
}
_ACCORDING = {fold(word) for word in "मुताबिक अनुसार".split()}
_SPEECH_WITHIN = 5  # words behind the name
_PERSON = frozenset({"given", "surname", "person"})
_CASES = {fold(word) for word in "ने को का के की से यांनी यांच्या यांना यांची यांचा यांचे और एवं तथा आणि".split()}


@dataclass(frozen=True)
class _Mention:
    """A word that may be a surname, with the word before it when nothing but a blank stands between them."""

    tokens: Tokens
    at: int
    base: str
    before: str

    @property
    def word(self) -> Word:
        return self.tokens.words[self.at]

    @property
    def titled(self) -> bool:
        """True when a title stands before the word before it (डॉ. दिनेश गोरे), so that both are names, whatever words they are."""
        return self.at > 1 and self.tokens.words[self.at - 2].folded in _TITLES


@dataclass(frozen=True)
class People:
    """The words of an article that may be surnames, and those of them that stand behind a given name, both by folded word or stem."""

    mentions: dict[str, list[_Mention]]
    introduced: dict[str, list[_Mention]]


def people(context: Context) -> People:
    """Gather them from the checked sentences."""
    mentions = list(_mentions(context))
    return People(_by_base(mentions), _introduced(mentions))


def check(context: Context, known: People) -> Iterator[Finding]:
    """Surnames that sound nearly like that of a person who was introduced by the full name, and belong to no one else."""
    full = known.introduced
    for base, found in known.mentions.items():
        if base in full:
            continue
        right = _meant(found, full, context.language)
        if right is not None:
            for mention in found:
                yield _finding(context, mention, full[right][0].word.text, right, context.language)
    for wrong, right in _of_one_person(full):
        for mention in full[wrong]:
            yield _finding(context, mention, full[right][0].word.text, right, context.language)


def _of_one_person(full: dict[str, list[_Mention]]) -> Iterator[tuple[str, str]]:
    """(wrong, right) of two surnames behind one given name, one of them no surname but a word that sounds nearly like the other."""
    for wrong, right in permutations(full, 2):
        kinds = [name_words().get(base, frozenset()) for base in (wrong, right)]
        if kinds[0] & _PERSON or not (kinds[1] & {"surname", "person"}):
            continue
        same = {mention.before for mention in full[wrong]} <= {mention.before for mention in full[right]}
        a, b = phones(wrong), phones(right)
        if same and a != b and a[:1] == b[:1] and OSA.normalized_similarity(a, b) >= _ALIKE_ONE_PERSON:
            yield wrong, right


def _mentions(context: Context) -> Iterator[_Mention]:
    for tokens in context.checked:
        for at, word in enumerate(tokens.words):
            if word.devanagari and len(word.text) > 2 and not letters(word.folded):
                before = tokens.words[at - 1] if at else None
                beside = before is not None and context.article.text[before.end : word.start] in (" ", ". ")
                yield _Mention(
                    tokens, at, _base(word, context.language), fold(before.text) if before and beside else ""
                )


def _base(word: Word, language: str) -> str:
    return stem(word.text, language) if language == "mr" else word.folded


def _by_base(mentions: Sequence[_Mention]) -> dict[str, list[_Mention]]:
    found: dict[str, list[_Mention]] = {}
    for mention in mentions:
        found.setdefault(mention.base, []).append(mention)
    return found


def _introduced(mentions: Sequence[_Mention]) -> dict[str, list[_Mention]]:
    """Surnames with the mentions in which a given name stands before them."""
    found: dict[str, list[_Mention]] = {}
    for mention in mentions:
        surname = name_words().get(mention.base, frozenset())
        told = mention.titled and _is_given(mention.before) and _takes_case(mention)
        if not surname and _is_marathi_participle(mention):
            continue
        if not (told or surname & {"surname", "person"} or (not surname and _no_word(mention.base))):
            continue
        if _is_given(mention.before) or _behind_middle_name(mention) or _two_unknown(mention):
            found.setdefault(mention.base, []).append(mention)
    return found


def _is_marathi_participle(mention: _Mention) -> bool:
    """ "सांगत", saying: it stands behind names, and no word list has all of these forms."""
    return mention.tokens.sentence.language is Language.MARATHI and mention.base.endswith("त")


def _behind_middle_name(mention: _Mention) -> bool:
    """The last of three names (हरदीप सिंह बराड़)."""
    first = mention.tokens.words[mention.at - 2 : mention.at - 1] if mention.at > 1 else []
    middle = name_words().get(mention.before, frozenset())
    return bool(first) and bool(middle & _PERSON) and _is_given(first[0].folded)


def _two_unknown(mention: _Mention) -> bool:
    """Two words that Hindi does not know, with a case behind them; Marathi, whose cases hide words, is told by given names only."""
    if mention.tokens.sentence.language is Language.MARATHI or mention.base.endswith("ओं"):
        return False
    return bool(mention.before) and _no_word(mention.before) and _takes_case(mention)


def _takes_case(mention: _Mention) -> bool:
    following = mention.tokens.words[mention.at + 1 : mention.at + 2]
    return bool(following) and following[0].folded in _CASES


def _is_given(word: str) -> bool:
    return "given" in name_words().get(word, frozenset())


def _no_word(base: str) -> bool:
    """In no word list, and not very frequent either: what stands in the place of a name is then one."""
    return hindi_zipf(base) < _VERY_COMMON and not any(base in vocabulary(language) for language in ("hi", "mr"))


@lru_cache(maxsize=20_000)
def _unknown(base: str) -> bool:
    """No word of Hindi or Marathi, so that a name is what it may be."""
    return hindi_zipf(base) < _COMMON and not any(
        base in vocabulary(language)
        or keys(base, language) & vocabulary(language)
        or corpus_words(language).get(base, 0) >= _OFTEN
        for language in ("hi", "mr")
    )


def _meant(found: Sequence[_Mention], full: dict[str, list[_Mention]], language: str) -> str | None:
    """The surname that all these mentions of another one stand for; None when they may well be somebody else's."""
    base = found[0].base
    likeness = {right: _likeness(base, right) for right in full if not any(m.before == base for m in full[right])}
    right = max(likeness, key=lambda name: likeness[name], default=None)
    if (
        right is None
        or base.startswith(right)
        or right.startswith(base)
        or stem(base, language) == stem(right, language)
    ):
        return None
    givens = {mention.before for mention in full[right]}
    least = max(_least(mention, givens, base) for mention in found)
    return right if likeness[right] >= least else None


def _least(mention: _Mention, givens: set[str], base: str) -> float:
    """How like the two surnames must sound, by what stands around this one (above 1: whatever they sound like)."""
    known = base in name_words()
    if mention.before in givens:
        return _ALIKE_BEHIND_GIVEN
    if mention.before in _TITLES or mention.before in ranks(mention.tokens.sentence.language.value):
        return _ALIKE
    if _is_given(mention.before) or (mention.before and name_words().get(mention.before, frozenset()) & _PERSON):
        return _ALIKE_OTHER_GIVEN if not known and _unknown(base) else 2.0
    if _speaks(mention):
        return _ALIKE_SPEAKER if known or hindi_zipf(base) < _VERY_COMMON else _ALIKE_OTHER_GIVEN
    if not _unknown(base) or (known and not (_stands_alone(mention) and name_words()[base] & _PERSON)):
        return 2.0
    return _ALIKE


def _speaks(mention: _Mention) -> bool:
    """A word that says something, and nothing stands before it: a person, whatever else the word may be (गोमती ने कहा)."""
    if mention.at and mention.before:
        return False
    following = [word.folded for word in mention.tokens.words[mention.at + 1 : mention.at + 1 + _SPEECH_WITHIN]]
    if following[:1] == [fold("के")]:
        return following[1:2] != [] and following[1] in _ACCORDING
    return following[:1] == [fold("ने")] and bool(_SPEECH & set(following))


def _stands_alone(mention: _Mention) -> bool:
    """A name that nothing stands before, with a case behind it."""
    return mention.at == 0 and _takes_case(mention)


@lru_cache(maxsize=50_000)
def _likeness(first: str, second: str) -> float:
    """0 for names of another first sound, and for short ones whose consonants differ."""
    a, b = phones(first), phones(second)
    if a[:1] != b[:1] or (min(len(a), len(b)) < _SHORT and skeleton(a) != skeleton(b)):
        return 0.0
    return float(OSA.normalized_similarity(a, b))


def _finding(context: Context, mention: _Mention, written: str, right: str, language: str) -> Finding:
    word = mention.word
    shown = written if language == "hi" else right
    message = (
        f"The person is called ‘{shown}’ elsewhere in the article; nobody else is introduced by the name ‘{word.text}’.",
        f"लेख में अन्यत्र यह नाम ‘{shown}’ है; ‘{word.text}’ नाम से किसी और का परिचय नहीं है।",
    )
    return context.finding(
        "name-error", mention.tokens, word.start, word.end, 0.75, message, severity=Severity.MINOR,
        means=latin(word.text).title(), intended=latin(shown).title(), suggestion=shown,
    )  # fmt: skip
