"""ownership.production-owner: who answers for the model from handoff to retirement."""

from collections.abc import Iterator

from readiness_bot.convention.checks import different, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    ownership = facts.ownership
    yield from required(ownership, "production_owner.person", "production_owner.backup")
    yield from different(ownership, "production_owner.backup", "production_owner.person")


ITEM = Item(
    id="ownership.production-owner",
    title="Production owner",
    what="One person who answers for the model from the handoff to its retirement, and a backup.",
    why=(
        "Each layer has an owner, but the handoff has none, and that is where finished models wait. With an"
        " owner, the wait has a name on it."
    ),
    fix="""\
production_owner:
  person: LOGIN
  backup: LOGIN   # somebody else
""",
    example="production_owner: {person: mei-chen, backup: tomas-k}\n",
    due=Stage.DESIGN,
    severity=BLOCKS,
    role=Role.DEVELOPER,
    fields=("production_owner",),
    answers=("Q1", "G2", "R1", "H3"),
    proof=Proof.PEOPLE,
    acting=True,
    waivable=False,
    check=check,
)
