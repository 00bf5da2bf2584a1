"""The sentences that every render of an audit begins with: what happened, what was missing, what to do first and what that saves.

No figure is invented: what is None is "not estimated", with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from readiness_bot.audit.figures import Audit, Fix
from readiness_bot.render import words
from readiness_bot.render.audit_words import ADVICE, FILES, duration, late, money, on_time, title
from readiness_bot.vocabulary import Role, Severity

NO_FOLDER = "No state of the default branch has a readiness/ folder, so that nothing can be told. `readiness init` writes one."
GO_LIVE = "governance.go-live"
"""It closes last by definition, and is nobody's delay while anything else is open."""


@dataclass(frozen=True, slots=True)
class Story:
    """The audit in four sentences; each may be empty but the first."""

    happened: str
    missing: str
    first: str
    saves: str

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(
            filter(None, (self.happened, self.missing, " ".join(filter(None, (self.first, self.saves)))))
        )


def story(audit: Audit) -> Story:
    if audit.adopted is None:
        return Story(NO_FOLDER, "", "", "")
    return Story(_happened(audit), _missing(audit), *_first(audit))


def _happened(audit: Audit) -> str:
    passed, live = audit.evaluation_passed, audit.production
    if passed is None:
        return _unevaluated(audit)
    evaluated = f"Evaluated on {words.day(passed, audit.today)}"
    if live is not None and live < passed:
        return (
            f"Live on {words.day(live, audit.today)}, before evaluation passed on {words.day(passed, audit.today)}: "
            "there is no last mile to measure."
        )
    where = f"live on {words.day(live, audit.today)}" if live else "not live yet"
    if audit.last_mile_weeks is None:
        return f"{evaluated}, {where}."
    parts = [duration(audit.last_mile_weeks) + ("" if live else " so far"), *_against_plan(audit)]
    end = " It was on time in everything." if on_time(audit) else ""
    return f"{evaluated}, {where}: {', '.join(parts)}.{end}"


def _against_plan(audit: Audit) -> list[str]:
    """`8 more than planned`, `about EUR 144,000`."""
    if audit.planned_weeks is None or audit.last_mile_weeks is None:
        return ["and how long was planned is not known"]
    if not audit.stall_weeks:
        ahead = audit.planned_weeks - audit.last_mile_weeks
        if audit.production is None:
            return [f"{duration(audit.planned_weeks)} are planned"]
        return [f"{duration(ahead)} less than planned" if round(ahead * 7) else "as planned"]
    more = duration(audit.stall_weeks)
    unit = more.partition(" ")[2]
    same_unit = unit in ("week", "weeks") and audit.last_mile_weeks >= 2
    parts = [f"{more.partition(' ')[0] if same_unit else more} more than planned"]
    if audit.cost_of_delay is not None:
        parts.append(f"about {money(audit.cost_of_delay)}")
    elif audit.value_per_week is None:
        parts.append("at a cost that is not estimated, since the contract names no value")
    return parts


def _unevaluated(audit: Audit) -> str:
    if audit.production is not None:
        return (
            f"Live since {words.day(audit.production, audit.today)} at the latest. When evaluation passed is not known, "
            "so that the last mile is not estimated."
        )
    stage = audit.stages[-1] if audit.stages else None
    where = (
        f"in {stage.stage} since {words.day(stage.entered, audit.today)}" if stage else "in no known stage"
    )
    target = audit.forecast.target if audit.forecast else None
    planned = f"; production is planned for {words.day(target, audit.today)}" if target else ""
    return f"Not evaluated yet: {where}{planned}."


def _missing(audit: Audit) -> str:
    """`For 10 of the 12 weeks governance was what was missing; …`."""
    start, end = audit.evaluation_passed, audit.production or audit.today
    if start is None or end <= start or on_time(audit):
        return ""
    shares = sorted(
        ((_open_days(audit, name, start, end), -rank, name) for rank, name in enumerate(FILES)), reverse=True
    )
    days, _, name = shares[0]
    if not days:
        return (
            "Nothing that blocks was open in that time: it was ready, and not deployed."
            if audit.stall_weeks
            else ""
        )
    total = (end - start).days
    span = "All of that time" if days >= total else f"For {_part(days, total)}"
    if (
        audit.planned_weeks is not None and not audit.stall_weeks
    ):  # within the plan, nothing is anybody's delay
        return f"{span} {FILES[name]} still had something open, within what was planned."
    return f"{span} {FILES[name]} was what was missing{_last_of(audit, name, start)}."


