"""Words of a wrong sense that their direct neighbours give away (रिहा beside पानी): a helper of wrong-sense, no rule of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.grammar import is_content
from mtcheck.knowledge import Selection, inflections, selection
from mtcheck.script import Word, fold

_VERBAL = ("ना", "ने", "कर", "ता", "ते", "ती", "या", "ये", "यी", "ए", "ई", "णे", "ला", "ली", "ले", "ून")
_REACH = 3  # words on either side, content words or not
_CLAUSE = {fold(word) for word in "और लेकिन जबकि क्योंकि तथा एवं कि जिसने जिसमें जिन्होंने आणि पण व की मात्र".split()}


def find(tokens: Sequence[Word], language: str) -> Iterator[tuple[int, int, Selection, Word, bool]]:
    """(first, last + 1, selection, neighbour, whether it stands right beside) of every wrong word beside a telling neighbour."""
    found = [inflections(word.text, language) for word in tokens]
    for first, end, _, item in selection(language).find(tokens):
        near = list(_near(tokens, first, end))
        if any(found[i] & item.right for i, _ in near):
            continue
        verb = end - first > 1 or tokens[first].folded.endswith(_VERBAL)
        telling = [
            (distance, i)
            for i, distance in near
            if found[i] & item.neighbours and is_content(tokens[i].text) and distance <= (2 if verb else 1)
        ]
        if telling:
            distance, place = min(telling)
            yield first, end, item, tokens[place], distance == 1


def _near(tokens: Sequence[Word], first: int, end: int) -> Iterator[tuple[int, int]]:
    """(index, content words up to it) on both sides within reach, up to a comma, a stop or a conjunction."""
    for start, step in ((first, -1), (end - 1, 1)):
        at, content = start, 0
        for _ in range(_REACH):
            following = at + step
            if not 0 <= following < len(tokens) or tokens[following].folded in _CLAUSE:
                break
            left, right = sorted((at, following))
            if tokens[right].start - tokens[left].end > 1 or tokens[following].text[:1].isdigit():
                break
            at = following
            content += is_content(tokens[at].text)
            yield at, content
