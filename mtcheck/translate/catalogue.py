"""The translation models that are known to work or to be worth knowing, with their terms."""

from __future__ import annotations

from dataclasses import dataclass

from mtcheck.translate.base import Language


@dataclass(frozen=True)
class KnownModel:
    """A model: `size` is the download in megabytes, `commercial` whether its licence allows commercial use.

    `revision` is where the hub keeps its weights in safetensors when its main branch has pickles only (a conversion
    that the hub's own robot proposed); it is used when the user names none.
    """

    name: str
    licence: str
    languages: tuple[Language, ...]
    size: int
    note: str = ""
    commercial: bool = True
    revision: str = ""

    @property
    def warning(self) -> str:
        """What somebody who is about to use the model must know about its licence; "" when nothing."""
        if self.commercial:
            return ""
        return f"{self.licence}: not for commercial use. A newsroom that earns money must not use it."


BOTH: tuple[Language, ...] = ("hi", "mr")
INDICTRANS = "gated; needs --trust-remote-code and the package IndicTransToolkit"
PICKLED = "its weights on the hub are pickled: convert them first (the error message says how)"

CATALOGUE: tuple[KnownModel, ...] = (
    KnownModel("embedded", "MIT (encoder), Apache-2.0 (decoder)", BOTH, 93, "comes with mtcheck; gives the gist"),
    KnownModel("Helsinki-NLP/opus-mt-hi-en", "Apache-2.0", ("hi",), 310, PICKLED),
    KnownModel("Helsinki-NLP/opus-mt-mr-en", "Apache-2.0", ("mr",), 310, PICKLED),
    KnownModel("Helsinki-NLP/opus-mt-mul-en", "Apache-2.0", BOTH, 310, revision="refs/pr/5"),
    KnownModel("facebook/m2m100_418M", "MIT", BOTH, 1940, revision="refs/pr/19"),
    KnownModel(
        "facebook/mbart-large-50-many-to-one-mmt",
        "not stated",
        BOTH,
        2440,
        "its card names no licence: ask before you use it",
        revision="refs/pr/10",
    ),
    KnownModel("ai4bharat/indictrans2-indic-en-dist-200M", "MIT", BOTH, 910, INDICTRANS),
    KnownModel("ai4bharat/indictrans2-indic-en-1B", "MIT", BOTH, 4090, f"the best open one; {INDICTRANS}"),
    KnownModel("facebook/nllb-200-distilled-600M", "CC-BY-NC-4.0", BOTH, 2460, commercial=False, revision="refs/pr/39"),
    KnownModel("facebook/nllb-200-distilled-1.3B", "CC-BY-NC-4.0", BOTH, 5480, PICKLED, commercial=False),
)


def known(name: str) -> KnownModel | None:
    """The catalogue's entry for a model name (a revision after @ is ignored), None for an unknown one."""
    plain = name.partition("@")[0].casefold()
    return next((entry for entry in CATALOGUE if entry.name.casefold() == plain), None)
