"""Where a command's text goes."""

from __future__ import annotations

from pathlib import Path

import click

from readiness_bot.cli.errors import CannotDo


def write(text: str, output: Path | None) -> None:
    """To the screen, or to a file."""
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    try:
        output.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotDo(f"{output} cannot be written: {error.strerror}") from error
