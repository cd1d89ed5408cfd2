"""What counts as found, clean, and come back: on findings made by hand."""

from __future__ import annotations

import pytest

from mtcheck.regress.case import Case, Expectation, Flag
from mtcheck.regress.judge import judge_bad, judge_findings, judge_fixed, judge_words, known_flags
from mtcheck.regress.occurrences import marked, occurrences, whole_words
from mtcheck.types import Article, Finding, Severity, Span

MAJOR, MINOR, INFO = Severity.MAJOR, Severity.MINOR, Severity.INFO
BAD = "बैंक ने रुचि दर नहीं बदली"
FIXED = "बैंक ने ब्याज दर नहीं बदली"


def article(text: str, *found: tuple[str, str, Severity]) -> Article:
    """An article with findings (rule, words, severity) on the first place of their words."""
    findings = []
    for rule, words, severity in found:
        start = text.index(words)
        findings.append(Finding(rule, severity, 0.9, start, start + len(words), words, 0, "…"))
    return Article("a", text, findings=findings)


def case(
    *find: Expectation, bad: str = BAD, fixed: str = FIXED, rules: tuple[str, ...] = (), approved: str = ""
) -> Case:
    return Case("a", bad, find or (Expectation("रुचि दर", "wrong-sense"),), fixed, rules=rules, approved=approved)


@pytest.mark.parametrize(
    ("wanted", "text", "spans"),
    [
        ("दर", "दर और दरबार और दर", [(0, 2), (15, 17)]),  # whole words, every place
        ("दर", "दरबार", [(0, 2)]),  # part of a word when there is nothing better
        ("रुचि दर", "रुचि  दर", [(0, 8)]),  # whatever the space
        ("ज़मीन", "जमीन", [(0, 4)]),  # spelled with and without nukta
        ("US", "The us and US", [(4, 6), (11, 13)]),
        ("।", "एक। दो।", [(2, 3), (6, 7)]),  # marks
        ("तीन", "एक दो", []),
        ("दो दो", "दो दो दो", [(0, 5), (3, 8)]),
    ],
)
def test_occurrences(wanted: str, text: str, spans: list[tuple[int, int]]):
    assert [(span.start, span.end) for span in occurrences(wanted, text)] == spans


def test_whole_words_are_no_part_of_a_word():
    assert whole_words("दर", "दरबार") == []


def test_marked():
    assert marked("एक दो\nतीन", [Span(6, 9), Span(0, 2)]) == "⟦एक⟧ दो ⟦तीन⟧"
    assert marked("एक दो तीन", [Span(0, 5), Span(3, 9)]) == "⟦एक दो तीन⟧"


# bad


@pytest.mark.parametrize(
    ("expected", "found", "passed"),
    [
        (Expectation("रुचि दर"), [("wrong-sense", "रुचि दर", MAJOR)], True),
        (Expectation("रुचि दर"), [("wrong-sense", "रुचि", MINOR)], True),  # it is enough that they overlap
        (Expectation("रुचि"), [("wrong-sense", "ने रुचि दर", MINOR)], True),
        (Expectation("रुचि दर"), [("wrong-sense", "रुचि दर", INFO)], False),  # advice does not count …
        (Expectation("रुचि दर", severity=INFO), [("wrong-sense", "रुचि दर", INFO)], True),  # … unless asked for
        (Expectation("रुचि दर", severity=MAJOR), [("wrong-sense", "रुचि दर", MINOR)], False),
        (Expectation("रुचि दर", "spelling"), [("wrong-sense", "रुचि दर", MAJOR)], False),
        (Expectation("रुचि दर", "spelling"), [("wrong-sense", "रुचि दर", MAJOR), ("spelling", "दर", MINOR)], True),
        (Expectation("रुचि दर"), [("wrong-sense", "बदली", MAJOR)], False),
        (Expectation("रुचि दर"), [], False),
    ],
)
def test_bad(expected: Expectation, found: list[tuple[str, str, Severity]], passed: bool):
    (check,) = judge_bad(case(expected), article(BAD, *found))
    assert check.passed is passed


def test_every_expectation_is_judged():
    checks = judge_bad(case(Expectation("रुचि"), Expectation("बदली")), article(BAD, ("wrong-sense", "रुचि", MAJOR)))
    assert [check.passed for check in checks] == [True, False]


def test_a_failure_tells_what_was_expected_where_and_what_was_found():
    expected = Expectation("रुचि दर", "spelling", MAJOR)
    (check,) = judge_bad(case(expected), article(BAD, ("wrong-sense", "रुचि", MINOR)))
    assert (
        check.message == "‘रुचि दर’ is not flagged as told (spelling, at least major); found: wrong-sense (minor) ‘रुचि’"
    )
    assert check.sentence == "बैंक ने ⟦रुचि दर⟧ नहीं बदली"
    assert check.found == (Flag("wrong-sense", MINOR, "रुचि"),)


# fixed


