"""# Literal idiom

An English idiom or fixed phrase was put into Hindi (Marathi) word by word, and says something absurd or nothing.

**Fires on** word-for-word renderings listed in the open file `idioms.tsv`, in any inflection, also with other words of the same
literal meaning, or with a word in between (कमरे में मौजूद हाथी).

**Quiet on** idioms that both languages share (आग में घी डालना, हरी झंडी दिखाना).

**What to do** Say what the idiom means, or use an idiom of the language.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from mtcheck.grammar import is_content
from mtcheck.knowledge import Patterns, Term, idioms, keys, literal_patterns, wrong_patterns
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.script import fold, word_texts
from mtcheck.types import Finding


@lru_cache(maxsize=2)
def _patterns(language: str) -> Patterns[Term]:
    return wrong_patterns(idioms(language), language)


_OF = {fold(word) for word in "का के की वाला वाले वाली चा ची चे च्या".split()}


@lru_cache(maxsize=2)
def _loose(language: str) -> Patterns[Term]:
    return literal_patterns(language)


def _found(tokens: Tokens, language: str) -> Iterator[tuple[int, int, Term]]:
    """Listed renderings, and those with other words of the same meaning; of the latter none that only says it right."""
    for first, end, _, idiom in _patterns(language).find(tokens.words):
        yield first, end, idiom
    for first, end, _, idiom in _loose(language).find(tokens.words):
        right = {key for form in idiom.accepted for word in word_texts(form) for key in keys(word, language)}
        said = [word for word in tokens.words[first:end] if is_content(word.text)]
        if len(said) == 2 and any(word.folded in _OF for word in tokens.words[first:end]):
            continue  # घोड़े का व्यापार may be meant as it stands
        if not all(keys(word.text, language) & right for word in said):
            yield first, end, idiom


def check(context: Context) -> Iterator[Finding]:
    """Word-for-word renderings of English idioms."""
    for tokens in context.checked:
        for first, end, idiom in _found(tokens, context.language):
            start, stop = tokens.words[first].start, tokens.words[end - 1].end
            right = idiom.accepted[0] if idiom.accepted else ""
            message = (
                f"A word-for-word rendering of the English ‘{idiom.english}’ ({idiom.meaning}).",
                f"अंग्रेज़ी मुहावरे ‘{idiom.english}’ का शब्दशः अनुवाद।",
            )
            confidence = _confidence(context, tokens, first, end)
            yield context.finding(
                "literal-idiom", tokens, start, stop, confidence, message,
                intended=idiom.meaning or idiom.english, suggestion=right,
            )  # fmt: skip


def _confidence(context: Context, tokens: Tokens, first: int, end: int) -> float:
    """One content word may well be meant: it only advises, and in Marathi, where it carries its postposition, not even that."""
    if sum(is_content(word.text) for word in tokens.words[first:end]) > 1:
        return 0.85
    return 0.0 if context.language == "mr" and end - first == 1 else 0.45


RULE = Rule("literal-idiom", "मुहावरे का शब्दशः अनुवाद", "Accuracy/Mistranslation/Overly literal", "mistranslation", check)
