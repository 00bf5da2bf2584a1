"""A command of several, each a module of its own that is imported when it is called."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class Group(click.Group):
    """`readiness fleet …`: its subcommands by name, with a line of help each."""

    def __init__(self, name: str, *, commands: Mapping[str, str], package: str, help: str) -> None:  # noqa: A002 - click's word
        super().__init__(name, help=help)
        self.lines, self.package = commands, package

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.lines:
            return None
        found: Any = importlib.import_module(f"{self.package}.{cmd_name}")
        command: click.Command = found.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lines.items()))
