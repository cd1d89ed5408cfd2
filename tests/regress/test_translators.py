"""The translation system under test: commands and endpoints that behave, and that do not."""

from __future__ import annotations

import json
import shlex
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from mtcheck.errors import UsageError
from mtcheck.regress import translators
from mtcheck.regress.translators import (
    Answer,
    Command,
    Endpoint,
    TranslatorError,
    english_lines,
    read_fields,
    translate_all,
)
from mtcheck.types import Language

HI, MR = Language.HINDI, Language.MARATHI
Program = Callable[..., Command]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A command of a few lines of Python."""

    def make(code: str, **options: Any) -> Command:
        path = tmp_path / "translate me.py"
        path.write_text(f"import os, sys, time\n{code}\n", encoding="utf-8")
        return Command(f"{shlex.quote(sys.executable)} {shlex.quote(str(path))}", **options)

    return make


# commands


def test_a_line_in_is_a_line_out(program: Program):
    command = program("for line in sys.stdin.buffer: sys.stdout.buffer.write('क '.encode() + line)")
    assert command.translate(["One é.", "Two."], HI) == ["क One é.", "क Two."]


@pytest.mark.parametrize("code", ["sys.stdout.buffer.write(b'a\\r\\nb\\r\\n')", "sys.stdout.buffer.write(b'a\\nb')"])
def test_line_ends(program: Program, code: str):
    assert program(code).translate(["1", "2"], HI) == ["a", "b"]


def test_an_empty_line_is_an_empty_translation(program: Program):
    assert program("sys.stdout.write('\\nb\\n')").translate(["1", "2"], HI) == ["", "b"]


def test_other_line_separators_part_no_lines(program: Program):
    assert program("sys.stdout.buffer.write('a\\u2028b\\n'.encode())").translate(["1"], HI) == ["a\u2028b"]


def test_the_target_language_is_in_the_environment(program: Program):
    command = program("print(os.environ['MTCHECK_SOURCE'], os.environ['MTCHECK_TARGET'])")
    assert command.translate(["1"], MR) == ["en mr"]


def test_no_shell_looks_at_the_command(tmp_path: Path):
    command = Command(f"{shlex.quote(sys.executable)} -c 'import sys; print(sys.argv[1:])' '$HOME' ; > x")
    assert command.translate(["1"], HI) == ["['$HOME', ';', '>', 'x']"]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("print('a')", "the translator wrote 1 line for 2 lines of English"),
        ("print('a\\nb\\nc')", "the translator wrote 3 lines for 2 lines of English"),
        ("pass", "the translator wrote 0 lines for 2 lines of English"),
        ("sys.stdout.buffer.write(b'a\\n\\xff\\n')", "the translator's output is not UTF-8 at byte 2"),
        ("print('a\\nb'); sys.exit(3)", "the translator failed with exit code 3"),
        ("sys.exit('no model')", "the translator failed with exit code 1: no model"),
        ("1/0", "the translator failed with exit code 1: ZeroDivisionError: division by zero"),
    ],
)
def test_a_command_that_fails(program: Program, code: str, message: str):
    with pytest.raises(TranslatorError) as error:
        program(code).translate(["1", "2"], HI)
    assert str(error.value) == message


def test_a_command_that_hangs_is_ended_with_its_children(program: Program):
    command = program("import subprocess; subprocess.run(['sleep', '60'])", timeout=0.8)
    start = time.monotonic()
    with pytest.raises(TranslatorError, match=r"took longer than 0\.8 s and was ended"):
        command.translate(["1"], HI)
    assert time.monotonic() - start < 20


def test_a_command_that_never_stops_writing(program: Program, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(translators, "MAX_OUTPUT", 100_000)
    with pytest.raises(TranslatorError, match="wrote more than"):
        program("while True: print('x' * 1000)").translate(["1"], HI)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("no-such-program-here --fast", "no program 'no-such-program-here'"),
        ("", "no command is given"),
        ("sh 'open", "No closing quotation"),
    ],
)
def test_what_is_no_command(command: str, message: str):
    with pytest.raises(UsageError, match=message):
        Command(command)


# endpoints


class Service:
    """A translation service on this machine; `answers` are (status, headers, body) one after the other, the last for ever."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.requests: list[tuple[dict[str, str], Any]] = []
        self.delay = 0.0
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.requests.append((dict(self.headers), body))
                status, headers, data = service.answers.pop(0) if service.answers[1:] else service.answers[0]
                time.sleep(service.delay)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/translate?key=secret"

    def says(self, *answers: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
        for answer in answers:
            data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.answers.append((status, headers or {}, data))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", translators.TOKEN_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    service = Service()
    thread = threading.Thread(target=service.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield service
    service.server.shutdown()
    service.server.server_close()


def test_what_is_posted_and_what_comes_back(service: Service):
    service.says({"translations": ["एक", " दो\n"]})
    assert Endpoint(service.url).translate(["One.", "Twó."], MR) == ["एक", "दो"]
    ((headers, body),) = service.requests
    assert body == {"text": ["One.", "Twó."], "source": "en", "target": "mr"}
    assert headers["Content-Type"].startswith("application/json")
    assert "Authorization" not in headers


def test_a_token_from_the_environment(service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(translators.TOKEN_VARIABLE, "t0ken")
    service.says({"translations": ["एक"]})
    Endpoint(service.url).translate(["One."], HI)
    assert service.requests[0][0]["Authorization"] == "Bearer t0ken"


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ("translations=translatedText", {"translatedText": ["एक"]}),
        ("translations=data.translations.text", {"data": {"translations": [{"text": "एक"}]}}),
    ],
)
def test_other_field_names(service: Service, fields: str, answer: Any):
    service.says(answer)
    endpoint = Endpoint(service.url, fields=read_fields(f"text=q,target=to,{fields}"))
    assert endpoint.translate(["One."], HI) == ["एक"]
    assert service.requests[0][1] == {"q": ["One."], "source": "en", "to": "hi"}


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_again(service: Service, status: int):
    service.says({}, {}, status=status)
    service.says({"translations": ["एक"]})
    pauses: list[float] = []
    assert Endpoint(service.url, sleep=pauses.append).translate(["One."], HI) == ["एक"]
    assert pauses == [1, 2]


def test_the_server_says_how_long_to_wait(service: Service):
    service.says({}, status=429, headers={"Retry-After": "7"})
    service.says({}, status=429, headers={"Retry-After": "86400"})
    service.says({"translations": ["एक"]})
    pauses: list[float] = []
    Endpoint(service.url, sleep=pauses.append).translate(["One."], HI)
    assert pauses == [7, 30]


def test_it_is_not_tried_for_ever(service: Service):
    service.says({}, status=500)
    with pytest.raises(TranslatorError, match=r"the endpoint answered 500 .* \(4 tries\)"):
        Endpoint(service.url, sleep=lambda seconds: None).translate(["One."], HI)
    assert len(service.requests) == 4


@pytest.mark.parametrize(
    ("status", "headers", "answer", "message"),
    [
        (200, {}, b"<html>", "the endpoint's answer is not JSON in UTF-8"),
        (200, {}, b"\xff", "the endpoint's answer is not JSON in UTF-8"),
        (200, {}, {"error": "quota"}, "the endpoint's answer has no list of texts 'translations'"),
        (200, {}, {"translations": "एक"}, "the endpoint's answer has no list of texts 'translations'"),
        (200, {}, {"translations": [1]}, "the endpoint's answer has no list of texts 'translations'"),
        (200, {}, [], "the endpoint gave 0 translations for 1 line of English"),
        (200, {}, {"translations": ["एक", "दो"]}, "the endpoint gave 2 translations for 1 line of English"),
        (403, {}, {}, "the endpoint answered 403 Forbidden"),
        (302, {"Location": "http://127.0.0.1:9/elsewhere"}, {}, "the endpoint answered 302 Found"),
    ],
)
def test_an_endpoint_that_fails(service: Service, status: int, headers: dict[str, str], answer: Any, message: str):
    service.says(answer, status=status, headers=headers)
    with pytest.raises(TranslatorError) as error:
        Endpoint(service.url).translate(["One."], HI)
    assert str(error.value) == message
    assert len(service.requests) == 1


def test_an_answer_without_end(service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(translators, "MAX_OUTPUT", 10_000)
    service.says(b" " * 20_000)
    with pytest.raises(TranslatorError, match="larger than"):
        Endpoint(service.url).translate(["One."], HI)


def test_an_endpoint_that_hangs(service: Service):
    service.delay = 1.5
    service.says({"translations": ["एक"]})
    with pytest.raises(TranslatorError, match=r"took longer than 0\.3 s"):
        Endpoint(service.url, timeout=0.3).translate(["One."], HI)


def test_an_endpoint_that_is_not_there(service: Service):
    service.server.server_close()
    with pytest.raises(TranslatorError, match="the endpoint cannot be reached"):
        Endpoint(service.url).translate(["One."], HI)


def test_no_secret_of_the_address_is_in_its_name():
    assert Endpoint("https://me:pass@mt.example/v1?key=secret").name == "https://mt.example/v1"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://mt.example/", "mt.example/v1", "http://", "gopher://x/"])
def test_only_http(url: str):
    with pytest.raises(UsageError, match="must be an http:// or https:// address"):
        Endpoint(url)


@pytest.mark.parametrize(
    ("text", "message"), [("texts=q", "unknown field 'texts'"), ("text", "has no value"), ("text=", "has no value")]
)
def test_field_names_that_make_no_sense(text: str, message: str):
    with pytest.raises(UsageError, match=message):
        Endpoint("http://mt.example/", fields=read_fields(text))


# many cases


class Fake:
    """A translator that fails on the lines given."""

    name = "fake"

    def __init__(self, *broken: str, batch: int = 0) -> None:
        self.batch = batch
        self.broken = set(broken)
        self.calls: list[tuple[list[str], Language]] = []

    def translate(self, lines: Sequence[str], target: Language) -> list[str]:
        self.calls.append((list(lines), target))
        if self.broken & set(lines):
            raise TranslatorError("it broke")
        return [line.upper() for line in lines]


def test_all_cases_of_a_language_travel_together():
    fake = Fake()
    answers = translate_all(fake, [("a\nb", HI), ("c", MR), ("d", HI)])
    assert answers == [Answer("A\nB"), Answer("C"), Answer("D")]
    assert fake.calls == [(["a", "b", "d"], HI), (["c"], MR)]


def test_no_more_lines_at_once_than_the_translator_takes():
    fake = Fake(batch=2)
    translate_all(fake, [("a", HI), ("b", HI), ("c", HI), ("d\ne\nf", HI), ("g", HI)])
    assert [lines for lines, _ in fake.calls] == [["a", "b"], ["c"], ["d", "e", "f"], ["g"]]


def test_one_bad_case_does_not_take_the_others_with_it():
    answers = translate_all(Fake("b"), [("a", HI), ("b", HI), ("c", HI)])
    assert answers == [Answer("A"), Answer(error="it broke"), Answer("C")]


def test_a_broken_translator_is_not_asked_for_ever():
    fake = Fake(*"abcdefgh", batch=4)
    answers = translate_all(fake, [(letter, HI) for letter in "abcdefgh"])
    assert len(fake.calls) == 4  # together, and three alone
    assert [answer.error for answer in answers[:3]] == ["it broke"] * 3
    assert {answer.error for answer in answers[3:]} == {"not translated: the translator failed 3 times in a row"}


@pytest.mark.parametrize(
    ("english", "lines"), [("One.", ["One."]), (" One.\n\n Two\u2028three. \r\n", ["One.", "Two three."]), ("", [])]
)
def test_english_lines(english: str, lines: list[str]):
    assert english_lines(english) == lines
