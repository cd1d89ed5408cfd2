"""mtcheck config: the settings that hold, and where each comes from."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from mtcheck.cli.common import near
from mtcheck.cli.options import (
    BaselineOption,
    EvidenceOption,
    FailLevelOption,
    FormatOption,
    GlossaryOption,
    MemoryOption,
    MinConfidenceOption,
    ModelOption,
    NoBaselineOption,
    NoConfigOption,
    RulesOffOption,
    TrustOption,
    given_options,
)
from mtcheck.config import Settings, keys, load_settings
from mtcheck.errors import UsageError


def config_command(
    path: Annotated[str, typer.Argument(metavar="[PATH]", help="An article or a folder; - is standard input.")] = ".",
    json_output: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    format: FormatOption = None,
    evidence: EvidenceOption = None,
    glossary: GlossaryOption = None,
    model: ModelOption = None,
    fail_level: FailLevelOption = None,
    min_confidence: MinConfidenceOption = None,
    rules_off: RulesOffOption = None,
    baseline: BaselineOption = None,
    no_baseline: NoBaselineOption = False,
    trust_remote_code: TrustOption = None,
    memory: MemoryOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Show which settings hold for an article, and where each comes from: the command line, a file, or the defaults.

    Takes the options of mtcheck check, to show what they would change.

    Example: mtcheck config sport/story.txt
    """
    import json

    given = given_options(
        format=format, evidence=evidence, glossary=glossary, model=model, fail_level=fail_level, rules_off=rules_off,
        min_confidence=min_confidence, baseline=baseline, no_baseline=no_baseline, trust_remote_code=trust_remote_code,
        memory=memory,
    )  # fmt: skip
    article = Path("." if path == "-" else path)
    if not article.exists():
        raise UsageError(f"{path}: no such file or folder")
    settings = load_settings(article, given, use_file=not no_config)
    if not article.is_dir():
        settings = settings.at(article)
    typer.echo(json.dumps(_as_json(settings), ensure_ascii=False, indent=1) if json_output else _as_table(settings))


def _as_json(settings: Settings) -> dict[str, Any]:
    """File, value and origin of every key; the overrides of a folder, for an article's are applied already."""
    content: dict[str, Any] = {
        "file": str(settings.file) if settings.file else None,
        "settings": {key: {"value": _value(settings, key), "origin": settings.origin(key)} for key in keys()},
    }
    if settings.overrides:
        content["overrides"] = [
            {name.replace("_", "-"): _plain(value) for name, value in asdict(override).items()}
            for override in settings.overrides
        ]
    return content


def _value(settings: Settings, key: str) -> Any:
    return _plain(getattr(settings, key.replace("-", "_")))


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _as_table(settings: Settings) -> str:
    from mtcheck.report.safe import plain

    lines = [f"file: {near(settings.file) if settings.file else 'none; the defaults hold'}"]
    for key in keys():
        lines.append(f"{key:20}{_told(settings, key):36}  {_near_origin(settings, key)}")
    for override in settings.overrides:
        off = f", rules off: {', '.join(sorted(override.rules_off))}" if override.rules_off else ""
        least = f", min-confidence {override.min_confidence:g}" if override.min_confidence is not None else ""
        lines.append(f"for {', '.join(override.paths)}: {(off + least).removeprefix(', ')}")
    return "\n".join(map(plain, lines))


_EMPTY = {"model": "embedded", "format": "by the output's ending, else text", "baseline": "none"}


def _told(settings: Settings, key: str) -> str:
    value = getattr(settings, key.replace("-", "_"))
    if value is None:
        return _EMPTY[key]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Path):
        return near(value) + ("" if value.exists() else " (no such file yet)")
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none"
    if isinstance(value, tuple):
        return ", ".join(map(near, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _near_origin(settings: Settings, key: str) -> str:
    origin = settings.origin(key)
    return origin.replace(str(settings.file), near(settings.file)) if settings.file else origin
