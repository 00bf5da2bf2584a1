"""How a command ends when it cannot go on: wrong usage is exit code 2, work that cannot be done 3."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from readiness_bot.render.escape import terminal


class CannotDo(click.ClickException):
    """Exit code 3 with one sentence: the work could not be done, and nothing was closed."""

    exit_code = 3

    def show(self, file: object = None) -> None:
        click.echo(terminal(self.format_message()), err=True)


class WrongUsage(click.UsageError):
    """Exit code 2 with what is wrong, which may repeat a file's words."""

    def format_message(self) -> str:
        return terminal(self.message)


@contextmanager
def told(*kinds: type[Exception]) -> Iterator[None]:
    """Turn errors of the edges (reading, forge), whose text is made for people, into exit code 3."""
    try:
        yield
    except kinds as error:
        raise CannotDo(str(error)) from error
