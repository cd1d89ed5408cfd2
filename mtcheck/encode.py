"""Vectors of sentences and states of words, from the encoder that the embedded model carries (multilingual-e5-small).

The embedded folder's translation encoder shares e5's lower layers; `sentence_layers.safetensors` holds the layers that it
has not, or has trained to something else: both together are e5's twelve. Layer 8 aligns words across languages, layer 12
(mean over the tokens) compares sentences; one forward pass gives both.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer
from torch.nn import functional

from mtcheck.errors import ModelError
from mtcheck.translate.folder import embedded_folder
from mtcheck.types import Span, WordKind

WORD_LAYER = 8
PREFIX = "query: "  # what e5 was trained with for texts that are compared with each other
MAX_TOKENS = 510  # positions of the encoder
WINDOW_OVERLAP = 64
BATCH_TOKENS = 4096
CACHE_SIZE = 50_000
KINDS_FILE = "word_kinds.safetensors"

Vectors = NDArray[np.float32]


class Encoded(NamedTuple):
    """One text: `vector` (384,), L2-normalised; `states` (words, 384), not normalised."""

    vector: Vectors
    states: Vectors


class _Window(NamedTuple):
    """Up to MAX_TOKENS tokens of one text; `keep` are the rows (in the window) whose states count."""

    text: int
    ids: list[int]
    offsets: list[tuple[int, int]]
    keep: slice


class Encoder:
    """The twelve layers of multilingual-e5-small as the embedded folder carries them, float32, on the CPU.

    `tensors` holds the weights by the names they have in model.safetensors (upper layers continue the numbering);
    `shared` names those that are the sequence-to-sequence model's as well, which can take them from here; `kinds` are the
    weights ("weight", "bias") that tell kinds of words apart.
    """

    def __init__(
        self,
        tensors: Mapping[str, torch.Tensor],
        shared: frozenset[str],
        tokenizer: Tokenizer,
        heads: int,
        kinds: Mapping[str, torch.Tensor] = MappingProxyType({}),
    ) -> None:
        self.tensors = dict(tensors)
        self._kinds = {name: value.numpy() for name, value in kinds.items()}
        self.shared = shared
        self._tokenizer = tokenizer
        self._heads = heads
        self._layers = [self._layer_tensors(index) for index in range(self._count_layers())]
        self._isolated: dict[str, Vectors] = {}

    @property
    def width(self) -> int:
        """Length of every vector: 384."""
        return int(self.tensors["model.shared.weight"].shape[1])

    def sentence_vectors(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, 384), L2-normalised: their dot products are cosines. An empty text gives a vector as well."""
        return _stack([item.vector for item in self._run(texts, None)], self.width)

    def word_states(self, texts: Sequence[str], words: Sequence[Sequence[Span]]) -> list[Vectors]:
        """For each text, (words, 384): layer 8's states averaged over the tokens that touch each word.

        A span is in code points of its text. A word of which the tokenizer leaves nothing (a lone joiner) gets zeros.
        """
        return [item.states for item in self._run(texts, words, vectors=False)]

    def encode(self, texts: Sequence[str], words: Sequence[Sequence[Span]]) -> list[Encoded]:
        """What `sentence_vectors` and `word_states` give, from one forward pass."""
        return self._run(texts, words)

    def word_kind(self, state: Vectors) -> WordKind:
        """What kind of word has this state (384,), one of those that `word_states` gives."""
        unit = state / max(float(np.linalg.norm(state)), 1e-12)
        powers = np.exp(unit @ self._kinds["weight"] + self._kinds["bias"])
        return WordKind(*(float(power) for power in powers / powers.sum()))

    def isolated_vectors(self, words: Sequence[str]) -> Vectors:
        """Sentence vectors (n, 384) of words or phrases without context; each is computed once and remembered."""
        new = [word for word in dict.fromkeys(words) if word not in self._isolated]
        if len(self._isolated) + len(new) > CACHE_SIZE:
            self._isolated.clear()
            new = list(dict.fromkeys(words))
        for word, vector in zip(new, self.sentence_vectors(new), strict=True):
            self._isolated[word] = vector
        return _stack([self._isolated[word] for word in words], self.width)

    def _count_layers(self) -> int:
        return len({name.split(".")[3] for name in self.tensors if name.startswith("model.encoder.layers.")})

    def _layer_tensors(self, index: int) -> dict[str, torch.Tensor]:
        prefix = f"model.encoder.layers.{index}."
        return {name.removeprefix(prefix): value for name, value in self.tensors.items() if name.startswith(prefix)}

    def _run(self, texts: Sequence[str], words: Sequence[Sequence[Span]] | None, vectors: bool = True) -> list[Encoded]:
        windows = list(self._windows(texts))
        missing = Counter(window.text for window in windows)
        gathered: dict[int, _Gathered] = {}
        results: dict[int, Encoded] = {}
        for batch in _batches(windows):
            states, last = self._forward([window.ids for window in batch], vectors)
            for row, window in enumerate(batch):
                text = window.text
                gathered.setdefault(text, _Gathered(self.width)).add(window, states[row], last[row])
                missing[text] -= 1
                if not missing[text]:  # at once, so that no more states are held than need be
                    results[text] = gathered.pop(text).result(words[text] if words is not None else ())
        return [results[index] for index in range(len(texts))]

    def _windows(self, texts: Sequence[str]) -> Iterator[_Window]:
        encodings = self._tokenizer.encode_batch([PREFIX + text for text in texts]) if texts else []
        for index, encoding in enumerate(encodings):
            offsets = [(start - len(PREFIX), end - len(PREFIX)) for start, end in encoding.offsets]
            yield from _cut(index, encoding.ids, offsets)

    @torch.inference_mode()
    def _forward(self, ids: list[list[int]], vectors: bool) -> tuple[Vectors, Vectors]:
        """States (rows, tokens, 384) of the word layer, and of the last layer (of the word layer unless `vectors`)."""
        width = max(map(len, ids))
        tokens = torch.tensor([row + [1] * (width - len(row)) for row in ids])
        mask = (tokens != 1)[:, None, None, :]
        states = self._embed(tokens)
        word_states = states
        for number, layer in enumerate(self._layers if vectors else self._layers[:WORD_LAYER], start=1):
            states = _apply(layer, states, mask, self._heads)
            if number == WORD_LAYER:
                word_states = states
        return word_states.numpy(), states.numpy()

    def _embed(self, tokens: torch.Tensor) -> torch.Tensor:
        weights = self.tensors
        positions = weights["model.encoder.embed_positions.weight"][2 : 2 + tokens.shape[1]]
        states = functional.embedding(tokens, weights["model.shared.weight"]) + positions
        return _norm(weights, "model.encoder.layernorm_embedding", states)


