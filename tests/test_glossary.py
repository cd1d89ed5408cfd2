"""A newsroom's glossary: its files in all formats, good and hostile; what is wrong with one; how words of it are found."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from mtcheck import cli
from mtcheck.align import Alignment
from mtcheck.check import Options, signature
from mtcheck.errors import ReadError
from mtcheck.glossary import compiled, find_problems, glossary_hash, parse_glossary, read_glossary
from mtcheck.glossary.inflection import OBLIQUE, PLURAL, PLURAL_OBLIQUE, forms, inflected
from mtcheck.glossary.lookup import EnglishTerms, Phrases
from mtcheck.merge import merge
from mtcheck.read import parse
from mtcheck.rules import Context, rules
from mtcheck.script import fold, words
from mtcheck.segment import split_sentences
from mtcheck.types import Evidence, Finding, GlossaryEntry, Language

HINDI, MARATHI = Language.HINDI, Language.MARATHI
FLOOD = GlossaryEntry("flood", ("बाढ़",), ("जलप्लावन", "सैलाब"), HINDI, "term", "Not in weather maps.")


def entry(english: str, preferred: str, forbidden: str = "", **more: object) -> GlossaryEntry:
    """An entry from | parted cells."""
    cells = {"origin": "house.csv:2", **more}
    return GlossaryEntry(english, *(tuple(filter(None, cell.split("|"))) for cell in (preferred, forbidden)), **cells)  # type: ignore[arg-type]


def asked(entries: list[GlossaryEntry]) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str, str, str]]:
    return [(e.english, e.preferred, e.forbidden, e.language.value, e.kind, e.origin) for e in entries]


# tables

CSV = "english,preferred,forbidden,language,kind,note\nflood,बाढ़,जलप्लावन|सैलाब,hi,term,Not in weather maps.\n"


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.replace("\n", "\r\n").encode(),
        CSV.replace(",", ";").encode(),
        CSV.replace(",", "\t").encode(),
        CSV.replace("english,preferred", "English, PREFERRED ").encode(),
        CSV.replace("बाढ़", '"बाढ़"').encode(),
        (CSV + ",,,,,\n\n").encode(),
        CSV.replace("note\n", "note,,\n").encode(),
        CSV.replace(",hi,term", ",Hindi,Term").encode(),
        CSV.replace(",hi,term", ",,").encode(),
        CSV.replace("जलप्लावन|सैलाब", " जलप्लावन | सैलाब | ").encode(),
    ],
    ids=["plain", "bom", "crlf", "semicolon", "tab", "case", "quotes", "blank rows", "spare cells", "words", "defaults", "spaces"],
)  # fmt: skip
def test_tables(data: bytes):
    assert parse_glossary(data, "house.csv") == [replace(FLOOD, origin="house.csv:2")]


def test_columns_in_any_order_and_only_the_needed_ones():
    assert asked(parse_glossary("preferred;english\nकप्तान;captain\nदल;party\n".encode(), "a.csv")) == [
        ("captain", ("कप्तान",), (), "hi", "term", "a.csv:2"),
        ("party", ("दल",), (), "hi", "term", "a.csv:3"),
    ]


def test_a_line_is_where_its_record_begins():
    text = 'english,preferred,note\nflood,बाढ़,"two\nlines"\n\nparty,दल,\n'
    assert [e.origin for e in parse_glossary(text.encode(), "a.csv")] == ["a.csv:2", "a.csv:5"]
    assert parse_glossary(text.encode(), "a.csv")[0].note == "two lines"


def test_english_alternatives_and_languages_make_entries_of_their_own():
    text = "english,preferred,language\napex court|Supreme Court,सर्वोच्च न्यायालय,hi|mr\n"
    assert [(e.english, e.language) for e in parse_glossary(text.encode(), "a.csv")] == [
        ("apex court", HINDI),
        ("apex court", MARATHI),
        ("Supreme Court", HINDI),
        ("Supreme Court", MARATHI),
    ]


def test_rules_get_composed_text_without_invisible_signs_but_with_joiners():
    text = "english,preferred,language\nadmiral,अ\u200dॅडमिरल,mr\nban,\u200bप्रति\u00adबंध,hi\nroad,सड\u093cक,hi\n"
    cleaned, written = (parse_glossary(text.encode(), "a.csv", as_written=raw) for raw in (False, True))
    assert [e.preferred[0] for e in cleaned] == ["अ\u200dॅडमिरल", "प्रतिबंध", "सड\u093cक"]
    assert written[1].preferred[0] == "\u200bप्रति\u00adबंध"


# YAML

YAML = """\
# house style
- english: flood
  preferred: बाढ़
  forbidden: [जलप्लावन, सैलाब]
  language: hi
  kind: term
  note: Not in weather maps.
