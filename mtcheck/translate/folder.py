"""Where the embedded model lies, and which revision it is."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from mtcheck.errors import ModelError

NEEDED = ("config.json", "model.safetensors", "sentence_layers.safetensors", "tokenizer.json", "word_kinds.safetensors")


def embedded_folder() -> Path:
    """The embedded model's folder: `mtcheck/models/embedded` when installed, `models/embedded` in a checkout.

    Raises ModelError when it is in neither place or lacks a file.
    """
    package = Path(__file__).resolve().parent.parent
    places = [package / "models" / "embedded", package.parent / "models" / "embedded"]
    for folder in places:
        if (folder / "model.safetensors").is_file():
            return _complete(folder)
    raise ModelError(
        f"the embedded model is missing: neither {places[0]} nor {places[1]} holds model.safetensors. "
        "Install mtcheck from its wheel, which carries the model, or build it as models/README.md tells."
    )


@lru_cache(maxsize=8)
def revision_of(weights: Path) -> str:
    """A short name for exactly these weights: the first 12 hexadecimal digits of the file's SHA-256."""
    digest = hashlib.sha256()
    with weights.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()[:12]


def _complete(folder: Path) -> Path:
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"the embedded model in {folder} is incomplete: {', '.join(missing)} missing.")
    return folder
