"""contract.retirement: what would make us switch the model off."""

from collections.abc import Iterator

from readiness_bot.convention.checks import required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import ADVISES, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    yield from required(facts.contract, "retire_when")


ITEM = Item(
    id="contract.retirement",
    title="Retirement condition",
    what="The condition under which the model is switched off.",
    why=(
        "A condition set calmly at the start is followed. One set under pressure is argued about while the"
        " model does harm."
    ),
    fix="retire_when: TEXT\n",
    example="retire_when: Uplift below 0.5% for two quarters\n",
    due=Stage.PRODUCTION,
    severity=ADVISES,
    role=Role.PRODUCTION_OWNER,
    fields=("retire_when",),
    sources=("NIST AI RMF 1.0",),
    check=check,
)
