"""The baseline: findings that were judged before and are not to be reported again, with who said so, why and until when.

An entry is matched by the finding's fingerprint alone (rule, sentence, words), not by its path: a verdict is about words in a
sentence, and the same sentence in another article of the story, or in the same article moved to the archive, is the same
case. The path only tells people where to look. A sentence that is rewritten, as opposed to moved, is judged afresh.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from mtcheck.errors import ReadError, UsageError
from mtcheck.files import write
from mtcheck.types import Article, Decision, Finding, SuppressedFinding, Suppression, Verdict

SCHEMA = "mtcheck.baseline/1"
_EXCERPT = 160  # code points of the sentence that an entry keeps
_REQUIRED = ("fingerprint", "rule", "path", "text", "sentence", "reason")
_OPTIONAL = ("by", "date", "expires")
_ABOUT_WORDS = _REQUIRED[:-1]


@dataclass(frozen=True)
class Entry:
    """A finding that is known. `path` is relative to the baseline's folder, `sentence` an excerpt around the words `text`."""

    fingerprint: str
    rule: str
    path: str
    text: str
    sentence: str
    suppression: Suppression = field(default_factory=lambda: Suppression(""))

    def expired(self, today: date) -> bool:
        """True from the day after `expires` on."""
        return bool(self.suppression.expires) and self.suppression.expires < today.isoformat()


@dataclass(frozen=True)
class Baseline:
    """The entries of one file, each fingerprint once, sorted by path, rule and words."""

    path: Path
    entries: tuple[Entry, ...] = ()

    def in_force(self, today: date) -> dict[str, Suppression]:
        """Fingerprint → why it is not reported, for the entries that have not expired."""
        return {entry.fingerprint: entry.suppression for entry in self.entries if not entry.expired(today)}

    def expired(self, today: date) -> list[Entry]:
        """The entries that no longer suppress."""
        return [entry for entry in self.entries if entry.expired(today)]

    def with_entries(self, entries: Iterable[Entry]) -> Baseline:
        """The same file with these entries."""
        return replace(self, entries=tuple(sorted(entries, key=_order)))


@dataclass(frozen=True)
class Dropped:
    """An entry that was taken out, and why."""

    entry: Entry
    why: str


