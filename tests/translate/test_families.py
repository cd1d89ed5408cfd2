"""The table of families, the catalogue and IndicTrans2's processor (a stand-in for the package)."""

from __future__ import annotations

import builtins
import importlib
import sys
from types import ModuleType
from typing import Any

import pytest

from mtcheck.errors import ModelError
from mtcheck.translate import CATALOGUE
from mtcheck.translate.catalogue import known
from mtcheck.translate.families import FAMILIES, IndicTrans, family_of


class Processor:
    """What mtcheck uses of IndicTransToolkit.IndicProcessor."""

    def __init__(self, inference: bool) -> None:
        assert inference

    def preprocess_batch(self, batch: list[str], src_lang: str, tgt_lang: str) -> list[str]:
        return [f"{src_lang} {tgt_lang} {text}" for text in batch]

    def postprocess_batch(self, batch: list[str], lang: str) -> list[str]:
        return [f"{lang}:{text}" for text in batch]


def indic() -> IndicTrans:
    return IndicTrans("indictrans2", ("IndicTrans",), custom=True)


def test_family_names_are_unique() -> None:
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)


def test_indictrans_tags_the_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    package: Any = ModuleType("IndicTransToolkit")
    package.IndicProcessor = Processor
    monkeypatch.setitem(sys.modules, "IndicTransToolkit", package)
    family = indic()
    assert family.before(["क"], "mr") == ["mar_Deva eng_Latn क"]
    assert family.after(["k"]) == ["eng_Latn:k"]


def test_indictrans_says_which_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> ModuleType:
        raise builtins.ModuleNotFoundError(name)

    monkeypatch.setattr("mtcheck.translate.families.import_module", missing)
    with pytest.raises(ModelError, match="pip install IndicTransToolkit"):
        indic().before(["क"], "hi")
    assert importlib


def test_unknown_type_names_the_known_ones() -> None:
    with pytest.raises(ModelError, match="marian"):
        family_of("gpt2")


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_catalogue_entries_are_complete(entry: Any) -> None:
    assert entry.licence
    assert set(entry.languages) <= {"hi", "mr"}
    assert entry.size > 0
    assert bool(entry.warning) == ("NC" in entry.licence)


def test_a_revision_does_not_hide_the_entry() -> None:
    entry = known("helsinki-nlp/opus-mt-hi-en@refs/pr/1")
    assert entry is not None
    assert entry.languages == ("hi",)
