"""Train the decoder and the upper layers of the encoder on the cached states of the lower ones.

usage: OMP_WAIT_POLICY=passive train.py --start FOLDER --work WORK_DIR --dev DEV.tsv --minutes N [--decoder-layers 3] …

The encoder's lower layers and all word vectors stay frozen. Begins at FOLDER's weights. Every `--every` minutes it
writes WORK_DIR/checkpoints/NN.safetensors (what is trained, float32), WORK_DIR/resume.pt and a line of
WORK_DIR/curve.tsv; started again it goes on from there until N minutes of training are spent (the learning rate follows a
cosine over those minutes). Refuses when a training pair overlaps the development set.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sacrebleu
import torch
from grow import grow
from pairs import Pair, read_pairs
from safetensors.torch import save_file
from states import DEV_SENTENCES, TUNED_LAYERS, load_states
from tokenizers import Tokenizer
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase
from transformers.modeling_outputs import BaseModelOutput
from vocabulary import target_tokenizer

END, PAD, BEGIN = 2, 1, 2
MAX_TARGET = 126
SEED = 20


@dataclass
class Example:
    """One pair: where its encoder states stand, and its target tokens without the end mark."""

    at: int
    length: int
    target: list[int]
    weight: float


@dataclass
class Progress:
    step: int = 0
    minutes: float = 0.0
    checkpoints: int = 0


def examples(pairs: list[Pair], where: dict[str, tuple[int, int]], tokenizer: Tokenizer) -> list[Example]:
    targets = [encoding.ids[:MAX_TARGET] for encoding in tokenizer.encode_batch([pair.english for pair in pairs])]
    return [Example(*where[pair.foreign], ids, pair.weight) for pair, ids in zip(pairs, targets, strict=True) if ids]


def epochs(data: list[Example], tokens: int, draw: random.Random) -> Iterator[list[Example]]:
    """Batches of like length without end; in one epoch a pair comes `weight` times (a fraction is drawn)."""
    while True:
        pool = [item for item in data for _ in range(int(item.weight + draw.random()))]
        draw.shuffle(pool)
        pool.sort(key=lambda item: (len(item.target) + draw.random() * 3) // 3 * 1000 + item.length)
        batches: list[list[Example]] = [[]]
        for item in pool:
            if (len(item.target) + 1) * (len(batches[-1]) + 1) > tokens:
                batches.append([])
            batches[-1].append(item)
        draw.shuffle(batches)
        yield from batches


def source_of(batch: list[Example], states: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Encoder states (rows, tokens, width) float32, padded with zeros, and their mask (rows, tokens)."""
    width = max(item.length for item in batch)
    source = torch.zeros(len(batch), width, states.shape[1])
    mask = torch.zeros(len(batch), width, dtype=torch.long)
    for row, item in enumerate(batch):
        source[row, : item.length] = states[item.at : item.at + item.length]
        mask[row, : item.length] = 1
    return source, mask


