"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def encoded(content: str | bytes) -> bytes:
    """What is written for `content`: text as UTF-8."""
    # A lone surrogate has no UTF-8; written as \udXXX it is still valid JSON, and visible elsewhere.
    return content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")


def write(content: str | bytes, path: str | os.PathLike[str]) -> None:
    """Write a file, whole or not at all: a reader never sees half of it, nor loses the last good one."""
    target = Path(path)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:80]}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(encoded(content))
        os.chmod(name, _mode(target))
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _mode(target: Path) -> int:
    """The permissions that a plain open() would have left: mkstemp alone would hide the file from colleagues."""
    if target.exists():
        return target.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
