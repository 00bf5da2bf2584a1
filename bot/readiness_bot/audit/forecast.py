"""For a model that is not live: what today's closing rate leads to. Pure.

The rate is counted, not modelled: blocking items that production needs and that closed in the last weeks. Few
closings tell little, so the range is the count give or take its own square root, as for any events that come
one by one; about two times in three the true rate lies in it. Below three closings nothing is estimated.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from readiness_bot.audit.figures import GO_LIVE, WEEK, Expected, Forecast
from readiness_bot.audit.replay import Replay, Step
from readiness_bot.text.calendar import days_after
from readiness_bot.vocabulary import Severity, Stage, Status

WINDOW, SHORTEST = 8 * 7, 2 * 7
"""Days."""
FEWEST = 3
SOON = 90
"""Days after which a model's end is no concern of its launch."""
_LATEST = 3650
"""Days; beyond ten years a rate says nothing."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Closings in a number of days up to today."""

    closings: int
    days: int

    def after(self, items: int, shift: float = 0.0) -> int | None:
        """In how many days so many items close; `shift` moves the rate by that many standard deviations."""
        count = self.closings + shift * math.sqrt(self.closings)
        if count <= 0:
            return None
        days = math.ceil(items * self.days / count)
        return days if days <= _LATEST else None


def forecast_of(replay: Replay, today: date) -> Forecast:
    """What is open is taken in the order of its due dates, go-live last."""
    rate, told = _rate(replay, today)
    open_ = sorted(
        _open(replay), key=lambda one: (one[0] == GO_LIVE, one[1].due_date or date.max, one[1].due)
    )
    expected = [
        _expected(id_, step, rate.after(place) if rate else None, today)
        for place, (id_, step) in enumerate(open_, 1)
    ]
    last = replay.course[-1]
    if not open_:
        told, rate = "Nothing that production waits for is open.", Rate(1, 0)
    ready = _day(today, rate.after(len(open_)) if rate else None)
    target = last.milestones.get(Stage.PRODUCTION)
    return Forecast(
        method=told,
        ready=ready,
        ready_earliest=_day(today, rate.after(len(open_), 1.0) if rate else None),
        ready_latest=_day(today, rate.after(len(open_), -1.0) if rate else None),
        target=target,
        items=tuple(sorted(expected, key=_late_first)),
        cost_of_a_week=last.value,
        warnings=(
            *_ends(replay, ready, target, today),
            *_warnings(replay, open_, rate, today),
        ),
    )


def _open(replay: Replay) -> Iterator[tuple[str, Step]]:
    """Blocking gaps that production waits for."""
    for item in replay.items:
        step = replay.tracks[item.id][-1]
        if _counts(step) and step.status is Status.GAP:
            yield item.id, step


def _counts(step: Step) -> bool:
    return step.severity is Severity.BLOCKING and step.due < Stage.PRODUCTION


def _rate(replay: Replay, today: date) -> tuple[Rate | None, str]:
    """The closings of the last eight weeks, or since adoption. What was there at adoption closed before."""
    adopted = replay.adopted or today
    start = max(adopted, days_after(today, -WINDOW))
    days, closings = (today - start).days, sum(1 for _ in _closings(replay, start))
    if days < SHORTEST:
        return (None, f"An estimate needs at least {SHORTEST} days of readiness/; {_here_for(days)}.")
    if closings < FEWEST:
        had = f"there {'was' if closings == 1 else 'were'} {closings or 'none'}"
        return (
            None,
            f"An estimate needs at least {FEWEST} closed blocking items; in the last {days} days {had}.",
        )
    return (
        Rate(closings, days),
        (
            f"{closings} blocking items closed in the last {days} days ({closings * WEEK / days:.1f} a week);"
            " what is open closes at that rate, in the order of its due dates. The range takes the count as"
            f" {closings} ± {math.sqrt(closings):.1f}, within which the true rate lies about two times in"
            " three. It knows nothing of holidays, nor of how hard an item is."
        ),
    )


def _here_for(days: int) -> str:
    return f"it has been here for {days} day{'' if days == 1 else 's'}" if days else "it was added today"


def _closings(replay: Replay, start: date) -> Iterator[str]:
    """Each item that was a gap and is closed since some day after `start`, and still is."""
    for id_, track in replay.tracks.items():
        gap = False
        closed: date | None = None
        for step in track:
            if step.status is Status.GAP:
                gap, closed = True, None
            elif step.status.closed:
                closed = closed or step.day
        if gap and closed is not None and closed > start and _counts(track[-1]):
            yield id_


def _expected(id_: str, step: Step, days: int | None, today: date) -> Expected:
    expected = _day(today, days)
    late = (expected - step.due_date).days if expected and step.due_date else None
    return Expected(id_, step.due_date, expected, late)


def _late_first(one: Expected) -> tuple[bool, int]:
    return one.late_days is None, -(one.late_days or 0)


def _day(today: date, days: int | None) -> date | None:
    return None if days is None else days_after(today, days)


def _ends(replay: Replay, ready: date | None, target: date | None, today: date) -> Iterator[str]:
    """A vendor's model that ends soon after production begins, or before."""
    end = next((day for day in replay.ends if day > today), None)
    begins = ready or target
    if end is None or begins is None or end > days_after(begins, SOON):
        return
    days = (end - begins).days
    when = f"{_ago(days)} after" if days > 0 else f"{_ago(-days)} before" if days < 0 else "on the day"
    what = "it is expected to be ready" if ready else "it is planned to go live"
    yield f"On {end}, {when} {what}, a vendor retires a model that it calls: plan the replacement now."


def _warnings(replay: Replay, open_: list[tuple[str, Step]], rate: Rate | None, today: date) -> Iterator[str]:
    """A file of which nothing is done yet, and which at today's rate cannot be done in time even if nothing
    else were done."""
    if rate is None:
        return
    for file in dict.fromkeys(item.file for item in replay.items):
        mine = [step for _, step in open_ if step.file == file.rpartition(".")[0]]
        steps = [replay.tracks[item.id][-1] for item in replay.items if item.file == file]
        dates = [step.due_date for step in mine if step.due_date]
        if not dates or any(_counts(step) and step.status.closed for step in steps):
            continue
        needed = rate.after(len(mine))
        if needed is None:
            continue
        start = days_after(max(dates), -needed)
        if start < today:
            name = file.partition(".")[0].capitalize()
            yield (
                f"{name} should have started {_ago((today - start).days)} ago: none of its {len(mine)}"
                f" blocking items is done, at today's rate they take {_ago(needed)} even if nothing else is"
                f" done, and the last of them is due on {max(dates)}."
            )


def _ago(days: int) -> str:
    words = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    if days < WEEK:
        return "a day" if days == 1 else f"{days} days"
    count = round(days / WEEK)
    name = words[count - 1] if count <= len(words) else str(count)
    return f"{name} week{'s' if count > 1 else ''}"
