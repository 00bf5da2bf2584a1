"""runbook.confirmation: the receiving team says that it can run the model."""

from collections.abc import Iterator
from dataclasses import replace

from readiness_bot.convention.checks import (
    in_order,
    no_developer,
    not_in_future,
    problem,
    required,
    same_version,
)
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item, SignOff
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.rules import before_live_data
from readiness_bot.vocabulary import Proof, Role, Stage

_IN_FRONT = "at the top of the file, between two lines '---', {}"


def check(facts: Facts) -> Iterator[Outcome]:
    runbook = facts.runbook
    for found in required(runbook, *(f"confirmation.{key}" for key in ("by", "team", "date", "version"))):
        at_the_top = not runbook.document.keys  # there is no front matter that a key could be added to
        yield replace(found, fix=_IN_FRONT.format(found.fix)) if at_the_top else found
    yield from no_developer(facts, runbook, "confirmation.by", "confirm it for the receiving team")
    team, receiving = runbook.text("confirmation.team"), facts.ownership.text("receiving_team.team")
    if team and receiving and team.lower() != receiving.lower():
        yield problem(
            runbook,
            "confirmation.team",
            f"The runbook was confirmed by {team}, but the receiving team is {receiving}",
            f"ask {receiving} to confirm it",
        )
    yield from not_in_future(facts, runbook, "confirmation.date")
    yield from same_version(facts, runbook, "confirmation.version", "The confirmation")
    yield from in_order(
        facts,
        runbook,
        "confirmation.date",
        facts.fallback.day("drill.date"),
        "The confirmation",
        "the fallback drill",
    )


ITEM = Item(
    id="runbook.confirmation",
    title="Confirmation by the receiving team",
    what=(
        "A member of the receiving team who is not a developer confirmed that the team has what it needs to"
        " run this version."
    ),
    why=(
        "The team that hands over may think it is done. The handoff is done when the receiving team says so."
    ),
    fix="""\
# between two lines '---' at the top of the runbook:
confirmation: {by: LOGIN, team: ORG/TEAM, date: YYYY-MM-DD, version: VERSION}
""",
    example='confirmation: {by: jo-marsh, team: acme/retention-ops, date: 2026-11-16, version: "1.4.0"}\n',
    due=Stage.STAGING,
    severity=BLOCKS,
    role=Role.RECEIVING_LEAD,
    fields=("confirmation",),
    answers=("R5",),
    proof=Proof.RECEIVING_TEAM,
    signed=SignOff(
        "runbook.confirmation",
        "the receiving team's confirmation",
        covers=(
            "contract.evaluation.version",
            "fallback.fallback.kind",
            "fallback.fallback.does",
            "fallback.fallback.within_minutes",
            "fallback.fallback.how",
        ),
    ),
    sooner=before_live_data,
    check=check,
)
