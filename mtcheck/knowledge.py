"""What mtcheck knows of words: the open data files under `mtcheck/data`, loaded once, and patterns looked up in a sentence.

Data files are tab-separated, a comment line with the columns first, alternatives parted by `|`.
"""

from __future__ import annotations

import itertools
import lzma
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Generic, TypeVar

from wordfreq import iter_wordlist, zipf_frequency

from mtcheck.collocation import neighbours
from mtcheck.english import base_forms
from mtcheck.grammar import is_content
from mtcheck.script import Word, fold, is_devanagari, letters, skeleton, spell, stem, word_texts, words

T = TypeVar("T")
GAP = "…"
QUIET = "~"  # before a word of senses.tsv
_MAX_GAP = 3
_IDIOM_SLACK = 1

# Forms that no ending explains: light verbs of Hindi and Marathi, and the genitive in its genders.
_IRREGULAR = {
    fold(form): key
    for key, forms in {
        "कर": "किया किए किये कीजिए करना करने करणे केला केली केले करून करीत",
        "जा": "गया गए गई गयी गये जाना जाने जाए जाएं जाता जाणे गेला गेली गेले",
        "दे": "दिया दिए दी दिये देना देने दें दीं दूं दो देंगे देंगी दूंगा दूंगी देगा देगी देणे दिला दिली दिले",
        "ले": "लिया लिए ली लिये लेना लेने लें लीं लूं लो लेंगे लेंगी लूंगा लेगा लेगी",
        "हो": "हुआ हुए हुई हुईं होना होने हों होगा होगी होंगे होंगी होणे झाला झाली झाले",
        "रह": "रहा रहे रही रहना रहीं",
        "का": "का के की",
        "चा": "चा ची चे च्या",
    }.items()
    for form in forms.split()
}


def _rows(name: str) -> Iterator[list[str]]:
    file = files("mtcheck.data").joinpath(name)
    for line in file.read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def packed_lines(name: str) -> list[str]:
    """The lines of a packed data file (NAME.tsv.xz)."""
    return lzma.decompress(files("mtcheck.data").joinpath(name).read_bytes()).decode().splitlines()


def _parts(name: str) -> list[str]:
    """The files that hold one table: NAME.tsv, NAME_1.tsv, NAME_2.tsv …"""
    found = (file.name for file in files("mtcheck.data").iterdir())
    return sorted(file for file in found if re.fullmatch(rf"{name}(_\d+)?\.tsv", file))


def _cells(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, cell.split("|"))))


@lru_cache(maxsize=200_000)
def keys(word: str, language: str) -> frozenset[str]:
    """What a word may be matched by: its folded form, its stem, and the head of an irregular form's family."""
    folded = fold(word)
    base = stem(folded, language)
    found = {folded}
    if len(base) >= 3:
        found.add(base)
    elif is_content(folded):
        found.update(base + kind for kind in _declensions(folded, base, language))
        if base in LIGHT_VERBS:
            found.add(base)  # करेगा, देंगे: the future of a light verb
    if root := _root(folded, language):
        found.add(root)
    if folded in _IRREGULAR:
        found.add(_IRREGULAR[folded])
    return frozenset(found)


_LONG_STEM = 4
LIGHT_VERBS = set(_IRREGULAR.values()) - {"का", "चा"}
# Short stems meet in unrelated words (आग, आगे; पता, पति): there only endings of one declension or conjugation count as one word.
_DECLENSIONS = {
    "*bare": {"", "ें", "ों", "ओं", "एं"},
    "*aa": {"ा", "े", "ों", "ो"},
    "*ii": {"ी", "ियां", "ियों", "ि"},
    "*verb": {"ना", "ने", "नी", "ता", "ते", "ती", "कर", "ेगा", "ेगी", "ेंगे", "ा", "ी"},
}


@lru_cache(maxsize=100_000)
def inflections(word: str, language: str) -> frozenset[str]:
    """As `keys`, but strict: words share a key only when their endings belong to one declension or conjugation.

    (पेट, stomach, and पेटी, box, share a stem.) Marathi stems, whose endings say less, need four letters.
    """
    folded = fold(word)
    base = stem(folded, language)
    if language == "mr" and len(base) < _LONG_STEM:
        return frozenset({folded})
    root = _root(folded, language)
    verb = {f"{root}*verb"} if root else set()
    return frozenset({folded, *verb, *(base + kind for kind in _declensions(folded, base, language))})


@lru_cache(maxsize=100_000)
def _strict_keys(word: str, language: str) -> frozenset[str]:
    """`inflections`, and the head of an irregular form's family."""
    folded = fold(word)
    return inflections(word, language) | (keys(word, language) if folded in _IRREGULAR else frozenset())


