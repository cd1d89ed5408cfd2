"""From an article's text to its blocks: where each stands, its language and its kind."""

from __future__ import annotations

import re
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from mtcheck.read.draft import Hint
from mtcheck.script import is_devanagari, words
from mtcheck.types import Block, Kind, Language

_ATTRIBUTION = re.compile(r"[—–-]\s*[^—–\n]{1,80}\(@\w{1,30}\)|\bpic\.twitter\.com/|https?://t\.co/", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"""^\W*(?:(?:इसे|यह|ये|हे|यह\sखबर|हेही|आणखी)\s*(?:भी|ही|सुद्धा)?\s*(?:पढ़ें|पढें|पढ़ें|पढ़िए|देखें|वाचा|पाहा|जरूर\sपढ़ें)|हेही\s+वाचा|
    (?:अन्य|अधिक|और|ताजा|ताज़ा|संबंधित)\s+(?:न्यूज़?|न्यूज|खबरें|ख़बरें|समाचार|बातम्या)\s*$|(?:also|read)\s+(?:read|more)\b|
    टीम\s+\S+\s*$|(?:edited|posted|published|written|reported)\s+by\b|(?:विज्ञापन|जाहिरात|advertisement)\s*$|
    (?:हमें|हमारे|आम्हाला)\s.*(?:फॉलो|सब्सक्राइब)|tags?\s*:|टैग्?स?\s*:|\(?इनपुट[-: ]|(?:कॉपीराइट|copyright|©))""",
    re.IGNORECASE | re.VERBOSE,
)
_CAPTION = re.compile(
    r"^\W*(?:file\s+photo|फाइल\s+फोटो|photo|फोटो|छायाचित्र|image|चित्र)\s*[:：-]|/\s*photo\s*[-–:]"
    r"|[(\[](?:(?:file|फाइल|संग्रहित)\s*)?(?:photo|image|फोटो|छायाचित्र|pic|तस्वीर|सौजन्य)[^)\]]{0,60}[)\]]\s*\.?\s*$|/photo\W",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[•●▪◦*–-]|\(?[0-9०-९]{1,2}[.)])\s+\S")
_ENDS_SENTENCE = re.compile(r"[।॥.?!…:]['\"’”»)\]]*\s*$")
_HANGS = re.compile(
    r"\s(?:में|और|क्योंकि|लिए|का|के|ने|को|कि|तथा|एवं|जिसमें|जिसके|ताकि|बाद|साथ|आणि|की|कारण|मध्ये|असून)\s*$"
)  # no subhead ends so
_BLANKS = re.compile(r"\s{2,}")
_LINE = re.compile(r"[^\r\n]+")
_CONTENT_WORDS = 3
_SUBHEAD_LENGTH = 90


def classify(text: str, hints: list[Hint]) -> tuple[Language, list[Block]]:
    """The article's language (hi or mr) and its blocks in order; `hints` overrule what the lines look like."""
    lines = _lines(text, hints)
    language = _article_language(text)
    blocks: list[Block] = []
    told = {hint.start: hint for hint in hints}
    for i, (start, end) in enumerate(lines):
        line = _look(text, start, end)
        hint = told.get(start)
        kind = _hinted(hint, line) if hint else _kind(line, i, blocks, text, told=bool(hints))
        blocks.append(Block(start, end, kind, block_language(line, language)))
    return language, _tail(_tweets(text, blocks, hints), text, set(told))


def block_language(line: str, default: Language) -> Language:
    """`default` for Devanagari text, English for Latin text, mixed where neither makes up three quarters of the words."""
    letters = [word for word in words(line) if word.text[0].isalpha() or word.devanagari]
    if not letters:
        return default
    share = sum(word.devanagari for word in letters) / len(letters)
    if share == 0:
        return Language.ENGLISH
    return default if share >= 0.5 else Language.MIXED


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["hi", "mr"])
    return identifier


def _article_language(text: str) -> Language:
    devanagari = " ".join(word.text for word in words(text[:20_000]) if word.devanagari)
    return Language(_identifier().classify(devanagari)[0]) if devanagari else Language.HINDI


def _look(text: str, start: int, end: int) -> str:
    """A line without long runs of blanks, on which the patterns above would spend time by their square."""
    return _BLANKS.sub(" ", text[start:end])


