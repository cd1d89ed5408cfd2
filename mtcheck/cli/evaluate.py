"""mtcheck eval: precision and recall on annotated articles."""

from __future__ import annotations

from typing import Annotated

import typer


def eval_command(
    gold: Annotated[
        list[str], typer.Argument(metavar="GOLD...", help="Annotated articles: JSON files, folders of them, or a list.")
    ],
    json_output: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    together: Annotated[bool, typer.Option("--together", help="Let the articles be each other's evidence.")] = False,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0.0, max=1.0, help="As in mtcheck check.")
    ] = 0.5,
) -> None:
    """Measure precision and recall on annotated articles.

    Example: mtcheck eval tests/articles
    """
    import json

    from mtcheck.check import Options, check_articles
    from mtcheck.evaluate import read_gold, score, table, to_articles, total

    annotated = read_gold(gold)
    options = Options(translate=False, minimum_confidence=min_confidence)
    articles = to_articles(annotated)
    groups = [articles] if together else [[article] for article in articles]
    checked = [article for group in groups for article in check_articles(group, options=options).articles]
    parts = [score(article, item) for article, item in zip(checked, annotated, strict=True)]
    typer.echo(json.dumps(total(parts).to_json(), indent=1) if json_output else table(parts), nl=json_output)
