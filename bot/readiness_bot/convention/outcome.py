"""What an item's check can say. No outcome at all means: satisfied, as far as the text states it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeAlias, TypeVar

from readiness_bot.reading.document import KeyPath

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """The item is a gap: where (`file` is a name such as `governance.yaml`), what, and what to do next."""

    file: str
    path: KeyPath
    message: str
    fix: str = ""
    line: int = 0
    """The line, where `path` cannot tell it: a heading, or a file other than the six."""
    awaits: str = ""
    """The login of a person whose approval is all that is missing."""


@dataclass(frozen=True, slots=True)
class Note:
    """Worth saying, but no gap."""

    file: str
    path: KeyPath
    message: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It cannot be told here: no pass, and no gap either."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A person wrote a reason where the item allows one."""

    reason: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Something the text points at was found."""


Outcome: TypeAlias = Problem | Note | Unknown | NotApplicable | Linked


class CannotTell(Exception):
    """A check met a value that is wrong, or a file that cannot be read: the item becomes unknown."""


def peek(ask: Callable[P, T], *args: P.args, **named: P.kwargs) -> T | None:
    """`peek(file.text, "model")`: the answer, or None where it cannot be told, for whoever reports on that
    elsewhere or not at all."""
    try:
        return ask(*args, **named)
    except CannotTell:
        return None
