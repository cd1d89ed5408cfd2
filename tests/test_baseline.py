"""The baseline: what is suppressed and until when, how it is kept, and its commands."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mtcheck.baseline import (
    Baseline,
    Dropped,
    Entry,
    Revision,
    dismissed,
    excerpt,
    parse_expiry,
    read_baseline,
    relative,
    revise,
    revised,
    suppress,
)
from mtcheck.check import Options, check_articles
from mtcheck.decisions import decision_on, decisions_json
from mtcheck.errors import ReadError, UsageError
from mtcheck.types import (
    Article,
    Decision,
    Finding,
    Kind,
    Language,
    Sentence,
    Severity,
    Suppression,
    Verdict,
    fingerprint,
)
from tests.test_cli import BAD, GOOD, Run, run

__all__ = ["run"]

TODAY = date(2025, 3, 10)
WHY = Suppression("house style", "Meera", "2025-03-10")
NAME = ".mtcheck-baseline.json"


def article(path: str, *sentences: tuple[str, str]) -> Article:
    """An article as if checked: of each sentence (text, words) the words are a finding, unless empty."""
    made = Article(path, " ".join(text for text, _ in sentences))
    start = 0
    for index, (text, words) in enumerate(sentences):
        made.sentences.append(Sentence(index, start, start + len(text), Kind.PARAGRAPH, Language.HINDI, text))
        if words:
            place = start + text.index(words)
            print_ = fingerprint("wrong-sense", text, words)
            made.findings.append(
                Finding(
                    "wrong-sense", Severity.MAJOR, 0.9, place, place + len(words), words, index, "?", fingerprint=print_
                )
            )
        start += len(text) + 1
    return made


RIVER = ("नदी का किनारा टूट गया।", "किनारा")
BANK = ("बैंक ने ब्याज घटाया।", "बैंक")
CALM = ("लोग घर लौट आए।", "")


def entry(path: str, of: tuple[str, str], why: Suppression = WHY) -> Entry:
    text, words = of
    return Entry(fingerprint("wrong-sense", text, words), "wrong-sense", path, words, text, why)


def base(folder: Path, *entries: Entry) -> Baseline:
    return Baseline(folder / NAME).with_entries(entries)


# until when


@pytest.mark.parametrize(
    ("expires", "expired"),
    [("", False), ("2025-03-09", True), ("2025-03-10", False), ("2025-03-11", False), ("2024-12-31", True)],
)
def test_an_entry_holds_through_its_last_day(tmp_path: Path, expires: str, expired: bool):
    known = base(tmp_path, entry("a.txt", RIVER, replace(WHY, expires=expires)))
    assert [e.fingerprint for e in known.expired(TODAY)] == [e.fingerprint for e in known.entries if expired]
    assert bool(known.in_force(TODAY)) is not expired


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2025-03-09", "2025-03-09: is over; give the last day"),
        ("soon", "soon: not a date"),
        ("2025-3-11", "not a date"),
        ("20250311", "not a date"),
        ("2025-02-30", "not a date"),
        ("", ": not a date"),
    ],
)
def test_dates_that_make_no_sense(text: str, message: str):
    with pytest.raises(UsageError, match=message):
        parse_expiry(text, TODAY)


@pytest.mark.parametrize("text", ["2025-03-10", "2030-01-01"])
def test_dates_that_do(text: str):
    assert parse_expiry(text, TODAY) == text


# suppressing


def test_suppressed_findings_are_kept_apart():
    made = article("a.txt", RIVER, BANK)
    river, bank = made.findings
    suppress(made, {river.fingerprint: WHY})
    assert made.findings == [bank]
    assert [(item.finding, item.suppression) for item in made.suppressed] == [(river, WHY)]


BAD_SENTENCE = BAD.splitlines()[1]
EDITS = {
    "as it was": BAD,
    "paragraphs before": "नया शीर्षक\nएक नया पैराग्राफ पहले जोड़ा गया।\n" + BAD,
    "paragraphs after": BAD + "अदालत ने सोमवार को सुनवाई की।\nमामला अगले महीने सुना जाएगा।\n",
    "another sentence before it in its paragraph": BAD.replace("पुलिस ने", "मामला पुराना है। पुलिस ने"),
    "another headline": BAD.replace("पुलिस की कार्रवाई", "बस अड्डे पर गिरफ्तारी"),
    "spaces and line ends": BAD.replace("\n", "\r\n").replace("पुलिस ने ", "पुलिस ने  "),
}


@pytest.mark.parametrize("text", EDITS.values(), ids=EDITS)
def test_it_survives_edits_elsewhere(tmp_path: Path, text: str):
    path = tmp_path / "bad.txt"
    path.write_text(BAD, encoding="utf-8")
    before = check_articles([path], options=Options(translate=False)).articles[0]
    assert before.findings
    assert before.sentences[before.findings[0].sentence].risk > 0
    known = {finding.fingerprint: WHY for finding in before.findings}
    (tmp_path / "moved").mkdir()
    moved = tmp_path / "moved" / "other.txt"
    moved.write_bytes(text.encode())
    report = check_articles([moved], options=Options(translate=False, baseline=known))
    (after,) = report.articles
    assert after.findings == []
    assert [item.suppression for item in after.suppressed] == [WHY] * len(before.findings)
    assert {sentence.risk for sentence in after.sentences} == {0.0}
    assert report.signature.endswith(f"|baseline:{len(known)}")


@pytest.mark.parametrize(
    "text",
    [
        BAD.replace("बस अड्डे", "रेलवे स्टेशन"),
        BAD.replace("गिरफ्तार कर लिया", "छोड़ दिया"),
    ],
)
def test_a_sentence_that_changed_is_judged_afresh(tmp_path: Path, text: str):
    for name, content in (("before.txt", BAD), ("after.txt", text)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    options = Options(translate=False)
    known = {
        f.fingerprint: WHY for f in check_articles([tmp_path / "before.txt"], options=options).articles[0].findings
    }
    (after,) = check_articles([tmp_path / "after.txt"], options=replace(options, baseline=known)).articles
    assert after.findings
    assert not after.suppressed


# revising


def test_new_findings_are_listed_and_not_swallowed(tmp_path: Path):
    known = base(tmp_path, entry("a.txt", RIVER))
    checked = article(str(tmp_path / "a.txt"), RIVER, BANK)
    revision = revised(known, [checked], TODAY)
    assert revision.baseline == known
    assert [e.text for e in revision.new] == ["बैंक"]
    assert not revision.added


def test_accepted_findings_are_added_and_old_ones_keep_their_reason(tmp_path: Path):
    known = base(tmp_path, entry("a.txt", RIVER))
    later = Suppression("agreed with the agency", "Arun", "2025-04-01", "2025-12-31")
    revision = revised(known, [article(str(tmp_path / "a.txt"), RIVER, BANK)], TODAY, accepted=later)
    assert revision.baseline == base(tmp_path, entry("a.txt", RIVER), entry("a.txt", BANK, later))
    assert revision.added == (entry("a.txt", BANK, later),)
    assert revision.new == revision.dropped == ()


@pytest.mark.parametrize(
    ("articles", "kept", "why"),
    [
        ([("a.txt", CALM)], [], "its finding is gone"),
        ([("b.txt", CALM)], ["a.txt"], ""),  # a.txt was not looked at
        ([("b.txt", RIVER)], ["b.txt"], ""),  # it moved
        ([("a.txt", CALM), ("b.txt", RIVER)], ["b.txt"], ""),
        ([("a.txt", RIVER), ("b.txt", RIVER)], ["a.txt"], ""),
        ([("0.txt", RIVER), ("a.txt", RIVER)], ["a.txt"], ""),  # its own article before another
        ([], ["a.txt"], ""),
    ],
)
def test_what_becomes_of_an_entry(tmp_path: Path, articles: list[tuple[str, Any]], kept: list[str], why: str):
    checked = [article(str(tmp_path / path), sentence) for path, sentence in articles]
    revision = revised(base(tmp_path, entry("a.txt", RIVER)), checked, TODAY)
    assert [e.path for e in revision.baseline.entries] == kept
    assert [dropped.why for dropped in revision.dropped] == ([why] if why else [])
    assert revision.new == ()


def test_an_entry_stays_with_its_article_when_another_has_the_same_finding(tmp_path: Path):
    (tmp_path / "a.txt").touch()
    known = base(tmp_path, entry("a.txt", RIVER))
    revision = revised(known, [article(str(tmp_path / "b.txt"), RIVER)], TODAY)
    assert (revision.baseline, revision.new) == (known, ())


def test_an_article_that_cannot_be_read_proves_nothing(tmp_path: Path):
    known = base(tmp_path, entry("a.txt", RIVER))
    revision = revised(known, [Article(str(tmp_path / "a.txt"), error="binary data")], TODAY)
    assert revision == Revision(known, unseen=known.entries)


def test_an_expired_entry_goes_and_its_finding_is_new(tmp_path: Path):
    old = entry("a.txt", RIVER, replace(WHY, expires="2025-03-09"))
    revision = revised(base(tmp_path, old), [article(str(tmp_path / "a.txt"), RIVER)], TODAY)
    assert revision.dropped == (Dropped(old, "expired after 2025-03-09"),)
    assert [e.fingerprint for e in revision.new] == [old.fingerprint]
    assert revision.baseline.entries == ()


def test_entries_are_sorted_whatever_the_order(tmp_path: Path):
    articles = [article(str(tmp_path / name), of) for name, of in (("b.txt", RIVER), ("a.txt", BANK))]
    one = revised(base(tmp_path), articles, TODAY, accepted=WHY)
    other = revised(base(tmp_path), articles[::-1], TODAY, accepted=WHY)
    assert one == other
    assert [e.path for e in one.baseline.entries] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("path", "expected"), [("desk/a.txt", "desk/a.txt"), ("./a.txt", "a.txt"), ("../a.txt", "../a.txt")]
)
def test_paths_are_relative_to_the_baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, expected: str):
    monkeypatch.chdir(tmp_path)
    assert relative(path, tmp_path) == expected
    assert relative(str(tmp_path / path), Path()) == expected


LONG = " ".join(f"शब्द{number}" for number in range(100))


@pytest.mark.parametrize(
    ("sentence", "words", "start", "end"),
    [
        ("दो  शब्द\nयहाँ", "शब्द", "दो शब्द यहाँ", "दो शब्द यहाँ"),
        (LONG, "शब्द0", "शब्द0 शब्द1", "…"),
        (LONG, "शब्द50", "…शब्द", "…"),
        (LONG, "शब्द99", "…शब्द", " शब्द99"),
    ],
)
def test_an_excerpt_holds_the_words(sentence: str, words: str, start: str, end: str):
    place = sentence.rindex(words)
    told = excerpt(sentence, place, place + len(words))
    assert words in told
    assert told.startswith(start)
    assert told.endswith(end)
    assert len(told) <= 162
    assert set(told.strip("…").split()) <= set(sentence.split()), "whole words only"


# decisions


def decided(of: tuple[str, str], verdict: Verdict, **fields: str) -> Decision:
    made = article("a.txt", of)
    return decision_on(made, made.findings[0], verdict, **fields)


def test_dismissed_findings_become_entries(tmp_path: Path):
    decisions = [
        decided(RIVER, Verdict.DISMISSED, reason="a name", by="Meera", at="2025-03-01T23:30:00+05:30"),
        decided(BANK, Verdict.ACCEPTED),
    ]
    revision = dismissed(base(tmp_path), decisions, TODAY)
    assert revision.baseline.entries == (entry("a.txt", RIVER, Suppression("a name", "Meera", "2025-03-01")),)
    assert revision.added == revision.baseline.entries


@pytest.mark.parametrize(
    ("times", "dismissed_last"),
    [
        (("2025-03-01T10:00:00+05:30", "2025-03-01T06:00:00+00:00"), False),
        (("2025-03-01T12:00:00+05:30", "2025-03-01T06:00:00Z"), True),
        (("", ""), False),
        (("2025-03-01T10:00:00+05:30", ""), True),
    ],
)
def test_the_latest_decision_counts(tmp_path: Path, times: tuple[str, str], dismissed_last: bool):
    decisions = [
        decided(RIVER, Verdict.DISMISSED, reason="a name", at=times[0]),
        decided(RIVER, Verdict.ACCEPTED, at=times[1]),
    ]
    assert bool(dismissed(base(tmp_path), decisions, TODAY).added) is dismissed_last


def test_a_dismissal_needs_a_reason(tmp_path: Path):
    with pytest.raises(UsageError, match=r"a\.txt: ‘किनारा’ was dismissed without a reason"):
        dismissed(base(tmp_path), [decided(RIVER, Verdict.DISMISSED)], TODAY)
    (added,) = dismissed(base(tmp_path), [decided(RIVER, Verdict.DISMISSED)], TODAY, reason="seen", by="Arun").added
    assert added.suppression == Suppression("seen", "Arun", "2025-03-10")


def test_entries_in_force_stay_and_expired_ones_are_renewed(tmp_path: Path):
    decisions = [decided(RIVER, Verdict.DISMISSED, reason="again", at="2025-03-10T09:00:00+05:30")]
    known = base(tmp_path, entry("a.txt", RIVER))
    assert dismissed(known, decisions, TODAY) == Revision(known)
    old = entry("a.txt", RIVER, replace(WHY, expires="2025-03-01"))
    revision = dismissed(base(tmp_path, old), decisions, TODAY)
    assert [e.suppression.reason for e in revision.baseline.entries] == ["again"]
    assert revision.dropped == (Dropped(old, "expired after 2025-03-01"),)


# the file


def to(*entries: Entry) -> Callable[[Baseline], Revision]:
    return lambda known: Revision(known.with_entries(entries))


def test_the_file_is_read_back_and_diffs_well(tmp_path: Path):
    file = tmp_path / NAME
    entries = (entry("b.txt", RIVER), entry("a.txt", BANK, replace(WHY, by="", expires="2025-12-31")))
    revise(file, to(*entries))
    assert read_baseline(file) == base(tmp_path, *entries)
    text = file.read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert "किनारा" in text
    assert '"by"' not in text.split("b.txt")[0], "what is empty is left out"
    lines = text.splitlines()
    revise(file, to(*entries, entry("c.txt", CALM)))
    new = file.read_text(encoding="utf-8").splitlines()
    assert new[: len(lines) - 3] == lines[:-3], "an entry more is some lines more"
    assert list(tmp_path.iterdir()) == [file], "no lock, no half-written file is left"


def test_what_does_not_change_is_not_written(tmp_path: Path):
    file = tmp_path / NAME
    revise(file, to())
    assert not file.exists()
    revise(file, to(entry("a.txt", RIVER)))
    before = file.stat()
    revise(file, to(entry("a.txt", RIVER)))
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / NAME
    revise(file, to(entry("a.txt", RIVER)))
    before = file.read_bytes()

    def fail(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(UsageError, match="cannot be written"):
        revise(file, to())
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path):
    (tmp_path / "shared").mkdir()
    target = tmp_path / "shared" / "known.json"
    revise(target, to(entry("a.txt", RIVER)))
    target.chmod(0o640)
    link = tmp_path / NAME
    link.symlink_to(target)
    revise(link, to())
    assert link.is_symlink()
    assert read_baseline(target).entries == ()
    assert target.stat().st_mode & 0o777 == 0o640


def good_entry() -> dict[str, Any]:
    return {
        "fingerprint": "00ff",
        "rule": "spelling",
        "path": "a.txt",
        "text": "x",
        "sentence": "x y",
        "reason": "fine",
    }


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in good_entry().items() if name != key}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ("{}", "'entries', nothing else"),
        ([3], "entry 1: must be an object"),
        ([without("reason")], "entry 1: 'reason' must be a text; it is missing"),
        ([good_entry(), without("path")], "entry 2: 'path' must be a text; it is missing"),
        ([good_entry() | {"reason": " "}], "entry 1: 'reason' must not be empty"),
        ([good_entry() | {"fingerprint": ""}], "entry 1: 'fingerprint' must not be empty"),
        ([good_entry() | {"by": None}], "entry 1: 'by' must be a text"),
        ([good_entry() | {"resaon": "x"}], "entry 1: unknown key 'resaon'"),
        (
            [good_entry() | {"expires": "next year"}],
            "entry 1: 'expires' must be a date like 2025-12-31, not 'next year'",
        ),
        ([good_entry() | {"date": "2025-13-01"}], "entry 1: 'date' must be a date"),
        ([good_entry(), good_entry()], "entry 2 has the fingerprint '00ff' of an entry before it"),
    ],
)
def test_malformed_entries(tmp_path: Path, entries: Any, message: str):
    file = tmp_path / NAME
    file.write_text(json.dumps({"schema": "mtcheck.baseline/1", "entries": entries}), encoding="utf-8")
    with pytest.raises(ReadError) as error:
        read_baseline(file)
    assert str(error.value).startswith(f"{file}: ")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{\n<<<<<<< ours\n"schema": 1}', "not JSON (Expecting property name enclosed in double quotes: line 2"),
        (b"[]", "not a baseline"),
        (b'{"schema": "mtcheck.report/1", "articles": []}', "not a baseline"),
        (b'{"schema": "mtcheck.baseline/1"}', "'entries', nothing else"),
        (b'{"schema": "mtcheck.baseline/1", "entries": [], "version": 2}', "'entries', nothing else"),
    ],
)
def test_malformed_files(tmp_path: Path, data: bytes, message: str):
    file = tmp_path / NAME
    file.write_bytes(data)
    with pytest.raises(ReadError) as error:
        read_baseline(file)
    assert str(error.value).startswith(f"{file}: {message}") or message in str(error.value)
    with pytest.raises(ReadError):
        revise(file, to())
    assert file.read_bytes() == data
    assert list(tmp_path.iterdir()) == [file]


def _add(file: Path, number: int) -> None:
    """In a process of its own: one entry more, ten times."""
    for turn in range(10):
        fresh = entry(f"{number}-{turn}.txt", (f"नदी {number} {turn}", f"{turn}"))
        revise(file, lambda known, fresh=fresh: Revision(known.with_entries([*known.entries, fresh])))


def test_updates_at_the_same_time_lose_nothing(tmp_path: Path):
    file = tmp_path / NAME
    processes = [multiprocessing.get_context("fork").Process(target=_add, args=(file, n)) for n in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 4
    assert {e.path for e in read_baseline(file).entries} == {f"{n}-{turn}.txt" for n in range(4) for turn in range(10)}
    assert list(tmp_path.iterdir()) == [file]


# the commands


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: a configuration file, a good and a bad article."""
    (tmp_path / "mtcheck.toml").write_text('fail-level = "minor"\n', encoding="utf-8")
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.txt").write_text(BAD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


