"""The command line: thin, every command a few lines over the library, a module for each."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

from mtcheck.cli import baseline, batch, check, config, decisions, evaluate, glossary, models, regress, review, rules
from mtcheck.cli.common import EXIT_FAILED, EXIT_PIPE
from mtcheck.errors import MtcheckError
from mtcheck.version import __version__

app = typer.Typer(
    name="mtcheck",
    help="Check machine-translated Hindi and Marathi news for mistranslations, without the source text.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


# The tables of the data files are millions of objects that live to the end: to look through them again and again while they
# are made takes a sixth of a short run.
_COLLECT = (100_000, 20, 50)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"mtcheck {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


app.command()(check.check)
app.command()(batch.batch)
app.command("rules")(rules.rules_command)
app.command("eval")(evaluate.eval_command)
app.add_typer(models.app, name="models")
app.command()(review.review)
app.add_typer(decisions.app, name="decisions")
app.command("config")(config.config_command)
app.add_typer(baseline.app, name="baseline")
app.add_typer(glossary.app, name="glossary")
app.add_typer(regress.app, name="regress")


def main() -> None:
    """Entry point: errors raised on purpose become one line on standard error and exit code 2."""
    gc.set_threshold(*_COLLECT)
    try:
        app()
    except SystemExit:
        # The reader of our output went away (head, less). Python ignores the signal, as it must: workers and translators are
        # at the other end of pipes too. Typer then puts this wrapper around standard output and exits with 1, which is taken.
        if type(sys.stdout).__name__ == "PacifyFlushWrapper":
            sys.exit(EXIT_PIPE)
        raise
    except MtcheckError as error:
        typer.echo(f"mtcheck: {error}", err=True)
        sys.exit(EXIT_FAILED)
    except KeyboardInterrupt:
        typer.echo("mtcheck: interrupted; nothing was written", err=True)
        sys.exit(130)
