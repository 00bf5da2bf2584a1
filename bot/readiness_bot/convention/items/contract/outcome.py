"""contract.outcome: what the model achieved in production."""

from collections.abc import Iterator
from datetime import date

from readiness_bot.convention.checks import required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import ADVISES_BLOCKS_AT_HIGH, Item
from readiness_bot.convention.items.contract.evaluation import meets_targets
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    contract = facts.contract
    yield from required(contract, "outcome.review_by", "outcome.results")
    if contract.has("outcome.results"):
        yield from meets_targets(facts, "online", "outcome.results")


def deadline(facts: Facts) -> date | None:
    return facts.contract.day("outcome.review_by")


ITEM = Item(
    id="contract.outcome",
    title="Measured outcome",
    what="After launch, a measured result that meets each online target, by a date set in advance.",
    why=(
        "If nobody measures the outcome, the model is kept alive by habit, and the next one is promised on"
        " the same guess."
    ),
    fix="""\
outcome:
  review_by: YYYY-MM-DD
  results: {METRIC: NUMBER}   # a result for every online target in `success`
""",
    example="outcome: {review_by: 2027-01-29, results: {retained_revenue_uplift_pct: 2.4}}\n",
    due=Stage.PRODUCTION,
    severity=ADVISES_BLOCKS_AT_HIGH,
    role=Role.BUSINESS_OWNER,
    fields=("outcome",),
    answers=("H5", "L"),
    deadline=deadline,
    check=check,
)
