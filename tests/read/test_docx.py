"""Word documents, as reporters and translators file them."""

from __future__ import annotations

import pytest

from mtcheck.errors import ReadError
from mtcheck.read import parse
from mtcheck.types import Article, Kind

from .exports import CAPTION, HEADLINE, PARAGRAPHS, docx, part, story_docx, with_part

DOCUMENT = "word/document.xml"


def kinds(article: Article) -> list[tuple[Kind, str]]:
    return [(b.kind, article.text[b.start : b.end]) for b in article.blocks]


def of_body(xml: str) -> list[str]:
    """The lines of a document with this in its body."""
    base = part(docx(), DOCUMENT).decode()
    data = base.replace("<w:body>", f"<w:body>{xml}")
    return parse(with_part(docx(), DOCUMENT, data.encode()), "a.docx").text.splitlines()


def test_a_story():
    assert kinds(parse(story_docx(), "a.docx")) == [
        (Kind.HEADLINE, HEADLINE),
        (Kind.PARAGRAPH, PARAGRAPHS[0]),
        (Kind.CAPTION, CAPTION),
        (Kind.SUBHEAD, "क्या कहते हैं इंजीनियर"),
        (Kind.PARAGRAPH, PARAGRAPHS[2]),
        (Kind.LIST_ITEM, "लंबाई: 1.2 किलोमीटर"),
        (Kind.LIST_ITEM, "लागत: 310 करोड़ रुपये"),
        *[(Kind.BOILERPLATE, text) for text in ("मद", "राशि")],
        (Kind.SUBHEAD, "इस्पात और सीमेंट पर खर्च"),
        (Kind.SUBHEAD, "एक सौ बीस करोड़ रुपये"),
    ]


def test_a_first_heading_is_the_headline():
    assert kinds(parse(docx(("Heading 1", HEADLINE), ("Normal", PARAGRAPHS[0])), "a.docx"))[0] == (
        Kind.HEADLINE,
        HEADLINE,
    )


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<w:p><w:r><w:t>पुल </w:t></w:r><w:r><w:t>तैयार है।</w:t></w:r></w:p>", ["पुल तैयार है।"]),
        ("<w:p><w:r><w:t>पहली।</w:t><w:br/><w:t>दूसरी।</w:t></w:r></w:p>", ["पहली।", "दूसरी।"]),
        ("<w:p><w:r><w:t>क</w:t><w:tab/><w:t>ख।</w:t></w:r></w:p>", ["क ख।"]),
        ("<w:p><w:hyperlink><w:r><w:t>कड़ी यहां है।</w:t></w:r></w:hyperlink></w:p>", ["कड़ी यहां है।"]),
        (
            '<w:p><w:r><w:t xml:space="preserve">पुल </w:t></w:r><w:ins w:id="1" w:author="x"><w:r><w:t>नया </w:t></w:r></w:ins>'
            '<w:del w:id="2" w:author="x"><w:r><w:delText>पुराना </w:delText></w:r></w:del><w:r><w:t>है।</w:t></w:r></w:p>',
            ["पुल नया है।"],
        ),
        (
            '<w:p><w:moveFrom w:id="1" w:author="x"><w:r><w:t>गया।</w:t></w:r></w:moveFrom><w:r><w:t>आया।</w:t></w:r></w:p>',
            ["आया।"],
        ),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>नियंत्रित पाठ।</w:t></w:r></w:p></w:sdtContent></w:sdt>", ["नियंत्रित पाठ।"]),
        (
            "<w:p><w:r><w:t>बाहर का पाठ।</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>डिब्बे का पाठ।</w:t></w:r></w:p></w:txbxContent>"
            "</w:pict></w:r></w:p>",
            ["बाहर का पाठ।", "डिब्बे का पाठ।"],
        ),
        (
            '<w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">'
            "<w:r><w:t>एक बार।</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>एक बार।</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>",
            ["एक बार।"],
        ),
        ('<w:p><w:pPr><w:pStyle w:val="NoSuchStyle"/></w:pPr><w:r><w:t>बिना शैली।</w:t></w:r></w:p>', ["बिना शैली।"]),
    ],
    ids="runs break tab link tracked moved control textbox alternate style".split(),
)
def test_where_text_stands(xml: str, expected: list[str]):
    assert of_body(xml) == expected


def test_styles_that_are_based_on_each_other():
    base = docx(("Normal", PARAGRAPHS[0]))
    ring = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/><w:basedOn w:val="{1}"/></w:style>'
    mine = '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="मेरा"/><w:basedOn w:val="Heading2"/></w:style>'
    styles = (
        part(base, "word/styles.xml")
        .decode()
        .replace("</w:styles>", ring.format("A", "B") + ring.format("B", "A") + mine + "</w:styles>")
    )
    body = part(base, DOCUMENT).decode()
    for style in ("A", "Mine"):
        body = body.replace(
            "<w:sectPr",
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{style} पंक्ति</w:t></w:r></w:p><w:sectPr',
            1,
        )
    body = body.replace("<w:sectPr", f"<w:p><w:r><w:t>{PARAGRAPHS[1]}</w:t></w:r></w:p><w:sectPr", 1)
    article = parse(with_part(with_part(base, "word/styles.xml", styles.encode()), DOCUMENT, body.encode()), "a.docx")
    assert (Kind.SUBHEAD, "Mine पंक्ति") in kinds(article)
    assert "A पंक्ति" in article.text


@pytest.mark.parametrize("name", ["a.docx", "a.txt", "<stdin>", "a.html"])
def test_documents_are_told_by_their_content(name: str):
    assert parse(story_docx(), name).text.startswith(HEADLINE)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (docx(), "no text in it"),
        (b"not a document", "no DOCX file: its content is something else"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old or password-protected Office document"),
        (story_docx()[:-100], "a broken or encrypted Word document"),
        (story_docx()[:2000], "a broken or encrypted Word document"),
        (with_part(story_docx(), DOCUMENT, b"<w:document"), "a broken Word document"),
    ],
    ids="empty text doc cut torn xml".split(),
)
def test_what_is_refused(data: bytes, words: str):
    with pytest.raises(ReadError, match=words) as caught:
        parse(data, "desk/a.docx")
    assert str(caught.value).startswith("desk/a.docx: ")
