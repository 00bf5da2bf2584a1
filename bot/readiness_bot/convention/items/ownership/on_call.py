"""ownership.on-call: the schedule behind the incident contacts."""

from collections.abc import Iterator

from readiness_bot.convention.checks import required, url
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS_FROM_MEDIUM, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    yield from required(facts.ownership, "incidents.schedule")
    yield from url(facts.ownership, "incidents.schedule", "https://acme.pagerduty.com/schedules/P1")


ITEM = Item(
    id="ownership.on-call",
    title="On-call schedule",
    what="A link to the schedule that says who is on call now.",
    why="Two people can be on holiday at the same time. A schedule always names somebody.",
    fix="incidents:\n  schedule: URL\n",
    example="incidents:\n  schedule: https://acme.pagerduty.com/schedules/PML1\n",
    due=Stage.STAGING,
    severity=BLOCKS_FROM_MEDIUM,
    role=Role.OPERATIONS,
    fields=("incidents.schedule",),
    answers=("Q2",),
    sources=("Google SRE book",),
    check=check,
)
