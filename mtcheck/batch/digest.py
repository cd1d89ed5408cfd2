"""What the batch keeps in mind of an article: enough to group it with others, little enough for a hundred thousand of them.

A digest depends on the article alone, so that grouping depends on nothing but the set of articles.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Digest:
    """An article of a tree, as `mtcheck.batch.describe` sees it.

    `path` is relative to the tree; `source` is the path of its file, `source_hash` that file's SHA-256, and `number` its place in it;
    `content` is a hash of all that is checked. `terms` are what it names and counts, with weights; `vector` (384,) is of its beginning, L2-normalised. `day` counts
    days, 0 when the path tells none; `language` is hi, mr, or en for
    one that is mostly written in Latin letters. An article that could not be read has `error` set, and no terms.
    """

    path: str
    source: str
    source_hash: str
    content: str
    number: int = 0
    language: str = "hi"
    day: int = 0
    terms: Mapping[str, float] = field(default_factory=dict)
    vector: Vector = field(default_factory=lambda: np.zeros(0, np.float32))
    error: str = ""

    @property
    def english(self) -> bool:
        """True for an article in Latin letters."""
        return self.language == "en"

    def to_json(self) -> dict[str, Any]:
        """Plain data that `from_json` reads back, exactly."""
        vector = b64encode(self.vector.astype("<f4").tobytes()).decode()
        return {
            "path": self.path,
            "source": self.source,
            "source_hash": self.source_hash,
            "content": self.content,
            "number": self.number,
            "language": self.language,
            "day": self.day,
            "terms": dict(self.terms),
            "vector": vector,
            "error": self.error,
        }

    @classmethod
    def from_json(cls, item: dict[str, Any]) -> Digest:
        """The digest that `to_json` gave."""
        vector = np.frombuffer(b64decode(item["vector"]), "<f4").astype(np.float32)
        terms = {intern(term): weight for term, weight in item["terms"].items()}
        return cls(**{**item, "terms": terms, "vector": vector})
