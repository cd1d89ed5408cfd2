"""Give a trained decoder more layers without changing what it computes."""

from __future__ import annotations

import copy

import torch
from transformers import PreTrainedModel


@torch.no_grad()
def grow(model: PreTrainedModel, layers: int) -> PreTrainedModel:
    """The model (BART) with `layers` decoder layers; the function stays exactly the same until it is trained on.

    A new layer starts as a copy of the last one whose three outputs are zero, so that it only normalises. The old last
    layer's final normalisation moves to the new last layer, and the old layer keeps a plain one: normalising twice
    changes nothing.
    """
    decoder = model.get_decoder()
    while len(decoder.layers) < layers:
        old = decoder.layers[-1]
        new = copy.deepcopy(old)
        for silent in (new.self_attn.out_proj, new.encoder_attn.out_proj, new.fc2):
            silent.weight.zero_()
            silent.bias.zero_()
        for plain in (old.final_layer_norm, new.self_attn_layer_norm, new.encoder_attn_layer_norm):
            plain.weight.fill_(1)
            plain.bias.zero_()
        if hasattr(new.self_attn, "layer_idx"):
            new.self_attn.layer_idx = new.encoder_attn.layer_idx = len(decoder.layers)
        decoder.layers.append(new)
    model.config.decoder_layers = len(decoder.layers)
    return model
