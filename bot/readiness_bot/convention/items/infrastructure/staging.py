"""infrastructure.staging: there is a place to try it."""

from collections.abc import Iterator

from readiness_bot.convention.checks import not_in_future, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    yield from required(facts.infrastructure, "environments.staging.ready", "environments.staging.data")
    yield from not_in_future(facts, facts.infrastructure, "environments.staging.ready")


ITEM = Item(
    id="infrastructure.staging",
    title="Staging environment",
    what=(
        "The date on which staging became usable, and which data the model sees there: synthetic, masked or"
        " live."
    ),
    why="Set up while the model is trained, staging delays nobody. Set up afterwards, it costs weeks.",
    fix="environments:\n  staging: {ready: YYYY-MM-DD, data: synthetic}   # synthetic | masked | live\n",
    example="environments:\n  staging: {ready: 2026-10-09, data: synthetic}\n",
    due=Stage.EVALUATION,
    severity=BLOCKS,
    role=Role.PLATFORM,
    fields=("environments.staging",),
    answers=("R3", "H2"),
    note=(
        "With live data, the go-live decision, the compliance approval, the fallback drill, the confirmation"
        " and the logs are due by the end of evaluation."
    ),
    check=check,
)
