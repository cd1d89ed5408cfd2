"""What a rule is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mtcheck.align import Alignment
from mtcheck.contrast import is_counterpart
from mtcheck.glossary import Glossary
from mtcheck.script import Word, fold, stem, words
from mtcheck.substitution import WordStates
from mtcheck.types import Article, Evidence, Finding, Kind, Language, Sentence, Severity, WordKind

# Kinds of block that a translation system wrote; tweets are their authors' own words, boilerplate is the site's.
CHECKED_KINDS = {Kind.HEADLINE, Kind.SUBHEAD, Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.CAPTION}


@dataclass(frozen=True)
class Tokens:
    """A sentence with its words."""

    sentence: Sentence
    words: tuple[Word, ...]


@dataclass
class Context:
    """One article as the rules see it.

    `alignments` holds, by sentence index, the word alignments with the sentence's evidence, in the evidence's order; `glossary` is
    the newsroom's own; `word_states` is the encoder's, for those who try other words in a place (None: nothing is tried);
    `states` holds, by sentence index, the states of its words, and `word_kind` tells what kind of word has such a state.
    """

    article: Article
    alignments: dict[int, list[Alignment]] = field(default_factory=dict)
    glossary: Glossary = field(default_factory=Glossary)
    word_states: WordStates | None = None
    states: Mapping[int, NDArray[np.float32]] = field(default_factory=dict)
    word_kind: Callable[[NDArray[np.float32]], WordKind] | None = None

    def kind_of(self, tokens: Tokens, i: int) -> WordKind | None:
        """Whether the word is a loanword, a name or a native word, by its place in the sentence; None when nobody can tell."""
        states = self.states.get(tokens.sentence.index)
        return self.word_kind(states[i]) if states is not None and self.word_kind is not None else None

    @property
    def language(self) -> str:
        """ "hi" or "mr"."""
        return self.article.language.value

    @cached_property
    def checked(self) -> list[Tokens]:
        """The sentences that are checked, with their words."""
        return [
            Tokens(sentence, tuple(words(sentence.text, sentence.start)))
            for sentence in self.article.sentences
            if sentence.kind in CHECKED_KINDS and sentence.language is not Language.ENGLISH
        ]

    @cached_property
    def english(self) -> list[Sentence]:
        """The English sentences of the same article."""
        return [s for s in self.article.sentences if s.language is Language.ENGLISH and s.kind is not Kind.BOILERPLATE]

    def english_evidence(self, tokens: Tokens) -> Iterator[tuple[int, Evidence, Alignment]]:
        """A sentence's English evidence: its number, itself, and the word alignment with it."""
        alignments = self.alignments.get(tokens.sentence.index, [])
        for index, (evidence, alignment) in enumerate(zip(tokens.sentence.evidence, alignments, strict=False)):
            if evidence.language is Language.ENGLISH:
                yield index, evidence, alignment

    @cached_property
    def counterparts(self) -> list[tuple[Tokens, int, Evidence, Alignment]]:
        """The checked sentences for which an English one is at hand that says the same, with the nearest such evidence."""
        found = ((tokens, self.english_evidence(tokens)) for tokens in self.checked)
        return [
            (tokens, *first)
            for tokens, listed in found
            if (first := next((item for item in listed if is_counterpart(item[2])), None)) is not None
        ]

    @cached_property
    def word_counts(self) -> dict[str, int]:
        """How often each folded word stands in the checked sentences."""
        counts: dict[str, int] = {}
        for tokens in self.checked:
            for word in tokens.words:
                counts[fold(word.text)] = counts.get(fold(word.text), 0) + 1
        return counts

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words of the checked sentences."""
        return frozenset(stem(word, self.language) for word in self.word_counts)

    def finding(
        self,
        rule: str,
        tokens: Tokens,
        start: int,
        end: int,
        confidence: float,
        message: tuple[str, str],
        *,
        severity: Severity = Severity.MAJOR,
        means: str = "",
        intended: str = "",
        suggestion: str = "",
        evidence: tuple[int, ...] = (),
    ) -> Finding:
        """A finding on [start, end) of the article's text; `message` is (English, Hindi)."""
        return Finding(
            rule=rule,
            severity=severity,
            confidence=confidence,
            start=start,
            end=end,
            text=self.article.text[start:end],
            sentence=tokens.sentence.index,
            message=message[0],
            message_hi=message[1],
            means=means,
            intended=intended,
            suggestion=suggestion,
            evidence=evidence,
        )


@dataclass(frozen=True)
class Rule:
    """A rule: `check` yields findings, several on the same words if it likes; they are merged later.

    A rule's module holds its documentation page as its docstring, whose first line is its title.
    """

    id: str
    title_hi: str
    mqm: str
    its: str
    check: Callable[[Context], Iterator[Finding]]
