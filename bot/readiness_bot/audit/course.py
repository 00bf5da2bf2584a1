"""What the contract said from when on: the stage, the version, the milestones, the value. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from readiness_bot.audit.figures import Money
from readiness_bot.convention.file import File
from readiness_bot.convention.outcome import peek
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
    told = peek(contract.text, "stage")
    stage = Stage(told) if told else before.stage if before else Stage.DESIGN
    model = peek(contract.text, "model")
    return Standing(
        day,
        stage,
        model or (before.model if before else ""),
        peek(contract.text, "evaluation.version"),
        peek(contract.day, "evaluation.passed"),
        (peek(contract.text, "live.version"), peek(contract.day, "live.since")),
        _value(contract),
        {stage: planned for stage in Stage if (planned := peek(contract.day, f"milestones.{stage.value}"))},
    )


def _value(contract: File) -> Money | None:
    amount, currency = peek(contract.number, "value.per_week"), peek(contract.text, "value.currency")
    if not amount or amount <= 0 or not currency:
        return None
    return Money(amount, currency)
