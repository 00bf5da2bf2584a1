"""What an audit found: plain frozen data, which its renders are made of.

Each figure is defined in docs/audit.md.

Days are UTC. An interval is half-open: the day on which something closed is not counted as open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from readiness_bot.convention.item import Item
from readiness_bot.text.data import UNSHOWN, key
from readiness_bot.vocabulary import Role, Severity, Stage, Status

if TYPE_CHECKING:
    from readiness_bot.audit.first import First


WEEK = 7
"""Days."""
GO_LIVE = "governance.go-live"
"""It closes last by definition, and is nobody's delay while anything else is open."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the contract's own currency."""

    amount: float
    currency: str


def cost(per_week: Money, days: int) -> Money:
    """What so many days cost, to the cent."""
    return Money(round(per_week.amount * days / WEEK, 2), per_week.currency)


def weeks(days: int | None) -> float | None:
    """To two places, as JSON tells it. What computes goes by days."""
    return None if days is None else round(days / WEEK, 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """Half-open: [opened, closed). `closed` is None while it is still open."""

    opened: date
    closed: date | None


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One item's way through the history."""

    item: Item = field(metadata=UNSHOWN)
    severity: Severity | None
    """As of the last state; None: the tier does not ask for it."""
    status: Status
    owner: str | None
    opened: date | None
    """The first day on which it was open; None: it never was."""
    closed: date | None
    """The first state in which it was satisfied for good, even if it never was open; None: it is open."""
    intervals: tuple[Interval, ...]
    days_open: int
    due_date: date | None
    due_date_baseline: date | None
    """By the milestones as they were first merged."""
    late_days: int | None
    """closed (or today) − due; negative: ahead. None: no date is known."""
    late_days_baseline: int | None
    lost: tuple[date, ...] = field(default=(), metadata=UNSHOWN)
    """Days on which it became a gap again after it had been satisfied: taken away, expired, or no longer for
    this version."""

    @property
    def id(self) -> str:
        return self.item.id

    @property
    def role(self) -> Role:
        return self.item.role

    @property
    def file(self) -> str:
        """`governance`: where it is answered, whatever its id begins with."""
        return self.item.file.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A role's share of the waiting."""

    role: Role
    open_days: int
    sole_blocker_days: int
    """Days on which every blocking item that was open was this role's."""


@dataclass(frozen=True, slots=True)
class PersonBottleneck:
    """The same by person, as the files named them at the time."""

    person: str
    open_days: int
    sole_blocker_days: int


@dataclass(frozen=True, slots=True)
class Fix:
    """What would have saved (or still saves) most: an item, or all items of a role or of a file."""

    id: str
    """An item's id, a role's word, or a file (`governance`)."""
    sole_blocker_days: int = field(metadata=key(write=weeks, name="sole_blocker_weeks"))
    """Days inside the stall on which it alone held back."""
    cost: Money | None

    @property
    def sole_blocker_weeks(self) -> float:
        return round(self.sole_blocker_days / WEEK, 2)


@dataclass(frozen=True, slots=True)
class Point:
    """The burndown on one day on which something changed (or today)."""

    date: date
    due: int
    """Items that are due or overdue on that day."""
    satisfied: int
    open_blocking: int
    scope: int = 0
    """How many of `due` were added on that day."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stage that the model was in."""

    stage: Stage
    entered: date
    left: date | None
    planned: date | None
    """The contract's planned first day in it, as it says now."""
    baseline: date | None
    """As it was first merged."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A forecast for an item that is still open."""

    id: str
    due_date: date | None
    expected: date | None
    """None: not estimated (no closing rate to go by)."""
    late_days: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """For a model that is not live: what today's closing rate leads to.

    `method` states it, with its uncertainty, in words.
    """

    method: str
    ready: date | None
    """When the last blocking item would close; None: not estimated."""
    ready_earliest: date | None
    ready_latest: date | None
    target: date | None
    """The planned first day in production."""
    items: tuple[Expected, ...]
    """Late ones first."""
    cost_of_a_week: Money | None
    warnings: tuple[str, ...]
    """`Infrastructure should have started three weeks ago: …`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One model's history.

    A figure that is None is not known, or not estimated; `audit/terms.py` declares each.
    """

    model: str
    today: date
    adopted: date | None = None
    """The first state with a readiness/ folder."""
    evaluation_passed: date | None = None
    version: str | None = None
    """The version that first entered production, or that is on its way there."""
    production: date | None = None
    """None: not live; clocks run to `today`."""
    last_mile_days: int | None = None
    planned_days: int | None = None
    stall_days: int | None = None
    readiness_stall_days: int | None = None
    cost_of_delay: Money | None = None
    value_per_week: Money | None = None
    parallelism_percent: int | None = None
    late_governance: tuple[str, ...] = ()
    late_governance_after_evaluation: tuple[str, ...] = ()
    bottlenecks: tuple[Bottleneck, ...] = ()
    """Most sole-blocker days first, then most open days."""
    bottlenecks_by_person: tuple[PersonBottleneck, ...] | None = None
    """Only where it was asked for."""
    fix_first: tuple[Fix, ...] = ()
    """Items, most first; those without a share are left out."""
    fix_first_roles: tuple[Fix, ...] = ()
    fix_first_files: tuple[Fix, ...] = ()
    """The same by file (`governance`): items of one file often wait side by side, so that none of them is
    alone."""
    first: First | None = None
    """What to do first; it follows from the rest (`audit/first.py`). None: nothing that is known."""
    items: tuple[ItemFigures, ...] = ()
    burndown: tuple[Point, ...] = ()
    stages: tuple[Period, ...] = ()
    ahead: Mapping[Stage, date] = field(default_factory=dict)
    """The planned first day, as the contract says it now, of each stage that it has not been in."""
    forecast: Forecast | None = None
    """None: it is live."""
    notes: tuple[str, ...] = ()
    """What is known from where, and what is not: one sentence each."""
    since: date | None = None
    """Open days, bottlenecks and burndown count from this day on."""
    prefix: str = ""
    """The model's folder inside its repository, with a closing slash."""

    @property
    def last_mile_weeks(self) -> float | None:
        return weeks(self.last_mile_days)

    @property
    def planned_weeks(self) -> float | None:
        return weeks(self.planned_days)

    @property
    def stall_weeks(self) -> float | None:
        return weeks(self.stall_days)

    @property
    def readiness_stall_weeks(self) -> float | None:
        return weeks(self.readiness_stall_days)
