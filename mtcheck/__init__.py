"""mtcheck: a quality checker for machine-translated Hindi and Marathi news that needs no source text."""

from mtcheck.check import Options, check_article, check_articles
from mtcheck.errors import ModelError, MtcheckError, ReadError, UsageError
from mtcheck.types import Article, Evidence, Finding, Report, RuleInfo, Sentence, Severity
from mtcheck.version import __version__

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
