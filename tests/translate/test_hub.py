"""Models other than the embedded one: real folders with tiny random weights, and what is refused."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
import torch

from mtcheck.errors import ModelError
from mtcheck.translate import load_translator
from mtcheck.translate.torchrun import TorchTranslator

from .tiny import MAKERS

SENTENCES = [
    "मुख्यमंत्री ने कहा कि किसानों को राहत मिलेगी।",
    "",
    "रक्षा मंत्रालय",
    "रक्षा मंत्रालय ने मंगलवार को अनुबंध पर हस्ताक्षर किए।" * 30,
]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("models")
    return {name: make(root / name) for name, make in MAKERS.items()}


def first_tokens(translator: TorchTranslator, sentence: str, language: str) -> tuple[list[str], list[str]]:
    """The source tokens as the model sees them, and the first two tokens that it puts out."""
    seen: dict[str, torch.Tensor] = {}
    generate = translator._model.generate

    def spy(**options: torch.Tensor) -> torch.Tensor:
        seen["input"], seen["output"] = options["input_ids"][0], generate(**options)[0]
        return seen["output"][None]

    translator._model.generate = spy
    translator.translate([sentence], language)
    names = translator._tokenizer.convert_ids_to_tokens
    return names(seen["input"].tolist()), names(seen["output"].tolist())[:2]


@pytest.mark.parametrize("family", MAKERS)
def test_a_folder_of_each_family_translates(folders: dict[str, Path], family: str) -> None:
    translator = load_translator(str(folders[family]))
    output = translator.translate(SENTENCES, "hi")
    assert len(output) == len(SENTENCES)
    assert output[1] == ""
    assert output == translator.translate(SENTENCES, "hi")
    assert re.fullmatch(r"transformers-[\d.]+\S*/torch-[\d.]+\S*/float32", translator.runtime)
    assert re.fullmatch(r"[0-9a-f]{12}", translator.revision)


@pytest.mark.parametrize(
    ("family", "language", "source", "target"),
    [
        ("nllb", "hi", "hin_Deva", "eng_Latn"),
        ("nllb", "mr", "mar_Deva", "eng_Latn"),
        ("m2m100", "hi", "__hi__", "__en__"),
        ("m2m100", "mr", "__mr__", "__en__"),
        ("mbart50", "hi", "hi_IN", "en_XX"),
        ("mbart50", "mr", "mr_IN", "en_XX"),
    ],
)
def test_language_codes(folders: dict[str, Path], family: str, language: str, source: str, target: str) -> None:
    translator = load_translator(str(folders[family]))
    assert isinstance(translator, TorchTranslator)
    given, put_out = first_tokens(translator, "रक्षा मंत्रालय", language)
    assert source in given
    assert put_out[1] == target


def test_output_ends_even_when_the_model_never_does(folders: dict[str, Path]) -> None:
    translator = load_translator(str(folders["marian"]))
    (text,) = translator.translate(["रक्षा"], "hi")
    assert len(text.split()) < 60


def test_a_catalogued_model_without_codes_refuses_other_languages(
    folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtcheck.translate.hub._from_hub", lambda name: folders["marian"])
    translator = load_translator("Helsinki-NLP/opus-mt-hi-en")
    with pytest.raises(ModelError, match="does not translate from 'mr'"):
        translator.translate(["रक्षा"], "mr")


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "marian"}')
    (tmp_path / "pytorch_model.bin").write_bytes(b"not even read")
    with pytest.raises(ModelError, match=r"safetensors.*save_pretrained"):
        load_translator(str(tmp_path))


def test_model_code_is_not_run_unasked(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "IndicTrans"}')
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(ModelError, match="--trust-remote-code"):
        load_translator(str(tmp_path))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not a model"),
        ("[]", "is not a model"),
        ('{"model_type": "gpt2"}', "'gpt2' are not supported"),
        ('{"model_type": "marian"}', "cannot be loaded"),
    ],
)
def test_folders_that_hold_no_translator(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "config.json").write_text(content)
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(ModelError, match=message):
        load_translator(str(tmp_path))


def test_a_model_of_the_right_type_that_knows_no_english(folders: dict[str, Path], tmp_path: Path) -> None:
    config = json.loads((folders["marian"] / "config.json").read_text()) | {"model_type": "t5"}
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(ModelError, match="'t5' are not supported"):
        load_translator(str(tmp_path))


@pytest.mark.parametrize("name", ["no-such-folder", "./no/such/folder", "a b/c"])
def test_names_that_are_nothing(name: str) -> None:
    with pytest.raises(ModelError, match="neither a folder nor a model-hub name"):
        load_translator(name)


def test_an_unreachable_hub_is_told_quickly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    began = time.monotonic()
    with pytest.raises(ModelError, match=r"cannot be reached.*hf download owner/model"):
        load_translator("owner/model")
    assert time.monotonic() - began < 10


def test_offline_mode_is_respected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE"):
        load_translator("owner/model")


def test_a_catalogued_model_is_taken_from_where_its_safetensors_are(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def snapshot(name: str, local_only: bool) -> None:
        asked.append(name)

    monkeypatch.setattr("mtcheck.translate.hub._snapshot", snapshot)
    monkeypatch.setattr("mtcheck.translate.hub._check_network", lambda name: None)
    for name in ("facebook/m2m100_418M", "facebook/m2m100_418M@main"):
        with pytest.raises(ModelError, match="could not be downloaded"):
            load_translator(name)
    assert asked[::2] == ["facebook/m2m100_418M@refs/pr/19", "facebook/m2m100_418M@main"]
