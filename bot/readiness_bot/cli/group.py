"""A command of several, each a module of its own that is imported when it is called."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import click

from readiness_bot.cli.errors import Misused
from readiness_bot.text.nearest import nearest


def refuse_unknown(ctx: click.Context, name: str, known: Iterable[str], more: Collection[str] = ()) -> None:
    """A word that is no command is wrong usage, with the command that it is most like. `more`: those that
    are not suggested."""
    if name in (*known, *more) or name.startswith("-") or ctx.resilient_parsing:
        return
    close = nearest(name, known)
    hint = f"; did you mean {close}?" if close else f"; `{ctx.command_path} --help` lists them."
    raise Misused(f"There is no command '{name[:60]}'{hint}", ctx)


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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        refuse_unknown(ctx, args[0], self.lines)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lines.items()))
