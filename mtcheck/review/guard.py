"""Who may ask the review server what: nothing that another site's page sends is ever obeyed.

Reports are unpublished articles, and decisions go into baselines and tests; a page elsewhere, open in the same browser, must be able
neither to read nor to write them. The name in the Host header is checked against DNS rebinding, the origin and a token of the
session against forged requests, and the answers' headers keep the pages out of frames and other sites' reach.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Request, Response, session

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_NO_PAGE = "default-src 'none'; frame-ancestors 'none'"  # for answers that are no pages


@dataclass(frozen=True)
class Hosts:
    """The names by which the server may be called. `addresses`: also by any IP address, which no DNS answer can forge."""

    names: frozenset[str]
    addresses: bool = False

    def allow(self, header: str) -> bool:
        """True when the Host header holds one of the names, with or without a port."""
        name = _host(header)
        return name in self.names or (self.addresses and _is_address(name))


def is_loopback(host: str) -> bool:
    """True for names of this very machine that others cannot reach."""
    return host in _LOOPBACK or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def hosts_for(host: str, more: Iterable[str] = ()) -> Hosts:
    """The names to allow for a server bound to `host`, and `more` that the user gave."""
    names = {name.lower() for name in (host, *more)}
    if is_loopback(host):
        return Hosts(frozenset(names | _LOOPBACK))
    return Hosts(
        frozenset(names | _LOOPBACK | {socket.gethostname().lower(), socket.getfqdn().lower()}), addresses=True
    )


def refusal(request: Request, hosts: Hosts) -> tuple[int, str] | None:
    """Why a request is not obeyed, as a status and a reason; None when it is."""
    if not hosts.allow(request.headers.get("Host", "")):
        return 421, "this server does not answer to that name; start it with --allow-host NAME"
    if request.path.startswith("/api/") and not _same_origin(request):
        return 403, "requests from other sites are refused"
    if request.method in ("GET", "HEAD"):
        return None
    if request.method != "POST":
        return 405, "only GET and POST"
    if "Origin" not in request.headers and "Sec-Fetch-Site" not in request.headers:
        return 403, "requests must tell where they come from"
    if request.mimetype != "application/json":
        return 415, "JSON is expected"
    if not hmac.compare_digest(request.headers.get("X-CSRF-Token", "").encode(), session.get("token", "?").encode()):
        return 403, "the session's token is missing or old"
    return None


def token() -> str:
    """The secret of the visitor's session, made at the first visit."""
    if "token" not in session:
        session["token"] = secrets.token_urlsafe(32)
    return str(session["token"])


def protect(response: Response, policy: str | None = None) -> Response:
    """The answer with the headers that keep it within this site; `policy` is that of a page."""
    response.headers.update(_HEADERS)
    own = f"{policy}; frame-ancestors 'none'" if policy else _NO_PAGE
    response.headers.setdefault("Content-Security-Policy", own)
    return response


def _same_origin(request: Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    # A proxy may speak TLS for this server: the scheme that the browser saw is not known here.
    return site == "same-origin" and (origin is None or urlsplit(origin).netloc == request.headers.get("Host"))


def _host(header: str) -> str:
    try:
        return (urlsplit(f"//{header}").hostname or "") if not set(header) & set("/?#@\\") else ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