def _part(days: int, total: int) -> str:
    """`10 of the 12 weeks`."""
    if total < 14:
        return f"{days} of the {words.plural(total, 'day')}"
    count = round(days / 7)
    return (
        f"{count} of the {round(total / 7)} weeks"
        if count
        else f"{words.plural(days, 'day')} of the {round(total / 7)} weeks"
    )


def _open_days(audit: Audit, name: str, start: date, end: date) -> int:
    """Days in [start, end) on which at least one blocking item of a file was open; go-live is left out."""
    spans = sorted(
        (max(span.opened, start), min(span.closed or end, end))
        for item in audit.items
        if item.id.startswith(f"{name}.") and item.severity is Severity.BLOCKING and item.id != GO_LIVE
        for span in item.intervals
    )
    days, reached = 0, start
    for opened, closed in spans:
        days += max(0, (closed - max(opened, reached)).days)
        reached = max(reached, closed)
    return days


def _last_of(audit: Audit, name: str, passed: date) -> str:
    """`; compliance approval came 11 weeks after the model was evaluated`."""
    own = [
        item
        for item in audit.items
        if item.id.startswith(f"{name}.")
        and item.severity is Severity.BLOCKING
        and item.id != GO_LIVE
        and item.intervals
    ]
    still = [item for item in own if item.closed is None]
    if still:
        return (
            f"; {title(still[0])} is still open"
            if len(still) == 1
            else f"; {len(still)} of its items are still open"
        )
    last = max(own, key=lambda item: item.closed or date.min)
    after = ((last.closed or passed) - passed).days
    return f"; {title(last)} came {duration(after / 7)} after the model was evaluated" if after > 0 else ""


def _first(audit: Audit) -> tuple[str, str]:
    """What to do first, and what it saves."""
    if on_time(audit):
        return "Nothing has to be fixed first.", ""
    best = next((fix for fix in audit.fix_first_roles if round(fix.sole_blocker_weeks * 7)), None)
    if audit.production is None:
        return _next_step(audit, best)
    if best is not None:
        saved = f"That alone would have saved about {duration(best.sole_blocker_weeks)}{_worth(best)}."
        return f"First: {ADVICE[Role(best.id)]}.", saved
    if audit.stall_weeks:
        return (
            "First: nothing alone held it back. Several roles were open at once, and only together would they have saved time.",
            "",
        )
    return "", ""


def _next_step(audit: Audit, best: Fix | None) -> tuple[str, str]:
    """For a model that is not live: whose open item to close next, before what to do better next time."""
    still = [
        item
        for item in audit.items
        if item.severity is Severity.BLOCKING and item.intervals and item.closed is None
    ]
    still = [item for item in still if item.id != GO_LIVE] or still
    if not still:
        return "", ""
    order = {expected.id: n for n, expected in enumerate(audit.forecast.items)} if audit.forecast else {}
    own = [item for item in still if best and item.role == best.id] or still
    item = min(own, key=lambda i: (-(i.late_days or 0), order.get(i.id, len(order)), i.id))
    who = f"{item.owner} ({item.role})" if item.owner else str(item.role)
    behind = f"; {late(item.late_days)}" if (item.late_days or 0) > 0 else ""
    first = f"First: {title(item)}, by {who}{behind}."
    if best is None:
        return first, ""
    role = best.id[0].upper() + best.id[1:]
    return (
        first,
        f"{role} alone has held it back for {duration(best.sole_blocker_weeks)} so far{_worth(best)}. Next time: {ADVICE[Role(best.id)]}.",
    )


def _worth(fix: Fix) -> str:
    return f", {money(fix.cost)}" if fix.cost is not None and fix.cost.amount else ""