def _root(folded: str, language: str) -> str:
    """The root of a Hindi verb in -ā from its past (लगाया, लगाई: लगा), '' for other words; a noun of that form does no harm."""
    ending = next((e for e in _PAST_OF_ROOT if folded.endswith(e)), "") if language == "hi" else ""
    root = folded[: -len(ending) + 1] if ending else ""
    return root if len(root) >= _SHORTEST_ROOT else ""


_PAST_OF_ROOT = ("ाया", "ाये", "ायी", "ायीं", "ाए", "ाई", "ाईं")
_SHORTEST_ROOT = 3


def _declensions(folded: str, base: str, language: str) -> list[str]:
    ending = folded.removeprefix(base)
    if language == "mr":
        return ["*"]
    return [kind for kind, endings in _DECLENSIONS.items() if ending in endings]


_Parts = list[frozenset[str] | None]  # the keys of a pattern's words; None for a gap


@dataclass
class _Pattern(Generic[T]):
    text: str
    value: T
    others: Mapping[str, frozenset[str]]
    parts: _Parts | None = None


class Patterns(Generic[T]):
    """Word patterns with what they stand for, found in a sentence whatever the words' inflection.

    A pattern is one or more words; ` … ` between two stands for up to three others. With `slack`, so many words may stand
    between any two words of a pattern. `strict` ones match words by `inflections`.
    """

    def __init__(self, language: str, slack: int = 0, strict: bool = False) -> None:
        self._language = language
        self._slack = slack
        self._keys = _strict_keys if strict else keys
        self._by_first: dict[str, list[_Pattern[T]]] = defaultdict(list)

    def add(self, pattern: str, value: T, others: Mapping[str, frozenset[str]] = MappingProxyType({})) -> None:
        """Add a pattern; a blank one is passed over. `others` gives, by stem, the keys of words that may stand for a word."""
        first = next((token for token in pattern.split() if token == GAP or word_texts(token)), GAP)
        if first != GAP:
            entry = _Pattern(pattern, value, others)
            # The stem alone finds every form; the folded word would only double the index.
            for key in self._keys_of(word_texts(first)[0], others):
                self._by_first[key].append(entry)

    def _keys_of(self, word: str, others: Mapping[str, frozenset[str]]) -> frozenset[str]:
        found = self._keys(word, self._language)
        return found | others.get(stem(word, self._language), frozenset()) if others else found

    def _parts(self, entry: _Pattern[T]) -> _Parts:
        """The keys of the pattern's words: made when its first word is met, for most never are."""
        if entry.parts is None:
            parts: _Parts = []
            for token in entry.text.split():
                parts += [None] if token == GAP else [self._keys_of(word, entry.others) for word in word_texts(token)]
            while parts[-1] is None:
                parts.pop()
            entry.parts = parts
        return entry.parts

    def find(self, tokens: Sequence[Word]) -> Iterator[tuple[int, int, str, T]]:
        """(first token, last token + 1, pattern, value) of every match; one match a place and pattern."""
        token_keys = [_in_place(self._keys(tokens[i].text, self._language), tokens, i) for i in range(len(tokens))]
        # More than one character between two words is punctuation: no pattern reaches across it.
        joined = [b.start - a.end <= 1 for a, b in itertools.pairwise(tokens)]
        for i, first in enumerate(token_keys):
            seen: set[int] = set()
            for key in first:
                for entry in self._by_first.get(key, ()):
                    end = None if id(entry) in seen else _match(self._parts(entry), token_keys, i, self._slack)
                    if end is not None and all(joined[i : end - 1]):
                        seen.add(id(entry))
                        yield i, end, entry.text, entry.value


_AFTER_VERB = {fold(word) for word in "है हैं थी थीं गई गयी जा जाए जाएगी जानी होगी हो और तथा लेकिन जिसमें जिसके ताकि".split()}


def _in_place(found: frozenset[str], tokens: Sequence[Word], i: int) -> frozenset[str]:
    """The keys of a word; की is a verb (did), too, at the end of its clause and before an auxiliary."""
    if tokens[i].folded != "की":
        return found
    last = i + 1 == len(tokens) or tokens[i + 1].start - tokens[i].end > 1
    return found | {"कर"} if last or tokens[i + 1].folded in _AFTER_VERB else found


def _match(parts: _Parts, tokens: list[frozenset[str]], at: int, slack: int) -> int | None:
    gap = 0
    for part in parts:
        if part is None:
            gap = _MAX_GAP
            continue
        for place in range(at, min(at + gap + 1, len(tokens))):
            if not part.isdisjoint(tokens[place]):
                break
        else:
            return None
        at, gap = place + 1, slack
    return at


