"""One model of the fleet, as a scan found it: plain data, made from a report. Pure.

The keys are a public interface (docs/fleet.md): they are added, never renamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from readiness_bot.audit.course import standing
from readiness_bot.audit.figures import Money
from readiness_bot.convention.people import person
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.text.data import key, made
from readiness_bot.text.escape import cut, plain
from readiness_bot.vocabulary import Kind, Role, Stage, Status, Tier, Timing

MOST_TEXT = 200
"""Characters of a text that a file brought; a row is a line of a table, not the file."""
EVALUATION = "contract.evaluation"
NAMELESS = "this model"
"""What a report calls a model whose contract gives it no name, or cannot be read."""
_MOST_AMOUNT = 10**15


def _day(text: Any) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _optional(kind: type[Any]) -> Any:
    return lambda word: None if word is None else kind(word)


def _texts(words: Any) -> tuple[str, ...]:
    return tuple(str(word) for word in words)


def _number(data: Any) -> float:
    """Written by hand it may be anything, `NaN` too."""
    if isinstance(data, bool) or not isinstance(data, (int, float)):
        raise TypeError(data)
    if not -_MOST_AMOUNT <= data <= _MOST_AMOUNT:
        raise ValueError(data)
    return data


def _money(data: Any) -> Money | None:
    return None if data is None else Money(_number(data["amount"]), str(data["currency"]))


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A blocking item that is a gap, and is overdue, due in the current stage, or past its date."""

    id: str = field(metadata=key(str))
    title: str = field(metadata=key(str))
    role: Role = field(metadata=key(Role))
    owner: str = field(metadata=key(str))
    """The login of who can close it, or a team's; empty where nobody is named."""
    stands_in: bool = field(metadata=key(bool))
    """Nobody is named for the role: the owner is who can see to that."""
    timing: Timing = field(metadata=key(Timing))
    due: Stage = field(metadata=key(Stage))
    due_date: date | None = field(metadata=key(_day))
    late: bool = field(metadata=key(bool))
    since: date | None = field(metadata=key(_day))
    """Since when it has been open, as far as that is known: by git's history, else by its due date."""
    message: str = field(metadata=key(str))
    """What is missing, in a sentence."""
    path: str = field(metadata=key(str))
    """From the repository's root."""
    line: int = field(metadata=key(int))
    fix: str = field(default="", metadata=key(str, empty=""))
    """What to do about it, in a sentence."""


def _open(data: Any) -> tuple[OpenItem, ...]:
    return tuple(made(OpenItem, each) for each in data)


@dataclass(frozen=True, slots=True)
class Waived:
    """An item that a waiver stands for."""

    id: str = field(metadata=key(str))
    reason: str = field(metadata=key(str))


def _waived(data: Any) -> tuple[Waived, ...]:
    return tuple(made(Waived, each) for each in data)


