"""Translation memory: a sentence is translated once by one model, and never served to another.

Kept in an SQLite file that several runs can use at once; a file that cannot be used is passed over, not an error.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from mtcheck.translate import Language, Translator
from mtcheck.translate.ctranslate import cache_folder

_TABLE = "CREATE TABLE IF NOT EXISTS translation (key TEXT PRIMARY KEY, english TEXT NOT NULL) WITHOUT ROWID"
_WAIT = 10.0  # seconds to wait for another run's write
_AT_ONCE = 500  # keys in one query


def default_path() -> Path | None:
    """Where the memory is kept: $MTCHECK_MEMORY ("off" for none), else a file in the user's cache folder."""
    named = os.environ.get("MTCHECK_MEMORY", "")
    if named.casefold() == "off":
        return None
    return Path(named) if named else cache_folder() / "translations.sqlite3"


class TranslationMemory:
    """A translator that remembers: it asks the one it wraps only for sentences that it has not seen from that model."""

    def __init__(self, translator: Translator, path: Path) -> None:
        self._translator = translator
        self._path = path
        self.name, self.revision, self.runtime = translator.name, translator.revision, translator.runtime

    def translate(self, sentences: Sequence[str], language: Language) -> list[str]:
        """English for each sentence, in the same order; see `Translator.translate`."""
        keys = [self._key(sentence, language) for sentence in sentences]
        known = self._look_up(keys)
        missing = list(
            {key: sentence for key, sentence in zip(keys, sentences, strict=True) if key not in known}.items()
        )
        if missing:
            fresh = self._translator.translate([sentence for _, sentence in missing], language)
            new = {key: english for (key, _), english in zip(missing, fresh, strict=True)}
            self._keep(new)
            known |= new
        return [known[key] for key in keys]

    def _key(self, sentence: str, language: Language) -> str:
        """A hash of model, runtime, language and the sentence, white space and composition evened out."""
        plain = " ".join(unicodedata.normalize("NFC", sentence).split())
        parts = (self.name, self.revision, self.runtime, language, plain)
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=_WAIT)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(_TABLE)
        return connection

    def _look_up(self, keys: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        with suppress(sqlite3.Error, OSError):
            connection = self._connect()
            with connection:
                for start in range(0, len(keys), _AT_ONCE):
                    part = keys[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(part))
                    found.update(
                        connection.execute(f"SELECT key, english FROM translation WHERE key IN ({marks})", part)
                    )
            connection.close()
        return found

    def _keep(self, new: dict[str, str]) -> None:
        with suppress(sqlite3.Error, OSError):
            connection = self._connect()
            with connection:
                connection.executemany("INSERT OR IGNORE INTO translation VALUES (?, ?)", new.items())
            connection.close()


def remembering(translator: Translator, path: Path | None) -> Translator:
    """`translator` with a memory at `path`, or itself when there is no path."""
    return TranslationMemory(translator, path) if path is not None else translator