@dataclass(frozen=True)
class Term:
    """An English term with its accepted renderings in one language, and renderings that are known to be wrong."""

    english: str
    accepted: tuple[str, ...]
    wrong: tuple[str, ...]
    subject: str
    meaning: str = ""


_EVERYWHERE = 4.9  # Zipf frequency


def _term_files() -> list[str]:
    return sorted(f"terms/{file.name}" for file in files("mtcheck.data").joinpath("terms").iterdir())


@lru_cache(maxsize=4)
def terms(language: str) -> tuple[Term, ...]:
    """The news term bank for "hi" or "mr"."""
    column = 3 if language == "mr" else 1
    return tuple(
        Term(row[0], _cells(row[column]), _cells(row[column + 1]), row[5])
        for name in _term_files()
        for row in _rows(name)
        if len(row) >= 6
    )


@lru_cache(maxsize=4)
def idioms(language: str) -> tuple[Term, ...]:
    """English idioms and fixed phrases with their idiomatic and their word-for-word renderings."""
    wrong, right = (4, 5) if language == "mr" else (2, 3)
    return tuple(
        Term(row[0], _cells(row[right]), _cells(row[wrong]), "idiom", row[1])
        for row in _rows("idioms.tsv")
        if len(row) >= 6
    )


def literal_patterns(language: str) -> Patterns[Term]:
    """Patterns of idioms rendered word by word, a word in between allowed; the longer ones also with words of the same meaning."""
    patterns: Patterns[Term] = Patterns(language, slack=_IDIOM_SLACK)
    for idiom in idioms(language):
        if sum(is_content(word) for word in word_texts(idiom.english)) < _TOLD:
            continue
        told = {wrong: sum(is_content(word) for word in word_texts(wrong)) for wrong in idiom.wrong}
        alike = _alike(idiom.english, language) if max(told.values(), default=0) > _TOLD else {}
        for wrong, count in told.items():
            if count >= _TOLD:
                patterns.add(wrong, idiom, alike if count > _TOLD else {})
    return patterns


_TOLD = 2  # content words from which a rendering tells its idiom


def _alike(english: str, language: str) -> dict[str, frozenset[str]]:
    """Stem → keys of the words that render the same word of an English phrase."""
    found: dict[str, frozenset[str]] = {}
    folded = [fold(word) for word in word_texts(english)]
    for base in {form for word in folded for form in (word, word.removesuffix("s"))}:
        stems, alike = _renderings(base, language)
        found |= {key: alike | found[key] if key in found else alike for key in stems}
    return found


