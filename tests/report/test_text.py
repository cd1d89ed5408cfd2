"""The report for a terminal."""

from __future__ import annotations

import pytest

from mtcheck.report import FORMATS
from mtcheck.types import Article, Severity

from . import build, saved


def lines(*articles: Article, colour: bool = False) -> list[str]:
    return FORMATS["text"](build.report(*articles), colour=colour).splitlines()


def test_a_finding_as_an_editor_reads_it():
    desk = build.Desk("trade/onion.txt").block("मंडी में प्याज़ की कीमत घटी।\n", back="Onion prices fell")
    desk.block("व्यापारियों ने बताया कि प्याज़ की शर्तें बढ़ गईं।")
    desk.evidence("Traders said onion rates went up.", path="wire/trade.txt", kind="paragraph")
    desk.finding("शर्तें", means="conditions", intended="rates", suggestion="दरें")
    assert lines(desk.article) == [
        "trade/onion.txt",
        "  3:35  major  wrong-sense  91%",
        "      व्यापारियों ने बताया कि प्याज़ की [शर्तें] बढ़ गईं।",
        "      “conditions” → “rates”; suggestion: दरें",
        "      The words say something else here.",
        "      evidence (paragraph, wire/trade.txt): Traders said onion rates went up.",
        "",
        "1 article, 2 sentences: 1 finding (1 major, 0 minor, 0 info)",
    ]


def test_the_place_is_line_and_column_of_the_words():
    article = build.cricket()
    rows = article.text.split("\n")
    places = [line.split()[0] for line in lines(article) if line.startswith("  ") and line[2].isdigit()]
    for place, finding in zip(places, sorted(article.findings, key=lambda f: (f.start, f.end)), strict=True):
        row, column = map(int, place.split(":"))
        assert rows[row - 1][column - 1 :].startswith(finding.text)


def test_long_context_is_cut_between_words():
    desk = build.Desk("a.txt").block("नदी " * 40 + "बाँध " + "पुल " * 40)
    desk.finding("बाँध")
    context = next(line.strip() for line in lines(desk.article) if "[" in line)
    assert context == "…" + "नदी " * 9 + "[बाँध]" + " पुल" * 9 + "…"


def test_summary_counts_what_could_not_be_read():
    assert lines(build.cricket(), build.broken(), build.health())[-1] == (
        "2 articles, 10 sentences: 5 findings (3 major, 1 minor, 1 info); 1 file unreadable"
    )
    assert "  cannot be read: not UTF-8 text; save it as UTF-8" in lines(build.broken())


def test_suppressed_findings_are_counted_on_a_line_of_their_own():
    article = saved.suppress(saved.suppress(build.cricket(), 0), 0)
    *_, suppressed, counts = lines(article)
    assert suppressed == "2 findings suppressed by the baseline"
    assert counts == "1 article, 8 sentences: 3 findings (1 major, 1 minor, 1 info)"
    desk = build.Desk("a.txt").block("बस रुकी।").finding("बस")
    assert lines(saved.suppress(desk.article, 0))[0] == "1 finding suppressed by the baseline"


def test_clean_and_empty_reports_are_one_line():
    assert lines() == ["0 articles, 0 sentences: 0 findings (0 major, 0 minor, 0 info)"]
    assert lines(build.health()) == ["1 article, 2 sentences: 0 findings (0 major, 0 minor, 0 info)"]


@pytest.mark.parametrize("severity", Severity)
def test_colour_only_when_asked(severity, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")  # the caller decides, not the surroundings
    desk = build.Desk("a.txt").block("गाड़ी पटरी पर है।").finding("पटरी", severity=severity)
    assert "\x1b[" in "".join(lines(desk.article, colour=True))
    assert "\x1b" not in "".join(lines(desk.article))


def test_hostile_text_cannot_drive_the_terminal():
    text = FORMATS["text"](build.report(build.hostile()))
    assert not set(text) & set("\x1b\x07\u202e\u2066\u2067\u200b\ufeff")
    assert "<RLO>उलटा<PDF>" in text
    assert lines(build.Desk("a\nb.txt").block("क\r\nख").finding("ख").article)[0] == "a⏎b.txt"
    desk = build.Desk("[bold]a[/bold].txt").block("[red]खबर[/red] :smile:").finding("खबर", message="[link=x]y[/link]")
    text = FORMATS["text"](build.report(desk.article))
    assert "[bold]a[/bold].txt" in text
    assert "[red][खबर][/red] :smile:" in text


def test_pointers_to_nowhere_do_no_harm():
    desk = build.Desk("a.txt").block("बस रुकी।").finding("बस", evidence=(3, -1))
    desk.finding("रुकी", sentence=9, evidence=(0,))
    assert not any("evidence" in line for line in lines(desk.article))
