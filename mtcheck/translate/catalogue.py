"""The translation models that are known to work or to be worth knowing, with their terms."""

from __future__ import annotations

from dataclasses import dataclass

from mtcheck.translate.base import Language


@dataclass(frozen=True)
class KnownModel:
    """A model: `size` is the download in megabytes, `commercial` whether its licence allows commercial use."""

    name: str
    licence: str
    languages: tuple[Language, ...]
    size: int
    note: str = ""
    commercial: bool = True

    @property
    def warning(self) -> str:
        """What somebody who is about to use the model must know about its licence; "" when nothing."""
        if self.commercial:
            return ""
        return f"{self.licence}: not for commercial use. A newsroom that earns money must not use it."


CATALOGUE: tuple[KnownModel, ...] = (
    KnownModel("embedded", "MIT (encoder), Apache-2.0 (decoder)", ("hi", "mr"), 85, "comes with mtcheck; the gist"),
    KnownModel(
        "Helsinki-NLP/opus-mt-hi-en", "Apache-2.0", ("hi",), 310, "weights are pickled: convert them, or @refs/pr/N"
    ),
    KnownModel("Helsinki-NLP/opus-mt-mr-en", "Apache-2.0", ("mr",), 300, "as opus-mt-hi-en"),
    KnownModel("Helsinki-NLP/opus-mt-mul-en", "Apache-2.0", ("hi", "mr"), 310, "as opus-mt-hi-en"),
    KnownModel("facebook/m2m100_418M", "MIT", ("hi", "mr"), 1940),
    KnownModel("facebook/mbart-large-50-many-to-one-mmt", "MIT (fairseq)", ("hi", "mr"), 2450),
    KnownModel(
        "ai4bharat/indictrans2-indic-en-dist-200M",
        "MIT",
        ("hi", "mr"),
        910,
        "gated; needs --trust-remote-code and the package IndicTransToolkit",
    ),
    KnownModel(
        "ai4bharat/indictrans2-indic-en-1B",
        "MIT",
        ("hi", "mr"),
        4090,
        "the best open one; gated; needs --trust-remote-code and the package IndicTransToolkit",
    ),
    KnownModel("facebook/nllb-200-distilled-600M", "CC-BY-NC-4.0", ("hi", "mr"), 2460, commercial=False),
    KnownModel("facebook/nllb-200-distilled-1.3B", "CC-BY-NC-4.0", ("hi", "mr"), 5480, commercial=False),
)


def known(name: str) -> KnownModel | None:
    """The catalogue's entry for a model name (a revision after @ is ignored), None for an unknown one."""
    plain = name.partition("@")[0].casefold()
    return next((entry for entry in CATALOGUE if entry.name.casefold() == plain), None)