@lru_cache(maxsize=20_000)
def _renderings(base: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems and the keys of the content words that the lexicon gives for an English word."""
    forms = [form for form in lexicon(language).get(base, ()) if " " not in form and is_content(form)]
    return frozenset(stem(form, language) for form in forms), _inflected(forms, language)


def wrong_patterns(entries: Iterable[Term], language: str) -> Patterns[Term]:
    """Patterns of the known wrong renderings of `entries`, less those that some entry accepts."""
    accepted = {fold(" ".join(form.split())) for term in terms(language) for form in term.accepted}
    patterns: Patterns[Term] = Patterns(language)
    for entry in entries:
        for wrong in entry.wrong:
            if fold(wrong) not in accepted and any(is_content(word) for word in word_texts(wrong)):
                patterns.add(wrong, entry)
    return patterns


def written_together(tokens: Sequence[Word], accepted: Iterable[str]) -> bool:
    """True when the words, without the spaces, begin with an accepted rendering without its own (क्षमता बांधणी, क्षमताबांधणी)."""
    said = "".join(word.folded for word in tokens)
    return any(said.startswith(fold(form).replace(" ", "").replace("-", "")) for form in accepted if form)


def accepted_patterns(entries: Iterable[Term], language: str) -> Patterns[Term]:
    """Patterns of the accepted renderings: what they cover is no error of another term."""
    patterns: Patterns[Term] = Patterns(language)
    for entry in entries:
        for form in entry.accepted:
            if len(form.split()) > 1:
                patterns.add(form, entry)
    return patterns


@dataclass(frozen=True)
class Sense:
    """One sense of an English word: the Hindi or Marathi words for it, and the words it keeps company with.

    `quiet` are those of `words` that are at home in so many places that they are never suspicious by themselves.
    """

    english: str
    label: str
    words: tuple[str, ...]
    quiet: frozenset[str]
    company: frozenset[str]
    english_company: frozenset[str]


@lru_cache(maxsize=4)
def senses(language: str) -> dict[str, tuple[Sense, ...]]:
    """The sense inventory: English word → its senses."""
    column = 3 if language == "mr" else 2
    found: dict[str, list[Sense]] = defaultdict(list)
    for row in (row for name in _parts("senses") for row in _rows(name)):
        if len(row) >= 7:
            forms = _cells(row[column])
            quiet = frozenset(form.removeprefix(QUIET) for form in forms if form.startswith(QUIET))
            company = frozenset(stem(word, language) for part in _cells(row[column + 2]) for word in word_texts(part))
            for english in _cells(row[0]):
                found[english].append(
                    Sense(
                        english,
                        row[1],
                        tuple(form.removeprefix(QUIET) for form in forms),
                        quiet,
                        company,
                        frozenset(_cells(row[6])),
                    )
                )
    return {english: tuple(items) for english, items in found.items()}


@dataclass(frozen=True)
class Acronym:
    """An acronym: its Latin letters, Devanagari spellings, what it stands for in English and Hindi."""

    latin: str
    devanagari: tuple[str, ...]
    expansion: str
    hindi: tuple[str, ...]


@lru_cache(maxsize=1)
def acronyms() -> dict[str, Acronym]:
    """Known acronyms by their Latin letters; one of several meanings has the names of all."""
    found: dict[str, Acronym] = {}
    for row in _rows("acronyms.tsv"):
        for latin in _cells(row[0]) if len(row) >= 5 else ():
            before = found.get(latin, Acronym(latin, (), row[2], ()))
            forms, own = (
                tuple(dict.fromkeys(cell))
                for cell in (before.devanagari + _cells(row[1]), before.hindi + _cells(row[3]))
            )
            found[latin] = Acronym(latin, forms, before.expansion, own)
    return found


@lru_cache(maxsize=1)
def acronym_forms() -> dict[str, str]:
    """Folded Devanagari spelling → Latin letters."""
    forms = {fold(spell(latin)): latin for latin in acronyms() if latin.isalpha()}
    forms.update({fold(form.replace(".", "")): item.latin for item in acronyms().values() for form in item.devanagari})
    return forms


@dataclass(frozen=True)
class Name:
    """A name in the news with its spellings; `kind` is person, given, surname, place, country, organisation, team …"""

    latin: tuple[str, ...]
    kind: str
    hindi: tuple[str, ...]
    marathi: tuple[str, ...]


@lru_cache(maxsize=1)
def names() -> tuple[Name, ...]:
    """All known names."""
    return tuple(
        Name(_cells(row[0]), row[1], _cells(row[2]), _cells(row[3])) for row in _rows("names.tsv") if len(row) >= 4
    )


def name_spellings() -> Iterator[tuple[str, str]]:
    """Each Latin spelling of every name with each of its Devanagari ones."""
    for name in names():
        yield from itertools.product(name.latin, (*name.hindi, *name.marathi))


@lru_cache(maxsize=1)
def name_words() -> dict[str, frozenset[str]]:
    """Folded word of a known name (Devanagari or Latin) → the kinds of name it occurs in."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in names():
        for form in (*name.hindi, *name.marathi, *name.latin):
            for word in word_texts(form):
                found[fold(word)].add(name.kind)
    for small in ("और", "का", "के", "की", "आणि", "व", "द", "ऑफ", "एंड"):  # inside long names, and no names themselves
        found.pop(fold(small), None)
    return {word: frozenset(kinds) for word, kinds in found.items()}


@dataclass(frozen=True)
class EnglishWord:
    """A common English word: how it sounds in broad phones, how common it is (Zipf scale), and the consonants of its letters."""

    spelling: str
    phones: tuple[str, ...]
    zipf: float
    consonants: str


@lru_cache(maxsize=1)
def english_words() -> dict[str, EnglishWord]:
    """Common English words by spelling."""
    return {row[0]: EnglishWord(row[0], _cells(row[1]), float(row[2]), row[3]) for row in _rows("english_words.tsv")}


@lru_cache(maxsize=1)
def english_by_sound() -> dict[str, tuple[EnglishWord, ...]]:
    """English words by the consonants of their sound."""
    found: dict[str, list[EnglishWord]] = defaultdict(list)
    for word in english_words().values():
        for key in {skeleton(sound) for sound in word.phones}:
            found[key].append(word)
    return {key: tuple(items) for key, items in found.items()}


@lru_cache(maxsize=1)
def english_by_letters() -> dict[str, tuple[EnglishWord, ...]]:
    """English words by the consonants of their spelling, as one reads it who does not know how it sounds."""
    found: dict[str, list[EnglishWord]] = defaultdict(list)
    for word in english_words().values():
        found[word.consonants].append(word)
    return {key: tuple(items) for key, items in found.items()}


@lru_cache(maxsize=4)
def vocabulary(language: str) -> frozenset[str]:
    """Stems and folded forms of all Devanagari words that the data files use as good Hindi (Marathi)."""
    found: set[str] = set()
    for entry in (*terms(language), *idioms(language)):
        for form in entry.accepted:
            for word in word_texts(form):
                found |= keys(word, language)
    for items in senses(language).values():
        for sense in items:
            found |= sense.company
            for form in sense.words:
                for word in word_texts(form):
                    found |= keys(word, language)
    return frozenset(found)


@lru_cache(maxsize=2)
def written_words(language: str) -> frozenset[str]:
    """The folded words of all renderings, as they stand in the data files: no stems, which other words may share."""
    forms = [form for entry in (*terms(language), *idioms(language)) for form in entry.accepted]
    forms += [form for items in senses(language).values() for sense in items for form in sense.words]
    return frozenset(fold(word) for form in forms for word in word_texts(form))


@lru_cache(maxsize=100_000)
def hindi_zipf(word: str) -> float:
    """How common a Devanagari word is in Hindi (Zipf scale, 0 when unknown), under any of its usual spellings."""
    plain = fold(word)
    return max(zipf_frequency(form, "hi") for form in {word, plain, *_spellings(plain)})


def _spellings(word: str) -> Iterator[str]:
    for plain, dotted in (("ड", "ड़"), ("ढ", "ढ़"), ("ज", "ज़"), ("फ", "फ़"), ("ख", "ख़"), ("क", "क़"), ("ग", "ग़")):
        if plain in word:
            yield word.replace(plain, dotted)
    for nasal, group in (("न्", "तथदधन"), ("म्", "पफबभम"), ("ङ्", "कखगघ"), ("ञ्", "चछजझ"), ("ण्", "टठडढ")):
        for consonant in group:
            if "ं" + consonant in word:
                yield word.replace("ं" + consonant, nasal + consonant)
    if "ं" in word:
        yield word.replace("ं", "ँ")


@lru_cache(maxsize=4)
def corpus_words(language: str) -> dict[str, int]:
    """Words seen in open corpora (folded), with counts; Hindi ones are those that wordfreq does not know."""
    return {row[1]: int(row[2]) for row in _rows("corpus_words.tsv") if row[0] == language}


@lru_cache(maxsize=100_000)
def known(word: str, language: str) -> bool:
    """True when a Devanagari word is a known word, name, acronym, or an inflection of one."""
    folded = fold(word)
    if not is_devanagari(folded) or hindi_zipf(folded) > 0 or folded in name_words() or folded in acronym_forms():
        return True
    if keys(folded, language) & vocabulary(language) or len(letters(folded)) > 1:
        return True
    seen = corpus_words(language)
    if folded in seen or folded in english_loans():
        return True
    base = stem(folded, language)
    forms = [base, *(base + ending for ending in ("ा", "ी", "े", "ो", "ू", "ना", "ने", "णे", "ला", "्"))]
    return any(
        hindi_zipf(form) > 0 or form in name_words() or form in seen or form in english_loans() for form in forms
    )


@lru_cache(maxsize=1)
def english_loans() -> frozenset[str]:
    """Folded Devanagari spellings of English words that the loanword list knows, established or not."""
    return frozenset({*loanwords("hi"), *loanwords("mr")})


@lru_cache(maxsize=2)
def ministry_words(language: str) -> tuple[str, ...]:
    """The subjects that ministries have, as words."""
    return tuple(
        word for word, tongue, use in _rows("ministry_subjects.tsv") if tongue == language and use == "subject"
    )


@lru_cache(maxsize=8)
def ministry_subjects(language: str, qualifiers: bool = True) -> frozenset[str]:
    """What may stand before "मंत्रालय": the subjects that ministries have and, if wanted, words that qualify a ministry."""
    return frozenset(
        key
        for word, tongue, use in _rows("ministry_subjects.tsv")
        if tongue == language and (qualifiers or use == "subject")
        for key in keys(word, language)
    )


@dataclass(frozen=True)
class Loanword:
    """An English word in Devanagari: `foreign` when news has its `own` words for it in daily use."""

    english: str
    foreign: bool
    own: tuple[str, ...]


@lru_cache(maxsize=4)
def loanwords(language: str) -> dict[str, Loanword]:
    """Folded Devanagari spelling of an English word → whether it is established."""
    column = 4 if language == "mr" else 3
    found: dict[str, Loanword] = {}
    for row in _loanword_rows():
        own = _cells(row[column])
        for form in _cells(row[0]):
            found[fold(form)] = Loanword(row[1], row[2] == "foreign" and bool(own), own)
    return found


def _loanword_rows() -> Iterator[list[str]]:
    return (row for name in _parts("loanwords") for row in _rows(name) if len(row) >= 5)


def loan_spellings() -> Iterator[tuple[str, tuple[str, ...]]]:
    """English words with their folded Devanagari spellings of one word, the most usual first."""
    for row in _loanword_rows():
        yield row[1].casefold(), tuple(fold(form) for form in _cells(row[0]) if not {" ", "-"} & set(form))


@lru_cache(maxsize=2)
def transcriptions(names: bool = False) -> dict[str, dict[str, float]]:
    """Latin letters of loanwords, or of names → Devanagari letters that render them → its cost (negative logarithm of its share)."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for english, devanagari, cost in _rows("name_transcription.tsv" if names else "transcription.tsv"):
        found[english][devanagari] = float(cost)
    return dict(found)


@lru_cache(maxsize=1)
def english_spellings() -> dict[str, tuple[str, ...]]:
    """Words of English, rare ones too, by their first letter, the most common first."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in iter_wordlist("en", "large"):
        if word.isascii() and word.isalpha() and len(word) >= _SHORTEST_SPELLING:
            found[word[0]].append(word)
    return {letter: tuple(items) for letter, items in found.items()}


_SHORTEST_SPELLING = 4


@lru_cache(maxsize=1)
def nouns() -> frozenset[str]:
    """English words that the lexicon gives as nouns."""
    return frozenset(
        row[0].casefold()
        for name in _parts("lexicon")
        for row in _rows(name)
        if len(row) >= 4 and row[1].startswith("n")
    )


@lru_cache(maxsize=4)
def adjectives(language: str) -> frozenset[str]:
    """Stems of the words that the lexicon gives for English adjectives."""
    rows = _parts_of_speech(language)
    return frozenset(stem(form, language) for form, parts in rows if "adj" in parts)


@lru_cache(maxsize=4)
def only_nouns(language: str) -> frozenset[str]:
    """Folded words that the lexicon gives for English nouns and for no adjective or adverb; no infinitives."""
    rows = _parts_of_speech(language)
    others = {stem(form, language) for form, parts in rows if parts & {"adj", "adv", "prep", "pron", "num", "det"}}
    found = (form for form, parts in rows if "n" in parts and stem(form, language) not in others)
    return frozenset(fold(form) for form in found if not form.endswith(("ना", "णे")))


def _parts_of_speech(language: str) -> list[tuple[str, set[str]]]:
    """The lexicon's single words with the parts of speech of the English word that they stand for."""
    column = 3 if language == "mr" else 2
    rows = (row for name in _parts("lexicon") for row in _rows(name) if len(row) >= 4)
    return [(form, set(row[1].split("|"))) for row in rows for form in _cells(row[column]) if " " not in form]


@lru_cache(maxsize=1)
def opposites() -> dict[str, frozenset[str]]:
    """English word → the words that say its opposite."""
    found: dict[str, set[str]] = defaultdict(set)
    for first, second in _rows("opposites.tsv"):
        found[first].add(second)
        found[second].add(first)
    return {word: frozenset(others) for word, others in found.items()}


@lru_cache(maxsize=4)
def lexicon(language: str) -> dict[str, tuple[str, ...]]:
    """Common English words of news → their everyday Hindi (Marathi) words, the commonest first."""
    column = 3 if language == "mr" else 2
    found: dict[str, list[str]] = defaultdict(list)
    for name in _parts("lexicon"):
        for row in _rows(name):
            if len(row) >= 4:
                found[row[0].casefold()].extend(_cells(row[column]))
    return {english: tuple(dict.fromkeys(forms)) for english, forms in found.items()}


def everyday(english: str, language: str) -> tuple[str, ...]:
    """The everyday words for an English word in any of its forms; () when unknown."""
    table = lexicon(language)
    found = (form for base in sorted(base_forms(english), key=english.__ne__) for form in table.get(base, ()))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4)
