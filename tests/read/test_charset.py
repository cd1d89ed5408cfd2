"""Encodings: what a mark or a declaration makes certain is read, anything else is refused with a remedy."""

from __future__ import annotations

import pytest

from mtcheck.errors import ReadError
from mtcheck.read import parse
from mtcheck.read.charset import decode

HEAD = "<html><head><meta charset='{}'></head><body><article><h1>{}</h1><p>{}</p></article></body></html>"
TEXT = "पुल तैयार है।"
REFERENCES = "".join(f"&#{ord(char)};" for char in TEXT)
DASH = " – “ठीक”"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), TEXT),
        (b"\xef\xbb\xbf" + TEXT.encode(), TEXT),
        (("\ufeff" + TEXT).encode("utf-16-le"), TEXT),
        (("\ufeff" + TEXT).encode("utf-32-be"), TEXT),
        (
            '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16-le"),
            '<?xml version="1.0" encoding="UTF-16"?><a/>',
        ),
        (
            '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16-be"),
            '<?xml version="1.0" encoding="UTF-16"?><a/>',
        ),
        (
            b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9\x96</a>',
            '<?xml version="1.0" encoding="ISO-8859-1"?><a>é–</a>',
        ),
        (
            b"<?xml version='1.0' encoding='windows-1252'?><a>\x93x\x94</a>",
            "<?xml version='1.0' encoding='windows-1252'?><a>“x”</a>",
        ),
        (b"<meta charset=iso-8859-1><p>\xe9", "<meta charset=iso-8859-1><p>é"),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>\x97',
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>—',
        ),
        # UTF-8 is never valid by chance, so a wrong declaration does no harm
        (f"<meta charset=iso-8859-1><p>{TEXT}".encode(), f"<meta charset=iso-8859-1><p>{TEXT}"),
    ],
    ids="utf8 bom utf16 utf32 unmarked-le unmarked-be latin1 windows meta equiv wrong".split(),
)
def test_what_is_certain(data: bytes, expected: str):
    assert decode(data) == expected


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"caf\xe9", r"not UTF-8 at byte 3; save it as UTF-8 \(a legacy font"),
        (b"<meta charset=x-user-defined><p>\xe9", "nor the x-user-defined it declares"),
        (b"<meta charset=utf-8><p>\xe9 x", r"save it as UTF-8 \(a legacy font"),
        (b"<meta charset=unicode_escape><p>\xe9", "nor the unicode_escape"),
        (b"<meta charset=zip><p>\xe9", "nor the zip"),
        (b"<meta charset=windows-1252><p>\x81", "nor the windows-1252"),
        (b"<meta charset=windows-1299><p>\xe9", "nor the windows-1299"),
        (b'<?xml version="1.0" encoding="utf-7"?><a>\xe9</a>', "nor the utf-7"),
        (b"<p>" + b" " * 5000 + b"<meta charset=iso-8859-1>\xe9", "a legacy font"),
        (TEXT.encode("utf-16-le"), "UTF-16 without a byte-order mark"),
        (TEXT.encode()[:-1], "cut off in the middle of a character"),
        (b"\xc0\xbcscript>", "not UTF-8 at byte 0"),
        (b"\xed\xa0\x80", "not UTF-8 at byte 0"),
        (b"\xf4\x90\x80\x80", "not UTF-8 at byte 0"),
    ],
)
def test_what_is_refused(data: bytes, words: str):
    with pytest.raises(ReadError, match=words):
        decode(data)


def test_a_page_in_an_old_encoding_with_references():
    page = HEAD.format("windows-1252", REFERENCES, (REFERENCES + DASH[:3]) * 3).replace("–", "\x96").encode("latin-1")
    article = parse(page, "p.html")
    assert article.text.splitlines()[0] == TEXT
    assert f"{TEXT} – {TEXT}" in article.text


def test_an_agencys_file_in_utf_16():
    data = (
        f'<?xml version="1.0" encoding="UTF-16"?><nitf><body><body.content><p>{TEXT}</p></body.content></body></nitf>'
    )
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        assert parse(data.encode(encoding), "w.xml").text == TEXT + "\n"
