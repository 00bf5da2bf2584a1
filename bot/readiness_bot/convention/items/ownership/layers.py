"""ownership.layers: who owns data, model code, platform and operations."""

from collections.abc import Iterator

from readiness_bot.convention.checks import required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    yield from required(facts.ownership, "layers.data", "layers.ml", "layers.platform", "layers.operations")


ITEM = Item(
    id="ownership.layers",
    title="Layer owners",
    what="One owner each for data, model code, platform and operations.",
    why="An incident at night starts in one of these four. The person on call must know whom to wake.",
    fix="layers: {data: LOGIN, ml: LOGIN, platform: LOGIN, operations: LOGIN}\n",
    example="layers: {data: lior-katz, ml: ana-ruiz, platform: ines-costa, operations: sam-boateng}\n",
    due=Stage.DEVELOPMENT,
    severity=BLOCKS,
    role=Role.PRODUCTION_OWNER,
    fields=("layers",),
    answers=("G2",),
    proof=Proof.PEOPLE,
    acting=True,
    check=check,
)