def glosses(language: str) -> dict[str, frozenset[str]]:
    """Stem of a Hindi (Marathi) word → English words it can mean, from the lexicon and the sense inventory."""
    found: dict[str, set[str]] = defaultdict(set)
    pairs = [(english, form) for english, forms in lexicon(language).items() for form in forms]
    pairs += [(sense.english, form) for items in senses(language).values() for sense in items for form in sense.words]
    for english, form in pairs:
        if " " not in form and "-" not in form:
            found[stem(form, language)].add(english)
    return {key: frozenset(value) for key, value in found.items()}


@lru_cache(maxsize=4)
def ranks(language: str) -> dict[str, int]:
    """Stem of a noun → its standing in official acts: 0 for those acted upon, 2 local officers, 3 offices, 4 courts and heads."""
    return {stem(row[0], language): int(row[2]) for row in _rows("roles.tsv") if row[1] == language}


@lru_cache(maxsize=2)
def ranks_by_form(language: str) -> dict[str, int]:
    """The standing of `ranks`, by the keys that `inflections` and the acts have."""
    return {
        key: int(row[2]) for row in _rows("roles.tsv") if row[1] == language for key in inflections(row[0], language)
    }


@dataclass(frozen=True)
class Selection:
    """A word in a wrong sense: the keys of neighbours beside which it cannot stand, and of the words that are right there."""

    english: str
    sense: str
    neighbours: frozenset[str]
    right: frozenset[str]
    suggestion: str


