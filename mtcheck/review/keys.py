"""What the database knows articles and findings by: hashes of a fixed length, whatever a path or a fingerprint holds."""

from __future__ import annotations

from hashlib import sha256


def article_key(path: str) -> str:
    """The key of an article."""
    return digest(path)


def finding_key(path: str, fingerprint: str) -> str:
    """The key of a finding: of its article's path and its fingerprint, which survives edits elsewhere in the article."""
    return digest(path, fingerprint)


def digest(*parts: str) -> str:
    """SHA-256 of texts, in hexadecimal; lone surrogates included."""
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
