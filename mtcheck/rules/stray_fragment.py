"""# Stray fragment

A leftover of a lost sentence: a word or two set off as a sentence of their own, or a postposition with nothing before it.

**Fires on** a "sentence" of one or two words without a verb at the end of a paragraph (*डॉलर।* after a full sentence), on one that holds
nothing but grammatical words and begins or ends with a case mark (*उसके लिए की।*), on the rest of a caption or credit behind a paragraph
(*छवि स्रोत:*), on the rest of a tag (*figcaption>*, *width="680*), and on a postposition such as के तहत or के लिए that follows directly
on कि, a comma or the start of the sentence.

**Quiet on** exclamations and answers (धन्यवाद। हां। बिल्कुल।), headlines, list items, and short sentences with a verb.

**What to do** Delete the fragment, or find the sentence it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from mtcheck.grammar import is_content
from mtcheck.rules.base import CHECKED_KINDS, Context, Rule, Tokens
from mtcheck.script import fold, words
from mtcheck.types import Finding, Kind, Severity

_ALONE = {
    fold(word)
    for word in (
        "धन्यवाद शुक्रिया नमस्कार नमस्ते हां हाँ नहीं जी बिल्कुल बिलकुल अवश्य जरूर शाबाश वाह बधाई अलविदा सलाम जयहिंद अफसोस क्यों कैसे कब क्या सच "
        "सही ठीक अच्छा बस आमीन खैर धन्यवाद. आभार होय नाही नक्की अभिनंदन खरंच का कसे शायद संभवतः बेशक यकीनन हालांकि अफसोस हरगिज निश्चित"
    ).split()
}
_VERB = re.compile(
    "(?:है|हैं|हूं|था|थे|थी|थीं|गया|गए|गई|किया|की|दिया|दी|लिया|ली|कहा|रहा|रहे|रही|चाहिए|करें|करो|दें|आहे|आहेत|होते|होता|होती|झाला|झाली|झाले|"
    "केला|केली|केले|नाही|नाहीत|नहीं|ेगा|ेगी|ेंगे|ेंगी|ना|ने|ता|ते|ती|ली|ले|ला|णे|या|ये|ई|आ|ो|ूं|िए|इए)$"
)
_LABEL = 3  # words of a label at most
_LONG_TAG = (
    "strong|span|div|figure|figcaption|blockquote|iframe|img|script|style|table|caption|embed|gallery|video|audio"
)
_TAG = rf"a|p|b|i|em|ul|ol|li|br|h[1-6]|{_LONG_TAG}"
_MARKUP = re.compile(
    rf"\[/(?:{_TAG})\b[^\]\n]*\]?|\[(?:caption|gallery|embed|video|audio|url)\b[^\]\n]*\]?|</?(?:{_TAG})\b[^>\n]*>?|(?<![\w<])/?(?:{_LONG_TAG})>"
    r"|(?<!\w)(?:width|height|class|style|href|src|alt|align|target|rel|id)=[\"'“”‘’]?[^\s\u0900-\u097f]*|&(?:nbsp|amp|quot|lt|gt|rsquo|ldquo|#\d+);?"
)
_POSTPOSITIONS = {
    "hi": {"का", "के", "की", "को", "ने", "में", "पर", "से", "तक", "द्वारा"},
    "mr": {"साठी", "मध्ये", "कडून", "द्वारे", "पर्यंत", "च्या"},
}
# "पर" and "से" open sentences in other senses (but; since); "के" and "की" do not unless a noun was lost.
# "ने की", "को की गई" and "बिना … के की गई" are good Hindi: की is also a verb.
_CLASHES = {
    "को": {"के", "का", "में", "पर", "ने"},
    "ने": {"के", "में", "पर", "से"},
    "पर": {"को", "ने"},
    "में": {"को", "ने", "पर"},
    "के": {"को", "ने", "का"},
    "का": {"के", "को", "ने"},
}
# Two words that do make a sentence: "मुकाबला शुरू।", "उन्होंने पूछा।", "जय हिंद।"
_PREDICATES = {
    fold(w)
    for w in "शुरू खत्म समाप्त जारी बंद तय रवाना गिरफ्तार घोषित स्थगित रद्द हिंद भारत महाराष्ट्र जिंदाबाद मुर्दाबाद सुरू संपले".split()
}
_SUBJECTS = {fold(w) for w in "उन्होंने उसने मैंने हमने आपने किसी किसने इन्होंने त्यांनी त्याने तिने मी आम्ही जय वह वे मैं हम".split()}
# "उन्होंने नहीं की।" is a sentence: की is its verb.
_VERBS_TOO = {"नहीं": ("की",), "भी": ("की",), "ही": ("की",), "न": ("की",), "ने": ("की",)}
_OPENERS = {"पर", "से", "तक"}
_CONJUNCTIONS = {"कि", "लेकिन", "तथा", "एवं", "मगर"}


def check(context: Context) -> Iterator[Finding]:
    """Fragments that stand as sentences, and postpositions without a noun."""
    yield from _markup(context)
    for position, tokens in enumerate(context.checked):
        if tokens.sentence.kind is not Kind.PARAGRAPH:
            continue
        if (position and (_is_fragment(context, tokens) or _label(context, tokens))) or _only_grammar(context, tokens):
            message = (
                "These words stand alone as a sentence and say nothing by themselves: a leftover of a lost sentence.",
                "ये शब्द अकेले वाक्य की तरह खड़े हैं और कुछ नहीं कहते: किसी छूटे वाक्य का टुकड़ा।",
            )
            start = tokens.words[0].start
            yield context.finding(
                "stray-fragment", tokens, start, tokens.sentence.end, 0.85, message, severity=Severity.MINOR
            )
        yield from _orphaned(context, tokens)
        yield from _clashing(context, tokens)


def _markup(context: Context) -> Iterator[Finding]:
    """The rest of a tag, an attribute or a character's code, which a site would have hidden had it been whole."""
    for sentence in context.article.sentences:
        if sentence.kind not in CHECKED_KINDS:
            continue
        for match in _MARKUP.finditer(sentence.text):
            message = (
                f"‘{match.group()}’ is a leftover of the page's markup.",
                f"‘{match.group()}’ पेज के कोड का छूटा हुआ टुकड़ा है।",
            )
            start, end = sentence.start + match.start(), sentence.start + match.end()
            tokens = Tokens(sentence, tuple(words(sentence.text, sentence.start)))
            yield context.finding("stray-fragment", tokens, start, end, 0.85, message, severity=Severity.MINOR)


