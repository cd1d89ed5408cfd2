"""What a line of an article is: its kind, and its language."""

from __future__ import annotations

import pytest

from mtcheck.read import parse
from mtcheck.types import Kind, Language

H, S, P, L, C, T, B = (
    Kind.HEADLINE, Kind.SUBHEAD, Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.CAPTION, Kind.TWEET, Kind.BOILERPLATE,
)  # fmt: skip

# Each article is a list of (kind, line), and an empty line parts lines that stand apart.
ARTICLES = {
    "headline and paragraphs": [
        (H, "भारी बारिश से तीन जिलों में बाढ़, स्कूल बंद"),
        (P, "राज्य के तीन जिलों में सोमवार को भारी बारिश हुई।"),
        (P, "प्रशासन ने निचले इलाके खाली कराए हैं।"),
    ],
    "no headline": [
        (P, "राज्य के तीन जिलों में सोमवार को भारी बारिश हुई।"),
        (P, "प्रशासन ने निचले इलाके खाली कराए हैं।"),
    ],
    "subheads": [
        (H, "गेहूं की खरीद शुरू"),
        (P, "सरकार ने सोमवार से गेहूं की खरीद शुरू कर दी है।"),
        (S, "किसानों को मिलेगा सीधा भुगतान"),
        (P, "पैसा सीधे बैंक खाते में जाएगा।"),
        (S, "मंडियों में क्या है तैयारी"),
        (P, "हर मंडी में दो तौल कांटे लगाए गए हैं।"),
    ],
    "a question as a subhead": [
        (P, "सरकार ने सोमवार से गेहूं की खरीद शुरू कर दी है।"),
        (S, "कब तक चलेगी खरीद?"),
        (P, "खरीद पंद्रह जून तक चलेगी।"),
    ],
    "tweet with attribution": [
        (H, "भारत ने जीता पहला टेस्ट"),
        (P, "भारत ने पहला टेस्ट पारी और 36 रन से जीता।"),
        (T, "What a performance by the boys! A win to remember. #INDvENG"),
        (T, "— Sports Desk (@SportsDesk) March 9, 2025"),
        (P, "दूसरा टेस्ट शुक्रवार से खेला जाएगा।"),
    ],
    "tweet in one line": [
        (H, "इसरो का नया मिशन"),
        (P, "इसरो ने मौसम उपग्रह का सफल प्रक्षेपण किया।"),
        (
            T,
            "Lift off normal. Satellite placed in orbit. pic.twitter.com/abc123 — Space Desk (@SpaceDesk) August 1, 2024",
        ),
        (P, "उपग्रह दस साल तक काम करेगा।"),
    ],
    "tweet of several lines": [
        (P, "मंत्री ने ओमान यात्रा की जानकारी दी।"),
        (T, "Delighted to be back in Muscat."),
        (T, "Our talks covered trade, energy and culture."),
        (T, "https://t.co/xyz"),
        (T, "— Foreign Desk (@ForeignDesk) July 3, 2024"),
        (P, "यात्रा बुधवार को समाप्त होगी।"),
    ],
    "captions": [
        (H, "कुंभ में उमड़ी भीड़"),
        (C, "फोटो: संगम तट पर श्रद्धालु"),
        (P, "प्रयागराज में लाखों लोगों ने स्नान किया।"),
        (C, "संगम की ओर जाते श्रद्धालु (फाइल फोटो)"),
        (P, "प्रशासन ने सुरक्षा के कड़े इंतजाम किए हैं।"),
        (C, "File Photo: Pilgrims at the Sangam"),
        (P, "मेला महाशिवरात्रि तक चलेगा।"),
    ],
    "furniture": [
        (H, "सोना हुआ महंगा"),
        (P, "दिल्ली में सोना 500 रुपये महंगा हुआ।"),
        (B, "इसे भी पढ़ें: शेयर बाजार में तेजी, सेंसेक्स 300 अंक चढ़ा"),
        (P, "चांदी के दाम स्थिर रहे।"),
        (B, "ये भी पढ़ें- दिल्ली में प्रदूषण बढ़ा"),
        (P, "कारोबारियों को आगे और तेजी की उम्मीद है।"),
        (B, "यह भी पढ़ें : आज का राशिफल"),
        (P, "आयात शुल्क में बदलाव नहीं हुआ है।"),
        (B, "Also Read: Gold prices rise"),
        (B, "अन्य न्यूज़"),
    ],
    "furniture of a Marathi site": [
        (P, "पुण्यात जोरदार पाऊस झाला आणि रस्त्यांवर पाणी साचले."),
        (B, "हेही वाचा: मुंबईत लोकल सेवा विस्कळीत"),
        (P, "महापालिकेने पंप बसवले आहेत."),
        (B, "आणखी वाचा"),
        (C, "छायाचित्र: पावसात अडकलेली वाहने"),
        (P, "वाहतूक दुपारी सुरळीत झाली."),
    ],
    "read-more as part of a sentence": [
        (P, "शिक्षा मंत्री ने कहा कि बच्चे पाठ्यक्रम के अलावा अन्य किताबें भी पढ़ें और पुस्तकालय जाएं।"),
        (P, "यह खबर सुनते ही गांव में खुशी फैल गई।"),
        (P, "फोटो खिंचवाने के लिए लोगों की कतार लग गई।"),
        (P, "टीम ने शाम को अभ्यास किया।"),
        (P, "और खबरें आने के बाद शेयर टूट गए।"),
    ],
    "bulleted list": [
        (P, "योजना के लिए ये कागजात चाहिए:"),
        (L, "• आधार कार्ड"),
        (L, "• जमीन का खसरा"),
        (L, "• बैंक पासबुक की प्रति"),
        (P, "आवेदन 31 मार्च तक किए जा सकते हैं।"),
    ],
    "numbered list": [
        (P, "बैठक में तीन फैसले हुए:"),
        (L, "1. नई भर्ती जल्द शुरू होगी"),
        (L, "2. पुराने वाहन हटाए जाएंगे"),
        (L, "३. गांवों में पुस्तकालय खुलेंगे"),
        (P, "अगली बैठक मई में होगी।"),
    ],
    "a year is no list number": [
        (P, "मंत्री ने पुराने दिन याद किए।"),
        (P, "2019 में यहां एक भी स्कूल नहीं था।"),
        (P, "12 लोग बाढ़ में फंसे थे।"),
    ],
    "the tail": [
        (H, "रेल सेवा बहाल"),
        (P, "भूस्खलन के बाद बंद हुई रेल सेवा बहाल हो गई है।"),
        (B, "रेल समाचार"),
        (B, "Indian Railways"),
    ],
    "Windows lines and blank lines": [
        (H, "नहर टूटी, खेत डूबे"),
        (P, "नहर टूटने से दो सौ एकड़ में लगी फसल डूब गई।"),
    ],
}
WRONG = {"a question as a subhead": "a short line that ends with a question mark is taken for a paragraph"}


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "  \r\n\t\n"], ids=["lines", "blank", "windows", "ragged"])
def test_kinds(name: str, between: str, request: pytest.FixtureRequest):
    if name in WRONG:
        request.applymarker(pytest.mark.xfail(reason=WRONG[name], strict=True))
    lines = ARTICLES[name]
    article = parse((between.join(line for _, line in lines) + between).encode(), "case.txt")
    assert [article.text[block.start : block.end] for block in article.blocks] == [line for _, line in lines]
    assert [block.kind for block in article.blocks] == [kind for kind, _ in lines]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("राज्य के तीन जिलों में भारी बारिश हुई।", Language.HINDI),
        ("Heavy rain lashed three districts on Monday.", Language.ENGLISH),
        ("Team India ने World Cup जीता।", Language.MIXED),
        ("टीम ने World Cup अपने नाम कर लिया है।", Language.HINDI),
        ("12.5 %", Language.HINDI),
        ("— — —", Language.HINDI),
    ],
)
def test_language_of_a_block(line: str, expected: Language):
    article = parse(f"राज्य में कल से स्कूल खुलेंगे और बच्चों को किताबें मिलेंगी।\n{line}\n".encode(), "case.txt")
    assert article.blocks[1].language is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("सरकार ने किसानों के लिए नई योजना शुरू की है और पैसा सीधे खाते में जाएगा।", Language.HINDI),
        ("सरकारने शेतकऱ्यांसाठी नवीन योजना सुरू केली असून पैसे थेट खात्यात जमा होणार आहेत.", Language.MARATHI),
        ("Only English stands here.", Language.HINDI),
        ("१२३ ४५६", Language.HINDI),
    ],
)
def test_language_of_an_article(text: str, expected: Language):
    assert parse(text.encode(), "case.txt").language is expected


def test_a_marathi_article_with_a_hindi_quotation_stays_marathi():
    text = (
        "मुख्यमंत्र्यांनी पुण्यात सभा घेतली आणि शेतकऱ्यांना दिलासा देण्याचे आश्वासन दिले.\n"
        "ते हिंदीत म्हणाले, “हम किसानों के साथ हैं।”\n"
        "त्यानंतर त्यांनी धरणाची पाहणी केली आणि अधिकाऱ्यांना सूचना दिल्या.\n"
    )
    assert parse(text.encode(), "case.txt").language is Language.MARATHI