class _Gathered:
    """The states of one text, collected window by window."""

    def __init__(self, width: int) -> None:
        self.sum = np.zeros(width, np.float64)
        self.count = 0
        self.parts: list[tuple[list[tuple[int, int]], Vectors]] = []

    def add(self, window: _Window, states: Vectors, last: Vectors) -> None:
        self.sum += last[window.keep].sum(axis=0, dtype=np.float64)
        self.count += window.keep.stop - window.keep.start
        self.parts.append((window.offsets[window.keep], states[window.keep]))

    def result(self, words: Sequence[Span]) -> Encoded:
        mean = self.sum / max(self.count, 1)
        vector = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
        self.parts.sort(key=lambda part: max(part[0]))  # windows come in any order
        states = np.concatenate([part for _, part in self.parts])
        offsets = [offset for part, _ in self.parts for offset in part]
        return Encoded(vector, _word_means(states, offsets, words))


def load_encoder(folder: Path | None = None) -> Encoder:
    """The encoder of the embedded model, loaded once per process; `folder` names another folder of the same layout.

    Raises ModelError when the folder is missing or damaged.
    """
    return _load(folder or embedded_folder())


@lru_cache(maxsize=2)
def _load(folder: Path) -> Encoder:
    try:
        own = _read(folder / "sentence_layers.safetensors", ("model.encoder.",))
        tensors = _read(folder / "model.safetensors", ("model.encoder.", "model.shared.weight"))
        shared = frozenset(tensors.keys() - own.keys())
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        heads = int(json.loads((folder / "config.json").read_text(encoding="utf-8"))["encoder_attention_heads"])
        kinds = _read(folder / KINDS_FILE, ("weight", "bias")) if (folder / KINDS_FILE).is_file() else {}
    except Exception as error:  # tokenizers raises bare Exceptions
        raise ModelError(f"the encoder in {folder} cannot be loaded: {error}") from error
    return Encoder(tensors | own, shared, tokenizer, heads, kinds)


