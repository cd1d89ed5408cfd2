"""What each family of translation models needs besides the text: one table, one line a family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from typing import Any

from mtcheck.errors import ModelError
from mtcheck.translate.base import Language


@dataclass(frozen=True)
class Family:
    """A family: `types` are values of model_type in config.json, `source` and `target` the language codes it wants.

    `target` is the token that the output has to begin with ("" for none); a family fits a model when its tokenizer
    knows that token. `custom` families come with their own model code and pre-processing. `languages`, when given, are
    all that the model knows.
    """

    name: str
    types: tuple[str, ...]
    source: dict[Language, str] = field(default_factory=dict)
    target: str = ""
    custom: bool = False
    languages: tuple[str, ...] = ()

    def knows(self, language: Language) -> bool:
        """Whether models of this family translate from the language."""
        return language in (self.languages or self.source or (language,))

    def limited_to(self, languages: Sequence[str]) -> Family:
        """The same family for a model that knows only these languages."""
        return replace(self, languages=tuple(languages))

    def before(self, sentences: list[str], language: Language) -> list[str]:
        """The sentences as the tokenizer wants them: unchanged."""
        return sentences

    def after(self, sentences: list[str]) -> list[str]:
        """The translations as a reader wants them: unchanged."""
        return sentences


@dataclass(frozen=True)
class IndicTrans(Family):
    """IndicTrans2: sentences pass through the package IndicTransToolkit, which writes the language tags in front."""

    english: str = "eng_Latn"
    codes: Mapping[str, str] = field(default_factory=lambda: {"hi": "hin_Deva", "mr": "mar_Deva"})

    @cached_property
    def processor(self) -> Any:
        """The package's IndicProcessor. Raises ModelError when the package is not installed."""
        try:
            return import_module("IndicTransToolkit").IndicProcessor(inference=True)
        except ImportError as error:
            raise ModelError(
                "IndicTrans2 needs the package IndicTransToolkit: pip install IndicTransToolkit"
            ) from error

    def before(self, sentences: list[str], language: Language) -> list[str]:
        """Normalised, tokenised and tagged sentences."""
        # The processor queues what it masks (numbers, links) and puts it back in order: one `after` for each `before`.
        return [
            str(text)
            for text in self.processor.preprocess_batch(sentences, src_lang=self.codes[language], tgt_lang=self.english)
        ]

    def after(self, sentences: list[str]) -> list[str]:
        """Detokenised English."""
        return [str(text) for text in self.processor.postprocess_batch(sentences, lang=self.english)]


FAMILIES: tuple[Family, ...] = (
    Family("marian", ("marian",)),
    Family("nllb", ("m2m_100", "nllb"), {"hi": "hin_Deva", "mr": "mar_Deva"}, "eng_Latn"),
    Family("m2m100", ("m2m_100",), {"hi": "hi", "mr": "mr"}, "__en__"),
    Family("mbart50", ("mbart",), {"hi": "hi_IN", "mr": "mr_IN"}, "en_XX"),
    IndicTrans("indictrans2", ("IndicTrans",), custom=True),
    Family("plain", ("bart", "encoder-decoder")),
)


def family_of(model_type: str, tokenizer: Any = None) -> Family:
    """The family of a model by its config's model_type and, where a type has several, by the tokens it knows.

    Raises ModelError for a model that is in no family.
    """
    for family in FAMILIES:
        if model_type in family.types and (tokenizer is None or _knows(tokenizer, family.target)):
            return family
    known = ", ".join(sorted({kind for family in FAMILIES for kind in family.types}))
    raise ModelError(
        f"models of type {model_type!r} are not supported, or this one does not know English, Hindi and Marathi by the "
        f"usual codes (supported types: {known})."
    )


def _knows(tokenizer: Any, token: str) -> bool:
    return not token or tokenizer.convert_tokens_to_ids(token) not in (None, tokenizer.unk_token_id)
