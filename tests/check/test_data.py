"""The open data files: every line has its columns, nothing stands twice, nothing is blank that must not be."""

from __future__ import annotations

import unicodedata
from importlib.resources import files

import pytest

from mtcheck.grammar import is_content
from mtcheck.knowledge import domain_errors, domains, idioms, terms
from mtcheck.script import words

FOLDER = files("mtcheck.data")
COLUMNS = {
    "acronyms.tsv": 5, "collocations.tsv": 4, "corpus_words.tsv": 3, "domains.tsv": 4, "domain_errors_1.tsv": 7, "domain_errors_2.tsv": 7,
    "domain_errors_3.tsv": 7, "english_words.tsv": 3, "idioms.tsv": 6, "lexicon_1.tsv": 4, "lexicon_2.tsv": 4, "loanwords.tsv": 5,
    "ministry_subjects.tsv": 3, "names.tsv": 4, "roles.tsv": 3, "senses.tsv": 7, "terms/economy_science.tsv": 6,
    "terms/phrases_a_l.tsv": 6, "terms/phrases_m_z.tsv": 6, "terms/society.tsv": 6, "terms/state.tsv": 6,
}  # fmt: skip


@pytest.mark.parametrize("name", COLUMNS)
def test_lines(name: str):
    first, *lines = FOLDER.joinpath(name).read_text(encoding="utf8").splitlines()
    assert first.startswith("# ")
    assert len(lines) > 40
    wrong = [line for line in lines if line.count("\t") != COLUMNS[name] - 1]
    assert not wrong, wrong[:3]
    assert len(set(lines)) == len(lines)
    assert all(unicodedata.is_normalized("NFC", line) for line in lines)
    assert all(line.split("\t")[0].strip() for line in lines)


def test_all_files_are_checked():
    found = {file.name for file in FOLDER.iterdir() if file.name.endswith(".tsv")}
    assert found == {name for name in COLUMNS if "/" not in name}


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_wrong_renderings_say_something(language: str):
    entries = (*terms(language), *idioms(language))
    empty = [(e.english, form) for e in entries for form in e.wrong if not any(is_content(w.text) for w in words(form))]
    assert len(empty) < 0.01 * sum(len(entry.wrong) for entry in entries), empty[:20]


def test_domains_of_errors_exist():
    assert set(domain_errors("hi")) <= set(domains("hi"))
