"""All points of a repository, in order, and what the overview says of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from readiness_bot.doctor import keeping, owners, required, rights, schedule, workflows
from readiness_bot.doctor.callers import callers
from readiness_bot.doctor.facts import Facts
from readiness_bot.doctor.point import Point, State
from readiness_bot.text.markup import EMPTY, Markdown, md


def examine(facts: Facts) -> tuple[Point, ...]:
    """What is in force, what is not, and what is not known."""
    found = callers(facts.checkout.workflows)
    return (
        *workflows.points(facts, found),
        *required.points(facts),
        *rights.points(facts, found, keeping.settings_of(facts)),
        *schedule.points(facts, found),
        *owners.points(facts, tuple(caller.path for caller in found)),
        *keeping.points(facts),
    )


def in_force(points: Sequence[Point]) -> bool:
    """Whether nothing is known not to be."""
    return all(point.state is not State.NOT_IN_FORCE for point in points)


def notice(points: Sequence[Point]) -> Markdown:
    """A sentence for the overview; empty where nothing is off that a workflow's token can see.

    It stays the same from day to day, until a fact changes.
    """
    told = [point.brief for point in points if point.brief]
    if not told:
        return EMPTY
    if len(told) == 1:
        return md("{}. `readiness doctor` says how to fix it.", told[0])
    more = "another thing is" if len(told) == 2 else f"{len(told) - 1} other things are"
    return md("{}, and {} not in force. `readiness doctor` says how to fix them.", told[0], more)
