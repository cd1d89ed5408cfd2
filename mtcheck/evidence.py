"""Evidence: which sentences elsewhere speak about a sentence, and how their words align.

English sentences of the same article, English and Hindi or Marathi sentences of the other articles of the run that tell the same
story, and files handed over as evidence. What is about something else must not raise findings, so a match needs to stand out
from the rest: e5's cosines lie between 0.75 and 0.95 whatever the texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mtcheck.align import Alignment, align
from mtcheck.encode import Encoded, Encoder
from mtcheck.grammar import is_content
from mtcheck.script import Word, words
from mtcheck.types import Article, Evidence, Kind, Language, Link, Sentence, Span

ENGLISH_MINIMUM = 0.80  # least cosine of an English sentence and a Hindi one
ENGLISH_EXCESS = 0.028  # … and how much it must lie above that sentence's mean over the article
ELSEWHERE = 0.02  # how much nearer an English sentence of another article must be
SIBLING_MINIMUM = 0.93  # least cosine of two Hindi or Marathi sentences of different articles
SIBLING_EXCESS = 0.05
SAME_STORY = 0.86  # least mean of the best cosines of two articles' sentences
SURE_LINK, SURE_LINKS = 0.68, 3  # content words so surely linked, and so many of them, make a match of a lesser cosine
PER_SENTENCE = {True: 3, False: 2}  # English, and Hindi or Marathi
PER_EVIDENCE = 3
_NOT_SPEECH = re.compile(r"^\W*(?:pic\.twitter\.com|https?:)", re.IGNORECASE)
_DASHES = "—–-"  # before a tweet's signature
_MINIMUM_WORDS = 3


@dataclass(frozen=True)
class EncodedSentence:
    """A sentence with its words, its vector and the states of its words."""

    article: Article
    sentence: Sentence
    words: tuple[Word, ...]
    encoded: Encoded

    @property
    def english(self) -> bool:
        """True for a sentence written in English."""
        return self.sentence.language is Language.ENGLISH


def encode_articles(articles: Sequence[Article], encoder: Encoder) -> dict[str, list[EncodedSentence]]:
    """Encode every sentence of every article in one go; article path → its encoded sentences."""
    pairs = [(article, sentence) for article in articles for sentence in article.sentences]
    found = [tuple(words(sentence.text, sentence.start)) for _, sentence in pairs]
    spans = [[Span(w.start - s.start, w.end - s.start) for w in ws] for (_, s), ws in zip(pairs, found, strict=True)]
    encoded = encoder.encode([sentence.text for _, sentence in pairs], spans)
    out: dict[str, list[EncodedSentence]] = {article.path: [] for article in articles}
    for (article, sentence), ws, item in zip(pairs, found, encoded, strict=True):
        out[article.path].append(EncodedSentence(article, sentence, ws, item))
    return out


def states_of(items: Sequence[EncodedSentence]) -> dict[int, NDArray[np.float32]]:
    """Sentence index → the states (words, 384) of its words."""
    return {item.sentence.index: item.encoded.states for item in items}


def attach_evidence(
    article: Article, encoded: dict[str, list[EncodedSentence]], given: Sequence[str] = ()
) -> dict[int, list[Alignment]]:
    """Fill `sentence.evidence` of one article, best first; sentence index → the alignments, parallel to the evidence.

    `given` are paths that were handed over as evidence or as the source: they tell the same story by definition.
    """
    checked = [item for item in encoded[article.path] if _is_checked(item)]
    if not checked:
        return {}
    vectors = np.stack([item.encoded.vector for item in checked])
    matches: dict[int, list[tuple[float, EncodedSentence]]] = {}
    for path, items in encoded.items():
        speakers = [item for item in items if _may_speak(item, article)]
        if not speakers:
            continue
        same_story = path == article.path or path in given or _same_story(vectors, encoded[path])
        _match(checked, vectors, speakers, matches, same_story)
    return {checked[row].sentence.index: _attach(checked[row], found) for row, found in matches.items()}


def _is_checked(item: EncodedSentence) -> bool:
    return not item.english and item.sentence.kind not in (Kind.BOILERPLATE, Kind.TWEET) and bool(item.words)


def _may_speak(item: EncodedSentence, article: Article) -> bool:
    if (
        item.sentence.kind is Kind.BOILERPLATE
        or len(item.words) < _MINIMUM_WORDS
        or _NOT_SPEECH.match(item.sentence.text)
        or (item.sentence.text.lstrip()[:1] in _DASHES and "(@" in item.sentence.text)
    ):
        return False
    # Within one article the Hindi sentences are what is checked; only its English is evidence.
    return item.english or item.article.path != article.path


def _same_story(vectors: NDArray[np.float32], others: list[EncodedSentence]) -> bool:
    """True when the sentences of two articles find near partners in each other on the average."""
    bodies = [item.encoded.vector for item in others if item.sentence.kind is not Kind.BOILERPLATE and not item.english]
    if not bodies:
        return False
    cosines = vectors @ np.stack(bodies).T
    return float((cosines.max(axis=1).mean() + cosines.max(axis=0).mean()) / 2) >= SAME_STORY


def _match(
    checked: list[EncodedSentence],
    vectors: NDArray[np.float32],
    speakers: list[EncodedSentence],
    matches: dict[int, list[tuple[float, EncodedSentence]]],
    same_story: bool,
) -> None:
    for speaker in speakers:
        cosines = vectors @ speaker.encoded.vector
        minimum = ENGLISH_MINIMUM if speaker.english else SIBLING_MINIMUM
        excess = ENGLISH_EXCESS if speaker.english else SIBLING_EXCESS
        if speaker.article.path != checked[0].article.path and speaker.english:
            minimum, excess = minimum + ELSEWHERE, excess + ELSEWHERE
        # A single sentence has no mean to stand out from.
        mean = float(cosines.mean()) if len(cosines) > 3 else minimum
        if not same_story:
            minimum, excess = minimum + 0.04, excess + 0.02
        for row in np.argsort(-cosines)[:PER_EVIDENCE]:
            near = cosines[row] >= minimum and cosines[row] - mean >= excess
            if near or (speaker.english and cosines[row] - mean >= excess / 2 and _well_aligned(checked[row], speaker)):
                matches.setdefault(int(row), []).append((float(cosines[row]), speaker))


def _well_aligned(item: EncodedSentence, speaker: EncodedSentence) -> bool:
    """True when several content words are surely linked: a long English sentence may speak of two Hindi ones."""
    alignment = align(item.words, item.encoded.states, speaker.words, speaker.encoded.states)
    sure = [
        row
        for row, column in alignment.links.items()
        if alignment.score(row) >= SURE_LINK
        and is_content(item.words[row].text)
        and is_content(speaker.words[column].text)
    ]
    return len(sure) >= SURE_LINKS


def _attach(item: EncodedSentence, found: list[tuple[float, EncodedSentence]]) -> list[Alignment]:
    """English evidence before siblings' Hindi, the nearest first, the same text once."""
    alignments: list[Alignment] = []
    seen: set[str] = set()
    room = dict(PER_SENTENCE)
    for cosine, speaker in sorted(found, key=lambda pair: (not pair[1].english, -pair[0])):
        if speaker.sentence.text in seen or not room[speaker.english]:
            continue
        seen.add(speaker.sentence.text)
        room[speaker.english] -= 1
        alignment = align(item.words, item.encoded.states, speaker.words, speaker.encoded.states)
        alignments.append(alignment)
        item.sentence.evidence.append(_evidence(speaker, cosine, alignment))
    return alignments


def _evidence(speaker: EncodedSentence, cosine: float, alignment: Alignment) -> Evidence:
    source = speaker.sentence
    evidence = Evidence(
        speaker.article.path, source.kind.value, source.start, source.end, source.text, cosine, source.language
    )
    links = tuple(
        Link(
            Span(alignment.words[row].start, alignment.words[row].end),
            Span(alignment.evidence_words[column].start, alignment.evidence_words[column].end),
            float(alignment.similarity[row, column]),
        )
        for row, column in sorted(alignment.links.items())
    )
    return replace(evidence, links=links)
