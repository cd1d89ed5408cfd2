"""Articles for the tests and the benchmark of the batch command: events.yaml, filled in and recombined by a seeded generator."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

EVENTS = Path(__file__).parent / "events.yaml"
_SENTENCES = (4, 7)  # of an article, its headline aside
_PARAGRAPH = 2  # sentences


@dataclass(frozen=True)
class Made:
    """An article: `event` names what it is about, `path` is relative."""

    path: str
    event: str
    text: str


@cache
def events() -> list[dict[str, Any]]:
    """The events of the file."""
    return yaml.safe_load(EVENTS.read_text(encoding="utf-8"))


def versions() -> Iterator[Made]:
    """Every version of every event as it is written, slots filled with their first values; posts are articles of their own."""
    for event in events():
        slots = {name: values[0] for name, values in event["slots"].items()}
        for number, version in enumerate([*event["versions"], *event.get("marathi", ())], 1):
            text = _laid_out([sentence.format(**slots) for sentence in version])
            yield Made(f"{event['id']}-{number}.txt", event["id"], text)
        for number, post in enumerate(event.get("posts", ()), 1):
            yield Made(f"{event['id']}-post-{number}.txt", event["id"], post + "\n")


def recombined(count: int, seed: int = 1) -> Iterator[Made]:
    """`count` articles, the same for the same seed, in folders by day; names have spaces and Devanagari."""
    draw = random.Random(seed)
    for number in range(count):
        event = draw.choice(events())
        slots = {name: draw.choice(values) for name, values in event["slots"].items()}
        told = event["marathi"] if event.get("marathi") and draw.random() < 0.2 else event["versions"]
        version = draw.choice(told)
        body = [sentence for each in told for sentence in each[1:]]
        chosen = sorted(draw.sample(range(len(body)), min(len(body), draw.randint(*_SENTENCES))))
        lines = [version[0], *(body[place] for place in chosen)]
        post = draw.choice(event["posts"]) if event.get("posts") and draw.random() < 0.3 else ""
        text = _laid_out([line.format(**slots) for line in lines]) + (f"\n{post}\n" if post else "")
        day = 1 + number * 20 // max(count, 1)
        yield Made(f"2024-03-{day:02}/{event['id']} समाचार {number:04}.txt", event["id"], text)


def write(made: Iterator[Made], folder: Path) -> None:
    """Write the articles into a folder."""
    for article in made:
        target = folder / article.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(article.text, encoding="utf-8")


def _laid_out(sentences: list[str]) -> str:
    headline, *body = sentences
    paragraphs = [" ".join(body[at : at + _PARAGRAPH]) for at in range(0, len(body), _PARAGRAPH)]
    return "\n\n".join([headline, *paragraphs]) + "\n"
