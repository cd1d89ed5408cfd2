"""How likely a word stands in a wrong sense, by the company it keeps: what all data files say of it, weighed by trained trees.

A line of the data files names one mistake in one surrounding. Taken together they tell what a word was put for, and among
which words and in which domains of news; what its own surroundings are they tell too, by their accepted renderings. Both
are held against the sentence and the article in which the word stands (`Suspect.witnesses`), and a forest of small
regression trees makes a probability of them (`likelihoods`). The trees learnt from news stories written for it,
in which every mistranslation is marked: see models/recipe/word_senses.py.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from mtcheck.collocation import neighbours
from mtcheck.forest import forest
from mtcheck.grammar import is_content
from mtcheck.knowledge import collocations, inflections, name_words, packed_lines, story_pairs, story_words
from mtcheck.numbers import word_value
from mtcheck.script import Word, stem, word_texts

LIGHT = frozenset(("कर", "हो", "दे", "ले", "जा", "रख", "आ", "लग", "रह", "बन", "पड", "लगा"))
"""Stems of verbs that go with any noun."""

_SMOOTHING = 5.0  # lines' worth of the average word
_LEAST, _MOST = -1.5, 2.5  # what one word may say about a domain
_ARTICLE_TRUST, _SENTENCE_TRUST = 0.35, 0.5  # words of one text are no independent witnesses
_NEAR = 3  # words
_ROOT = 3  # letters
_RIVALS = 5  # of a word that are weighed
_SPARE = 0.3  # that few words' being all there says little
_AT_HOME = 0.1  # share of a text's domains from which a rival is thought of that nothing else suggests


@dataclass(frozen=True)
class Rival:
    """The word that is right where another stands wrongly: its stem, how many lines say so, and what was around it there.

    `examples` are the English expressions of some of these lines, with their accepted renderings.
    """

    forms: tuple[str, ...]
    right: str
    lines: int
    examples: tuple[tuple[str, str], ...]
    domains: Mapping[str, int]
    company: Mapping[str, float]  # logarithms of counts


@dataclass(frozen=True)
class Profile:
    """What the data files say of a word: `rarity` from 0 to 1, in how many accepted renderings it stands, with what domains and words."""

    rarity: float
    accepted: int
    topics: Mapping[str, int]
    company: frozenset[str]
    rivals: tuple[Rival, ...]


_NOTHING = Profile(1.0, 0, {}, frozenset(), ())


class Profiles:
    """The table of one language; a line is taken apart when its word is first asked for."""

    def __init__(self, language: str) -> None:
        lines = (line.partition("\t") for line in packed_lines(f"company_{language}.tsv.xz"))
        self._lines = {key: rest for key, _, rest in lines}
        self._made: dict[str, Profile] = {}
        shares = self["*"].topics
        whole = sum(shares.values())
        self.shares = {domain: count / whole for domain, count in shares.items()}

    def __getitem__(self, key: str) -> Profile:
        if key not in self._made:
            self._made[key] = _profile(self._lines[key].split("\t")) if key in self._lines else _NOTHING
        return self._made[key]


def _profile(cells: list[str]) -> Profile:
    rarity, accepted, topics, company, *rivals = cells
    return Profile(
        float(rarity),
        int(accepted),
        _counts(topics),
        frozenset(company.split()),
        tuple(_rival(cell) for cell in rivals),
    )


def _rival(cell: str) -> Rival:
    forms, right, lines, examples, domains, company = cell.split(";")
    logs = {key: math.log1p(count) for key, count in _counts(company).items()}
    pairs = tuple(
        (english, accepted) for english, _, accepted in (part.rpartition("=") for part in examples.split("|"))
    )
    return Rival(tuple(forms.split()), right, int(lines), pairs, _counts(domains), logs)


def _counts(cell: str) -> dict[str, int]:
    parts = (part.partition("*") for part in cell.split())
    return {key: int(count or 1) for key, _, count in parts}


@lru_cache(maxsize=2)
def profiles(language: str) -> Profiles:
    """What is known of a language's words."""
    return Profiles(language)


@lru_cache(maxsize=20_000)
def _rivals_of(text: str, language: str) -> tuple[Rival, ...]:
    """The rivals of a word in this form."""
    mine = inflections(text, language)
    key = stem(text, language)
    return tuple(
        rival
        for rival in profiles(language)[key].rivals
        if not _akin(key, rival.right)
        and any(mine & inflections(form, language) for form in rival.forms)
        and not any(mine & inflections(word, language) for word in word_texts(rival.examples[0][1]))
    )


