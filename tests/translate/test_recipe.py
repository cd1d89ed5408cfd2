"""The parts of models/recipe that guard a training: the overlap test, the weights, cached states, what is trained, growing a decoder."""

from __future__ import annotations

import argparse
import gzip
import random
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForSeq2SeqLM

from .tiny import embedded

RECIPE = Path(__file__).parents[2] / "models" / "recipe"
sys.path.insert(0, str(RECIPE))
pairs = pytest.importorskip("pairs", reason="models/recipe is not here")
grow = pytest.importorskip("grow")
states = pytest.importorskip("states")
train = pytest.importorskip("train")

DEV = "एक दो तीन चार पाँच छह सात आठ नौ\tOne two three four five six seven eight nine.\n"


@pytest.fixture
def dev(tmp_path: Path) -> Path:
    path = tmp_path / "dev.tsv"
    path.write_text(DEV, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("one, two, THREE four five six seven eight nine", True),
        ("He counted: two three four five six seven eight nine.", True),
        ("two three four five six seven eight and so on", False),
        ("कहा, दो तीन चार पाँच छह सात आठ नौ।", True),
        ("एक दो तीन", False),
    ],
)
def test_overlap(dev: Path, sentence: str, found: bool) -> None:
    assert (sentence in pairs.overlap_of(dev)) is found


def test_training_refuses_an_overlap(dev: Path, tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("1\tx.hi-en\tक\tOne two three four five six seven eight nine\n", encoding="utf-8")
    assert len(pairs.read_pairs(path)) == 1
    with pytest.raises(ValueError, match=r"x\.hi-en overlaps"):
        pairs.read_pairs(path, dev)


def test_weights_become_draws_and_repetitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "AUTHORED", tmp_path / "none")
    (tmp_path / "authored").mkdir()
    lines = "".join(f"वाक्य {n} है\tThis is sentence number {n}.\n" for n in range(200))
    for name in ("debian_mo.hi-en", "tico19.mr-en", "authored/news.hi-en"):
        with gzip.open(tmp_path / f"{name}.tsv.gz", "wt", encoding="utf-8") as stream:
            stream.write(lines)
    taken = list(pairs.candidates(tmp_path, random.Random(0)))
    counts = {name: sum(pair.corpus == name for pair in taken) for name in {pair.corpus for pair in taken}}
    assert counts["tico19.mr-en"] == counts["news.hi-en"] == 200
    assert 20 < counts["debian_mo.hi-en"] < 80
    assert {pair.weight for pair in taken} == {1.0, 2.0, pairs.AUTHORED_WEIGHT}


@pytest.fixture
def trainer(dev: Path, tmp_path: Path) -> Any:
    """A trainer of a tiny model on two pairs, whose upper three encoder layers are trained."""
    folder = embedded(tmp_path / "embedded")
    lines = ("1\tx.hi-en\tरक्षा मंत्रालय ने कहा\tThe Ministry said", "1\tx.hi-en\tकिसानों को राहत\tRelief for farmers")
    (tmp_path / "pairs.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    states.cache(folder, tmp_path, dev, 3)
    options = {"start": folder, "work": tmp_path, "dev": dev, "tuned_layers": 3, "decoder_layers": None, "rate": 0.01}
    options |= {"encoder_rate": 0.5, "warm_up": 1, "smoothing": 0.1, "attention": "sdpa", "minutes": 1.0}
    return train.Trainer(argparse.Namespace(**options))


def test_cached_states_lead_to_the_whole_encoding(trainer: Any) -> None:
    trainer.model.eval()
    found, mask = train.source_of(trainer.data, trainer.states)
    sentences = [pair.foreign for pair in pairs.read_pairs(trainer.args.work / "pairs.tsv")]
    inputs = trainer.tokenizer(sentences, return_tensors="pt", padding=True)
    with torch.inference_mode():
        whole = trainer.model.get_encoder()(**inputs).last_hidden_state
        ours = trainer.encode(found, mask)
    torch.testing.assert_close(ours * mask[..., None], whole * mask[..., None], atol=0.02, rtol=0.02)  # states are fp16


def test_training_changes_the_upper_layers_only(trainer: Any) -> None:
    layers = trainer.model.get_encoder().layers
    before = [layer.fc1.weight.detach().clone() for layer in layers]
    losses = [trainer.step(trainer.data)[0] for _ in range(20)]
    changed = [not torch.equal(layer.fc1.weight, weight) for layer, weight in zip(layers, before, strict=True)]
    assert changed == [False] * 6 + [True] * 3
    assert losses[-1] < losses[0]
    assert {name.split(".")[3] for name in trainer.weights() if name.startswith("model.encoder")} == {"6", "7", "8"}


def test_new_pairs_need_only_their_own_states(trainer: Any, dev: Path) -> None:
    work = trainer.args.work
    first = (work / "states" / "000.safetensors").read_bytes()
    with (work / "pairs.tsv").open("a", encoding="utf-8") as stream:
        stream.write("1\tx.hi-en\tमंगलवार को अनुबंध\tThe contract on Tuesday\n")
    states.cache(trainer.args.start, work, dev, 3)
    assert (work / "states" / "000.safetensors").read_bytes() == first
    assert (work / "states" / "001.txt").read_text(encoding="utf-8") == "मंगलवार को अनुबंध\n"


def test_a_grown_decoder_computes_the_same(tmp_path: Path) -> None:
    model = AutoModelForSeq2SeqLM.from_pretrained(embedded(tmp_path / "embedded")).float().eval()
    source, target = torch.arange(4, 14)[None], torch.arange(5, 11)[None]
    with torch.inference_mode():
        before = model(input_ids=source, decoder_input_ids=target).logits[..., :60].clone()
        grown = grow.grow(model, 3)
        after = grown(input_ids=source, decoder_input_ids=target).logits[..., :60]
    assert grown.config.decoder_layers == 3
    torch.testing.assert_close(after, before, atol=1e-3, rtol=1e-3)
