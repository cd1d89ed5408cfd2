"""Make the untrained translator: encoder = layers 1-9 of multilingual-e5-small, decoder begun from some of its layers.

usage: skeleton.py --work WORK_DIR --out FOLDER [--decoder-layers 2]

The vocabulary is cut to the pieces that WORK_DIR/pairs.tsv uses (vocabulary.py). e5's layers are post-norm BERT layers
and map one to one onto BART's (learned positions at offset 2, token-type vector added to them, layernorm_embedding).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from e5_image import Image, unigram
from pairs import SEED, read_pairs
from tokenizers import decoders
from transformers import BartConfig, BartForConditionalGeneration, PreTrainedTokenizerFast
from vocabulary import cut

ENCODER_LAYERS = 9
POSITIONS = 510
SHUT_OFF = -1e4  # added to the logits of what is no target piece; fits fp16


def config_of(image: Image, vocabulary: int, decoder_layers: int) -> BartConfig:
    return BartConfig(
        vocab_size=vocabulary,
        d_model=image.width,
        encoder_layers=ENCODER_LAYERS,
        decoder_layers=decoder_layers,
        encoder_attention_heads=image.heads,
        decoder_attention_heads=image.heads,
        encoder_ffn_dim=image.inner,
        decoder_ffn_dim=image.inner,
        max_position_embeddings=POSITIONS,
        activation_function="gelu",
        dropout=0.1,
        scale_embedding=False,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
        forced_bos_token_id=None,
        forced_eos_token_id=None,
    )


@torch.no_grad()
def fill(model: BartForConditionalGeneration, image: Image, keep: list[int]) -> None:
    """Copy e5's weights: the encoder exactly, the decoder's own parts from layers spread over all twelve."""
    embeddings = image.embeddings()
    model.model.shared.weight.copy_(embeddings["words"][keep])
    for side in (model.get_encoder(), model.get_decoder()):
        side.embed_positions.weight[2:] = embeddings["positions"][:POSITIONS]
        side.layernorm_embedding.weight.copy_(embeddings["norm.weight"])
        side.layernorm_embedding.bias.copy_(embeddings["norm.bias"])
    for index, layer in enumerate(model.get_encoder().layers):
        layer.load_state_dict(image.layer(index))
    layers = model.get_decoder().layers
    for index, layer in enumerate(layers):
        layer.load_state_dict(image.layer(index * image.layers // len(layers)), strict=False)


def make(work: Path, out: Path, decoder_layers: int) -> None:
    """Write the folder."""
    torch.manual_seed(SEED)
    image, pairs = Image(), read_pairs(work / "pairs.tsv")
    pieces = image.vocabulary.pieces
    keep, n_target = cut(image.tokenizer(), pieces, [p.foreign for p in pairs], [p.english for p in pairs])
    model = BartForConditionalGeneration(config_of(image, len(keep), decoder_layers))
    fill(model, image, keep)
    model.config.n_target = n_target
    model.final_logits_bias[:, n_target:] = SHUT_OFF
    model.save_pretrained(out)
    tokenizer = unigram([(pieces[index], image.vocabulary.scores[index]) for index in keep])
    tokenizer.decoder = decoders.Metaspace()
    names = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--decoder-layers", type=int, default=2)
    args = parser.parse_args()
    make(args.work, args.out, args.decoder_layers)