def _akin(first: str, second: str) -> bool:
    """Words of one root (घोषित, घोषणा): the one is no mistake for the other."""
    shared = min(len(first), len(second))
    return shared >= _ROOT and first[:shared] == second[:shared]


@dataclass(frozen=True)
class Surroundings:
    """The stems of an article and how many of its sentences have each, and its domains' probabilities."""

    language: str
    stems: frozenset[str]
    sentences: Mapping[str, int]
    domains: Mapping[str, float]


def surroundings(sentences: Sequence[Sequence[Word]], language: str) -> Surroundings:
    """What an article of these sentences is about."""
    counts: dict[str, int] = defaultdict(int)
    for tokens in sentences:
        for key in {stem(word.text, language) for word in tokens}:
            counts[key] += 1
    stems = frozenset(counts)
    return Surroundings(language, stems, counts, domains_of(stems, language, _ARTICLE_TRUST))


def domains_of(stems: Collection[str], language: str, trust: float) -> dict[str, float]:
    """The probabilities of the domains of news, by naive Bayes over the stems; `trust` tempers what they say."""
    table = profiles(language)
    scores = dict.fromkeys(table.shares, 0.0)
    for key in sorted(stems):
        topics = table[key].topics
        if topics:
            base = sum(topics.values()) + _SMOOTHING
            for domain, share in table.shares.items():
                said = math.log((topics.get(domain, 0) / share + _SMOOTHING) / base)
                scores[domain] += min(_MOST, max(_LEAST, said))
    top = max(scores.values())
    powers = {domain: math.exp(trust * (score - top)) for domain, score in scores.items()}
    whole = sum(powers.values())
    return {domain: power / whole for domain, power in powers.items()}


def _share(counts: Mapping[str, int], probabilities: Mapping[str, float]) -> float:
    """How probable the domains of these counts are, on average."""
    whole = sum(counts.values())
    return sum(probabilities.get(domain, 0.0) * count for domain, count in counts.items()) / whole if whole else 0.0


@dataclass
class Suspect:
    """A word that may stand in a wrong sense, what most likely was meant, and what was seen."""

    index: int
    rival: Rival
    witnesses: dict[str, float]


@dataclass
class _Sentence:
    """A sentence as the witnesses see it; `domains` are its own, not the article's."""

    tokens: Sequence[Word]
    stems: list[str]
    content: list[bool]
    around: Surroundings
    domains: Mapping[str, float] = field(default_factory=dict)

    def near(self, i: int) -> dict[str, int]:
        """Stem of every other content word → how many words away it stands."""
        found: dict[str, int] = {}
        for j, key in enumerate(self.stems):
            if self.content[j] and key != self.stems[i]:
                found[key] = min(abs(i - j), found.get(key, len(self.stems)))
        return found


def suspects(tokens: Sequence[Word], around: Surroundings) -> Iterator[Suspect]:
    """The words of a sentence that have stood wrongly for others, with what speaks for and against it here.

    A word comes once for each of the rivals that its surroundings suggest most.
    """
    language = around.language
    stems = [stem(word.text, language) for word in tokens]
    content = [_is_candidate(word) for word in tokens]
    sentence = _Sentence(tokens, stems, content, around, domains_of(set(stems), language, _SENTENCE_TRUST))
    for i, word in enumerate(tokens):
        if content[i] and word.folded not in name_words():
            rivals = _rivals_of(word.text, language)
            if rivals:
                yield from _suspects(sentence, i, rivals)


def _is_candidate(word: Word) -> bool:
    return word.devanagari and is_content(word.text) and word_value(word.folded) is None


def _suspects(sentence: _Sentence, i: int, rivals: Sequence[Rival]) -> Iterator[Suspect]:
    near = sentence.near(i)
    beside = neighbours(sentence.tokens, i, sentence.around.language)
    thought_of = [(_for_rival(sentence, i, near, beside, rival), rival) for rival in rivals]
    ranked = sorted(((seen, rival) for seen, rival in thought_of if seen), key=lambda item: -item[0]["sum"])
    if not ranked:
        return
    shared = _for_itself(sentence, i, near, beside)
    shared["rivals"] = math.log1p(len(rivals))
    shared["all_lines"] = math.log1p(sum(other.lines for other in rivals))
    sums = [seen["sum"] for seen, _ in ranked] + [0.0]
    for place, (seen, rival) in enumerate(ranked[:_RIVALS]):
        best_other = sums[1] if place == 0 else sums[0]
        yield Suspect(i, rival, seen | shared | {"lead": seen["sum"] - best_other})


