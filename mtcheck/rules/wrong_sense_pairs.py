"""Known wrong renderings of two words, with words of the same sense in their places or other small words between.

The domain errors list "title of the land" as जमीन का शीर्षक; a machine writes जमीन का कोई शीर्षक and भूमि का शीर्षक as well.
A helper of the rule wrong-sense (no rule of its own).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mtcheck.english import base_forms
from mtcheck.grammar import is_content
from mtcheck.knowledge import GAP, LIGHT_VERBS, Term, domain_terms, inflections, lexicon, senses
from mtcheck.script import Word, fold, stem, word_texts

_LINKS = {
    fold(form)
    for form in ("का के की में से पर और एवं साथ चा ची चे च्या आणि व हुए हुआ हुई वाला वाले वाली कोई इस उस यह अपना अपनी अपने").split()
}
_Groups = tuple[tuple[str, ...], ...]  # words that share a sense
_REACH = 2  # such words between the two
# Words that turn any other into something else: what is said beside them is no sense of it.
_PLACES = {fold(form) for form in "ऊपर नीचे बाहर आगे पीछे भीतर अंदर वापस अनुसार मुताबिक वर खाली बाहेर पुढे मागे आत परत".split()}
_LIKE_RIGHT = 3  # letters at the beginning that a word has in common with a right one: another form of that


@dataclass(frozen=True)
class _Pair:
    """The keys of the two words in their order, and the term that they get wrong."""

    first: frozenset[str]
    second: frozenset[str]
    term: Term


def find(tokens: Sequence[Word], language: str, domain: str) -> Iterator[tuple[int, int, Term]]:
    """(first token, last token + 1, term) of every pair of words that is never right in articles of the domain."""
    table = _pairs(language, domain)
    for i, j in _neighbours(tokens):
        mine, other = inflections(tokens[i].text, language), inflections(tokens[j].text, language)
        found = next((pair for key in sorted(mine) for pair in table.get(key, ()) if pair.second & other), None)
        if found is not None:
            yield i, j + 1, found.term


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


@lru_cache(maxsize=128)  # the kinds of news in both languages
def _pairs(language: str, domain: str) -> dict[str, list[_Pair]]:
    """Key of the first word → the pairs that begin with it."""
    found: dict[str, list[_Pair]] = defaultdict(list)
    for term in domain_terms(language, domain):
        groups = _senses_of(term.english, language), _everyday_of(term.english, language)
        right = {stem(word, language): word for form in term.accepted for word in word_texts(form)}
        for first, second in {pair for form in term.wrong for pair in _two_words(form, language)}:
            pair = _Pair(_alike(first, groups, right, language), _alike(second, groups, right, language), term)
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
