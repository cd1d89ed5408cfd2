"""What a translator is, and the batching and settings that all of them share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Language = Literal["hi", "mr"]


class Translator(Protocol):
    """A model that translates Hindi and Marathi sentences into English.

    `name` is what the user calls it, `revision` tells its weights apart, `runtime` says what computed the output; the
    three go into a report's signature.
    """

    name: str
    revision: str
    runtime: str

    def translate(self, sentences: Sequence[str], language: Language) -> list[str]:
        """English for each sentence, in the same order; an empty or blank sentence gives "".

        Raises ModelError when the model cannot do the language.
        """
        ...


@dataclass(frozen=True)
class Decoding:
    """Settings of the beam search, chosen by measurement (models/README.md)."""

    beam_size: int = 4
    repetition_penalty: float = 1.05
    no_repeat_ngram_size: int = 4
    max_tokens: int = 160

    def limit(self, source_tokens: int) -> int:
        """At most this many tokens are put out for a source of that many: a loop ends early."""
        return min(self.max_tokens, 2 * source_tokens + 10)


def in_batches(
    sentences: Sequence[str],
    lengths: Sequence[int],
    run: Callable[[list[int]], list[str]],
    batch_tokens: int = 2048,
) -> list[str]:
    """Translate sentences of like length together, at most `batch_tokens` padded source tokens a batch.

    `run` takes the indices of a batch and gives their translations; blank sentences never reach it.
    """
    result = [""] * len(sentences)
    batch: list[int] = []

    def flush() -> None:
        if batch:
            for index, text in zip(batch, run(batch), strict=True):
                result[index] = text.strip()
            batch.clear()

    wanted = [index for index, sentence in enumerate(sentences) if sentence.strip()]
    for index in sorted(wanted, key=lambda i: lengths[i]):
        if batch and lengths[index] * (len(batch) + 1) > batch_tokens:
            flush()
        batch.append(index)
    flush()
    return result