def _for_rival(
    sentence: _Sentence, i: int, near: Mapping[str, int], beside: Sequence[tuple[str, str]], rival: Rival
) -> dict[str, float]:
    """What speaks for a rival; nothing at all when neither words nor domains do."""
    table, around = profiles(sentence.around.language), sentence.around
    company = {key: rival.company[key] * table[key].rarity for key in sorted(rival.company.keys() & around.stems)}
    share = _share(rival.domains, around.domains)
    if not company and share < _AT_HOME and rival.right not in around.stems:
        return {}
    here = sentence.stems
    right = table[rival.right]
    in_sentence = sum(company.get(key, 0.0) for key in near)
    seen = {
        "company_sentence": in_sentence,
        "company_near": sum(company.get(key, 0.0) for key, far in near.items() if far <= _NEAR),
        "company_beside": sum(company.get(key, 0.0) for key, far in near.items() if far == 1),
        "company_covered": in_sentence / (_SPARE + sum(rival.company.values())),
        "company_article": sum(value for key, value in company.items() if key not in here),
        "domain": share,
        "domain_most": max((around.domains.get(domain, 0.0) for domain in rival.domains), default=0.0),
        "domain_sentence": _share(rival.domains, sentence.domains),
        "lines_domains": math.log1p(sum(rival.domains.values())),
        "lines": math.log1p(rival.lines),
        "right_sentence": sum(table[key].rarity for key in near if key in right.company),
        "right_near": sum(table[key].rarity for key, far in near.items() if far <= _NEAR and key in right.company),
        "right_open": math.log1p(_together(rival.right, near, around.language)),
        "right_stood_so": math.log1p(_stood_so(rival.right, here[i], beside, around.language)),
        "right_elsewhere": float(rival.right in around.stems and rival.right not in here),
        "right_here": float(rival.right in here),
        "right_accepted": math.log1p(right.accepted),
        "right_domain": _share(right.topics, around.domains),
    }
    seen["sum"] = (
        seen["company_sentence"] + seen["company_near"] + seen["company_beside"] + 0.3 * seen["company_article"]
        + 1.5 * seen["domain"] + 0.5 * seen["right_near"] + 0.3 * seen["right_open"] + 0.3 * seen["right_elsewhere"]
        - 2.0 * seen["right_here"]
    )  # fmt: skip
    return seen


def _for_itself(
    sentence: _Sentence, i: int, near: Mapping[str, int], beside: Sequence[tuple[str, str]]
) -> dict[str, float]:
    """What speaks for the word as it stands."""
    table, around = profiles(sentence.around.language), sentence.around
    mine = sentence.stems[i]
    own = table[mine]
    rightly, wrongly = story_words(around.language).get(sentence.tokens[i].folded, (0, 0))
    return {
        "stood_so": math.log1p(_stood_so(mine, mine, beside, around.language)),
        "stood_rightly": math.log1p(rightly),
        "stood_wrongly": math.log1p(wrongly),
        "own_sentence": sum(table[key].rarity for key in near if key in own.company),
        "own_near": sum(table[key].rarity for key, far in near.items() if far <= _NEAR and key in own.company),
        "own_beside": sum(table[key].rarity for key, far in near.items() if far == 1 and key in own.company),
        "with_verb": float(i + 1 < len(sentence.tokens) and sentence.stems[i + 1] in LIGHT),
        "inflected": float(sentence.tokens[i].folded != mine),
        "own_article": sum(
            table[key].rarity for key in sorted(own.company & around.stems) if key not in sentence.stems
        ),
        "own_open": math.log1p(_together(mine, near, around.language)),
        "own_domain": _share(own.topics, around.domains),
        "own_domain_sentence": _share(own.topics, sentence.domains),
        "own_accepted": math.log1p(own.accepted),
        "own_rarity": own.rarity,
        "again": float(around.sentences.get(mine, 0) > 1),
        "domain_top": max(around.domains.values(), default=0.0),
    }


def _stood_so(word: str, place: str, beside: Sequence[tuple[str, str]], language: str) -> int:
    """How often a word stood in right text beside the neighbours of the one in that place; all by their stems."""
    table = story_pairs(language)
    return sum(table.get((word if a == place else a, word if b == place else b), 0) for a, b in beside)


def _together(key: str, near: Mapping[str, int], language: str) -> int:
    """In how many sentences of open text the word stands with its near ones."""
    table = collocations(language)
    return sum(table.get((key, other), 0) + table.get((other, key), 0) for other, far in near.items() if far <= _NEAR)


def likelihoods(found: Sequence[Suspect]) -> list[float]:
    """For each suspect the probability that it stands wrongly for its rival."""
    return forest("company").probabilities([suspect.witnesses for suspect in found])
