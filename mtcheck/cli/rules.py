"""mtcheck rules: the catalogue of rules and their pages."""

from __future__ import annotations

from typing import Annotated

import typer


def rules_command(
    rule_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="Show this rule's page.")] = None,
) -> None:
    """List the rules, or show the page of one.

    Example: mtcheck rules wrong-sense
    """
    from mtcheck.rules import rule_info, rule_infos

    if rule_id is not None:
        typer.echo(rule_info(rule_id).page)
        return
    for info in rule_infos().values():
        typer.echo(f"{info.id:24}{info.title:28}{info.mqm}")
