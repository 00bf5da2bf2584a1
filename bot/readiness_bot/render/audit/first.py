"""What to do first, and what that saves: one of the four parts that a delay is made of. Pure.

A role that was waited for alone; a file whose items waited side by side; several files at once; or nothing at all, where it was ready
and not deployed. Whom one can ask comes before what only many could have changed, unless it is less than half of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from readiness_bot.audit.figures import Audit, Fix, ItemFigures, Money
from readiness_bot.audit.waits import GO_LIVE, Wait, blocking, days, evaluation_behind, mile, waits
from readiness_bot.convention.registry import ITEMS_BY_ID
from readiness_bot.render.audit.words import (
    ADVICE,
    FILE_ADVICE,
    FILES,
    capital,
    duration,
    is_,
    late,
    listed,
    money,
    on_time,
    the,
    title,
)
from readiness_bot.vocabulary import Role

_NAMED = 3
_DAY = 1 / 7


class Kind(Enum):
    ROLE = auto()
    FILE = auto()
    TOGETHER = auto()
    DEPLOYMENT = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the delay. `name`: the role's word or the file."""

    kind: Kind
    name: str
    weeks: float
    cost: Money | None


def first(audit: Audit) -> tuple[str, str]:
    """What to do first, and what it saves; either may be empty."""
    part = main_part(audit)
    still = _still_open(audit)
    if audit.production is None or any(_launched_without(audit, item) for item in still):
        return _next_step(audit, part, still)
    if on_time(audit):
        return "Nothing held it back, so that there is nothing to fix.", _open_now(audit, still)
    if audit.last_mile_weeks is None:
        return _next_step(audit, None, still)
    return _looking_back(audit, part) if part else (_undelayed(audit), _open_now(audit, still))


def side_by_side(audit: Audit) -> tuple[Fix, ...]:
    """Files that held everything up with several roles' items at once: no role's time explains them. Most first."""
    roles = {fix.id: fix.sole_blocker_weeks for fix in audit.fix_first_roles}
    found = []
    for fix in audit.fix_first_files:
        own = {str(item.role) for item in audit.items if item.id.startswith(f"{fix.id}.")}
        rest = fix.sole_blocker_weeks - sum(weeks for role, weeks in roles.items() if role in own)
        if round(rest * 7) > 0 and rest >= max((roles.get(role, 0.0) for role in own), default=0.0):
            found.append(fix)
    return tuple(found)


def changes(audit: Audit) -> list[tuple[str, Fix]]:
    """For the tables, each with what to do: files that waited side by side, roles, items."""
    found = [(FILE_ADVICE[fix.id], fix) for fix in side_by_side(audit)]
    found += [(_advice(audit, fix.id), fix) for fix in audit.fix_first_roles]
    return [
        (capital(text), fix)
        for text, fix in (*found, *((ITEMS_BY_ID[fix.id].title, fix) for fix in audit.fix_first))
    ]


def _advice(audit: Audit, role: str) -> str:
    """What would have prevented the wait for a role. What had been there once was not asked for too late."""
    lost = _lost(audit, role)
    if lost is None:
        return ADVICE[Role(role)]
    return f"do not lose {title(lost.item)} again"


def main_part(audit: Audit) -> Part | None:
    """None without a delay, or where nothing of it is known."""
    alone = [Part(Kind.FILE, fix.id, fix.sole_blocker_weeks, fix.cost) for fix in side_by_side(audit)[:1]]
    alone += [Part(Kind.ROLE, fix.id, fix.sole_blocker_weeks, fix.cost) for fix in audit.fix_first_roles[:1]]
    best = max(alone, key=lambda part: part.weeks, default=None)
    shared = max(_shared(audit), key=lambda part: part.weeks, default=None)
    if best and best.weeks >= _DAY / 2 and (shared is None or best.weeks * 2 >= shared.weeks):
        return best
    return shared if shared and shared.weeks >= _DAY / 2 else None


def _shared(audit: Audit) -> list[Part]:
    """What several held up together, and what nobody did. Without the days before readiness/ came."""
    measured, open_ = mile(audit), audit.readiness_stall_weeks
    if measured is None or measured.delay is None or open_ is None:
        return []
    alone = max(
        sum(fix.sole_blocker_weeks for fix in fixes)
        for fixes in (audit.fix_first_roles, audit.fix_first_files)
    )
    known = (measured.end - max(measured.delay, measured.known)).days / 7
    parts = ((Kind.TOGETHER, open_ - alone), (Kind.DEPLOYMENT, known - open_))
    return [Part(kind, "", weeks, _cost(audit, weeks)) for kind, weeks in parts]


def _cost(audit: Audit, weeks: float) -> Money | None:
    value = audit.value_per_week
    return Money(value.amount * weeks, value.currency) if value else None


def _undelayed(audit: Audit) -> str:
    """For a model that is live and had no delay, or none that is known."""
    if audit.stall_weeks is None:
        return "First: put planned days into the contract. Without a plan nobody can say what was late."
    if audit.stall_weeks:
        return ""
    behind = evaluation_behind(audit)
    if behind >= 7:
        return f"First: look at the time before the evaluation, where {duration(behind / 7)} were lost. The way from there to production was as planned."
    return "Nothing held it back: what came late came within the time that was planned."


