"""# Spelling

A word that is no word, one slip away from a common one.

**Fires on** an unknown word of six letters or more that a single exchanged, missing or surplus letter turns into a common Hindi word.

**Quiet on** names, inflections of known words, acronyms, English words in Devanagari, words that the article uses more than once.

**What to do** Correct the word.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein
from wordfreq import get_frequency_dict, zipf_to_freq

from mtcheck.knowledge import hindi_zipf, known, name_words
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.script import fold, is_devanagari, letters
from mtcheck.types import Finding, Severity

_LENGTH = 6
_COMMON = 3.4
# Letters in another order are a slip of the hand; one letter off may be a rare word, and only advises.
_SCRAMBLED, _SLIP = 0.7, 0.42


def check(context: Context) -> Iterator[Finding]:
    """Misspellings of common words; Marathi has no word frequencies to judge by."""
    if context.language != "hi":
        return
    for tokens in context.checked:
        for i, word in enumerate(tokens.words):
            folded = word.folded
            if len(folded) < _LENGTH or not word.devanagari or context.word_counts.get(folded, 0) > 1:
                continue
            if known(folded, "hi") or letters(folded) or _beside_name(tokens, i):
                continue
            meant = _meant(folded)
            if meant:
                message = (f"No word; ‘{meant}’ was probably meant.", f"यह कोई शब्द नहीं; संभवतः ‘{meant}’।")
                yield context.finding(
                    "spelling", tokens, word.start, word.end, _SCRAMBLED if sorted(folded) == sorted(meant) else _SLIP, message, severity=Severity.MINOR,
                    means=f"(no word: {word.text})", suggestion=meant,
                )  # fmt: skip


def _beside_name(tokens: Tokens, i: int) -> bool:
    near = [tokens.words[k] for k in (i - 1, i + 1) if 0 <= k < len(tokens.words)]
    return any({"given", "surname", "person"} & name_words().get(word.folded, frozenset()) for word in near)


@lru_cache(maxsize=1)
def _by_shape() -> dict[tuple[str, int], list[str]]:
    """Common words by first letter and length."""
    found: dict[tuple[str, int], list[str]] = {}
    least = zipf_to_freq(_COMMON - 0.005)  # as zipf_frequency rounds
    common = (word for word, frequency in get_frequency_dict("hi").items() if frequency >= least)
    for folded in {fold(word) for word in common if is_devanagari(word) and len(word) >= _LENGTH - 1}:
        found.setdefault((folded[0], len(folded)), []).append(folded)
    return found


@lru_cache(maxsize=20_000)
def _meant(folded: str) -> str:
    """The commonest word one slip away (two in words of nine letters); '' when there is none."""
    allowed = 2 if len(folded) >= 9 else 1
    near = [
        (DamerauLevenshtein.distance(folded, word), -hindi_zipf(word), word)
        for length in range(len(folded) - 1, len(folded) + 2)
        for word in _by_shape().get((folded[0], length), ())
        if DamerauLevenshtein.distance(folded, word) <= allowed
    ]
    return min(near)[2] if near else ""


RULE = Rule("spelling", "वर्तनी", "Fluency/Spelling", "misspelling", check)
