"""Who was waited for: open days, days as the sole blocker, and what to fix first. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

from readiness_bot.audit.figures import GO_LIVE, Bottleneck, Fix, PersonBottleneck, cost
from readiness_bot.audit.mile import Mile
from readiness_bot.audit.replay import Step
from readiness_bot.audit.timeline import Span, Timeline
from readiness_bot.vocabulary import Role

Name = Callable[[str, Step], str | None]
"""What an open item is counted under: itself, its role, its owner."""


def by_item(id_: str, step: Step) -> str:
    return id_


def by_role(id_: str, step: Step) -> str:
    return step.role.value


def by_file(id_: str, step: Step) -> str:
    return step.file


def by_person(id_: str, step: Step) -> str | None:
    """Who the item waited for at that time."""
    return step.owner


def sole_days(spans: Iterable[Span], start: date, end: date, name: Name) -> Counter[str]:
    """Days in [start, end) on which everything that held back was one name's."""
    found: Counter[str] = Counter()
    for span in spans:
        days = span.within(start, end)
        if days:
            names = {name(id_, span.open[id_]) for id_ in span.blocking}
            only = names.pop() if len(names) == 1 else None
            if only is not None:
                found[only] += days
    return found


def open_days(spans: Iterable[Span], start: date, name: Name) -> Counter[str]:
    """Days of every open item from `start` on, added up."""
    found: Counter[str] = Counter()
    for span in spans:
        days = span.within(start, date.max)
        for id_, step in span.open.items() if days else ():
            called = name(id_, step)
            if called is not None:
                found[called] += days
    return found


def blocked_days(spans: Iterable[Span], start: date, end: date) -> int:
    """Days in [start, end) on which at least one blocking item was open."""
    return sum(span.within(start, end) for span in spans if span.blocking)


def bottlenecks(timeline: Timeline, start: date) -> tuple[Bottleneck, ...]:
    """Roles: most days as sole blocker first, then most open days."""
    waited = open_days(timeline.spans, start, by_role)
    sole = sole_days(timeline.spans, start, date.max, by_role)
    found = [Bottleneck(role, waited[role.value], sole[role.value]) for role in Role if waited[role.value]]
    return tuple(sorted(found, key=lambda one: (-one.sole_blocker_days, -one.open_days)))


def person_bottlenecks(timeline: Timeline, start: date) -> tuple[PersonBottleneck, ...]:
    """People, only where they are asked for: a name in a report is an accusation."""
    waited = open_days(timeline.spans, start, by_person)
    sole = sole_days(timeline.spans, start, date.max, by_person)
    found = [PersonBottleneck(login, days, sole[login]) for login, days in waited.items()]
    return tuple(sorted(found, key=lambda one: (-one.sole_blocker_days, -one.open_days, one.person)))


def fix_first(timeline: Timeline, mile: Mile, name: Name) -> tuple[Fix, ...]:
    """By sole-blocker time inside the stall, most first, with what that time cost."""
    if mile.stall is None:
        return ()
    sole = sole_days(timeline.spans, *mile.stall, name)
    last = (GO_LIVE, Role.APPROVER.value)  # of equals, what closes last by definition comes last
    ranked = sorted(sole.items(), key=lambda one: (-one[1], one[0] in last, one[0]))
    return tuple(Fix(called, days, cost(mile.value, days) if mile.value else None) for called, days in ranked)