def _is_fragment(context: Context, tokens: Tokens) -> bool:
    found = tokens.words
    if not 1 <= len(found) <= 2 or not re.search(r"[।.]['\"’”]*\s*$", tokens.sentence.text):
        return False
    if tokens.sentence.text.lstrip()[:1] in "\"“‘'(":  # a short quotation
        return False
    if any(word.text[0].isdigit() for word in found) or any(fold(word.text) in _ALONE for word in found):
        return False
    if len(found) > 1 and (
        _VERB.search(found[-1].folded) or found[-1].folded in _PREDICATES or found[0].folded in _SUBJECTS
    ):
        return False
    return _same_block_before(context, tokens) and not _verb_alone(found[-1].text)


def _label(context: Context, tokens: Tokens) -> bool:
    """Words without an end mark behind the paragraph's last sentence: the rest of a caption or credit (छवि स्रोत:, (फाइल फो)."""
    text = tokens.sentence.text.strip()
    ends = any(block.end == tokens.sentence.end for block in context.article.blocks)
    if not ends or not 1 <= len(tokens.words) <= _LABEL or re.search(r"[।.?!…)\]\"”’'*]$", text):
        return False
    if any(not word.devanagari or word.text[0].isdigit() for word in tokens.words):
        return False
    return _same_block_before(context, tokens) and not _verb_alone(tokens.words[-1].text)


