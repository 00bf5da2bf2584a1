"""ownership.acceptance: the people who are named know it, and said yes. Only the forge can tell."""

from collections.abc import Iterator

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome, Unknown
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    yield Unknown("only GitHub can tell whether the people named here have accepted")


ITEM = Item(
    id="ownership.acceptance",
    title="Acceptance by the people named",
    what=(
        "The production owner, the backup, the first and second on call, the receiving team's lead and the"
        " approver have each accepted their role."
    ),
    why=(
        "A name that somebody else wrote down is not a commitment. People who learn at launch that they own"
        " a model do not own it."
    ),
    fix=(
        "# Nothing to write here. Each person approves the pull request that names them,\n# or comments  "
        " /readiness accept   on this item's issue.\n"
    ),
    example="# Nothing to write here: GitHub keeps the record.\n",
    due=Stage.DEVELOPMENT,
    severity=BLOCKS,
    role=Role.PRODUCTION_OWNER,
    fields=(),
    answers=("G2", "G4"),
    proof=Proof.RECORD,
    note="Nothing in the files shows this. It stays unknown until GitHub is asked.",
    check=check,
)