WORSE = BAD + "मंत्री ने कहा कि कि सरकार इस मामले की जांच करेगी।\n"
UPDATE = ("baseline", "update", "--reason", "house style", "--by", "Meera")


def json_articles(out: str) -> list[dict[str, Any]]:
    return json.loads(out)["articles"]


def test_update_refuses_accepts_and_check_heeds_it(run: Run, desk: Path):
    assert run("check", "bad.txt")[0] == 1
    code, out, err = run(*UPDATE, ".")
    assert (code, err) == (1, "")
    assert "new      bad.txt: duplication ‘आरोपी को’" in out
    assert "--accept-new adds them" in out
    assert not (desk / NAME).exists()
    code, out, err = run(*UPDATE, ".", "--accept-new", "--expires", "2999-12-31")
    assert (code, err) == (0, "")
    assert "added    bad.txt: duplication ‘आरोपी को’" in out
    (known,) = read_baseline(desk / NAME).entries
    assert known.suppression == Suppression("house style", "Meera", date.today().isoformat(), "2999-12-31")
    assert known.sentence == BAD_SENTENCE

    code, out, err = run("check", "bad.txt", "-f", "json")
    assert (code, err) == (0, "")
    (checked,) = json_articles(out)
    assert checked["findings"] == []
    assert [(item["fingerprint"], item["suppression"]["reason"]) for item in checked["suppressed"]] == [
        (known.fingerprint, "house style")
    ]
    assert {sentence["risk"] for sentence in checked["sentences"]} == {0.0}
    assert json.loads(out)["signature"].endswith("|baseline:1")
    assert run("check", "bad.txt", "--no-baseline")[0] == 1
    assert run(*UPDATE, ".")[0] == 0