def target_of(batch: list[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    """Decoder inputs and labels, (rows, tokens) each; labels are -100 where there is nothing to learn."""
    width = max(len(item.target) for item in batch) + 1
    inputs = torch.full((len(batch), width), PAD)
    labels = torch.full((len(batch), width), -100)
    for row, item in enumerate(batch):
        ids = torch.tensor(item.target)
        inputs[row, 0], inputs[row, 1 : len(ids) + 1] = BEGIN, ids
        labels[row, : len(ids)], labels[row, len(ids)] = ids, END
    return inputs, labels


class Trainer:
    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.states, self.where = load_states(args.work)
        self.tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(args.start, local_files_only=True)
        self.model = self._load()
        size = self.model.config.n_target
        pairs = read_pairs(args.work / "pairs.tsv", args.dev)
        self.data = examples(pairs, self.where, target_tokenizer(args.start, size))
        self.tuned = self._tuned_layers()
        self.words = self.model.get_input_embeddings().weight[:size].detach()
        self.bias = torch.nn.Parameter(self.model.final_logits_bias[0, :size].clone())
        decoder = [p for p in self.model.get_decoder().parameters() if p.requires_grad] + [self.bias]
        encoder = list(self.tuned.parameters())
        self.parameters = decoder + encoder
        groups = [{"params": decoder, "share": 1.0}, {"params": encoder, "share": args.encoder_rate}]
        groups = [group for group in groups if group["params"]]
        self.optimiser = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
        self.loss = torch.nn.CrossEntropyLoss(ignore_index=-100, label_smoothing=args.smoothing)
        self.progress = Progress()
        self._resume()

    def _load(self) -> PreTrainedModel:
        model = AutoModelForSeq2SeqLM.from_pretrained(
            self.args.start, local_files_only=True, dtype=torch.float32, attn_implementation=self.args.attention
        )
        for parameter in [*model.get_encoder().parameters(), *model.get_input_embeddings().parameters()]:
            parameter.requires_grad = False
        return grow(model, self.args.decoder_layers or model.config.decoder_layers)

    def _tuned_layers(self) -> torch.nn.ModuleList:
        """The encoder's layers above the cached states, open for training."""
        layers = self.model.get_encoder().layers
        tuned: torch.nn.ModuleList = layers[len(layers) - self.args.tuned_layers :]
        for parameter in tuned.parameters():
            parameter.requires_grad = True
        return tuned

    def encode(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Cached states (rows, tokens, width), through the encoder's upper layers."""
        visible = torch.zeros(mask.shape[0], 1, 1, mask.shape[1]).masked_fill(mask[:, None, None, :] == 0, -1e9)
        for layer in self.tuned:
            states = layer(states, visible)
        return states

    def run(self) -> None:
        """Train until the minutes are spent, or the steps that `--steps` allows (for a look at the speed)."""
        self.model.train()
        progress, args = self.progress, self.args
        draw = random.Random(SEED + progress.checkpoints)
        torch.manual_seed(SEED + progress.checkpoints)
        tick = last = time.time()
        total, tokens, since = 0.0, 0, time.time()
        for batch in epochs(self.data, args.tokens, draw):
            if progress.minutes >= args.minutes or (args.steps and progress.step >= args.steps):
                break
            loss, count = self.step(batch)
            total, tokens = total + loss * count, tokens + count
            progress.step += 1
            progress.minutes += (time.time() - tick) / 60
            tick = time.time()
            if progress.step % 50 == 0:
                speed = tokens / (time.time() - since)
                head = f"step {progress.step} {progress.minutes:.1f} min"
                print(f"{head} loss {total / tokens:.3f} {speed:.0f} tokens/s", flush=True)
                total, tokens, since = 0.0, 0, time.time()
            if time.time() - last > args.every * 60:
                self.checkpoint()
                last = tick = since = time.time()
        self.checkpoint()

    def step(self, batch: list[Example]) -> tuple[float, int]:
        """One update; the mean loss and the number of target tokens."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate() * group["share"]
        states, mask = source_of(batch, self.states)
        source = self.encode(states, mask)
        inputs, labels = target_of(batch)
        decoder = self.model.get_decoder()
        hidden = decoder(
            input_ids=inputs, encoder_hidden_states=source, encoder_attention_mask=mask, use_cache=False
        ).last_hidden_state
        seen = labels != -100
        logits = torch.nn.functional.linear(hidden[seen], self.words, self.bias)
        loss = self.loss(logits, labels[seen])
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step()
        return loss.item(), int(seen.sum())

    def rate(self) -> float:
        """Linear warm-up over steps, then a cosine over the minutes down to 3 %."""
        progress, args = self.progress, self.args
        falling = 0.5 * (1 + math.cos(math.pi * min(progress.minutes / args.minutes, 1)))
        return float(args.rate * min(1.0, (progress.step + 1) / args.warm_up) * (0.03 + 0.97 * falling))

    def checkpoint(self) -> None:
        """Write the weights, what a restart needs, and a line of the curve."""
        progress = self.progress
        progress.checkpoints += 1
        folder = self.args.work / "checkpoints"
        folder.mkdir(exist_ok=True)
        save_file(self.weights(), folder / f"{progress.checkpoints:02}.safetensors")
        resume = {"weights": self.weights(), "optimiser": self.optimiser.state_dict(), "progress": vars(progress)}
        torch.save(resume, self.args.work / "resume.part")
        (self.args.work / "resume.part").rename(self.args.work / "resume.pt")
        bleu, chrf = self.evaluate()
        line = f"{progress.checkpoints}\t{progress.step}\t{progress.minutes:.1f}\t{bleu:.2f}\t{chrf:.2f}\n"
        with (self.args.work / "curve.tsv").open("a", encoding="utf-8") as stream:
            stream.write(line)
        print("checkpoint", line, end="", flush=True)

    def weights(self) -> dict[str, torch.Tensor]:
        """What is trained, by the names it has in model.safetensors, with the bias of the output."""
        names = {f"model.decoder.{name}": value for name, value in self.model.get_decoder().state_dict().items()}
        first = len(self.model.get_encoder().layers) - len(self.tuned)
        for number, layer in enumerate(self.tuned, start=first):
            names |= {f"model.encoder.layers.{number}.{name}": value for name, value in layer.state_dict().items()}
        names = {name: value.clone() for name, value in names.items() if "embed_tokens" not in name}
        bias = self.model.final_logits_bias.clone()
        bias[0, : len(self.bias)] = self.bias.detach()
        return names | {"final_logits_bias": bias}

    @torch.inference_mode()
    def evaluate(self) -> tuple[float, float]:
        """BLEU and chrF of greedy translations of the first sentences of the development set."""
        rows = [line.split("\t") for line in self.args.dev.read_text(encoding="utf-8").splitlines()[:DEV_SENTENCES]]
        self.model.eval()
        self.model.final_logits_bias.copy_(self.weights()["final_logits_bias"])
        output: list[str] = []
        for at in range(0, len(rows), 25):
            batch = [Example(*self.where[row[0]], [], 1) for row in rows[at : at + 25]]
            states, mask = source_of(batch, self.states)
            encoded = BaseModelOutput(last_hidden_state=self.encode(states, mask))
            ids = self.model.generate(
                encoder_outputs=encoded, attention_mask=mask, max_new_tokens=80,
                num_beams=1, do_sample=False, repetition_penalty=1.0,
            )  # fmt: skip
            output += self.tokenizer.batch_decode(ids, skip_special_tokens=True)
        self.model.train()
        references = [[row[1] for row in rows]]
        return sacrebleu.corpus_bleu(output, references).score, sacrebleu.corpus_chrf(output, references).score

    def _resume(self) -> None:
        path = self.args.work / "resume.pt"
        if not path.exists():
            return
        state = torch.load(path, weights_only=True)
        self.model.load_state_dict(state["weights"], strict=False)
        self.bias.data.copy_(state["weights"]["final_logits_bias"][0, : len(self.bias)])
        self.optimiser.load_state_dict(state["optimiser"])
        self.progress = Progress(**state["progress"])


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--decoder-layers", type=int, help="more than the start has: exact copies of its function")
    parser.add_argument("--tuned-layers", type=int, default=TUNED_LAYERS, help="of the encoder, as for states.py")
    parser.add_argument("--encoder-rate", type=float, default=0.5, help="the encoder's learning rate, as a share")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--warm-up", type=int, default=300, help="steps")
    parser.add_argument("--tokens", type=int, default=1600, help="target tokens a batch")
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--every", type=float, default=10, help="minutes between checkpoints")
    parser.add_argument("--steps", type=int, default=0, help="stop early, for a look at the speed")
    parser.add_argument("--attention", default="sdpa", choices=["sdpa", "eager"])
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    arguments = parse()
    torch.set_num_threads(arguments.threads)
    Trainer(arguments).run()
