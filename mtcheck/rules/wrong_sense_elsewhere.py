"""Known wrong renderings of several words in news of another kind than the one they were listed for.

A machine that makes a servant of an ex-serviceman does so in an election report as well as in news of the army. The phrase is
taken for wrong there when nothing says that its words are at home: no domain of the article has them, and open text never
has two of them side by side. A helper of the rule wrong-sense (no rule of its own).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from mtcheck.grammar import is_content
from mtcheck.knowledge import Patterns, Term, collocations, domain_terms, domains, hindi_zipf
from mtcheck.rules.wrong_sense_pairs import COMMON
from mtcheck.script import stem, word_texts


@dataclass(frozen=True)
class _Phrase:
    """A wrong rendering; `wrong` are the stems of those of its content words that no accepted one has."""

    text: str
    stems: frozenset[str]
    wrong: frozenset[str]
    term: Term


def patterns(stems: frozenset[str], spoken: Collection[str], at_home: frozenset[str], language: str) -> Patterns[Term]:
    """The wrong renderings of other domains that an article's words may make.

    `stems` are those of all of its words, `spoken` its domains, `at_home` the stems of what articles of these rightly say.
    """
    found: Patterns[Term] = Patterns(language, strict=True)
    if not spoken:
        return found
    table = _by_beginning(language)
    for key in sorted(stems & table.keys()):
        for form, term in table[key]:
            if term.subject in spoken:
                continue
            phrase = _phrase(form, term, language)
            strange = len(phrase.stems) > 1 and phrase.wrong and not phrase.wrong & at_home
            if strange and phrase.stems <= stems and not _ordinary(phrase, language):
                found.add(phrase.text, phrase.term)
    return found


@lru_cache(maxsize=2)
def _by_beginning(language: str) -> dict[str, list[tuple[str, Term]]]:
    """Stem of the first content word → the wrong renderings of several words that begin so, of all domains.

    Most never come to be looked at: no more of them is stemmed here than that word.
    """
    found: dict[str, list[tuple[str, Term]]] = defaultdict(list)
    for domain in domains(language):
        for term in domain_terms(language, domain):
            for form in term.wrong:
                parts = form.replace("-", " ").split()
                first = next((part for part in parts if is_content(part)), "") if len(parts) > 1 else ""
                if first:
                    found[stem(first, language)].append((form, term))
    return dict(found)


@lru_cache(maxsize=20_000)
def _phrase(form: str, term: Term, language: str) -> _Phrase:
    right = {stem(word, language) for accepted in term.accepted for word in word_texts(accepted)}
    stems = frozenset(stem(word, language) for word in word_texts(form) if is_content(word))
    return _Phrase(form, stems, stems - right, term)


def _ordinary(phrase: _Phrase, language: str) -> bool:
    """Words that stand beside one another in open text, or are common everywhere."""
    content = [word for word in word_texts(phrase.text) if is_content(word)]
    stems = [stem(word, language) for word in content]
    if any(pair in collocations(language) for pair in itertools.pairwise(stems)):
        return True
    return all(hindi_zipf(word) >= COMMON for word, key in zip(content, stems, strict=True) if key in phrase.wrong)
