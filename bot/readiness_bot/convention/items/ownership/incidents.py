"""ownership.incidents: who is called when something goes wrong."""

from collections.abc import Iterator

from readiness_bot.convention.checks import different, required, url
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    ownership = facts.ownership
    yield from required(ownership, "incidents.team", "incidents.first", "incidents.then", "incidents.contact")
    yield from different(ownership, "incidents.then", "incidents.first")
    yield from url(ownership, "incidents.contact", "https://acme.pagerduty.com/services/P1")


ITEM = Item(
    id="ownership.incidents",
    title="Incident contacts",
    what="The team on call, who is called first, who is called next, and where to reach them.",
    why="Models fail quietly and at any hour. The person who notices must reach somebody within a minute.",
    fix="""\
incidents:
  team: ORG/TEAM
  first: LOGIN
  then: LOGIN     # somebody else
  contact: URL    # reaches them at any hour
""",
    example="""\
incidents:
  team: acme/ml-oncall
  first: sam-boateng
  then: mei-chen
  contact: https://acme.pagerduty.com/services/PCHURN1
""",
    due=Stage.DEVELOPMENT,
    severity=BLOCKS,
    role=Role.OPERATIONS,
    fields=("incidents.team", "incidents.first", "incidents.then", "incidents.contact"),
    answers=("Q2",),
    proof=Proof.PEOPLE,
    acting=True,
    check=check,
)