"""


@pytest.mark.parametrize(
    "text",
    [
        YAML,
        "---\n" + YAML,
        YAML.replace("[जलप्लावन, सैलाब]", "जलप्लावन|सैलाब"),
        YAML.replace("[जलप्लावन, सैलाब]", "\n    - जलप्लावन\n    - सैलाब"),
        YAML.replace("english:", "English:").replace("kind: term", "kind:"),
        YAML.replace("language: hi", "language: null"),
        YAML.replace("[जलप्लावन, सैलाब]", "[जलप्लावन, सैलाब, ~, '']"),
    ],
    ids=["flow", "document", "bars", "block", "case", "null", "blank items"],
)
def test_yaml(text: str):
    (found,) = parse_glossary(text.encode(), "house.yaml")
    assert replace(found, origin="") == FLOOD
    assert found.origin == f"house.yaml:{3 if text.startswith('---') else 2}"


def test_yaml_values_are_text_as_written():
    text = "- {english: Norway, preferred: नॉर्वे, note: no}\n- {english: 5G, preferred: '5G', note: 1.10}\n- english: 007\n  preferred: जासूस\n"
    found = parse_glossary(text.encode(), "a.yml")
    assert [(e.english, e.note) for e in found] == [("Norway", "no"), ("5G", "1.10"), ("007", "")]


def test_small_aliases_are_written_out():
    text = "- {english: court, preferred: अदालत, forbidden: &no [न्यायालय, कोर्ट]}\n- {english: bench, preferred: पीठ, forbidden: *no}\n"
    assert [e.forbidden for e in parse_glossary(text.encode(), "a.yaml")] == [("न्यायालय", "कोर्ट")] * 2


# TBX

TBX_2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
 <martifHeader><fileDesc><sourceDesc><p>Foreign desk</p></sourceDesc></fileDesc></martifHeader>
 <text><body>
  <termEntry id="c1">
   <descrip type="subjectField">diplomacy</descrip>
   <note>US only.</note>
   <langSet xml:lang="en-US">
    <tig><term>Secretary of State</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
    <tig><term>US foreign secretary</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></tig>
   </langSet>
   <langSet xml:lang="de"><tig><term>Außenminister</term></tig></langSet>
   <langSet xml:lang="hi-IN">
    <ntig><termGrp><term>अमेरिकी <hi>विदेश</hi> मंत्री</term>
     <termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termGrp></ntig>
    <ntig><termGrp><term>विदेश मंत्री<!-- ours --></term>
     <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig>
    <ntig><termGrp><term>राज्य सचिव</term>
     <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig>
   </langSet>
   <langSet xml:lang="mr"><tig><term>परराष्ट्रमंत्री</term></tig></langSet>
  </termEntry>
 </body></text>
</martif>
"""
TBX_2_ENTRIES = [
    ("Secretary of State", ("विदेश मंत्री", "अमेरिकी विदेश मंत्री"), ("राज्य सचिव",), "hi", "term", "a.tbx:14"),
    ("Secretary of State", ("परराष्ट्रमंत्री",), (), "mr", "term", "a.tbx:22"),
]
TBX_3_TAGS = """<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
 <tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
 <text><body><conceptEntry id="n1">
  <langSec xml:lang="en"><termSec><term>Hegseth</term><min:partOfSpeech>properNoun</min:partOfSpeech></termSec></langSec>
  <langSec xml:lang="hi">
   <termSec><term>हेगसेट</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
   <termSec><term>हेगसेथ</term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
  </langSec></conceptEntry></body></text>
</tbx>
"""
TBX_3_ATTRIBUTES = """<tbx type="TBX-Core" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
 <text><body><conceptEntry id="n1">
  <langSec xml:lang="en"><termSec><term>Hegseth</term><termNote type="partOfSpeech">proper noun</termNote></termSec></langSec>
  <langSec xml:lang="hi">
   <termSec><term>हेगसेट</term><termNote type="normativeAuthorization">deprecatedTerm</termNote></termSec>
   <termSec><term>हेगसेथ</term><termNote type="normativeAuthorization">preferredTerm</termNote></termSec>
  </langSec></conceptEntry></body></text>
</tbx>
"""
TBX_MIN = """<TBX dialect="TBX-Min"><header><id>h</id><languages source="en" target="hi"/></header><body>
<entry id="1"><langGroup xml:lang="en"><termGroup><term>flood</term></termGroup></langGroup>
<langGroup xml:lang="hi"><termGroup><term>जलप्लावन</term><termStatus>notRecommended</termStatus></termGroup>
<termGroup><term>बाढ़</term><termStatus>preferred</termStatus></termGroup></langGroup></entry></body></TBX>
"""


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TBX_2.encode(), TBX_2_ENTRIES),
        (TBX_2.replace("UTF-8", "UTF-16").encode("utf-16"), TBX_2_ENTRIES),
        (TBX_3_TAGS.encode(), [("Hegseth", ("हेगसेथ",), ("हेगसेट",), "hi", "name", "a.tbx:6")]),
        (TBX_3_ATTRIBUTES.encode(), [("Hegseth", ("हेगसेथ",), ("हेगसेट",), "hi", "name", "a.tbx:4")]),
        (TBX_MIN.encode(), [("flood", ("बाढ़",), ("जलप्लावन",), "hi", "term", "a.tbx:3")]),
    ],
    ids=["2008", "2008 in UTF-16", "2019 tags", "2019 attributes", "min"],
)
def test_tbx(data: bytes, expected: list[object]):
    assert asked(parse_glossary(data, "a.tbx")) == expected