def test_a_new_finding_beside_a_known_one_fails(run: Run, desk: Path):
    assert run(*UPDATE, ".", "--accept-new")[0] == 0
    (desk / "bad.txt").write_text(WORSE, encoding="utf-8")
    code, out, _ = run("check", "bad.txt", "-f", "json")
    assert code == 1
    assert [finding["text"] for finding in json_articles(out)[0]["findings"]] == ["कि"]
    code, out, _ = run(*UPDATE, ".")
    assert code == 1
    assert [line.split(":")[1] for line in out.splitlines() if line.startswith("new ")] == [" duplication ‘कि’"]
    assert len(read_baseline(desk / NAME).entries) == 1


def test_update_and_prune_drop_what_is_gone(run: Run, desk: Path):
    for command in ((*UPDATE, "bad.txt"), ("baseline", "prune")):
        (desk / "bad.txt").write_text(BAD, encoding="utf-8")
        assert run(*UPDATE, ".", "--accept-new")[0] == 0
        (desk / "bad.txt").write_text(GOOD, encoding="utf-8")
        code, out, err = run(*command)
        assert (code, err) == (0, "")
        assert "dropped  bad.txt: duplication ‘आरोपी को’ (its finding is gone)" in out
        assert read_baseline(desk / NAME).entries == ()


