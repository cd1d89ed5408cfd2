"""The embedded model under CTranslate2 (8-bit integers): much faster than torch, used when the package is installed.

The conversion takes some seconds; it is done at the first use and kept in the user's cache folder under the revision.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from mtcheck.errors import ModelError
from mtcheck.translate.base import Decoding, Language, in_batches

COMPUTE = "int8"
MAX_SOURCE = 510
FORMAT = "1"  # raised when the conversion changes, so that old caches are not used

Tensors = Mapping[str, NDArray[np.generic]]


def available() -> bool:
    """Whether the package ctranslate2 is installed."""
    return find_spec("ctranslate2") is not None


def package_version() -> str:
    """The installed ctranslate2's version, or "?"."""
    try:
        return version("ctranslate2")
    except PackageNotFoundError:
        return "?"


def cache_folder() -> Path:
    """Where converted models are kept: $MTCHECK_CACHE, else the system's usual place for caches."""
    if named := os.environ.get("MTCHECK_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "mtcheck" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "mtcheck"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mtcheck"


def converted(folder: Path, revision: str) -> Path:
    """The converted model's folder, made now if it is not there yet.

    Raises OSError when the cache cannot be written, ValueError or RuntimeError when the conversion fails.
    """
    place = cache_folder() / f"ctranslate2-{FORMAT}-{package_version()}-{revision}"
    if (place / "model.bin").is_file():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f"{place.name}.", dir=place.parent))
    try:
        convert(folder, part)
        _move(part, place)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return place


def convert(folder: Path, out: Path) -> None:
    """Write the BART model in `folder` as a CTranslate2 model into `out`, its output cut to the target's pieces."""
    from ctranslate2.specs import TransformerSpec
    from ctranslate2.specs.common_spec import Activation

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights = load_file(folder / "model.safetensors")
    tensors: Tensors = {name: value.astype(np.float32) for name, value in weights.items()}
    pieces = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    vocabulary = [piece for piece, _ in pieces]
    size = int(config.get("n_target", len(vocabulary)))
    spec = TransformerSpec.from_config(
        (config["encoder_layers"], config["decoder_layers"]),
        config["encoder_attention_heads"],
        pre_norm=False,
        activation=Activation.GELU,
        layernorm_embedding=True,
    )
    words = tensors["model.shared.weight"]
    _set_side(spec.encoder, tensors, "encoder", words)
    _set_side(spec.decoder, tensors, "decoder", words[:size])
    spec.decoder.projection.weight = words[:size]
    spec.decoder.projection.bias = tensors["final_logits_bias"][0, :size]
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary[:size])
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    spec.config.decoder_start_token = vocabulary[config["decoder_start_token_id"]]
    spec.validate()
    spec.optimize(quantization="float16")  # on disk; 8-bit weights are made when it is loaded
    spec.save(str(out))


class CTranslateTranslator:
    """The embedded model, translated by CTranslate2. `load` raises ModelError when it cannot be converted or loaded."""

    def __init__(self, model: Any, tokenizer: Tokenizer, name: str, revision: str, decoding: Decoding) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._decoding = decoding
        self.name = name
        self.revision = revision
        self.runtime = f"ctranslate2-{package_version()}/{model.compute_type}"

    @classmethod
    def load(
        cls, folder: Path, revision: str, decoding: Decoding, *, name: str = "embedded", threads: int = 0
    ) -> CTranslateTranslator:
        """Convert (at the first use) and load; `threads` 0 means all cores."""
        import ctranslate2

        try:
            model = ctranslate2.Translator(
                str(converted(folder, revision)), compute_type=COMPUTE, inter_threads=1, intra_threads=threads
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(f"CTranslate2 cannot use the model in {folder}: {error}") from error
        return cls(model, Tokenizer.from_file(str(folder / "tokenizer.json")), name, revision, decoding)

    def translate(self, sentences: Sequence[str], language: Language) -> list[str]:
        """English for each sentence; the language makes no difference to this model."""
        encodings = self._tokenizer.encode_batch(list(sentences))
        tokens = [_limited(encoding.tokens) for encoding in encodings]
        return in_batches(sentences, [len(row) for row in tokens], lambda batch: self._run([tokens[i] for i in batch]))

    def _run(self, batch: list[list[str]]) -> list[str]:
        results = self._model.translate_batch(
            batch,
            beam_size=self._decoding.beam_size,
            repetition_penalty=self._decoding.repetition_penalty,
            no_repeat_ngram_size=self._decoding.no_repeat_ngram_size,
            max_decoding_length=self._decoding.limit(max(map(len, batch))),
            max_input_length=0,
        )
        return [self._text(result.hypotheses[0]) for result in results]

    def _text(self, pieces: list[str]) -> str:
        ids = [self._tokenizer.token_to_id(piece) for piece in pieces]
        return self._tokenizer.decode([number for number in ids if number is not None], skip_special_tokens=True)


def _limited(tokens: list[str]) -> list[str]:
    return tokens if len(tokens) <= MAX_SOURCE else [*tokens[: MAX_SOURCE - 1], tokens[-1]]


def _move(part: Path, place: Path) -> None:
    """Put the finished folder in place; another process may have been faster, then theirs is as good."""
    try:
        part.rename(place)
    except OSError:
        if not (place / "model.bin").is_file():
            raise


def _set_side(spec: Any, tensors: Tensors, side: str, words: NDArray[np.generic]) -> None:
    embeddings = spec.embeddings[0] if isinstance(spec.embeddings, list) else spec.embeddings
    embeddings.weight = words
    spec.scale_embeddings = 1.0
    spec.position_encodings.encodings = tensors[f"model.{side}.embed_positions.weight"][2:]
    _set_norm(spec.layernorm_embedding, tensors, f"model.{side}.layernorm_embedding")
    for index, layer in enumerate(spec.layer):
        name = f"model.{side}.layers.{index}"
        _set_linear(layer.self_attention.linear[0], tensors, *(f"{name}.self_attn.{part}_proj" for part in "qkv"))
        _set_linear(layer.self_attention.linear[1], tensors, f"{name}.self_attn.out_proj")
        _set_norm(layer.self_attention.layer_norm, tensors, f"{name}.self_attn_layer_norm")
        if side == "decoder":
            _set_linear(layer.attention.linear[0], tensors, f"{name}.encoder_attn.q_proj")
            _set_linear(layer.attention.linear[1], tensors, *(f"{name}.encoder_attn.{part}_proj" for part in "kv"))
            _set_linear(layer.attention.linear[2], tensors, f"{name}.encoder_attn.out_proj")
            _set_norm(layer.attention.layer_norm, tensors, f"{name}.encoder_attn_layer_norm")
        _set_linear(layer.ffn.linear_0, tensors, f"{name}.fc1")
        _set_linear(layer.ffn.linear_1, tensors, f"{name}.fc2")
        _set_norm(layer.ffn.layer_norm, tensors, f"{name}.final_layer_norm")


def _set_linear(spec: Any, tensors: Tensors, *names: str) -> None:
    spec.weight = np.concatenate([tensors[f"{name}.weight"] for name in names])
    spec.bias = np.concatenate([tensors[f"{name}.bias"] for name in names])


def _set_norm(spec: Any, tensors: Tensors, name: str) -> None:
    spec.gamma = tensors[f"{name}.weight"]
    spec.beta = tensors[f"{name}.bias"]
