"""Cases through the real rules, with a translator that is a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from mtcheck.regress.case import Case, CaseResult, Results, Status
from mtcheck.regress.checker import Checker, language_of
from mtcheck.regress.read import parse_cases, read_cases
from mtcheck.regress.run import run_case, run_cases
from mtcheck.regress.translators import Answer, TranslatorError
from mtcheck.types import GlossaryEntry, Language
from tests.regress.conftest import BAD, ENGLISH, FIXED, TWICE

EXAMPLE = Path(__file__).parent / "newsroom.mtcheck.yaml"
OTHER = "रेलवे स्टेशन पर पुलिस ने अभियुक्त को पकड़ लिया।"
UNRELATED = "किसानों ने धरना दिया।"


class Table:
    """A translator that knows some sentences."""

    name, batch = "table", 0

    def __init__(self, **known: str) -> None:
        self.known = known or {"default": FIXED}

    def translate(self, lines: Sequence[str], target: Language) -> list[str]:
        if "fail" in self.known:
            raise TranslatorError(self.known["fail"])
        return [self.known["default"] for _ in lines]


def twice(**changes: object) -> Case:
    (case,) = parse_cases(TWICE, "desk.mtcheck.yaml")
    return replace(case, **changes)  # type: ignore[arg-type]


def failed(result: CaseResult) -> list[str]:
    return [check.name for check in result.checks if not check.passed]


def test_the_example_passes():
    cases = read_cases(EXAMPLE)
    results = run_cases(cases)
    assert len(cases) >= 10
    assert {language_of(case) for case in cases} == {Language.HINDI, Language.MARATHI}
    assert {case.id: failed(case) or case.error for case in results.cases if case.status is not Status.PASSED} == {}


def test_the_example_fails_when_bad_and_fixed_change_places():
    """The example would not notice rules that flag everything or nothing unless both halves bite."""
    for case in read_cases(EXAMPLE):
        flagged_when_fixed = run_cases([replace(case, fixed=case.bad)]).cases[0]
        assert failed(flagged_when_fixed) == ["fixed"]


def test_a_sentence_that_is_not_flagged_fails(checker: Checker):
    result = run_case(twice(bad=FIXED.replace("आरोपी को", "आरोपी को आरोपी") + "।"), checker)
    assert result.status is Status.FAILED
    assert failed(result) == ["bad"]


def test_a_fixed_sentence_that_is_not_clean_fails(checker: Checker):
    result = run_case(twice(fixed=BAD), checker)
    assert (result.status, failed(result)) == (Status.FAILED, ["fixed"])
    assert run_case(twice(fixed=BAD, rules=("spelling",)), checker).status is Status.PASSED


def test_without_a_fixed_sentence_only_the_bad_one_is_checked(checker: Checker):
    result = run_case(twice(fixed=""), checker)
    assert (result.status, [check.name for check in result.checks]) == (Status.PASSED, ["bad"])


def test_the_fixed_sentence_is_no_evidence_against_the_bad_one(checker: Checker):
    """Each text is a run of its own: nothing may depend on the order or the company of cases."""
    both = [twice(), twice(id="again", bad=FIXED + " " + BAD)]
    assert run_cases(both).cases == (run_case(both[0], checker), run_case(both[1], checker))


def test_evidence_belongs_to_its_case():
    with_evidence, without = (
        parse_cases(
            "cases:\n- id: toll\n  bad: संयुक्त राष्ट्र ने इस संघर्ष में 45 लोगों के मारे जाने की पुष्टि की है।\n"
            f"  find: {{words: '45', rule: number-date}}\n{evidence}",
            "a",
        )[0]
        for evidence in (
            "  evidence: The United Nations has confirmed that 54 people were killed in the conflict.\n",
            "",
        )
    )
    results = run_cases([replace(without, id="before"), with_evidence, replace(without, id="after")])
    assert [case.status for case in results.cases] == [Status.FAILED, Status.PASSED, Status.FAILED]


@pytest.mark.parametrize("rules", [{"rules": ("spelling", "speling")}, {}])
def test_a_rule_that_there_is_not_is_an_error(checker: Checker, rules: dict[str, tuple[str, ...]]):
    case = twice(**rules)
    if not rules:
        case = replace(case, find=(replace(case.find[0], rule="duplicatoin"),))
    result = run_case(case, checker)
    assert result.status is Status.ERROR
    line, word, right = (2, "speling", "spelling") if rules else (7, "duplicatoin", "duplication")
    assert result.error == f"desk.mtcheck.yaml:{line}: no rule '{word}'; did you mean '{right}'?"


def test_the_language_is_told_from_all_texts_unless_given():
    marathi = "न्यायालयाने सांगितले की पुढील सुनावणी २१ मार्च रोजी होणार आहे."
    assert language_of(twice(language=None)) is Language.HINDI
    assert language_of(twice(language=None, bad=marathi, fixed=marathi)) is Language.MARATHI
    assert language_of(twice(language=Language.MARATHI)) is Language.MARATHI


def test_the_same_run_gives_the_same_results():
    cases = read_cases(EXAMPLE)[:3]
    assert run_cases(cases) == run_cases(cases)


# glossaries

TERMS = (GlossaryEntry("accused", ("अभियुक्त",), ("आरोपी",), Language.HINDI),)
_GLOSSARY = """cases:
- id: accused
  language: hi
  bad: पुलिस ने आरोपी को गिरफ्तार कर लिया।
  find: {words: आरोपी, rule: terminology}
  fixed: पुलिस ने अभियुक्त को गिरफ्तार कर लिया।
