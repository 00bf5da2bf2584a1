"""contract.value: what a week of waiting costs."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required, resolves
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import ADVISES, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    contract = facts.contract
    yield from required(contract, "value.per_week", "value.currency", "value.basis")
    worth = contract.number("value.per_week")
    if worth is not None and worth <= 0:
        yield problem(contract, "value.per_week", f"value.per_week is {worth}; a model that is worth the work has a value above 0",
                      "write what a week of it is worth")  # fmt: skip
    yield from resolves(facts, contract, "value.basis", "The value's basis")


ITEM = Item(
    id="contract.value",
    title="Value of a week",
    what="What the model is worth a week, in which currency, and where that estimate is written down.",
    why="It turns weeks of waiting into money, which is what makes somebody act. Nothing is estimated without it.",
    fix="""\
value:
  per_week: NUMBER
  currency: CURRENCY   # such as EUR
  basis: PATH          # where the estimate is written down
""",
    example="value: {per_week: 18000, currency: EUR, basis: docs/value-case.md}\n",
    due=Stage.DESIGN,
    severity=ADVISES,
    role=Role.BUSINESS_OWNER,
    fields=("value",),
    answers=("L",),
    check=check,
)
