"""infrastructure.production: the place where it will run is there."""

from collections.abc import Iterator

from readiness_bot.convention.checks import not_in_future, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    yield from required(facts.infrastructure, "environments.production.ready")
    yield from not_in_future(facts, facts.infrastructure, "environments.production.ready")


ITEM = Item(
    id="infrastructure.production",
    title="Production environment",
    what="The date on which the production environment became usable.",
    why="Accounts, networks and quotas are in another team's queue, and the model waits at the end of it.",
    fix="environments:\n  production: {ready: YYYY-MM-DD}\n",
    example="environments:\n  production: {ready: 2026-11-05}\n",
    due=Stage.STAGING,
    severity=BLOCKS,
    role=Role.PLATFORM,
    fields=("environments.production",),
    answers=("R3",),
    check=check,
)
