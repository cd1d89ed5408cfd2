"""Files of cases: what they may hold, and that every error names file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.errors import ReadError, UsageError
from mtcheck.regress.case import DEFAULT_MARGIN, Expectation
from mtcheck.regress.read import find_files, parse_cases, read_all, read_cases
from mtcheck.types import Language, Severity
from tests.regress.conftest import TWICE, Write

NAME = "desk.mtcheck.yaml"
MINIMAL = "cases:\n- id: a\n  bad: एक दो तीन\n  find: दो\n"


def test_a_minimal_case():
    (case,) = parse_cases(MINIMAL, NAME)
    assert (case.id, case.bad, case.path, case.line) == ("a", "एक दो तीन", NAME, 2)
    assert case.find == (Expectation("दो", "", Severity.MINOR, 4),)
    assert (case.fixed, case.english, case.reference, case.evidence, case.rules) == ("", "", "", (), ())
    assert (case.language, case.margin) == (None, DEFAULT_MARGIN)


def test_every_key():
    (case,) = parse_cases(
        """
cases:
- id: all
  english: |
    One.
    Two.
  bad: एक दो तीन
  find:
  - एक
  - {words: दो तीन, rule: wrong-sense, severity: major}
  fixed: एक दो चार
  rules: [wrong-sense, spelling]
  evidence: [One two., Three.]
  approved: एक दो पाँच
  margin: 7.5
  language: mr
  note: a note
