"""What a portfolio says of a fleet: plain frozen data, and each figure declared once.

Text, Markdown, HTML and JSON walk through these declarations, and `defined.py` makes the definitions of
docs/fleet.md from them. `count.py` fills them in. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from readiness_bot.audit.figures import Money
from readiness_bot.vocabulary import Role, Stage

COMMON_PERCENT, COMMON_REPOSITORIES = 30, 3
"""An item that is open in so large a share of all models, and in so many repositories, is nobody's own
mistake."""
QUIET_DAYS = 7
"""The follow-up's schedule is daily: who has not run for a week does not run."""
WRONG = "wrong"
"""The cause of a model that is held by what is wrong in its files. It is no item."""


@dataclass(frozen=True, slots=True)
class Term:
    """A figure. `name` is what the reports call it."""

    name: str
    meaning: str
    unit: str
    unknown: str
    """What of it may not be known, and why: it goes on after `Not known: `. In JSON that is null."""
    fields: tuple[str, ...]
    """The fields of the Portfolio that hold it, which JSON calls the same."""


@dataclass(frozen=True, slots=True)
class StageCount:
    """The models of one stage."""

    stage: Stage | None
    """None: the contract could not be read, or names none."""
    models: int
    ready: int
    stalled: int


@dataclass(frozen=True, slots=True)
class Blocker:
    """An item, and where it is open."""

    id: str
    title: str
    role: Role
    models: int
    repositories: int
    percent: int
    """Of all judged models, rounded down."""
    late: int
    """In how many of these models it is overdue or past its date."""
    common: bool
    """A platform's problem, not a team's."""
    places: tuple[str, ...]
    """The models, those where it has been late longest first."""


@dataclass(frozen=True, slots=True)
class RoleDelay:
    """A role across the fleet."""

    role: Role
    models: int
    """That have something open for it."""
    items: int
    late_models: int
    """That have something overdue or late for it."""
    days_late: int
    """The days past their dates of all its late items, added up."""
    longest: int
    """Days past its date of the item that is latest."""
    undated: int
    """Overdue items without a date, which `days_late` cannot count."""
    alone_days: int | None
    """Days on which a model's open items were this role's alone, by the audits; None: no audit."""
    per_week: tuple[Money, ...]
    """What a week costs of the stalled models that wait for it."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What holds stalled models back."""

    id: str
    """An item's, or `wrong`."""
    title: str
    role: Role | None
    models: int
    per_week: tuple[Money, ...]
    """Of all stalled models that wait for it. A model that waits for two things counts under both."""
    alone_models: int
    alone: tuple[Money, ...]
    """Of those that wait for nothing else: what closing it sets free."""
    unknown: int
    """How many of these models name no value."""


@dataclass(frozen=True, slots=True)
class Stalled:
    """The models that passed their evaluation, are not in production, and are held."""

    models: int
    per_week: tuple[Money, ...]
    """By currency; nothing is converted."""
    unknown: tuple[str, ...]
    """The stalled models that name no value."""
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Delay:
    """What the audits add up to."""

    models: int
    """That have an audit."""
    stall_weeks: float
    """Of those whose delay is known, added up."""
    cost: tuple[Money, ...]
    """What the delays have cost so far, by currency."""
    unknown: tuple[str, ...]
    """The models whose delay or value is not known."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A repository, and what there is to say of it."""

    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A model that the bot has not judged for a week."""

    place: str
    last_run: date


@dataclass(frozen=True, slots=True)
class Runs:
    """What ran, by the newest line of each ledger."""

    silent: tuple[Silent, ...]
    """Longest first."""
    never: tuple[str, ...]
    """Models without a line in a ledger."""


@dataclass(frozen=True, slots=True)
class Point:
    """One scan, as the trends have it."""

    date: date
    models: int
    ready: int
    ready_percent: int | None
    late: int
    """Blocking items that are overdue or past their date, in all models."""
    stalled: int
    per_week: tuple[Money, ...]
    not_set_up: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open item of one model."""

    place: str
    id: str
    role: Role
    owner: str
    late: bool
    """Overdue, or past its date."""
    days_late: int | None
    """None: it is not late, or has no date."""
    since: date | None
    """Since when it has been open, by git's history or by its date."""
    first_seen: date
    """The first of the unbroken line of scans that found it open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """A fleet on one day. `TERMS` says what each figure means."""

    scanned: date
    today: date
    """Days are counted up to it."""
    source: str
    policy: str
    repositories: int
    models: int
    ready: int
    ready_percent: int | None
    stages: tuple[StageCount, ...]
    blockers: tuple[Blocker, ...]
    """Most models first."""
    roles: tuple[RoleDelay, ...]
    """Most days late first."""
    stalled: Stalled
    delay: Delay | None
    absent: int
    not_set_up: tuple[Reason, ...]
    unreadable: tuple[Reason, ...]
    without_history: tuple[Reason, ...]
    runs: Runs | None
    trends: tuple[Point, ...] = ()
    """By day; the last is this scan."""
    open: tuple[Waiting, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Why nothing is asked of a repository → of how many."""
    notes: tuple[str, ...] = ()
    """What is not as one would think, a sentence each."""


