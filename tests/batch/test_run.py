"""A batch: what is checked, what is left alone, where the results lie, and what one bad article does to the others."""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path

import pytest

from mtcheck.batch import open_batch
from mtcheck.batch import pool as pool_module
from mtcheck.batch.pool import Job, Pool, default_workers, threads
from mtcheck.batch.scan import result_name, scan
from mtcheck.errors import UsageError
from mtcheck.types import Suppression

from .desk import ARTICLES, Desk
from .fakes import CRASH, HANG, RAISE, TOGETHER, UNREADABLE

STORY = ["नहर.txt", "शाम/नहर फिर.txt"]


# results


def test_results_mirror_the_tree(busy_desk: Desk):
    summary = busy_desk.run()
    reports = {f"{path}.{kind}" for path in ARTICLES for kind in ("json", "html")}
    assert set(busy_desk.results()) == reports | {"index.html", "batch.json"}
    assert (summary.checked, summary.unchanged, summary.failed, summary.left) == (5, 0, 0, 0)
    assert busy_desk.told == []


def test_articles_of_a_story_are_checked_together(desk: Desk):
    desk.run()
    story = {path: desk.report(path)["sentences"][0]["back_translation"] for path in ARTICLES}
    assert story == {
        "नहर.txt": "शाम/नहर फिर.txt",
        "शाम/नहर फिर.txt": "नहर.txt",
        "शाम/पुल 1.txt": "पुल 2.txt",
        "पुल 2.txt": "शाम/पुल 1.txt",
        "अकेला.txt": "",
    }
    mates = {article["path"]: article["story"] for article in desk.summary()["articles"]}
    assert {path: " ".join(others) for path, others in mates.items()} == story


def test_the_summary_for_scripts(desk: Desk):
    desk.run()
    summary = desk.summary()
    assert summary["schema"] == "mtcheck.batch/1"
    assert summary["totals"] == {"articles": 5, "failed": 0, "major": 1, "minor": 1, "info": 1}
    assert [article["path"] for article in summary["articles"]] == sorted(ARTICLES)
    canal = next(article for article in summary["articles"] if article["path"] == "नहर.txt")
    assert canal["rules"] == {"duplication": {"major": 1, "minor": 0, "info": 0}}
    assert (canal["json"], canal["html"]) == ("नहर.txt.json", "नहर.txt.html")
    assert canal["sha256"] == desk.report("नहर.txt")["sha256"]


def test_the_number_of_workers_changes_nothing(busy_desk: Desk, tmp_path: Path):
    busy_desk.run(workers=3)
    other = Desk(tmp_path / "other").fill()
    other.run(workers=1)
    assert busy_desk.results() == other.results()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.txt", "a.txt.json"),
        ("भाग 1/फ़ीड.xml#2", "भाग 1/फ़ीड.xml#2.json"),
    ],
)
def test_names_of_results(path: str, name: str):
    assert result_name(path, ".json") == name


def test_names_too_long_are_cut_and_stay_apart(desk: Desk):
    names = ["क" * 82 + end + ".txt" for end in "खग"]  # 253 bytes; the file system takes 255
    for name in names:
        desk.write(f"लंबे/{name}", f"{name} #{name}")
    desk.run()
    found = [name for name in desk.results() if name.startswith("लंबे/")]
    assert len(found) == 4
    assert all(len(Path(name).name.encode()) <= 255 for name in found)


# what is checked again


def test_unchanged_articles_are_left_alone(desk: Desk):
    desk.run()
    before = desk.results()
    desk.checked()
    summary = desk.run(workers=2)
    assert desk.checked() == []
    assert (summary.checked, summary.unchanged) == (0, 5)
    assert desk.results() == before


def test_a_changed_article_takes_its_story_along_and_no_other(desk: Desk):
    desk.run()
    desk.checked()
    desk.write("शाम/नहर फिर.txt", "नहर की मरम्मत पूरी #नहर छोटी")
    desk.run()
    assert desk.checked() == STORY
    assert desk.report("शाम/नहर फिर.txt")["findings"][0]["severity"] == "minor"
    assert desk.summary()["totals"]["minor"] == 2


def test_a_new_article_joins_its_story(desk: Desk):
    desk.run()
    desk.checked()
    desk.write("नहर 3.txt", "किसान नाराज #नहर")
    desk.run()
    assert desk.checked() == sorted(["नहर 3.txt", *STORY])


def test_touching_a_file_is_no_change(desk: Desk):
    desk.run()
    desk.checked()
    os.utime(desk.tree / "नहर.txt", (1, 1))
    desk.run()
    assert desk.checked() == []


def test_an_article_that_goes_takes_its_results_with_it(desk: Desk):
    desk.run()
    desk.checked()
    for path in ("शाम/नहर फिर.txt", "शाम/पुल 1.txt"):
        (desk.tree / path).unlink()
    desk.run()
    assert desk.checked() == ["नहर.txt", "पुल 2.txt"]  # which stand alone now
    assert not (desk.out / "शाम").exists()
    assert desk.summary()["totals"]["articles"] == 3
    assert "शाम" not in (desk.out / "index.html").read_text(encoding="utf-8")


