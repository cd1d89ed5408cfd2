"""The review server as a process: how it starts, what it warns of, how it ends."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mtcheck.review.store import Store

from .conftest import made

COMMAND = [sys.executable, "-m", "mtcheck", "review"]


@contextmanager
def serving(reports: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running server and the address that it prints."""
    process = subprocess.Popen(
        [*COMMAND, str(reports), "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Tests that a shell runs in the background would hand down that the interrupt is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().split()[0]
    finally:
        process.kill()
        process.communicate()


def get(address: str, path: str = "/", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_serves_and_ends_cleanly(reports: Path, end: signal.Signals):
    with serving(reports) as (process, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        status, text = get(address)
        assert (status, "weather/monsoon.txt" in text) == (200, True)
        assert get(address, Host="evil.example")[0] == 421
        process.send_signal(end)
        errors = process.communicate(timeout=30)[1]
        assert process.returncode == 0
        assert "Traceback" not in errors
        assert "WARNING" not in errors
        assert "2 articles" in errors
        assert errors.endswith("mtcheck: review ended; all decisions are kept\n")
    assert sorted(path.name for path in reports.glob("decisions*")) == ["decisions.sqlite"], (
        "no file of a transaction is left"
    )


def test_visitors_who_go_away_do_not_end_it(reports: Path):
    with serving(reports) as (process, address):
        where = urlsplit(address)
        for _ in range(20):
            with socket.create_connection((where.hostname, where.port)) as visitor:
                # Closing with zero patience resets the connection while the server still writes.
                visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                visitor.sendall(f"GET / HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
        assert get(address)[0] == 200
        assert process.poll() is None


def test_decisions_are_there_after_a_restart(reports: Path):
    store = Store(reports)
    store.add([made()])
    store.close()
    with serving(reports) as (_, address):
        assert '"by": "Anu"' in get(address, "/decisions.json")[1]


def test_an_open_port_is_warned_of(reports: Path):
    with serving(reports, "--host", "0.0.0.0", "--allow-host", "desk.example") as (process, address):
        port = urlsplit(address).port
        local = f"http://127.0.0.1:{port}/"
        assert get(local, Host="desk.example")[0] == 200
        assert get(local, Host="192.0.2.7")[0] == 200
        assert get(local, Host="evil.example")[0] == 421
        process.send_signal(signal.SIGINT)
        errors = process.communicate(timeout=30)[1]
        assert "WARNING: 0.0.0.0 can be reached from other machines. There are no passwords" in errors


def test_a_database_of_its_own(reports: Path, tmp_path: Path):
    with serving(reports, "--database", str(tmp_path / "elsewhere.sqlite")) as (_, address):
        assert get(address)[0] == 200
    assert (tmp_path / "elsewhere.sqlite").exists()
    assert not (reports / "decisions.sqlite").exists()


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=60, env=os.environ | environment, check=False
    )


def test_wrong_use_is_told_in_one_line(reports: Path, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        results = [
            (run(str(tmp_path / "nowhere")), "no such folder"),
            (run(str(reports), "--port", port), "cannot listen there"),
            (run(str(reports), "--host", "no.such.host.invalid"), "cannot listen there"),
            (run(str(reports), "--database", "mysql://u:secret@h/d"), "not supported"),
        ]
    for result, message in results:
        assert result.returncode == 2
        assert message in result.stderr
        assert result.stderr.count("\n") == 1
        assert "secret" not in result.stderr


@pytest.mark.parametrize("missing", ["flask", "sqlalchemy", "waitress"])
def test_what_is_not_installed_is_told(reports: Path, tmp_path: Path, missing: str):
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / f"{missing}.py").write_text(f"raise ModuleNotFoundError('no', name='{missing}')\n")
    result = run(str(reports), PYTHONPATH=str(tmp_path / "blocked"))
    assert (result.returncode, result.stderr) == (2, f"mtcheck: {missing} is missing: pip install 'mtcheck[review]'\n")
