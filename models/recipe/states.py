"""Run the frozen layers of the encoder once over every source sentence and keep their states (fp16) for the training.

usage: OMP_WAIT_POLICY=passive states.py --start FOLDER --work WORK_DIR --dev DEV.tsv [--tuned-layers 3] [--threads 2]

FOLDER is a sequence-to-sequence folder whose encoder is to be used; its upper `--tuned-layers` are left out, because they
are trained. Writes WORK_DIR/states/NNN.safetensors (`states` (tokens, width) and `lengths` (sentences)) with NNN.txt, the
shard's sentences, one a line. Only sentences that no shard holds yet are run: pairs can be added at any time.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch
from pairs import read_pairs
from safetensors.torch import load_file, save_file
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

SHARD = 4000  # sentences
MAX_TOKENS = 128  # of a source sentence, <s> and </s> counted
BATCH_TOKENS = 4096
DEV_SENTENCES = 200  # of the development set, for the curve
TUNED_LAYERS = 3  # upper layers of the translation encoder that are trained along with the decoder


def sources(work: Path, dev: Path) -> list[str]:
    """All distinct source sentences: development set first, then the pairs'."""
    head = [line.split("\t")[0] for line in dev.read_text(encoding="utf-8").splitlines()[:DEV_SENTENCES]]
    return list(dict.fromkeys([*head, *(pair.foreign for pair in read_pairs(work / "pairs.tsv"))]))


def batches(ids: list[list[int]]) -> list[list[int]]:
    """Indices grouped by length, at most BATCH_TOKENS padded tokens each."""
    result: list[list[int]] = [[]]
    for index in sorted(range(len(ids)), key=lambda i: len(ids[i])):
        if len(ids[index]) * (len(result[-1]) + 1) > BATCH_TOKENS:
            result.append([])
        result[-1].append(index)
    return result


@torch.inference_mode()
def encode(encoder: torch.nn.Module, ids: list[list[int]]) -> torch.Tensor:
    """The encoder's last states of all sentences, one after the other: (tokens, width), fp16."""
    parts: list[torch.Tensor] = [torch.empty(0)] * len(ids)
    for batch in batches(ids):
        width = max(len(ids[i]) for i in batch)
        tokens = torch.tensor([ids[i] + [1] * (width - len(ids[i])) for i in batch])
        states = encoder(input_ids=tokens, attention_mask=(tokens != 1).long()).last_hidden_state.half()
        for row, index in enumerate(batch):
            parts[index] = states[row, : len(ids[index])].clone()
    return torch.cat(parts)


def cache(start: Path, work: Path, dev: Path, tuned_layers: int) -> None:
    """Write shards of the sentences that none holds yet."""
    folder = work / "states"
    folder.mkdir(parents=True, exist_ok=True)
    done = {line for path in shards_of(folder) for line in lines_of(path)}
    missing = [line for line in sources(work, dev) if line not in done]
    tokenizer = AutoTokenizer.from_pretrained(start, local_files_only=True)
    model = AutoModelForSeq2SeqLM.from_pretrained(start, local_files_only=True, dtype=torch.float32)
    encoder = model.eval().get_encoder()
    encoder.layers = encoder.layers[: len(encoder.layers) - tuned_layers]
    first = len(shards_of(folder))
    for number, at in enumerate(range(0, len(missing), SHARD), start=first):
        began = time.time()
        lines = missing[at : at + SHARD]
        ids = tokenizer(lines, truncation=True, max_length=MAX_TOKENS).input_ids
        states = encode(encoder, ids)
        path = folder / f"{number:03}.safetensors"
        path.with_suffix(".txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        save_file({"states": states, "lengths": torch.tensor([len(row) for row in ids])}, path.with_suffix(".part"))
        path.with_suffix(".part").rename(path)
        print(f"{path.name}: {len(states)} tokens, {len(states) / (time.time() - began):.0f} a second", flush=True)


def shards_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.safetensors"))


def lines_of(shard: Path) -> list[str]:
    return shard.with_suffix(".txt").read_text(encoding="utf-8").split("\n")[:-1]


def load_states(work: Path) -> tuple[torch.Tensor, dict[str, tuple[int, int]]]:
    """All states, (tokens, width) fp16, and for each source sentence where its rows begin and how many they are."""
    paths = shards_of(work / "states")
    shards = [load_file(path) for path in paths]
    where: dict[str, tuple[int, int]] = {}
    at = 0
    for path, shard in zip(paths, shards, strict=True):
        for line, length in zip(lines_of(path), shard["lengths"].tolist(), strict=True):
            where[line] = (at, length)
            at += length
    return torch.cat([shard["states"] for shard in shards]), where


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--tuned-layers", type=int, default=TUNED_LAYERS)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    cache(args.start, args.work, args.dev, args.tuned_layers)
