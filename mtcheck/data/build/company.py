"""Which company words keep in a wrong sense, and which in their own: `mtcheck/data/company_LANGUAGE.tsv.xz` from the other data files.

usage: python mtcheck/data/build/company.py [--without-stories]

Every line of the term bank, the domains' errors, the selections and the sense inventory says of some words that they were put
for others: here these are gathered by word, with the words that stood around them. A line of a table is a word (its stem):

    word  rarity  accepted  topics  company  rival  rival …

*rarity*: 0 (everywhere) to 1, from the words of open text; *accepted*: in how many accepted renderings it stands; *topics*: the
domains of these, with counts; *company*: the words beside it there. A *rival* is the word that is right where this one is wrong,
`forms;right;lines;examples;domains;company`: the forms that stood wrongly, the stem of the right word, how many lines say so, up to
two of them (`English=accepted rendering`), and the domains and words that were around it, with counts. The line of `*` holds the topics of
all words together.
"""

from __future__ import annotations

import lzma
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mtcheck.company import LIGHT
from mtcheck.grammar import is_content
from mtcheck.knowledge import (
    GAP,
    corpus_words,
    domain_terms,
    domains,
    inflections,
    selection_rows,
    senses,
    story_errors,
    terms,
)
from mtcheck.script import stem, word_texts

TYPICAL = 3  # how many lines a domain's typical word counts for
EXAMPLES = 2  # lines kept of a rival
COMMONEST, RAREST = 4.5, 11.5  # negative logarithms of a word's share of open text
UNSEEN = 20


@dataclass
class Rival:
    """What stands in the table, as it is counted."""

    forms: set[str] = field(default_factory=set)
    examples: Counter[str] = field(default_factory=Counter)
    domains: Counter[str] = field(default_factory=Counter)
    company: Counter[str] = field(default_factory=Counter)


