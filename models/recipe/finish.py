"""Put the finished folder together: start's lower layers and tokenizer, what was trained, averaged, and e5's own upper layers.

usage: finish.py --start FOLDER --work WORK_DIR --out models/embedded [--last 1] [--tuned-layers 3]

Averages the last `--last` checkpoints. Weights are written in fp16; tests in the package keep the folder under 100 MB.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from e5_image import Image
from safetensors.torch import load_file, save_file
from skeleton import ENCODER_LAYERS
from states import TUNED_LAYERS

SETTINGS = ("config.json", "tokenizer.json", "tokenizer_config.json")
GENERATION = {
    "bos_token_id": 0,
    "pad_token_id": 1,
    "eos_token_id": 2,
    "decoder_start_token_id": 2,
    "num_beams": 4,
    "early_stopping": True,
    "max_new_tokens": 160,
    "repetition_penalty": 1.05,
    "no_repeat_ngram_size": 4,
}


def average(paths: list[Path]) -> dict[str, torch.Tensor]:
    """The mean of the checkpoints, tensor by tensor, float32."""
    states = [load_file(path) for path in paths]
    return {name: torch.stack([state[name].float() for state in states]).mean(dim=0) for name in states[0]}


def sentence_layers(tuned_layers: int) -> dict[str, torch.Tensor]:
    """The layers of e5 that the translation encoder has not, or has changed by training."""
    image = Image()
    return {
        f"model.encoder.layers.{index}.{name}": tensor
        for index in range(ENCODER_LAYERS - tuned_layers, image.layers)
        for name, tensor in image.layer(index).items()
    }


def finish(start: Path, work: Path, out: Path, last: int, tuned_layers: int) -> None:
    """Write the folder; `last` 0 takes the start's weights as they are."""
    out.mkdir(parents=True, exist_ok=True)
    checkpoints = sorted((work / "checkpoints").glob("*.safetensors"))[-last:] if last else []
    tensors = load_file(start / "model.safetensors") | (average(checkpoints) if checkpoints else {})
    _save(tensors, out / "model.safetensors")
    _save(sentence_layers(tuned_layers), out / "sentence_layers.safetensors")
    for name in SETTINGS:
        shutil.copyfile(start / name, out / name)
    layers = {int(name.split(".")[3]) for name in tensors if name.startswith("model.decoder.layers.")}
    config = json.loads((start / "config.json").read_text(encoding="utf-8"))
    _write(out / "config.json", config | {"decoder_layers": len(layers), "dtype": "float16"})
    _write(out / "generation_config.json", GENERATION)


def _save(tensors: dict[str, torch.Tensor], path: Path) -> None:
    save_file({name: value.half().contiguous() for name, value in tensors.items()}, path, metadata={"format": "pt"})
    path.chmod(0o644)


def _write(path: Path, values: dict[str, object]) -> None:
    path.write_text(json.dumps(values, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--last", type=int, default=1)
    parser.add_argument("--tuned-layers", type=int, default=TUNED_LAYERS)
    args = parser.parse_args()
    finish(args.start, args.work, args.out, args.last, args.tuned_layers)
