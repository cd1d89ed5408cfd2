"""mtcheck review: reports in the browser, decisions in a database."""

from __future__ import annotations

from typing import Annotated

import typer


def review(
    reports: Annotated[str, typer.Argument(metavar="REPORT_DIR", help="Folder of JSON reports (check -o, batch).")],
    host: Annotated[
        str, typer.Option("--host", help="Address to listen at; others than 127.0.0.1 open it to the network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes any that is free.")] = 8765,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            metavar="URL",
            help="Where decisions are kept: postgresql://…, or a file. Default: REPORT_DIR/decisions.sqlite.",
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host", metavar="NAME", help="Another name that browsers may call the server by. May be repeated."
        ),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the list of articles in the browser.")] = False,
) -> None:
    """Serve reports to editors, who decide on each finding; several at once.

    Example: mtcheck review reports --open
    """
    from mtcheck.review.server import serve

    serve(reports, host=host, port=port, database=database, allowed=allow_host or [], browser=open_browser)