@dataclass(frozen=True)
class Revision:
    """What became of a baseline: `added` stand in it now, `new` are findings that it does not hold and nobody accepted.

    `unseen` are entries that were kept because their article was not among those checked.
    """

    baseline: Baseline
    added: tuple[Entry, ...] = ()
    new: tuple[Entry, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    unseen: tuple[Entry, ...] = ()


def _order(entry: Entry) -> tuple[str, ...]:
    return entry.path, entry.rule, entry.text, entry.fingerprint


# suppressing


def suppress(article: Article, known: Mapping[str, Suppression]) -> None:
    """Move the findings whose fingerprint is known from `article.findings` to `article.suppressed`."""
    article.suppressed += [
        SuppressedFinding(finding, known[finding.fingerprint])
        for finding in article.findings
        if finding.fingerprint in known
    ]
    article.findings = [finding for finding in article.findings if finding.fingerprint not in known]


# revising


def revised(
    baseline: Baseline,
    articles: Sequence[Article],
    today: date,
    *,
    accepted: Suppression | None = None,
    stale: Callable[[Entry], str] = lambda entry: "",
) -> Revision:
    """The baseline brought up to date with articles that were checked without it.

    Entries are refreshed where their finding is found, and dropped when they have expired, when an article that was read no
    longer has the finding, or when `stale` gives a reason for one whose finding was not found. Findings it does not hold are
    added only when `accepted` says why. Articles that could not be read prove nothing.
    """
    found = _found(articles, baseline.path.parent)
    read = {relative(article.path, baseline.path.parent) for article in articles if not article.error}
    kept: list[Entry] = []
    dropped: list[Dropped] = []
    for entry in baseline.entries:
        why = _why_drop(entry, entry.fingerprint in found, entry.path in read, today) or (
            stale(entry) if entry.fingerprint not in found else ""
        )
        if why:
            dropped.append(Dropped(entry, why))
        else:
            # An article that is there but was not checked may have the finding still: the entry stays with it.
            elsewhere = entry.path not in read and (baseline.path.parent / entry.path).exists()
            kept.append(entry if elsewhere else _refreshed(entry, found.get(entry.fingerprint, ())))
    known = {entry.fingerprint for entry in kept}
    fresh = [places[0] for fingerprint, places in found.items() if fingerprint not in known]
    added = [replace(entry, suppression=accepted) for entry in fresh] if accepted else []
    return Revision(
        baseline.with_entries([*kept, *added]),
        added=tuple(sorted(added, key=_order)),
        new=() if accepted else tuple(sorted(fresh, key=_order)),
        dropped=tuple(dropped),
        unseen=tuple(entry for entry in kept if entry.fingerprint not in found),
    )


def _why_drop(entry: Entry, found: bool, read: bool, today: date) -> str:
    if entry.expired(today) and (found or read):
        return expiry(entry)
    return "its finding is gone" if read and not found else ""


def expiry(entry: Entry) -> str:
    """When an expired entry ceased to hold, for messages."""
    return f"expired after {entry.suppression.expires}"


def _refreshed(entry: Entry, places: Sequence[Entry]) -> Entry:
    """The entry as its finding now stands: in its own article if it is still there, else in the first that has it."""
    if not places:
        return entry
    now = next((place for place in places if place.path == entry.path), places[0])
    return replace(now, suppression=entry.suppression)


def _found(articles: Iterable[Article], folder: Path) -> dict[str, list[Entry]]:
    """Fingerprint → where it is found, as entries without a reason, in the order of their paths."""
    found: dict[str, list[Entry]] = {}
    entries = [_entry(article, finding, folder) for article in articles for finding in article.findings]
    for entry in sorted(entries, key=_order):
        found.setdefault(entry.fingerprint, []).append(entry)
    return found


def _entry(article: Article, finding: Finding, folder: Path) -> Entry:
    spans = [finding.span, *(s.span for s in article.sentences if s.index == finding.sentence)]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return Entry(
        finding.fingerprint,
        finding.rule,
        relative(article.path, folder),
        _one_line(finding.text),
        excerpt(article.text[start:end], finding.start - start, finding.end - start),
    )


def relative(path: str, folder: Path) -> str:
    """`path` as seen from `folder`, with slashes; absolute when there is no way from one to the other (another drive)."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return Path(os.path.abspath(path)).as_posix()


def excerpt(sentence: str, start: int, end: int) -> str:
    """The sentence on one line; of a long one, whole words around [start, end), about 160 code points."""
    room = max(0, _EXCERPT - (end - start)) // 2
    first, last = max(0, start - room), min(len(sentence), end + room)
    before, words, after = sentence[first:start], sentence[start:end], sentence[end:last]
    if first > 0:
        before = "…" + before.partition(" ")[2]
    if last < len(sentence):
        after = after.rpartition(" ")[0] + "…"
    return _one_line(before + words + after)


def _one_line(text: str) -> str:
    return " ".join(text.split())


# decisions


def dismissed(
    baseline: Baseline, decisions: Iterable[Decision], today: date, *, reason: str = "", by: str = "", expires: str = ""
) -> Revision:
    """The baseline with the findings that editors dismissed; the latest decision on a finding counts.

    `reason` and `by` stand in where a decision has none. Entries in force stay as they are. Raises UsageError for a decision
    that is left without a reason.
    """
    latest: dict[str, Decision] = {}
    for decision in sorted(decisions, key=lambda d: _moment(d.at)):
        latest[decision.fingerprint] = decision
    known = baseline.in_force(today)
    added = [
        _decided(decision, baseline.path.parent, today, reason, by, expires)
        for decision in latest.values()
        if decision.verdict is Verdict.DISMISSED and decision.fingerprint not in known
    ]
    again = {entry.fingerprint for entry in added}
    kept = [entry for entry in baseline.entries if entry.fingerprint not in again]
    replaced = [entry for entry in baseline.entries if entry.fingerprint in again]
    return Revision(
        baseline.with_entries([*kept, *added]),
        added=tuple(sorted(added, key=_order)),
        dropped=tuple(Dropped(entry, expiry(entry)) for entry in replaced),
    )


def _moment(at: str) -> float:
    """Seconds since the epoch; a time that cannot be read comes first."""
    try:
        moment = datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError:
        return float("-inf")
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()


def _decided(decision: Decision, folder: Path, today: date, reason: str, by: str, expires: str) -> Entry:
    why = _one_line(decision.reason) or _one_line(reason)
    if not why:
        raise UsageError(
            f"{decision.path}: ‘{_one_line(decision.text)}’ was dismissed without a reason; give one with --reason"
        )
    # A report made elsewhere has paths of its own; they are kept as they are.
    path = relative(decision.path, folder) if os.path.exists(decision.path) else decision.path
    day = _day(decision.at[:10]) or today.isoformat()
    return Entry(
        decision.fingerprint,
        decision.rule,
        path,
        _one_line(decision.text),
        excerpt(decision.sentence, decision.start, decision.end),
        Suppression(why, _one_line(decision.by) or by, day, expires),
    )


# the file


def read_baseline(path: Path) -> Baseline:
    """The baseline of a file, empty when there is no such file; ReadError, naming file and entry, when it is malformed."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Baseline(path)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error})") from error
    items = _items(data, path)
    entries: dict[str, Entry] = {}
    for number, item in enumerate(items, 1):
        entry = _parsed(item, f"{path}: entry {number}")
        if entry.fingerprint in entries:
            raise ReadError(
                f"{path}: entry {number} has the fingerprint {entry.fingerprint!r} of an entry before it; keep one"
            )
        entries[entry.fingerprint] = entry
    return Baseline(path).with_entries(entries.values())


