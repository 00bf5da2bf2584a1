"""What people see of a run: as their terminal can show it, and without the token that it runs with."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from typing import Any, TextIO, cast

import click

from readiness_bot.cli.encoding import take_everything
from readiness_bot.text.escape import Rendered
from readiness_bot.text.layout import NARROW, WIDE, Row, Tone, plain_rows
from readiness_bot.text.redact import without, without_credentials

SECRETS = ("GITHUB_TOKEN", "READINESS_FLEET_TOKEN", "READINESS_WEBHOOK")
"""The variables of the environment that hold a secret of ours."""


def secrets() -> tuple[str, ...]:
    """This run's secrets."""
    return tuple(os.environ.get(name, "") for name in SECRETS)


def guard() -> None:
    """From now on nothing that is printed holds a secret: neither a message, nor what a server or git said,
    nor a traceback.

    It stays so until the process ends: whoever prints last (click, when a pipe breaks; Python, at its end)
    finds it there.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and not isinstance(stream, Guarded):
            take_everything(stream)
            setattr(sys, name, cast("TextIO", Guarded(stream)))


def shown(error: str) -> str:
    """An error's own words, with no credentials in its addresses."""
    return without_credentials(without(error, secrets()))


class Guarded:
    """A text stream that lets no secret through. Everything else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(without(text, secrets()))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def columns() -> int:
    """How wide a page is: the terminal's columns, within what can be laid out and read."""
    if not sys.stdout.isatty():
        return WIDE
    return min(max(shutil.get_terminal_size().columns, NARROW), WIDE)


def colourful() -> bool:
    """Whether standard output is a terminal that shows colours, and its owner wants them
    (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Painted(Rendered):
    """Lines with colours, for a terminal alone; each piece of text was escaped before it was coloured."""


def paint(rows: Iterable[Row]) -> Rendered:
    """The rows in colours where there are any, else plain."""
    if not colourful():
        return plain_rows(rows)
    return Painted("\n".join("".join(_painted(piece.text, piece.tone) for piece in row) for row in rows))


def _painted(text: str, tone: Tone) -> str:
    """Blanks around it stay plain, so that nothing is underlined or inverted that is no text."""
    start = text[: len(text) - len(text.lstrip())]
    return start + click.style(text.lstrip(), **_STYLES[tone]) if _STYLES[tone] and text.strip() else text


_STYLES: dict[Tone, dict[str, Any]] = {
    Tone.PLAIN: {},
    Tone.TITLE: {"bold": True},
    Tone.BAD: {"fg": "red", "bold": True},
    Tone.GOOD: {"fg": "green", "bold": True},
    Tone.NEXT: {"fg": "green"},
    Tone.PLACE: {"fg": "cyan"},
    Tone.QUIET: {"dim": True},
}
"""The sixteen colours that a terminal's owner chose for it: readable on a dark ground and on a light one."""
