"""# Terminology

The newsroom's own glossary asks for other words than those that stand here.

**Fires on**

- a rendering that the glossary forbids, in any inflection: with *राज्य सचिव* forbidden for Secretary of State (preferred: *विदेश मंत्री*),
  the sentence ‘राज्य सचिवों ने बैठक की’ is flagged;
- an English term of the aligned evidence that the sentence renders by none of the glossary's preferred words, but by others;
- a word that sounds like a name of the glossary (kind *name*) and is spelled otherwise than the glossary has it: *हेगसेट* for *हेगसेथ*.

**Quiet on** a forbidden word inside a preferred one (*न्यायालय* in ‘उच्च न्यायालय’ when that is preferred: the longest wins), words with
punctuation between them, English that speaks of only part of the sentence or whose term is aligned to nothing, and for names on
other known names, common words, inflections, and spellings that differ only in nukta or chandrabindu.

**What to do** Use the preferred words. Where the glossary asks for too much, change it: take the word out of *forbidden*, add it to
*preferred*, or prefer the longer phrase it stands in; `mtcheck glossary check` tells which entries contradict each other.
Without a glossary the rule is silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtcheck.glossary.inflection import BARE_VERB, OBLIQUE, PLURAL_OBLIQUE, VERB, infinitive_of, inflected
from mtcheck.glossary.lookup import Match
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.rules.terminology_evidence import against_evidence, speaking_of
from mtcheck.rules.terminology_names import misspelled_names
from mtcheck.script import Word, words
from mtcheck.types import Finding, GlossaryEntry

_FORBIDDEN = 0.95  # a house rule is certain
_VERB_FORM = 0.85  # one word's verb forms may be another word (बोली)
_SHOWN = 3


def check(context: Context) -> Iterator[Finding]:
    """What the glossary forbids, and what it prefers and is not there."""
    tongue = context.glossary.tongue(context.language)
    if not tongue.entries:
        return
    for tokens in context.checked:
        matches = tongue.phrases.find(tokens.words, context.article.text)
        yield from _forbidden(context, tokens, matches)
        yield from against_evidence(context, tokens, tongue, matches)
        yield from misspelled_names(context, tokens, tongue, matches)


def _forbidden(context: Context, tokens: Tokens, matches: list[Match]) -> Iterator[Finding]:
    places: dict[tuple[int, int], list[Match]] = {}
    for match in matches:
        if not match.phrase.preferred:
            places.setdefault((match.first, match.end), []).append(match)
    for (first, end), found in places.items():
        # Of several entries that forbid the words, the one that the English speaks of comes first.
        spoken = {id(match): speaking_of(context, tokens, match.phrase.entry) for match in found}
        found.sort(key=lambda match: not spoken[id(match)])
        best, entry = found[0], found[0].phrase.entry
        yield context.finding(
            "terminology", tokens, tokens.words[first].start, tokens.words[end - 1].end,
            _VERB_FORM if best.how in (VERB, BARE_VERB) and end - first == 1 else _FORBIDDEN,
            _message(context, tokens, found), intended=entry.english,
            suggestion=_suggestion(best, tokens.words[end - 1], context.language), evidence=spoken[id(best)][:1],
        )  # fmt: skip


def _message(context: Context, tokens: Tokens, found: list[Match]) -> tuple[str, str]:
    first, end = tokens.words[found[0].first], tokens.words[found[0].end - 1]
    text = context.article.text[first.start : end.end]
    entries = list(dict.fromkeys(match.phrase.entry for match in found))[:_SHOWN]
    english = "; ".join(_wish(entry) for entry in entries)
    hindi = "; ".join(_wish_hindi(entry) for entry in entries)
    note = f" {entries[0].note}" if entries[0].note else ""
    return (
        f"The glossary forbids ‘{text}’: {english}.{note}",
        f"शब्दावली में ‘{text}’ वर्जित है: {hindi}।{note}",
    )


def _wish(entry: GlossaryEntry) -> str:
    asked = " or ".join(f"‘{text}’" for text in entry.preferred)
    return f"‘{entry.english}’ is {asked} ({entry.origin})" if asked else f"for ‘{entry.english}’ ({entry.origin})"


def _wish_hindi(entry: GlossaryEntry) -> str:
    asked = " या ".join(f"‘{text}’" for text in entry.preferred)
    return f"‘{entry.english}’ के लिए {asked} ({entry.origin})" if asked else f"‘{entry.english}’ ({entry.origin})"


def _suggestion(match: Match, last: Word, language: str) -> str:
    """The first preferred rendering, inflected like the flagged words where that is certain."""
    if not match.phrase.entry.preferred:
        return ""
    text = match.phrase.entry.preferred[0]
    found = words(text)
    if not found:
        return text
    infinitive = infinitive_of(found[-1].text, language) or found[-1].folded
    if match.how in (VERB, BARE_VERB) and infinitive == match.phrase.parts[-1]:
        return text[: found[-1].start] + last.text + text[found[-1].end :]  # प्रेरित किया → तेज़ किया
    # What stands before a word in the oblique agrees with it (काला बाज़ार): that would be more than one form.
    if match.how in (OBLIQUE, PLURAL_OBLIQUE) and any(word.text.endswith("ा") for word in found[:-1]):
        return text
    return text[: found[-1].start] + inflected(found[-1].text, match.how, language) + text[found[-1].end :]


RULE = Rule("terminology", "शब्दावली का उल्लंघन", "Terminology", "terminology", check)
