"""XLIFF 2.1: a grammar of what mtcheck writes, drawn from the specification, and the constraints that no grammar tells."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import etree

from mtcheck.report import FORMATS, encoded
from mtcheck.report.xliff import ITS, ITS_TYPES, ITSM, XLIFF, XML
from mtcheck.rules import rules
from mtcheck.types import Article, Kind, Language, Report, Severity

from . import build, saved

GRAMMAR = etree.RelaxNG(
    etree.fromstring(
        """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:oasis:names:tc:xliff:document:2.0"
  xmlns:its="http://www.w3.org/2005/11/its" xmlns:itsm="urn:oasis:names:tc:xliff:itsm:2.1"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
 <start>
  <element name="xliff">
   <attribute name="version"><value>2.1</value></attribute>
   <attribute name="its:version"><value>2.0</value></attribute>
   <attribute name="srcLang"><value>en</value></attribute>
   <optional><attribute name="trgLang"><choice><value>hi</value><value>mr</value><value>mul</value></choice></attribute></optional>
   <oneOrMore><ref name="file"/></oneOrMore>
  </element>
 </start>
 <define name="file">
  <element name="file">
   <ref name="id"/>
   <optional><attribute name="original"/></optional>
   <optional><attribute name="canResegment"><ref name="yesNo"/></attribute></optional>
   <optional><ref name="notes"/></optional>
   <oneOrMore><ref name="unit"/></oneOrMore>
  </element>
 </define>
 <define name="notes">
  <element name="notes">
   <oneOrMore>
    <element name="note">
     <optional><attribute name="category"/></optional>
     <optional>
      <attribute name="priority"><data type="positiveInteger"><param name="maxInclusive">10</param></data></attribute>
     </optional>
     <text/>
    </element>
   </oneOrMore>
  </element>
 </define>
 <define name="unit">
  <element name="unit">
   <ref name="id"/>
   <optional><attribute name="translate"><ref name="yesNo"/></attribute></optional>
   <optional><attribute name="type"><data type="string"><param name="pattern">[^\\s:]+:[^\\s:]+</param></data></attribute></optional>
   <zeroOrMore>
    <element name="its:locQualityIssues">
     <attribute name="xml:id"><data type="NMTOKEN"/></attribute>
     <oneOrMore>
      <element name="its:locQualityIssue">
       <attribute name="locQualityIssueType" ns=""><ref name="issueType"/></attribute>
       <attribute name="locQualityIssueComment" ns=""/>
       <attribute name="locQualityIssueSeverity" ns=""><ref name="score"/></attribute>
       <attribute name="locQualityIssueProfileRef" ns=""><data type="anyURI"/></attribute>
       <optional><attribute name="locQualityIssueEnabled" ns=""><ref name="yesNo"/></attribute></optional>
      </element>
     </oneOrMore>
    </element>
   </zeroOrMore>
   <optional><ref name="notes"/></optional>
   <element name="segment">
    <optional>
     <attribute name="state"><choice><value>initial</value><value>translated</value></choice></attribute>
    </optional>
    <element name="source"><ref name="content"/></element>
    <optional><element name="target"><ref name="content"/></element></optional>
   </element>
  </element>
 </define>
 <define name="content">
  <optional><attribute name="xml:space"><value>preserve</value></attribute></optional>
  <ref name="inline"/>
 </define>
 <define name="inline">
  <zeroOrMore>
   <choice>
    <text/>
    <element name="cp"><attribute name="hex"><data type="hexBinary"/></attribute></element>
    <element name="mrk"><ref name="annotation"/><ref name="inline"/></element>
    <element name="sm"><ref name="annotation"/></element>
    <element name="em"><attribute name="startRef"><data type="NMTOKEN"/></attribute></element>
   </choice>
  </zeroOrMore>
 </define>
 <define name="annotation">
  <ref name="id"/>
  <attribute name="type"><value>its:generic</value></attribute>
  <choice>
   <attribute name="itsm:lang"><data type="language"/></attribute>
   <attribute name="its:locQualityIssuesRef"><data type="string"><param name="pattern">#its=.+</param></data></attribute>
   <group>
    <attribute name="its:locQualityIssueType"><ref name="issueType"/></attribute>
    <attribute name="its:locQualityIssueComment"/>
    <attribute name="its:locQualityIssueSeverity"><ref name="score"/></attribute>
    <attribute name="its:locQualityIssueProfileRef"><data type="anyURI"/></attribute>
    <optional><attribute name="its:locQualityIssueEnabled"><ref name="yesNo"/></attribute></optional>
   </group>
  </choice>
 </define>
 <define name="id"><attribute name="id"><data type="NMTOKEN"/></attribute></define>
 <define name="yesNo"><choice><value>yes</value><value>no</value></choice></define>
 <define name="score"><data type="decimal"><param name="minInclusive">0</param><param name="maxInclusive">100</param></data></define>
 <define name="issueType"><choice>"""
        + "".join(f"<value>{name}</value>" for name in sorted(ITS_TYPES))
        + """</choice></define>
