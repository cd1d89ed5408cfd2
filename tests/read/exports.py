"""Articles as real systems export them: each function writes one file's content as its system does."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from xml.sax.saxutils import escape

HEADLINE = "नर्मदा पर नया पुल तैयार, मार्च से चलेंगी गाड़ियां"
PARAGRAPHS = (
    "नर्मदा नदी पर बना नया पुल तैयार हो गया है। लोक निर्माण विभाग के अनुसार इस पर मार्च के पहले सप्ताह से गाड़ियां चलने लगेंगी।",
    "पुल की लंबाई 1.2 किलोमीटर है और इसे बनाने में चार साल लगे। इससे दोनों किनारों के 40 गांवों के लोगों को अब 60 किलोमीटर "
    "का चक्कर नहीं लगाना पड़ेगा।",
    "मुख्य अभियंता एस. के. वर्मा ने कहा, “पुल पर भार की जांच पूरी हो चुकी है और वह हर कसौटी पर खरा उतरा है।”",
    "किसानों का कहना है कि अब उनकी सब्जियां सुबह ही मंडी पहुंच जाएंगी और भाड़ा भी आधा रह जाएगा।",
)
TWEET = "The new bridge over the Narmada is ready. Traffic opens in March."
AUTHOR = "— Roads Department (@roadsdept) February 18, 2025"
CAPTION = "पुल पर भार की जांच करते इंजीनियर"
ENGLISH = (
    "New Narmada bridge to open in March",
    "The new bridge across the Narmada river is complete. Vehicles will be allowed on it from the first week of March.",
    "It is 1.2 kilometres long and took four years to build.",
)


def html_body(*, tweet: bool = True, caption: bool = True, subhead: bool = True) -> str:
    """An article's HTML as a content system keeps it."""
    parts = [f"<p>{PARAGRAPHS[0]}</p>"]
    if caption:
        parts.append(
            f'<figure class="wp-block-image"><img src="bridge.jpg" alt=""/><figcaption>{CAPTION}</figcaption></figure>'
        )
    parts.append(f"<p>{PARAGRAPHS[1]}</p>")
    if tweet:
        parts.append(
            f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{TWEET}</p>&mdash; Roads Department (@roadsdept) '
            '<a href="https://twitter.com/roadsdept/status/1?ref_src=twsrc%5Etfw">February 18, 2025</a></blockquote>'
            '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
        )
    if subhead:
        parts.append("<h2>क्या कहते हैं इंजीनियर</h2>")
    parts += [f"<p>{PARAGRAPHS[2]}</p>", f"<p>{PARAGRAPHS[3]}</p>"]
    parts.append("<ul><li>लंबाई: 1.2 किलोमीटर</li><li>लागत: 310 करोड़ रुपये</li></ul>")
    return "\n".join(parts)


def news_node(**more: Any) -> dict[str, Any]:
    """A NewsArticle as a publisher's page describes itself."""
    node = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": "https://news.example/bridge"},
        "headline": HEADLINE,
        "inLanguage": "hi",
        "datePublished": "2025-02-18T09:30:00+05:30",
        "author": {"@type": "Person", "name": "अनिता जोशी"},
        "publisher": {"@type": "Organization", "name": "नदी समाचार"},
        "articleBody": "\n".join(PARAGRAPHS),
    }
    return {key: value for key, value in {**node, **more}.items() if value is not None}


def english_node(**more: Any) -> dict[str, Any]:
    """The English article that was translated."""
    node = {"@type": "NewsArticle", "inLanguage": "en", "headline": ENGLISH[0], "articleBody": "\n".join(ENGLISH[1:])}
    return {key: value for key, value in {**node, **more}.items() if value is not None}


def page(*scripts: Any, body: str | None = None, h1: str = HEADLINE, title: str = "") -> bytes:
    """A news page; `scripts` are JSON-LD values, or strings that stand in the script as they are."""
    blocks = "".join(
        f'<script type="application/ld+json">{item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)}</script>'
        for item in scripts
    )
    inner = html_body() if body is None else body
    heading = f"<h1>{h1}</h1>" if h1 else ""
    return (
        f'<!DOCTYPE html><html lang="hi"><head><meta charset="utf-8"><title>{title or h1} | नदी समाचार</title>{blocks}</head><body>'
        '<header><a href="/">नदी समाचार</a><nav><ul><li><a href="/a">देश</a></li><li><a href="/b">खेल</a></li></ul></nav></header>'
        f"<main><article>{heading}{inner}</article></main>"
        "<footer><p>कॉपीराइट 2025 नदी समाचार</p></footer></body></html>"
    ).encode()