MODELS = Term(
    "Models",
    "The models that could be judged, and the repositories that were looked at. A repository with three"
    " models counts three times among the models.",
    "models, repositories",
    "a repository that could not be read, or has no readiness/, is no model here; it is listed below."
    " `left_out` says of how many repositories nothing is asked, and why (archived, a fork, the policy).",
    ("models", "repositories", "left_out"),
)
READY = Term(
    "Ready",
    "Models without anything blocking that is overdue, and without anything wrong in their files: `readiness"
    " check` passes. The share is that of all models, rounded down.",
    "models, percent",
    "where there is no model.",
    ("ready", "ready_percent"),
)
STAGES = Term(
    "Models by stage",
    "How many models are in each stage, and how many of them are ready or stalled.",
    "models",
    "the stage of a model whose contract cannot be read.",
    ("stages",),
)
BLOCKERS = Term(
    "What blocks most often",
    "Each blocking item that is open now (overdue, due in the current stage, or past its date), in how many"
    " models and repositories, and in which. An item that is open in at least"
    f" {COMMON_PERCENT}% of all models and in at least {COMMON_REPOSITORIES} repositories is `common`: it is"
    " a platform's problem, not a team's, and one fix for all of them costs less than one in each.",
    "models, repositories, percent of all models",
    "what could not be told (`unknown` in a row) is not open here.",
    ("blockers",),
)
ROLES = Term(
    "Delay by role",
    "Models that wait for a role, and the days that its late items are past their dates, added up: two items"
    " that are ten days late are 20 days. Days alone are those on which all that was open of a model belonged"
    " to the role, added up over the audits.",
    "models, days",
    "an overdue item without a date adds no day, and is counted in `undated`; days alone need audits (`fleet"
    " scan --audit`).",
    ("roles",),
)
STALLED = Term(
    "Stalled value",
    "What a week of waiting costs, by the contracts of all models that passed their evaluation, are not in"
    " production, and have something blocking that is overdue or late. Currencies are never converted.",
    "money a week, for each currency",
    "a stalled model whose contract names no value adds nothing; it is counted, and named in `unknown`.",
    ("stalled.models", "stalled.per_week", "stalled.unknown"),
)
CAUSES = Term(
    "Stalled value by cause",
    "The same by what holds the models back. A model that waits for two things counts under both, so the rows"
    " overlap and must not be added up. `alone` is the value of those that wait for nothing else: it is what"
    " closing that one thing sets free.",
    "money a week, models",
    "as above; each cause says for how many of its models no value is known.",
    ("stalled.causes",),
)
DELAY = Term(
    "Cost so far",
    "The delays of all models and what they have cost, added up as each model's audit"
    " says it (docs/audit.md).",
    "weeks, money",
    "without audits (`fleet scan --audit`). A model whose delay or value is not known adds nothing, and is"
    " named in `unknown`.",
    ("delay",),
)
NOT_SET_UP = Term(
    "Not set up",
    "Repositories without a readiness/ folder, and those of them that look like a model's repository, with"
    " the reason.",
    "repositories",
    "the names of the files are a hint, no proof.",
    ("absent", "not_set_up"),
)
UNREADABLE = Term(
    "Could not be read",
    "Repositories that could not be judged, and why. They are in no other figure.",
    "repositories",
    "",
    ("unreadable",),
)
WITHOUT_HISTORY = Term(
    "History not read",
    "Models whose history was asked for (`fleet scan --audit`) and could not be read, and why. The verdict"
    " comes from the files, and stands.",
    "models",
    "delays, costs and days alone leave these models out.",
    ("without_history",),
)
RUNS = Term(
    "Did not run for a week",
    f"Models whose newest line in the bot's ledger is {QUIET_DAYS} days old or more: nobody is reminded"
    " there. `never` are those without any line.",
    "models",
    "where the scan read no ledger.",
    ("runs", "runs.silent"),
)
TRENDS = Term(
    "Trends",
    "The share of ready models, late items and stalled value of this scan and of the earlier ones that were"
    " given (`--earlier`). One point a day.",
    "percent, items, money a week",
    "with a single scan there is no trend. A scan of another source is left out, and a note says so.",
    ("trends",),
)
OPEN = Term(
    "Open items",
    "Each open item of each model, with the first of the unbroken line of scans that found it open.",
    "dates",
    "since when, where neither git's history nor a date says it. A scan that could not read the repository"
    " breaks no line.",
    ("open",),
)

TERMS = (
    MODELS,
    READY,
    STAGES,
    BLOCKERS,
    ROLES,
    STALLED,
    CAUSES,
    DELAY,
    NOT_SET_UP,
    UNREADABLE,
    WITHOUT_HISTORY,
    RUNS,
    TRENDS,
    OPEN,
)
"""In the order in which one meets them."""
