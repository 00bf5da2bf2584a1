"""governance.logs: what the model did can be looked up later."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS_FROM_MEDIUM, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.rules import before_live_data
from readiness_bot.vocabulary import Role, Stage, Tier

HIGH_TIER_DAYS = 183
"""Six months."""


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    yield from required(governance, "logs.where", "logs.keep_days")
    days = governance.number("logs.keep_days")
    least = HIGH_TIER_DAYS if facts.tier is Tier.HIGH else 1
    if days is not None and days < least:
        yield problem(
            governance,
            "logs.keep_days",
            f"Logs are kept for {days} days; at {facts.tier} tier it is {least} at least",
            f"keep them for {least} days or longer, then write that",
        )


ITEM = Item(
    id="governance.logs",
    title="Logs",
    what=(
        "Where the model's inputs and answers are logged, and for how long; at high tier for 183 days at"
        " least."
    ),
    why='The question "why did it do that?" comes months later, from a customer, an auditor or a court.',
    fix="logs: {where: PATH, keep_days: NUMBER}\n",
    example="logs: {where: s3://acme-ml-logs/churn, keep_days: 400}\n",
    due=Stage.STAGING,
    severity=BLOCKS_FROM_MEDIUM,
    role=Role.COMPLIANCE,
    fields=("logs",),
    sources=("EU AI Act",),
    sooner=before_live_data,
    check=check,
)