def test_a_tbx_note_is_kept():
    assert parse_glossary(TBX_2.encode(), "a.tbx")[0].note == "US only."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (CSV, "a.txt"),
        (CSV, "a"),
        (YAML, "a.csv"),
        (YAML, "a.txt"),
        (TBX_MIN, "a.xml"),
        (TBX_MIN, "a.csv"),
        (YAML, "a.tbx"),
    ],
)
def test_the_content_tells_the_kind(text: str, name: str):
    assert parse_glossary(text.encode(), name)[0].english == "flood"


# files that are none, or mean harm

BOMB = """<?xml version="1.0"?>
<!DOCTYPE tbx [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<tbx><text><body><conceptEntry><note>&b;</note></conceptEntry></body></text></tbx>"""
OUTSIDE = '<!DOCTYPE tbx [<!ENTITY secret SYSTEM "file:///etc/passwd">]><tbx><term>&secret;</term></tbx>'


def yaml_bomb(levels: int = 9, each: int = 9) -> str:
    lists = [f"- {{english: a, preferred: &a0 [{', '.join(['क'] * each)}]}}"]
    lists += [f"- {{english: a, preferred: &a{n} [{', '.join([f'*a{n - 1}'] * each)}]}}" for n in range(1, levels)]
    return "\n".join(lists)


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "a.csv", "a.csv: empty"),
        (b"\n\n", "a.csv", "a.csv: empty"),
        (b"", "a.yaml", "a.yaml: no entries"),
        (CSV.splitlines()[0].encode(), "a.csv", "a.csv: no entries"),
        (b"english,prefered\na,b\n", "a.csv", "a.csv:1: no column 'prefered'; did you mean 'preferred'?"),
        (b"english,zzz\na,b\n", "a.csv", "a.csv:1: no column 'zzz'; there are: english, preferred, forbidden"),
        (b"english,forbidden\na,b\n", "a.csv", "a.csv:1: column 'preferred' is missing"),
        (b"english,preferred,English\na,b,c\n", "a.csv", "a.csv:1: column 'english' stands twice"),
        ("english,preferred\nflood,बाढ़\na,b,c\n".encode(), "a.csv", "a.csv:3: 3 cells, but 2 columns; put text"),
        (b'english,preferred\n"flood,b\nc,d\n', "a.csv", "a.csv:2: unexpected end of data; check the quotation marks"),
        (b'english,preferred\n"a' + b"\nb,c" * 60 + b'",d\n', "a.csv", "a.csv:2: a cell of 60 lines; close its quotation"),
        (b"english,preferred,language\na,b,fr\n", "a.csv", "a.csv:2: language 'fr' is unknown; write hi or mr"),
        (b"english,preferred,kind\na,b,person\n", "a.csv", "a.csv:2: kind 'person' is unknown; write term or name"),
        (CSV.encode("utf-16"), "a.csv", "a.csv: UTF-16 text; save the glossary as CSV (UTF-8)"),
        (b"english,preferred\nflood,\xac\xe2\n", "a.csv", "a.csv:2: not UTF-8"),
        (b"english\0preferred", "a.csv", "a.csv: binary data"),
        (b"PK\x03\x04rest", "house.xlsx", "house.xlsx: a spreadsheet or archive; save the glossary's sheet as CSV"),
        (b"\xff\xfe<", "a.tbx", "a.tbx: broken UTF-16"),
        (b"- english: [a, b\n", "a.yaml", "a.yaml:2: not YAML"),
        (b"- english: a\n", "a.yaml", "a.yaml:1: key 'preferred' is missing"),
        (b"- {english: a, preferred: b}\n- {english: a, note: c, note: d}\n", "a.yaml", "a.yaml:2: key 'note' stands twice"),
        (b"- {english: a, preferred: b}\n- just words\n", "a.yaml", "a.yaml:2: no mapping"),
        (b"english: a\npreferred: b\n", "a.yaml", "a.yaml:1: no list; write a list"),
        (b"- {english: a, preferred: {x: b}}\n", "a.yaml", "a.yaml:1: nested too deep"),
        (b"- {english: a, preferred: [[[b]]]}\n", "a.yaml", "a.yaml:1: nested too deep"),
        (b"- {english: a, prefered: b}\n", "a.yaml", "a.yaml:1: no column 'prefered'; did you mean 'preferred'?"),
        (b"- {english: a, preferred: *none}\n", "a.yaml", "a.yaml:1: alias 'none' names nothing"),
        (b"- {english: !!python/object/apply:os.system [ls], preferred: b}\n", "a.yaml", "a.yaml:1: tag 'tag:yaml.org,2002:python"),
        (b"- {english: a, preferred: b}\n---\n- {english: a, preferred: b}\n", "a.yaml", "a.yaml:2: a second document"),
        (b"[" * 100_000, "a.yaml", "a.yaml:1: no mapping"),
        (b"- " * 100_000, "a.yaml", "a.yaml:1: no mapping"),
        (yaml_bomb().encode(), "a.yaml", "its aliases make too many texts; write the words out"),
        (BOMB.encode(), "a.tbx", "a.tbx:2: declares XML entities, which are not allowed"),
        (BOMB.replace("1.0\"", '1.0" encoding="UTF-16"').encode("utf-16"), "a.tbx", "a.tbx:2: declares XML entities"),
        (OUTSIDE.encode(), "a.tbx", "a.tbx:1: declares XML entities"),
        (b"<tbx><text></tbx>", "a.tbx", "a.tbx:1: not well-formed XML"),
        (b"<tbx>" + b"<a>" * 5000, "a.tbx", "a.tbx:1: not well-formed XML"),
        (b"<html><body>x</body></html>", "a.tbx", "a.tbx: XML, but no TBX (its root is 'html')"),
        (b"<tbx><text><body/></text></tbx>", "a.tbx", "a.tbx: no Hindi or Marathi terms"),
        (TBX_MIN.replace('"hi"', '"fr"').encode(), "a.tbx", "a.tbx: no Hindi or Marathi terms"),
    ],
)  # fmt: skip
def test_what_is_no_glossary_is_refused_in_one_line(data: bytes, name: str, told: str):
    with pytest.raises(ReadError) as caught:
        parse_glossary(data, name)
    assert told in str(caught.value)
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path):
    with pytest.raises(ReadError, match=r"none\.csv: cannot be read \(No such file"):
        read_glossary(tmp_path / "none.csv")
    with pytest.raises(ReadError, match="a folder"):
        read_glossary(tmp_path)


