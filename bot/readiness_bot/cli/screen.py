"""What people see of a run, without the token that it runs with."""

from __future__ import annotations

import os
import sys
from typing import TextIO, cast

from readiness_bot.cli.encoding import take_everything
from readiness_bot.text.redact import without, without_credentials

SECRETS = ("GITHUB_TOKEN",)
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
