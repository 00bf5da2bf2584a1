"""Where a command's text goes: the one place that writes to a screen, which may be the log of a workflow."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from readiness_bot.runs.errors import CannotDo
from readiness_bot.stopping import held
from readiness_bot.text.escape import Rendered, terminal


def say(text: str, err: bool = False) -> None:
    """Whatever a text repeats, it moves no cursor and gives the runner no command."""
    click.echo(_shown(text), err=err)


def write(text: str, output: Path | None) -> None:
    """To the screen, or to a file."""
    if output is None:
        click.echo(_shown(text), nl=not text.endswith("\n"))
        return
    try:
        with held():
            output.write_text(_shown(text) if text.endswith("\n") else _shown(text) + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotDo(f"{output} cannot be written: {error.strerror}") from error


def write_bytes(data: bytes, output: Path) -> None:
    """To a file, as it is."""
    try:
        with held():
            output.write_bytes(data)
    except OSError as error:
        raise CannotDo(f"{output} cannot be written: {error.strerror}") from error


def stream(lines: Iterable[str], output: Path | None) -> None:
    """Lines of ASCII as they come: to the screen, or to a file that is there when all of them are."""
    if output is None:
        for line in lines:
            click.echo(_shown(line), nl=False)
        return
    try:
        with NamedTemporaryFile("w", dir=output.parent, prefix=f".{output.name}.", delete=False) as file:
            own = Path(file.name)
            try:
                file.writelines(lines)
                file.flush()
                own.chmod(0o644)  # of a temporary file nobody else could read anything
                own.replace(output)
            except BaseException:
                own.unlink()
                raise
    except OSError as error:
        raise CannotDo(f"{output} cannot be written: {error.strerror}") from error


def _shown(text: str) -> str:
    """What was made for one target stands as it is."""
    return text if isinstance(text, Rendered) else terminal(text)
