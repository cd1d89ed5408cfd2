"""The translation system under test, as a command or behind HTTP; docs/regression-cases.md is its contract."""

from __future__ import annotations

import http.client
import json
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from typing import IO, Any, Protocol

from mtcheck.errors import MtcheckError, UsageError
from mtcheck.types import Language
from mtcheck.version import __version__

DEFAULT_TIMEOUT = 120.0  # seconds for one run of a command or one request
MAX_OUTPUT = 10_000_000  # bytes of one answer
TOKEN_VARIABLE = "MTCHECK_ENDPOINT_TOKEN"
FIELDS: Mapping[str, str] = {"text": "text", "source": "source", "target": "target", "translations": "translations"}
_TRIES = 4
_LONGEST_WAIT = 30.0  # seconds between two tries, whatever the server asks for
_RETRIED = {429, 500, 502, 503, 504}


class TranslatorError(MtcheckError):
    """The translator gave no usable answer; the text says what happened."""


class TranslationSystem(Protocol):
    """What translates English: `name` is for messages, `batch` the most lines it gets at once (0: all)."""

    name: str
    batch: int

    def translate(self, lines: Sequence[str], target: Language) -> list[str]:
        """One translation for each English line; raises TranslatorError."""
        ...


@dataclass
class Command:
    """A program that reads one English sentence per line and writes one translation per line, both UTF-8.

    It is started without a shell, gets the target language in MTCHECK_TARGET (hi or mr; MTCHECK_SOURCE is en), and is ended,
    with what it started itself, after `timeout` seconds. Raises UsageError when there is no such program.
    """

    command: str
    timeout: float = DEFAULT_TIMEOUT
    batch: int = 0
    name: str = field(init=False)
    _arguments: list[str] = field(init=False)

    def __post_init__(self) -> None:
        try:
            self._arguments = shlex.split(self.command)
        except ValueError as error:
            raise UsageError(f"--translator {self.command}: {error}; quote it as for a shell") from error
        if not self._arguments:
            raise UsageError("--translator: no command is given")
        if shutil.which(self._arguments[0]) is None:
            raise UsageError(f"--translator: no program '{self._arguments[0]}', or it may not be executed")
        self.name = self._arguments[0]

    def translate(self, lines: Sequence[str], target: Language) -> list[str]:
        """One translation for each English line; raises TranslatorError."""
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:
            given.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
            given.seek(0)
            data, code, late = self._run(given, told, target)
            if late:
                raise TranslatorError(f"the translator took longer than {self.timeout:g} s and was ended")
            if len(data) > MAX_OUTPUT:
                raise TranslatorError(f"the translator wrote more than {MAX_OUTPUT // 1_000_000} MB and was ended")
            if code != 0:
                raise TranslatorError(f"the translator failed with exit code {code}{_last_line(told)}")
        return _lines(data, len(lines))

    def _run(self, given: IO[bytes], told: IO[bytes], target: Language) -> tuple[bytes, int, bool]:
        """Standard output, exit code, and whether the time was up."""
        environment = {**os.environ, "MTCHECK_SOURCE": "en", "MTCHECK_TARGET": target.value}
        try:
            process = subprocess.Popen(
                self._arguments,
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=told,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise TranslatorError(f"the translator cannot be started ({error.strerror or error})") from error
        with process, _Timer(self.timeout, process) as timer:
            assert process.stdout is not None
            data = process.stdout.read(MAX_OUTPUT + 1)
            if len(data) > MAX_OUTPUT:
                _end(process)
            return data, process.wait(), timer.late


class _Timer:
    """Ends a process when its time is up."""

    def __init__(self, seconds: float, process: subprocess.Popen[bytes]) -> None:
        self.late = False
        self._process = process
        self._timer = threading.Timer(seconds, self._up)

    def __enter__(self) -> _Timer:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._process.poll() is None:  # an exception in between, such as Ctrl-C
            _end(self._process)

    def _up(self) -> None:
        self.late = True
        _end(self._process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and those it started, which would keep its output open."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(ProcessLookupError):
        process.kill()


def _last_line(told: IO[bytes]) -> str:
    size = told.seek(0, os.SEEK_END)
    told.seek(max(size - 2000, 0))
    lines = told.read().decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f": {last[:300]}" if last else ""


def _lines(data: bytes, expected: int) -> list[str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TranslatorError(f"the translator's output is not UTF-8 at byte {error.start}") from error
    lines = [line.strip() for line in text.removesuffix("\n").split("\n")] if text else []
    if len(lines) != expected:
        raise TranslatorError(f"the translator wrote {_count(len(lines))} for {_count(expected)} of English")
    return lines


def _count(number: int) -> str:
    return f"{number} line" if number == 1 else f"{number} lines"


@dataclass
class Endpoint:
    """A translation service: POST of {"text": […], "source": "en", "target": "hi"}, answered by {"translations": […]}.

    `fields` gives other names to these four; that of the translations may be a path with dots, and lists on it are gone through
    (`data.translations.text`). A token in MTCHECK_ENDPOINT_TOKEN is sent as `Authorization: Bearer`. Answers 429 and 5xx, and lost
    connections, are tried again, with growing pauses or those that the server asks for. Raises UsageError for another URL than http(s).
    """

    url: str
    timeout: float = DEFAULT_TIMEOUT
    fields: Mapping[str, str] = field(default_factory=dict)
    batch: int = 32
    sleep: Callable[[float], None] = time.sleep
    name: str = field(init=False)

    def __post_init__(self) -> None:
        parts = urllib.parse.urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"--endpoint {self.url}: must be an http:// or https:// address")
        unknown = set(self.fields) - set(FIELDS)
        if unknown:
            raise UsageError(f"--endpoint-fields: unknown field '{min(unknown)}'; known are: {', '.join(FIELDS)}")
        self.fields = {**FIELDS, **self.fields}
        # Neither a password nor a key in the query may reach a report.
        self.name = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    def translate(self, lines: Sequence[str], target: Language) -> list[str]:
        """One translation for each English line; raises TranslatorError."""
        names = self.fields
        body = {names["text"]: list(lines), names["source"]: "en", names["target"]: target.value}
        answer = self._answer(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))
        found = _at(answer, names["translations"].split("."))
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            raise TranslatorError(f"the endpoint's answer has no list of texts '{names['translations']}'")
        if len(found) != len(lines):
            raise TranslatorError(f"the endpoint gave {len(found)} translations for {_count(len(lines))} of English")
        return [" ".join(item.encode("utf-8", "replace").decode().split()) for item in found]

    def _answer(self, body: bytes) -> Any:
        for number in range(1, _TRIES + 1):
            try:
                return _json(self._post(body))
            except _PassingError as again:
                if number == _TRIES:
                    raise TranslatorError(f"{again} ({_TRIES} tries)") from again
                self.sleep(min(_LONGEST_WAIT, again.wait if again.wait is not None else 2.0 ** (number - 1)))
        raise AssertionError("unreachable")

    def _post(self, body: bytes) -> bytes:
        deadline = time.monotonic() + self.timeout
        try:
            with _OPENER.open(self._request(body), timeout=self.timeout) as response:
                return _read(response, deadline, self.timeout)
        except urllib.error.HTTPError as error:
            with error:
                message = f"the endpoint answered {error.code} {error.reason}"
                if error.code in _RETRIED:
                    raise _PassingError(message, _seconds(error.headers)) from error
            raise TranslatorError(message) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._failure(error) from error

    def _failure(self, error: Exception) -> Exception:
        """What a failed request means: only a connection lost on the way is worth another try."""
        reason = getattr(error, "reason", None) or error
        if isinstance(reason, TimeoutError):
            return TranslatorError(f"the endpoint took longer than {self.timeout:g} s")
        if isinstance(reason, (ConnectionResetError, http.client.IncompleteRead)):
            return _PassingError(f"the endpoint broke off ({reason})")
        return TranslatorError(f"the endpoint cannot be reached ({reason})")

    def _request(self, body: bytes) -> urllib.request.Request:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "User-Agent": f"mtcheck/{__version__}",
        }
        if token := os.environ.get(TOKEN_VARIABLE, "").strip():
            headers["Authorization"] = f"Bearer {token}"
        return urllib.request.Request(self.url, data=body, headers=headers, method="POST")


