"""What ends a run, as click shows it: wrong usage is exit code 2, work that cannot be done 3."""

from __future__ import annotations

from typing import Any

import click

from readiness_bot.reading.errors import CannotRead
from readiness_bot.runs.errors import CannotDo, WrongUsage
from readiness_bot.text.escape import terminal


class Failed(click.ClickException):
    """One sentence, no traceback."""

    exit_code = 3

    def show(self, file: object = None) -> None:
        click.echo(terminal(self.format_message()), err=True)


class Misused(click.UsageError):
    """With the usage of the command above it."""

    def format_message(self) -> str:
        return terminal(self.message)


class Command(click.Command):
    """A command whose run may end early.

    Wherever git or a folder refuses, in whichever command: the same words.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (CannotDo, CannotRead) as error:
            raise Failed(str(error)) from error
        except WrongUsage as error:
            raise Misused(str(error), ctx) from error
