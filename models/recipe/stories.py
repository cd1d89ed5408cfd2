"""The stories that were written for the training: news with every mistranslation marked.

A story is its domain (`# courts`) and its sentences, one a line, with marks `{wrong words|right words|English word: its sense}`;
a line `---` stands between two. They lie in `models/stories/LANGUAGE.txt.gz`.

usage: python models/recipe/stories.py

writes what they say as three data files: `mtcheck/data/story_errors.tsv`, the marked words with what is right instead and the words
around them, `mtcheck/data/story_words.tsv`, how often a word form stood rightly (in the authored pairs, too) and wrongly, and
`mtcheck/data/story_pairs.tsv.xz`, the stems of content words that stood side by side, both rightly.
"""

from __future__ import annotations

import gzip
import lzma
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtcheck.collocation import neighbours
from mtcheck.grammar import is_content
from mtcheck.script import Word, fold, stem, word_texts, words

MODELS = Path(__file__).resolve().parent.parent
STORIES, AUTHORED, DATA = MODELS / "stories", MODELS / "authored", MODELS.parent / "mtcheck" / "data"
LANGUAGES = ("hi", "mr")
LEAST = 2  # times that a form is met
AROUND = 5  # content words kept on either side of a mark
_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]+)\|([^{}]+)\}")


@dataclass(frozen=True)
class Mark:
    """A mistranslation in [start, end) of a story's text, what is right, and the English (with its sense) that was meant."""

    start: int
    end: int
    right: str
    english: str


@dataclass(frozen=True)
class Story:
    """The text, a sentence a line, as a machine would have written it, with its marks."""

    language: str
    domain: str
    text: str
    marks: tuple[Mark, ...]


def read(language: str) -> list[Story]:
    """The stories of one language."""
    packed = (STORIES / f"{language}.txt.gz").read_bytes()
    found = gzip.decompress(packed).decode().split("\n---\n")
    return [_story(text, language) for text in found if text.strip()]


def _story(written: str, language: str) -> Story:
    first, _, body = written.strip().partition("\n")
    text, marks, at = "", [], 0
    for mark in _MARK.finditer(body):
        text += body[at : mark.start()]
        wrong, right, english = (group.strip() for group in mark.groups())
        marks.append(Mark(len(text), len(text) + len(wrong), right, english))
        text, at = text + wrong, mark.end()
    text += body[at:]
    if "{" in text or "}" in text:
        raise ValueError(f"models/stories/{language}.txt.gz: a mark that cannot be read: {text[:80]}")
    return Story(language, first.removeprefix("#").strip(), text, tuple(marks))


def errors(story: Story) -> Iterator[tuple[str, ...]]:
    """(language, domain, English, wrong, right, company) of each mark."""
    for mark in story.marks:
        begin = story.text.rfind("\n", 0, mark.start) + 1
        end = story.text.find("\n", mark.end)
        spoilt = [other for other in story.marks if other is not mark]
        before = _content(_blanked(story.text, begin, mark.start, spoilt))[-AROUND:]
        after = _content(_blanked(story.text, mark.end, end if end >= 0 else len(story.text), spoilt))[:AROUND]
        wrong = story.text[mark.start : mark.end]
        yield story.language, story.domain, mark.english, wrong, mark.right, "|".join(dict.fromkeys(before + after))


def _blanked(text: str, start: int, end: int, marks: list[Mark]) -> str:
    """The text of [start, end) without what other marks spoil."""
    chars = list(text[start:end])
    for mark in marks:
        for i in range(max(mark.start, start), min(mark.end, end)):
            chars[i - start] = " "
    return "".join(chars)


def _content(text: str) -> list[str]:
    return [word for word in word_texts(text) if is_content(word)]


def authored(language: str) -> list[str]:
    """The Hindi or Marathi sentences of the pairs that were written for the translator."""
    files = sorted(AUTHORED.glob(f"*.{language}-en.tsv.gz"))
    lines = (line for file in files for line in gzip.decompress(file.read_bytes()).decode().splitlines())
    return [line.partition("\t")[0] for line in lines]


def mark_of(word: Word, marks: Sequence[Mark]) -> int:
    """The number of the mark that a word stands in, -1 for none."""
    return next((i for i, mark in enumerate(marks) if mark.start < word.end and word.start < mark.end), -1)


def counted(text: str, marks: Sequence[Mark] = ()) -> Counter[tuple[str, bool]]:
    """How often the content words stand outside and within the marks: (folded word form, whether within) → count."""
    found = (word for word in words(text) if word.devanagari and is_content(word.text))
    return Counter((word.folded, mark_of(word, marks) >= 0) for word in found)


def pairs(text: str, language: str, marks: Sequence[Mark] = ()) -> Counter[tuple[str, str]]:
    """The stems of neighbouring content words outside the marks, with counts."""
    tokens = words(text)
    spoilt = {i for i, word in enumerate(tokens) if mark_of(word, marks) >= 0}
    wrong = {stem(tokens[i].text, language) for i in spoilt}
    # Every pair is met from both of its sides.
    twice = Counter(pair for i in range(len(tokens)) if i not in spoilt for pair in neighbours(tokens, i, language))
    return Counter({pair: (count + 1) // 2 for pair, count in twice.items() if not wrong & set(pair)})


def main() -> None:
    """Write the data files."""
    rows = {row for language in LANGUAGES for story in read(language) for row in errors(story)}
    lines = ["\t".join(cell.replace("\t", " ") for cell in row) for row in sorted(rows)]
    _write("story_errors.tsv", "# language\tdomain\tenglish\twrong\tright\tcompany", lines)
    lines = []
    for language in LANGUAGES:
        counts: Counter[tuple[str, bool]] = Counter()
        for story in read(language):
            counts.update(counted(story.text, story.marks))
        counts.update((fold(word), False) for text in authored(language) for word in _content(text))
        forms = sorted({form for form, _ in counts})
        totals = ((form, counts[form, False], counts[form, True]) for form in forms)
        lines += [f"{language}\t{form}\t{right}\t{wrong}" for form, right, wrong in totals if right + wrong >= LEAST]
    _write("story_words.tsv", "# language\tform\tright\twrong", lines)
    lines = []
    for language in LANGUAGES:
        beside: Counter[tuple[str, str]] = Counter()
        for story in read(language):
            beside.update(pairs(story.text, language, story.marks))
        for text in authored(language):
            beside.update(pairs(text, language))
        lines += [f"{language}\t{first}\t{second}\t{count}" for (first, second), count in sorted(beside.items())]
    packed = lzma.compress(("\n".join(lines) + "\n").encode(), preset=9)
    (DATA / "story_pairs.tsv.xz").write_bytes(packed)


def _write(name: str, head: str, lines: list[str]) -> None:
    (DATA / name).write_text("\n".join([head, *lines]) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