@pytest.mark.parametrize(
    ("rules", "found", "passed"),
    [
        ((), [], True),
        ((), [("spelling", "दर", INFO)], True),
        ((), [("spelling", "दर", MINOR)], False),
        (("wrong-sense",), [("spelling", "दर", MAJOR)], True),
        (("wrong-sense", "spelling"), [("spelling", "दर", MINOR)], False),
    ],
)
def test_fixed(rules: tuple[str, ...], found: list[tuple[str, str, Severity]], passed: bool):
    check = judge_fixed(case(rules=rules), article(FIXED, *found))
    assert check.passed is passed
    assert ("⟦दर⟧" in check.sentence) is not passed


# findings on a translation


@pytest.mark.parametrize(
    ("expected", "text", "found", "passed"),
    [
        (Expectation("रुचि दर", "wrong-sense"), FIXED, [], True),
        # the case's error, in the same words, a part of them, more of them, in another form of the sentence
        (Expectation("रुचि दर", "wrong-sense"), "आज रुचि दर बढ़ी", [("wrong-sense", "रुचि दर", MINOR)], False),
        (Expectation("रुचि दर", "wrong-sense"), "आज रुचि की दर बढ़ी", [("wrong-sense", "रुचि", MINOR)], False),
        (Expectation("रुचि", "wrong-sense"), "आज रुचि की दर बढ़ी", [("wrong-sense", "रुचि की दर", MINOR)], False),
        # not the case's error: another rule, other words that share one, advice
        (Expectation("रुचि दर", "wrong-sense"), "आज रुचि दर बढ़ी", [("spelling", "रुचि", MINOR)], True),
        (Expectation("रुचि दर", "wrong-sense"), "आज चुंगी दर बढ़ी", [("wrong-sense", "चुंगी दर", MINOR)], True),
        (Expectation("रुचि दर", "wrong-sense"), "आज रुचि दर बढ़ी", [("wrong-sense", "रुचि दर", INFO)], True),
        # without a rule any rule will do
        (Expectation("रुचि दर"), "आज रुचि दर बढ़ी", [("spelling", "रुचि", MINOR)], False),
        # anything new that is major
        (Expectation("रुचि दर", "wrong-sense"), "आज चुंगी दर बढ़ी", [("name-error", "चुंगी", MAJOR)], False),
    ],
)
def test_findings(expected: Expectation, text: str, found: list[tuple[str, str, Severity]], passed: bool):
    assert judge_findings(case(expected), article(text, *found), []).passed is passed


def test_a_major_finding_that_is_known_is_not_new():
    translation = article("आज चुंगी दर बढ़ी", ("name-error", "चुंगी", MAJOR))
    known = Flag("name-error", MAJOR, "चुंगी")
    assert judge_findings(case(), translation, [known]).passed
    assert not judge_findings(case(), translation, [Flag("spelling", MAJOR, "चुंगी")]).passed


def test_the_error_itself_is_never_excused():
    translation = article(BAD, ("wrong-sense", "रुचि दर", MAJOR))
    check = judge_findings(case(), translation, [Flag("wrong-sense", MAJOR, "रुचि दर")])
    assert not check.passed
    assert check.message == "the error is back: wrong-sense (major) ‘रुचि दर’"


def test_known_are_the_findings_on_the_fixed_sentence_or_else_the_other_ones_on_the_bad():
    bad = article(BAD, ("wrong-sense", "रुचि दर", MAJOR), ("name-error", "बैंक", MAJOR))
    fixed = article(FIXED, ("spelling", "ब्याज", MAJOR))
    assert [flag.words for flag in known_flags(case(), bad, fixed)] == ["ब्याज"]
    assert [flag.words for flag in known_flags(case(fixed=""), bad, None)] == ["बैंक"]


# the bad words in a translation


@pytest.mark.parametrize(
    ("words", "bad", "fixed", "translation", "passed"),
    [
        ("रुचि दर", BAD, FIXED, "बैंक ने रुचि दर बढ़ाई", False),
        ("रुचि दर", BAD, FIXED, "बैंक की रुचि बढ़ी", True),  # only all the words in their order
        ("रुचि", BAD, FIXED, "बैंक की अभिरुचि बढ़ी", True),  # not a part of a word
        # more often than in the fixed sentence
        ("आरोपी", "आरोपी आरोपी भागा", "आरोपी भागा", "आरोपी भाग गया", True),
        ("आरोपी", "आरोपी आरोपी भागा", "आरोपी भागा", "आरोपी आरोपी भाग गया", False),
        ("45", "45 लोग मरे", "54 लोग मरे", "45 लोग मारे गए", False),
        ("45", "45 लोग मरे", "54 लोग मरे", "४५ लोग मारे गए", False),  # the same figure in Devanagari
        # without a fixed sentence: as often as in the bad one
        ("रुचि", BAD, "", "रुचि दर", False),
        ("आरोपी", "आरोपी आरोपी भागा", "", "आरोपी भागा", True),
    ],
)
def test_words(words: str, bad: str, fixed: str, translation: str, passed: bool):
    check = judge_words(case(Expectation(words), bad=bad, fixed=fixed), translation)
    assert check is not None
    assert check.passed is passed


def test_the_approved_translation_may_have_the_words():
    check = judge_words(case(Expectation("रुचि"), approved="बैंक की रुचि घटी"), "बैंक की रुचि कम हुई")
    assert check is not None
    assert check.passed


def test_words_that_carry_only_grammar_tell_nothing():
    assert judge_words(case(Expectation("ने")), "बैंक ने ने") is None
