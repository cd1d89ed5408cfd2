"""Blocks to sentences: danda, question and exclamation marks, Latin full stops that end a sentence, closing quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtcheck.read.blocks import block_language
from mtcheck.script import fold, is_devanagari, letters
from mtcheck.types import Article, Block, Kind, Sentence

_END = re.compile(r"[।॥?!]+|\.{1,}|…")
_CLOSERS = "\"'’”»)]"
# Words before a full stop that does not end the sentence.
_ABBREVIATIONS = {
    fold(word)
    for word in (
        "डॉ प्रो श्री सुश्री स्व पं मि कु सौ चि रु ई क्र सं नं पृ लि प्रा ले कै मो न्या जन ब्रि कर्नल पु ल वि स डाॅ एड अ ब स "
        "dr mr mrs ms prof st jr sr no vs inc ltd co corp gen col lt maj capt sgt gov sen rep hon etc al rs u.s u.k e.g i.e "
        "jan feb mar apr jun jul aug sep sept oct nov dec"
    ).split()
}
_BEFORE = re.compile(r"(\S+)$")
# “…?” उन्होंने पूछा। — the sentence goes on behind the quotation.
_SPEAKER = re.compile(
    r"\s*(?:[^\s।.?!]+\s+){0,5}?(?:पूछा|कहा|बोले|बोलीं|बोला|लिखा|बताया|विचारले|म्हणाले|म्हणाल्या|सांगितले)(?=[\s।.,])"
)
_ALSO_WORDS = {fold(word) for word in ("के", "से", "सी", "आई", "ए", "ओ", "जी", "पी", "बी", "ई")}
_BLANK = re.compile(r"\s*")
_DEVANAGARI = re.compile("[\u0904-\u0939\u0958-\u0961]")
_LATIN_WORD = re.compile("[A-Za-z][A-Za-z'’.-]*")
_LATIN_RUN = re.compile("[\"“'‘(]*[A-Za-z][^\u0900-\u097f\n]*")
_RUN = 4  # English words that make a run
# Code points around a mark that decide on it: with the whole block, a long one would take time by its square.
_AHEAD, _BACK = 300, 80
_ONE_LETTER = r"(?:ए|बी|सी|डी|ई|एफ|जी|एच|आई|जे|के|एल|एम|एन|ओ|पी|क्यू|आर|एस|टी|यू|वी|डब्ल्यू|एक्स|वाई|जेड|व्ही|आय)"
_INITIAL_AFTER = re.compile(rf"\s*{_ONE_LETTER}\.")
_INITIAL_BEFORE = re.compile(rf"(?:^|\s){_ONE_LETTER}\.\s*$")


def split_sentences(article: Article) -> list[Sentence]:
    """The sentences of all blocks, in order; a sentence never crosses a block and is never blank."""
    sentences: list[Sentence] = []
    for block in article.blocks:
        for start, end in _spans(article.text, block):
            for left, right in _without_english(article.text, start, end):
                text = article.text[left:right]
                language = block_language(text, article.language)
                sentences.append(Sentence(len(sentences), left, right, block.kind, language, text))
    return sentences


def _english_runs(text: str) -> Iterator[tuple[int, int]]:
    """Where at least four English words, some of them no names, stand together; with the marks around them."""
    for match in _LATIN_RUN.finditer(text):
        found = _LATIN_WORD.findall(match.group())
        if len(found) >= _RUN and sum(word.islower() for word in found) >= _RUN // 2:
            blank = len(match.group()) - len(match.group().rstrip())
            yield match.start(), match.end() - blank


def _without_english(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence cut where an official's English words begin or end; a title in its middle stays where it is."""
    at = start
    mixed = _DEVANAGARI.search(text, start, end) is not None
    for left, right in _english_runs(text[start:end]) if mixed else ():
        left, right = start + left, start + right
        first = not _DEVANAGARI.search(text, at, left)
        last = not _DEVANAGARI.search(text, right, end)
        if first == last and not (first or _spoken(text, left, right)):
            continue
        yield from _trimmed(text, at, left)
        # A full stop behind the closing mark belongs to what was said.
        at = end if last else right
        yield from _trimmed(text, left, at)
    yield from _trimmed(text, at, end)


def _spoken(text: str, left: int, right: int) -> bool:
    """Words in quotation marks that no title has: most of them in small letters, and a verb's comma or stop at the end."""
    found = _LATIN_WORD.findall(text, left, right)
    inside = text[left:right].rstrip("\"'”’")
    return text[left] in '"“' and inside[-1:] in ".,!?" and 3 * sum(w.islower() for w in found) >= 2 * len(found)


def _spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    if block.kind in (Kind.HEADLINE, Kind.SUBHEAD, Kind.CAPTION, Kind.BOILERPLATE):
        yield block.start, block.end
        return
    start = block.start
    for match in _END.finditer(text, block.start, block.end):
        end = match.end()
        while end < block.end and text[end] in _CLOSERS and not (end > match.end() and text[end - 1].isspace()):
            end += 1
        if match.start() < start or not _ends_sentence(text, match, end, block):
            continue
        yield from _trimmed(text, start, end)
        start = end
    yield from _trimmed(text, start, block.end)


def _ends_sentence(text: str, match: re.Match[str], end: int, block: Block) -> bool:
    mark = match.group()
    if _only_blank(text, end, block.end):
        return True
    rest = text[end : min(block.end, end + _AHEAD)]
    if mark[0] in "।॥":
        return True
    if mark[0] in "?!":
        quoted = end > match.end()
        return not re.match(r"\s*[,;]|\S", rest) and not (quoted and _SPEAKER.match(rest))
    if not rest[0].isspace():
        return False
    if mark == "…" or len(mark) > 1:
        return bool(re.match(r"\s+(?:[A-Z\"'“‘]|pic\.|https?:|#)", rest)) and not is_devanagari(
            text[max(block.start, match.start() - 2) : match.start()]
        )
    return not _abbreviated(text[max(block.start, match.start() - _BACK) : match.start()], rest)


def _only_blank(text: str, start: int, end: int) -> bool:
    blank = _BLANK.match(text, start, end)
    return blank is not None and blank.end() == end


def _abbreviated(before: str, rest: str) -> bool:
    """Initials (एस. जयशंकर, J. Smith), titles (डॉ. सिंह) and list numbers keep the sentence going."""
    match = _BEFORE.search(before[-40:])
    word = match.group(1).lstrip("(\"'“‘") if match else ""
    last = re.split(r"[.\-/]", word)[-1]
    if (
        fold(last) in _ABBREVIATIONS
        or (len(last) == 1 and last.isalpha())
        or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word)
    ):
        return True
    if "." in word and is_devanagari(last) and len(last) <= 3:
        return True  # कि.मी., के.एल.
    if is_devanagari(last) and 0 < len(letters(last)) <= 2:
        # के, से, सी, आई are words too: they are initials only beside another one.
        among = _INITIAL_AFTER.match(rest) or _INITIAL_BEFORE.search(before[: len(before) - len(word)][-12:])
        return bool(re.match(r"\s*[\u0904-\u0939]", rest)) and (fold(last) not in _ALSO_WORDS or bool(among))
    return (
        word.isdigit() and len(word) <= 2 and bool(re.match(r"\s*[a-z\u0904-\u0939]", rest)) and before.strip() == word
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        left = len(piece) - len(piece.lstrip())
        yield start + left, start + len(piece.rstrip())
