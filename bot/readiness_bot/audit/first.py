"""What to do first, and what that saves: one of the four parts that a delay is made of. Pure.

A role that was waited for alone; a file whose items waited side by side; several files at once; or nothing at
all, where it was ready and not deployed. Whom one can ask comes before what only many could have changed,
unless it is less than half of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from readiness_bot.audit.figures import GO_LIVE, Audit, Fix, ItemFigures, Money, cost, weeks
from readiness_bot.audit.waits import Wait, blocking, days, evaluation_behind, on_time, stretch, waits


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
    days: int
    cost: Money | None


class What(Enum):
    """What kind of thing comes first."""

    CLOSE = auto()
    """An item that is open."""
    DEPLOY = auto()
    """Nothing is open any more."""
    PREVENT = auto()
    """It is live: what delayed it most, the next time."""
    PLAN = auto()
    """Without a plan nobody can say what was late."""
    EVALUATE = auto()
    """The time was lost before the evaluation."""


@dataclass(frozen=True, slots=True)
class First:
    what: What
    part: Part | None = None
    """The largest part of the delay; None: there was none, or nothing is known of it."""
    items: tuple[ItemFigures, ...] = ()
    """CLOSE: the one. PREVENT, where several held it up together: those that were open for at least half of
    the delay."""

    @property
    def saves_weeks(self) -> float | None:
        """What it would have saved.

        None: not known, as for an item that is open, whose wait so far nothing brings back.
        """
        return weeks(self.part.days) if self.part and self.what is What.PREVENT else None

    @property
    def cost(self) -> Money | None:
        """What these weeks cost."""
        return self.part.cost if self.part and self.what is What.PREVENT else None


def first_of(audit: Audit) -> First | None:
    """None: nothing held it back, or nothing is known of what did."""
    part, still = main_part(audit), still_open(audit)
    if audit.production is None or any(_launched_without(audit, item) for item in still):
        return _next_step(audit, part, still)
    if on_time(audit):
        return None
    if audit.last_mile_days is None:
        return _next_step(audit, None, still)
    if part:
        return First(What.PREVENT, part, _together(audit) if part.kind is Kind.TOGETHER else ())
    if audit.stall_days is None:
        return First(What.PLAN)
    return First(What.EVALUATE) if not audit.stall_days and evaluation_behind(audit) >= 7 else None


def side_by_side(audit: Audit) -> tuple[Fix, ...]:
    """Files that held everything up with several roles' items at once: no role's time explains them.

    Most first.
    """
    roles = {fix.id: fix.sole_blocker_days for fix in audit.fix_first_roles}
    found = []
    for fix in audit.fix_first_files:
        own = {str(item.role) for item in audit.items if item.file == fix.id}
        rest = fix.sole_blocker_days - sum(alone for role, alone in roles.items() if role in own)
        if rest > 0 and rest >= max((roles.get(role, 0) for role in own), default=0):
            found.append(fix)
    return tuple(found)


def main_part(audit: Audit) -> Part | None:
    """None without a delay, or where nothing of it is known."""
    alone = [Part(Kind.FILE, fix.id, fix.sole_blocker_days, fix.cost) for fix in side_by_side(audit)[:1]]
    alone += [Part(Kind.ROLE, fix.id, fix.sole_blocker_days, fix.cost) for fix in audit.fix_first_roles[:1]]
    best = max(alone, key=lambda part: part.days, default=None)
    shared = max(_shared(audit), key=lambda part: part.days, default=None)
    if best and best.days > 0 and (shared is None or best.days * 2 >= shared.days):
        return best
    return shared if shared and shared.days > 0 else None


def _shared(audit: Audit) -> list[Part]:
    """What several held up together, and what nobody did. Without the days before readiness/ came."""
    measured, open_ = stretch(audit), audit.readiness_stall_days
    if measured is None or measured.delay is None or open_ is None:
        return []
    alone = max(
        sum(fix.sole_blocker_days for fix in fixes)
        for fixes in (audit.fix_first_roles, audit.fix_first_files)
    )
    known = (measured.end - max(measured.delay, measured.known)).days
    parts, value = ((Kind.TOGETHER, open_ - alone), (Kind.DEPLOYMENT, known - open_)), audit.value_per_week
    return [Part(kind, "", lost, cost(value, lost) if value else None) for kind, lost in parts]


def _together(audit: Audit) -> tuple[ItemFigures, ...]:
    """The items that were open for at least half of the delay; all of them where these are too few to be side
    by side."""
    found: dict[str, list[Wait]] = {}
    for wait in _in_delay(audit):
        found.setdefault(wait.item.id, []).append(wait)
    most = [own[0].item for own in found.values() if days(own) * 2 >= (audit.stall_days or 0)]
    return tuple(most if len(most) > 1 else [own[0].item for own in found.values()])


def _in_delay(audit: Audit) -> list[Wait]:
    measured = stretch(audit)
    return waits(audit, measured.delay or measured.start, measured.end) if measured else []


def lost(audit: Audit, role: str) -> Wait | None:
    """What a role was waited for longest in the delay, if it had been there before."""
    measured = stretch(audit)
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


def still_open(audit: Audit) -> list[ItemFigures]:
    """Blocking items that are open; the go-live decision only when it is the last."""
    still = [item for item in blocking(audit) if item.intervals and item.closed is None]
    return [item for item in still if item.id != GO_LIVE] or still


def _launched_without(audit: Audit, item: ItemFigures) -> bool:
    return audit.production is not None and item.intervals[-1].opened <= audit.production


def _next_step(audit: Audit, part: Part | None, still: list[ItemFigures]) -> First | None:
    """Whose open item to close next, before what to do better next time."""
    if not still:
        waits_for_nothing = audit.production is None and audit.evaluation_passed is not None
        return First(What.DEPLOY, part) if waits_for_nothing else None
    order = {expected.id: n for n, expected in enumerate(audit.forecast.items)} if audit.forecast else {}
    own = [item for item in still if part and part.name in (item.role, item.file)] or still
    return First(
        What.CLOSE, part, (min(own, key=lambda i: (-(behind(i) or 0), order.get(i.id, len(order)), i.id)),)
    )


def behind(item: ItemFigures) -> int | None:
    """Days late by the plan as it was first merged, since a moved date makes nothing earlier."""
    return item.late_days if item.late_days_baseline is None else item.late_days_baseline
