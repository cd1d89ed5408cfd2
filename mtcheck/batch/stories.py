"""Grouping: which articles of a tree tell the same story.

Candidates come from an inverted index of terms, in which an article looks back at no more than WINDOW others a term, and, for
articles in another script, from the vectors of the last SIGHT articles; "before" and "last" are meant in the order of days and
paths. So the work grows with the number of articles, not its square. Whether two candidates tell the same story depends on these
two alone: an article that arrives changes its own story and hardly another.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence

import numpy as np

from mtcheck.batch.digest import Digest

WINDOW = 32  # articles before it that an article is compared with, for each of its terms
SIGHT = 256  # … and for its vector
LARGEST = 8  # articles of a story; more would be more of the same evidence, and each is checked against every other
DAYS = 4  # between two articles on a story, where their paths tell days
# In one script, likeness is the share of the poorer article's terms that both have, plus SLOPE times their cosine beyond NEAR; it must reach ALIKE,
# and 0 between Hindi and Marathi, which share few words.
NEAR, SLOPE, ALIKE = 0.915, 10.0, 0.4
SHARED = 6.0  # least weight of the terms that two articles in one script share
# Between Devanagari and Latin only names and numbers can be shared: each unit of their weight stands for some cosine, up to a limit.
ACROSS, BONUS, MOST = 0.87, 0.01, 4.0
_CANDIDATE = ACROSS - BONUS * MOST


def stories(digests: Sequence[Digest]) -> list[list[Digest]]:
    """The articles in stories of at most LARGEST, each in the order of its paths; the same for any order of `digests`."""
    ordered = sorted(digests, key=lambda digest: (digest.day, digest.path))
    pairs = sorted(_pairs(ordered), key=lambda pair: (-pair[0], ordered[pair[1]].path, ordered[pair[2]].path))
    story = {index: [index] for index in range(len(ordered))}
    for _, first, second in pairs:
        across = ordered[first].english != ordered[second].english
        if _may_join(story[first], story[second], across, ordered):
            joined = story[first] + story[second]
            story.update(dict.fromkeys(joined, joined))
    groups = {id(group): group for group in story.values()}.values()
    found = [sorted((ordered[index] for index in group), key=lambda digest: digest.path) for group in groups]
    return sorted(found, key=lambda group: group[0].path)


def _may_join(first: list[int], second: list[int], across: bool, ordered: Sequence[Digest]) -> bool:
    """False for one and the same story, too large a one, and two that only an English article would join: it tells one story."""
    if first is second or len(first) + len(second) > LARGEST:
        return False
    return not across or any(all(ordered[index].english for index in story) for story in (first, second))


def likeness(first: Digest, second: Digest) -> float:
    """How much two articles have in common; 0 or more when they tell the same story."""
    far = bool(first.day and second.day) and abs(first.day - second.day) > DAYS
    if far or not (first.terms and second.terms):
        return -1.0
    shared = sum(min(weight, second.terms[term]) for term, weight in first.terms.items() if term in second.terms)
    cosine = float(np.dot(first.vector, second.vector))
    if first.english != second.english:
        return round(cosine - ACROSS + BONUS * min(shared, MOST), 6)
    if shared < SHARED:
        return -1.0
    share = shared / min(sum(first.terms.values()), sum(second.terms.values()))
    return round(share + SLOPE * (cosine - NEAR) - (ALIKE if first.language == second.language else 0.0), 6)


def _pairs(ordered: Sequence[Digest]) -> Iterator[tuple[float, int, int]]:
    """(likeness, earlier, later) of the candidates that tell the same story."""
    across = _across(ordered)
    recent: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=WINDOW))
    for index, digest in enumerate(ordered):
        candidates = across.get(index, set()) | _sharing(index, ordered, recent)
        for other in sorted(candidates):
            score = likeness(ordered[other], digest)
            if score >= 0:
                yield score, other, index


def _sharing(index: int, ordered: Sequence[Digest], recent: dict[str, deque[int]]) -> set[int]:
    """Earlier articles that share enough terms with this one, which is then entered into the index."""
    shared: dict[int, float] = defaultdict(float)
    for term, weight in ordered[index].terms.items():
        for other in recent[term]:
            shared[other] += min(weight, ordered[other].terms[term])
        recent[term].append(index)
    return {other for other, weight in shared.items() if weight >= SHARED}


def _across(ordered: Sequence[Digest]) -> dict[int, set[int]]:
    """Article → earlier ones in another script whose vectors are near."""
    places = [index for index, digest in enumerate(ordered) if digest.terms]
    english = np.array([ordered[index].english for index in places])
    if english.all() or not english.any():
        return {}
    vectors = np.stack([ordered[index].vector for index in places])
    found: dict[int, set[int]] = {}
    for row, index in enumerate(places):
        first = max(0, row - SIGHT)
        near = (vectors[first:row] @ vectors[row] >= _CANDIDATE) & (english[first:row] != english[row])
        found[index] = {places[first + int(place)] for place in np.flatnonzero(near)}
    return found