def rss(*items: str, closed: bool = True) -> bytes:
    """An RSS 2.0 feed as WordPress writes it."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"\n\txmlns:content="http://purl.org/rss/1.0/modules/content/"\n'
        '\txmlns:dc="http://purl.org/dc/elements/1.1/"\n\txmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        "<title>नदी समाचार</title><link>https://news.example</link><description>ताजा खबरें</description><language>hi-IN</language>\n"
        + "\n".join(items)
        + ("\n</channel>\n</rss>\n" if closed else "")
    ).encode()


def item(title: str, html: str = "", summary: str = "") -> str:
    """An entry of that feed."""
    content = f"<content:encoded><![CDATA[{html}]]></content:encoded>" if html else ""
    return (
        f"<item><title>{escape(title)}</title><link>https://news.example/1</link><dc:creator><![CDATA[डेस्क]]></dc:creator>"
        f"<pubDate>Tue, 18 Feb 2025 04:00:00 +0000</pubDate><description><![CDATA[{summary}]]></description>{content}</item>"
    )


def atom(*entries: str) -> bytes:
    """An Atom feed."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="hi"><title>नदी समाचार</title>'
        "<id>urn:feed</id><updated>2025-02-18T04:00:00Z</updated>" + "".join(entries) + "</feed>"
    ).encode()


def post(**more: Any) -> dict[str, Any]:
    """A post as /wp-json/wp/v2/posts/7 gives it."""
    node = {
        "id": 7,
        "date": "2025-02-18T09:30:00",
        "slug": "bridge",
        "status": "publish",
        "type": "post",
        "link": "https://news.example/bridge",
        "title": {"rendered": HEADLINE.replace("नया", "&#8216;नया&#8217;")},
        "content": {"rendered": html_body(), "protected": False},
        "excerpt": {"rendered": f"<p>{PARAGRAPHS[0][:60]} [&hellip;]</p>\n", "protected": False},
        "author": 3,
        "categories": [12],
    }
    return {**node, **more}


NITF_BODY = (
    f"<body.head><hedline><hl1>{HEADLINE}</hl1><hl2>40 गांवों को राहत</hl2></hedline><byline>अनिता जोशी</byline>"
    "<dateline><location>होशंगाबाद</location></dateline></body.head><body.content>"
    f'<media media-type="image"><media-reference source="b.jpg"/><media-caption><p>{CAPTION}</p></media-caption></media>'
    + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    + "<ul><li>लंबाई: 1.2 किलोमीटर</li></ul></body.content><body.end><tagline>भाषा</tagline></body.end>"
)


def nitf() -> bytes:
    """An NITF file, with the document type that agencies put there."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.4/dtd/nitf-3-4.dtd">\n'
        '<nitf version="-//IPTC//DTD NITF 3.4//EN"><head><title>पुल</title><docdata><doc-id id-string="b1"/></docdata></head>'
        f"<body>{NITF_BODY}</body></nitf>"
    ).encode()


def xhtml() -> str:
    """The XHTML of an inlineXML."""
    paragraphs = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return (
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>पुल</title></head>'
        f"<body><h1>{HEADLINE}</h1>{paragraphs}<h2>लागत</h2><p>इस पर 310&nbsp;करोड़ रुपये खर्च हुए।</p></body></html></inlineXML>"
    )


def news_item(
    content: str, guid: str = "urn:newsml:bridge", headline: str = HEADLINE, meta: str = "", language: str = "hi"
) -> str:
    """A NewsML-G2 newsItem around a contentSet."""
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="1" standard="NewsML-G2" '
        f'standardversion="2.25" conformance="power" xml:lang="{language}"><catalogRef href="http://www.iptc.org/catalog.xml"/>'
        f'<itemMeta><itemClass qcode="ninat:text"/><provider literal="agency"/><title>BRIDGE-HI</title>{meta}</itemMeta>'
        f'<contentMeta><urgency>4</urgency><headline>{headline}</headline><language tag="{language}"/></contentMeta>'
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def newsml(*items: str) -> bytes:
    """One item as it is, several in a newsMessage."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    if len(items) == 1:
        return (head + items[0]).encode()
    return (
        head
        + '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2025-02-18T04:00:00Z</sent></header><itemSet>'
        + "".join(items)
        + "</itemSet></newsMessage>"
    ).encode()


def docx(*paragraphs: tuple[str, str], table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A Word document of (style, text)."""
    import docx as word

    document = word.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def story_docx() -> bytes:
    """The article as a reporter files it."""
    return docx(
        ("Title", HEADLINE),
        ("Normal", PARAGRAPHS[0]),
        ("Caption", CAPTION),
        ("Heading 2", "क्या कहते हैं इंजीनियर"),
        ("Normal", PARAGRAPHS[2]),
        ("List Bullet", "लंबाई: 1.2 किलोमीटर"),
        ("List Number", "लागत: 310 करोड़ रुपये"),
        table=(("मद", "राशि"), ("इस्पात और सीमेंट पर खर्च", "एक सौ बीस करोड़ रुपये")),
    )


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A zip file with one of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info.filename))
        new.writestr(name, content)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    """A part of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)
