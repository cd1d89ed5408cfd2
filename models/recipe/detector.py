"""Train the detector: two layers on the frozen encoder that tell, for every word, whether it was put in another's place.

usage: OMP_WAIT_POLICY=passive PYTHONPATH=. detector.py --folder models/embedded --work WORK_DIR --minutes N

Reads WORK_DIR/corruptions.tsv (corruptions.py). The encoder's states (layer LAYER, fp16) are kept in WORK_DIR/detector-states; a
shard that is there is not made again. The layers begin as e5's own next two. Every twentieth good sentence and its copies are
held out for the figures that are printed. Writes WORK_DIR/detector.safetensors (fp16).
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

from mtcheck.encode import DETECTOR_LAYER as LAYER
from mtcheck.encode import PREFIX, Encoder, apply_layer, load_encoder
from mtcheck.grammar import is_content
from mtcheck.script import words

SHARD = 4000  # sentences
SEED = 22
MAX_TOKENS = 160
HELD_OUT = 20


class Item(NamedTuple):
    """A sentence: where its states stand, and its words as (first token, token after the last, replaced)."""

    at: int
    length: int
    words: list[tuple[int, int, bool]]
    good: bool
    held_out: bool


class Line(NamedTuple):
    text: str
    spans: list[tuple[int, int]]
    held_out: bool


def read(work: Path) -> list[Line]:
    """The lines of corruptions.tsv; copies share the fate of the good sentence before them."""
    lines: list[Line] = []
    group = 0
    for line in (work / "corruptions.tsv").read_text(encoding="utf-8").splitlines():
        _, _, text, places = line.split("\t")
        spans = [(int(a), int(b)) for a, b in (place.split("-") for place in places.split())]
        group += not spans
        lines.append(Line(text, spans, group % HELD_OUT == 0))
    return lines


def cache(lines: list[Line], encoder: Encoder, folder: Path) -> None:
    """Write the shards of states that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(lines), SHARD):
        path = folder / f"{start // SHARD:03}.safetensors"
        if path.exists():
            continue
        began = time.time()
        texts = [line.text for line in lines[start : start + SHARD]]
        states, offsets = encoder.layer_states(texts, LAYER)
        flat = torch.cat([torch.from_numpy(item[:MAX_TOKENS]).half() for item in states])
        places = torch.cat([torch.tensor(item[:MAX_TOKENS]) for item in offsets])
        lengths = torch.tensor([min(len(item), MAX_TOKENS) for item in states])
        part = path.with_suffix(".part")
        save_file({"states": flat, "offsets": places, "lengths": lengths}, part)
        part.rename(path)
        print(f"{path.name}: {len(flat)} tokens, {len(flat) / (time.time() - began):.0f} a second", flush=True)


def load(lines: list[Line], folder: Path) -> tuple[torch.Tensor, list[Item]]:
    """All states (tokens, width) fp16 and the items that point into them."""
    parts, items, at = [], [], 0
    for start, path in zip(range(0, len(lines), SHARD), sorted(folder.glob("*.safetensors")), strict=True):
        shard = load_file(path)
        parts.append(shard["states"])
        offsets, inner = shard["offsets"].tolist(), 0
        for line, length in zip(lines[start : start + SHARD], shard["lengths"].tolist(), strict=True):
            items.append(_item(line, at, length, offsets[inner : inner + length]))
            at, inner = at + length, inner + length
    return torch.cat(parts), items


def _item(line: Line, at: int, length: int, offsets: list[list[int]]) -> Item:
    found = []
    for word in words(line.text):
        if not word.devanagari or not is_content(word.text):
            continue
        rows = [row for row, (a, b) in enumerate(offsets) if b > max(a, 0) and a < word.end and b > word.start]
        if rows:
            replaced = any(a < word.end and b > word.start for a, b in line.spans)
            found.append((rows[0], rows[-1] + 1, replaced))
    return Item(at, length, found, not line.spans, line.held_out)


class Detector(torch.nn.Module):
    """`layers` post-norm transformer layers and a line to one logit a word."""

    def __init__(self, encoder: Encoder, layers: int) -> None:
        super().__init__()
        self.heads = 12
        self.layers = torch.nn.ModuleList()
        for index in range(LAYER, LAYER + layers):
            prefix = f"model.encoder.layers.{index}."
            own = {k.removeprefix(prefix): v for k, v in encoder.tensors.items() if k.startswith(prefix)}
            self.layers.append(
                torch.nn.ParameterDict({k.replace(".", "/"): torch.nn.Parameter(v.clone()) for k, v in own.items()})
            )
        width = encoder.width
        self.inner = torch.nn.Linear(width, 128)
        self.outer = torch.nn.Linear(128, 1)

    def forward(self, states: torch.Tensor, mask: torch.Tensor, dropout: float = 0.0) -> torch.Tensor:
        """States (rows, tokens, width) and mask (rows, tokens) to the last layer's states."""
        for layer in self.layers:
            weights = {name.replace("/", "."): value for name, value in layer.items()}
            states = functional.dropout(states, dropout, self.training)
            states = apply_layer(weights, states, mask[:, None, None, :], self.heads)
        return states

    def logits(self, pooled: torch.Tensor) -> torch.Tensor:
        """(words, width) to (words,)."""
        return self.outer(functional.gelu(self.inner(pooled))).squeeze(-1)


