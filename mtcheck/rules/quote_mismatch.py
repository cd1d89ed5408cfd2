"""# Quote mismatch

A quotation that never closes, closes without having opened, or swallows the reporter's own words.

**Fires on** a paragraph whose quotation marks, double or single, do not pair (a quotation that goes on into the next paragraph, which then opens
with a mark again, is fine), on a closing mark that stands after "… ने कहा" instead of before it, and on one behind which the speaker's
words go on in the first person.

**Quiet on** apostrophes, feet and inches, quotations within quotations, and quotations over several paragraphs.

**What to do** Put the missing mark where the speaker's words begin or end.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mtcheck.rules.base import CHECKED_KINDS, Context, Rule, Tokens
from mtcheck.script import fold
from mtcheck.types import Block, Finding, Severity

_SPOKEN, _REPORTER = 3, 9  # least words of a quotation, most words of the reporter's clause behind it
_OPEN, _CLOSE = "“", "”"
_SINGLE_OPEN, _SINGLE = "‘", "‘’"
_SAID = re.compile(
    r"(?:ने|यांनी|ांनी)\s+(?:\S+\s+){0,3}?(?:कहा|बताया|लिखा|दावा किया|आरोप लगाया|सांगितले|म्हटले|म्हणाले|नमूद केले)(?:\s+(?:है|था|आहे|होते|गया))?\s*[।.]?$"
)
_SAYS = re.compile(
    r"(?:कहा|बताया|लिखा|बोले|बोलीं|पूछा|म्हणाले|म्हणाल्या|सांगितले|म्हटले)(?:\s+(?:है|था|आहे|होते))?\s*(?:कि)?\s*[,:-]\s*"
)


_FIRST_PERSON = re.compile(
    r"\s*(?:और|लेकिन|मगर|इसलिए|आणि|पण)\s+(?:मैं|मैंने|मेरा|मेरी|मेरे|मुझे|हम|हमने|हमारा|हमारी|हमारे|हमें|मी|माझा|माझी|आम्ही|आमचा|आमची)\s"
)
_AGAIN = re.compile(
    r"^\W*(?:उनके|उनका|उनकी|उन्होंने|उसने|उनसे|त्यांनी|त्यांच्या|असे)(?![\w\u0900-\u0963])"
    r"|(?:ने|यांनी|ांनी)\s+(?:\S+\s+){0,3}?(?:कहा|बताया|जोड़ा|सांगितले|म्हटले)|के\s+(?:अनुसार|मुताबिक)"
)


@dataclass(frozen=True)
class _Mark:
    at: int
    opens: bool


def check(context: Context) -> Iterator[Finding]:
    """Blocks whose double quotation marks do not pair, and marks that enclose the reporter's words."""
    text = context.article.text
    blocks = [block for block in context.article.blocks if block.kind in CHECKED_KINDS]
    for position, block in enumerate(blocks):
        marks = _marks(text, block)
        depth_error = _unpaired(marks)
        following = text[blocks[position + 1].start : blocks[position + 1].end] if position + 1 < len(blocks) else ""
        if depth_error is not None:
            if depth_error.opens and following.lstrip()[:1] in (_OPEN, '"'):
                continue  # the usual way to carry a quotation over paragraphs
            yield from _report(context, block, depth_error)
        elif marks:
            yield from _swallowed(context, block, marks)
            yield from _closed_early(context, marks)
        else:
            single = _unpaired(_single_marks(text, block))
            if (
                single is not None
                and single.opens
                and "'" not in text[block.start : block.end]
                and following.lstrip()[:1] != _SINGLE_OPEN
            ):
                yield from _report(context, block, single)


def _marks(text: str, block: Block) -> list[_Mark]:
    """The double quotation marks of a block; a straight one opens when a word follows it and none stands before it."""
    marks: list[_Mark] = []
    for at in range(block.start, block.end):
        char = text[at]
        if char == _OPEN or char == "„":
            marks.append(_Mark(at, True))
        elif char == _CLOSE:
            marks.append(_Mark(at, False))
        elif char == '"' and not (at and text[at - 1].isdigit()):
            before, after = (
                text[at - 1 : at] if at > block.start else " ",
                text[at + 1 : at + 2] if at + 1 < block.end else " ",
            )
            is_open = (before.isspace() or before in "(‘'—-") and not after.isspace()
            if not is_open and not before.isspace() and after and not after.isspace() and after not in ".,;:!?।)’'-—":
                is_open = not (marks and marks[-1].opens)
            marks.append(_Mark(at, is_open))
    return marks


def _single_marks(text: str, block: Block) -> list[_Mark]:
    """The single quotation marks of a block that has no double ones; one before a Latin letter is an apostrophe."""
    marks = [_Mark(at, text[at] == _SINGLE_OPEN) for at in range(block.start, block.end) if text[at] in _SINGLE]
    return [mark for mark in marks if mark.opens or not re.match("[A-Za-z]", text[mark.at + 1 :])]


def _unpaired(marks: list[_Mark]) -> _Mark | None:
    """The first mark without its partner; nested quotations are not told by double marks, so two openings in a row are one too many."""
    opened: _Mark | None = None
    for mark in marks:
        if mark.opens:
            if opened is not None:
                return opened
            opened = mark
        elif opened is None:
            return mark
        else:
            opened = None
    return opened