@lru_cache(maxsize=2)
def selection(language: str) -> Patterns[Selection]:
    """Patterns of words of a wrong sense, with the neighbours that give them away."""
    patterns: Patterns[Selection] = Patterns(language, strict=True)
    for english, sense, wrong, company, right in selection_rows(language):
        suggestion = right[0] if right else ""
        item = Selection(english, sense, _inflected(company, language), _inflected(right, language), suggestion)
        for form in wrong:
            patterns.add(form, item)
    return patterns


def selection_rows(language: str) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """(English word, its sense, wrong words, telling neighbours, right words) of every line of the selections."""
    column = 5 if language == "mr" else 2
    for row in (row for name in _parts("selection") for row in _rows(name)):
        if len(row) >= 8 and all(row[column : column + 3]):
            wrong, neighbours, right = (_cells(cell) for cell in row[column : column + 3])
            yield row[0], row[1], wrong, neighbours, right


def story_errors(language: str) -> Iterator[tuple[str, str, str, str, tuple[str, ...]]]:
    """(domain, English: its sense, wrong words, right words, the words around them) of what was marked in the stories."""
    for row in _rows("story_errors.tsv"):
        if row[0] == language and len(row) == 6:
            yield row[1], row[2], row[3], row[4], _cells(row[5])


