"""infrastructure.rollout: it goes live in steps, and something stops it."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS_FROM_MEDIUM, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    infrastructure = facts.infrastructure
    yield from required(infrastructure, "rollout")
    steps = len(infrastructure.entries("rollout"))
    if infrastructure.has("rollout") and steps == 0:
        yield problem(
            infrastructure,
            "rollout",
            "rollout has no step",
            "add   - {share: 5, days: 7, stop_if: {metric: METRIC, above: NUMBER}}",
        )
    previous = 0.0
    for index in range(steps):
        where = f"rollout.{index}"
        yield from required(infrastructure, f"{where}.share")
        share = infrastructure.number(f"{where}.share")
        if share is not None and not previous < share <= 100:
            yield problem(
                infrastructure,
                f"{where}.share",
                f"step {index + 1} takes {share} percent; shares must grow from step to step, up to 100",
                (
                    f"write a number above {previous:g}, at most 100"
                    if previous < 100
                    else "lower the share of the steps before it to less than 100"
                ),
            )
        if index == 0 and share is not None and share >= 100:
            yield problem(
                infrastructure,
                f"{where}.share",
                "The first step already takes all the traffic",
                "start with a small share, such as 5",
            )
        if index < steps - 1:
            yield from required(infrastructure, f"{where}.days", f"{where}.stop_if.metric")
            yield from _limit(facts, where)
        previous = share if share is not None else previous


def _limit(facts: Facts, where: str) -> Iterator[Outcome]:
    infrastructure = facts.infrastructure
    limits = (
        infrastructure.number(f"{where}.stop_if.above"),
        infrastructure.number(f"{where}.stop_if.below"),
    )
    if infrastructure.has(f"{where}.stop_if.metric") and limits == (None, None):
        yield problem(
            infrastructure,
            f"{where}.stop_if",
            "stop_if has no limit",
            "add   above: NUMBER   or   below: NUMBER",
        )


ITEM = Item(
    id="infrastructure.rollout",
    title="Rollout",
    what=(
        "Steps that start with less than all the traffic. Each step but the last says how many days it takes"
        " and what stops it."
    ),
    why="What goes wrong for five percent of users is an incident; for everybody, it is a headline.",
    fix="""\
rollout:
  - {share: NUMBER, days: NUMBER, stop_if: {metric: METRIC, above: NUMBER}}   # start small
  - {share: NUMBER}                                                           # 100 at the end
""",
    example=(
        "rollout:\n  - {share: 5, days: 7, stop_if: {metric: complaint_rate, above: 0.004}}\n  - {share:"
        " 100}\n"
    ),
    due=Stage.STAGING,
    severity=BLOCKS_FROM_MEDIUM,
    role=Role.PLATFORM,
    fields=("rollout",),
    sources=("ML Test Score (Breck et al. 2017)",),
    check=check,
)
