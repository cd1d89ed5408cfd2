"""mtcheck models: the translation models that --model can take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mtcheck.errors import UsageError

app = typer.Typer(help="Translation models that --model can take.", rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def models_command(context: typer.Context) -> None:
    """List the translation models that --model can take, with their licences.

    Example: mtcheck models
    """
    if context.invoked_subcommand is None:
        models_list()


@app.command("list")
def models_list() -> None:
    """List known models: name, languages, size, licence.

    Example: mtcheck models list
    """
    from mtcheck.translate import CATALOGUE

    for model in CATALOGUE:
        typer.echo(f"{model.name:48}{', '.join(model.languages):8}{f'{model.size} MB':>10}  {model.licence}")
        for line in filter(None, (model.note, model.warning)):
            typer.echo(f"    {line}")


@app.command("info")
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


@app.command("fetch")
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


@app.command("convert")
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