@lru_cache(maxsize=2)
def story_words(language: str) -> dict[str, tuple[int, int]]:
    """Folded word form → how often it stood rightly, and wrongly, in the stories."""
    return {row[1]: (int(row[2]), int(row[3])) for row in _rows("story_words.tsv") if row[0] == language}


@lru_cache(maxsize=2)
def story_pairs(language: str) -> dict[tuple[str, str], int]:
    """(first, second) stems of content words that stood side by side in right text → how often."""
    rows = (line.split("\t") for line in packed_lines("story_pairs.tsv.xz"))
    return {(row[1], row[2]): int(row[3]) for row in rows if row[0] == language}


def _inflected(forms: Iterable[str], language: str) -> frozenset[str]:
    """The strict keys of all content words of some forms."""
    found = (word for form in forms for word in word_texts(form) if is_content(word))
    return frozenset(key for text in found for key in inflections(text, language))


@dataclass(frozen=True)
class Act:
    """An act with a natural direction, and the keys of those who do it and of those to whom it is done."""

    english: str
    agents: frozenset[str]
    patients: frozenset[str]


@lru_cache(maxsize=2)
def acts(language: str) -> Patterns[Act]:
    """Patterns of the acts of news that go one way only (police arrest suspects)."""
    column = 4 if language == "mr" else 1
    patterns: Patterns[Act] = Patterns(language)
    for row in _rows("acts.tsv"):
        if len(row) >= 7 and row[column]:
            agents, patients = (_inflected(_cells(cell), language) for cell in row[column + 1 : column + 3])
            for form in _cells(row[column]):
                patterns.add(form, Act(row[0], agents - patients, patients - agents))
    return patterns


_MARATHI_MOODS = ("णे", "ावा", "ावे", "ावी", "ण्याचे", "ण्याचा", "ण्याची", "ण्यास")  # that no stem has in common


@dataclass(frozen=True)
class Warned:
    """What people are told not to do (kind "advice"), or what one says only that one will not do ("vow")."""

    english: str
    kind: str


@lru_cache(maxsize=2)
def warned(language: str) -> Patterns[Warned]:
    """Patterns of what is advised, or promised, in the negative only."""
    column = 2 if language == "mr" else 1
    patterns: Patterns[Warned] = Patterns(language)
    for row in _rows("warned.tsv"):
        for form in _cells(row[column]):
            infinitive = form.removesuffix("णे") if language == "mr" else form
            for ending in _MARATHI_MOODS if infinitive != form else ("",):
                patterns.add(infinitive + ending, Warned(row[0], row[3]))
    return patterns


@lru_cache(maxsize=1)
def common_english() -> frozenset[str]:
    """English words that the term bank, the idioms, the sense inventory, the lexicon and the loanwords are made of: no names."""
    texts = [entry.english for entry in (*terms("hi"), *idioms("hi"))] + list(senses("hi")) + list(lexicon("hi"))
    texts += [english for english, _ in loan_spellings()]
    return frozenset(word for text in texts for word in word_texts(text) if word.islower())


