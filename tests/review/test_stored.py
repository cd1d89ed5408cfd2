"""JSON reports read back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mtcheck.errors import ReadError
from mtcheck.report import FORMATS
from mtcheck.review.stored import is_report, parse_report, read_report
from mtcheck.types import Article, Block, Kind, Language, Sentence, SuppressedFinding, Suppression
from tests.report import build


def again(*articles: Article):
    return parse_report(FORMATS["json"](build.report(*articles)).encode("utf-8", "surrogatepass"), "x.json").articles


@pytest.mark.parametrize("make", [build.cricket, build.monsoon, build.health, build.broken, build.hostile])
def test_what_was_written_is_read(make):
    before, (after,) = make(), again(make())
    # Word alignments and telling words are not in the JSON report.
    for sentence in before.sentences:
        sentence.evidence = [replace(one, links=()) for one in sentence.evidence]
    before.findings = [replace(one, telling=()) for one in before.findings]
    assert after.blocks == before.blocks
    assert after.sentences == before.sentences
    assert after == before


def test_the_json_of_what_was_read_is_the_json_that_was_read():
    text = FORMATS["json"](build.full())
    assert FORMATS["json"](parse_report(text.encode(), "x.json")) == text


def test_suppressed_findings_are_read():
    article = build.monsoon()
    article.suppressed = [SuppressedFinding(article.findings.pop(), Suppression("so said", "Anu", "2025-01-02"))]
    (after,) = again(article)
    assert after.suppressed == [
        replace(article.suppressed[0], finding=replace(article.suppressed[0].finding, telling=()))
    ]


def test_sentences_on_one_line_are_one_block():
    text = "पुल टूटा। लोग बचे।\nराहत पहुँची। Relief came.\r\nThe end."
    ends = [(0, 9), (10, 18), (19, 31), (32, 44), (46, 54)]
    languages = [Language.HINDI, Language.HINDI, Language.HINDI, Language.ENGLISH, Language.ENGLISH]
    sentences = [
        Sentence(i, start, end, Kind.PARAGRAPH, language, text[start:end])
        for i, ((start, end), language) in enumerate(zip(ends, languages, strict=True))
    ]
    (after,) = again(Article("a.txt", text, sentences=sentences))
    assert after.blocks == [
        Block(0, 18, Kind.PARAGRAPH, Language.HINDI),
        Block(19, 44, Kind.PARAGRAPH, Language.HINDI),
        Block(46, 54, Kind.PARAGRAPH, Language.ENGLISH),
    ]


def test_evidence_knows_its_language():
    desk = build.Desk("a.txt").block("नाव डूबी").evidence("बोट बुडाली", path="b").evidence("A boat sank", path="c")
    (after,) = again(desk.article)
    assert [one.language for one in after.sentences[0].evidence] == [Language.HINDI, Language.ENGLISH]


def changed(path: str, value: object) -> bytes:
    """A report with one value changed; `path` leads to it."""
    report = json.loads(FORMATS["json"](build.report(build.monsoon())))
    place = report
    *way, last = path.split("/")
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    if value is KeyError:
        del place[last]
    else:
        place[int(last) if last.isdigit() else last] = value
    return json.dumps(report).encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not JSON"),
        (b'{"schema": "mtcheck.report/1", "articles"', "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not a report"),
        (b'{"schema": "mtcheck.decisions/1"}', "not a report"),
        (changed("schema", "mtcheck.report/2"), "not a report"),
        (changed("articles", {}), "'articles' must be a list"),
        (changed("articles/0", "x"), "'articles' must be a list of objects"),
        (changed("articles/0/text", KeyError), "a key is missing .'text'"),
        (changed("articles/0/text", 7), "'text' must be text"),
        (changed("articles/0/language", "xx"), "not a valid Language"),
        (changed("articles/0/sentences/0/risk", "high"), "could not convert"),
        (changed("articles/0/sentences/0/index", True), "'index' must be a whole number"),
        (changed("articles/0/findings/0/start", -1), "do not lie in the article's text"),
        (changed("articles/0/findings/0/end", 10**9), "do not lie in the article's text"),
        (changed("articles/0/findings/0/severity", "awful"), "not a valid Severity"),
        (changed("articles/0/findings/0/evidence", 5), "not iterable"),
        (changed("articles/0/suppressed", [{"suppression": 1}]), "must be an object"),
    ],
)
def test_what_is_no_report_is_told_with_its_file(data: bytes, message: str):
    with pytest.raises(ReadError, match=message) as error:
        parse_report(data, "day/x.json")
    assert str(error.value).startswith("day/x.json: ")


def test_files_that_are_not_there_or_too_large_are_told(tmp_path, monkeypatch):
    with pytest.raises(ReadError, match=r"gone\.json: cannot be read"):
        read_report(tmp_path / "gone.json")
    file = tmp_path / "large.json"
    file.write_text("{}    ")
    monkeypatch.setattr("mtcheck.review.stored.MAX_BYTES", 5)
    with pytest.raises(ReadError, match="larger than"):
        read_report(file)


def test_reports_are_told_from_other_json():
    assert is_report(FORMATS["json"](build.report()).encode())
    assert not is_report(b'{"schema": "mtcheck.decisions/1", "decisions": []}')
