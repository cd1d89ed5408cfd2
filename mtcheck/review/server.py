"""Running the review server: one socket, a few threads, a clean end."""

from __future__ import annotations

import signal
import socket
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from mtcheck.errors import UsageError

_THREADS = 8


def serve(
    folder: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    database: str | None = None,
    allowed: Sequence[str] = (),
    browser: bool = False,
) -> None:
    """Serve the reports under `folder` until Ctrl-C or SIGTERM. `port` 0 takes any free one; `allowed` are further host names.

    Decisions are kept in `database` (see `Store`), by default in the folder. Raises UsageError, StoreError.
    """
    try:
        from waitress.server import create_server

        from mtcheck.review.app import MAX_IMPORT, create_app
        from mtcheck.review.catalogue import Catalogue
        from mtcheck.review.guard import hosts_for
        from mtcheck.review.store import Store
    except ImportError as error:
        raise UsageError(f"{error.name or error} is missing: pip install 'mtcheck[review]'") from error
    catalogue = Catalogue(folder)
    store = Store(database or folder)
    try:
        listener = _listen(host, port)
        actual = int(listener.getsockname()[1])
        app = create_app(catalogue, store, hosts_for(host, allowed), cookie=f"mtcheck_review_{actual}")
        server = create_server(
            app, sockets=[listener], threads=_THREADS, ident="mtcheck", max_request_body_size=MAX_IMPORT + 1
        )
        address = _address(host, actual)
        _announce(catalogue.articles(), store.name, host, address)
        if browser:
            webbrowser.open(address)
        signal.signal(signal.SIGTERM, _stop)
        server.run()  # ends by itself on Ctrl-C
        server.close()
        print("mtcheck: review ended; all decisions are kept", file=sys.stderr)
    finally:
        store.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"--host {host} --port {port}: cannot listen there ({reason}); try --port 0") from error


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(host, host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def _announce(articles: Sequence[object], database: str, host: str, address: str) -> None:
    from mtcheck.review.guard import is_loopback

    if not is_loopback(host):
        print(
            f"mtcheck: WARNING: {host} can be reached from other machines. There are no passwords and no encryption: everybody "
            "who reaches this port reads the articles and decides. Use it in a trusted network only, or behind a proxy that asks "
            "who comes.",
            file=sys.stderr,
        )
    if not articles:
        print("mtcheck: no reports in the folder yet; those that appear are found", file=sys.stderr)
    print(f"mtcheck: {len(articles)} articles, decisions in {database}", file=sys.stderr)
    print(f"{address}  (Ctrl-C ends)", flush=True)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
