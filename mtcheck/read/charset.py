"""Bytes to text: UTF-8, UTF-16 and UTF-32 by their marks, and what an XML or HTML file says of itself."""

from __future__ import annotations

import codecs
import re

from mtcheck.errors import ReadError

# UTF-32's mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# An XML file in UTF-16 needs no mark: "<?" tells the order of its bytes.
_UNMARKED = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
_DECLARED = re.compile(
    rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']|<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_HEAD = 4096  # bytes in which a page has to say how it is written
# What a declaration may ask for: character sets, not Python's other codecs (zip, rot13, escapes).
_CHARSETS = re.compile(
    r"(?:iso-?8859-\d{1,2}|latin-?1|(?:windows-|cp)125\d|us-ascii|koi8-[ru]|macintosh|gb18030|gbk|gb2312|big5|euc-(?:jp|kr)"
    r"|shift_jis)",
    re.IGNORECASE,
)
# Browsers read these as Windows' own set, which has quotation marks where ISO has controls.
_AS_WINDOWS = re.compile(r"(?:iso-?8859-1|latin-?1|us-ascii)", re.IGNORECASE)


def decode(data: bytes) -> str:
    """The text of a file, without its byte-order mark.

    UTF-8 comes first, since no other encoding is valid UTF-8 by chance; then what an XML or HTML file declares.
    Raises ReadError, which does not name the file, for anything else.
    """
    encoding, body = _marked(data)
    if encoding is None and b"\0" in body:
        raise ReadError("binary data, or UTF-16 without a byte-order mark; save the article as UTF-8 text")
    try:
        content = body.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        content = _as_declared(body, error) if encoding is None else _refuse(encoding, error)
    if "\0" in content:
        raise ReadError("binary data: it holds NUL characters; save the article as UTF-8 text")
    return content


def _marked(data: bytes) -> tuple[str | None, bytes]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    return next((encoding for start, encoding in _UNMARKED if data.startswith(start)), None), data


def _as_declared(data: bytes, error: UnicodeDecodeError) -> str:
    match = _DECLARED.search(data[:_HEAD])
    name = (match[1] or match[2]).decode("ascii") if match else ""
    if not _CHARSETS.fullmatch(name):
        return _refuse("UTF-8", error, name)
    try:
        return data.decode("cp1252" if _AS_WINDOWS.fullmatch(name) else name)
    except (UnicodeDecodeError, LookupError):
        return _refuse("UTF-8", error, name)


def _refuse(encoding: str, error: UnicodeDecodeError, declared: str = "") -> str:
    place = f"not {encoding.upper()} at byte {error.start}"
    if error.reason == "unexpected end of data" and not error.object[: error.start].isascii():
        raise ReadError(f"{place}: cut off in the middle of a character; fetch or save it again") from error
    other = declared and declared.upper() != encoding
    found = f"nor the {declared} it declares" if other else "a legacy font or Windows encoding was found"
    raise ReadError(f"{place}; save it as UTF-8 ({found})") from error
