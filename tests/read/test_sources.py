"""English texts that come with an article are evidence for it, and not checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.check import Options, check_articles
from mtcheck.read import parse, read_articles, source_articles
from mtcheck.types import Article, Report, Source

from . import exports
from .exports import PARAGRAPHS, english_node, item, news_node, page, rss

OPTIONS = Options(translate=False, memory=None)


def check(*articles: Article | str | Path, **more: object) -> Report:
    return check_articles(list(articles), options=OPTIONS, **more)  # type: ignore[arg-type]


def evidence(article: Article) -> set[str]:
    return {evidence.path for sentence in article.sentences for evidence in sentence.evidence}


def test_sources_as_articles():
    article = parse(
        page(news_node(isBasedOn=english_node(), translationOfWork={"text": "The bridge is ready."})), "p.html"
    )
    found = source_articles(article)
    assert [source.path for source in found] == ["p.html#translationOfWork", "p.html#isBasedOn"]
    assert [source.text for source in found] == [source.text for source in article.sources]
    assert all(source.blocks for source in found)


@pytest.mark.parametrize("origin", ["isBasedOn", "translationOfWork"])
def test_a_source_speaks_about_its_article(tmp_path: Path, origin: str):
    path = tmp_path / "page.html"
    path.write_bytes(page(news_node(**{origin: english_node()}), body=exports.html_body(tweet=False)))
    report = check(path)
    assert [article.path for article in report.articles] == [str(path)], "the source is no article of the report"
    assert evidence(report.articles[0]) == {f"{path}#{origin}"}
    first = next(s for s in report.articles[0].sentences if s.text.startswith("लोक निर्माण"))
    assert "first week of March" in " ".join(found.text for found in first.evidence)
    assert report.to_json()["articles"][0]["sentences"][first.index]["evidence"][0]["path"] == f"{path}#{origin}"


def test_without_sources_there_is_no_such_evidence():
    assert evidence(check(parse(page(news_node(), body=exports.html_body(tweet=False)), "p.html")).articles[0]) == set()


def test_sources_that_articles_share_by_name_stay_apart():
    articles = [
        Article(**{**vars(parse("\n".join(PARAGRAPHS).encode(), name)), "sources": [Source("isBasedOn", text)]})
        for name, text in (
            ("a.txt", "\n".join(exports.ENGLISH)),
            ("b.txt", "Tomatoes became cheap in the market this week."),
        )
    ]
    checked = check(*articles).articles
    assert "a.txt#isBasedOn" in evidence(checked[0])
    assert "b.txt#isBasedOn" not in evidence(checked[0])


def test_a_file_of_several_articles_is_checked_whole(tmp_path: Path):
    path = tmp_path / "feed.xml"
    bad = "पुलिस ने आरोपी को आरोपी को बस अड्डे से गिरफ्तार कर लिया।"
    path.write_bytes(rss(item("पुल तैयार", f"<p>{PARAGRAPHS[0]}</p>"), item("", ""), item("गिरफ्तारी", f"<p>{bad}</p>")))
    report = check(path)
    assert [(article.path, bool(article.error)) for article in report.articles] == [
        (f"{path}#1", False),
        (f"{path}#2", True),
        (f"{path}#3", False),
    ]
    assert [finding.rule for finding in report.articles[2].findings] == ["duplication"]
    assert not report.articles[0].findings


def test_evidence_in_a_file_of_several_articles(tmp_path: Path):
    path = tmp_path / "wire.xml"
    english = "".join(f"<p>{text}</p>" for text in exports.ENGLISH[1:])
    path.write_bytes(
        rss(item("Tomatoes", "<p>Prices of tomatoes fell again.</p>"), item(exports.ENGLISH[0], english), item("", ""))
    )
    article = parse("\n".join(PARAGRAPHS).encode(), "a.txt")
    assert f"{path}#2" in evidence(check(article, evidence=[path]).articles[0])
    assert [found.path for found in read_articles(path)][1] == f"{path}#2"


def test_from_the_command_line(tmp_path: Path):
    from mtcheck.cli.common import find_inputs, read_evidence

    (tmp_path / "feed.rss").write_bytes(rss(item("एक", summary=PARAGRAPHS[0]), item("दो", summary=PARAGRAPHS[1])))
    (tmp_path / "package.json").write_text("{}")
    found = find_inputs([str(tmp_path)])
    assert found == [tmp_path / "feed.rss"]
    assert [article.path for article in check(*found).articles] == [
        f"{tmp_path / 'feed.rss'}#1",
        f"{tmp_path / 'feed.rss'}#2",
    ]
    assert [article.path for article in read_evidence([str(tmp_path)])] == [
        f"{tmp_path / 'feed.rss'}#1",
        f"{tmp_path / 'feed.rss'}#2",
    ]


def test_unreadable_evidence_in_a_feed_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    from mtcheck.cli.common import read_evidence

    path = tmp_path / "feed.rss"
    path.write_bytes(rss(item("एक", summary=PARAGRAPHS[0]), item("", "")))
    assert [article.path for article in read_evidence([str(path)])] == [f"{path}#1"]
    assert capsys.readouterr().err == f"mtcheck: {path}#2: no text in it; the others are used\n"


def test_endless_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch):
    import sys
    from types import SimpleNamespace

    from mtcheck.cli.common import find_inputs
    from mtcheck.errors import ReadError

    with open("/dev/zero", "rb") as stream:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))
        with pytest.raises(ReadError, match="<stdin>: larger than 20 MB"):
            find_inputs(["-"])


def test_standard_input_may_hold_several(monkeypatch: pytest.MonkeyPatch):
    import io
    import sys

    from mtcheck.cli.common import find_inputs

    data = rss(item("एक", summary=PARAGRAPHS[0]), item("दो", summary=PARAGRAPHS[1]))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    found = find_inputs(["-"])
    assert [article.path for article in found if isinstance(article, Article)] == ["<stdin>#1", "<stdin>#2"]