def test_an_external_entity_that_is_not_declared_is_not_fetched(tmp_path: Path):
    (tmp_path / "secret.dtd").write_text('<!ENTITY x "secret">')
    text = TBX_2.replace("TBXBasiccoreStructV02.dtd", str(tmp_path / "secret.dtd")).replace("US only.", "US &x; only.")
    assert "secret" not in parse_glossary(text.encode(), "a.tbx")[0].note


# the hash


def test_the_hash_tells_what_is_asked_not_where_it_stands():
    other = entry("party", "दल", "पार्टी")
    same = [replace(other, origin="b.yaml:9", note="!"), FLOOD]
    assert glossary_hash([FLOOD, other]) == glossary_hash(same)
    assert len(glossary_hash([FLOOD])) == 8
    assert glossary_hash([]) == ""


@pytest.mark.parametrize(
    "change",
    [
        {"english": "deluge"},
        {"preferred": ("सैलाब",)},
        {"forbidden": ()},
        {"language": MARATHI},
        {"kind": "name"},
    ],
)
def test_the_hash_changes_with_what_is_asked(change: dict[str, object]):
    assert glossary_hash([FLOOD]) != glossary_hash([replace(FLOOD, **change)])  # type: ignore[arg-type]


def test_the_signature_names_the_glossary():
    assert glossary_hash([FLOOD]) in signature(None, Options(glossary=(FLOOD,)))
    assert "glossary" not in signature(None, Options())


# problems


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([entry("flood", "बाढ़", "जलप्लावन")], []),
        ([entry("", "बाढ़")], [("error", "empty", "english is empty")]),
        ([entry("flood", "")], [("error", "empty", "preferred is empty")]),
        ([entry("flood", "", "जलप्लावन")], [("warning", "empty", "preferred is empty")]),
        ([entry("road", "सड़क", "सडक")], [("error", "contradiction", "both preferred and forbidden")]),
        (
            [entry("court", "अदालत", "न्यायालय"), entry("tribunal", "न्यायालय", origin="b.csv:7")],
            [("error", "preferred-elsewhere", "preferred for ‘tribunal’ (b.csv:7)")],
        ),
        (
            [entry("party", "दल"), entry("Party", "पार्टी", origin="b.csv:4")],
            [("error", "contradiction", "‘पार्टी’ here and ‘दल’ at house.csv:2")],
        ),
        (
            [entry("party", "दल|पार्टी"), entry("party", "पार्टी", origin="b.csv:4")],
            [("warning", "duplicate", "stands also at house.csv:2")],
        ),
        ([entry("party", "दल"), entry("party", "पक्ष", language=MARATHI, origin="b.csv:4")], []),
        ([entry("police", "पुलिस बल", "पुलिस")], [("error", "too-common", "‘पुलिस’ is so common")]),
        ([entry("of", "वाला", "का के")], [("error", "too-common", "‘का के’ is so common")]),
        ([entry("police", "पुलिस बल", "शिपाई पुलिस")], []),
        ([entry("party", "दल", "दल, समूह")], [("error", "never-matches", "punctuation")]),
        ([entry("party", "दल", "…")], [("error", "never-matches", "no words")]),
        ([entry("party", "parti")], [("error", "wrong-script", "Latin letters in a Hindi cell")]),
        ([entry("दल", "दल")], [("error", "wrong-script", "Devanagari letters in an English cell")]),
        ([entry("GST", "GST")], [("warning", "wrong-script", "Latin")]),
        ([entry("5G", "5जी", "5G")], [("warning", "wrong-script", "Latin")]),
        ([entry("party", "দল")], [("error", "wrong-script", "Bengali letters in a Hindi cell")]),
        ([entry("party", "दरবার")], [("error", "mixed-script", "mixes Bengali and Devanagari")]),
        ([entry("pаrty", "दल")], [("error", "mixed-script", "mixes Cyrillic and Latin")]),
        ([entry("party", "द\u200bल")], [("error", "invisible", "U+200B")]),
        ([entry("party", "दल\u200d")], [("error", "invisible", "U+200D")]),
        ([entry("admiral", "अ\u200dॅडमिरल", language=MARATHI)], []),
        ([entry("road", "स\u095cक")], [("warning", "not-nfc", "composed form")]),
        ([entry("party", "दल", '=HYPERLINK("x")')], [("error", "formula", "formula"), ("error", "never-matches", "")]),
        ([entry("@SUM(A1)", "दल")], [("error", "formula", "formula")]),
    ],
)
def test_problems(entries: list[GlossaryEntry], expected: list[tuple[str, str, str]]):
    found = [p for p in find_problems(entries) if (p.code, p.level) != ("wrong-script", "error") or len(expected) == 1]
    assert [(p.level, p.code) for p in found] == [(level, code) for level, code, _ in expected]
    for problem, (_, _, text) in zip(found, expected, strict=True):
        assert text in problem.message


