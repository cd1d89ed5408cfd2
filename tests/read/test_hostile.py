"""Broken and hostile files: each gives articles or a ReadError that names the file, in time, and reports of them are inert."""

from __future__ import annotations

import io
import json
import random
import re
import resource
import signal
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import jinja2
import pytest
from lxml import html as lxml_html

from mtcheck.errors import ReadError
from mtcheck.read import MAX_BYTES, parse_articles, read_articles
from mtcheck.report import FORMATS
from mtcheck.segment import split_sentences
from mtcheck.types import Article, Report

from . import exports
from .exports import HEADLINE, PARAGRAPHS, english_node, item, news_item, news_node, page, part, post, rss, with_part

SECONDS = 10  # of processor time, so that a busy machine fails no test
HANGS = 120  # seconds by the clock after which a case is given up
MEMORY = 1_500_000  # KiB that one case may add to the process's peak
RENDERED = 60_000  # characters up to which the page is made too
H = "नहर"  # stands in texts that must survive

Build = Callable[[], bytes]
CASES: dict[str, tuple[str, Build, str]] = {}


def case(name: str, file: str, build: Build, expected: str = "") -> None:
    """Register a case: `expected` are words of the error, "ok" for an article, "" where either will do."""
    assert name not in CASES, name
    CASES[name] = (file, build, expected)


def whole() -> dict[str, bytes]:
    """One good file of every format."""
    return {
        "story.txt": "\n".join([HEADLINE, *PARAGRAPHS]).encode(),
        "page.html": page(news_node(translationOfWork=english_node())),
        "feed.xml": rss(item(HEADLINE, exports.html_body()), item("दूसरी", summary=PARAGRAPHS[1])),
        "feed.atom": exports.atom(
            f"<entry><title>{HEADLINE}</title><content type='html'>{PARAGRAPHS[0]}</content></entry>"
        ),
        "posts.json": json.dumps([post(), post()], ensure_ascii=False).encode(),
        "article.json": json.dumps({"@graph": [news_node(), english_node()]}, ensure_ascii=False).encode(),
        "wire.xml": exports.newsml(news_item(exports.xhtml()), news_item("<inlineData>x</inlineData>", "urn:2")),
        "wire.nitf": exports.nitf(),
        "story.docx": exports.story_docx(),
    }


def words_xml(body: str) -> bytes:
    """A Word document whose document.xml holds this."""
    base = part(exports.docx(), "word/document.xml").decode()
    return with_part(exports.docx(), "word/document.xml", base.replace("<w:body>", f"<w:body>{body}").encode())


def zipped(*parts: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, content in parts:
            package.writestr(name, content)
    return stream.getvalue()


OFFICE = "http://schemas.openxmlformats.org"
TEMPLATE = f"{OFFICE}/officeDocument/2006/relationships/attachedTemplate"


def related(kind: str, target: str) -> bytes:
    """A list of relations of one of this type."""
    space = f"{OFFICE}/package/2006/relationships"
    return f'<Relationships xmlns="{space}"><Relationship Id="r1" Type="{kind}" {target}/></Relationships>'.encode()


def with_extra(name: str, size: int, count: int = 1) -> bytes:
    """A Word document with parts of zeros, which pack a thousandfold."""
    stream = io.BytesIO(exports.story_docx())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        for number in range(count):
            package.writestr(name.format(number), bytes(size))
    return stream.getvalue()


def lying_docx() -> bytes:
    """A document whose directory says that its text is ten bytes long."""
    data = bytearray(exports.story_docx())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + offset : at + offset + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def encrypted_docx() -> bytes:
    data = bytearray(exports.story_docx())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + offset] |= 1
    return bytes(data)


BILLION = (
    '<!DOCTYPE x [<!ENTITY a "हा हा हा हा हा हा हा हा">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>'
ATTACKS = (
    "<script>alert(1337)</script>",
    "<img src=x onerror=alert(1337)>",
    '"><svg/onload=alert(1337)>',
    "'-alert(1337)-'",
    "javascript:alert(1337)",
    "</script><script>alert(1337)</script>",
    "<iframe srcdoc='<script>alert(1337)</script>'></iframe>",
    "<style>@import 'http://127.0.0.1/x.css'</style>",
    "{{7*7}}{% raw %}${7*7}<%= 7*7 %>",
    "\u202eevitagen\u202c \u2066x\u2069 \u200f\u200e",
    "\x1b[2J\x1b]0;title\x07",
    "<!--<script>alert(1337)</script>-->]]>",
    "&lt;script&gt;alert(1337)&lt;/script&gt;",
    "&#60;script&#62;alert(1337)&#60;/script&#62;",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1337)>",
    "\ufeff\u200b\u200c\u200d\u2028\u2029\u0085",
)