</grammar>"""
    )
)
X, I = f"{{{XLIFF}}}", f"{{{ITS}}}"  # noqa: E741 - the namespaces' usual short names


def document(*articles: Article, rules: dict | None = None) -> etree._Element:
    report = build.report(*articles)
    root = etree.fromstring(encoded(FORMATS["xliff"](Report(report.articles, report.signature, rules or report.rules))))
    check(root)
    return root


def check(root: etree._Element) -> None:
    """Raise AssertionError when the document breaks the grammar or a constraint of the specification."""
    GRAMMAR.assertValid(root)
    assert_unique(file.get("id") for file in root)
    for file in root:
        assert_unique(unit.get("id") for unit in file.iter(f"{X}unit"))
        for unit in file.iter(f"{X}unit"):
            check_unit(unit, root.get("trgLang"))


def check_unit(unit: etree._Element, language: str | None) -> None:
    assert_unique(element.get("id") for element in unit.iter(f"{X}mrk", f"{X}sm"))
    issues = [element.get(f"{{{XML}}}id") for element in unit.iter(f"{I}locQualityIssues")]
    assert_unique(issues)
    used = [element.get(f"{I}locQualityIssuesRef") for element in unit.iter(f"{X}mrk", f"{X}sm")]
    assert [f"#its={name}" for name in issues] == sorted(filter(None, used), key=lambda ref: int(ref[8:]))
    for content in unit.iter(f"{X}source", f"{X}target"):
        open_ids: set[str] = set()
        for element in content.iter(f"{X}sm", f"{X}em"):
            if element.tag == f"{X}sm":
                open_ids.add(element.get("id", ""))
            else:
                open_ids.remove(element.get("startRef", ""))  # a KeyError when it ends what never began
        assert not open_ids
    assert language or unit.find(f".//{X}target") is None


def assert_unique(ids: object) -> None:
    found = list(ids)  # type: ignore[call-overload]
    assert len(found) == len(set(found))


def walked(content: etree._Element) -> Iterator[tuple[str, str]]:
    """The content in order: ("text", …), ("open", id) and ("close", id)."""
    yield "text", content.text or ""
    for child in content:
        if child.tag == f"{X}cp":
            yield "text", chr(int(child.get("hex", ""), 16))
        elif child.tag == f"{X}sm":
            yield "open", child.get("id", "")
        elif child.tag == f"{X}em":
            yield "close", child.get("startRef", "")
        else:
            yield "open", child.get("id", "")
            yield from walked(child)
            yield "close", child.get("id", "")
        yield "text", child.tail or ""


def read_back(content: etree._Element) -> tuple[str, dict[str, str]]:
    """The text of a source or target, and the words of each annotation by its id."""
    text, begun, words = "", {}, {}
    for what, value in walked(content):
        if what == "text":
            text += value
        elif what == "open":
            begun[value] = len(text)
        else:
            words[value] = text[begun.pop(value) :]
    return text, words


def only(root: etree._Element, tag: str) -> etree._Element:
    (element,) = root.iter(f"{X}{tag}")
    return element


def bus(language: Language = Language.HINDI) -> build.Desk:
    return build.Desk("a.txt", language).block("बस नदी के पुल पर रुकी।", back="The bus stopped on the bridge.")


@pytest.mark.parametrize(
    "articles",
    [[], [build.broken()], [build.health()], build.full().articles, [Article("bare.txt", "केवल पाठ")]],
    ids=["empty", "unreadable", "clean", "full", "no sentences"],
)
def test_documents_keep_the_grammar(articles):
    assert document(*articles).get("version") == "2.1"


def test_a_crowd_of_findings_keeps_the_grammar():
    root = document(*saved.crowded(2_000).articles)
    assert len(list(root.iter(f"{X}mrk", f"{X}sm"))) == 2_000


def test_the_checks_find_what_is_wrong():
    root = document(bus().finding("नदी").article)
    only(root, "mrk").set("type", "term")
    with pytest.raises(etree.DocumentInvalid):
        check(root)
    root = document(bus().finding("नदी के").finding("के पुल").article)
    next(root.iter(f"{X}em")).set("startRef", "m9")
    with pytest.raises(KeyError):
        check(root)


def test_a_sentence_is_a_unit_whose_target_it_is():
    root = document(bus().article)
    assert only(root, "source").text == "The bus stopped on the bridge."
    assert only(root, "target").text == "बस नदी के पुल पर रुकी।"
    assert only(root, "segment").get("state") == "translated"
    assert only(root, "unit").get("type") == "mtcheck:paragraph"
    assert root.get("trgLang") == "hi"
    note = only(only(root, "unit"), "note")
    assert note.get("category") == "back-translation"
    assert "machine" in (note.text or "")


def test_without_back_translation_the_source_is_empty_and_says_why():
    root = document(build.Desk("a.txt").block("बस रुकी।").article)
    assert not only(root, "source").text
    assert only(only(root, "unit"), "note").get("category") == "source"


def test_an_english_sentence_is_its_own_source():
    root = document(build.Desk("a.txt").block("The bus stopped.", Kind.TWEET, Language.ENGLISH).article)
    assert only(root, "source").text == "The bus stopped."
    assert not list(root.iter(f"{X}target"))
    assert only(root, "unit").get("translate") == "no"
    assert root.get("trgLang") is None


def test_what_is_not_checked_is_not_to_be_translated():
    desk = bus().block("इसे भी पढ़ें", Kind.BOILERPLATE).block("दो", Kind.LIST_ITEM)
    units = list(document(desk.article).iter(f"{X}unit"))
    assert [unit.get("translate") for unit in units] == [None, "no", None]
    assert units[2].get("type") == "mtcheck:list-item"


def test_marathi_is_its_own_target_language():
    assert document(bus(Language.MARATHI).article).get("trgLang") == "mr"


def test_several_languages_are_told_sentence_by_sentence():
    root = document(bus(Language.MARATHI).finding("नदी").article, bus().article)
    assert root.get("trgLang") == "mul"
    targets = list(root.iter(f"{X}target"))
    assert [target[0].get(f"{{{ITSM}}}lang") for target in targets] == ["mr", "hi"]
    assert [read_back(target)[0] for target in targets] == ["बस नदी के पुल पर रुकी।"] * 2
    assert read_back(targets[0])[1] == {"m1": "नदी", "language": "बस नदी के पुल पर रुकी।"}


def test_one_finding_is_a_mrk():
    article = bus().finding("पुल", means="bridge", intended="pool", suggestion="तालाब").article
    mark = only(document(article), "mrk")
    assert mark.text == "पुल"
    assert {name.removeprefix(I): value for name, value in mark.attrib.items()} == {
        "id": "m1",
        "type": "its:generic",
        "locQualityIssueType": "mistranslation",
        "locQualityIssueComment": "“पुल”: The words say something else here. It says “bridge”. Probably meant: “pool”. "
        "Suggestion: तालाब [wrong-sense; confidence 91%; MQM Accuracy]",
        "locQualityIssueSeverity": "75",
        "locQualityIssueProfileRef": "https://themqm.org/",
    }


def test_severities_are_in_order():
    scores = [
        float(only(document(bus().finding("पुल", severity=severity).article), "mrk").get(f"{I}locQualityIssueSeverity"))
        for severity in (Severity.INFO, Severity.MINOR, Severity.MAJOR)
    ]
    assert scores == sorted(set(scores))


def test_crossing_findings_are_sm_and_em():
    target = only(document(bus().finding("नदी के").finding("के पुल").article), "target")
    assert [child.tag.removeprefix(X) for child in target] == ["sm", "sm", "em", "em"]
    text, words = read_back(target)
    assert text == "बस नदी के पुल पर रुकी।"
    assert words == {"m1": "नदी के", "m2": "के पुल"}


def test_nested_and_separate_findings():
    article = bus().finding("के").finding("नदी के पुल").finding("रुकी").article
    target = only(document(article), "target")
    assert [child.tag.removeprefix(X) for child in target] == ["sm", "sm", "em", "em", "mrk"]
    assert read_back(target)[1] == {"m1": "नदी के पुल", "m2": "के", "m3": "रुकी"}


def test_findings_that_touch_do_not_overlap():
    target = only(document(bus().finding("बस ").finding("नदी").article), "target")
    assert [child.tag.removeprefix(X) for child in target] == ["mrk", "mrk"]


def test_several_findings_on_the_same_words_stand_apart():
    article = bus().finding("पुल").finding("पुल", "name-error", Severity.MINOR).finding("पुल", "untranslated").article
    root = document(article)
    mark = only(root, "mrk")
    (issues,) = root.iter(f"{I}locQualityIssues")
    assert mark.text == "पुल"
    assert mark.get(f"{I}locQualityIssuesRef") == f"#its={issues.get(f'{{{XML}}}id')}"
    assert mark.get(f"{I}locQualityIssueType") is None
    assert [issue.get("locQualityIssueSeverity") for issue in issues] == ["50", "75", "75"]


def test_a_finding_without_words_is_an_empty_mark():
    article = bus().finding("पुल", start=3, end=3, text="").article
    assert read_back(only(document(article), "target")) == ("बस नदी के पुल पर रुकी।", {"m1": ""})


def test_a_finding_over_the_end_of_its_sentence_is_cut():
    article = bus().block("दूसरा वाक्य।").article
    article.findings = bus().finding("पुल", end=500).article.findings
    first, second = document(article).iter(f"{X}target")
    assert read_back(first)[1] == {"m1": "पुल पर रुकी।"}
    assert read_back(second)[1] == {}


def test_findings_have_a_place_in_a_text_that_was_never_cut():
    article = bus().finding("पुल").article
    article.sentences = []
    assert read_back(only(document(article), "target"))[1] == {"m1": "पुल"}


def test_no_word_is_lost():
    articles = build.full().articles
    root = document(*articles)
    contents = [unit.find(f".//{X}target") for unit in root.iter(f"{X}unit")]
    read = [read_back(content)[0] for content in contents if content is not None]
    kept = [s.text for a in articles for s in a.sentences if s.language is not Language.ENGLISH]
    assert read == kept


def test_suppressed_findings_are_disabled_and_say_why():
    mark = only(document(saved.suppress(bus().finding("पुल").article, 0)), "mrk")
    assert mark.get(f"{I}locQualityIssueEnabled") == "no"
    assert (mark.get(f"{I}locQualityIssueComment") or "").endswith("Suppressed by the baseline: the desk writes it so")


def test_an_unreadable_article_is_a_file_with_a_note():
    root = document(build.broken())
    file = only(root, "file")
    notes = {note.get("category"): note for note in file.iter(f"{X}note")}
    assert file.get("original") == "films/review.txt"
    assert notes["error"].text == "not UTF-8 text; save it as UTF-8"
    assert notes["error"].get("priority") == "1"
    assert notes["signature"].text == build.report().signature


def test_a_rule_without_mapping_is_uncategorized():
    mark = only(document(bus().finding("पुल", "brand-new").article), "mrk")
    assert mark.get(f"{I}locQualityIssueType") == "uncategorized"


def test_every_rule_has_a_type_that_its_knows():
    assert {rule.its for rule in rules().values()} <= ITS_TYPES
    assert len(ITS_TYPES) == 27


def test_hostile_text_comes_back_as_it_was():
    text = "]]> <b>&amp;\x00\x1b\ud800\ufffe 🏏\r\n\t\u202eउलटा\u202c  दो"
    desk = build.Desk('a\x00\ud800<>".txt').block(text, back="\x01<source>\r")
    desk.article.findings = build.Desk("a").block("xx").finding("xx", message="\x1b\u202e<m>", end=12).article.findings
    root = document(desk.article)
    words, marks = read_back(only(root, "target"))
    assert words == text
    assert marks == {"m1": text[:12]}
    assert read_back(only(root, "source"))[0] == "\x01<source>\r"
    assert only(root, "file").get("original") == 'a<>".txt'
    assert "<U+001B><RLO><m>" in (only(root, "mrk").get(f"{I}locQualityIssueComment") or "")