"""


def test_a_glossary_in_the_case():
    cases = parse_cases(_GLOSSARY + "  glossary: [{english: accused, preferred: अभियुक्त, forbidden: आरोपी}]\n", "a")
    assert run_cases(cases).cases[0].status is Status.PASSED


def test_a_glossary_beside_the_file_of_cases(tmp_path: Path):
    (tmp_path / "terms.csv").write_text("english,preferred,forbidden\naccused,अभियुक्त,आरोपी\n", encoding="utf-8")
    cases = parse_cases(_GLOSSARY + "  glossary: terms.csv\n", str(tmp_path / "a.mtcheck.yaml"))
    assert run_cases(cases).cases[0].status is Status.PASSED


def test_a_glossary_for_all_cases_is_in_the_signature():
    cases = parse_cases(_GLOSSARY, "a")
    without, with_terms = run_cases(cases), run_cases(cases, glossary=TERMS)
    assert [results.cases[0].status for results in (without, with_terms)] == [Status.FAILED, Status.PASSED]
    assert without.signature != with_terms.signature


def test_a_glossary_that_is_missing_is_an_error_of_its_case(tmp_path: Path):
    first = parse_cases(_GLOSSARY + "  glossary: nowhere.csv\n", str(tmp_path / "a.mtcheck.yaml"))
    results = run_cases([*first, twice()])
    assert [case.status for case in results.cases] == [Status.ERROR, Status.PASSED]
    assert "nowhere.csv: cannot be read" in results.cases[0].error


# a translator


@pytest.mark.parametrize(
    ("translation", "wrong"),
    [
        (FIXED, []),
        (BAD, ["finding", "words"]),
        (OTHER, ["chrf"]),
        (UNRELATED, ["chrf"]),
        ("पुलिस को पुलिस को आरोपी मिला।", ["chrf"]),  # a new finding, but a minor one
        ("", ["finding"]),
    ],
)
def test_a_translation_is_checked_against_its_case(translation: str, wrong: list[str]):
    (result,) = run_cases([twice()], translator=Table(default=translation)).cases
    assert failed(result) == wrong
    assert result.status is (Status.FAILED if wrong else Status.PASSED)
    assert result.translation == translation


def test_the_figures_of_a_translation():
    results = run_cases([twice()], translator=Table(default=FIXED))
    assert (results.cases[0].chrf, results.cases[0].floor, results.cases[0].english) == (100, 80, ENGLISH)
    assert results.translator == "table"
    assert "|chrf:nrefs:1" in results.signature


def test_an_accepted_run_lowers_the_floor_to_what_was_accepted():
    accepted = run_cases([twice()], translator=Table(default=OTHER))
    assert accepted.cases[0].status is Status.FAILED
    again = run_cases([twice()], translator=Table(default=OTHER), accepted=accepted)
    assert again.cases[0].status is Status.PASSED
    assert failed(run_cases([twice()], translator=Table(default=UNRELATED), accepted=accepted).cases[0]) == ["chrf"]


def test_an_accepted_run_never_excuses_the_error():
    accepted = run_cases([twice()], translator=Table(default=BAD))
    assert failed(run_cases([twice()], translator=Table(default=BAD), accepted=accepted).cases[0]) == [
        "finding",
        "words",
    ]


def test_a_major_finding_that_was_accepted_is_not_new():
    text = FIXED.replace("पुलिस", "परिभाषा मंत्रालय")
    first = run_cases([twice(margin=100)], translator=Table(default=text))
    assert failed(first.cases[0]) == ["finding"]
    again = run_cases([twice(margin=100)], translator=Table(default=text), accepted=first)
    assert failed(again.cases[0]) == []


def test_a_translator_that_fails_is_an_error():
    (result,) = run_cases([twice()], translator=Table(fail="no model")).cases
    assert (result.status, result.error, result.translation) == (Status.ERROR, "no model", "")


def test_a_case_without_english_is_not_translated():
    results = run_cases([twice(english="")], translator=Table(default=BAD))
    assert (results.cases[0].status, results.cases[0].chrf) == (Status.PASSED, None)


def test_without_a_reference_there_is_no_chrf():
    (result,) = run_cases([twice(fixed="")], translator=Table(default=OTHER)).cases
    assert (result.status, result.chrf, result.floor) == (Status.PASSED, None, None)
    assert failed(run_cases([twice(fixed="")], translator=Table(default=BAD)).cases[0]) == ["finding", "words"]


def test_an_answer_alone_is_enough_to_run_a_case(checker: Checker):
    assert run_case(twice(), checker, Answer(FIXED)).status is Status.PASSED
    assert run_case(twice(), checker, Answer(error="late")).error == "late"


def test_progress_reaches_the_end():
    calls: list[tuple[str, int, int]] = []
    run_cases([twice()], translator=Table(), progress=lambda *call: calls.append(call))
    assert calls == [("Translating", 0, 1), ("check", 0, 1), ("done", 1, 1)]


def test_nothing_to_run():
    assert run_cases([]) == Results(Checker().signature, ())
