"""# Truncation

A sentence breaks off: the paragraph ends without a full stop, in the middle of a phrase or of a quotation.

**Fires on** the last sentence of a paragraph that has no end mark, all the more when its last word cannot end a Hindi or
Marathi sentence (a postposition, a conjunction, a bare noun) or an open quotation is never closed.

**Quiet on** headlines, subheads, captions and list items, tweets cut with "…", and paragraphs whose last word is a finite
verb when the whole article does without full stops.

**What to do** Fetch the rest of the sentence from the source, or delete the fragment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.script import fold
from mtcheck.types import Block, Finding, Kind

_END = re.compile(r"[।॥|.?!…:;]['\"’”»)\]]*\s*$|[)\]]\s*$|[-–—]\s*$")
_FINITE = re.compile(
    "^(?:है|हैं|हूं|हो|था|थे|थी|थीं|गया|गए|गई|गईं|गयी|किया|की|कीं|दिया|दी|दीं|लिया|ली|कहा|बताया|रहा|रहे|रही|चाहिए|होगा|होगी|होंगे|"
    "आहे|आहेत|होते|होता|होती|झाला|झाली|झाले|केला|केली|केले|दिला|दिली|दिले|नाही|नाहीत|\\S+(?:ेगा|ेगी|ेंगे|ेंगी|एगा|एगी|एंगे|णार|ली|ले|ला|तात|तो|ते))$"
)
_FULL_STOP = re.compile(r"[\u0900-\u097f]\s*[।.]['\"’”]*\s*$")
_GOVERNING = {"ने", "कि", "और", "पास", "तथा", "एवं", "या", "आणि", "किंवा"}
_MESSAGE_ENDS = (
    "The sentence breaks off here: it has no end mark, and the paragraph ends.",
    "वाक्य यहाँ अधूरा छूट गया है: विराम चिह्न नहीं है और पैराग्राफ़ समाप्त हो जाता है।",
)
_MESSAGE_HANGS = (
    "The sentence ends on a word that must govern something: its rest was lost.",
    "वाक्य ऐसे शब्द पर समाप्त होता है जिसके आगे कुछ होना चाहिए: बाकी हिस्सा छूट गया है।",
)
_SHOWN = 4


def check(context: Context) -> Iterator[Finding]:
    """Paragraphs whose last sentence has no end."""
    paragraphs = [block for block in context.article.blocks if block.kind is Kind.PARAGRAPH]
    ended = sum(1 for block in paragraphs if _END.search(context.article.text[block.start : block.end]))
    for tokens in context.checked:
        if tokens.sentence.kind is Kind.PARAGRAPH and len(tokens.words) >= 4 and _hangs(tokens):
            yield _finding(context, tokens, 0.8, _MESSAGE_HANGS)
            continue
        block = next((b for b in paragraphs if b.end == tokens.sentence.end), None)
        if block is None or not tokens.words or _END.search(tokens.sentence.text):
            continue
        confidence = _confidence(context, tokens, block, ended / max(1, len(paragraphs)))
        if confidence:
            yield _finding(context, tokens, confidence, _MESSAGE_ENDS)


def _finding(context: Context, tokens: Tokens, confidence: float, message: tuple[str, str]) -> Finding:
    start = tokens.words[max(0, len(tokens.words) - _SHOWN)].start
    return context.finding("truncation", tokens, start, tokens.sentence.end, confidence, message)


def _hangs(tokens: Tokens) -> bool:
    """A full stop right behind a word that must govern something."""
    return bool(_FULL_STOP.search(tokens.sentence.text)) and fold(tokens.words[-1].text) in _GOVERNING


def _confidence(context: Context, tokens: Tokens, block: Block, ended: float) -> float:
    if ended < 0.5 or len(tokens.words) < 4:  # this site does without full stops, or the block is a label
        return 0.0
    text = context.article.text[block.start : block.end]
    if text.count("“") > text.count("”") or text.count('"') % 2:
        return 0.92
    finite = bool(_FINITE.match(fold(tokens.words[-1].text))) and not _genitive(tokens)
    return 0.45 if finite else 0.92


def _genitive(tokens: Tokens) -> bool:
    """ "नालों की": after an oblique plural की is the genitive, not the verb."""
    return fold(tokens.words[-1].text) == "की" and fold(tokens.words[-2].text).endswith("ों")


RULE = Rule("truncation", "अधूरा वाक्य", "Accuracy/Omission", "omission", check)
