"""infrastructure.capacity: how much it costs and takes."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import ADVISES_BLOCKS_AT_HIGH, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    infrastructure = facts.infrastructure
    yield from required(infrastructure, "capacity.cost_per_month", "capacity.numbers")
    cost = infrastructure.number("capacity.cost_per_month")
    if cost is not None and cost < 0:
        yield problem(
            infrastructure,
            "capacity.cost_per_month",
            f"capacity.cost_per_month is {cost}; a cost is not below 0",
            "write what it costs",
        )
    numbers = infrastructure.mapping("capacity.numbers")
    if numbers and all(number is None for number in numbers.values()):
        yield problem(
            infrastructure,
            "capacity.numbers",
            "capacity.numbers has no number yet",
            "write at least one, such as   rows_per_run: 100000",
        )


ITEM = Item(
    id="infrastructure.capacity",
    title="Capacity",
    what="The cost of a month, and at least one number that the platform can plan by.",
    why=(
        "Machines, quotas and budgets take weeks to get; a platform team that hears a number early has them"
        " in time."
    ),
    fix="capacity: {cost_per_month: NUMBER, numbers: {rows_per_run: NUMBER}}\n",
    example="capacity: {cost_per_month: 640, numbers: {rows_per_run: 2400000, finish_within_minutes: 90}}\n",
    due=Stage.DEVELOPMENT,
    severity=ADVISES_BLOCKS_AT_HIGH,
    role=Role.PLATFORM,
    fields=("capacity",),
    answers=("G3",),
    check=check,
)
