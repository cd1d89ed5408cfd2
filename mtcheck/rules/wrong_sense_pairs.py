"""Known wrong renderings of two words, with words of the same sense in their places, other words between, or the other way round.

The domain errors list "title of the land" as जमीन का शीर्षक; a machine writes जमीन का कोई शीर्षक and भूमि का शीर्षक as well, and
शीर्षक जमीन का. Farther apart than a few small words the two are taken for a pair only when nothing says that the wrong one is at
home in such articles. A helper of the rule wrong-sense (no rule of its own).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mtcheck.english import base_forms
from mtcheck.grammar import is_content
from mtcheck.knowledge import GAP, LIGHT_VERBS, Term, domain_terms, hindi_zipf, inflections, lexicon, senses
from mtcheck.script import Word, fold, stem, word_texts

_LINKS = {
    fold(form)
    for form in ("का के की में से पर और एवं साथ चा ची चे च्या आणि व हुए हुआ हुई वाला वाले वाली कोई इस उस यह अपना अपनी अपने").split()
}
_Groups = tuple[tuple[str, ...], ...]  # words that share a sense
_REACH = 2  # such words between the two
_BETWEEN = 1  # content words
COMMON = 4.95  # Zipf frequency from which a word may stand anywhere
_VERY_COMMON = 5.8  # … from which it says nothing about those around it
# Words that turn any other into something else: what is said beside them is no sense of it.
_PLACES = {fold(form) for form in "ऊपर नीचे बाहर आगे पीछे भीतर अंदर वापस अनुसार मुताबिक वर खाली बाहेर पुढे मागे आत परत".split()}
_LIKE_RIGHT = 3  # letters at the beginning that a word has in common with a right one: another form of that


@dataclass(frozen=True)
class _Pair:
    """The keys of the two words in their order, the term that they get wrong, and the stem of the wrong one of them (blank: both)."""

    first: frozenset[str]
    second: frozenset[str]
    term: Term
    wrong: str


def find(
    tokens: Sequence[Word], language: str, domain: str, at_home: Collection[str]
) -> Iterator[tuple[int, int, Term]]:
    """(first token, last token + 1, term) of every pair of words that is never right in articles of the domain.

    `at_home` are the stems of what such articles rightly say.
    """
    table = _pairs(language, domain)
    for i, j in _neighbours(tokens):
        for pair in itertools.islice(_of(table, tokens[i], tokens[j], language), 1):
            yield i, j + 1, pair.term
    for i, j in _farther(tokens, _BETWEEN if language == "hi" else 0):  # how common a Marathi word is, nobody counted
        for pair in (*_of(table, tokens[i], tokens[j], language), *_of(table, tokens[j], tokens[i], language)):
            strange, other = (i, j) if stem(tokens[i].text, language) == pair.wrong else (j, i)
            if (
                stem(tokens[strange].text, language) == pair.wrong
                and pair.wrong not in at_home
                and hindi_zipf(tokens[strange].text) < COMMON
                and hindi_zipf(tokens[other].text) < _VERY_COMMON
            ):
                yield strange, strange + 1, pair.term
                break


def _of(table: dict[str, list[_Pair]], first: Word, second: Word, language: str) -> Iterator[_Pair]:
    mine, other = inflections(first.text, language), inflections(second.text, language)
    return (pair for key in sorted(mine) for pair in table.get(key, ()) if pair.second & other)


def _neighbours(tokens: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Two content words with nothing but a few small words between them."""
    for i, word in enumerate(tokens):
        if not is_content(word.text):
            continue
        j = i + 1
        while j < len(tokens) and j - i <= _REACH + 1 and tokens[j].start - tokens[j - 1].end <= 1:
            if tokens[j].folded not in _LINKS:
                if is_content(tokens[j].text):
                    yield i, j
                break
            j += 1


def _farther(tokens: Sequence[Word], between: int) -> Iterator[tuple[int, int]]:
    """Two content words of a clause with at most so many others between them."""
    for i, word in enumerate(tokens):
        content = 0
        for j in range(i + 1, len(tokens) if is_content(word.text) else 0):
            if tokens[j].start - tokens[j - 1].end > 1 or content > between:
                break
            if is_content(tokens[j].text):
                content += 1
                yield i, j


@lru_cache(maxsize=128)  # the kinds of news in both languages
def _pairs(language: str, domain: str) -> dict[str, list[_Pair]]:
    """Key of the first word → the pairs that begin with it."""
    found: dict[str, list[_Pair]] = defaultdict(list)
    for term in domain_terms(language, domain):
        groups = _senses_of(term.english, language), _everyday_of(term.english, language)
        right = {stem(word, language): word for form in term.accepted for word in word_texts(form)}
        for first, second in {pair for form in term.wrong for pair in _two_words(form, language)}:
            keys = (_alike(first, groups, right, language), _alike(second, groups, right, language))
            wrong = [key for key in (stem(first, language), stem(second, language)) if key not in right]
            pair = _Pair(*keys, term, wrong[0] if len(wrong) == 1 else "")
            for key in pair.first:
                found[key].append(pair)
    return dict(found)


def _two_words(form: str, language: str) -> Iterator[tuple[str, str]]:
    """The content words of a rendering, when it is two with nothing but small words between."""
    tokens = [] if GAP in form else word_texts(form)
    content = [word for word in tokens if is_content(word) and fold(word) not in _LINKS]
    small = all(fold(word) in _LINKS for word in tokens if word not in content)
    plain = all(fold(word) not in _PLACES and stem(word, language) not in LIGHT_VERBS for word in content)
    if len(content) == 2 and small and plain:
        yield content[0], content[1]


def _alike(word: str, groups: tuple[_Groups, _Groups], right: dict[str, str], language: str) -> frozenset[str]:
    """The keys of a word and of those that share its sense; for the wrong word of the two none that may be right.

    The everyday words of an English word that the inventory does not part may well be of several senses: they stand for a word
    that is right, not for one that is wrong.
    """
    mine = stem(word, language)
    found = (*groups[0], *groups[1]) if mine in right else groups[0]
    same = {form for group in found if any(stem(form, language) == mine for form in group) for form in group}
    if mine not in right:
        starts = {form[:_LIKE_RIGHT] for form in right.values()}
        same = {form for form in same if stem(form, language) not in right and form[:_LIKE_RIGHT] not in starts}
    return inflections(word, language).union(*(inflections(form, language) for form in same))


def _senses_of(english: str, language: str) -> _Groups:
    """The words of each sense of each English word."""
    return tuple(_single(sense.words) for base in _bases(english) for sense in senses(language).get(base, ()))


def _everyday_of(english: str, language: str) -> _Groups:
    """The everyday words of each English word that has one sense."""
    table = lexicon(language)
    return tuple(_single(table[base]) for base in _bases(english) if base in table and base not in senses(language))


def _bases(english: str) -> list[str]:
    return sorted({base for word in word_texts(english) for base in base_forms(fold(word))})


def _single(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(form for form in forms if " " not in form and "-" not in form)