""",
        NAME,
    )
    assert case.english == "One.\nTwo."
    assert [(e.words, e.rule, e.severity, e.line) for e in case.find] == [
        ("एक", "", Severity.MINOR, 9),
        ("दो तीन", "wrong-sense", Severity.MAJOR, 10),
    ]
    assert (case.fixed, case.approved, case.reference) == ("एक दो चार", "एक दो पाँच", "एक दो पाँच")
    assert case.rules == ("wrong-sense", "spelling")
    assert case.evidence == ("One two.", "Three.")
    assert (case.margin, case.language, case.note) == (7.5, Language.MARATHI, "a note")


def test_without_an_approved_translation_the_fixed_sentence_is_the_reference():
    (case,) = parse_cases(MINIMAL + "  fixed: एक चार\n", NAME)
    assert case.reference == "एक चार"


def test_defaults_hold_unless_a_case_has_its_own():
    first, second = parse_cases(
        "defaults: {language: mr, margin: 3, evidence: [One.], glossary: terms.csv}\n"
        "cases:\n- {id: a, bad: एक दो, find: दो}\n"
        "- {id: b, bad: एक दो, find: दो, language: hi, margin: 4, evidence: [], glossary: [{english: two, preferred: दो}]}\n",
        "folder/" + NAME,
    )
    assert (first.language, first.margin, first.evidence) == (Language.MARATHI, 3, ("One.",))
    assert Path(first.glossary_file) == Path("folder/terms.csv")
    assert (second.language, second.margin, second.evidence, second.glossary_file) == (Language.HINDI, 4, (), "")
    assert {(entry.english, entry.preferred, entry.language) for entry in second.glossary} == {
        ("two", ("दो",), Language.HINDI),
        ("two", ("दो",), Language.MARATHI),
    }


@pytest.mark.parametrize("text", ["007", "no", "1.50", "2026-01-31", "0x1F", "'~'", "null-case"])
def test_a_text_is_what_was_written(text: str):
    (case,) = parse_cases(MINIMAL.replace("id: a", f"id: {text}"), NAME)
    assert case.id == text.strip("'")


def test_an_alias_may_repeat_a_text():
    (case,) = parse_cases(MINIMAL + "  english: &e One.\n  evidence: [*e]\n", NAME)
    assert case.evidence == ("One.",)


def test_a_byte_order_mark_and_windows_line_ends(write: Write):
    path = write("\ufeff" + TWICE.replace("\n", "\r\n"))
    (case,) = read_cases(path)
    assert case.id == "twice"
    assert "\r" not in case.bad + case.fixed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # the file
        ("", ":1: must be a mapping with the keys cases, defaults"),
        ("- a\n", ":1: must be a mapping with the keys cases, defaults"),
        ("defaults: {}\n", ":1: no list 'cases:'"),
        ("cases: none\n", ":1: must be a list"),
        ("cases:\n- a\n", ":2: must be a mapping with the keys id, english"),
        ("cases: [\n", ":2: not YAML ("),
        ("cases: []\n---\ncases: []\n", ":2: not YAML (expected a single document"),
        ("a: \x01\n", ": not YAML ("),
        ("\n\n" + "[" * 50, ":3: nested too deeply"),
        (
            "cases: !!python/object/apply:os.system [id]\n",
            ":1: the tag 'tag:yaml.org,2002:python/object/apply:os.system'",
        ),
        ("a: &a [x]\nb: [*a, *a]\n", ":1: a list or mapping may not be repeated by an alias"),
        ("a: &a {x: *a}\n", ":1: "),
        ("cases: []\ncases: []\n", ":2: the key 'cases' is given twice"),
        ("? [a]\n: b\n", ":1: a key must be a word"),
        # keys
        ("case: []\n", ":1: unknown key 'case'; did you mean 'cases'?"),
        (MINIMAL + "  fixd: एक\n", ":5: unknown key 'fixd'; did you mean 'fixed'?"),
        (MINIMAL + "  zzz: एक\n", ":5: unknown key 'zzz'; known are: id, english, bad"),
        ("defaults: {rule: x}\ncases: []\n", ":1: unknown key 'rule'; known are: language, glossary, evidence, margin"),
        (MINIMAL.replace("find: दो", "find: {word: दो}"), ":4: unknown key 'word'; did you mean 'words'?"),
        # values
        ("cases:\n- bad: एक\n  find: एक\n", ":2: the case has no 'id'"),
        ("cases:\n- id: a\n  find: एक\n", ":2: the case has no 'bad'"),
        ("cases:\n- id: a\n  bad: एक\n", ":2: the case has no 'find'"),
        ("cases:\n- id: a\n  bad: एक\n  find: []\n", ":2: the case has no 'find'"),
        (MINIMAL.replace("find: दो", "find: {rule: spelling}"), ":4: 'words' is missing"),
        (MINIMAL.replace("find: दो", "find: पाँच"), ":4: the words 'पाँच' do not stand in the bad sentence"),
        (
            MINIMAL.replace("find: दो", "find: {words: दो, severity: majr}"),
            ":4: unknown severity 'majr'; did you mean 'major'?",
        ),
        (MINIMAL + "  margin: wide\n", ":5: a margin is a number"),
        (MINIMAL + "  margin: -1\n", ":5: a margin is a number"),
        (MINIMAL + "  margin: nan\n", ":5: a margin is a number"),
        (MINIMAL + "  language: en\n", ":5: unknown language 'en'; known are: hi, mr"),
        (MINIMAL + "  evidence: {a: b}\n", ":5: must be a list"),
        (MINIMAL + "  note: [a]\n", ":5: must be text"),
        (MINIMAL + '  note: "\\uD800"\n', ":5: "),  # libyaml and PyYAML word it differently
        (MINIMAL.replace("id: a", 'id: "a\\nb"'), ":2: an id is one line"),
        (MINIMAL + MINIMAL[7:], ":5: the id 'a' is taken by the case at desk.mtcheck.yaml:2"),
        (MINIMAL + "  glossary: [{english: two}]\n", ":5: the glossary entry has no 'preferred'"),
        (
            MINIMAL + "  glossary: [{english: two, prefered: दो}]\n",
            ":5: unknown key 'prefered'; did you mean 'preferred'?",
        ),
        (MINIMAL + "  glossary: [{english: two, preferred: दो, kind: verb}]\n", ":5: kind 'verb' is unknown"),
    ],
)
def test_errors_name_file_and_line(text: str, message: str):
    with pytest.raises(ReadError) as error:
        parse_cases(text, NAME)
    assert str(error.value).startswith(NAME + message)


def test_an_alias_bomb_is_refused_before_it_grows():
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    with pytest.raises(ReadError, match="may not be repeated by an alias"):
        parse_cases(bomb, NAME)


def test_a_file_that_is_no_utf8(tmp_path: Path):
    path = tmp_path / NAME
    path.write_bytes(b"cases: \xff\n")
    with pytest.raises(ReadError, match="not UTF-8 at byte 7"):
        read_cases(path)


def test_a_missing_file(tmp_path: Path):
    with pytest.raises(ReadError, match="cannot be read"):
        read_cases(tmp_path / NAME)


def test_folders_are_searched_and_a_file_is_read_once(write: Write, tmp_path: Path):
    deep, top = write(name="b/c/x.mtcheck.yaml"), write(name="a.mtcheck.yaml")
    write(name="other.yaml")
    assert find_files([str(tmp_path), str(top)]) == [top, deep]


def test_a_file_named_by_hand_may_have_any_name(write: Write):
    path = write(name="cases.yml")
    assert find_files([str(path)]) == [path]


@pytest.mark.parametrize(
    ("name", "message"), [("nowhere", "no such file"), ("empty", "no regression cases in this folder")]
)
def test_nothing_to_read(tmp_path: Path, name: str, message: str):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=message):
        find_files([str(tmp_path / name)])


def test_a_broken_file_does_not_hide_the_others(write: Write, tmp_path: Path):
    broken, good = write("cases: [", name="a.mtcheck.yaml"), write(name="b.mtcheck.yaml")
    cases, errors = read_all([str(tmp_path)])
    assert [case.path for case in cases] == [str(good)]
    assert [error.path for error in errors] == [str(broken)]
    assert errors[0].message.startswith(f"{broken}:2: not YAML")


def test_an_id_may_stand_only_once_in_a_run(write: Write, tmp_path: Path):
    first, second = write(name="a.mtcheck.yaml"), write(name="b.mtcheck.yaml")
    cases, errors = read_all([str(tmp_path)])
    assert [case.path for case in cases] == [str(first)]
    assert f"{second}:2: the id 'twice' is taken by the case at {first}:2" in errors[0].message
