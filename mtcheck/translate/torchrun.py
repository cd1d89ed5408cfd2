"""Translation with transformers and torch: any sequence-to-sequence model, float32, on the CPU."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import torch

from mtcheck.errors import ModelError
from mtcheck.translate.base import Decoding, Language, in_batches
from mtcheck.translate.families import Family

MAX_SOURCE = 510
CHARACTERS_PER_TOKEN = 3  # of Devanagari; only for sorting into batches


class TorchTranslator:
    """A transformers model and its tokenizer as a Translator."""

    def __init__(
        self, model: Any, tokenizer: Any, family: Family, decoding: Decoding, *, name: str, revision: str
    ) -> None:
        self._model = model.float().eval()
        self._tokenizer = tokenizer
        self._family = family
        self._decoding = decoding
        self.name = name
        self.revision = revision
        self.runtime = f"transformers-{version('transformers')}/torch-{version('torch').split('+')[0]}/float32"

    def translate(self, sentences: Sequence[str], language: Language) -> list[str]:
        """English for each sentence. Raises ModelError when the model does not know the language."""
        family = self._family
        if not family.knows(language):
            raise ModelError(f"{self.name} does not translate from {language!r}; choose another model.")
        if family.source:
            self._tokenizer.src_lang = family.source[language]
        lengths = [len(sentence) // CHARACTERS_PER_TOKEN + 2 for sentence in sentences]
        return in_batches(sentences, lengths, lambda batch: self._run([sentences[i] for i in batch], language))

    @torch.inference_mode()
    def _run(self, batch: list[str], language: Language) -> list[str]:
        inputs = self._tokenizer(
            self._family.before(batch, language),
            padding=True,
            truncation=True,
            max_length=self._longest(),
            return_tensors="pt",
        )
        output = self._model.generate(
            input_ids=inputs["input_ids"],
            attention_mask=inputs["attention_mask"],
            **self._options(inputs["input_ids"].shape[1]),
        )
        return self._family.after(self._tokenizer.batch_decode(output, skip_special_tokens=True))

    def _longest(self) -> int:
        """How many tokens the model can take."""
        config = self._model.config
        positions = getattr(config, "max_position_embeddings", None) or getattr(config, "max_source_positions", None)
        return min(positions or MAX_SOURCE, MAX_SOURCE)

    def _options(self, source_tokens: int) -> dict[str, Any]:
        decoding = self._decoding
        options: dict[str, Any] = {
            "num_beams": decoding.beam_size,
            "do_sample": False,
            "repetition_penalty": decoding.repetition_penalty,
            "no_repeat_ngram_size": decoding.no_repeat_ngram_size,
            "max_new_tokens": min(decoding.limit(source_tokens), self._longest() - 2),
            "max_length": None,
        }
        if self._family.target:
            options["forced_bos_token_id"] = self._tokenizer.convert_tokens_to_ids(self._family.target)
        return options
