"""The last mile: from the evaluation that passed to production, and what of it was not planned. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from readiness_bot.audit.course import Standing
from readiness_bot.audit.figures import Money, cost
from readiness_bot.audit.replay import Replay
from readiness_bot.text.calendar import days_after
from readiness_bot.vocabulary import Stage

ENDLESS = date.max


@dataclass(frozen=True, slots=True)
class Mile:
    """`end` is production, or today for a model that is not live."""

    version: str | None
    passed: date | None
    production: date | None
    production_known: bool
    """False: it was live already when readiness/ came, and nothing says since when."""
    end: date
    planned: timedelta | None
    stall: tuple[date, date] | None
    """Half-open; the first day on which it was later than planned, and production. Empty where both are one
    day."""
    value: Money | None
    """A week's, as the contract said when the evaluation passed."""

    @property
    def live(self) -> bool:
        return self.production is not None

    @property
    def length(self) -> timedelta | None:
        """None: the evaluation's day is unknown, or lies after production."""
        if self.passed is None or self.passed > self.end or not self.production_known:
            return None
        return self.end - self.passed

    @property
    def stall_days(self) -> int | None:
        return (self.stall[1] - self.stall[0]).days if self.stall else None

    @property
    def cost(self) -> Money | None:
        if self.value is None or self.stall_days is None:
            return None
        return cost(self.value, self.stall_days)


def mile_of(replay: Replay, today: date, said: date | None = None) -> Mile:
    """`said`: the day in production that a person gave (`--production`)."""
    course = replay.course
    entered, known = _entered(course)
    production = said if said and said <= today else entered if said is None else None
    end = production or today
    until = [stood for stood in course if stood.day <= end] or course[:1]
    version = until[-1].version if until else None
    passed = _passed(course, version, end, today)
    planned = _planned(replay)
    mile = Mile(version, passed, production, bool(said) or known, end, planned, None, _value(course, passed))
    if passed is None or mile.length is None or planned is None:
        return mile
    return replace(mile, stall=(min(days_after(passed, planned.days), end), end))


def _entered(course: Sequence[Standing]) -> tuple[date | None, bool]:
    """The first state whose stage is production.

    Where that is the first of all, the contract may say since when.
    """
    first = next((stood for stood in course if stood.stage is Stage.PRODUCTION), None)
    if first is None:
        return None, True
    if first is not course[0]:
        return first.day, True
    version, since = first.live
    if since is not None and since <= first.day and version == first.version:
        return since, True
    return first.day, False


def _passed(course: Sequence[Standing], version: str | None, end: date, today: date) -> date | None:
    """The earliest day that a state gave for this version. A planned day counts once it has come."""
    told = (
        stood.passed
        for stood, until in periods(course)
        if stood.version == version and stood.passed and stood.passed < until and stood.passed <= today
        if stood.day <= max(end, course[0].day)
    )
    return min(told, default=None)


def _planned(replay: Replay) -> timedelta | None:
    staging, production = replay.baseline.get(Stage.STAGING), replay.baseline.get(Stage.PRODUCTION)
    if staging is None or production is None or production < staging:
        return None
    return production - staging


def _value(course: Sequence[Standing], passed: date | None) -> Money | None:
    """In force when the evaluation passed; where that was before adoption, the first that is known."""
    if passed is None:
        return None
    then = [stood for stood in course if stood.day <= passed]
    return (then[-1] if then else course[0]).value


def periods(course: Sequence[Standing]) -> Iterator[tuple[Standing, date]]:
    """Each standing with the day on which the next one began."""
    for index, stood in enumerate(course):
        yield stood, course[index + 1].day if index + 1 < len(course) else ENDLESS
