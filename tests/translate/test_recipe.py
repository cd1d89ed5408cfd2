"""The parts of models/recipe that guard a training: the overlap test, the weights, and growing a decoder."""

from __future__ import annotations

import gzip
import random
import sys
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForSeq2SeqLM

from .tiny import embedded

RECIPE = Path(__file__).parents[2] / "models" / "recipe"
sys.path.insert(0, str(RECIPE))
pairs = pytest.importorskip("pairs", reason="models/recipe is not here")
grow = pytest.importorskip("grow")

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


def test_weights_become_draws_and_repetitions(tmp_path: Path) -> None:
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


def test_a_grown_decoder_computes_the_same(tmp_path: Path) -> None:
    model = AutoModelForSeq2SeqLM.from_pretrained(embedded(tmp_path / "embedded")).float().eval()
    source, target = torch.arange(4, 14)[None], torch.arange(5, 11)[None]
    with torch.inference_mode():
        before = model(input_ids=source, decoder_input_ids=target).logits[..., :60].clone()
        grown = grow.grow(model, 3)
        after = grown(input_ids=source, decoder_input_ids=target).logits[..., :60]
    assert grown.config.decoder_layers == 3
    torch.testing.assert_close(after, before, atol=1e-3, rtol=1e-3)
