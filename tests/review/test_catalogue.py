"""The articles of a folder of reports."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from mtcheck.errors import ReadError, UsageError
from mtcheck.review import catalogue as module
from mtcheck.review.catalogue import Catalogue
from tests.report import build

from .conftest import put


@pytest.fixture(autouse=True)
def always_looks(monkeypatch):
    monkeypatch.setattr(module, "_FRESH", 0.0)
    monkeypatch.setattr(module, "_SHARE", float("inf"))


def paths(catalogue: Catalogue) -> list[str]:
    return [listed.path for listed in catalogue.articles()]


def test_articles_of_all_reports_below_the_folder(reports: Path):
    catalogue = Catalogue(reports)
    assert paths(catalogue) == ["weather/monsoon.txt", "खेल/cricket.txt"]
    monsoon = catalogue.articles()[0]
    assert (monsoon.title, monsoon.language) == ("कोकणात मुसळधार पाऊस, नद्या बँकेच्या वर", "mr")
    assert [severity.value for _, severity in monsoon.findings] == ["major", "minor"]
    assert catalogue.errors() == ["not UTF-8 text; save it as UTF-8"]
    article, report = catalogue.load(monsoon)
    assert article.text == build.monsoon().text
    assert report.articles == [article]
    assert report.signature == build.report().signature


def test_ids_name_articles_and_stay(reports: Path):
    first, second = Catalogue(reports).articles()
    assert Catalogue(reports).articles() == [first, second]
    assert Catalogue(reports).find(first.id) == first
    assert first.id != second.id


@pytest.mark.parametrize(
    "name", ["", "..", "../first", "first.json", "/etc/passwd", "%2e%2e", "\x00", "day/second.json"]
)
def test_only_ids_find_anything(reports: Path, name: str):
    assert Catalogue(reports).find(name) is None


def test_new_changed_and_deleted_reports_are_seen(reports: Path):
    catalogue = Catalogue(reports)
    assert len(catalogue.articles()) == 2
    put(reports / "third.json", build.health())
    assert "health/clinic.txt" in paths(catalogue)
    put(reports / "third.json", replace(build.health(), path="health/ward.txt"))
    assert "health/ward.txt" in paths(catalogue)
    assert "health/clinic.txt" not in paths(catalogue)
    (reports / "third.json").unlink()
    assert len(catalogue.articles()) == 2


def test_the_folder_is_not_walked_at_every_question(reports: Path, monkeypatch):
    monkeypatch.setattr(module, "_FRESH", 1000.0)
    catalogue = Catalogue(reports)
    assert len(catalogue.articles()) == 2
    put(reports / "third.json", build.health())
    assert len(catalogue.articles()) == 2


def test_an_article_in_two_reports_is_listed_once_unless_it_differs(reports: Path):
    put(reports / "day" / "again.json", build.monsoon())
    assert len(Catalogue(reports).articles()) == 2
    other = build.monsoon()
    other.findings.pop()
    put(reports / "day" / "again.json", other)
    assert len(Catalogue(reports).articles()) == 3


def test_what_is_no_report_is_passed_over_and_what_is_broken_is_told(reports: Path):
    (reports / "decisions.json").write_text(json.dumps({"schema": "mtcheck.decisions/1", "decisions": []}))
    (reports / "settings.json").write_text("{}")
    (reports / ".hidden.json").write_text('{"schema": "mtcheck.report/1"')
    (reports / "half.json").write_text('{"schema": "mtcheck.report/1"')
    (reports / "folder.json").mkdir()
    errors = Catalogue(reports).errors()
    assert len(errors) == 2
    assert "half.json: not JSON" in errors[1], "by the names of the reports"


def test_links_that_lead_out_of_the_folder_are_not_followed(reports: Path, tmp_path: Path):
    outside = put(tmp_path / "secret.json", build.health())
    (reports / "link.json").symlink_to(outside)
    (reports / "inside.json").symlink_to(reports / "day" / "second.json")
    catalogue = Catalogue(reports)
    assert "health/clinic.txt" not in paths(catalogue)
    assert len(catalogue.articles()) == 2


def test_a_folder_reached_by_a_link_is_served(reports: Path, tmp_path: Path):
    (tmp_path / "current").symlink_to(reports)
    assert len(Catalogue(tmp_path / "current").articles()) == 2


def test_a_report_that_changed_since_it_was_listed_is_told(reports: Path):
    catalogue = Catalogue(reports)
    listed = catalogue.articles()[0]
    put(reports / "first.json", build.health())
    with pytest.raises(ReadError, match="has changed"):
        catalogue.load(listed)
    os.unlink(reports / "first.json")
    with pytest.raises(ReadError, match="cannot be read"):
        catalogue.load(listed)


def test_reports_that_are_too_large_are_told(reports: Path, monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    catalogue = Catalogue(reports)
    assert catalogue.articles() == []
    assert all("larger than" in error for error in catalogue.errors())


def test_what_is_no_folder_is_told(tmp_path: Path):
    with pytest.raises(UsageError, match="no such folder"):
        Catalogue(tmp_path / "nowhere")