def _looking_back(audit: Audit, part: Part) -> tuple[str, str]:
    """For a model that is live: what would have saved most."""
    saved = f"That alone would have saved about {duration(part.weeks)}{_worth(part)}."
    if part.kind is Kind.DEPLOYMENT:
        spare = f"For {duration(part.weeks)} beyond the plan nothing was missing, and still it was not live."
        return f"First: plan the deployment itself. {spare}", saved
    if part.kind is Kind.TOGETHER:
        nothing = "Closing only one of them would have saved nothing: they were open side by side"
        return (
            f"First: begin {_together(audit)} earlier.",
            f"{nothing} for {duration(part.weeks)}{_worth(part)}.",
        )
    if part.kind is Kind.FILE:
        held = "Its items waited side by side, and alone they held everything up"
        return f"First: {FILE_ADVICE[part.name]}.", f"{held} for {duration(part.weeks)}{_worth(part)}."
    return f"First: {_advice(audit, part.name)}.", saved


def _in_delay(audit: Audit, go_live: bool = False) -> list[Wait]:
    measured = mile(audit)
    return waits(audit, measured.delay or measured.start, measured.end, go_live) if measured else []


def _together(audit: Audit) -> str:
    """The items that were open for at least half of the delay; all of them where these are too few to be side by side."""
    found: dict[str, list[Wait]] = {}
    for wait in _in_delay(audit):
        found.setdefault(wait.item.id, []).append(wait)
    items = [own[0].item for own in found.values() if days(own) * 2 >= (audit.stall_weeks or 0) * 7]
    items = items if len(items) > 1 else [own[0].item for own in found.values()]
    if not items:  # `--since` left their days out
        return "what was open in the delay"
    if len(items) > _NAMED:
        return f"the {len(items)} items that were open longest"
    return listed([title(item) for item in items])


def _lost(audit: Audit, role: str) -> Wait | None:
    """What a role was waited for longest in the delay, if it had been there before."""
    measured = mile(audit)
    own = [wait for wait in _in_delay(audit) if wait.item.role == role]
    longest = max(own, key=lambda wait: (wait.end - wait.start).days, default=None)
    if longest is None or measured is None:
        return None
    whole = [
        wait
        for wait in waits(audit, measured.start, measured.end)
        if wait.item.id == longest.item.id and wait.end == longest.end
    ]
    return next((wait for wait in whole if wait.lost), None)


def _still_open(audit: Audit) -> list[ItemFigures]:
    """Blocking items that are open; the go-live decision only when it is the last."""
    still = [item for item in blocking(audit) if item.intervals and item.closed is None]
    return [item for item in still if item.id != GO_LIVE] or still


def _launched_without(audit: Audit, item: ItemFigures) -> bool:
    return audit.production is not None and item.intervals[-1].opened <= audit.production


def _next_step(audit: Audit, part: Part | None, still: list[ItemFigures]) -> tuple[str, str]:
    """Whose open item to close next, before what to do better next time."""
    if not still:
        if audit.production is None and audit.evaluation_passed is not None:
            return "First: deploy it. Everything that it needs is there.", ""
        return "", ""
    order = {expected.id: n for n, expected in enumerate(audit.forecast.items)} if audit.forecast else {}
    own = [item for item in still if part and part.name in (item.role, item.id.partition(".")[0])] or still
    item = min(own, key=lambda i: (-(_behind(i) or 0), order.get(i.id, len(order)), i.id))
    return f"First: get {_task(item)}.", _so_far(audit, part)


def _task(item: ItemFigures) -> str:
    """`impact assessment from priya-nair (compliance); it is 84 days late`."""
    who = f"{item.owner} ({item.role})" if item.owner else str(item.role)
    behind = _behind(item) or 0
    word = "they are" if is_(item) == "are" else "it is"
    return f"{title(item)} from {who}" + (f"; {word} {late(behind)}" if behind > 0 else "")


def _behind(item: ItemFigures) -> int | None:
    """By the plan as it was first merged, since a moved date makes nothing earlier."""
    return item.late_days if item.late_days_baseline is None else item.late_days_baseline


def _so_far(audit: Audit, part: Part | None) -> str:
    if part is None or part.kind is Kind.DEPLOYMENT:
        return ""
    far, has = (" so far", "has ") if audit.production is None else ("", "")
    lasting = f"for {duration(part.weeks)}{far}{_worth(part)}"
    if part.kind is Kind.TOGETHER:
        return f"Nothing alone {has}held it back: several items were open side by side {lasting}."
    if part.kind is Kind.FILE:
        name, advice = capital(FILES[part.name]), FILE_ADVICE[part.name]
        return (
            f"{name} alone {has}held it back {lasting}, with several items side by side. Next time: {advice}."
        )
    return f"{capital(the(Role(part.name)))} alone {has}held it back {lasting}. Next time: {_advice(audit, part.name)}."


def _open_now(audit: Audit, still: list[ItemFigures]) -> str:
    """What opened since it went live."""
    if not still:
        return ""
    if len(still) > _NAMED:
        return f"{len(still)} blocking items have opened since."
    return f"Opened since: {listed([title(item) for item in still])}."


def _worth(part: Part) -> str:
    return f", {money(part.cost)}" if part.cost is not None and part.cost.amount else ""