def test_prune_and_articles_that_are_not_there(run: Run, desk: Path):
    assert run(*UPDATE, ".", "--accept-new")[0] == 0
    (desk / "archive").mkdir()
    (desk / "bad.txt").rename(desk / "archive" / "old.txt")
    assert run("check", "archive")[0] == 0, "the article moved, the verdict with it"
    code, out, _ = run("baseline", "prune")
    assert code == 0
    assert "kept     bad.txt: duplication ‘आरोपी को’ (its article is not there; --missing drops it)" in out
    assert run("baseline", "prune", "archive", "--missing")[0] == 0
    assert [e.path for e in read_baseline(desk / NAME).entries] == ["archive/old.txt"]
    (desk / "archive" / "old.txt").unlink()
    assert "(its article is not there)" in run("baseline", "prune", "--missing")[1]
    assert read_baseline(desk / NAME).entries == ()


def test_expired_entries_are_reported_again(run: Run, desk: Path):
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    assert run(*UPDATE, ".", "--accept-new")[0] == 0
    (known,) = read_baseline(desk / NAME).entries
    revise(desk / NAME, to(replace(known, suppression=replace(known.suppression, expires=yesterday))))
    code, out, err = run("check", "bad.txt", "-f", "json")
    assert code == 1
    assert err == f"mtcheck: {NAME}: expired after {yesterday}: bad.txt: duplication ‘आरोपी को’\n"
    assert json_articles(out)[0]["findings"]
    assert "suppressed" not in json_articles(out)[0]
    assert "(EXPIRED)" in run("baseline", "list")[1]
    assert f"(expired after {yesterday})" in run("baseline", "prune")[1]
    assert run("baseline", "list")[1] == "0 entries, 0 expired\n"