def test_problems_come_in_the_order_of_the_entries():
    entries = [
        entry("a", "दल", origin="a.csv:2"),
        entry("", "हल", origin="a.csv:3"),
        entry("a", "बल", origin="a.csv:4"),
    ]
    assert [p.origin for p in find_problems([*entries, entry("", "जल", origin="b.csv:2")])] == [
        "a.csv:3",
        "a.csv:4",
        "b.csv:2",
    ]


# inflection


@pytest.mark.parametrize(
    ("word", "language", "lemma"),
    [
        ("हमलों", "hi", "हमला"), ("हमले", "hi", "हमला"), ("नीतियां", "hi", "नीति"), ("पार्टियों", "hi", "पार्टी"), ("किताबें", "hi", "किताब"),
        ("माताओं", "hi", "माता"), ("डाकुओं", "hi", "डाकू"), ("मिठाइयाँ", "hi", "मिठाई"), ("रुपये", "hi", "रुपया"), ("चिड़ियों", "hi", "चिड़िया"),
        ("थोपी", "hi", "थोपना"), ("लगाएगी", "hi", "लगाना"), ("बताकर", "hi", "बताना"), ("किए", "hi", "करना"), ("देंगे", "hi", "देना"),
        ("न्यायालयाच्या", "mr", "न्यायालय"), ("बँकेने", "mr", "बँक"), ("दौऱ्यावर", "mr", "दौरा"), ("शेतकऱ्यांना", "mr", "शेतकरी"),
        ("पोलिसांनी", "mr", "पोलीस"), ("निवडणुकीत", "mr", "निवडणूक"), ("खात्यातून", "mr", "खाते"), ("नद्या", "mr", "नदी"), ("भिंतीवर", "mr", "भिंत"),
        ("पैशांचा", "mr", "पैसा"), ("शाळेत", "mr", "शाळा"), ("मोदींनी", "mr", "मोदी"), ("ट्रम्पनेही", "mr", "ट्रंप"), ("केल्या", "mr", "करणे"),
    ],
)  # fmt: skip
def test_inflected_forms_come_from_their_dictionary_form(word: str, language: str, lemma: str):
    assert fold(lemma) in {form.lemma for form in forms(word, language)}


@pytest.mark.parametrize(
    ("word", "language", "other"),
    [("माली", "hi", "माला"), ("चुनावी", "hi", "चुनाव"), ("माल", "hi", "माला"), ("सहायता", "hi", "सहायक"), ("करा", "mr", "कर"), ("GST", "hi", "GS")],
)  # fmt: skip
def test_other_words_do_not(word: str, language: str, other: str):
    assert fold(other) not in {form.lemma for form in forms(word, language)}


@pytest.mark.parametrize(
    ("word", "how", "expected"),
    [
        ("हमला", OBLIQUE, "हमले"), ("सभा", OBLIQUE, "सभा"), ("मंत्री", OBLIQUE, "मंत्री"), ("घटना", PLURAL_OBLIQUE, "घटनाओं"),
        ("समझौता", PLURAL_OBLIQUE, "समझौतों"), ("मंत्री", PLURAL_OBLIQUE, "मंत्रियों"), ("दल", PLURAL, "दल"), ("फ़िल्म", PLURAL, "फ़िल्में"),
    ],
)  # fmt: skip
def test_inflected_as_far_as_it_is_certain(word: str, how: str, expected: str):
    assert inflected(word, how, "hi") == expected


# looking words up


def found(text: str, *entries: GlossaryEntry, language: str = "hi") -> list[tuple[str, bool]]:
    """(words, preferred) of what the phrases find."""
    tokens = words(text)
    matches = Phrases(entries, language).find(tokens, text)
    return [(text[tokens[m.first].start : tokens[m.end - 1].end], m.phrase.preferred) for m in matches]


COURT = entry("court", "उच्च न्यायालय", "न्यायालय")


