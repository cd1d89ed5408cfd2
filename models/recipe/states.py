"""Run the frozen encoder once over every source sentence and keep its last states (fp16) for the training.

usage: OMP_WAIT_POLICY=passive states.py --start FOLDER --work WORK_DIR --dev DEV.tsv [--threads 2]

FOLDER is a sequence-to-sequence folder whose encoder is to be used. Writes WORK_DIR/states/NN.safetensors (SHARDS of
them: `states` (tokens, width) and `lengths` (sentences)) and WORK_DIR/states/sources.txt, the sentences in the same
order, one a line. A shard that is there already is not made again.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch
from pairs import read_pairs
from safetensors.torch import load_file, save_file
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

SHARDS = 24
MAX_TOKENS = 128  # of a source sentence, <s> and </s> counted
BATCH_TOKENS = 4096
DEV_SENTENCES = 200  # of the development set, for the curve


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


def cache(start: Path, work: Path, dev: Path) -> None:
    """Write the shards that are not there yet."""
    lines = sources(work, dev)
    folder = work / "states"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    tokenizer = AutoTokenizer.from_pretrained(start, local_files_only=True)
    model = AutoModelForSeq2SeqLM.from_pretrained(start, local_files_only=True, dtype=torch.float32)
    encoder = model.eval().get_encoder()
    size = -(-len(lines) // SHARDS)
    for shard in range(SHARDS):
        path = folder / f"{shard:02}.safetensors"
        if path.exists():
            continue
        began = time.time()
        ids = tokenizer(lines[shard * size : (shard + 1) * size], truncation=True, max_length=MAX_TOKENS).input_ids
        states = encode(encoder, ids)
        part = path.with_suffix(".part")
        save_file({"states": states, "lengths": torch.tensor([len(row) for row in ids])}, part)
        part.rename(path)
        print(f"{path.name}: {len(states)} tokens, {len(states) / (time.time() - began):.0f} a second", flush=True)


def load_states(work: Path) -> tuple[torch.Tensor, dict[str, tuple[int, int]]]:
    """All states, (tokens, width) fp16, and for each source sentence where its rows begin and how many they are."""
    folder = work / "states"
    shards = [load_file(path) for path in sorted(folder.glob("*.safetensors"))]
    lengths = torch.cat([shard["lengths"] for shard in shards]).tolist()
    where: dict[str, tuple[int, int]] = {}
    at = 0
    lines = (folder / "sources.txt").read_text(encoding="utf-8").split("\n")[:-1]
    for line, length in zip(lines, lengths, strict=True):
        where[line] = (at, length)
        at += length
    return torch.cat([shard["states"] for shard in shards]), where


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    cache(args.start, args.work, args.dev)
