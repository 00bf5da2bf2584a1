"""What the figures at the top of an audit's reports say: each value in words, with what it is compared to or
why it is not known.

`terms.py` declares which figure says what.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from readiness_bot.audit.figures import WEEK, Audit, Money
from readiness_bot.audit.waits import stretch
from readiness_bot.text import words
from readiness_bot.text.escape import cut, plain


@dataclass(frozen=True, slots=True)
class Told:
    """A figure in words. `note` compares it, or says why it is not estimated."""

    value: str | None
    """None: not estimated."""
    note: str


def duration(weeks: float) -> str:
    """`12 weeks`; below two weeks in days."""
    days = round(weeks * 7)
    if days < 14 and days != 7:
        return words.plural(days, "day")
    return words.plural(round(weeks), "week")


def money(amount: Money) -> str:
    """`EUR 144,000`, to three figures."""
    digits = len(str(abs(round(amount.amount))))
    return f"{cut(plain(amount.currency), 12)} {round(amount.amount, min(0, 3 - digits)):,.0f}"


def shown(
    field: str, say: Callable[[Any], str], note: str, unknown: Callable[[Audit], str]
) -> Callable[[Audit], Told]:
    """A plain figure: a field of the Audit, its value in words, what these words mean, and why it may be
    unknown."""

    def told(audit: Audit) -> Told:
        value = getattr(audit, field)
        return Told(None, unknown(audit)) if value is None else Told(say(value), note)

    return told


def last_mile(audit: Audit) -> Told:
    if audit.last_mile_days is None:
        return Told(None, _no_last_mile(audit))
    planned = (
        f"{duration(audit.planned_days / WEEK)} planned"
        if audit.planned_days is not None
        else "no plan is known"
    )
    return Told(
        duration(audit.last_mile_days / WEEK), planned + ("" if audit.production else ", not live yet")
    )


def _no_last_mile(audit: Audit) -> str:
    if audit.evaluation_passed is None:
        return "no commit says that evaluation passed"
    if audit.production and audit.production < audit.evaluation_passed:
        return "it was live before evaluation passed"
    return "it is not known since when it is live"


def stall(audit: Audit) -> Told:
    if audit.stall_days is None:
        why = (
            "the last mile is not known"
            if audit.last_mile_days is None
            else "the first milestones name no staging or no production"
        )
        return Told(None, why)
    if not audit.stall_days:
        return Told("none", "within what was planned")
    open_ = audit.readiness_stall_days
    return Told(duration(audit.stall_days / WEEK), _blocked(audit, open_))


def _blocked(audit: Audit, open_: int | None) -> str:
    """How much of the delay something was open."""
    measured = stretch(audit)
    if open_ is None or measured is None or measured.delay is None:
        return "it is not known for how much of it something was open"
    if measured.known > measured.delay:
        return (
            f"at least {duration(open_ / WEEK)} of it with something open; before"
            f" {words.day(measured.known, audit.today)} is not known"
        )
    if not open_:
        return "all was ready, but not deployed"
    return f"{'all' if audit.stall_days == open_ else duration(open_ / WEEK)} of it with something open"


def cost(audit: Audit) -> Told:
    if audit.cost_of_delay is None:
        why = "the delay is not known" if audit.stall_days is None else "the contract named no value per week"
        return Told(None, why)
    rate = f"at {money(audit.value_per_week)} a week" if audit.value_per_week else ""
    return Told(money(audit.cost_of_delay) if audit.cost_of_delay.amount else "none", rate)


def _no_parallelism(audit: Audit) -> str:
    if audit.evaluation_passed is None:
        return "no commit says that evaluation passed"
    if audit.adopted and audit.adopted >= audit.evaluation_passed:
        return "readiness/ was added after evaluation passed"
    return "nothing was due before it"


parallelism = shown(
    "parallelism_percent",
    "{}%".format,
    "of what design and development ask for, before evaluation passed",
    _no_parallelism,
)


def late_governance(audit: Audit) -> Told:
    dated = [
        item
        for item in audit.items
        if item.id.startswith("governance.") and item.late_days_baseline is not None
    ]
    if not dated:
        return Told(None, "no due date is known")
    count = len(audit.late_governance)
    if not count and any(item.severity and item.closed is None for item in dated):
        return Told("none so far", "no governance item is past its due date")
    if not count:
        return Told("none", "every governance item was in time")
    return Told(words.plural(count, "item"), after_evaluation(audit))


def after_evaluation(audit: Audit) -> str:
    """How much of the late governance was missing still when the evaluation had passed."""
    count, after = len(audit.late_governance), len(audit.late_governance_after_evaluation)
    if audit.evaluation_passed is None:
        return "past their due date by the first plan" if count > 1 else "past its due date by the first plan"
    if audit.adopted and audit.adopted > audit.evaluation_passed:
        return "it is not known whether before evaluation passed"
    some = (
        ("all" if count > 1 else "it was")
        if after == count
        else f"{after} of them"
        if after
        else "none of them"
    )
    return f"{some} still missing when evaluation passed"