@lru_cache(maxsize=4)
def rivals(language: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Stem of a word → stems of the words that render another sense of the same English word → (English word, that word).

    From the sense inventory and the lexicon; words that share a sense anywhere are no rivals.
    """
    together: dict[str, set[str]] = defaultdict(set)
    apart: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for english, items in senses(language).items():
        stems = [
            [(stem(form, language), form) for form in sense.words if " " not in form and "-" not in form]
            for sense in items
        ]
        for i, mine in enumerate(stems):
            for key, _ in mine:
                together[key].update(other for other, _ in mine)
                for j, theirs in enumerate(stems):
                    if i != j:
                        for other, form in theirs:
                            apart[key].setdefault(other, (english, form))
    return {
        key: {other: found for other, found in others.items() if other != key and other not in together[key]}
        for key, others in apart.items()
    }


@lru_cache(maxsize=4)
def collocations(language: str) -> dict[tuple[str, str], int]:
    """Pairs of stems of neighbouring content words → the number of sentences of open text, and of terms, they stand in."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for tongue, first, second, count in _rows("collocations.tsv"):
        if tongue == language:
            counts[first, second] += int(count)
    for term in terms(language):
        for form in (form for form in term.accepted if " " in form or "-" in form):
            tokens = words(form)
            for pair in {pair for i in range(len(tokens)) for pair in neighbours(tokens, i, language)}:
                counts[pair] += 2
    return dict(counts)


@lru_cache(maxsize=4)
def domains(language: str) -> dict[str, frozenset[str]]:
    """Domain of news → stems of the words that are typical of it."""
    column = 2 if language == "mr" else 1
    return {
        row[0]: frozenset(stem(word, language) for cell in _cells(row[column]) for word in word_texts(cell))
        for row in _rows("domains.tsv")
        if len(row) >= 4
    }


class DomainErrors(Mapping[str, Patterns[Term]]):
    """Domain → patterns of words that are never right in its articles; made when first asked for: an article belongs to few domains.

    With `common` those single words that all news uses: right somewhere in any article that touches on their own domain.
    """

    def __init__(self, language: str, common: bool) -> None:
        self._language, self._common = language, common
        self._made: dict[str, Patterns[Term]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(_domain_rows())

    def __len__(self) -> int:
        return len(_domain_rows())

    def __getitem__(self, domain: str) -> Patterns[Term]:
        if domain not in self._made:
            self._made[domain] = self._patterns(domain)
        return self._made[domain]

    def _patterns(self, domain: str) -> Patterns[Term]:
        # Strictly: हवा, air, is not हवाई, aerial, nor विदेशी, foreign, विदेश, abroad.
        patterns: Patterns[Term] = Patterns(self._language, strict=True)
        for term in domain_terms(self._language, domain):
            for form in term.wrong:
                if (len(word_texts(form)) == 1 and hindi_zipf(form) >= _EVERYWHERE) is self._common:
                    patterns.add(form, term)
        return patterns


@lru_cache(maxsize=128)
def domain_terms(language: str, domain: str) -> tuple[Term, ...]:
    """The English expressions of a domain with their right renderings and those that are never right in its articles."""
    wrong, right = (4, 5) if language == "mr" else (2, 3)
    rows = _domain_rows().get(domain, [])
    return tuple(Term(row[1], _cells(row[right]), _cells(row[wrong]), domain, row[6]) for row in rows)


@lru_cache(maxsize=128)
def domain_words(language: str, domain: str) -> frozenset[str]:
    """Stems of what articles of a domain rightly say: its typical words, and those of its accepted renderings."""
    accepted = {word for term in domain_terms(language, domain) for form in term.accepted for word in word_texts(form)}
    return domains(language)[domain] | {stem(word, language) for word in accepted}


@lru_cache(maxsize=4)
def domain_errors(language: str, common: bool = False) -> DomainErrors:
    """The domains' errors; `common` as DomainErrors has it."""
    return DomainErrors(language, common)


@lru_cache(maxsize=1)
def _domain_rows() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for row in (row for name in _parts("domain_errors") for row in _rows(name)):
        if len(row) >= 7:
            found.setdefault(row[0], []).append(row)
    return found


@lru_cache(maxsize=4)
def home_domains(language: str) -> dict[str, frozenset[str]]:
    """Stem of a word → the domains it is typical of."""
    found: dict[str, set[str]] = defaultdict(set)
    for domain, typical in domains(language).items():
        for key in typical:
            found[key].add(domain)
    return {key: frozenset(value) for key, value in found.items()}
