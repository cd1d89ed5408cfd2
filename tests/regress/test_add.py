"""Editors' decisions to cases."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from mtcheck.errors import ReadError
from mtcheck.regress.add import Addition, add_cases
from mtcheck.regress.case import Case, Status
from mtcheck.regress.checker import Checker
from mtcheck.regress.read import parse_cases
from mtcheck.regress.run import run_case
from mtcheck.types import Decision, Language, Severity, Verdict
from tests.regress.conftest import TWICE

NAME = "desk.mtcheck.yaml"
SENTENCE = "केंद्रीय बैंक ने रुचि दर नहीं बदली और घर मंत्रालय ने बयान दिया।"
ACCEPTED, CORRECTED, DISMISSED = Verdict.ACCEPTED, Verdict.CORRECTED, Verdict.DISMISSED


def decision(
    words: str, correction: str = "", verdict: Verdict | None = None, sentence: str = SENTENCE, **more: object
) -> Decision:
    start = sentence.index(words)
    made = Decision(
        fingerprint="f",
        path="story.txt",
        rule="wrong-sense",
        verdict=verdict or (CORRECTED if correction else ACCEPTED),
        sentence=sentence,
        start=start,
        end=start + len(words),
        text=words,
        correction=correction,
    )
    return replace(made, **more)  # type: ignore[arg-type]


RATE, HOME = decision("रुचि दर", "ब्याज दर"), decision("घर मंत्रालय", "गृह मंत्रालय")


def cases_of(*decisions: Decision, text: str = "") -> list[Case]:
    return parse_cases(add_cases(decisions, text, NAME).text, NAME)


def test_a_correction_becomes_a_case():
    (case,) = cases_of(
        replace(RATE, evidence=("The interest rate.", " "), reason="see the style book", language=Language.HINDI)
    )
    assert case.bad == SENTENCE
    assert [(e.words, e.rule, e.severity) for e in case.find] == [("रुचि दर", "wrong-sense", Severity.MINOR)]
    assert case.fixed == SENTENCE.replace("रुचि दर", "ब्याज दर")
    assert (case.evidence, case.language) == (("The interest rate.",), Language.HINDI)
    assert case.note == "from story.txt; see the style book"
    assert case.id.startswith("wrong-sense-")


def test_an_accepted_finding_without_a_correction_has_no_fixed_sentence():
    (case,) = cases_of(decision("रुचि दर"))
    assert case.fixed == ""
    assert "write the sentence as it should be under fixed" in case.note


def test_all_errors_of_a_sentence_are_one_case():
    (case,) = cases_of(HOME, RATE)
    assert [e.words for e in case.find] == ["रुचि दर", "घर मंत्रालय"]  # in the sentence's order
    assert case.fixed == SENTENCE.replace("रुचि दर", "ब्याज दर").replace("घर मंत्रालय", "गृह मंत्रालय")


def test_one_error_without_a_correction_leaves_the_fixed_sentence_out():
    (case,) = cases_of(RATE, replace(HOME, verdict=ACCEPTED, correction=""))
    assert (len(case.find), case.fixed) == (2, "")


def test_a_correction_may_cover_other_findings():
    wide = decision("रुचि दर नहीं बदली", "ब्याज दर जस की तस रखी")
    (case,) = cases_of(wide, decision("रुचि"))
    assert case.fixed == SENTENCE.replace("रुचि दर नहीं बदली", "ब्याज दर जस की तस रखी")


def test_of_overlapping_corrections_the_later_one_counts():
    early = replace(RATE, at="2026-01-01T10:00:00Z")
    late = decision("ने रुचि दर", "ने ब्याज की दर", at="2026-02-01T10:00:00Z")
    for order in ([early, late], [late, early]):
        (case,) = cases_of(*order)
        assert "ने ब्याज की दर" in case.fixed


def test_of_two_decisions_on_a_finding_the_later_one_counts():
    early, late = replace(RATE, at="2026-01-01T10:00:00Z"), replace(RATE, at="2026-02-01T10:00:00Z", verdict=DISMISSED)
    assert cases_of_nothing(late, early)
    assert len(cases_of(early, replace(late, verdict=CORRECTED))) == 1


def cases_of_nothing(*decisions: Decision) -> bool:
    return add_cases(decisions, "", NAME) == Addition("", ())


def test_a_dismissed_finding_becomes_no_case():
    assert cases_of_nothing(replace(RATE, verdict=DISMISSED))


def test_a_dismissed_finding_may_stay_in_the_fixed_sentence():
    dismissed = decision("घर मंत्रालय", verdict=DISMISSED, rule="terminology")
    (case,) = cases_of(RATE, dismissed)
    assert case.rules == ("wrong-sense",)


def test_advice_that_was_accepted_is_looked_for_as_advice():
    (case,) = cases_of(replace(RATE, severity=Severity.INFO))
    assert case.find[0].severity is Severity.INFO


def test_words_that_do_not_stand_in_their_sentence_are_passed_over():
    assert cases_of_nothing(replace(RATE, text="पाँच"))


def test_the_order_of_decisions_does_not_matter():
    other = decision("परिभाषा", "रक्षा", sentence="परिभाषा मंत्री आए।")
    assert add_cases([RATE, HOME, other], "", NAME) == add_cases([other, HOME, RATE], "", NAME)
    ids = [case.id for case in cases_of(RATE, other)]
    assert ids == sorted(ids)


def test_what_is_added_passes(checker: Checker):
    bad = "पुलिस ने आरोपी को आरोपी को बस अड्डे से गिरफ्तार कर लिया।"
    (case,) = cases_of(decision("आरोपी को आरोपी को", "आरोपी को", sentence=bad, rule="duplication"))
    assert run_case(case, checker).status is Status.PASSED


# a file that is there already


def test_adding_again_changes_nothing():
    once = add_cases([RATE, HOME], "", NAME)
    assert len(once.added) == 1
    assert add_cases([HOME, RATE], once.text, NAME) == Addition(once.text, ())


def test_a_further_finding_of_a_known_sentence_is_a_further_case():
    first = add_cases([RATE], "", NAME)
    second = add_cases([RATE, HOME], first.text, NAME)
    old, new = parse_cases(second.text, NAME)
    assert second.text.startswith(first.text)
    assert new.id == f"{old.id}-2"
    assert [e.words for e in new.find] == ["घर मंत्रालय"]
    assert new.fixed == SENTENCE.replace("रुचि दर", "ब्याज दर").replace("घर मंत्रालय", "गृह मंत्रालय")


LAYOUTS = {
    "plain": TWICE,
    "comments": "# ours\n" + TWICE + "  # the end\n\n# really\n",
    "no line end": TWICE.rstrip("\n"),
    "no indent": TWICE.replace("\n  ", "\n"),
    "deep indent": TWICE.replace("\n  ", "\n      "),
    "windows": TWICE.replace("\n", "\r\n"),
    "defaults behind": TWICE + "\n# why hi\ndefaults:\n  language: hi\n",
    "defaults before": "defaults: {language: hi}\n" + TWICE,
    "document marks": "---\n" + TWICE + "...\n",
    "text of several lines": TWICE + "    note: |\n      one\n      # two, no comment\n\n",
    "line separators": TWICE.replace("fixed: ", 'note: "a\u2028b\x85c"\n    fixed: '),
    "indented mapping": "  " + TWICE.replace("\n", "\n  ").rstrip(" ") + "  defaults:\n    language: hi\n",
    "empty": "cases:\n",
    "empty list": "cases: []  # none yet\n",
    "empty list with space": "defaults: {}\ncases:   [ ]\n",
    "empty before another key": "cases:\ndefaults:\n  language: hi\n",
    "flow items": "cases:\n- {id: a, bad: एक दो, find: दो}\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_existing_file_keeps_its_text(layout: str):
    text = LAYOUTS[layout]
    addition = add_cases([RATE], text, NAME)
    before, after = parse_cases(text, NAME), parse_cases(addition.text, NAME)
    assert after[: len(before)] == before
    assert [case.id for case in after[len(before) :]] == list(addition.added)
    left = addition.text
    for line in text.replace("[]", "").replace("[ ]", "").split("\n"):
        if line.strip():
            _, found, left = left.partition(line.rstrip())
            assert found, "every line is still there, in its order"
    assert ("\r\n" in addition.text) == ("\r\n" in text)
    assert addition.text.count("\n") == addition.text.count("\r\n") or "\r\n" not in text


def test_a_list_written_in_one_line_is_refused():
    with pytest.raises(ReadError, match=r"desk\.mtcheck\.yaml:1: 'cases' is written in one line"):
        add_cases([RATE], "cases: [{id: a, bad: एक दो, find: दो}]\n", NAME)


def test_a_file_that_is_none_of_cases_is_refused():
    with pytest.raises(ReadError, match="unknown key 'case'"):
        add_cases([RATE], "case: []\n", NAME)


@pytest.mark.parametrize(
    "sentence",
    [
        "- एक: दो # तीन",
        "'एक' \"दो\" {तीन} [चार] & * ! | > % @ `",
        "null",
        "007",
        "एक\nदो\n\n  तीन",
        "एक \u202eदो\u202c तीन\u2028चार\x85पाँच\ttab",
        "एक \x00\x1b[2J दो",
        "एक \ud800 दो",
        "एक 😀 दो" * 400,
        "? एक",
        "%YAML 1.1",
        "--- दो",
        "...",
    ],
)
def test_hostile_sentences_are_written_safely(sentence: str):
    words = sentence.split()[0]
    addition = add_cases([decision(words, "नया", sentence=sentence)], TWICE, NAME)
    case = parse_cases(addition.text, NAME)[-1]
    readable = sentence.replace("\ud800", "?")
    assert case.bad == readable.strip()
    assert case.fixed == readable.replace(words, "नया", 1).strip()
    assert len(yaml.safe_load(addition.text)["cases"]) == 2


def test_a_new_file_is_easy_to_edit():
    text = add_cases([RATE], "", NAME).text
    lines = text.splitlines()
    assert lines[0].startswith("# ")
    assert lines[1] == "cases:"
    assert f"    bad: {SENTENCE}" in lines
    assert "    find:" in lines
    assert "      - words: रुचि दर" in lines