def batches(items: list[Item], tokens: int, draw: random.Random) -> Iterator[list[Item]]:
    order = sorted(items, key=lambda item: item.length + draw.random() * 4)
    found: list[list[Item]] = [[]]
    for item in order:
        if item.length * (len(found[-1]) + 1) > tokens:
            found.append([])
        found[-1].append(item)
    draw.shuffle(found)
    yield from found


def run(model: Detector, batch: list[Item], states: torch.Tensor, dropout: float = 0.0) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits and truth of all words of a batch."""
    width = max(item.length for item in batch)
    source = torch.zeros(len(batch), width, states.shape[1])
    mask = torch.zeros(len(batch), width, dtype=torch.bool)
    for row, item in enumerate(batch):
        source[row, : item.length] = states[item.at : item.at + item.length]
        mask[row, : item.length] = True
    last = model(source, mask, dropout)
    sums = functional.pad(last.cumsum(1), (0, 0, 1, 0))
    places = [(row, a, b, bad) for row, item in enumerate(batch) for a, b, bad in item.words]
    row, a, b = (torch.tensor([place[k] for place in places]) for k in range(3))
    pooled = (sums[row, b] - sums[row, a]) / (b - a)[:, None]
    return model.logits(pooled), torch.tensor([float(place[3]) for place in places])


@torch.inference_mode()
def measure(model: Detector, items: list[Item], states: torch.Tensor) -> str:
    """Area under the ROC curve, and recall of replaced words at one false alarm in 500 and in 2,000 words of good sentences."""
    model.eval()
    bad, clean = [], []
    for batch in batches(items, 8192, random.Random(0)):
        for good in (True, False):
            part = [item for item in batch if item.good is good and item.words]
            if not part:
                continue
            logits, truth = run(model, part, states)
            if good:
                clean += logits.tolist()
            else:
                bad += logits[truth > 0.5].tolist()
    model.train()
    order = np.sort(np.array(clean))
    bads = np.array(bad)
    auc = np.searchsorted(order, bads).mean() / len(order)
    recalls = [float((bads > order[-max(1, len(order) // n)]).mean()) for n in (100, 500, 2000)]
    return f"auroc {auc:.4f} recall at 1/100 {recalls[0]:.3f} 1/500 {recalls[1]:.3f} 1/2000 {recalls[2]:.3f} ({len(bads)} bad, {len(order)} good words)"


def train(args: argparse.Namespace) -> None:
    torch.manual_seed(SEED)
    draw = random.Random(SEED)
    encoder = load_encoder(args.folder)
    lines = read(args.work)
    cache(lines, encoder, args.work / "detector-states")
    states, items = load(lines, args.work / "detector-states")
    items = [item for item in items if item.words]
    held_out, rest = [i for i in items if i.held_out], [i for i in items if not i.held_out]
    model = Detector(encoder, args.layers)
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=0.01, fused=True)
    began, step, epoch, total, seen = time.time(), 0, 0, 0.0, 0
    while (spent := (time.time() - began) / 60) < args.minutes:
        epoch += 1
        for batch in batches(rest, args.tokens, draw):
            spent = (time.time() - began) / 60
            if spent >= args.minutes:
                break
            rate = args.rate * min(1, (step + 1) / 200) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * spent / args.minutes)))
            for group in optimiser.param_groups:
                group["lr"] = rate
            logits, truth = run(model, batch, states, 0.1)
            loss = functional.binary_cross_entropy_with_logits(logits, truth)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            step += 1
            total, seen = total + loss.item(), seen + 1
            if step % 500 == 0:
                print(f"epoch {epoch} step {step} {spent:.1f} min loss {total / seen:.4f}", measure(model, held_out, states), flush=True)
                save(model, args.work)
                total, seen = 0.0, 0
    print("end", measure(model, held_out, states), flush=True)
    save(model, args.work)


def save(model: Detector, work: Path) -> None:
    """The tensors by the names that mtcheck.encode reads, fp16."""
    tensors = {}
    for index, layer in enumerate(model.layers):
        for name, value in layer.items():
            tensors[f"layers.{index}.{name.replace('/', '.')}"] = value
    tensors |= {"inner.weight": model.inner.weight, "inner.bias": model.inner.bias}
    tensors |= {"outer.weight": model.outer.weight, "outer.bias": model.outer.bias}
    save_file({name: value.detach().half().contiguous() for name, value in tensors.items()}, work / "detector.safetensors")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--tokens", type=int, default=2400, help="a batch")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    train(arguments)
