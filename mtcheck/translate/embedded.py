"""The model that mtcheck carries: found, loaded once, run by the fastest runtime that is installed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from mtcheck.errors import ModelError
from mtcheck.translate import ctranslate
from mtcheck.translate.base import Decoding, Translator
from mtcheck.translate.folder import embedded_folder, revision_of

NAME = "embedded"
DECODING = Decoding()
RUNTIMES = ("auto", "ctranslate2", "torch")


def load_embedded(runtime: str | None = None) -> Translator:
    """The embedded translator. `runtime` is one of RUNTIMES (default: $MTCHECK_RUNTIME, else auto).

    auto takes CTranslate2 when it is installed and usable, else torch. Raises ModelError when the model is missing or
    damaged, or the named runtime cannot be used.
    """
    wanted = runtime or os.environ.get("MTCHECK_RUNTIME") or "auto"
    if wanted not in RUNTIMES:
        raise ModelError(f"no such runtime: {wanted!r} (choose one of {', '.join(RUNTIMES)}).")
    folder = embedded_folder()
    revision = revision_of(folder / "model.safetensors")
    if wanted == "torch" or (wanted == "auto" and not ctranslate.available()):
        return _torch(folder, revision)
    if not ctranslate.available():
        raise ModelError("the runtime ctranslate2 is not installed: pip install ctranslate2")
    try:
        return ctranslate.CTranslateTranslator.load(folder, revision, DECODING, name=NAME)
    except ModelError:
        if wanted == "auto":
            return _torch(folder, revision)
        raise


def _torch(folder: Path, revision: str) -> Translator:
    from mtcheck.translate.families import family_of
    from mtcheck.translate.quiet import quietly
    from mtcheck.translate.torchrun import TorchTranslator

    with quietly():
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

        try:
            model = AutoModelForSeq2SeqLM.from_pretrained(folder, local_files_only=True, use_safetensors=True)
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelError(f"the embedded model in {folder} cannot be loaded: {error}") from error
    model = _with_target_only(_sharing(model.float(), folder))
    return TorchTranslator(model, tokenizer, family_of("bart"), DECODING, name=NAME, revision=revision)


def _sharing(model: Any, folder: Path) -> Any:
    """The model with the encoder's weights in place of its own copy, so that they are held in memory once."""
    from mtcheck.encode import load_encoder

    encoder = load_encoder(folder)
    for name, parameter in model.named_parameters():
        if name in encoder.shared:
            parameter.requires_grad = False
            parameter.data = encoder.tensors[name]
    return model


def _with_target_only(model: Any) -> Any:
    """The model with its output cut to the target's pieces, which are the first of the vocabulary: twice as fast."""
    import torch

    words = model.get_input_embeddings().weight
    size = getattr(model.config, "n_target", len(words))
    head = torch.nn.Linear(words.shape[1], size, bias=False)
    head.weight = torch.nn.Parameter(words[:size], requires_grad=False)
    model.lm_head = head
    model.final_logits_bias = model.final_logits_bias[:, :size]
    return model
