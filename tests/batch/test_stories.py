"""Grouping: what is one story, how much work it takes, and that nothing but the set of articles decides."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from mtcheck.batch import stories as module
from mtcheck.batch.describe import content_hash, day_of, describe, terms
from mtcheck.batch.digest import Digest
from mtcheck.batch.stories import LARGEST, WINDOW, likeness, stories
from mtcheck.encode import load_encoder
from mtcheck.read import parse

from . import corpus


def digest(path: str, names: str, vector: tuple[float, ...] = (1.0, 0.0), **more: object) -> Digest:
    """An article that names these things, each as rare as can be."""
    return Digest(
        path, path, "", path, terms=dict.fromkeys(names.split(), 3.0), vector=np.array(vector, np.float32), **more
    )


def paths(groups: list[list[Digest]]) -> list[list[str]]:
    return [[digest.path for digest in group] for group in groups]


# real articles


@pytest.fixture(scope="module")
def told() -> dict[str, Digest]:
    """The digests of all versions of all events."""
    encoder = load_encoder()
    return {made.path: describe(parse(made.text.encode(), made.path), encoder, made.path) for made in corpus.versions()}


def test_versions_of_an_event_are_one_story(told: dict[str, Digest]):
    """Every second Hindi or Marathi version finds its first; of the short English posts, those that name or count something."""
    story = {digest.path: {other.path for other in group} for group in stories(list(told.values())) for digest in group}
    for path in told:
        if "-post-" not in path:
            assert f"{path.split('-')[0]}-1.txt" in story[path], path
    posts = {path for path in told if "-post-" in path}
    assert {path.split("-")[0] for path in posts if len(story[path]) > 1} >= {
        "defence",
        "monsoon",
        "rail",
        "barrage",
        "chess",
    }


def test_no_story_has_two_events(told: dict[str, Digest]):
    for group in stories(list(told.values())):
        assert len({digest.path.split("-")[0] for digest in group}) == 1, paths([group])


def test_the_order_of_arrival_does_not_matter(told: dict[str, Digest]):
    digests, draw = list(told.values()), random.Random(7)
    expected = paths(stories(digests))
    for _ in range(5):
        draw.shuffle(digests)
        assert paths(stories(digests)) == expected


def test_a_digest_is_the_same_after_a_round_trip_and_whatever_it_was_computed_with(told: dict[str, Digest]):
    for path, found in list(told.items())[:5]:
        back = Digest.from_json(found.to_json())
        assert np.array_equal(back.vector, found.vector)
        assert (back.path, back.terms, back.content, back.language) == (
            path,
            found.terms,
            found.content,
            found.language,
        )
    made = next(corpus.versions())
    again = describe(parse(made.text.encode(), made.path), load_encoder(), made.path)
    assert np.array_equal(again.vector, told[made.path].vector)


# what is alike


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (digest("a", "x y z"), digest("b", "x y z"), True),
        (digest("a", "x y z"), digest("b", "u v w"), False),
        (digest("a", "x y z"), digest("b", "x y z", (0.0, 1.0)), False),  # the same names, another matter
        (digest("a", "x"), digest("b", "x"), False),  # one name is too little
        (digest("a", "x y z", day=5), digest("b", "x y z", day=9), True),
        (digest("a", "x y z", day=5), digest("b", "x y z", day=10), False),
        (digest("a", "x y z", day=5), digest("b", "x y z"), True),
        (digest("a", "x y", (1.0, 0.0)), digest("b", "u v", (0.9, 0.436), language="en"), True),  # near, in English
        (digest("a", "x y", (1.0, 0.0)), digest("b", "u v", (0.84, 0.543), language="en"), False),
        (
            digest("a", "x y", (1.0, 0.0)),
            digest("b", "x v", (0.84, 0.543), language="en"),
            True,
        ),  # … and a name in common
        (Digest("a", "a", "", "", error="unreadable"), Digest("b", "b", "", "", error="unreadable"), False),
    ],
)
def test_likeness(first: Digest, second: Digest, same: bool):
    assert (likeness(first, second) >= 0) is same
    assert likeness(first, second) == likeness(second, first)
    assert len(stories([first, second])) == (1 if same else 2)


def test_stories_do_not_grow_without_end():
    digests = [digest(f"{n:03}", "x y z") for n in range(50)]
    groups = stories(digests)
    assert sorted(path for group in paths(groups) for path in group) == [d.path for d in digests]
    assert max(map(len, groups)) <= LARGEST
    assert len(groups) <= 2 * 50 / LARGEST


def test_an_english_article_does_not_join_two_stories():
    post = digest("post", "x v", (0.9, 0.436), language="en")
    first, second = digest("a", "x y z", (1.0, 0.0)), digest("b", "t u w", (0.62, 0.785))
    assert min(likeness(first, post), likeness(second, post)) > 0
    assert paths(stories([first, second, post])) == [["a", "post"], ["b"]]


def test_the_work_grows_with_the_number_of_articles(monkeypatch: pytest.MonkeyPatch):
    """Names from a large stock, as in news, and some that stand in every article."""
    counts = Counter()
    real = module.likeness

    def counted(first: Digest, second: Digest) -> float:
        counts[size] += 1
        return real(first, second)

    monkeypatch.setattr(module, "likeness", counted)
    for size in (500, 1000, 2000):
        draw = random.Random(size)
        stock = [f"n{n}" for n in range(size)]
        stories([digest(f"{n:05}", " ".join(["दिल्ली", "सरकार", *draw.sample(stock, 8)])) for n in range(size)])
    assert counts[500] <= 500 * WINDOW * 2
    assert counts[2000] <= 4.4 * counts[500]


# what is taken note of


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2024-03-12/a.txt", 738957),
        ("desk/2024/03/12/a.txt", 738957),
        ("bhasha_20240312_17.txt", 738957),
        ("2024-03-11/2024-03-12.txt", 738957),
        ("2024-02-30/a.txt", 0),
        ("720240312.txt", 0),
        ("a.txt", 0),
    ],
)
def test_days(path: str, day: int):
    assert day_of(path) == day


def test_terms_are_rare_words_names_by_sound_and_numbers():
    hindi = terms("पेंटागन प्रमुख हेगसेथ ने 4,200 सैनिकों और 19 मिनट की बात की और कहा कि यह 2024 में 3 बार हुआ", "hi")
    english = terms("Pentagon chief Hegseth spoke of 4,200 soldiers and 19 minutes", "hi")
    assert {"~hgst", "~pntgn", "#4200", "#19 minute"} <= set(hindi) & set(english)
    assert {"ने", "और", "कहा", "यह", "#2024", "#3"}.isdisjoint(hindi)
    assert all(0 < weight <= 3 for weight in hindi.values())


def test_acronyms_meet_across_scripts():
    assert "~ndrf" in set(terms("एनडीआरएफ की टीम", "hi")) & set(terms("a team of the NDRF", "hi"))


def test_the_hash_of_the_content_does_not_know_the_path():
    first, second = (parse("नहर टूटी\nखेत डूबे।\n".encode(), path) for path in ("a.txt", "b.txt"))
    assert content_hash(first) == content_hash(second)
    assert content_hash(first) != content_hash(parse("नहर टूटी\nखेत डूबे थे।\n".encode(), "a.txt"))