@pytest.mark.parametrize(
    ("text", "entries", "expected"),
    [
        ("उच्च न्यायालय में", [COURT], [("उच्च न्यायालय", True)]),
        ("जिला न्यायालय में", [COURT], [("न्यायालय", False)]),
        ("न्यायालय परिसर", [COURT, entry("yard", "अहाता", "न्यायालय परिसर")], [("न्यायालय परिसर", False)]),
        ("उच्च, न्यायालय", [COURT], [("न्यायालय", False)]),
        ("राज्य-सचिव", [entry("x", "य", "राज्य सचिव")], [("राज्य-सचिव", False)]),
        ("राज्य  सचिव", [entry("x", "य", "राज्य सचिव")], [("राज्य  सचिव", False)]),
        ("राज्य। सचिव", [entry("x", "य", "राज्य सचिव")], []),
        ("राज्य।सचिव", [entry("x", "य", "राज्य सचिव")], []),
        ("राज्यों सचिव", [entry("x", "य", "राज्य सचिव")], []),
        ("माला पहनाई", [entry("x", "माल", "माला")], [("माला", False)]),
        ("दल बना", [entry("x", "दल"), entry("y", "टीम", "दल")], [("दल", True)]),
        ("सेना से कहा", [entry("army", "फौज", "सेना")], [("सेना", False)]),
        ("इस वजह से रहा", [entry("army", "फौज", "सेना")], []),
        ("नियम थोप दिए", [entry("to impose", "लगाना", "थोपना")], [("थोप", False)]),
        ("लोग थोप पर", [entry("to impose", "लगाना", "थोपना")], []),
        ("FIR दर्ज", [entry("FIR", "एफआईआर", "FIR")], [("FIR", False)]),
    ],
)
def test_phrases(text: str, entries: list[GlossaryEntry], expected: list[tuple[str, bool]]):
    assert found(text, *entries) == expected


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("The High Courts ruled.", ["High Court"]),
        ("A court in the city", ["court"]),
        ("who said so", []),
        ("The WHO said so", ["WHO"]),
        ("the High Court's view", ["High Court"]),
        ("courtship", []),
    ],
)
def test_english_terms(english: str, expected: list[str]):
    terms = EnglishTerms([entry("High Court", "क"), entry("court", "ख"), entry("WHO", "ग")])
    assert [term.entries[0].english for _, _, term in terms.find(words(english))] == expected


def test_the_same_entries_are_compiled_once():
    assert compiled((FLOOD,)) is compiled((replace(FLOOD),))


# what a finding says


def findings(text: str, *entries: GlossaryEntry) -> list[Finding]:
    article = parse(text.encode(), "a.txt")
    article.sentences = split_sentences(article)
    return merge(article, rules()["terminology"].check(Context(article, glossary=compiled(entries))))


@pytest.mark.parametrize(
    ("text", "one", "words_found", "suggestion"),
    [
        ("सीमा पर हुए आक्रमणों में तीन जवान घायल हुए।", entry("attack", "हमला", "आक्रमण"), "आक्रमणों", "हमलों"),
        ("बाजार पर धावे की खबर से लोग सहम गए।", entry("attack", "हमला", "धावा"), "धावे", "हमले"),
        ("सीमा पर हुए धावे में तीन जवान घायल हुए।", entry("attack", "चढ़ाई", "धावा"), "धावे", "चढ़ाई"),
        (
            "मंत्रालय छोटे उद्योगों का काम त्वरित करेगा।",
            entry("to speed up", "तेज़ करना", "त्वरित करना"),
            "त्वरित करेगा",
            "तेज़ करेगा",
        ),
        ("शहर के काले बाजार में दाम दोगुने हो गए हैं।", entry("x", "चोर बाज़ार", "काला बाज़ार"), "काले बाजार", "चोर बाज़ार"),
        ("वहां के आक्रमणों में तीन जवान घायल हुए।", entry("attack", "बड़ा हमला", "आक्रमण"), "आक्रमणों", "बड़ा हमला"),
        ("वहां के आक्रमणों में तीन जवान घायल हुए।", entry("attack", "", "आक्रमण"), "आक्रमणों", ""),
    ],
)
def test_the_suggestion_is_inflected_where_that_is_certain(
    text: str, one: GlossaryEntry, words_found: str, suggestion: str
):
    (finding,) = findings(text, one)
    assert (finding.text, finding.suggestion, finding.intended) == (words_found, suggestion, one.english)


def test_the_message_names_the_preferred_words_the_line_and_the_note():
    (finding,) = findings(
        "सीमा पर हुए आक्रमण में तीन जवान घायल हुए।", entry("attack", "हमला|चढ़ाई", "आक्रमण", note="Desk, 2024.")
    )
    assert finding.confidence == 0.95
    for part in ("‘आक्रमण’", "‘हमला’ or ‘चढ़ाई’", "house.csv:2", "Desk, 2024."):
        assert part in finding.message
    assert "‘हमला’ या ‘चढ़ाई’" in finding.message_hi


def test_entries_that_forbid_the_same_words_make_one_finding():
    both = entry("attack", "हमला", "आक्रमण"), entry("invasion", "घुसपैठ", "आक्रमण", origin="b.csv:9")
    (finding,) = findings("सीमा पर हुए आक्रमण में तीन जवान घायल हुए।", *both)
    assert "house.csv:2" in finding.message
    assert "b.csv:9" in finding.message


def test_a_name_keeps_its_ending():
    text = "अमेरिकेचे संरक्षणमंत्री हेगसेतनी पत्रकार परिषदेत ही माहिती दिली आहे."
    (finding,) = findings(text, entry("Hegseth", "हेगसेथ", kind="name", language=MARATHI))
    assert (finding.text, finding.suggestion) == ("हेगसेतनी", "हेगसेथनी")


def test_a_spelling_that_the_data_knows_is_no_spelling_of_the_house():
    (finding,) = findings("अमेरिकी रक्षा मंत्री हेगसेट ने कहा कि सहयोग बढ़ेगा।", entry("Hegseth", "हेगसेथ", kind="name"))
    assert finding.text == "हेगसेट"