class _PassingError(Exception):
    """A failure that may pass; `wait` are the seconds the server asks for, None when it does not say."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirected POST would become a GET, or carry the token elsewhere: it is an error that names the answer."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def _read(response: http.client.HTTPResponse, deadline: float, timeout: float) -> bytes:
    """The body; the socket's own timeout starts anew with every byte, so the whole is watched here."""
    data = b""
    while chunk := response.read1(65536):
        data += chunk
        if len(data) > MAX_OUTPUT:
            raise TranslatorError(f"the endpoint's answer is larger than {MAX_OUTPUT // 1_000_000} MB")
        if time.monotonic() > deadline:
            raise TranslatorError(f"the endpoint took longer than {timeout:g} s")
    return data


def _seconds(headers: Message | None) -> float | None:
    value = str(headers.get("Retry-After", "")) if headers is not None else ""
    return float(value) if value.isascii() and value.isdigit() else None


def _json(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise TranslatorError("the endpoint's answer is not JSON in UTF-8") from error


def _at(answer: Any, path: Sequence[str]) -> Any:
    """What stands at a path of keys; a list on the way is gone through item by item."""
    if not path:
        return answer
    if isinstance(answer, list):
        return [_at(item, path) for item in answer]
    return _at(answer.get(path[0]), path[1:]) if isinstance(answer, dict) else None


def read_fields(text: str) -> dict[str, str]:
    """The field names of an option such as `text=q,translations=data.translations.text`; UsageError when it is not so."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    for name, _, value in pairs:
        if not value.strip():
            raise UsageError(f"--endpoint-fields: '{name.strip()}' has no value; write text=q,target=to")
    return {name.strip(): value.strip() for name, _, value in pairs}


def english_lines(english: str) -> list[str]:
    """What a translator is given for a case's English: its lines, blank ones left out, without inner line breaks."""
    return [line for raw in english.split("\n") if (line := " ".join(raw.split()))]


@dataclass(frozen=True)
class Answer:
    """A translation, or why there is none."""

    text: str = ""
    error: str = ""


_GIVE_UP = 3  # failures in a row, one case at a time, after which the translator is taken to be broken


def translate_all(
    translator: TranslationSystem,
    sources: Sequence[tuple[str, Language]],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Answer]:
    """The translations of (English, target language) pairs, in their order.

    Cases travel together, for a system takes long to start. Where that fails, each is tried alone, so that one bad case does not take
    the others with it; after three failures in a row the rest is not asked any more.
    """
    answers: dict[int, Answer] = {}
    failures = 0
    for group in _groups(translator, sources):
        progress(len(answers), len(sources))
        failures = _translate_group(translator, group, sources, answers, failures)
    return [answers[index] for index in range(len(sources))]


def _groups(translator: TranslationSystem, sources: Sequence[tuple[str, Language]]) -> Iterable[list[int]]:
    """Indices of cases of one language, as many as the translator takes."""
    for language in dict.fromkeys(target for _, target in sources):
        group: list[int] = []
        size = 0
        for index in (i for i, (_, target) in enumerate(sources) if target is language):
            lines = len(english_lines(sources[index][0]))
            if group and translator.batch and size + lines > translator.batch:
                yield group
                group, size = [], 0
            group.append(index)
            size += lines
        yield group


def _translate_group(
    translator: TranslationSystem,
    group: Sequence[int],
    sources: Sequence[tuple[str, Language]],
    answers: dict[int, Answer],
    failures: int,
) -> int:
    """Fill `answers` for the group; gives back how many single cases failed in a row up to now."""
    if failures < _GIVE_UP and len(group) > 1:
        with suppress(TranslatorError):
            answers.update(_together(translator, group, sources))
            return 0
    for index in group:
        if failures == _GIVE_UP:
            answers[index] = Answer(error=f"not translated: the translator failed {_GIVE_UP} times in a row")
            continue
        try:
            answers.update(_together(translator, [index], sources))
            failures = 0
        except TranslatorError as error:
            answers[index] = Answer(error=str(error))
            failures += 1
    return failures


def _together(
    translator: TranslationSystem, group: Sequence[int], sources: Sequence[tuple[str, Language]]
) -> dict[int, Answer]:
    parts = {index: english_lines(sources[index][0]) for index in group}
    translated = iter(translator.translate([line for index in group for line in parts[index]], sources[group[0]][1]))
    return {index: Answer("\n".join(next(translated) for _ in parts[index]).strip()) for index in group}
