"""Tiny translation models with random weights, saved as real folders, one maker a family."""

from __future__ import annotations

import io
import json
import warnings
from pathlib import Path

import sentencepiece
import torch
from safetensors.torch import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    M2M100Config,
    M2M100ForConditionalGeneration,
    M2M100Tokenizer,
    MarianConfig,
    MarianMTModel,
    MarianTokenizer,
    MBart50Tokenizer,
    MBartConfig,
    MBartForConditionalGeneration,
    NllbTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
)

LINES = [
    "रक्षा मंत्रालय ने मंगलवार को अनुबंध पर हस्ताक्षर किए।",
    "संरक्षण मंत्रालयाने मंगळवारी करारावर स्वाक्षरी केली.",
    "The Ministry of Defence signed a contract on Tuesday.",
    "मुख्यमंत्री ने कहा कि किसानों को राहत मिलेगी।",
    "The chief minister said that farmers will get relief.",
]
SMALL = {
    "d_model": 16,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 16,
    "decoder_ffn_dim": 16,
    "max_position_embeddings": 64,
}


def pieces(path: Path) -> list[tuple[str, float]]:
    """Train a small sentencepiece model into `path`; its pieces with their scores, specials left out."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES * 5), model_writer=model, vocab_size=110, hard_vocab_limit=False, minloglevel=2
    )
    path.write_bytes(model.getvalue())
    loaded = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [(loaded.id_to_piece(i), loaded.get_score(i)) for i in range(3, loaded.get_piece_size())]


def save(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, folder: Path) -> Path:
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def marian(folder: Path) -> Path:
    folder.mkdir()
    names = ["</s>", "<unk>", *(piece for piece, _ in pieces(folder / "source.spm")), "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({name: index for index, name in enumerate(names)}))
    files = [str(folder / name) for name in ("source.spm", "source.spm", "vocab.json")]
    with warnings.catch_warnings(action="ignore"):  # it recommends a package
        tokenizer = MarianTokenizer(*files, source_lang="hi")
    torch.manual_seed(0)
    pad = len(names) - 1
    config = MarianConfig(
        **SMALL,
        vocab_size=len(names),
        pad_token_id=pad,
        eos_token_id=0,
        decoder_start_token_id=pad,
        forced_eos_token_id=0,
    )
    return save(MarianMTModel(config), tokenizer, folder)


def m2m100(folder: Path) -> Path:
    folder.mkdir()
    names = ["<s>", "<pad>", "</s>", "<unk>", *(piece for piece, _ in pieces(folder / "sentencepiece.bpe.model"))]
    (folder / "vocab.json").write_text(json.dumps({name: index for index, name in enumerate(names)}))
    tokenizer = M2M100Tokenizer(str(folder / "vocab.json"), str(folder / "sentencepiece.bpe.model"))
    torch.manual_seed(0)
    return save(M2M100ForConditionalGeneration(M2M100Config(**SMALL, vocab_size=len(names) + 120)), tokenizer, folder)


def nllb(folder: Path) -> Path:
    trained = Tokenizer(models.BPE(unk_token="<unk>"))
    trained.pre_tokenizer = pre_tokenizers.Metaspace()
    specials = ["<s>", "<pad>", "</s>", "<unk>"]
    trained.train_from_iterator(LINES, trainers.BpeTrainer(vocab_size=150, special_tokens=specials))
    inside = json.loads(trained.to_str())["model"]
    tokenizer = NllbTokenizer(vocab=inside["vocab"], merges=[tuple(pair) for pair in inside["merges"]])
    torch.manual_seed(0)
    return save(M2M100ForConditionalGeneration(M2M100Config(**SMALL, vocab_size=len(tokenizer))), tokenizer, folder)


def mbart50(folder: Path) -> Path:
    folder.mkdir()
    specials = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    tokenizer = MBart50Tokenizer(vocab=specials + pieces(folder / "sentencepiece.bpe.model"), src_lang="hi_IN")
    torch.manual_seed(0)
    config = MBartConfig(**SMALL, vocab_size=len(tokenizer), decoder_start_token_id=2)
    return save(MBartForConditionalGeneration(config), tokenizer, folder)


def embedded(folder: Path) -> Path:
    """A folder of the embedded model's layout: nine encoder layers, the upper three trained further, 60 target pieces."""
    folder.mkdir()
    vocabulary = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -20.0), *pieces(folder / "unused.spm")]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    names = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    torch.manual_seed(0)
    sizes = SMALL | {"encoder_layers": 12, "max_position_embeddings": 510}
    model = BartForConditionalGeneration(
        BartConfig(
            **sizes, vocab_size=len(vocabulary), decoder_start_token_id=2, forced_eos_token_id=None, init_std=0.5
        )
    )
    upper = {f"model.encoder.layers.{i}": model.model.encoder.layers[i] for i in range(6, 12)}
    tensors = {f"{name}.{part}": value for name, layer in upper.items() for part, value in layer.state_dict().items()}
    save_file(tensors, folder / "sentence_layers.safetensors")
    width = model.config.d_model
    save_file({"weight": torch.zeros(width, 3), "bias": torch.zeros(3)}, folder / "word_kinds.safetensors")
    model.model.encoder.layers = model.model.encoder.layers[:9]
    with torch.no_grad():
        for layer in model.model.encoder.layers[6:]:
            layer.fc1.weight += torch.randn_like(layer.fc1.weight)
    model.config.encoder_layers, model.config.n_target = 9, 60
    model.final_logits_bias[:, 60:] = -1e4
    return save(model, PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names), folder)


MAKERS = {"marian": marian, "m2m100": m2m100, "nllb": nllb, "mbart50": mbart50}
