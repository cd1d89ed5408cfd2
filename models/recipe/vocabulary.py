"""The part of e5's vocabulary that the translator uses, and the tokenizers over it.

The target's pieces come first: the output is limited to the first `n_target` of them (config.n_target; the rest is shut
off by final_logits_bias), and English is segmented with those alone when training.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from e5_image import unigram
from tokenizers import Tokenizer

N_TARGET = 9000
MIN_COUNT = 2
LATIN_SIGNS = "▁“”‘’–—…₹£€"


def target_tokenizer(folder: Path, size: int) -> Tokenizer:
    """A tokenizer over the first `size` pieces of FOLDER/tokenizer.json, without <s> and </s>."""
    pieces = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    tokenizer = unigram([(piece, score) for piece, score in pieces[:size]])
    tokenizer.post_processor = None
    return tokenizer


def cut(full: Tokenizer, pieces: list[str], source: list[str], target: list[str]) -> tuple[list[int], int]:
    """Which of e5's pieces to keep, in their new order, and how many of them the target uses.

    Kept are the specials, the N_TARGET pieces most used in `target`, single Latin characters, then what else `source`
    and `target` use at least MIN_COUNT times and single Devanagari characters.
    """
    in_target, in_source = _count(full, target), _count(full, source)
    first = {index for index, _ in in_target.most_common(N_TARGET) if index > 3}
    first |= {i for i, piece in enumerate(pieces) if i > 3 and _is_latin_character(piece)}
    rest = {index for index, count in (in_source + in_target).items() if count >= MIN_COUNT and index > 3}
    rest |= {i for i, piece in enumerate(pieces) if i > 3 and len(piece) == 1 and "\u0900" <= piece <= "\u097f"}
    return [0, 1, 2, 3, *sorted(first), *sorted(rest - first)], 4 + len(first)


def _is_latin_character(piece: str) -> bool:
    return len(piece) == 1 and (piece.isascii() or piece in LATIN_SIGNS)


def _count(tokenizer: Tokenizer, lines: list[str]) -> Counter[int]:
    counter: Counter[int] = Counter()
    for at in range(0, len(lines), 2000):
        for encoding in tokenizer.encode_batch(lines[at : at + 2000]):
            counter.update(encoding.ids)
    return counter
