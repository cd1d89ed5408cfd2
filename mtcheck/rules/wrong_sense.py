"""# Wrong sense

A word stands in another sense than its English original had: the machine took the wrong entry of its dictionary.

**Fires on**

- a known wrong rendering of a news term (*राज्य सचिव* for Secretary of State): the open term bank lists the accepted renderings
  and the ones a machine falls into, and the sense inventory those that its words would make in another sense;
- a word of one sense in the company of another, in its sentence or in the whole article (the sense inventory), or beside a word with
  which it never goes in that sense (*पानी रिहा*: the open files `selection_*.tsv`);
- a word, or two that go together, which are never right in news of this kind (*चमगादड़*, the animal, in a cricket report): the open
  files `domain_errors_*.tsv`, also with other words of the same sense, another word between the two or the other way round; and what
  is never right in another kind of news (*पूर्व नौकर*, former servants, for ex-servicemen), where nothing says that its words are at home;
- a word that, by all of this together, fits the words, the article and the domain around it less than the one it was put for
  elsewhere (*रक्त के जहाजों*, blood ships, for blood vessels): trained on stories in which every mistranslation is marked;
- a ministry that does not exist;
- a noun where only an adjective can stand (*सबसे ध्वनि सलाह*, most sound advice);
- a word that the evidence contradicts: an English word of the aligned fragment has no rendering in the sentence, and a word is
  left over whose literal English looks like it (definition, defence) or is another sense of it; or another article on the same
  story has another word at the same place.

**Quiet on** accepted renderings, words in their own company, and evidence that speaks about something else.

**What to do** Use the suggested word, or the term bank's accepted rendering.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from mtcheck.collocation import neighbours
from mtcheck.company import Surroundings, surroundings
from mtcheck.grammar import is_content
from mtcheck.knowledge import (
    GAP,
    Patterns,
    Sense,
    Term,
    accepted_patterns,
    adjectives,
    collocations,
    domain_errors,
    domain_words,
    domains,
    everyday,
    glosses,
    hindi_zipf,
    home_domains,
    inflections,
    keys,
    loanwords,
    ministry_subjects,
    ministry_words,
    name_words,
    only_nouns,
    senses,
    terms,
    wrong_patterns,
)
from mtcheck.rules import (
    wrong_sense_company,
    wrong_sense_compound,
    wrong_sense_elsewhere,
    wrong_sense_pairs,
    wrong_sense_selection,
)
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.rules.wrong_sense_evidence import against_evidence
from mtcheck.script import Word, fold, is_devanagari, stem
from mtcheck.transliteration import sounds_like
from mtcheck.types import Finding

_DOMAIN = 3  # typical words from which an article belongs to a domain
_SHARED_LETTERS = 3  # at the beginning of two English words, from which one is taken for the other
_ARTICLE, _ARTICLE_COMPANY, _FEW_MEANINGS = 0.62, 3, 4
_WINDOW = 6  # words on either side that are a word's company
_MINISTRY = {fold(form) for form in ("मंत्रालय", "मंत्रालयाने", "मंत्रालयाच्या", "मंत्रालयाचे", "मंत्रालयाची")}
# A wrong rendering of one content word may be right somewhere: it only advises.
_CALQUE, _READ_APART, _STATED, _ONE_WORD = 0.85, 0.75, 0.7, 0.45
_BESIDE, _NEAR = 0.8, 0.65
_SURE_DOMAIN = 5  # typical words from which common words are judged by the domain
_VERY_NOUN = 0.7
_ELSEWHERE = 0.6  # a domain's error in news of another kind
_PAIR = 0.65  # the words of a domain's error otherwise put
_DEGREES = {fold(word) for word in "सबसे अत्यंत बेहद निहायत सर्वात अतिशय".split()}
_COPULAS = {
    fold(form) for form in "है हैं था थी थे बनी बना बने बताई बताया हो रही रहा हुई आहे आहेत होती होता होते असून झाली".split()
}


@lru_cache(maxsize=2)
def _wrong(language: str) -> Patterns[Term]:
    return wrong_patterns(terms(language), language)


@lru_cache(maxsize=2)
def _predicates(language: str) -> Patterns[Term]:
    """Wrong renderings of an adjective and its noun in the order of a statement: "the noun … is adjective"."""
    patterns: Patterns[Term] = Patterns(language, strict=True)
    for term in terms(language):
        for form in term.wrong:
            parts = form.split()
            if len(parts) == 2 and GAP not in parts and stem(parts[0], language) in adjectives(language):
                patterns.add(f"{parts[1]} {GAP} {parts[0]}", term)
                patterns.add(f"{parts[1]} {parts[0]}", term)
    return patterns


@lru_cache(maxsize=2)
def _accepted(language: str) -> Patterns[Term]:
    return accepted_patterns(terms(language), language)


def check(context: Context) -> Iterator[Finding]:
    """Wrong senses that the open data files, or the evidence, give away."""
    spoken = _domains_of(context)
    at_home = frozenset().union(*(domain_words(context.language, domain) for domain in spoken))
    elsewhere = wrong_sense_elsewhere.patterns(context.stems, spoken, at_home, context.language)
    around = surroundings([tokens.words for tokens in context.checked], context.language)
    for tokens in context.checked:
        covered = {i for first, end, _, _ in _accepted(context.language).find(tokens.words) for i in range(first, end)}
        yield from _calques(context, tokens, covered)
        yield from _no_such_ministry(context, tokens)
        yield from _very_noun(context, tokens)
        yield from _out_of_domain(context, tokens, covered, spoken, at_home)
        yield from _away_from_home(context, tokens, covered, spoken)
        yield from _from_elsewhere(context, tokens, covered, elsewhere)
        yield from _beside(context, tokens, covered)
        yield from _foreign_company(context, tokens, covered)
        yield from _misfits(context, tokens, covered, around)
        yield from against_evidence(context, tokens, covered)


def _calques(context: Context, tokens: Tokens, covered: set[int]) -> Iterator[Finding]:
    for first, end, _, term in _wrong(context.language).find(tokens.words):
        if not covered.issuperset(range(first, end)):
            several = sum(is_content(word.text) for word in tokens.words[first:end]) > 1
            yield _calque(context, tokens, (first, end), term, _CALQUE if several else _ONE_WORD)
    for first, end, term in wrong_sense_compound.find(tokens.words, context.language, context.stems):
        if not covered.issuperset(range(first, end)):
            yield _calque(context, tokens, (first, end), term, _READ_APART)
    for first, end, _, term in _predicates(context.language).find(tokens.words):
        if end < len(tokens.words) and tokens.words[end].folded in _COPULAS and end - 1 not in covered:
            yield _calque(context, tokens, (first, end), term, _STATED)


def _calque(context: Context, tokens: Tokens, place: tuple[int, int], term: Term, confidence: float) -> Finding:
    start, stop = tokens.words[place[0]].start, tokens.words[place[1] - 1].end
    right = term.accepted[0] if term.accepted else ""
    message = (
        f"A literal rendering of ‘{term.english}’, which the news calls {right}."
        if right
        else f"A literal rendering of ‘{term.english}’.",
        f"‘{term.english}’ का शाब्दिक अनुवाद; समाचारों में इसे ‘{right}’ कहते हैं।"
        if right
        else f"‘{term.english}’ का शाब्दिक अनुवाद।",
    )
    return context.finding(
        "wrong-sense", tokens, start, stop, confidence, message, intended=term.english, suggestion=right
    )


def _domains_of(context: Context) -> dict[str, int]:
    """The domains of news that the article clearly belongs to, with the number of their words in it."""
    counts = {domain: len(typical & context.stems) for domain, typical in domains(context.language).items()}
    return {domain: count for domain, count in counts.items() if count >= _DOMAIN}


def _away_from_home(context: Context, tokens: Tokens, covered: set[int], spoken: dict[str, int]) -> Iterator[Finding]:
    """Common words that are never right in this domain, and of whose own domain nothing else stands in the article."""
    patterns, homes = domain_errors(context.language, common=True), home_domains(context.language)
    for domain, count in spoken.items():
        if count < _SURE_DOMAIN or domain not in patterns:
            continue
        for first, end, _, term in patterns[domain].find(tokens.words):
            word = tokens.words[first]
            key = stem(word.text, context.language)
            own = homes.get(key, frozenset())
            if covered.issuperset(range(first, end)) or not own or domain in own:
                continue
            if any(domains(context.language)[home] & (context.stems - {key}) for home in own):
                continue
            yield _of_domain(context, tokens, (first, end), term, 0.62)


def _out_of_domain(
    context: Context, tokens: Tokens, covered: set[int], spoken: dict[str, int], at_home: frozenset[str]
) -> Iterator[Finding]:
    """Words that are never right in articles of this domain; `at_home` are the stems of what such articles rightly say."""
    patterns = domain_errors(context.language)
    for domain, count in spoken.items():
        surer = min(0.12, 0.03 * (count - _DOMAIN))
        for first, end, _, term in patterns[domain].find(tokens.words) if domain in patterns else ():
            several = sum(is_content(word.text) for word in tokens.words[first:end]) > 1
            if not several and covered.issuperset(range(first, end)):
                continue
            confidence = 0.6 + (0.1 if several else 0.0) + surer
            yield _of_domain(context, tokens, (first, end), term, confidence)
        for first, end, term in wrong_sense_pairs.find(tokens.words, context.language, domain, at_home):
            if not covered.issuperset(range(first, end)):
                yield _of_domain(context, tokens, (first, end), term, _PAIR + surer)


def _from_elsewhere(
    context: Context, tokens: Tokens, covered: set[int], elsewhere: Patterns[Term]
) -> Iterator[Finding]:
    """Phrases that are never right in another domain, of words that nothing says are at home in this one."""
    for first, end, _, term in elsewhere.find(tokens.words):
        if not covered.issuperset(range(first, end)):
            yield _of_domain(context, tokens, (first, end), term, _ELSEWHERE)


def _of_domain(context: Context, tokens: Tokens, place: tuple[int, int], term: Term, confidence: float) -> Finding:
    right = term.accepted[0] if term.accepted else ""
    message = (
        f"In news of this kind ‘{term.english}’ is ‘{right}’; this says {term.meaning or 'something else'}.",
        f"ऐसी खबरों में ‘{term.english}’ को ‘{right}’ कहते हैं।",
    )
    start, stop = tokens.words[place[0]].start, tokens.words[place[1] - 1].end
    return context.finding(
        "wrong-sense", tokens, start, stop, confidence, message, means=term.meaning, intended=term.english, suggestion=right
    )  # fmt: skip


def _no_such_ministry(context: Context, tokens: Tokens) -> Iterator[Finding]:
    for before, word in zip(tokens.words, tokens.words[1:], strict=False):
        if word.folded not in _MINISTRY or context.article.text[before.end : word.start] != " ":
            continue
        folded = fold(before.text)
        if not is_devanagari(folded) or keys(folded, context.language) & ministry_subjects(context.language):
            continue
        # Only a common noun can be a subject that does not exist; names, numbers and function words can stand here.
        if folded in name_words() or len(folded) < 4 or not 2.5 <= hindi_zipf(folded) <= 5.5:
            continue
        english, subject = _meant_subject(before.text, context.language)
        message = (
            f"There is no ministry of ‘{before.text}’" + (f"; it looks like ‘{english}’ misread." if english else "."),
            f"‘{before.text}’ नाम का कोई मंत्रालय नहीं है" + (f"; संभवतः ‘{subject}’।" if subject else "।"),
        )
        yield context.finding(
            "wrong-sense", tokens, before.start, word.end, 0.85, message,
            intended=f"ministry of {english}" if english else "", suggestion=f"{subject} {word.text}" if subject else "",
        )  # fmt: skip


def _very_noun(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """A noun between a word of degree and another noun: an adjective that was taken for a noun."""
    for degree, word, noun in zip(tokens.words, tokens.words[1:], tokens.words[2:], strict=False):
        if degree.folded not in _DEGREES or noun.start - degree.end != len(word.text) + 2:
            continue
        only = only_nouns(context.language)
        if (
            word.folded not in only
            or word.folded in loanwords(context.language)
            or not keys(noun.text, context.language) & only
        ):
            continue
        message = (
            f"‘{degree.text}’ needs an adjective behind it, and ‘{word.text}’ is a noun: an English adjective in another sense.",
            f"‘{degree.text}’ के बाद विशेषण आता है, और ‘{word.text}’ संज्ञा है: अंग्रेज़ी विशेषण का दूसरा अर्थ आ गया है।",
        )
        yield context.finding("wrong-sense", tokens, word.start, word.end, _VERY_NOUN, message)


def _meant_subject(word: str, language: str) -> tuple[str, str]:
    """(English, word) of the ministry's subject whose English begins most like the literal English of `word`; blank if none does.

    A machine that takes one English word for another keeps its beginning (definition, defence).
    """
    meant = glosses(language)
    scored = [
        (
            _shared_start(gloss, english),
            JaroWinkler.similarity(gloss, english),
            -_place(subject, english, language),
            english,
            subject,
        )
        for gloss in meant.get(stem(word, language), ())
        for subject in ministry_words(language)
        for english in meant.get(stem(subject, language), ())
    ]
    shared, _, _, english, subject = max(scored, default=(0, 0.0, 0, "", ""))
    return (english, subject) if shared >= _SHARED_LETTERS else ("", "")


def _shared_start(first: str, second: str) -> int:
    """How many letters two words have in common at their beginning."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(first), len(second)))


