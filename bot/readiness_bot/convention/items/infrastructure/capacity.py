"""infrastructure.capacity: how much it costs and takes."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import block, value
from readiness_bot.convention.item import ADVISES_BLOCKS_AT_HIGH, LLM_KINDS, Item, Variant
from readiness_bot.convention.items.infrastructure.schema import SCHEMA
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
            f"capacity.cost_per_month is {cost}; a cost cannot be below 0",
            "write what it costs per month",
        )
    numbers = infrastructure.mapping("capacity.numbers")
    if numbers and all(number is None for number in numbers.values()):
        yield problem(
            infrastructure,
            "capacity.numbers",
            "capacity.numbers has no number yet",
            "write at least one, such as   rows_per_run: 100000",
        )


def capped(facts: Facts) -> Iterator[Outcome]:
    """The same, with what stops the bill."""
    yield from check(facts)
    infrastructure = facts.infrastructure
    yield from required(
        infrastructure, *(f"capacity.caps.{key}" for key in ("per_request", "per_day", "then"))
    )
    for key in ("per_request", "per_day"):
        cap = infrastructure.number(f"capacity.caps.{key}")
        if cap is not None and cap <= 0:
            yield problem(
                infrastructure,
                f"capacity.caps.{key}",
                f"capacity.caps.{key} is {cap}, so nothing would run",
                "write the most it may cost",
            )
    request, day = (infrastructure.number(f"capacity.caps.{key}") for key in ("per_request", "per_day"))
    if request is not None and day is not None and 0 < day < request:
        yield problem(
            infrastructure,
            "capacity.caps.per_request",
            f"One request may cost {request}, but a whole day only {day}",
            "write a cap per request that is below the cap per day",
        )


_CAPACITY = SCHEMA["capacity"]

ITEM = Item(
    id="infrastructure.capacity",
    title="Capacity",
    what="The monthly cost, and at least one number that the platform team can plan with.",
    why=(
        "Machines, quotas and budgets take weeks to get. A platform team that knows the numbers early has"
        " them in time."
    ),
    fix="capacity: {cost_per_month: NUMBER, numbers: {rows_per_run: NUMBER}}\n",
    example="capacity: {cost_per_month: 640, numbers: {rows_per_run: 2400000, finish_within_minutes: 90}}\n",
    due=Stage.DEVELOPMENT,
    severity=ADVISES_BLOCKS_AT_HIGH,
    role=Role.PLATFORM,
    fields=("capacity",),
    answers=("G3",),
    check=check,
    variants=(
        Variant(
            kinds=LLM_KINDS,
            title="Capacity and cost caps",
            what=(
                "The monthly cost, at least one number that the platform team can plan with, the most that a"
                " request and a day may cost, and what happens when such a cap is reached."
            ),
            why=(
                "A loop, a long document or one eager user can cost a month's budget in a night. Either a cap"
                " stops that, or you find out from the invoice."
            ),
            fix="""\
capacity:
  cost_per_month: NUMBER
  numbers: {requests_per_day: NUMBER}
  caps: {per_request: NUMBER, per_day: NUMBER, then: TEXT}   # then: what happens when a cap is reached
""",
            example="""\
capacity:
  cost_per_month: 1900
  numbers: {requests_per_day: 4000}
  caps: {per_request: 0.04, per_day: 120, then: Search results without an answer until the next day}
""",
            keys={
                "capacity": {
                    **_CAPACITY,
                    "schema": {
                        **_CAPACITY["schema"],
                        "caps": block(
                            "the most it may cost, in the currency of contract.yaml",
                            per_request=value("number", "the most one request may cost", "NUMBER"),
                            per_day=value("number", "the most one day may cost", "NUMBER"),
                            then=value("text", "what happens when a cap is reached", "TEXT"),
                        ),
                    },
                }
            },
            sources=("OWASP Top 10 for LLM Applications 2026, LLM06",),
            check=capped,
        ),
    ),
)
