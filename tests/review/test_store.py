"""The history of decisions, the same in SQLite and in PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from mtcheck.errors import UsageError
from mtcheck.review.keys import finding_key
from mtcheck.review.store import ConflictError, Store, StoreError, database_url
from mtcheck.types import Verdict

from .conftest import made

LATER, LATEST = "2025-03-01T11:00:00.000+00:00", "2025-03-01T12:00:00.000+00:00"


def test_a_decision_comes_back_as_it_was(store: Store):
    decision = made(correction="तेज़ड़िया", verdict=Verdict.CORRECTED)
    (entry,) = store.decide(decision, 0)
    assert (entry.decision, entry.withdrawn) == (decision, False)
    assert store.standing() == [decision]


@pytest.mark.parametrize("text", ["\x00", "\ud800", "😀\u202e", "' OR 1=1 --", "%s %(x)s :y ?", "\\u0000", "a\r\n\tb"])
def test_every_text_can_be_kept(store: Store, text: str):
    decision = made(text, path=text, sentence=text, reason=text, by=text)
    store.decide(decision, 0)
    assert store.standing() == [decision]
    assert list(store.of_article(text)[1]) == [text]
    assert store.decided() == {finding_key(text, text)}


def test_the_latest_stands_and_all_remain(store: Store):
    first, second = made(by="Anu"), made(verdict=Verdict.DISMISSED, reason="it is right", by="Meera", at=LATER)
    (seen,) = store.decide(first, 0)
    entries = store.decide(second, seen.id)
    assert [entry.decision for entry in entries] == [second, first]
    assert store.standing() == [second]
    assert store.history() == [first, second]


@pytest.mark.parametrize("seen", [0, 999])
def test_who_did_not_see_what_stands_is_told(store: Store, seen: int):
    (standing,) = store.decide(made(by="Anu"), 0)
    with pytest.raises(ConflictError) as conflict:
        store.decide(made(verdict=Verdict.DISMISSED, by="Meera", at=LATER), seen)
    assert conflict.value.entries == [standing]
    assert store.history() == [standing.decision], "what was refused is not in the history"


def test_the_same_fingerprint_in_another_article_is_another_finding(store: Store):
    store.decide(made(), 0)
    store.decide(made(path="b.txt", verdict=Verdict.DISMISSED), 0)
    assert [(one.path, one.verdict.value) for one in store.standing()] == [
        ("b.txt", "dismissed"),
        ("बाज़ार/a.txt", "accepted"),
    ]


def test_taking_back_leaves_the_finding_undecided(store: Store):
    (first,) = store.decide(made(), 0)
    entries = store.decide(made(by="Meera", at=LATER), first.id, withdraw=True)
    assert [entry.withdrawn for entry in entries] == [True, False]
    assert entries[0].to_json() == {
        "id": entries[0].id, "verdict": "withdrawn", "correction": "", "reason": "", "by": "Meera", "at": LATER,
    }  # fmt: skip
    assert (store.standing(), store.history(), store.decided()) == ([], [], frozenset())
    store.decide(made(at=LATEST), entries[0].id)
    assert len(store.standing()) == 1
    assert len(store.decided()) == 1


def test_a_clock_that_was_set_back_does_not_reorder_decisions(store: Store):
    (first,) = store.decide(made(at=LATEST), 0)
    entries = store.decide(made(verdict=Verdict.DISMISSED, at=LATER), first.id)
    assert entries[0].decision.verdict is Verdict.DISMISSED
    assert entries[0].decision.at == "2025-03-01T12:00:00.000001+00:00"


def test_polling_gives_what_changed_and_no_more(store: Store):
    (one,) = store.decide(made("f1"), 0)
    (two,) = store.decide(made("f2"), 0)
    store.decide(made("f1", path="other.txt"), 0)
    last, findings = store.of_article("बाज़ार/a.txt")
    assert (last, set(findings)) == (two.id, {"f1", "f2"})
    assert store.of_article("बाज़ार/a.txt", last) == (last, {})
    store.decide(made("f1", Verdict.DISMISSED, at=LATER), one.id)
    _, findings = store.of_article("बाज़ार/a.txt", last)
    assert {key: len(entries) for key, entries in findings.items()} == {"f1": 2}, (
        "the whole history of the one that changed"
    )
    assert store.of_article("no such article") == (0, {})


def test_import_adds_once(store: Store):
    decisions = [made("f1"), made("f2"), made("f1")]
    assert [store.add(decisions), store.add(decisions), store.add([])] == [2, 0, 0]
    assert store.standing() == [made("f1"), made("f2")]


def test_import_of_two_editors_merges_by_time(store: Store):
    anu = [made("f1", by="Anu", at=LATER), made("f2", by="Anu")]
    meera = [made("f1", Verdict.DISMISSED, by="Meera"), made("f2", Verdict.DISMISSED, by="Meera", at=LATER)]
    store.add(anu)
    store.add(meera)
    assert [one.by for one in store.standing()] == ["Anu", "Meera"], "whose is later, whichever file came first"
    assert [one.by for one in store.history()] == ["Meera", "Anu", "Anu", "Meera"]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2025-03-01T12:00:00+05:30", "2025-03-01T07:00:00Z"),  # 06:30 and 07:00 in UTC
        ("2025-03-01T06:59:59", "2025-03-01T07:00:00.5+00:00"),  # no zone counts as UTC
        ("yesterday", "0002-01-01T00:00:00+00:00"),
        ("", "2025-03-01"),
        ("9999-12-31T23:59:59-23:00", "2025-03-01"),  # beyond what a calendar holds: no date
    ],
)
def test_dates_are_compared_as_times(store: Store, earlier: str, later: str):
    store.add([made(by="later", at=later), made(by="earlier", at=earlier)])
    assert [one.by for one in store.history()] == ["earlier", "later"]
    assert [one.at for one in store.history()] == [earlier, later], "kept as they were written"


def test_a_date_in_the_future_does_not_stand_for_ever(store: Store):
    store.add([made(by="traveller", at="2999-01-01T00:00:00+00:00")])
    (entry,) = store.of_article("बाज़ार/a.txt")[1]["f1"]
    store.decide(made(by="Anu", verdict=Verdict.DISMISSED, at="2998-01-01T00:00:00+00:00"), entry.id)
    assert [one.by for one in store.standing()] == ["Anu"]


def test_an_old_file_does_not_undo_what_was_taken_back(store: Store):
    store.add([made()])
    (entry,) = store.of_article("बाज़ार/a.txt")[1]["f1"]
    store.decide(made(at=LATER), entry.id, withdraw=True)
    assert store.add([made()]) == 0
    assert store.standing() == []


def test_counts_follow_what_others_write(database: str):
    mine, theirs = Store(database), Store(database)
    assert mine.decided() == frozenset()
    (entry,) = theirs.decide(made(), 0)
    assert mine.decided() == {finding_key("बाज़ार/a.txt", "f1")}
    theirs.decide(made(at=LATER), entry.id, withdraw=True)
    assert mine.decided() == frozenset()
    mine.close()
    theirs.close()


def test_of_many_at_once_one_wins_and_the_others_are_told(database: str):
    editors = 8
    stores = [Store(database) for _ in range(4)]  # as many processes, each with several threads
    start = threading.Barrier(editors)

    def decide(number: int) -> str:
        start.wait()
        try:
            stores[number % 4].decide(made(by=f"editor {number}"), 0)
        except ConflictError as conflict:
            return conflict.entries[0].decision.by
        return "won"

    with ThreadPoolExecutor(editors) as pool:
        told = list(pool.map(decide, range(editors)))
    winner = f"editor {told.index('won')}"
    assert sorted(told) == sorted(["won"] + [winner] * (editors - 1))
    for store in stores:
        assert [one.by for one in store.history()] == [winner]
        store.close()


def test_nobody_who_asks_for_what_is_new_misses_anything(database: str):
    """Ids become visible in their order, however many write at once."""
    writers, each = 4, 25
    stores = [Store(database) for _ in range(writers + 1)]
    heard: dict[str, int] = {}
    last, done = 0, threading.Event()

    def write(number: int) -> None:
        for i in range(each):
            stores[number].decide(made(f"f{number}-{i}"), 0)

    def listen() -> None:
        nonlocal last
        ending = False
        while not ending:
            ending = done.is_set()
            last, findings = stores[-1].of_article("बाज़ार/a.txt", last)
            for fingerprint in findings:
                heard[fingerprint] = heard.get(fingerprint, 0) + 1

    listener = threading.Thread(target=listen)
    listener.start()
    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    done.set()
    listener.join()
    assert heard == {f"f{number}-{i}": 1 for number in range(writers) for i in range(each)}
    for store in stores:
        store.close()


def test_many_decisions_come_in_and_out(store: Store):
    decisions = [made(f"f{number:04}") for number in range(1201)]
    assert store.add(decisions) == 1201
    assert store.add([*decisions, made("new")]) == 1
    assert store.standing()[:-1] == decisions


def test_what_is_kept_is_there_after_closing(database: str):
    before = Store(database)
    before.decide(made(), 0)
    before.close()
    after = Store(database, must_exist=True)
    assert after.standing() == [made()]
    after.close()


def test_a_database_without_decisions_is_told(database: str):
    with pytest.raises(UsageError, match="no decisions there"):
        Store(database, must_exist=True)


def test_another_versions_database_is_left_alone(database: str):
    store = Store(database)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE mtcheck_version SET version = 99")
    store.close()
    with pytest.raises(UsageError, match=r"another version of mtcheck \(99\)"):
        Store(database)


def test_two_who_open_an_empty_database_at_once_both_can(database: str):
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: Store(database), range(6)))
    stores[0].decide(made(), 0)
    assert all(store.standing() == [made()] for store in stores)
    for store in stores:
        store.close()


def test_a_folder_keeps_its_decisions_in_a_file(tmp_path):
    store = Store(tmp_path)
    store.decide(made(), 0)
    with sqlite3.connect(tmp_path / "decisions.sqlite") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("SELECT path, verdict FROM mtcheck_decisions").fetchall() == [
            ("बाज़ार/a.txt", "accepted")
        ]
    connection.close()
    store.close()


@pytest.mark.parametrize(
    ("database", "message"),
    [
        ("mysql://u:secret@h/d", "mysql is not supported"),
        ("sqlite://", "not supported"),
        ("sqlite:///:memory:", "not supported"),
        ("postgresql+asyncpg://u:secret@h/d", "not supported"),
        ("postgresql://u:secret@h:port/d", "not a database's URL"),
        ("no/such/folder/x.sqlite", "its folder does not exist"),
        ("story.txt", "neither a folder"),
    ],
)
def test_what_is_no_database_is_told_without_its_password(database: str, message: str):
    with pytest.raises(UsageError, match=message) as error:
        database_url(database)
    assert "secret" not in str(error.value)


def test_a_server_that_does_not_answer_is_told_without_its_password(tmp_path):
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="cannot be used") as error:
        Store(f"postgresql://u:secret@/d?host={tmp_path}")
    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database_is_told(tmp_path):
    file = tmp_path / "x.sqlite"
    file.write_text("this is a letter, not a database " * 40)
    with pytest.raises(StoreError, match="cannot be used"):
        Store(file)


def test_decisions_differ_by_every_field(store: Store):
    store.add([made(), replace(made(), reason="x"), replace(made(), by="Meera"), replace(made(), end=2)])
    assert len(store.history()) == 4
