"""The CLI reference, docs/cli.md, made of what `--help` shows: `make docs`, or `python -m mtcheck.cli.reference FILE`.

It is read from the commands' declarations, not cut from the help's output, whose layout changes with terminal and typer's version.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer
from typer.models import ArgumentInfo, OptionInfo

from mtcheck.cli import app

PROGRAM = "mtcheck"
_HEAD = """\
# The commands

This page is made from the help texts by `make docs`; every command tells the same with `--help`.

Exit codes are the same everywhere: **0** clean; **1** findings or failures at the level you asked for; **2** wrong use, or something that could
not be read or done. Where one file cannot be read, the others are checked all the same. What went wrong is told on standard error.
"""
_EXAMPLE = re.compile(r"^Example: (.+)$", re.MULTILINE)
_NUMBERS = {int: "NUMBER", float: "NUMBER"}


@dataclass(frozen=True)
class Parameter:
    """An argument (`names` is empty) or an option of a command; `value` is what it takes, "" for a switch.

    `default` is empty where there is none or the help tells it.
    """

    names: tuple[str, ...]
    value: str
    help: str
    required: bool
    default: str


@dataclass(frozen=True)
class Command:
    """A command that can be run: `name` with the program's, `text` its docstring."""

    name: str
    text: str
    parameters: tuple[Parameter, ...]

    @property
    def examples(self) -> list[str]:
        """The command lines that its docstring gives."""
        return _EXAMPLE.findall(self.text)

    @property
    def paragraphs(self) -> list[str]:
        """The docstring without its examples."""
        return [" ".join(part.split()) for part in re.split(r"\n\s*\n", _EXAMPLE.sub("", self.text)) if part.strip()]


def commands() -> list[Command]:
    """Every command and subcommand, in the order in which they are registered."""
    return list(_commands(app, PROGRAM))


def reference() -> str:
    """The page, in Markdown."""
    found = commands()
    listed = [f"- [{command.name}](#{command.name.replace(' ', '-')})" for command in found]
    return "\n".join([_HEAD, *listed, "", *map(_section, found)])


def _commands(group: typer.Typer, name: str) -> Iterator[Command]:
    root = group.registered_callback
    if root is not None and root.callback is not None and root.invoke_without_command is True:
        yield _command(root.callback, name)
    for info in group.registered_commands:
        assert info.callback is not None
        yield _command(info.callback, f"{name} {info.name or info.callback.__name__.replace('_', '-')}")
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        yield from _commands(inner.typer_instance, f"{name} {inner.name}")


def _command(function: Callable[..., Any], name: str) -> Command:
    hints = get_type_hints(function, include_extras=True)
    declared = inspect.signature(function).parameters.values()
    found = (_parameter(hints[item.name], item) for item in declared)
    return Command(name, inspect.getdoc(function) or "", tuple(item for item in found if item is not None))


def _parameter(hint: Any, declared: inspect.Parameter) -> Parameter | None:
    """None for what is no parameter of the command line: the context."""
    if get_origin(hint) is not Annotated:
        return None
    kind, info, *_ = get_args(hint)
    assert isinstance(info, (ArgumentInfo, OptionInfo)), f"{declared.name}: neither argument nor option"
    # Within Annotated the first name stands where the default would.
    written = (info.default, *(info.param_decls or ())) if isinstance(info, OptionInfo) else ()
    names = tuple(name for text in written if isinstance(text, str) for name in text.split("/"))
    value = info.metavar or (_taken(kind) if names else declared.name.upper())
    return Parameter(names, value, info.help or "", declared.default is inspect.Parameter.empty, _default(declared))


def _default(declared: inspect.Parameter) -> str:
    value = declared.default
    return f"{value:g}" if type(value) in (int, float) else value if isinstance(value, str) else ""


def _taken(kind: Any) -> str:
    """What an option of a type takes, where no metavar tells."""
    inner = [part for part in get_args(kind) if part is not NoneType]
    if inner:
        return _taken(inner[0])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "|".join(str(member.value) for member in kind)
    return "" if kind is bool else _NUMBERS.get(kind, "TEXT")


def _section(command: Command) -> str:
    rows = [_row(parameter) for parameter in command.parameters]
    table = ["| argument or option | meaning |", "|---|---|", *rows, ""] if rows else []
    examples = ["```console", *(f"$ {line}" for line in command.examples), "```", ""] if command.examples else []
    paragraphs = [line for paragraph in command.paragraphs for line in (paragraph, "")]
    return "\n".join([f"## {command.name}", "", f"`{_usage(command)}`", "", *paragraphs, *table, *examples])


def _usage(command: Command) -> str:
    arguments = [_argument(item) for item in command.parameters if not item.names]
    needed = [f"{item.names[0]} {item.value}" for item in command.parameters if item.names and item.required]
    options = ["[OPTIONS]"] if any(item.names and not item.required for item in command.parameters) else []
    return " ".join([command.name, *options, *needed, *arguments])


def _argument(parameter: Parameter) -> str:
    return parameter.value if parameter.required or parameter.value.startswith("[") else f"[{parameter.value}]"


def _row(parameter: Parameter) -> str:
    needed = " Required." if parameter.names and parameter.required else ""
    default = f" Default: `{parameter.default}`." if parameter.default else ""
    meaning = parameter.help + needed + default
    return f"| {_called(parameter)} | {_cell(meaning)} |"


def _called(parameter: Parameter) -> str:
    if not parameter.names:
        return f"`{_cell(_argument(parameter))}`"
    names = ", ".join(f"`{name}`" for name in parameter.names)
    return f"{names} `{_cell(parameter.value)}`" if parameter.value else names


def _cell(text: str) -> str:
    """A text that breaks no table."""
    return " ".join(text.split()).replace("|", r"\|")


def main(arguments: list[str]) -> None:
    """Write the page to the file that is named, or to standard output."""
    from mtcheck.report import write

    if arguments:
        write(reference(), arguments[0])
    else:
        print(reference(), end="")


if __name__ == "__main__":
    main(sys.argv[1:])
