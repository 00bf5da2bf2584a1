"""ownership.receiving-team: who takes the model over, and who wants its outcome."""

from collections.abc import Iterator

from readiness_bot.convention.checks import required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    yield from required(facts.ownership, "receiving_team.team", "receiving_team.lead", "business_owner")


ITEM = Item(
    id="ownership.receiving-team",
    title="Receiving team",
    what="The team that will run or use the model, the person who leads it, and the business owner.",
    why=(
        "A team that first hears of the model when it is finished needs weeks to make room for it. A team"
        " named at the start can plan for it."
    ),
    fix="""\
business_owner: LOGIN
receiving_team:
  team: ORG/TEAM
  lead: LOGIN
""",
    example="business_owner: nora-lee\nreceiving_team: {team: acme/retention-ops, lead: jo-marsh}\n",
    due=Stage.DESIGN,
    severity=BLOCKS,
    role=Role.BUSINESS_OWNER,
    fields=("receiving_team", "business_owner"),
    answers=("R5", "H5"),
    proof=Proof.PEOPLE,
    acting=True,
    check=check,
)
