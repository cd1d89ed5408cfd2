"""The rules: one module each, found by name; a new rule is a new file here that defines RULE."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import lru_cache

from mtcheck.errors import UsageError
from mtcheck.rules.base import Context, Rule, Tokens
from mtcheck.types import RuleInfo

__all__ = ["Context", "Rule", "Tokens", "rule_info", "rule_infos", "rules"]


@lru_cache(maxsize=1)
def _modules() -> dict[str, object]:
    found = {}
    for item in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{item.name}")
        if hasattr(module, "RULE"):
            found[module.RULE.id] = module
    return dict(sorted(found.items()))


def rules() -> dict[str, Rule]:
    """All rules by id, in alphabetical order."""
    return {rule_id: module.RULE for rule_id, module in _modules().items()}  # type: ignore[attr-defined]


def rule_info(rule_id: str) -> RuleInfo:
    """Title, mappings and documentation page of a rule; UsageError, naming those there are, for an unknown id."""
    module = _modules().get(rule_id)
    if module is None:
        raise UsageError(f"no rule '{rule_id}'; there are: {', '.join(_modules())}")
    rule: Rule = module.RULE  # type: ignore[attr-defined]
    page = inspect.getdoc(module) or ""
    return RuleInfo(rule.id, page.splitlines()[0].lstrip("# "), rule.title_hi, page, rule.mqm, rule.its)


def rule_infos() -> dict[str, RuleInfo]:
    """`rule_info` of every rule."""
    return {rule_id: rule_info(rule_id) for rule_id in _modules()}