def test_files_that_others_wrote_or_changed_are_kept(desk: Desk):
    desk.run()
    note = desk.out / "शाम/पुल 1.txt.html"
    note.write_text("मेरी टिप्पणी", encoding="utf-8")
    (desk.out / "शाम/टिप्पणी.txt").write_text("और एक", encoding="utf-8")
    (desk.tree / "शाम/पुल 1.txt").unlink()
    desk.run()
    assert note.read_text(encoding="utf-8") == "मेरी टिप्पणी"
    assert (desk.out / "शाम/टिप्पणी.txt").exists()
    assert not (desk.out / "शाम/पुल 1.txt.json").exists()


def test_a_lost_result_is_made_again(desk: Desk):
    desk.run()
    before = desk.results()
    desk.checked()
    (desk.out / "अकेला.txt.html").unlink()
    (desk.out / "नहर.txt.json").write_bytes(b"{")
    desk.run()
    assert desk.checked() == sorted(["अकेला.txt", *STORY])
    assert desk.results() == before


def test_no_resume_checks_everything_again(desk: Desk):
    desk.run()
    desk.checked()
    assert desk.run(resume=False).checked == 5
    assert desk.checked() == sorted(ARTICLES)


def test_another_model_or_other_settings_check_everything_again(desk: Desk):
    desk.run()
    desk.checked()
    desk.run(station=desk.station(signature="another"))
    assert desk.checked() == sorted(ARTICLES)
    # Settings that change for one folder change the results of those checked with its articles.
    desk.run(station=desk.station(signature="another"), conditions=lambda path: "quiet" if "शाम" in path else "")
    assert desk.checked() == sorted([*STORY, "शाम/पुल 1.txt", "पुल 2.txt"])


def test_a_baseline_concerns_only_the_articles_with_its_findings(desk: Desk):
    desk.run()
    desk.checked()
    known = desk.report("अकेला.txt")["findings"][0]["fingerprint"]
    baseline = {known: Suppression("fine"), "0" * 16: Suppression("of another article")}
    desk.run(baseline=baseline)
    assert desk.checked() == ["अकेला.txt"]
    desk.run(baseline=baseline)
    assert desk.checked() == []


def test_another_version_of_the_program_checks_everything_again(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.run()
    desk.checked()
    monkeypatch.setattr("mtcheck.batch.run.program_hash", lambda: "newer")
    desk.run()
    assert desk.checked() == sorted(ARTICLES)


# bad articles


def test_an_unreadable_article_stops_nothing(desk: Desk):
    desk.write("खराब.txt", UNREADABLE)
    summary = desk.run()
    assert (summary.failed, summary.checked) == (1, 6)
    assert desk.told == [f"{desk.tree / 'खराब.txt'}: binary data"]
    assert desk.report("खराब.txt")["error"] == desk.told[0]
    assert "binary data" in (desk.out / "index.html").read_text(encoding="utf-8")
    assert desk.checked() == sorted(ARTICLES)
    desk.run()
    assert len(desk.told) == 1, "it is told of every time"
    desk.write("खराब.txt", "ठीक हुआ #नया")
    assert desk.run().failed == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions bind nobody here")
def test_a_file_and_a_folder_one_may_not_read(desk: Desk):
    (desk.tree / "नहर.txt").chmod(0)
    (desk.tree / "शाम").chmod(0)
    try:
        assert desk.run().failed == 2
    finally:
        (desk.tree / "शाम").chmod(0o755)


def test_a_name_that_is_not_utf_8(desk: Desk):
    with open(os.fsencode(desk.tree) + b"/caf\xe9.txt", "w", encoding="utf-8") as stream:
        stream.write("लेख #x")
    assert desk.run().failed == 1
    assert desk.told == ["caf\\xe9.txt: its name is not UTF-8; rename it"]
    assert desk.summary()["totals"] == {"articles": 6, "failed": 1, "major": 1, "minor": 1, "info": 1}


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        (CRASH, "could not be checked: the process that checked it was ended by signal 9, perhaps for want of memory"),
        (RAISE, "could not be checked: RuntimeError: a rule fell over"),
    ],
)
def test_an_article_that_brings_a_worker_down(busy_desk: Desk, word: str, reason: str):
    busy_desk.write("नहर 3.txt", f"किसान नाराज #नहर {word}")
    summary = busy_desk.run(workers=2)
    assert (summary.failed, len(summary.index.entries)) == (1, 6)
    assert busy_desk.told == [f"नहर 3.txt: {reason}"]
    assert busy_desk.report("नहर 3.txt")["error"] == busy_desk.told[0]
    assert set(busy_desk.checked()) == set(ARTICLES)
    others = busy_desk.report("नहर.txt")["sentences"][0]["back_translation"]
    assert others == "शाम/नहर फिर.txt", "the rest of the story is checked together"


