"""Train what tells a loanword, a name and a word of the language apart by its state: `embedded/word_kinds.safetensors`.

usage: OMP_WAIT_POLICY=passive PYTHONPATH=. python models/recipe/word_kinds.py [--out models/embedded]

A softmax on the normalised states of the encoder's word layer. The words are those of the authored pairs' Hindi and Marathi sides that
the data files know as names or loanwords, and rare ones that they do not; a fifth of the words is held out for the figures
that are printed, and taken in again for what is written.
"""

from __future__ import annotations

import argparse
import gzip
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from safetensors.torch import save_file

from mtcheck.encode import KINDS_FILE, load_encoder
from mtcheck.knowledge import hindi_zipf, loanwords, name_words
from mtcheck.script import stem, words
from mtcheck.transliteration import looks_foreign, reading
from mtcheck.types import Span

AUTHORED = Path(__file__).resolve().parent.parent / "authored"
LOANWORD, NAME, NATIVE = range(3)  # the order of `mtcheck.types.WordKind`
SHORTEST = 4
COMMON = 4.6  # Zipf frequency from which a word is no telling name or loanword
RARE = (1.5, 3.9)  # of native words: what is unknown is rare
OCCURRENCES = {LOANWORD: 4, NAME: 4, NATIVE: 2}
NATIVE_WORDS = 2500
HELD_OUT = 5  # every fifth word
BATCH, STEPS, DECAY = 64, 300, 3e-5


class Occurrence(NamedTuple):
    """A word in its sentence."""

    word: str
    kind: int
    text: str
    span: Span


def kind_of(word: str, language: str) -> int | None:
    """What the data files know a word as; None when it is of several kinds, or too common to tell anything."""
    name, loan = word in name_words(), word in loanwords("hi") or word in loanwords("mr")
    if name or loan:
        alone = name != loan and hindi_zipf(word) < COMMON
        return (NAME if name else LOANWORD) if alone else None
    if stem(word, language) in loanwords(language) or looks_foreign(word):
        return None
    found = reading(word)
    foreign = found is not None and found.score > 0.8
    rare = language == "mr" or RARE[0] < hindi_zipf(word) < RARE[1]
    return NATIVE if rare and not foreign else None


def occurrences() -> list[Occurrence]:
    """A few of each word's occurrences, shuffled."""
    found: dict[tuple[str, int], list[Occurrence]] = defaultdict(list)
    for item in _all():
        found[item.word, item.kind].append(item)
    draw = random.Random(0)
    native = sorted(key for key in found if key[1] == NATIVE)
    kept = set(draw.sample(native, min(NATIVE_WORDS, len(native))))
    chosen = []
    for key in sorted(found):
        if key[1] != NATIVE or key in kept:
            chosen += draw.sample(found[key], min(OCCURRENCES[key[1]], len(found[key])))
    draw.shuffle(chosen)
    return chosen


def _all() -> Iterator[Occurrence]:
    kinds: dict[tuple[str, str], int | None] = {}
    for path in sorted(AUTHORED.glob("*.tsv.gz")):
        language = "mr" if ".mr-" in path.name else "hi"
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for text in (line.split("\t")[0] for line in lines):
                for word in words(text):
                    if not word.devanagari or len(word.folded) < SHORTEST:
                        continue
                    if (key := (word.folded, language)) not in kinds:
                        kinds[key] = kind_of(*key)
                    if (kind := kinds[key]) is not None:
                        yield Occurrence(word.folded, kind, text, Span(word.start, word.end))


def states(items: list[Occurrence], folder: Path) -> torch.Tensor:
    """Normalised states, a row an occurrence."""
    encoder, rows = load_encoder(folder), []
    for start in range(0, len(items), BATCH):
        batch = items[start : start + BATCH]
        rows += [found[0] for found in encoder.word_states([i.text for i in batch], [[i.span] for i in batch])]
    return torch.nn.functional.normalize(torch.from_numpy(np.stack(rows)), dim=1)


def fit(inputs: torch.Tensor, kinds: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Weights (width, kinds) and bias of the softmax, each kind counting the same."""
    weight = torch.zeros(inputs.shape[1], len(OCCURRENCES), requires_grad=True)
    bias = torch.zeros(len(OCCURRENCES), requires_grad=True)
    balance = len(kinds) / len(OCCURRENCES) / torch.bincount(kinds)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=STEPS)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        found = torch.nn.functional.cross_entropy(inputs @ weight + bias, kinds, weight=balance)
        found = found + DECAY * (weight * weight).sum()
        found.backward()  # type: ignore[no-untyped-call]
        return found

    optimizer.step(loss)  # type: ignore[arg-type]
    return weight.detach(), bias.detach()


def main() -> None:
    """Print the figures on held-out words and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=Path("models/embedded"))
    out: Path = parser.parse_args().out
    items = occurrences()
    inputs, kinds = states(items, out), torch.tensor([item.kind for item in items])
    order = {word: number for number, word in enumerate(sorted({item.word for item in items}))}
    held = torch.tensor([order[item.word] % HELD_OUT == 0 for item in items])
    weight, bias = fit(inputs[~held], kinds[~held])
    guessed = (inputs[held] @ weight + bias).argmax(dim=1)
    print(f"{len(order)} words, {len(items)} occurrences; rows: loanword, name, native; columns: taken for")
    for kind in range(len(OCCURRENCES)):
        print(*torch.bincount(guessed[kinds[held] == kind], minlength=len(OCCURRENCES)).tolist(), sep="\t")
    weight, bias = fit(inputs, kinds)
    save_file({"weight": weight.contiguous(), "bias": bias}, out / KINDS_FILE)


if __name__ == "__main__":
    main()