for file, content in whole().items():
    for step in (1, 2, 3, 5, 7, 9, 10, 11):
        case(f"cut {file} {step}/12", file, lambda content=content, step=step: content[: len(content) * step // 12])
    case(f"cut {file} by one byte", file, lambda content=content: content[:-1])
    case(f"empty {file}", file, lambda: b"", "no text found")
    case(f"blank {file}", file, lambda: b" \n\t\r\n" * 50, "no text found")
    case(
        f"nul {file}",
        file,
        lambda content=content: content[:300] + b"\0" + content[300:],
        "" if file.endswith("docx") else "binary data",
    )
    case(f"random {file}", file, lambda file=file: random.Random(file).randbytes(5000))
    case(f"flipped {file}", file, lambda content=content, file=file: flipped(content, file))
    case(f"twice {file}", file, lambda content=content: content + content)
    if not file.endswith("docx"):
        case(f"latin-1 {file}", file, lambda content=content: content + b"caf\xe9", "not UTF-8")
        case(
            f"utf-16 without a mark {file}",
            file,
            lambda content=content: ("क" + content.decode()).encode("utf-16-le"),
            "binary data",
        )
        case(f"utf-16 with a mark {file}", file, lambda content=content: content.decode().encode("utf-16"), "ok")
        case(f"old mac {file}", file, lambda content=content: content.replace(b"\n", b"\r"), "ok")
        case(
            f"lone surrogate {file}",
            file,
            lambda content=content: content[:9] + b"\xed\xa0\x80" + content[9:],
            "not UTF-8",
        )
        case(
            f"marks {file}",
            file,
            lambda content=content: content.replace("पुल".encode(), "\u202eपु\u2066ल\u200f\x1b[31m".encode()),
        )
for ending in (".txt", ".html", ".json", ".xml", ".docx", ".rss"):
    for file, content in whole().items():
        if not file.endswith(ending):
            case(
                f"{file} named {ending}",
                f"x{ending}",
                lambda content=content: content,
                "ok" if file != "story.txt" else "",
            )


def flipped(content: bytes, seed: str) -> bytes:
    """A file with one byte in fifty wrong."""
    chance = random.Random(seed)
    return bytes(byte ^ (1 << chance.randrange(8)) if chance.random() < 0.02 else byte for byte in content)


def in_fields(attack: str) -> Iterator[tuple[str, str, bytes]]:
    """The attack in every field of every format."""
    escaped = (
        attack.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\x1b", "").replace("\x07", "")
    )
    text = f"{H} {attack} {H} टूट गई।"
    node = news_node(
        headline=text,
        articleBody=text,
        description=text,
        translationOfWork={"headline": f"Canal {attack} broke", "articleBody": attack},
    )
    yield "txt", "x.txt", text.encode()
    yield "html", "x.html", page(body=f"<p>{text}</p><p title='{attack}'>{PARAGRAPHS[0]}</p>", h1=text)
    yield "jsonld", "x.html", page(json.dumps(node).replace("</", "<\\/"), body="<div></div>")
    yield "jsonld file", "x.json", json.dumps(node).encode()
    yield (
        "post",
        "x.json",
        json.dumps(post(title={"rendered": text}, content={"rendered": text}, excerpt={"rendered": text})).encode(),
    )
    yield "rss", "x.xml", rss(f"<item><title>{escaped}</title><description>{H} {escaped}</description></item>")
    yield (
        "newsml",
        "x.xml",
        exports.newsml(news_item(f'<inlineData contenttype="text/html">{H} {escaped}</inlineData>', headline=escaped)),
    )
    yield "nitf", "x.xml", f"<nitf><body><hl1>{escaped}</hl1><p>{H} {escaped}</p></body></nitf>".encode()
    yield "docx", "x.docx", words_xml(f"<w:p><w:r><w:t>{H} {escaped}</w:t></w:r></w:p>")


for number, attack in enumerate(ATTACKS):
    for kind, file, content in in_fields(attack):
        case(f"attack {number} in {kind}", file, lambda content=content: content)

for name, dtd in (("billion laughs", BILLION), ("outside entity", OUTSIDE), ("parameter entity", PARAMETER)):
    ref = "&i;" if dtd is BILLION else "&a;" if dtd is OUTSIDE else ""
    case(
        f"{name} in rss",
        "x.xml",
        lambda dtd=dtd, ref=ref: (
            f"<?xml version='1.0'?>{dtd}<rss><channel><item><title>{ref}</title></item></channel></rss>".encode()
        ),
        "declares entities",
    )
    case(
        f"{name} in nitf",
        "x.xml",
        lambda dtd=dtd, ref=ref: f"{dtd}<nitf><body><p a='{ref}'>{H} {ref}</p></body></nitf>".encode(),
        "declares entities",
    )
    case(
        f"{name} in newsml",
        "x.xml",
        lambda dtd=dtd, ref=ref: dtd.encode() + exports.newsml(news_item(f"<inlineData>{ref}</inlineData>"))[39:],
        "declares entities",
    )
    case(
        f"{name} in xhtml",
        "x.xhtml",
        lambda dtd=dtd, ref=ref: f"{dtd}<html><body><p>{PARAGRAPHS[0]} {ref}</p></body></html>".encode(),
    )
    case(
        f"{name} in docx",
        "x.docx",
        lambda dtd=dtd, ref=ref: with_part(
            exports.docx(),
            "word/document.xml",
            part(exports.docx(), "word/document.xml")
            .replace(b"<w:document", dtd.encode() + b"<w:document", 1)
            .replace(b"<w:body>", f"<w:body><w:p><w:r><w:t>{H} {ref}</w:t></w:r></w:p>".encode()),
        ),
    )
    case(
        f"{name} in docx styles",
        "x.docx",
        lambda dtd=dtd, ref=ref: with_part(
            exports.story_docx(),
            "word/styles.xml",
            part(exports.docx(), "word/styles.xml").replace(b"<w:styles", dtd.encode() + b"<w:styles", 1),
        ),
    )
case(
    "dtd of an agency",
    "x.xml",
    lambda: b'<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/nitf.dtd">' + exports.nitf()[exports.nitf().index(b"<nitf") :],
    "ok",
)
case(
    "xinclude",
    "x.xml",
    lambda: (
        f'<nitf xmlns:xi="http://www.w3.org/2001/XInclude"><body><p>{H}<xi:include href="file:///etc/passwd" parse="text"/></p></body></nitf>'.encode()
    ),
    "ok",
)
case(
    "stylesheet",
    "x.xml",
    lambda: b'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>' + exports.nitf()[exports.nitf().index(b"<nitf") :],
    "ok",
)
case("unknown entity", "x.xml", lambda: f"<nitf><body><p>{H} &foo; &nbsp; &copy; टूटी।</p></body></nitf>".encode(), "ok")

# sizes
case("over the limit", "x.txt", lambda: b"x" * (MAX_BYTES + 1), "larger than 20 MB")
case("50 MB of one line", "x.txt", lambda: b"x" * 50_000_000, "larger than 20 MB")
case("50 MB of JSON", "x.json", lambda: b"[" + b" " * 50_000_000 + b"]", "larger than 20 MB")
case("just below, one line", "x.txt", lambda: ("क" * 6_600_000).encode(), "far longer than any article")
case(
    "just below, words", "x.txt", lambda: ("नहर टूट गई। " * 700_000).encode()[:19_800_000], "far longer than any article"
)
case("just below, line breaks", "x.txt", lambda: b"\n" * 19_900_000 + b"x", "far longer than any article")
case("just below, blanks", "x.txt", lambda: b" " * 19_900_000, "no text found")
case("just below, page", "x.html", lambda: b"<html><body><p>" + "नहर ".encode() * 1_900_000, "")
case("just below, tags", "x.html", lambda: b"<html><body>" + b"<p>" * 6_600_000, "more than 100,000 tags")
case("just below, comments", "x.html", lambda: b"<!---->" * 2_800_000 + b"<p>x", "")
case("just below, attributes", "x.html", lambda: b"<html><body><p " + b"a=b " * 4_900_000 + b">x", "")
case(
    "just below, JSON string",
    "x.json",
    lambda: json.dumps(post(content={"rendered": "x" * 19_000_000})).encode(),
    "far longer",
)
case(
    "just below, JSON objects",
    "x.json",
    lambda: b'["@type"' + b",{}" * 6_000_000 + b"]",
    "JSON of more than 300,000 objects",
)
case("just below, JSON digits", "x.json", lambda: b'{"@type":' + b"1" * 19_000_000 + b"}", "JSON without an article")
case(
    "just below, JSON escapes",
    "x.json",
    lambda: b'{"@type":"NewsArticle","articleBody":"' + b"\\u0928" * 3_000_000 + b'"}',
    "far longer",
)
case("just below, feed of one text", "x.xml", lambda: rss(item("x", "नहर टूट गई। " * 600_000)), "far longer")
case("just below, entities", "x.xml", lambda: rss(item("x", summary="y").replace("y", "&nbsp;" * 1_000_000)), "")
case(
    "just below, base64",
    "x.xml",
    lambda: exports.newsml(news_item(f'<inlineData encoding="base64">{"QUJD" * 4_900_000}</inlineData>')),
    "",
)
case("as long as an article may be", "x.txt", lambda: ("नहर टूट गई। " * 24_000).encode(), "ok")
case("as many lines as may be", "x.txt", lambda: ("नहर टूट गई।\n" * 19_000).encode(), "ok")
case("more lines than may be", "x.txt", lambda: ("नहर\n" * 60_000).encode(), "far longer than any article")
case("a page of short paragraphs", "x.html", lambda: ("<html><body>" + f"<p>{H} टूटी।</p>" * 9_000).encode(), "ok")
case(
    "a page of too many", "x.html", lambda: ("<html><body>" + "<p>क</p>" * 30_000).encode(), "more than 20,000 elements"
)
case(
    "a page of tweets",
    "x.html",
    lambda: ("<html><body>" + f"<blockquote class='twitter-tweet'>{H} broke.</blockquote>" * 2_000).encode(),
)
case("a page of scripts", "x.html", lambda: page(*[news_node()] * 500))
case("a feed of 1,000", "x.xml", lambda: rss(*[item(f"{H} {n}", summary=PARAGRAPHS[0]) for n in range(1000)]), "ok")
case("a feed of 100,000", "x.xml", lambda: rss(*["<item><title>x</title></item>"] * 100_000), "more than 1,000 entries")
case("a feed of tags", "x.xml", lambda: rss("<item><title>x</title>" + "<category>y</category>" * 40_000 + "</item>"))
case(
    "a list of 100,000 posts",
    "x.json",
    lambda: b"[" + b",".join([b'{"title":{"rendered":"x"},"content":{"rendered":"y"}}'] * 90_000) + b"]",
    "more than 1,000 posts",
)
case(
    "100,000 works",
    "x.json",
    lambda: b"[" + b",".join([b'{"@type":"NewsArticle","headline":"x"}'] * 200_000) + b"]",
    "more than 1,000 articles",
)
case(
    "100,000 sources",
    "x.json",
    lambda: json.dumps(news_node(isBasedOn=[{"headline": f"The canal {n} broke"} for n in range(100_000)])).encode(),
    "ok",
)
case(
    "a message of 20,000",
    "x.xml",
    lambda: exports.newsml(*["<newsItem><inlineData>x</inlineData></newsItem>"] * 20_000),
    "more than 1,000 articles",
)
case("patterns: blanks", "x.txt", lambda: ("इसे" + " " * 250_000 + "x: " + " " * 40_000 + "y").encode(), "ok")
case("patterns: dashes", "x.txt", lambda: (H + " " + "- " * 120_000 + "x").encode(), "ok")
case("patterns: dots", "x.txt", lambda: ("1. ए. " * 40_000).encode(), "ok")
case("patterns: quotes", "x.txt", lambda: ("“क?” " * 50_000).encode(), "ok")
case("patterns: half a page", "x.html", lambda: b"<!--" * 250_000 + b"x")
case("patterns: half a tag", "x.json", lambda: json.dumps(post(content={"rendered": "<a" * 500_000})).encode())
case("patterns: half a doctype", "x.xml", lambda: b"<?xml version='1.0'?><!DOCTYPE x [" + b"] " * 2_000_000)
case("patterns: addresses", "x.txt", lambda: ("https://t.co/" * 20_000).encode(), "ok")

# depth
for depth in (300, 5_000, 33_000):
    case(f"{depth} divs", "x.html", lambda depth=depth: f"<html><body>{'<div>' * depth}<p>{PARAGRAPHS[0]}</p>".encode())
    case(f"{depth} spans", "x.html", lambda depth=depth: f"<html><body><p>{'<b>' * depth}{PARAGRAPHS[0]}</p>".encode())
    case(
        f"{depth} lists in a post",
        "x.json",
        lambda depth=depth: json.dumps(post(content={"rendered": "<ul><li>" * depth + H})).encode(),
    )
    case(f"{depth} arrays", "x.json", lambda depth=depth: b'{"@graph":' + b"[" * depth + b"]" * depth + b"}")
    case(f"{depth} objects", "x.json", lambda depth=depth: b'{"@type":"x","a":' * depth + b"1" + b"}" * depth)
    case(
        f"{depth} objects in a page",
        "x.html",
        lambda depth=depth: page('{"@type":"NewsArticle","isBasedOn":' * depth + "1" + "}" * depth),
        "ok" if depth < 20_000 else "",
    )
    case(
        f"{depth} blocks",
        "x.xml",
        lambda depth=depth: f"<nitf><body>{'<block>' * depth}<p>{H}</p>{'</block>' * depth}</body></nitf>".encode(),
    )
    case(
        f"{depth} items",
        "x.xml",
        lambda depth=depth: (
            f"<newsMessage>{'<newsItem>' * depth}<inlineData>{H}</inlineData>{'</newsItem>' * depth}</newsMessage>".encode()
        ),
    )
    case(f"{depth} entries", "x.xml", lambda depth=depth: rss("<item>" * min(depth, 900) + "<a>" * depth))
    case(
        f"{depth} tables in a docx",
        "x.docx",
        lambda depth=depth: words_xml(
            "<w:tbl><w:tr><w:tc>" * depth + f"<w:p><w:r><w:t>{H}</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * depth
        ),
    )

# Word documents
case(
    "zip bomb of zeros",
    "x.docx",
    lambda: with_extra("word/media/{}.bin", 90_000_000),
    "packed far tighter|unpacks to far more",
)
case("zip bomb of many parts", "x.docx", lambda: with_extra("word/{}.bin", 1_000_000, 120), "unpacks to far more")
case("zip bomb of xml", "x.docx", lambda: with_extra("word/{}.xml", 10_000_000, 4), "unpacks to far more")
case("zip of too many parts", "x.docx", lambda: with_extra("word/{}.bin", 1, 6_000), "unpacks to far more")
case("zip that lies", "x.docx", lying_docx, "broken or encrypted")
case("zip that is encrypted", "x.docx", encrypted_docx, "broken or encrypted")
case(
    "zip in a zip",
    "x.docx",
    lambda: zipped(("a.zip", zipped(("b.zip", zipped(("c", bytes(10**6))))))),
    "broken or encrypted",
)
case("zip with two directories", "x.docx", lambda: exports.story_docx() + zipped(("x", b"y")), "")
case("zip that is empty", "x.docx", lambda: zipped(), "broken or encrypted")
case("zip of bad names", "x.docx", lambda: with_part(exports.story_docx(), "../../../etc/passwd", b"x"), "ok")
case(
    "spreadsheet",
    "x.xlsx",
    lambda: zipped(("[Content_Types].xml", b"<Types>spreadsheetml.sheet.main+xml</Types>")),
    "no Word document",
)
case(
    "says it is Word",
    "x.docx",
    lambda: zipped(("[Content_Types].xml", b"<Types>wordprocessingml.document.main+xml</Types>")),
    "broken Word document",
)
case(
    "macro document",
    "x.docx",
    lambda: with_part(
        exports.story_docx(),
        "[Content_Types].xml",
        part(exports.docx(), "[Content_Types].xml").replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    ),
    "no Word document",
)
case(
    "document without relations",
    "x.docx",
    lambda: with_part(exports.story_docx(), "_rels/.rels", b"<Relationships/>"),
    "broken Word document",
)
case(
    "document with relations to itself",
    "x.docx",
    lambda: with_part(
        exports.story_docx(),
        "word/_rels/document.xml.rels",
        related("x", 'Target="document.xml"'),
    ),
)
case(
    "document with an outside template",
    "x.docx",
    lambda: with_part(
        exports.story_docx(),
        "word/_rels/document.xml.rels",
        related(TEMPLATE, 'Target="http://127.0.0.1:9/x.dotm" TargetMode="External"'),
    ),
    "ok",
)
case(
    "document without body",
    "x.docx",
    lambda: with_part(
        exports.docx(),
        "word/document.xml",
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
    ),
)
case(
    "document of another root",
    "x.docx",
    lambda: with_part(exports.docx(), "word/document.xml", b"<html><body>x</body></html>"),
)
case(
    "document of many paragraphs",
    "x.docx",
    lambda: words_xml("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 25_000),
    "far longer",
)
case(
    "document of one long paragraph",
    "x.docx",
    lambda: words_xml(f"<w:p><w:r><w:t>{'क ' * 400_000}</w:t></w:r></w:p>"),
    "far longer",
)
case(
    "document of surrogates",
    "x.docx",
    lambda: words_xml("<w:p><w:r><w:t>&#xD800;</w:t></w:r></w:p>"),
    "broken Word document",
)

# odd values
for number, value in enumerate(
    (None, True, 5, 1e400, "x", [], {}, [[]], {"rendered": 5}, {"rendered": None}, ["<p>x</p>"])
):
    case(
        f"post field {number}",
        "x.json",
        lambda value=value: json.dumps(post(title=value, content={"rendered": value}, excerpt=value)).encode(),
    )
    case(
        f"work field {number}",
        "x.html",
        lambda value=value: page(
            json.dumps(
                news_node(
                    headline=value,
                    articleBody=value,
                    description=value,
                    isBasedOn=value,
                    translationOfWork=[value],
                    inLanguage=value,
                    **{"@id": value},
                )
            )
        ),
        "ok",
    )
    case(
        f"work type {number}",
        "x.html",
        lambda value=value: page(json.dumps({**news_node(), "@type": value, "@graph": value})),
        "ok",
    )
case(
    "surrogates in a post",
    "x.json",
    lambda: b'{"title":{"rendered":"\\ud800"},"content":{"rendered":"\\udfff \\ud83d\\ude00 x"}}',
    "ok",
)
case(
    "surrogates in a work",
    "x.html",
    lambda: page('{"@type":"NewsArticle","headline":"\\ud800","articleBody":"\\udc00 x"}', body=""),
)
case(
    "references out of range",
    "x.html",
    lambda: f"<html><body><p>{PARAGRAPHS[0]} &#0; &#xD800; &#x110000; &#99999999999; &#x1F3CF;</p>".encode(),
    "ok",
)
case("references in xml", "x.xml", lambda: f"<nitf><body><p>{H} &#0; &#x8; टूटी।</p></body></nitf>".encode(), "ok")
case("a surrogate in xml", "x.xml", lambda: f"<nitf><body><p>{H} &#xD800;</p></body></nitf>".encode(), "broken XML")
case("duplicate keys", "x.json", lambda: b'{"@type":"x","@type":"NewsArticle","headline":"a","headline":"b"}', "ok")
case("not a number", "x.json", lambda: b'[NaN, Infinity, -Infinity, {"@type":"NewsArticle","headline":"b"}]', "ok")
case("only marks", "x.txt", lambda: "\u202e\u200b\u200f".encode())
case("only joiners", "x.txt", lambda: ("\u200d" * 9_000 + "क").encode(), "ok")
case("many marks on one letter", "x.txt", lambda: ("क" + "\u0902" * 200_000).encode(), "ok")
case("prolog only", "x.xml", lambda: b"<?xml version='1.0'?><!-- x -->")
case("comment that never ends", "x.xml", lambda: b"<?xml version='1.0'?><!-- " + b"x" * 100_000)
case("feed in a page", "x.html", lambda: b"<html><body>" + rss(item(H, summary=PARAGRAPHS[0])) + b"</body></html>")
case(
    "many attributes",
    "x.xml",
    lambda: rss("<item " + " ".join(f"a{n}='x'" for n in range(50_000)) + "><title>x</title></item>"),
    "more than 200 attributes",
)
case(
    "many namespaces",
    "x.xml",
    lambda: (
        "<rss " + " ".join(f"xmlns:a{n}='u:{n}'" for n in range(9_000)) + "><channel><item/></channel></rss>"
    ).encode(),
    "namespaces",
)


@contextmanager
def in_time() -> Iterator[None]:
    """Fail when the block takes too long or too much memory, or never comes back."""

    def give_up(*_: object) -> None:
        raise TimeoutError(f"not done after {HANGS} s")

    before, peak = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    previous = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(HANGS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)
    assert time.process_time() - before < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < MEMORY


def test_there_are_enough_cases():
    assert len(CASES) >= 200


@pytest.fixture(scope="module", autouse=True)
def warm() -> Iterator[None]:
    """Models, libraries and the page's template are loaded once, and not on each case's time."""
    compiled = jinja2.Environment.compile
    made: dict[object, object] = {}

    def compile_once(
        self: jinja2.Environment, source: object, name: object = None, *more: object, **options: object
    ) -> object:
        if (source, name) not in made:
            made[source, name] = compiled(self, source, name, *more, **options)  # type: ignore[call-overload]
        return made[source, name]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", compile_once)
        for name, content in whole().items():
            check_inert(parse_articles(content, name))
        yield


@pytest.mark.parametrize("name", CASES)
def test_hostile(name: str, tmp_path: Path):
    file, build, expected = CASES[name]
    path = tmp_path / file
    path.write_bytes(build())
    with in_time():
        articles, error = outcome(path)
    if error:
        check_error(error, path)
        assert re.search(expected, error)
        return
    assert expected in ("", "ok")
    for article in articles[:20]:
        if article.error:
            check_error(article.error, path)
        else:
            check_text(article)
    check_inert([article for article in articles[:20] if len(article.text) <= RENDERED])


def outcome(path: Path) -> tuple[list[Article], str]:
    """The articles with their sentences, or what the error says; nothing else may be raised."""
    try:
        articles = read_articles(path)
    except ReadError as error:
        return [], str(error)
    for article in articles:
        article.sentences = split_sentences(article)
    return articles, ""


def check_error(message: str, path: Path) -> None:
    assert message.startswith(str(path))
    assert "\n" not in message
    assert len(message) < len(str(path)) + 400
    assert message.isprintable(), "an error is printed on a terminal"


def check_text(article: Article) -> None:
    assert article.text.strip()
    article.text.encode()
    for block in article.blocks:
        assert article.text[block.start : block.end].strip()


@cache
def furniture() -> Counter[str]:
    """The elements of a report that could load or run something, in a report on nothing."""
    return active(lxml_html.document_fromstring(FORMATS["html"](Report([Article("x.txt", "क")], "s"))))


def active(document: lxml_html.HtmlElement) -> Counter[str]:
    kinds = "script style iframe object embed applet img link base meta math video audio frame".split()
    return Counter(element.tag for element in document.iter(*kinds))


def check_inert(articles: list[Article]) -> None:
    """Nothing of the articles' text runs, loads or hides in the reports on them."""
    report = Report(articles, "s")
    assert json.loads(FORMATS["json"](report)) == json.loads(json.dumps(report.to_json()))
    check_page(FORMATS["html"](report))


def check_page(text: str) -> None:
    assert not re.search("[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    document = lxml_html.document_fromstring(text)
    assert active(document) == furniture()
    for element in document.iter("*"):
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            if name in ("href", "src", "action", "formaction", "srcdoc", "data", "poster", "background"):
                assert value.startswith(("#", "data:image/")) or value == "data:,"


def test_the_whole_check_of_hostile_articles(tmp_path: Path):
    """Rules, evidence and report, of every attack in every format at once."""
    from mtcheck.check import Options, check_articles

    paths = []
    for number in (0, 2, 9):
        for kind, file, content in in_fields(ATTACKS[number]):
            path = tmp_path / f"{number} {kind} {file}"
            path.write_bytes(content)
            paths.append(path)
    report = check_articles(paths, options=Options(translate=False))
    assert len(report.articles) == len(paths)
    check_page(FORMATS["html"](report))
    assert "\x1b" not in FORMATS["text"](report)
