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
    what="The day since which staging can be used, and what data it sees: synthetic, masked or live.",
    why="Prepared while the model is trained it costs nobody a day; prepared afterwards it costs weeks.",
    fix="environments:\n  staging: {ready: YYYY-MM-DD, data: synthetic}   # synthetic | masked | live\n",
    example="environments:\n  staging: {ready: 2026-10-09, data: synthetic}\n",
    due=Stage.EVALUATION,
    severity=BLOCKS,
    role=Role.PLATFORM,
    fields=("environments.staging",),
    answers=("R3", "H2"),
    note=(
        "With live data, go-live, compliance, drill, confirmation and logs are due by the end of evaluation."
    ),
    check=check,
)
