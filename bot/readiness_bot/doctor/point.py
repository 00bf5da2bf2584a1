"""One thing that was looked at, and what was found. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from readiness_bot.doctor.facts import Unseen
from readiness_bot.text.markup import EMPTY, Markdown


class State(StrEnum):
    """Whether it is in force here."""

    IN_FORCE = "in-force"
    NOT_IN_FORCE = "not-in-force"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Point:
    """What was looked at, what was found, and how to fix it. Its texts repeat other people's words."""

    id: str
    what: str
    state: State
    found: str
    do: str = ""
    """How to fix it, or how to find out: sentences."""
    run: str = ""
    """The same as a command, whose lines are shown as they are."""
    path: str = ""
    line: int = 0
    column: int = 0
    brief: Markdown = EMPTY
    """What is not in force, as a sentence without its full stop that stays the same from day to day: for the
    overview. Empty where a workflow's token cannot see it."""

    @property
    def mend(self) -> str:
        """The way to fix it, whole."""
        return "\n".join(filter(None, (self.do, self.run)))


@dataclass(frozen=True, slots=True)
class Subject:
    """What a point is about."""

    id: str
    what: str

    def fine(
        self, found: str, do: str = "", run: str = "", *, at: tuple[str, int, int] = ("", 0, 0)
    ) -> Point:
        """In force; `do` may still say how to do better."""
        return Point(self.id, self.what, State.IN_FORCE, found, do, run, *at)

    def wrong(
        self,
        found: str,
        do: str,
        run: str = "",
        *,
        at: tuple[str, int, int] = ("", 0, 0),
        brief: Markdown = EMPTY,
    ) -> Point:
        """Not in force."""
        return Point(self.id, self.what, State.NOT_IN_FORCE, found, do, run, *at, brief=brief)

    def open(self, why: Unseen) -> Point:
        """Not known."""
        return Point(self.id, self.what, State.UNKNOWN, why.why, why.do, why.run)
