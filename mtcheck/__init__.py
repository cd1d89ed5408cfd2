"""mtcheck: a quality checker for machine-translated Hindi and Marathi news that needs no source text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mtcheck.errors import ModelError, MtcheckError, ReadError, UsageError
from mtcheck.types import Article, Evidence, Finding, Report, RuleInfo, Sentence, Severity
from mtcheck.version import __version__

if TYPE_CHECKING:
    from mtcheck.check import Options, check_article, check_articles

__all__ = [
    "Article",
    "Evidence",
    "Finding",
    "ModelError",
    "MtcheckError",
    "Options",
    "ReadError",
    "Report",
    "RuleInfo",
    "Sentence",
    "Severity",
    "UsageError",
    "__version__",
    "check_article",
    "check_articles",
]
_HEAVY = {"Options", "check_article", "check_articles"}


def __getattr__(name: str) -> Any:
    """The names that need torch are imported when they are first used."""
    if name in _HEAVY:
        from mtcheck import check

        return getattr(check, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