def _hinted(hint: Hint, line: str) -> Kind:
    """The kind that the format tells, but sites put their "read more" into headings and lists too."""
    furniture = hint.kind in (Kind.SUBHEAD, Kind.LIST_ITEM) and _BOILERPLATE.search(line)
    return Kind.BOILERPLATE if furniture else hint.kind


def _lines(text: str, hints: list[Hint]) -> list[tuple[int, int]]:
    spans = []
    for match in _LINE.finditer(text):
        line = match.group()
        if line.strip():
            left = len(line) - len(line.lstrip())
            spans.append((match.start() + left, match.start() + len(line.rstrip())))
    return spans


def _kind(line: str, index: int, before: list[Block], text: str, told: bool) -> Kind:
    if _BOILERPLATE.search(line):
        return Kind.BOILERPLATE
    if _CAPTION.search(line):
        return Kind.CAPTION
    if index == 0 and len(line) < 250 and not _ENDS_SENTENCE.search(line):
        return Kind.HEADLINE
    # A page tells its list items itself.
    if _BULLET.search(line) or (not told and _continues_list(line, before, text)):
        return Kind.LIST_ITEM
    if _ENDS_SENTENCE.search(line) or line.count(" ") > 22:
        return Kind.PARAGRAPH
    if not is_devanagari(line):
        return Kind.HEADLINE
    short = len(line) <= _SUBHEAD_LENGTH and _quotes_balance(line) and not _HANGS.search(line)
    return Kind.SUBHEAD if short else Kind.PARAGRAPH


def _quotes_balance(line: str) -> bool:
    return line.count("“") == line.count("”") and line.count('"') % 2 == 0 and line.count("‘") == line.count("’")


def _continues_list(line: str, before: list[Block], text: str) -> bool:
    if not before or len(line) > 200:
        return False
    last = _look(text, before[-1].start, before[-1].end)
    if re.search(r":\s*-?\s*$", last) and before[-1].kind in (Kind.PARAGRAPH, Kind.SUBHEAD):
        return True
    return before[-1].kind is Kind.LIST_ITEM and not _BULLET.search(last) and last.count(" ") <= 14


def _tweets(text: str, blocks: list[Block], hints: list[Hint]) -> list[Block]:
    """English lines that touch a tweet's attribution line ("— Name (@handle) …") belong to the tweet."""
    told = {(hint.start, hint.end) for hint in hints}
    tweet = [
        _attributed(text, block) or (block.kind is Kind.TWEET and (block.start, block.end) in told) for block in blocks
    ]
    for order in (range(len(blocks)), range(len(blocks) - 1, -1, -1)):
        for i in order:
            touches = (i > 0 and tweet[i - 1]) or (i + 1 < len(blocks) and tweet[i + 1])
            above = (
                i + 1 < len(blocks) and tweet[i + 1]
            )  # its author's line follows: then it need not look like a sentence
            if touches and not tweet[i] and _could_be_tweet(text, blocks[i], above):
                tweet[i] = True
    return [
        Block(b.start, b.end, Kind.TWEET if is_tweet else b.kind, b.language)
        for b, is_tweet in zip(blocks, tweet, strict=True)
    ]


def _attributed(text: str, block: Block) -> bool:
    return bool(_ATTRIBUTION.search(text[block.start : block.end])) and block.language is not Language.HINDI


def _could_be_tweet(text: str, block: Block, above: bool) -> bool:
    line = _look(text, block.start, block.end)
    sentence = above or bool(_ENDS_SENTENCE.search(line)) or "#" in line or "@" in line or "…" in line
    return block.language is Language.ENGLISH and sentence and block.kind not in (Kind.CAPTION, Kind.BOILERPLATE)


def _tail(blocks: list[Block], text: str, told: set[int]) -> list[Block]:
    """Short lines after the last paragraph are the site's furniture (tags, desk, "other news") unless the format told them."""
    last = max((i for i, b in enumerate(blocks) if b.kind in (Kind.PARAGRAPH, Kind.TWEET, Kind.LIST_ITEM)), default=-1)
    out = list(blocks)
    for i in range(last + 1, len(blocks)):
        block = blocks[i]
        if (
            i > 0
            and last >= 0
            and block.start not in told
            and len(words(text[block.start : block.end])) <= _CONTENT_WORDS
        ):
            out[i] = Block(block.start, block.end, Kind.BOILERPLATE, block.language)
    return out
