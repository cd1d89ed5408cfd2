"""The command line: thin, every command a few lines over the library."""

from __future__ import annotations

import os
import signal
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from mtcheck.errors import MtcheckError, UsageError
from mtcheck.types import Article, Report, Severity
from mtcheck.version import __version__

EXIT_FINDINGS, EXIT_FAILED = 1, 2

app = typer.Typer(
    name="mtcheck",
    help="Check machine-translated Hindi and Marathi news for mistranslations, without the source text.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(str, Enum):
    """Formats of the report."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class FailLevel(str, Enum):
    """From which severity on findings make the exit code 1."""

    MAJOR = "major"
    MINOR = "minor"
    NONE = "none"


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


@app.command()
def check(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Articles (.txt, .html) and folders of them; - is standard input."),
    ],
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="How the report is written. Default: by FILE's ending, else text."),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the report to FILE, whole or not at all. May be repeated for several formats.",
        ),
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence",
            "-e",
            metavar="PATH",
            help="More text on the same story (the source, an agency report); not checked itself. May be repeated.",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            metavar="NAME",
            help="Translation model: a folder or a model-hub name. Default: the embedded one.",
        ),
    ] = None,
    fail_level: Annotated[
        FailLevel, typer.Option("--fail-level", help="Exit with 1 when a finding is at least this severe.")
    ] = FailLevel.NONE,
    trust_remote_code: Annotated[
        bool, typer.Option("--trust-remote-code", help="Let the model bring its own code (IndicTrans2 needs it).")
    ] = False,
    memory: Annotated[
        bool,
        typer.Option(
            "--memory/--no-memory", help="Remember back-translations between runs, in the user's cache folder."
        ),
    ] = True,
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence", min=0.0, max=1.0, help="Report findings at least this sure: higher is quieter."
        ),
    ] = 0.5,
) -> None:
    """Check articles and write a report.

    Example: mtcheck check story.txt --format html --output story.html
    """
    from mtcheck.progress import progress_bar

    for name in output or []:
        _check_output(Path(name))
    articles = _articles(paths)
    others = _evidence(evidence or [])
    from mtcheck.check import Options, check_articles

    with progress_bar() as progress:
        options = Options(
            model=model, minimum_confidence=min_confidence, trust_remote_code=trust_remote_code, progress=progress
        )
        if not memory:
            options.memory = None
        report = check_articles(articles, evidence=others, options=options)
    _write(report, format, output or [])
    for article in report.articles:
        if article.error:
            typer.echo(f"mtcheck: {article.error}", err=True)
    raise typer.Exit(_exit_code(report, fail_level))


@app.command("rules")
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


@app.command("eval")
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


models_app = typer.Typer(help="Translation models that --model can take.", rich_markup_mode=None)
app.add_typer(models_app, name="models")


@models_app.callback(invoke_without_command=True)
def models_command(context: typer.Context) -> None:
    """List the translation models that --model can take, with their licences.

    Example: mtcheck models
    """
    if context.invoked_subcommand is None:
        models_list()


@models_app.command("list")
def models_list() -> None:
    """List known models: name, languages, size, licence.

    Example: mtcheck models list
    """
    from mtcheck.translate import CATALOGUE

    for model in CATALOGUE:
        typer.echo(f"{model.name:48}{', '.join(model.languages):8}{f'{model.size} MB':>10}  {model.licence}")
        for line in filter(None, (model.note, model.warning)):
            typer.echo(f"    {line}")


@models_app.command("info")
def models_info(
    name: Annotated[str, typer.Argument(help="embedded, a known model, or a folder.")] = "embedded",
) -> None:
    """Show what a model is: licence, languages, where it lies, its revision.

    Example: mtcheck models info facebook/nllb-200-distilled-600M
    """
    from mtcheck.translate.catalogue import known
    from mtcheck.translate.folder import embedded_folder, revision_of

    entry = known(name)
    if entry is None and not Path(name).is_dir():
        raise UsageError(f"{name}: neither a folder nor a known model; mtcheck models list names them")
    if entry is not None:
        typer.echo(
            f"{entry.name}\nlicence: {entry.licence}\nlanguages: {', '.join(entry.languages)}\nsize: {entry.size} MB"
        )
        for line in filter(None, (entry.note, entry.warning)):
            typer.echo(line)
    folder = embedded_folder() if name == "embedded" else Path(name)
    if (folder / "model.safetensors").is_file():
        typer.echo(f"folder: {folder}\nrevision: {revision_of(folder / 'model.safetensors')}")


@models_app.command("fetch")
def models_fetch(name: Annotated[str, typer.Argument(help="A model-hub name, owner/model[@revision].")]) -> None:
    """Download a model from the model hub into its cache, so that later runs need no network.

    Example: mtcheck models fetch facebook/m2m100_418M
    """
    from mtcheck.translate.catalogue import known
    from mtcheck.translate.hub import fetch

    entry = known(name)
    if entry is not None and entry.warning:
        typer.echo(entry.warning, err=True)
    typer.echo(fetch(name))


@models_app.command("convert")
def models_convert() -> None:
    """Make the embedded model's CTranslate2 form now (else it is made at the first use), and show where it lies.

    Example: mtcheck models convert
    """
    from mtcheck.translate import ctranslate
    from mtcheck.translate.folder import embedded_folder, revision_of

    if not ctranslate.available():
        raise UsageError("CTranslate2 is not installed: pip install 'mtcheck[fast]'")
    folder = embedded_folder()
    typer.echo(ctranslate.converted(folder, revision_of(folder / "model.safetensors")))


def main() -> None:
    """Entry point: errors raised on purpose become one line on standard error and exit code 2."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # the reader of our output may go away (head, less)
    try:
        app()
    except MtcheckError as error:
        typer.echo(f"mtcheck: {error}", err=True)
        sys.exit(EXIT_FAILED)
    except KeyboardInterrupt:
        typer.echo("mtcheck: interrupted; nothing was written", err=True)
        sys.exit(130)


def _articles(paths: list[str]) -> list[Article | str | Path]:
    from mtcheck.read import find_articles, parse

    found: list[Article | str | Path] = []
    for path in dict.fromkeys(paths):
        if path == "-":
            found.append(parse(sys.stdin.buffer.read(), "<stdin>"))
        else:
            found.extend(find_articles([path]))
    return list(dict.fromkeys(found)) if "-" not in paths else found


def _evidence(paths: list[str]) -> list[Article]:
    from mtcheck.read import find_articles, read_article

    return [read_article(path) for path in find_articles(paths)] if paths else []


def _check_output(output: Path) -> None:
    if output.is_dir():
        raise UsageError(f"{output}: is a folder; name the report's file")
    if not output.parent.is_dir():
        raise UsageError(f"{output}: its folder does not exist; make it first")


def _write(report: Report, format: Format | None, outputs: list[str]) -> None:
    from mtcheck.report import FORMATS, write

    for output in outputs:
        try:
            write(FORMATS[(format or _format_of(output)).value](report), output)
        except OSError as error:
            raise UsageError(f"{output}: cannot be written ({error.strerror or error})") from error
    if not outputs:
        chosen = format or Format.TEXT
        colour = chosen is Format.TEXT and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        sys.stdout.write(FORMATS[chosen.value](report, colour=colour))


def _format_of(output: str) -> Format:
    return {".json": Format.JSON, ".html": Format.HTML, ".htm": Format.HTML}.get(
        Path(output).suffix.lower(), Format.TEXT
    )


def _exit_code(report: Report, fail_level: FailLevel) -> int:
    if any(article.error for article in report.articles):
        return EXIT_FAILED
    if fail_level is FailLevel.NONE:
        return 0
    level = Severity(fail_level.value)
    return EXIT_FINDINGS if any(article.findings_at_least(level) for article in report.articles) else 0


if __name__ == "__main__":
    main()
