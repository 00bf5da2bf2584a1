"""What the contract said from when on: the stage, the version, the milestones, the value. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from readiness_bot.audit.figures import Money
from readiness_bot.audit.past import quiet
from readiness_bot.convention.facts import quiet_text
from readiness_bot.convention.file import File
from readiness_bot.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class Standing:
    """The contract as it stood from `day` on."""

    day: date
    stage: Stage
    model: str
    version: str | None
    passed: date | None
    live: tuple[str | None, date | None]
    """Which version serves, and since when."""
    value: Money | None
    """A week's."""
    milestones: Mapping[Stage, date]


def standing(contract: File, day: date, before: Standing | None) -> Standing:
    """A stage that cannot be told (a typing mistake, a deleted file) is no move: the last one stands."""
    told = quiet(contract, "stage")
    stage = Stage(told) if isinstance(told, str) else before.stage if before else Stage.DESIGN
    return Standing(
        day,
        stage,
        quiet_text(contract, "model") or (before.model if before else ""),
        quiet_text(contract, "evaluation.version"),
        _day(contract, "evaluation.passed"),
        (quiet_text(contract, "live.version"), _day(contract, "live.since")),
        _value(contract),
        {stage: planned for stage in Stage if (planned := _day(contract, f"milestones.{stage.value}"))},
    )


def _value(contract: File) -> Money | None:
    amount, currency = quiet(contract, "value.per_week"), quiet_text(contract, "value.currency")
    if isinstance(amount, bool) or not isinstance(amount, int | float) or amount <= 0 or not currency:
        return None
    return Money(amount, currency)


def _day(file: File, where: str) -> date | None:
    value = quiet(file, where)
    return value if isinstance(value, date) and not isinstance(value, datetime) else None