def _place(word: str, english: str, language: str) -> int:
    """The place of a word among the everyday renderings of an English word, far behind when it is none."""
    forms = everyday(english, language)
    return forms.index(word) if word in forms else len(forms) + 10


@lru_cache(maxsize=2)
def _sense_words(language: str) -> dict[str, list[tuple[Sense, tuple[Sense, ...]]]]:
    """Stem of a one-word rendering → (its sense, the rival senses of the same English word that do not share the word)."""
    found: dict[str, list[tuple[Sense, tuple[Sense, ...]]]] = {}
    for items in senses(language).values():
        for sense in items:
            for form in sense.words:
                if " " in form or "-" in form or form in sense.quiet:
                    continue
                key = stem(form, language)
                rivals = tuple(
                    other
                    for other in items
                    if other is not sense and all(stem(w, language) != key for w in other.words) and other.words
                )
                if rivals:
                    found.setdefault(key, []).append((sense, rivals))
    return found


def _foreign_company(context: Context, tokens: Tokens, covered: set[int]) -> Iterator[Finding]:
    """A word of sense A whose sentence keeps the company of sense B, or whose neighbours go with B's word and never with it.

    Either witness alone only advises; together they make a finding, and so does the company that the whole article keeps.
    """
    stems = [stem(word.text, context.language) for word in tokens.words]
    for i, word in enumerate(tokens.words):
        if i in covered or not word.devanagari or word.folded in name_words():
            continue
        rival = _best_rival(i, stems, context.language)
        if rival is None:
            continue
        sense, other, company = rival
        support = _support(tokens, i, other, context.language)
        confidence = _company_confidence(len(company), support)
        if confidence < _ARTICLE and _of_article(context, word, sense, other):
            confidence = _ARTICLE
        if confidence:
            message = (
                f"‘{word.text}’ is ‘{sense.english}’ as {sense.label}; beside {_quoted(company)} the English meant {other.label}.",
                f"‘{word.text}’ में ‘{sense.english}’ का दूसरा अर्थ आ गया है; यहाँ ‘{other.words[0]}’ का प्रसंग है।",
            )
            yield context.finding(
                "wrong-sense", tokens, word.start, word.end, confidence, message, means=f"{sense.english} ({sense.label})",
                intended=f"{other.english} ({other.label})", suggestion=other.words[0],
            )  # fmt: skip


