"""What follows from a command, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from readiness_bot.commands.waiver import Waiver
from readiness_bot.forge.protocol import Change
from readiness_bot.text.escape import Screen, cut, screen
from readiness_bot.text.markup import Markdown


@dataclass(frozen=True, slots=True)
class React:
    """A sign on the comment: seen, and done."""

    kind: ClassVar[str] = "react"
    content: str = "+1"


@dataclass(frozen=True, slots=True)
class Reply:
    """One comment below it."""

    kind: ClassVar[str] = "reply"
    text: Markdown


@dataclass(frozen=True, slots=True)
class Propose:
    """A pull request, and a reply that names it or says what to do instead."""

    kind: ClassVar[str] = "propose"
    change: Change
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Recheck:
    """Look again: at the issues, or at the pull request on which the comment stands."""

    kind: ClassVar[str] = "recheck"
    accepted: bool = False
    """Somebody accepted, wherever the comment stands: look at the issues, and ask about what is not verified."""


Action: TypeAlias = React | Reply | Propose | Recheck


def as_text(actions: Sequence[Action], number: int) -> Screen:
    """One line an action: `readiness run --plan`."""
    return screen(f"{action.kind:14}#{number} {_more(action)}" for action in actions)


def _more(action: Action) -> str:
    match action:
        case React():
            return action.content
        case Reply():
            return cut(action.text.partition("\n")[0], 120)
        case Propose():
            return action.change.branch
        case Recheck():
            return ""