def _only_grammar(context: Context, tokens: Tokens) -> bool:
    """Three words or more that all carry grammar, with a case mark where no sentence has one: at the beginning or the end."""
    found = [word.folded for word in tokens.words]
    if len(found) < 3 or any(is_content(word) or word[0].isdigit() for word in found):
        return False
    if tokens.sentence.text.lstrip()[:1] in "\"“‘'(" or not re.search(r"[।.]\s*$", tokens.sentence.text):
        return False
    marks = _POSTPOSITIONS[context.language]
    ends = found[-1] in marks | {"लिए", "बारे"} and found[-1] not in _VERBS_TOO.get(found[-2], ())
    return found[0] in marks - _OPENERS or ends or (found[0] in _OPENERS and found[1] in marks)


def _verb_alone(word: str) -> bool:
    return bool(re.search("(?:ेगा|ेगी|ेंगे|ेंगी|है|हैं|था|थे|थी|आहे|नाही|नहीं|कीजिए|िए|इए|करें|चलो|आओ)$", fold(word)))


def _same_block_before(context: Context, tokens: Tokens) -> bool:
    """True when a full sentence stands before in the same block: a block of its own is a label, not a leftover."""
    return any(
        block.start < tokens.sentence.start and tokens.sentence.end <= block.end for block in context.article.blocks
    )


def _orphaned(context: Context, tokens: Tokens) -> Iterator[Finding]:
    markers = _POSTPOSITIONS[context.language]
    for i, word in enumerate(tokens.words):
        folded = fold(word.text)
        if folded not in markers or not _nothing_before(context, tokens, i):
            continue
        if (i == 0 and folded in _OPENERS) or context.article.text[word.end : word.end + 1] == ".":
            continue  # "पर" opens a sentence, "के.एल." are initials
        end = tokens.words[i + 1].end if folded in ("का", "के", "की") and i + 1 < len(tokens.words) else word.end
        message = (
            f"‘{context.article.text[word.start : end]}’ has no noun before it: the words it belonged to were lost.",
            f"‘{context.article.text[word.start : end]}’ से पहले कोई संज्ञा नहीं है: वे शब्द छूट गए हैं।",
        )
        yield context.finding("stray-fragment", tokens, word.start, end, 0.8, message, severity=Severity.MINOR)


def _clashing(context: Context, tokens: Tokens) -> Iterator[Finding]:
    """Two case marks in a row that no Hindi phrase joins ("को के", "ने पर"): the noun between them was lost."""
    for first, second in pairwise(tokens.words):
        if context.language != "hi" or second.start - first.end != 1:
            continue
        if fold(second.text) in _CLASHES.get(fold(first.text), ()):
            shown = context.article.text[first.start : second.end]
            message = (
                f"‘{shown}’: two case marks follow each other; the noun between them was lost.",
                f"‘{shown}’: दो कारक चिह्न साथ आए हैं; बीच की संज्ञा छूट गई है।",
            )
            yield context.finding(
                "stray-fragment", tokens, first.start, second.end, 0.7, message, severity=Severity.MINOR
            )


def _nothing_before(context: Context, tokens: Tokens, i: int) -> bool:
    if i == 0:
        return not tokens.sentence.text[: tokens.words[0].start - tokens.sentence.start].strip("\"'“‘([ ")
    previous = tokens.words[i - 1]
    between = context.article.text[previous.end : tokens.words[i].start]
    if between.strip():
        return False
    # "और के बारे में" and "पर" (but) after कि are good Hindi.
    return fold(previous.text) in _CONJUNCTIONS and fold(tokens.words[i].text) not in _OPENERS


RULE = Rule("stray-fragment", "छूटा हुआ टुकड़ा", "Fluency/Unintelligible", "grammar", check)