@dataclass(frozen=True, slots=True)
class Row:
    """One model; or a repository that holds none; or one that could not be read, which has an `error`."""

    name: str = field(metadata=key(str))
    """`owner/name`; of a clone, its path below the folder that was scanned."""
    folder: str = field(default="", metadata=key(str))
    """The model's folder in it, with a closing slash; empty for the root."""
    model: str | None = field(default=None, metadata=key(_optional(str)))
    kind: Kind | None = field(default=None, metadata=key(_optional(Kind)))
    stage: Stage | None = field(default=None, metadata=key(_optional(Stage)))
    tier: Tier | None = field(default=None, metadata=key(_optional(Tier)))
    ready: bool | None = field(default=None, metadata=key(_optional(bool)))
    ready_for: Stage | None = field(default=None, metadata=key(_optional(Stage)))
    readiness: Mapping[str, int | None] = field(default_factory=dict, metadata=key(dict))
    """File → share of closed items among those due by now, in percent."""
    gaps: tuple[str, ...] = field(default=(), metadata=key(_texts))
    """Every item with the status `gap`, advice and what is due later included."""
    late: tuple[str, ...] = field(default=(), metadata=key(_texts))
    open: tuple[OpenItem, ...] = field(default=(), metadata=key(_open))
    unverified: tuple[str, ...] = field(default=(), metadata=key(_texts))
    unknown: tuple[str, ...] = field(default=(), metadata=key(_texts))
    """What could not be told from what was read."""
    waived: tuple[Waived, ...] = field(default=(), metadata=key(_waived))
    wrong: int = field(default=0, metadata=key(int))
    """How many things are wrong in its files."""
    wrong_first: str = field(default="", metadata=key(str))
    value_per_week: Money | None = field(default=None, metadata=key(_money))
    evaluated: date | None = field(default=None, metadata=key(_day))
    """The day of the evaluation that counts, where the item is satisfied."""
    stalled: bool = field(default=False, metadata=key(bool))
    """The evaluation has passed, it is not in production, and something blocking is overdue or late."""
    owner: str = field(default="", metadata=key(str))
    """Who answers for it in production, or who stands in."""
    url: str = field(default="", metadata=key(str))
    commit: str = field(default="", metadata=key(str))
    topics: tuple[str, ...] = field(default=(), metadata=key(_texts))
    pushed: date | None = field(default=None, metadata=key(_day))
    left_out: str = field(default="", metadata=key(str))
    """Why nothing is asked of it: `it is archived`, or the policy's reason."""
    absent: bool = field(default=False, metadata=key(bool))
    """There is no readiness/ folder."""
    looks_like: str = field(default="", metadata=key(str))
    """Of an absent one: why it looks like a model's repository; empty where it does not."""
    last_run: date | None = field(default=None, metadata=key(_day))
    """The newest line of its ledger: when the bot last judged it."""
    policy: str = field(default="", metadata=key(str))
    """The policy that it was judged by; empty: the convention alone."""
    audit: Mapping[str, Any] | None = field(default=None, metadata=key(_optional(dict)))
    """What `audit --format json` says of it, where the history was read."""
    history_error: str = field(default="", metadata=key(str, empty=""))
    """Why its history could not be read, where that was asked for."""
    error: str | None = field(default=None, metadata=key(_optional(str)))

    @property
    def place(self) -> str:
        """`acme/shop` or `acme/models/fraud`: what tells it from every other row."""
        return f"{self.name}/{self.folder}".rstrip("/")

    @property
    def called(self) -> str:
        """The model's name; where nobody gave it one, its place."""
        return self.model if self.model and self.model != NAMELESS else self.place

    @property
    def judged(self) -> bool:
        """Whether it has a verdict."""
        return self.error is None and not self.absent and not self.left_out


def row_of(report: Report, like: Row) -> Row:
    """A report's row; `like` brings what is known of the repository."""
    if report.absent:
        return replace(like, folder=report.prefix, absent=True, ready=False)
    facts = report.facts
    stands = standing(facts.contract, report.today, None) if facts else None
    passed = report.by_id.get(EVALUATION)
    evaluated = stands.passed if stands and passed and passed.status.closed else None
    opened = tuple(_item(result, report) for result in report.items if _is_open(result))
    held = any(item.late or item.timing is Timing.OVERDUE for item in opened) or bool(report.findings)
    return replace(
        like,
        folder=report.prefix,
        model=_text(report.model),
        policy=facts.policy.called if facts else "",
        kind=facts.kind if facts else Kind.MODEL,
        stage=report.stage,
        tier=report.tier,
        ready=report.ready,
        ready_for=report.ready_for,
        readiness=dict(report.readiness()),
        gaps=tuple(result.id for result in report.items if result.status is Status.GAP),
        late=tuple(result.id for result in report.items if result.late),
        open=opened,
        unverified=report.unverified,
        unknown=tuple(result.id for result in report.items if result.status is Status.UNKNOWN),
        waived=tuple(
            Waived(result.id, _text(result.reason))
            for result in report.items
            if result.status is Status.WAIVED
        ),
        wrong=len(report.findings),
        wrong_first=_text(report.findings[0].message) if report.findings else "",
        value_per_week=stands.value if stands else None,
        evaluated=evaluated,
        stalled=evaluated is not None and report.stage is not Stage.PRODUCTION and held,
        owner=(person(Role.PRODUCTION_OWNER, facts) if facts else None) or "",
        commit=report.revision or like.commit,
    )


def _is_open(result: ItemResult) -> bool:
    return result.blocks and (result.late or result.timing is not Timing.UPCOMING)


def _item(result: ItemResult, report: Report) -> OpenItem:
    first = result.findings[0] if result.findings else None
    return OpenItem(
        result.id,
        result.item.title,
        result.item.role,
        result.owner or "",
        result.stands_in,
        result.timing,
        result.due,
        result.due_date,
        result.late,
        result.due_date if result.late else None,
        _text(first.message) if first else "",
        report.prefix + first.path if first else "",
        first.line if first else 1,
        _text(first.fix) if first else "",
    )


def _text(text: str) -> str:
    return cut(plain(text), MOST_TEXT)