def _of_article(context: Context, word: Word, sense: Sense, other: Sense) -> bool:
    """The article keeps the other sense's company and none of this one's; of words that mean little else."""
    everywhere = context.stems - {stem(word.text, context.language)}
    if sense.company & everywhere or len(other.company & everywhere) < _ARTICLE_COMPANY:
        return False
    key = stem(word.text, context.language)
    if len(glosses(context.language).get(key, ())) > _FEW_MEANINGS or word.folded in loanwords(context.language):
        return False
    if sounds_like(word.text, sense.english):
        return False
    return any(inflections(word.text, context.language) & inflections(form, context.language) for form in sense.words)


def _beside(context: Context, tokens: Tokens, covered: set[int]) -> Iterator[Finding]:
    """Words that cannot stand in this sense beside their neighbour."""
    for first, end, item, neighbour, adjacent in wrong_sense_selection.find(tokens.words, context.language):
        if covered.issuperset(range(first, end)):
            continue
        start, stop = tokens.words[first].start, tokens.words[end - 1].end
        text = context.article.text[start:stop]
        message = (
            f"‘{text}’ does not go with ‘{neighbour.text}’: ‘{item.english}’ ({item.sense}) is ‘{item.suggestion}’ here.",
            f"‘{neighbour.text}’ के साथ ‘{text}’ नहीं चलता: यहाँ ‘{item.english}’ का अर्थ ‘{item.suggestion}’ है।",
        )
        yield context.finding(
            "wrong-sense", tokens, start, stop, _BESIDE if adjacent else _NEAR, message,
            intended=f"{item.english} ({item.sense})", suggestion=item.suggestion,
        )  # fmt: skip


