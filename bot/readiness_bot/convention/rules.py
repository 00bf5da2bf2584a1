"""Rules across files that several items share."""

from __future__ import annotations

from readiness_bot.convention.facts import Facts
from readiness_bot.vocabulary import Stage


def before_live_data(facts: Facts) -> Stage | None:
    """Rule 9: with live data in staging, some items are due by the end of evaluation, before the model
    touches it."""
    return Stage.EVALUATION if facts.infrastructure.text("environments.staging.data") == "live" else None


def dataset_with_personal_data(facts: Facts) -> int | None:
    """Rule 12: the first dataset that holds personal data, by its place in the list."""
    governance = facts.governance
    for index, _ in enumerate(governance.entries("datasets")):
        if governance.get(f"datasets.{index}.personal_data") is True:
            return index
    return None


def dataset_name(facts: Facts, index: int) -> str:
    return facts.governance.text(f"datasets.{index}.name") or f"dataset {index + 1}"
