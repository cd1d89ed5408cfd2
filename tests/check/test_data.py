"""The open data files: every line has its columns, nothing stands twice, nothing is blank that must not be."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

import pytest

from mtcheck.grammar import is_content
from mtcheck.knowledge import domain_errors, domains, idioms, terms
from mtcheck.script import words

FOLDER = files("mtcheck.data")
# By the file's name without its number.
WIDTHS = {
    "acronyms": 5, "acts": 7, "selection": 8,
    "calibration": 4, "collocations": 4, "corpus_words": 3, "domains": 4, "domain_errors": 7, "english_words": 4, "idioms": 6, "irregular": 2,
    "lexicon": 4, "opposites": 2,
    "loanwords": 5, "ministry_subjects": 3, "name_transcription": 3, "names": 4, "roles": 3, "senses": 7, "transcription": 3, "warned": 4,
    "company_trees": 7, "story_errors": 6, "story_words": 4,
}  # fmt: skip
FILES = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".tsv"))
TERMS = sorted(f"terms/{file.name}" for file in FOLDER.joinpath("terms").iterdir() if file.name.endswith(".tsv"))


def width(name: str) -> int:
    return 6 if name.startswith("terms/") else WIDTHS[re.sub(r"(_\d+)?\.tsv$", "", name)]


@pytest.mark.parametrize("name", [*FILES, *TERMS])
def test_lines(name: str):
    first, *lines = FOLDER.joinpath(name).read_text(encoding="utf8").splitlines()
    assert first.startswith("# ")
    assert len(lines) > 14
    wrong = [line for line in lines if line.count("\t") != width(name) - 1]
    assert not wrong, wrong[:3]
    assert len(set(lines)) == len(lines)
    assert all(unicodedata.is_normalized("NFC", line) for line in lines)
    assert all(line.split("\t")[0].strip() for line in lines)


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_wrong_renderings_say_something(language: str):
    entries = (*terms(language), *idioms(language))
    empty = [(e.english, form) for e in entries for form in e.wrong if not any(is_content(w.text) for w in words(form))]
    assert len(empty) < 0.01 * sum(len(entry.wrong) for entry in entries), empty[:20]


def test_domains_of_errors_exist():
    assert set(domain_errors("hi")) <= set(domains("hi"))