def test_an_article_that_failed_is_tried_again_by_itself(busy_desk: Desk):
    busy_desk.write("नहर 3.txt", f"किसान नाराज #नहर {CRASH}")
    busy_desk.run()
    before = busy_desk.results()
    busy_desk.checked()
    summary = busy_desk.run()
    assert (summary.failed, busy_desk.checked()) == (1, [])
    assert busy_desk.results() == before
    busy_desk.write("नहर 3.txt", "किसान नाराज #नहर")
    assert busy_desk.run().failed == 0
    assert busy_desk.checked() == sorted(["नहर 3.txt", *STORY])


def test_articles_that_can_be_checked_but_not_together(busy_desk: Desk):
    busy_desk.write("नहर 3.txt", f"किसान नाराज #नहर {TOGETHER}")
    summary = busy_desk.run()
    assert (summary.failed, summary.left) == (0, 0)
    assert busy_desk.report("नहर 3.txt")["sentences"][0]["back_translation"] == ""
    busy_desk.checked()
    assert busy_desk.run().checked == 0


def test_a_job_that_never_ends(busy_desk: Desk):
    busy_desk.write("अटका.txt", f"#अटका {HANG}")
    with open_batch(busy_desk.plan()) as batch:
        batch._pool._seconds = 6.0
        summary = batch.run()
    assert summary.failed == 1
    assert busy_desk.told == ["अटका.txt: could not be checked: it took longer than 6 seconds"]


def test_a_file_that_changes_while_it_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """Its bytes differ between the first and the second look, once: the second pass takes it as it is then."""
    looks = []

    def scanned(*args: object) -> object:
        looks.append(sources := scan(*args))
        if len(looks) == 1:
            desk.write("नहर.txt", "नहर टूटी #नहर छोटी गलती")
        return sources

    monkeypatch.setattr("mtcheck.batch.run.scan", scanned)
    with open_batch(desk.plan()) as batch:
        summary = batch.run()
    assert len(looks) == 2
    assert (summary.left, desk.report("नहर.txt")["findings"][0]["severity"]) == (0, "minor")


# wrong use


def test_a_model_that_cannot_be_loaded_ends_the_batch(busy_desk: Desk):
    with pytest.raises(UsageError, match="no such model"):
        busy_desk.run(station=busy_desk.station(broken="no such model"))


def test_workers_that_die_at_once_end_the_batch(busy_desk: Desk):
    with pytest.raises(UsageError, match=r"workers cannot be started: .*exit code 3"):
        busy_desk.run(station=busy_desk.station(broken="die"))


@pytest.mark.parametrize("output", ["in", ".", "in/नहर.txt"])
def test_outputs_that_make_no_sense(desk: Desk, output: str):
    with pytest.raises(UsageError, match=r"choose (a|another) folder"):
        desk.run(output=desk.root / output)


def test_results_within_the_tree_are_no_articles(desk: Desk):
    for _ in range(2):
        assert desk.run(output=desk.tree / "reports").index.totals["major"] == 1
    assert desk.checked() == sorted(ARTICLES)


def test_links_are_followed_once(desk: Desk):
    (desk.root / "और").mkdir()
    (desk.root / "और" / "दूर.txt").write_text("दूर का लेख", encoding="utf-8")
    (desk.tree / "कड़ी").symlink_to(desk.root / "और")
    (desk.tree / "शाम" / "घेरा").symlink_to(desk.tree)
    assert [entry.path for entry in desk.run().index.entries] == sorted([*ARTICLES, "कड़ी/दूर.txt"])


def test_hidden_files_and_other_kinds_are_passed_over(desk: Desk):
    for name in (".छिपा.txt", ".छिपा/a.txt", "~$लेख.docx", "चित्र.jpg", "settings.json"):
        desk.write(name, "{}")
    assert len(desk.run().index.entries) == 5


def test_an_empty_tree_is_refused_and_removes_nothing(desk: Desk):
    desk.run()
    before = desk.results()
    empty = desk.root / "empty"
    empty.mkdir()
    with pytest.raises(UsageError, match="no articles in this folder"):
        desk.run(folder=empty)
    assert desk.results() == before


def test_a_missing_tree_is_refused(desk: Desk):
    with pytest.raises(UsageError, match="no such folder"):
        desk.run(folder=desk.root / "nowhere")


# the pool


def test_a_worker_that_grew_too_big_is_replaced(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    made = []

    class Counted(pool_module._Worker):
        def __init__(self, *args: object) -> None:
            made.append(self)
            super().__init__(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(pool_module, "_Worker", Counted)
    pool = Pool(desk.station(), 1, heaviest=1)
    sources = scan(desk.tree, desk.out)[:2]
    jobs = deque(Job("describe", ([(source.path, source.file, source.sha256)],)) for source in sources)
    assert [outcome.failure for outcome in pool.run(jobs)] == ["", ""]
    pool.close()
    assert len(made) == 2
    assert not any(worker.process.is_alive() for worker in made)


def test_the_cores_are_divided(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("mtcheck.batch.pool.cores", lambda: 8)
    assert [threads(workers) for workers in (1, 2, 3, 16)] == [8, 4, 2, 1]
    assert default_workers() == 2