class Table:
    """The counts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.rivals: dict[str, dict[str, Rival]] = defaultdict(lambda: defaultdict(Rival))
        self.company: dict[str, Counter[str]] = defaultdict(Counter)
        self.topics: dict[str, Counter[str]] = defaultdict(Counter)
        self.accepted: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        for word, count in corpus_words(language).items():
            self._counts[stem(word, language)] += count
        self._whole = sum(self._counts.values())

    def content(self, text: str) -> list[tuple[str, str]]:
        """(word, stem) of the content words."""
        words = word_texts(text.replace(GAP, " "))
        return [(word, stem(word, self.language)) for word in words if is_content(word)]

    def stems(self, texts: Iterable[str]) -> list[set[str]]:
        """The stems of the content words of each text."""
        return [{key for _, key in self.content(text)} for text in texts]

    def add_term(self, english: str, accepted: tuple[str, ...], wrong: tuple[str, ...], domain: str) -> None:
        """A line of the term bank, or of a domain's errors."""
        right = self.stems(accepted)
        rights = set().union(*right)
        for rendering in right:
            for key in rendering:
                self.accepted[key] += 1
                self.company[key].update(rendering - {key})
        renderings = [self.content(form) for form in wrong]
        if domain:
            shared = Counter(key for words in renderings for key in {key for _, key in words})
            for key in rights:
                self.topics[key][domain] += 1 + (shared[key] > 1)
        for words in renderings:
            around = {key for _, key in words}
            for form, key in words:
                if key not in rights and key not in LIGHT:
                    example = f"{english}={accepted[0] if accepted else ''}"
                    self._put(form, key, self._telling(right, around), example, domain, around - {key})

    def add_selection(
        self, english: str, wrong: tuple[str, ...], company: tuple[str, ...], right: tuple[str, ...]
    ) -> None:
        """A line of the selections: wrong words, telling neighbours, right words."""
        neighbours = set().union(*self.stems(company))
        rights = self.stems(right)
        for form in wrong:
            words = self.content(form)
            words = [item for item in words if item[1] not in LIGHT] or words
            if len(words) == 1:
                example = f"{english}={right[0] if right else ''}"
                self._put(*words[0], self._telling(rights, {words[0][1]}), example, "", neighbours)
        for key in set().union(*rights):
            self.company[key].update(neighbours)

    def add_error(self, english: str, wrong: str, right: str, domain: str, company: tuple[str, ...]) -> None:
        """What was marked in a story."""
        words, rights = self.content(wrong), self.stems([right])
        around, inside = set().union(*self.stems(company)), {key for _, key in words}
        for form, key in words:
            if key not in LIGHT and key not in rights[0]:
                others = around | inside - {key}
                self._put(form, key, self._telling(rights, inside), f"{english}={right}", domain, others)
        for key in rights[0]:
            self.company[key].update(around)

    def add_senses(self) -> None:
        """The sense inventory: every sense's words stand wrongly for the other senses' in their company."""
        for items in senses(self.language).values():
            for sense in items:
                for form, key in (item for word in sense.words for item in self.content(word)):
                    self.company[key].update(sense.company)
                    for other in items:
                        if other is not sense and key not in LIGHT:
                            right = self._telling(self.stems(other.words), {key})
                            example = f"{other.english} ({other.label})={other.words[0] if other.words else ''}"
                            self._put(form, key, right, example, "", set(other.company))

    def _telling(self, renderings: Sequence[set[str]], around: set[str]) -> str:
        """The rarest word of the most usual rendering that the wrong one does not have; blank if there is none."""
        fresh = (rendering - around - LIGHT for rendering in renderings)
        return max(next(filter(None, fresh), {""}), key=lambda key: (self.rarity(key), key))

    def _put(self, form: str, key: str, right: str, example: str, domain: str, around: set[str]) -> None:
        if right:
            rival = self.rivals[key][right]
            rival.forms.add(form)
            rival.examples[example] += 1
            rival.company.update(around - LIGHT)
            if domain:
                rival.domains[domain] += 1

    def rarity(self, key: str) -> float:
        """0 for the commonest words of open text, 1 for those that it has not."""
        rarity = (math.log(self._whole / (self._counts[key] + UNSEEN)) - COMMONEST) / (RAREST - COMMONEST)
        return min(1.0, max(0.0, rarity))

    def lines(self) -> Iterator[str]:
        """The lines of the table, sorted."""
        total: Counter[str] = sum(self.topics.values(), Counter())
        yield "\t".join(["*", "0", "0", _counted(total), ""])
        for key in sorted(self.rivals.keys() | self.company.keys() | self.topics.keys()):
            cells = [key, f"{self.rarity(key):.2f}", str(self.accepted[key])]
            cells += [_counted(self.topics[key]), " ".join(sorted(self.company[key]))]
            yield "\t".join(cells + list(self._rivals(key)))

    def _rivals(self, key: str) -> Iterator[str]:
        for right, rival in sorted(self.rivals[key].items()):
            forms = " ".join(_families(rival.forms, self.language))
            names = [name.replace(";", ",").replace("|", ",") for name, _ in rival.examples.most_common(EXAMPLES)]
            count = str(sum(rival.examples.values()))
            yield ";".join([forms, right, count, "|".join(names), _counted(rival.domains), _counted(rival.company)])


def _families(forms: set[str], language: str) -> list[str]:
    """One form of each declension."""
    kept: list[str] = []
    for form in sorted(forms):
        if not any(inflections(form, language) <= inflections(other, language) for other in kept):
            kept.append(form)
    return kept


def _counted(counts: Counter[str]) -> str:
    return " ".join(key if count == 1 else f"{key}*{count}" for key, count in sorted(counts.items()))


def table(language: str, stories: bool) -> Table:
    """All that the data files say; without the stories for those who learn from these what the rest is worth."""
    made = Table(language)
    for domain, typical in domains(language).items():
        for key in typical:
            made.topics[key][domain] += TYPICAL
        for term in domain_terms(language, domain):
            made.add_term(term.english, term.accepted, term.wrong, domain)
    for term in terms(language):
        made.add_term(term.english, term.accepted, term.wrong, "")
    for english, sense, wrongs, neighbours, rights in selection_rows(language):
        made.add_selection(f"{english} ({sense})", wrongs, neighbours, rights)
    made.add_senses()
    for domain, english, form, right, company in story_errors(language) if stories else ():
        made.add_error(english, form, right, domain, company)
    return made


def main() -> None:
    """Write both tables."""
    for language in ("hi", "mr"):
        text = "\n".join(table(language, "--without-stories" not in sys.argv).lines()) + "\n"
        path = Path(__file__).parent.parent / f"company_{language}.tsv.xz"
        path.write_bytes(lzma.compress(text.encode(), preset=9))


if __name__ == "__main__":
    main()
