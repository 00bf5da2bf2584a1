"""Since when a file says what it says, and what it said before: git blame, over parsed values. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.file import File
from readiness_bot.convention.outcome import CannotTell
from readiness_bot.reading.document import Value

UNCOMMITTED = "it is not committed yet"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Origin:
    """The first-parent commit that introduced a text's present value."""

    commit: str | None
    """None: `why` says why it is not known."""
    why: str = ""
    when: datetime = LONG_AGO
    """Git's date, which people can forge: used for nothing but where to begin to look."""


NOT_TOLD = Origin(None, UNCOMMITTED)


def since(facts: Facts, name: str, read: Callable[[File], Value]) -> Origin:
    """Since which first-parent commit a file says what it says now: git blame, over parsed values."""
    try:
        present, earlier = read(facts.files[name]), facts.earlier(name)
    except CannotTell as told:
        return Origin(None, str(told))
    found = Origin(None, UNCOMMITTED)
    for revision, past in earlier:
        if read(past) != present:
            break
        found = Origin(revision.commit, "", revision.when)
    return found


def former(facts: Facts, name: str, read: Callable[[File], Value], present: Value) -> tuple[Value, ...]:
    """What a file said there before; at first nothing."""
    try:
        values = [read(past) for _, past in facts.earlier(name)]
    except CannotTell:
        return ()
    while values and values[0] == present:
        values.pop(0)
    found: list[Value] = [None]
    found += [value for number, value in enumerate(values) if value not in values[:number]]
    return tuple(found)