def _items(data: bytes, path: Path) -> list[Any]:
    hint = "mend it, or take the last good version from version control"
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{path}: not JSON ({error}); {hint}") from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise ReadError(f"{path}: not a baseline ({SCHEMA}); {hint}")
    if not isinstance(content.get("entries"), list) or set(content) != {"schema", "entries"}:
        raise ReadError(f"{path}: must have 'schema' and a list of 'entries', nothing else; {hint}")
    return list(content["entries"])


def _parsed(item: Any, where: str) -> Entry:
    if not isinstance(item, dict):
        raise ReadError(f"{where}: must be an object")
    for key in (*_REQUIRED, *item):
        if key not in (*_REQUIRED, *_OPTIONAL):
            raise ReadError(f"{where}: unknown key {key!r}")
        if not isinstance(item.get(key), str):
            raise ReadError(f"{where}: {key!r} must be a text" + ("" if key in item else "; it is missing"))
    for key in ("fingerprint", "reason"):
        if not item[key].strip():
            raise ReadError(f"{where}: {key!r} must not be empty")
    for key in ("date", "expires"):
        if item.get(key) and not _day(item[key]):
            raise ReadError(f"{where}: {key!r} must be a date like 2025-12-31, not {item[key]!r}")
    return Entry(
        **{key: item[key] for key in _ABOUT_WORDS},
        suppression=Suppression(item["reason"], *(item.get(key, "") for key in _OPTIONAL)),
    )


def _day(text: str) -> str:
    """The text when it is a date YYYY-MM-DD, else nothing."""
    try:
        return text if date.fromisoformat(text).isoformat() == text else ""
    except ValueError:
        return ""


def parse_expiry(text: str, today: date) -> str:
    """The last day an entry holds, as given by a person; UsageError for no date, or a day that is over."""
    if not _day(text):
        raise UsageError(f"{text}: not a date; write the last day it holds like {today.isoformat()}")
    if text < today.isoformat():
        raise UsageError(f"{text}: is over; give the last day the entries hold, from {today.isoformat()} on")
    return text


def baseline_json(baseline: Baseline) -> dict[str, Any]:
    """The baseline as plain data, in the layout of schema mtcheck.baseline/1; keys without a value are left out."""
    return {"schema": SCHEMA, "entries": [entry_json(entry) for entry in baseline.entries]}


def entry_json(entry: Entry) -> dict[str, str]:
    """One entry as plain data."""
    about = {key: getattr(entry, key) for key in _ABOUT_WORDS}
    why = {key: getattr(entry.suppression, key) for key in ("reason", *_OPTIONAL)}
    return about | {key: value for key, value in why.items() if value}


def revise(path: Path, change: Callable[[Baseline], Revision]) -> Revision:
    """Read the file, change it and write it back while no other process can; a file that stays as it was is not touched.

    Raises ReadError when it is malformed, UsageError when it cannot be written.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    try:
        with _locked(target):
            before = replace(read_baseline(target), path=path)
            revision = change(before)
            if revision.baseline != before:
                _write(target, revision.baseline)
            return revision
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error})") from error


def _write(target: Path, baseline: Baseline) -> None:
    write(json.dumps(baseline_json(baseline), ensure_ascii=False, indent=1) + "\n", target)


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Hold the file's lock, a file beside it that is there only while the lock is held, or wait for it."""
    name = target.with_name(target.name + ".lock")
    handle = _acquired(name)
    try:
        yield
    finally:
        if sys.platform != "win32":
            os.unlink(name)  # before the lock is let go: who waits for this very file looks again
        os.close(handle)


def _acquired(name: Path) -> int:
    while True:
        handle = os.open(name, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(handle)
            if _still_there(handle, name):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _still_there(handle: int, name: Path) -> bool:
    """False when who held the lock before has removed the file: another process may have made it anew and hold that one."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(name))
    except FileNotFoundError:
        return False


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
