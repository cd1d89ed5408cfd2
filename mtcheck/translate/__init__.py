"""Back-translation: Hindi and Marathi sentences into English, by the embedded model or another open one."""

from __future__ import annotations

from mtcheck.translate.base import Language, Translator
from mtcheck.translate.catalogue import CATALOGUE, KnownModel

__all__ = ["CATALOGUE", "KnownModel", "Language", "Translator", "load_translator"]


def load_translator(
    name: str | None = None, *, runtime: str | None = None, trust_remote_code: bool = False
) -> Translator:
    """The translator called `name`: None or "embedded", a folder, or a model-hub name (`owner/model[@revision]`).

    `runtime` ("auto", "ctranslate2", "torch") is for the embedded model; `trust_remote_code` lets IndicTrans2 run the
    code that comes with it. Raises ModelError, saying what to do, when the model cannot be had.
    """
    if name in (None, "", "embedded"):
        from mtcheck.translate.embedded import load_embedded

        return load_embedded(runtime)
    from mtcheck.translate.hub import load_hub

    return load_hub(str(name), trust_remote_code)