def _misfits(context: Context, tokens: Tokens, covered: set[int], around: Surroundings) -> Iterator[Finding]:
    """Words that stand for another by all that is known of their company."""
    for item in wrong_sense_company.find(tokens.words, around):
        if covered.issuperset(range(item.first, item.end)):
            continue
        start, stop = tokens.words[item.first].start, tokens.words[item.end - 1].end
        text = context.article.text[start:stop]
        message = (
            f"‘{text}’ does not fit the words around it; among such words ‘{item.english}’ is meant, which is ‘{item.accepted}’.",
            f"‘{text}’ आसपास के शब्दों से मेल नहीं खाता; ऐसे प्रसंग में ‘{item.english}’ का अर्थ ‘{item.accepted}’ होता है।",
        )
        yield context.finding(
            "wrong-sense",
            tokens,
            start,
            stop,
            item.confidence,
            message,
            intended=item.english,
            suggestion=item.accepted,
        )


def _company_confidence(company: int, support: int) -> float:
    if support and company:
        return min(0.8, 0.55 + 0.05 * company + 0.02 * min(5, support))
    return 0.42 if company >= 3 else 0.0


def _best_rival(i: int, stems: list[str], language: str) -> tuple[Sense, Sense, list[str]] | None:
    entries = _sense_words(language).get(stems[i], [])
    near, everywhere = set(stems[max(0, i - _WINDOW) : i] + stems[i + 1 : i + 1 + _WINDOW]), set(stems) - {stems[i]}
    # In the company of any of its own senses the word is at home.
    if any(sense.company & everywhere for sense, _ in entries):
        return None
    scored = [
        (sense, rival, sorted((rival.company - {stems[i]}) & near))
        for sense, rivals_of in entries
        for rival in rivals_of
    ]
    return max((item for item in scored if item[2]), key=lambda item: len(item[2]), default=None)


def _support(tokens: Tokens, i: int, rival: Sense, language: str) -> int:
    """In how many sentences of open text the word's neighbours stand with a word of the rival sense; 0 when any stands with this one."""
    table = collocations(language)
    mine = stem(tokens.words[i].text, language)
    pairs = neighbours(tokens.words, i, language)
    if any(table.get(pair) for pair in pairs):
        return 0
    others = [stem(form, language) for form in rival.words if " " not in form]
    return max(
        (
            sum(table.get((other if a == mine else a, other if b == mine else b), 0) for a, b in pairs)
            for other in others
        ),
        default=0,
    )


def _quoted(company: list[str]) -> str:
    return ", ".join(f"‘{word}’" for word in company[:3])


RULE = Rule("wrong-sense", "गलत अर्थ", "Accuracy/Mistranslation", "mistranslation", check)
