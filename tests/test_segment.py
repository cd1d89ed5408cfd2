"""Blocks to sentences. ¦ in a text marks where one sentence must end and the next begin; nothing else may part it."""

from __future__ import annotations

import pytest

from mtcheck.read import parse
from mtcheck.segment import split_sentences
from mtcheck.types import Article, Kind

LEAD = "कल राज्य में तेज बारिश हुई और कई जगह पानी भर गया।\n"  # so that the text below is no headline

HINDI = [
    # dandas and other end marks
    "बारिश थम गई।¦ धूप निकल आई।",
    "बारिश थम गई ।¦ धूप निकल आई ।",
    "श्लोक पूरा हुआ॥¦ सभा समाप्त हुई॥",
    "क्या टीम तैयार है?¦ कोच ने हां कहा।",
    "शानदार जीत!¦ देश भर में जश्न मना।",
    "यह कैसे हुआ?!¦ जांच जारी है।",
    "नदी उफान पर है।¦धान डूब गया।",
    "जांच पूरी हुई।।¦ रिपोर्ट आई।",
    # quotation marks
    "मंत्री ने कहा, “काम पूरा होगा।”¦ इसके बाद सभा खत्म हुई।",
    'मंत्री ने कहा, "काम पूरा होगा।"¦ इसके बाद सभा खत्म हुई।',
    "‘हम जीतेंगे।’¦ कप्तान का यही नारा था।",
    "(सभी आंकड़े अनुमान हैं।)¦ रिपोर्ट मार्च में आएगी।",
    "“क्या यह सच है?” उन्होंने पूछा।",
    "“वाह, क्या बात है!” दर्शकों ने कहा।",
    "उन्होंने कहा, “रुको।¦ मैं आता हूं।”¦ फिर वह चले गए।",
    # an official's English words are sentences of their own; a title is not
    'वन अधिकारी ने कहा,¦ "The leopard is healthy and eating well.¦ It will be released soon."¦ टीम रात में लौटी।',
    "“We will not give up this fight,”¦ कप्तान ने कहा।",
    'उन्होंने कहा,¦ "we are happy with what we have seen,"¦ और चले गए।',
    "संस्था ने “State of Rural Schools Report” नाम से अध्ययन जारी किया।",
    # initials, titles, abbreviations
    "विदेश मंत्री एस. जयशंकर ओमान पहुंचे।¦ बातचीत बुधवार को होगी।",
    "पूर्व राष्ट्रपति ए.पी.जे. अब्दुल कलाम को याद किया गया।",
    "डॉ. मीना राव और प्रो. आनंद झा ने शोध किया।",
    "न्यायमूर्ति के. वी. विश्वनाथन ने फैसला सुनाया।",
    "वैज्ञानिक सी. वी. रमन का जन्म तिरुचिरापल्ली में हुआ था।",
    "पं. भीमसेन जोशी की स्मृति में समारोह हुआ।",
    "सड़क पर 40 कि.मी. लंबा जाम लगा।",
    "कुल खर्च रु. 500 आया।",
    "लेखक J. K. Rowling की नई किताब आई है।",
    "मेजर जन. आर. के. सिंह ने सलामी ली।",
    # decimals, dates, times, sums
    "सेंसेक्स 0.75 प्रतिशत चढ़ा।¦ निफ्टी 22.5 अंक गिरा।",
    "परीक्षा 12.03.2025 को सुबह 9.30 बजे होगी।",
    "कीमत 1,25,000.50 रुपये तय हुई।",
    "भूकंप की तीव्रता 6.1 थी।¦ केंद्र 10 किलोमीटर नीचे था।",
    # ellipses
    "उन्होंने कहा कि हम... शायद जीत जाएं।",
    "रात भर… बारिश होती रही।",
    # addresses
    "आवेदन www.example.org पर करें।¦ अंतिम तारीख दस मई है।",
    "पूरी सूची https://example.org/list.html?year=2025&lang=hi पर है।",
    "शिकायत help.desk@example.org पर भेजें।",
    # Hindi with Latin full stops
    "अदालत ने जमानत दे दी.¦ वकील ने फैसले का स्वागत किया.",
    "सरकार ने कर घटाया है.¦ व्यापारी खुश हैं.",
    "विभाग का काम मार्च तक होगा.¦ ठेका दिया जा चुका है.",
    "पुलिस गांव से लौट आई.¦ तलाशी जारी है.",
    "अभियान में कुल 12 लोग बचाए गए.¦ तीन अब भी लापता हैं.",
    "मैच रद्द हो गया क्योंकि पानी बरस रहा था.¦ अगला मैच कल है.",
]
MARATHI = [
    "पाऊस थांबला.¦ शेतकऱ्यांनी सुटकेचा नि:श्वास टाकला.",
    "मुख्यमंत्री म्हणाले, “काम लवकर पूर्ण होईल.”¦ त्यानंतर सभा संपली.",
    "डॉ. अनिल काळे यांनी शिबिराचे उद्घाटन केले.¦ दोनशे रुग्ण आले होते.",
    "पु. ल. देशपांडे यांच्या नाटकाचा प्रयोग झाला.",
    "श्री. व सौ. जाधव यांचा सत्कार झाला.",
    "निर्देशांक 0.4 टक्के वाढला.¦ सोने स्वस्त झाले.",
    "धरणात ४५.५ टक्के साठा आहे.¦ पाणीकपात टळली.",
    "हा निर्णय कोणी घेतला?¦ कोणालाच माहीत नाही.",
    "ही गाडी पुण्याहून निघते.¦ ती नाशिकला थांबते.",
    "अपघातात तीन जण ठार झाले.¦ चालक फरार आहे.",
    "न्या. गवई यांच्या पीठाने निकाल दिला.",
]
ENGLISH = [
    "The match was called off.¦ Rain had soaked the ground.",
    "Dr. Rao met Mr. J. Smith of the U.S. Navy on Monday.",
    "Growth was 6.5 per cent.¦ Exports fell.",
    "Thank you, Mumbai!¦ See you next year.",
    "He said: “We will win.”¦ The crowd cheered.",
]