NEW = "नया सैटेलाइट मौसम देख रहा है।"
WATCHES = "The new satellite watches weather."
LINKS = {"नया": "new", "मौसम": "weather", "देख": "watches"}
SATELLITE = entry("satellite", "उपग्रह")
SUPREME = entry("Supreme Court", "सर्वोच्च न्यायालय")


@pytest.mark.parametrize(
    ("text", "english", "links", "score", "entries", "expected"),
    [
        (NEW, WATCHES, {**LINKS, "सैटेलाइट": "satellite"}, 0.8, [SATELLITE], ["सैटेलाइट"]),
        # The word sounds like the term, so a weaker link will do; a link too weak will not.
        (NEW, WATCHES, {**LINKS, "सैटेलाइट": "satellite"}, 0.6, [SATELLITE], ["सैटेलाइट"]),
        (NEW, WATCHES, {**LINKS, "सैटेलाइट": "satellite"}, 0.5, [SATELLITE], []),
        # Nothing but the link speaks for it.
        (NEW.replace("सैटेलाइट", "गुब्बारा"), WATCHES, {**LINKS, "गुब्बारा": "satellite"}, 0.8, [SATELLITE], ["गुब्बारा"]),
        (NEW.replace("सैटेलाइट", "गुब्बारा"), WATCHES, {**LINKS, "गुब्बारा": "satellite"}, 0.6, [SATELLITE], []),
        # The English speaks of a part of the sentence only, or the term is linked to nothing.
        (NEW, WATCHES, {"सैटेलाइट": "satellite"}, 0.9, [SATELLITE], []),
        (NEW, WATCHES, LINKS, 0.9, [SATELLITE], []),
        # The term is there, inflected, or in one word.
        (NEW.replace("है", "है उपग्रहों"), WATCHES, {**LINKS, "सैटेलाइट": "satellite"}, 0.8, [SATELLITE], []),
        ("नया आदेश सर्वोच्चन्यायालय पीठ बेंच ने दिया।", "Supreme Court new order", {"नया": "new", "आदेश": "order", "पीठ": "Supreme", "बेंच": "Court"}, 0.8, [SUPREME], []),
        ("नया आदेश पीठ बेंच ने दिया।", "Supreme Court new order", {"नया": "new", "आदेश": "order", "पीठ": "Supreme", "बेंच": "Court"}, 0.8, [SUPREME], ["पीठ बेंच"]),
        # Its words stand apart, one of them is linked to nothing, or all are words of the term.
        ("पीठ नया आदेश देख बेंच ने दिया।", "Supreme Court new order", {"नया": "new", "आदेश": "order", "पीठ": "Supreme", "बेंच": "Court"}, 0.8, [SUPREME], []),
        ("नया आदेश बेंच ने दिया।", "Supreme Court new order", {"नया": "new", "आदेश": "order", "बेंच": "Court"}, 0.8, [SUPREME], []),
        ("नया आदेश न्यायालय ने दिया।", "new court order", {"नया": "new", "आदेश": "order", "न्यायालय": "court"}, 0.8, [entry("court", "जिला न्यायालय")], []),
        # A pronoun, a name, the rendering of another term, or a name of the glossary.
        (NEW.replace("सैटेलाइट", "वह"), WATCHES, {**LINKS, "वह": "satellite"}, 0.9, [SATELLITE], []),
        (NEW.replace("सैटेलाइट", "मोदी"), WATCHES, {**LINKS, "मोदी": "satellite"}, 0.9, [SATELLITE], []),
        (NEW, WATCHES, {"नया": "new", "मौसम": "satellite", "देख": "watches"}, 0.9, [SATELLITE, entry("weather", "मौसम")], []),
        (NEW, WATCHES, {"नया": "new", "मौसम": "satellite", "देख": "watches"}, 0.9, [SATELLITE], ["मौसम"]),
        (NEW, WATCHES, {**LINKS, "सैटेलाइट": "satellite"}, 0.8, [replace(SATELLITE, kind="name")], []),
    ],
)  # fmt: skip
def test_against_the_english(
    text: str, english: str, links: dict[str, str], score: float, entries: list[GlossaryEntry], expected: list[str]
):
    article = parse(text.encode(), "a.txt")
    article.sentences = split_sentences(article)
    (sentence,) = article.sentences
    mine, theirs = tuple(words(text)), tuple(words(english))
    rows = {[w.text for w in mine].index(a): [w.text for w in theirs].index(b) for a, b in links.items()}
    similarity = np.zeros((len(mine), len(theirs)), dtype=np.float32)
    for row, place in rows.items():
        similarity[row, place] = score
    sentence.evidence = [Evidence("b.txt", "paragraph", 0, len(english), english, 0.9)]
    context = Context(article, {0: [Alignment(mine, theirs, similarity, rows)]}, glossary=compiled(tuple(entries)))
    assert [(f.text, f.evidence) for f in rules()["terminology"].check(context)] == [(word, (0,)) for word in expected]


KORVILA = entry("Korvila", "कोरविला", kind="name")
ZUBIN = entry("Zubin Korvila", "जुबिन कोरविला", kind="name")