def test_add_takes_dismissed_decisions(run: Run, desk: Path):
    (checked,) = check_articles([Path("bad.txt")], options=Options(translate=False)).articles
    decision = decision_on(checked, checked.findings[0], Verdict.DISMISSED, reason="said so", by="Meera")
    (desk / "decisions.json").write_text(json.dumps(decisions_json([decision])), encoding="utf-8")
    code, out, err = run("baseline", "add", "--from", "decisions.json")
    assert (code, err) == (0, "")
    assert out.startswith("added    bad.txt: duplication ‘आरोपी को’")
    assert run("check", "bad.txt")[0] == 0
    listed = json.loads(run("baseline", "list", "--json")[1])["entries"]
    assert [(item["path"], item["reason"], item["by"], item["expired"]) for item in listed] == [
        ("bad.txt", "said so", "Meera", False)
    ]
    assert f"{NAME}: 1 entry, 0 added" in run("baseline", "add", "--from", "decisions.json")[1]


def test_articles_of_several_trees_go_to_their_own_baselines(run: Run, tmp_path: Path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mtcheck.toml").touch()
        (tmp_path / name / "bad.txt").write_text(BAD, encoding="utf-8")
    assert run(*UPDATE, tmp_path / "a", tmp_path / "b", "--accept-new")[0] == 0
    for name in ("a", "b"):
        assert [e.path for e in read_baseline(tmp_path / name / NAME).entries] == ["bad.txt"]


def test_a_baseline_named_by_hand_and_by_the_file(run: Run, desk: Path):
    (desk / "known").mkdir()
    assert run(*UPDATE, ".", "--accept-new", "--baseline", "known/a.json")[0] == 0
    assert [e.path for e in read_baseline(desk / "known" / "a.json").entries] == ["../bad.txt"]
    assert run("check", "bad.txt")[0] == 1
    assert run("check", "bad.txt", "--baseline", "known/a.json")[0] == 0
    (desk / "mtcheck.toml").write_text('fail-level = "minor"\nbaseline = "known/a.json"\n', encoding="utf-8")
    assert run("check", "bad.txt")[0] == 0
    assert "house style, Meera" in run("baseline", "list")[1]


def test_an_unreadable_article_among_others(run: Run, desk: Path):
    (desk / "broken.txt").write_bytes(b"\x00")
    code, out, err = run(*UPDATE, ".", "--accept-new")
    assert code == 2
    assert "broken.txt" in err
    assert "added    bad.txt" in out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["check", "good.txt", "--baseline", "nowhere.json"], "nowhere.json: no such baseline"),
        (["check", "good.txt", "--baseline", "a.json", "--no-baseline"], "give one of them"),
        (["check", "good.txt", "--baseline", "broken.json"], "broken.json: not JSON"),
        (["baseline", "list", "--baseline", "nowhere.json"], "nowhere.json: no such baseline"),
        (["baseline", "list"], f"{NAME}: no such baseline"),
        (["baseline", "prune"], f"{NAME}: no such baseline"),
        (["baseline", "list", "--baseline", "broken.json"], "broken.json: not JSON"),
        ([*UPDATE, "-"], "standard input has no path to keep"),
        ([*UPDATE, "nowhere.txt"], "nowhere.txt: no such file or folder"),
        ([*UPDATE, "good.txt", "--expires", "2001-01-01"], "2001-01-01: is over"),
        ([*UPDATE, "bad.txt", "--accept-new", "--baseline", "no/folder/b.json"], "no/folder/b.json: cannot be written"),
        (["baseline", "update", "good.txt", "--reason", " ", "--by", "x"], "--reason must not be empty"),
        (["baseline", "add", "--from", "nowhere.json"], "nowhere.json: cannot be read"),
        (["baseline", "add", "--from", "broken.json"], "broken.json: not JSON"),
    ],
)
def test_wrong_use(run: Run, desk: Path, args: list[str], words: str):
    (desk / "broken.json").write_text("{", encoding="utf-8")
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert words in err
    assert err.startswith("mtcheck: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("missing", ["--reason", "--by"])
def test_update_needs_a_reason_and_a_name(run: Run, desk: Path, missing: str):
    given = {"--reason": "x", "--by": "y"}
    del given[missing]
    code, _, err = run("baseline", "update", "bad.txt", *(word for pair in given.items() for word in pair))
    assert code == 2
    assert f"Missing option '{missing}'" in err


def test_words_that_could_move_the_cursor_are_shown_as_codes(run: Run, desk: Path):
    hostile = replace(entry("a\x1b[2J.txt", RIVER), suppression=Suppression("\u202egood"))
    revise(desk / NAME, to(hostile))
    out = run("baseline", "list")[1]
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "a<U+001B>[2J.txt" in out
