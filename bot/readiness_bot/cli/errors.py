"""How a command ends when it cannot go on. Wrong usage is click's own `UsageError` (exit code 2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click


class CannotDo(click.ClickException):
    """Exit code 3 with one sentence: the work could not be done, and nothing was closed."""

    exit_code = 3

    def show(self, file: object = None) -> None:
        click.echo(self.format_message(), err=True)


@contextmanager
def told(*kinds: type[Exception]) -> Iterator[None]:
    """Turn errors of the edges (reading, forge), whose text is made for people, into exit code 3."""
    try:
        yield
    except kinds as error:
        raise CannotDo(str(error)) from error
