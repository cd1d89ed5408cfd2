"""Another name than the English sentence has: a helper of the rule name-error (no rule of its own)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from mtcheck.align import Alignment
from mtcheck.english import base_forms
from mtcheck.grammar import is_content
from mtcheck.knowledge import common_english, glosses, known, name_words, names
from mtcheck.numbers import MONTHS, WEEKDAYS
from mtcheck.rules.base import Context, Tokens
from mtcheck.script import Word, fold, letters, sound, stem
from mtcheck.types import Finding

_ALIKE, _ALIKE_LISTED = (
    0.6,
    0.85,
)  # how alike two names must sound for the one to render the other, when not listed and when listed
_SHORTEST = 3


def check(context: Context) -> Iterator[Finding]:
    """The one name of the English sentence that no word renders, where one name of the sentence renders nothing."""
    for tokens, index, _, alignment in context.counterparts:
        yield from _exchanged(context, tokens, index, alignment)


def _exchanged(context: Context, tokens: Tokens, index: int, alignment: Alignment) -> Iterator[Finding]:
    english = [word.text for word in alignment.evidence_words]
    runs = _runs([c for c, w in enumerate(alignment.evidence_words) if _is_name(alignment, c, w)])
    mine = [row for row, word in enumerate(tokens.words) if _may_be_name(word, context.language)]
    lost = [(run, [c for c in run if not any(_renders(word, english[c]) for word in tokens.words)]) for run in runs]
    lost = [(run, missing) for run, missing in lost if missing]
    odd = [row for row in mine if not any(_renders(tokens.words[row], text) for text in english)]
    if len(lost) != 1 or len(odd) != 1:
        return
    (run, missing), row = lost[0], odd[0]
    beside = [tokens.words[r] for r in (row - 1, row + 1) if 0 <= r < len(tokens.words)]
    there = [english[c] for c in run if c not in missing]
    if there and not any(_renders(word, text) for word in beside for text in there):
        return  # a surname alone stands for the whole name
    shown = " ".join(english[c] for c in missing)
    if not there and alignment.links.get(row) not in missing:
        return  # English that names someone else, who has nothing to do with this one
    word = tokens.words[row]
    message = (
        f"‘{word.text}’ stands where the English has {shown}, and does not sound like it.",
        f"अंग्रेज़ी में {shown} है; ‘{word.text}’ उससे मेल नहीं खाता।",
    )
    yield context.finding(
        "name-error", tokens, word.start, word.end, 0.75, message, intended=shown,
        suggestion=_usual(shown, context.language), evidence=(index,),
    )  # fmt: skip


def _is_name(alignment: Alignment, column: int, word: Word) -> bool:
    """A capitalised word that is none of the words of the term bank, no date and no title."""
    plain = fold(word.text).removesuffix("'s").removesuffix("’s")
    if not word.text[:1].isupper() or len(plain) < _SHORTEST or plain in MONTHS or plain in WEEKDAYS:
        return False
    if word.text[1:] != word.text[1:].casefold() or not is_content(word.text):
        return False  # an abbreviation (UN, MPs, GHz)
    ordinary = bool(base_forms(plain) & common_english())
    return not ordinary and (column > 0 or plain in name_words())


def _runs(columns: list[int]) -> list[list[int]]:
    """Names of several words are one name."""
    runs: list[list[int]] = []
    for column in columns:
        if runs and runs[-1][-1] == column - 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return runs


def _may_be_name(word: Word, language: str) -> bool:
    """A word that is a known name and no other word, or no word that is known at all."""
    if not word.devanagari or len(word.folded) < _SHORTEST or letters(word.folded) or not is_content(word.text):
        return False
    base = stem(word.text, language)
    if glosses(language).get(base) or glosses(language).get(word.folded):
        return False
    name = word.folded in name_words() or base in name_words()
    return name or not known(word.text, language)


def _renders(word: Word, english: str) -> bool:
    """True when a word is the name's usual spelling, or writes it as it sounds; a name that is listed must sound like it to the letter."""
    if not word.devanagari:
        return fold(word.text) == fold(english)
    plain = fold(_bare(english))
    if any(word.folded.startswith(form) for form in _spellings().get(plain, ())):
        return True
    mine = {sound(word.text), sound(stem(word.text, "mr")), sound(stem(word.text))}
    alike = max(Levenshtein.normalized_similarity(key, sound(plain)) for key in mine)
    listed = plain in _spellings() or bool({word.folded, stem(word.text, "mr")} & _listed())
    return alike >= (_ALIKE_LISTED if listed else _ALIKE)


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    return frozenset(form for forms in _spellings().values() for form in forms)


def _bare(english: str) -> str:
    return english.removesuffix("'s").removesuffix("’s")


@lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[str, ...]]:
    """Word of a Latin name → the folded words of its Devanagari spellings."""
    found: dict[str, set[str]] = {}
    for name in names():
        forms = {fold(part) for form in (*name.hindi, *name.marathi) for part in form.split() if len(part) > 1}
        for latin in name.latin:
            for part in latin.split():
                if len(part) > 2:
                    found.setdefault(fold(part), set()).update(forms)
    return {part: tuple(forms) for part, forms in found.items()}


def _usual(latin: str, language: str) -> str:
    """The name's usual spelling, '' when it is not listed."""
    for name in names():
        if latin in name.latin:
            forms = name.marathi if language == "mr" and name.marathi else name.hindi
            return forms[0] if forms else ""
    return ""