def _tokens_at(context: Context, at: int) -> Tokens | None:
    return next((t for t in context.checked if t.sentence.start <= at < t.sentence.end), None)


def _report(context: Context, block: Block, mark: _Mark) -> Iterator[Finding]:
    tokens = _tokens_at(context, mark.at)
    if tokens is None or not tokens.words:
        return
    if mark.opens:
        last = _last_sentence(context, block, tokens)
        start, end = _where_it_should_close(last, mark)
        message = ("A quotation opens in this paragraph and never closes.", "इस पैराग्राफ़ में उद्धरण खुलता है पर बंद नहीं होता।")
        yield context.finding("quote-mismatch", last, start, end, 0.8, message, severity=Severity.MINOR)
        return
    start, end = _where_it_should_open(context, tokens, mark)
    message = ("A quotation closes here that was never opened.", "यहाँ ऐसा उद्धरण बंद होता है जो खुला ही नहीं था।")
    yield context.finding("quote-mismatch", tokens, start, end, 0.8, message, severity=Severity.MINOR)


def _last_sentence(context: Context, block: Block, tokens: Tokens) -> Tokens:
    """The sentence at whose end the quotation most likely ends: the one it opened in, unless that is cut mid-way."""
    inside = [t for t in context.checked if block.start <= t.sentence.start and t.sentence.end <= block.end and t.words]
    later = [t for t in inside if t.sentence.start >= tokens.sentence.start]
    # The speaker's words go on until a sentence speaks of the speaker again; where none does, the nearest end is the safest place.
    again = next((i for i, t in enumerate(later[1:]) if _AGAIN.search(t.sentence.text)), 0)
    return later[again] if later else tokens


def _where_it_should_close(tokens: Tokens, mark: _Mark) -> tuple[int, int]:
    """The last words of the sentence, or those before the reporter's words (‘…, X ने कहा।’)."""
    sentence = tokens.sentence
    said = _SAID.search(sentence.text.rstrip())
    comma = sentence.text.rfind(",", 0, said.start()) if said is not None else -1
    spoken = [word for word in tokens.words if mark.at < word.start and word.end <= sentence.start + comma]
    if len(spoken) < _SPOKEN or len(re.findall(r"\S+", sentence.text[comma + 1 :])) > _REPORTER:
        return tokens.words[max(0, len(tokens.words) - 3)].start, sentence.end
    return spoken[-1].start, sentence.start + comma + 1


def _where_it_should_open(context: Context, tokens: Tokens, mark: _Mark) -> tuple[int, int]:
    sentence = tokens.sentence
    said = list(_SAYS.finditer(sentence.text, 0, mark.at - sentence.start))
    start = sentence.start + said[-1].end() if said else tokens.words[0].start
    after = [word for word in tokens.words if word.start >= start]
    return (after[0].start, after[min(2, len(after) - 1)].end) if after else (tokens.words[-1].start, mark.at + 1)


def _swallowed(context: Context, block: Block, marks: list[_Mark]) -> Iterator[Finding]:
    """“…, X ने कहा।”: the reporter's words stand inside the marks."""
    for opening, closing in itertools.pairwise(marks):
        if not opening.opens or closing.opens:
            continue
        inside = context.article.text[opening.at + 1 : closing.at]
        said = _SAID.search(inside.rstrip())
        tokens = _tokens_at(context, closing.at)
        if said is None or tokens is None or "," not in inside:
            continue
        if opening.at > block.start + 2 or len(re.findall(r"\S+", inside)) < 6:
            continue
        start = opening.at + 1 + inside.rfind(",", 0, said.start()) + 1
        message = (
            "The reporter's words (‘… said’) stand inside the quotation marks; the quotation should close before them.",
            "‘… ने कहा’ उद्धरण चिह्नों के भीतर आ गया है; उद्धरण इससे पहले बंद होना चाहिए।",
        )
        if fold(inside[start - opening.at - 1 :]).strip():
            yield context.finding(
                "quote-mismatch", tokens, start, closing.at + 1, 0.75, message, severity=Severity.MINOR
            )


def _closed_early(context: Context, marks: list[_Mark]) -> Iterator[Finding]:
    """“… सुरक्षित हैं” और मैं … रखूंगा।: the speaker's words go on in the first person behind the closing mark."""
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        tokens = None if mark.opens else _tokens_at(context, mark.at)
        if tokens is None or (following is not None and following.at < tokens.sentence.end):
            continue
        rest = context.article.text[mark.at + 1 : tokens.sentence.end]
        if not _FIRST_PERSON.match(rest):
            continue
        message = (
            "The quotation closes here, but the speaker's words go on.",
            "उद्धरण यहाँ बंद हो गया है, पर वक्ता की बात आगे चल रही है।",
        )
        before = [word for word in tokens.words if word.end <= mark.at][-2:]
        start = before[0].start if before else mark.at
        yield context.finding(
            "quote-mismatch", tokens, start, tokens.sentence.end, 0.75, message, severity=Severity.MINOR
        )


RULE = Rule("quote-mismatch", "उद्धरण चिह्न", "Locale/Punctuation", "typographical", check)
