"""Put one word's number and case on another, where endings tell them."""

from __future__ import annotations

_VERBAL = ("ेगा", "ेगी", "ेंगे", "कर", "ने", "ता", "ते", "ती")
_VOWELS = ("ा", "ी", "े", "ो", "ू", "ि", "ु", "ै", "ौ")


def inflected_like(word: str, base: str) -> str:
    """The dictionary form `base` (of another word) in the form that `word` stands in; `base` itself when endings do not tell."""
    if base.endswith("ना") and len(base) > 3 and (ending := _ending(word, _VERBAL)):
        return base[:-2] + ending
    if base.endswith("ा") and word.endswith(("े", "ों")):
        return base[:-1] + ("ों" if word.endswith("ों") else "े")
    if base.endswith("ी") and word.endswith(("ियों", "ियां")):
        return base[:-1] + word[-4:]
    if word.endswith(("ों", "ें")) and not word.endswith("ियों") and not base.endswith(_VOWELS):
        return base + word[-2:]
    return base


def _ending(word: str, endings: tuple[str, ...]) -> str:
    return next((ending for ending in endings if word.endswith(ending)), "")