def sentences(text: str, lead: str = LEAD) -> list[str]:
    article = parse((lead + text).encode(), "case.txt")
    found = split_sentences(article)
    for sentence in found:
        assert article.text[sentence.start : sentence.end] == sentence.text
    return [sentence.text for sentence in found if sentence.start >= len(lead)]


def parts(marked: str) -> list[str]:
    return [part.strip() for part in marked.split("¦")]


WRONG: dict[str, str] = {}  # what fails so far, and why


def cases(marked: list[str]) -> list[object]:
    return [
        pytest.param(text, marks=[pytest.mark.xfail(reason=WRONG.get(text, ""), strict=True)] * (text in WRONG))
        for text in marked
    ]


@pytest.mark.parametrize("marked", cases(HINDI))
def test_hindi(marked: str):
    assert sentences(marked.replace("¦", "")) == parts(marked)


@pytest.mark.parametrize("marked", cases(MARATHI))
def test_marathi(marked: str):
    lead = "राज्यात काल जोरदार पाऊस झाला आणि अनेक ठिकाणी पाणी साचले.\n"
    assert sentences(marked.replace("¦", ""), lead) == parts(marked)


@pytest.mark.parametrize("marked", ENGLISH)
def test_english_in_a_hindi_article(marked: str):
    text = marked.replace("¦", "") + "\n— Sports Desk (@SportsDesk) March 9, 2025"
    assert sentences(text)[: len(parts(marked))] == parts(marked)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "एक",
        "।",
        "।।।",
        "….",
        "“”",
        "\u200d।\u200c",
        "क।ख।ग",
        "A.B.C.",
        "1.\n2.\n3.",
        "\t \t।\r\n  \r\n“क?”",
        "e\u0301tude. \U0001f3cf जीत!",
        "क" * 5000 + "।" + "ख" * 5000,
        "।" * 3000,
        '"' * 301,
    ],
)
def test_offsets_always_give_back_the_text(text: str):
    article = parse((LEAD + text).encode(), "case.txt")
    found = split_sentences(article)
    assert [sentence.index for sentence in found] == list(range(len(found)))
    last = 0
    for sentence in found:
        assert last <= sentence.start < sentence.end
        assert article.text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        last = sentence.end
    kept = "".join("".join(sentence.text.split()) for sentence in found)
    assert kept == "".join(article.text.split()), "no letter is lost between sentences"


def test_sentences_keep_the_kind_of_their_block():
    text = "भारी बारिश से तीन जिलों में बाढ़\nबारिश थम गई। धूप निकली।\nफोटो: बाढ़ में फंसे लोग\n"
    found = split_sentences(parse(text.encode(), "case.txt"))
    assert [sentence.kind for sentence in found] == [Kind.HEADLINE, Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.CAPTION]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("बारिश थम गई। Rain has stopped. धूप निकली।", ["hi", "en", "hi"]),
        ("We won the match today.\n— Team (@team) May 1, 2024", ["en", "en"]),
        ("टीम ने match जीता।", ["hi"]),
        ("Team India ने match जीता।", ["mixed"]),
    ],
)
def test_languages(text: str, expected: list[str]):
    article = parse((LEAD + text).encode(), "case.txt")
    found = [sentence.language.value for sentence in split_sentences(article) if sentence.start >= len(LEAD)]
    assert found == expected


def test_an_article_without_blocks_has_no_sentences():
    assert split_sentences(Article("empty.txt")) == []
