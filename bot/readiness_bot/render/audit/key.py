"""The few figures that stand at the top of an audit's reports: each with its term, and with what it is compared to or why it is not known."""

from __future__ import annotations

from dataclasses import dataclass

from readiness_bot.audit.figures import Audit
from readiness_bot.audit.terms import COST, LAST_MILE, LATE_GOVERNANCE, PARALLELISM, STALL, Term
from readiness_bot.audit.waits import mile
from readiness_bot.render.audit.words import duration, money
from readiness_bot.text import words

NOT_ESTIMATED = "not estimated"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the few figures that stand at the top. `note` compares it, or says why it is not estimated."""

    term: Term
    value: str
    note: str


def key_figures(audit: Audit) -> tuple[KeyFigure, ...]:
    return (_last_mile(audit), _stall(audit), _cost(audit), _parallelism(audit), _late_governance(audit))


def _last_mile(audit: Audit) -> KeyFigure:
    if audit.last_mile_weeks is None:
        why = (
            "no state says that evaluation passed"
            if audit.evaluation_passed is None
            else "it was live before evaluation passed"
            if audit.production and audit.production < audit.evaluation_passed
            else "since when it is live is not known"
        )
        return KeyFigure(LAST_MILE, NOT_ESTIMATED, why)
    planned = (
        f"{duration(audit.planned_weeks)} planned" if audit.planned_weeks is not None else "no plan is known"
    )
    return KeyFigure(
        LAST_MILE,
        duration(audit.last_mile_weeks),
        planned + ("" if audit.production else ", and not live yet"),
    )


def _stall(audit: Audit) -> KeyFigure:
    if audit.stall_weeks is None:
        why = (
            "the last mile is not known"
            if audit.last_mile_weeks is None
            else "the first milestones name no staging or no production"
        )
        return KeyFigure(STALL, NOT_ESTIMATED, why)
    if not audit.stall_weeks:
        return KeyFigure(STALL, "none", "within what was planned")
    open_ = audit.readiness_stall_weeks
    return KeyFigure(STALL, duration(audit.stall_weeks), _blocked(audit, open_))


def _blocked(audit: Audit, open_: float | None) -> str:
    """How much of the delay something was open."""
    measured = mile(audit)
    if open_ is None or measured is None or measured.delay is None:
        return "for how much of it something was open is not known"
    if measured.known > measured.delay:
        return f"at least {duration(open_)} of it with something open; before {words.day(measured.known, audit.today)} is not known"
    if not open_:
        return "all was ready, and not deployed"
    return f"{'all' if round((audit.stall_weeks or 0) * 7) == round(open_ * 7) else duration(open_)} of it with something open"


def _cost(audit: Audit) -> KeyFigure:
    if audit.cost_of_delay is None:
        why = (
            "the delay is not known" if audit.stall_weeks is None else "the contract named no value per week"
        )
        return KeyFigure(COST, NOT_ESTIMATED, why)
    rate = f"at {money(audit.value_per_week)} a week" if audit.value_per_week else ""
    return KeyFigure(COST, money(audit.cost_of_delay) if audit.cost_of_delay.amount else "none", rate)


def _parallelism(audit: Audit) -> KeyFigure:
    if audit.parallelism_percent is None:
        why = (
            "no state says that evaluation passed"
            if audit.evaluation_passed is None
            else "readiness/ came after evaluation passed"
            if audit.adopted and audit.adopted >= audit.evaluation_passed
            else "nothing was due before it"
        )
        return KeyFigure(PARALLELISM, NOT_ESTIMATED, why)
    return KeyFigure(
        PARALLELISM,
        f"{audit.parallelism_percent}%",
        "of what design and development ask for, before evaluation passed",
    )


def _late_governance(audit: Audit) -> KeyFigure:
    dated = [
        item
        for item in audit.items
        if item.id.startswith("governance.") and item.late_days_baseline is not None
    ]
    if not dated:
        return KeyFigure(LATE_GOVERNANCE, NOT_ESTIMATED, "no due date is known")
    count = len(audit.late_governance)
    if not count and any(item.severity and item.closed is None for item in dated):
        return KeyFigure(LATE_GOVERNANCE, "none so far", "no governance item is past its due date")
    if not count:
        return KeyFigure(LATE_GOVERNANCE, "none", "every governance item was in time")
    return KeyFigure(LATE_GOVERNANCE, words.plural(count, "item"), after_evaluation(audit))


def after_evaluation(audit: Audit) -> str:
    """How much of the late governance was missing still when the evaluation had passed."""
    count, after = len(audit.late_governance), len(audit.late_governance_after_evaluation)
    if audit.evaluation_passed is None:
        return "past their due date by the first plan" if count > 1 else "past its due date by the first plan"
    if audit.adopted and audit.adopted > audit.evaluation_passed:
        return "whether before evaluation passed is not known"
    some = (
        ("all" if count > 1 else "it was")
        if after == count
        else f"{after} of them"
        if after
        else "none of them"
    )
    return f"{some} still missing when evaluation passed"
