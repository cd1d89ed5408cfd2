"""The databases that decisions are kept in, a folder of reports, and browsers."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from mtcheck.report import FORMATS, write
from mtcheck.types import Article, Decision, Severity, Verdict
from tests.browser import chromium
from tests.report import build

if all(find_spec(name) for name in ("flask", "sqlalchemy", "waitress")):
    from mtcheck.review.store import Store
else:
    collect_ignore_glob = ["test_*.py"]  # the extra 'review' is not installed


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server of our own, in a folder of its own, that only a socket in that folder leads to."""
    pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")
    tools, user = _postgres_tools(), _postgres_user()
    if tools is None:
        pytest.skip("PostgreSQL is not installed")
    if user is None:
        pytest.skip("PostgreSQL does not run as root, and there is no other user")
    folder = Path(tempfile.mkdtemp(prefix="mtcheck-pg-", dir="/tmp"))  # short: a socket's path has 107 bytes
    shutil.chown(folder, user)
    data = folder / "data"

    def tool(name: str, *arguments: str) -> None:
        command = [str(tools / name), *arguments]
        other = {} if os.getuid() else {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
        # Its output goes nowhere: a server that inherits a pipe keeps it open for ever.
        subprocess.run(
            command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, **other
        )

    try:
        tool("initdb", "-D", str(data), "-U", "editor", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        tool("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield f"postgresql://editor@/postgres?host={folder}"
        tool("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _postgres_tools() -> Path | None:
    found = [Path(path).parent for path in (shutil.which("pg_ctl"),) if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in found if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def _postgres_user() -> str | None:
    if os.getuid():
        return pwd.getpwuid(os.getuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database: what is tested with it is tested with both."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'kept.sqlite'}"
        return
    url: str = request.getfixturevalue("postgres")
    import psycopg

    name = f"test_{os.urandom(6).hex()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield url.replace("/postgres?", f"/{name}?")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store(database)
    yield opened
    opened.close()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with a report of two articles, one of which could not be read, and another report deeper down."""
    folder = tmp_path / "reports"
    (folder / "day").mkdir(parents=True)
    put(folder / "first.json", build.monsoon(), build.broken())
    put(folder / "day" / "second.json", build.cricket())
    return folder


def put(file: Path, *articles: Article) -> Path:
    write(FORMATS["json"](build.report(*articles)), file)
    return file


def made(fingerprint: str = "f1", verdict: Verdict = Verdict.ACCEPTED, **more: Any) -> Decision:
    """A decision with everything in it, on words about a market."""
    base: dict[str, Any] = {
        "path": "बाज़ार/a.txt",
        "rule": "wrong-sense",
        "sentence": "बैल बाज़ार में तेज़ी रही।",
        "start": 0,
        "end": 3,
        "text": "बैल",
        "severity": Severity.MINOR,
        "by": "Anu",
        "at": "2025-03-01T10:00:00.000+00:00",
        "message": "An animal is no market.",
        "means": "ox",
        "intended": "bull (market)",
        "suggestion": "तेज़ी वाला",
        "evidence": ("A bull market", "तेज़ड़िया"),
    }
    return Decision(fingerprint=fingerprint, verdict=verdict, **base | more)


@pytest.fixture(scope="session")
def two_browsers() -> Iterator[tuple[Any, Any]]:
    with chromium() as first, chromium() as second:
        yield first, second