@pytest.mark.parametrize(
    ("word", "one", "right"),
    [
        ("कोरवीला", KORVILA, "कोरविला"),  # a vowel
        ("कोरव्हिला", KORVILA, "कोरविला"),  # a consonant more
        ("कोर्नविला", KORVILA, "कोरविला"),
        ("कोरपिला", KORVILA, ""),  # another consonant
        ("कोरविलाई", KORVILA, ""),  # made from it
        ("कोरविली", KORVILA, ""),
        ("कोरविला", KORVILA, ""),
        ("क़ोरविला", KORVILA, ""),
        ("पवर", entry("Pawar", "पवार", kind="name"), "पवार"),
        ("पावर", entry("Pawar", "पवार", kind="name"), ""),  # a common word
        ("धवन", entry("Dhavan", "धवान", kind="name"), ""),  # another known name
        ("एबीवीपी", entry("Abivipi", "अबिवीपी", kind="name"), ""),  # letters
        ("कोवि", entry("Kovi", "कोवी", kind="name"), "कोवी"),  # short names: only the length of a vowel
        ("कावी", entry("Kovi", "कोवी", kind="name"), ""),
        ("खोवी", entry("Kovi", "कोवी", kind="name"), ""),
        ("जुबेन", ZUBIN, ""),  # a given name may be another person's …
        ("जुबेन कोरविला", ZUBIN, "जुबिन"),  # … but not beside the surname
        ("जुबेन, कोरविला", ZUBIN, ""),
        ("ज़ेलेन्स्की", entry("Zelensky", "जेलेंस्की", kind="name"), ""),
    ],
)
def test_names_by_their_sound(word: str, one: GlossaryEntry, right: str):
    text = f"कल सुबह {word} ने कहा कि यह काम अगले साल पूरा किया जाएगा और इसके लिए पैसे दिए जाएंगे।"
    assert [finding.suggestion for finding in findings(text, one)] == ([right] if right else [])


def test_entries_of_the_other_language_are_silent():
    assert findings("सीमा पर हुए आक्रमण में तीन जवान घायल हुए।", entry("attack", "हल्ला", "आक्रमण", language=MARATHI)) == []


# the command

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    def call(*args: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["mtcheck", "glossary", *map(str, args)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capfd.readouterr()
        return int(end.value.code or 0), out, err

    return call


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "good.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("- {english: road, preferred: सड़क, forbidden: सड़क}\n", encoding="utf-8")
    (tmp_path / "warned.csv").write_text("english,preferred\nGST,GST\n", encoding="utf-8")
    (tmp_path / "broken.tbx").write_text("<tbx>", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("names", "code"),
    [(["good.csv"], 0), (["warned.csv"], 0), (["good.csv", "bad.yaml"], 1), (["bad.yaml", "broken.tbx"], 2), (["none.csv"], 2)],
)  # fmt: skip
def test_exit_codes_of_check(run: Run, desk: Path, names: list[str], code: int):
    assert run("check", *(desk / name for name in names))[0] == code


def test_check_tells_line_and_code_and_goes_on_behind_a_broken_file(run: Run, desk: Path):
    _, out, err = run("check", desk / "broken.tbx", desk / "bad.yaml")
    first, last = out.splitlines()
    assert first.startswith(f"{desk / 'bad.yaml'}:1: error: ‘सड़क’ is both preferred and forbidden")
    assert first.endswith("[contradiction]")
    assert last == "1 entry, 1 error, 0 warnings"
    assert err.startswith(f"mtcheck: {desk / 'broken.tbx'}:1: not well-formed XML")


def test_check_finds_contradictions_between_files(run: Run, desk: Path):
    (desk / "other.csv").write_text("english,preferred\nflood,सैलाब\n", encoding="utf-8")
    code, out, _ = run("check", "--json", desk / "good.csv", desk / "other.csv")
    report = json.loads(out)
    assert code == 1
    assert report["schema"] == "mtcheck.glossary/1"
    assert report["hash"] == glossary_hash([*read_glossary(desk / "good.csv"), *read_glossary(desk / "other.csv")])
    assert [(p["code"], p["level"]) for p in report["problems"]] == [
        ("preferred-elsewhere", "error"),
        ("contradiction", "error"),
    ]


def test_list(run: Run, desk: Path):
    code, out, _ = run("list", desk / "good.csv")
    assert code == 0
    assert out == f"{desk / 'good.csv'}:2: flood = बाढ़ (hi), not जलप्लावन | सैलाब; Not in weather maps.\n"


def test_list_as_json_can_be_read_back(run: Run, desk: Path):
    report = json.loads(run("list", "--json", desk / "good.csv")[1])
    kept = [{key: value for key, value in item.items() if key != "origin"} for item in report["entries"]]
    again = parse_glossary(yaml.safe_dump(kept, allow_unicode=True).encode(), "again.yaml")
    assert [replace(item, origin="") for item in again] == [FLOOD]


def test_the_terminal_is_safe_from_a_glossary(run: Run, desk: Path):
    (desk / "evil.csv").write_text("english,preferred\nflood\x1b[2J\u202e,बाढ़\n", encoding="utf-8")
    code, out, _ = run("check", desk / "evil.csv")
    assert code == 1
    assert "\x1b" not in out
    assert "\u202e" not in out