def _read(path: Path, prefixes: tuple[str, ...]) -> dict[str, torch.Tensor]:
    with safe_open(path, framework="pt") as stream:
        return {name: stream.get_tensor(name).float() for name in stream.keys() if name.startswith(prefixes)}  # noqa: SIM118


def _cut(text: int, ids: list[int], offsets: list[tuple[int, int]]) -> Iterator[_Window]:
    """Windows over a tokenised text: one if it fits, else overlapping ones, each with its own <s> and </s>.

    Every token is kept once, from the window in which it stands farther from the edge.
    """
    if len(ids) <= MAX_TOKENS:
        yield _Window(text, ids, offsets, slice(0, len(ids)))
        return
    size, margin = MAX_TOKENS - 2, WINDOW_OVERLAP // 2
    for start in range(1, len(ids) - 1 - WINDOW_OVERLAP, size - WINDOW_OVERLAP):
        end = min(start + size, len(ids) - 1)
        first, last = start == 1, end == len(ids) - 1
        keep = slice(0 if first else 1 + margin, end - start + 2 if last else end - start + 1 - margin)
        edges = [offsets[0]], [offsets[-1]]
        yield _Window(text, [ids[0], *ids[start:end], ids[-1]], edges[0] + offsets[start:end] + edges[1], keep)


def _batches(windows: Sequence[_Window]) -> Iterator[list[_Window]]:
    """Windows of like length together, at most BATCH_TOKENS padded tokens a batch."""
    batch: list[_Window] = []
    for window in sorted(windows, key=lambda item: len(item.ids)):
        if batch and len(window.ids) * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def _word_means(states: Vectors, offsets: Sequence[tuple[int, int]], words: Sequence[Span]) -> Vectors:
    """The mean of the states of the tokens that overlap each word."""
    means = np.zeros((len(words), states.shape[1]), np.float32)
    tokens = [(start, end, row) for row, (start, end) in enumerate(offsets) if end > max(start, 0)]
    ends = [end for _, end, _ in tokens]
    for index, word in enumerate(words):
        rows = []
        for start, _, row in tokens[bisect_left(ends, word.start + 1) :]:
            if start >= word.end:
                break
            rows.append(row)
        if rows:
            means[index] = states[rows].mean(axis=0)
    return means


def _apply(layer: Mapping[str, torch.Tensor], states: torch.Tensor, mask: torch.Tensor, heads: int) -> torch.Tensor:
    """One post-norm transformer layer: states (rows, tokens, width) to the same."""
    rows, tokens, width = states.shape
    query, key, value = (
        _linear(layer, f"self_attn.{name}_proj", states).view(rows, tokens, heads, width // heads).transpose(1, 2)
        for name in "qkv"
    )
    mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
    mixed = _linear(layer, "self_attn.out_proj", mixed.transpose(1, 2).reshape(rows, tokens, width))
    states = _norm(layer, "self_attn_layer_norm", states + mixed)
    inner = functional.gelu(_linear(layer, "fc1", states))
    return _norm(layer, "final_layer_norm", states + _linear(layer, "fc2", inner))


def _linear(weights: Mapping[str, torch.Tensor], name: str, states: torch.Tensor) -> torch.Tensor:
    return functional.linear(states, weights[f"{name}.weight"], weights[f"{name}.bias"])


def _norm(weights: Mapping[str, torch.Tensor], name: str, states: torch.Tensor) -> torch.Tensor:
    weight = weights[f"{name}.weight"]
    return functional.layer_norm(states, weight.shape, weight, weights[f"{name}.bias"])


def _stack(vectors: list[Vectors], width: int) -> Vectors:
    return np.stack(vectors) if vectors else np.zeros((0, width), np.float32)
