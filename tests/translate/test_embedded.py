"""The embedded model: where it is looked for, which runtime runs it, and that the runtimes agree."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

from mtcheck.encode import load_encoder
from mtcheck.errors import ModelError
from mtcheck.translate import Translator, ctranslate, load_translator
from mtcheck.translate.base import Decoding, in_batches
from mtcheck.translate.folder import embedded_folder, revision_of

from .tiny import embedded

SENTENCES = ["रक्षा मंत्रालय ने कहा", "", "  ", "किसानों को राहत मिलेगी।", "मंगलवार को अनुबंध पर हस्ताक्षर किए। " * 200]
needs_ctranslate2 = pytest.mark.skipif(not ctranslate.available(), reason="ctranslate2 is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return embedded(tmp_path_factory.mktemp("models") / "embedded")


@pytest.fixture
def load(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Translator]:
    """load_translator on the tiny folder, without repetition rules, with its own cache."""
    monkeypatch.setattr("mtcheck.translate.embedded.embedded_folder", lambda: folder)
    monkeypatch.setattr("mtcheck.translate.embedded.DECODING", Decoding(2, 1.0, 0, 30))
    monkeypatch.setattr("mtcheck.translate.ctranslate.COMPUTE", "float32")
    monkeypatch.setenv("MTCHECK_CACHE", str(tmp_path / "cache"))
    return lambda runtime: load_translator(None, runtime=runtime)


def test_torch_translates(load: Callable[[str], Translator], folder: Path) -> None:
    translator = load("torch")
    output = translator.translate(SENTENCES, "hi")
    assert [bool(text) for text in output] == [True, False, False, True, True]
    assert (translator.name, translator.revision) == ("embedded", revision_of(folder / "model.safetensors"))
    assert "torch" in translator.runtime


def test_torch_shares_the_encoder(load: Callable[[str], Translator], folder: Path) -> None:
    model = load("torch")._model  # type: ignore[attr-defined]
    ours = load_encoder(folder).tensors["model.encoder.layers.0.fc1.weight"]
    assert model.model.encoder.layers[0].fc1.weight.data_ptr() == ours.data_ptr()
    words = load_encoder(folder).tensors["model.shared.weight"].data_ptr()
    trained = load_file(folder / "model.safetensors")["model.encoder.layers.8.fc1.weight"]
    torch.testing.assert_close(model.model.encoder.layers[8].fc1.weight.data, trained)
    assert not torch.equal(load_encoder(folder).tensors["model.encoder.layers.8.fc1.weight"], trained)
    assert {model.model.decoder.embed_tokens.weight.data_ptr(), model.lm_head.weight.data_ptr()} == {words}


@needs_ctranslate2
def test_the_runtimes_agree(load: Callable[[str], Translator]) -> None:
    assert load("ctranslate2").translate(SENTENCES[:4], "hi") == load("torch").translate(SENTENCES[:4], "hi")


@needs_ctranslate2
def test_the_conversion_is_kept(
    load: Callable[[str], Translator], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load("ctranslate2").translate(SENTENCES, "mr")
    assert [path.name.split("-")[0] for path in (tmp_path / "cache").iterdir()] == ["ctranslate2"]

    def fail(*_: object) -> None:
        raise AssertionError("converted twice")

    monkeypatch.setattr("mtcheck.translate.ctranslate.convert", fail)
    assert load("ctranslate2").translate(SENTENCES, "mr") == first


@needs_ctranslate2
def test_a_failing_conversion_falls_back_to_torch(
    load: Callable[[str], Translator], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("mtcheck.translate.ctranslate.convert", fail)
    assert "torch" in load("auto").runtime
    with pytest.raises(ModelError, match="disk full"):
        load("ctranslate2")


def test_without_ctranslate2(load: Callable[[str], Translator], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtcheck.translate.ctranslate.available", lambda: False)
    assert "torch" in load("auto").runtime
    with pytest.raises(ModelError, match="pip install ctranslate2"):
        load("ctranslate2")
    with pytest.raises(ModelError, match="no such runtime"):
        load("onnx")


def test_a_missing_model_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtcheck.translate.folder.__file__", str(tmp_path / "mtcheck" / "translate" / "folder.py"))
    with pytest.raises(ModelError, match=r"models/README\.md"):
        embedded_folder()


@pytest.mark.parametrize("place", ["mtcheck/models/embedded", "models/embedded"])
def test_both_places_are_searched(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setattr("mtcheck.translate.folder.__file__", str(tmp_path / "mtcheck" / "translate" / "folder.py"))
    shutil.copytree(folder, tmp_path / place)
    assert embedded_folder() == tmp_path / place
    (tmp_path / place / "sentence_layers.safetensors").unlink()
    with pytest.raises(ModelError, match=r"sentence_layers\.safetensors missing"):
        embedded_folder()


def test_the_real_folder_is_a_plain_transformers_model() -> None:
    folder = embedded_folder()
    assert sum(path.stat().st_size for path in folder.iterdir()) < 100e6
    model = AutoModelForSeq2SeqLM.from_pretrained(folder, local_files_only=True)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    assert model.config.encoder_layers == 9
    with torch.inference_mode():
        output = model.float().generate(**tokenizer("प्रधानमंत्री ने दिल्ली में कहा", return_tensors="pt"), max_new_tokens=20)
    assert "Delhi" in tokenizer.batch_decode(output, skip_special_tokens=True)[0]


@pytest.mark.parametrize("runtime", ["torch", pytest.param("ctranslate2", marks=needs_ctranslate2)])
def test_the_real_model_translates(runtime: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTCHECK_CACHE", str(tmp_path))
    sentences = ["प्रधानमंत्री ने दिल्ली में कहा कि सरकार किसानों की मदद करेगी।", "पुलिस ने दो लोगों को गिरफ्तार किया।"]
    output = load_translator(runtime=runtime).translate(sentences, "hi")
    assert "Delhi" in output[0]
    assert "arrest" in output[1]


def test_batches_keep_the_order_and_the_size() -> None:
    texts = ["ccc", "", "a", "bb", " ", "dddd"]
    seen: list[list[int]] = []

    def run(batch: list[int]) -> list[str]:
        seen.append(batch[:])
        return [texts[index].upper() for index in batch]

    assert in_batches(texts, [len(text) for text in texts], run, batch_tokens=4) == ["CCC", "", "A", "BB", "", "DDDD"]
    assert seen == [[2, 3], [0], [5]]


@pytest.mark.parametrize(("source", "limit"), [(3, 16), (1000, 160)])
def test_the_output_is_limited(source: int, limit: int) -> None:
    assert Decoding().limit(source) == limit
