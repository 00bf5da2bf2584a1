"""fallback.thresholds: every monitor has a limit, and something that happens then."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required, rows_of
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    fallback = facts.fallback
    yield from required(fallback, "monitors")
    for index, _ in enumerate(fallback.entries("monitors")):
        where = f"monitors.{index}"
        name = fallback.text(f"{where}.metric") or f"monitor {index + 1}"
        above, below = fallback.number(f"{where}.above"), fallback.number(f"{where}.below")
        if above is None and below is None:
            key = next((key for key in ("above", "below") if key in fallback.mapping(where)), "")
            yield problem(
                fallback,
                f"{where}.{key}" if key else where,
                f"No limit on {name} yet",
                "write a number for above or below",
            )
        if not fallback.has(f"{where}.then"):
            yield problem(
                fallback,
                where,
                f"Nothing happens when {name} passes its limit",
                "add   then: page   (or stop, fallback, retrain)",
            )
        if fallback.text(f"{where}.kind") == "quality":
            yield from _fires_at_launch(facts, where, name, above, below)


def _fires_at_launch(
    facts: Facts, where: str, name: str, above: float | None, below: float | None
) -> Iterator[Outcome]:
    """Rule 8: a limit as tight as the target goes off on the first day."""
    for target in rows_of(facts.contract, "success"):
        if target.get("metric") != name:
            continue
        low, high = target.get("at_least"), target.get("at_most")
        if below is not None and isinstance(low, int | float) and below >= low:
            yield problem(
                facts.fallback,
                f"{where}.below",
                f"The alert on {name} goes off below {below}, but the target is at least {low}: it would fire"
                " at launch",
                f"write a number below {low}",
            )
        if above is not None and isinstance(high, int | float) and above <= high:
            yield problem(
                facts.fallback,
                f"{where}.above",
                f"The alert on {name} goes off above {above}, but the target is at most {high}: it would fire"
                " at launch",
                f"write a number above {high}",
            )


ITEM = Item(
    id="fallback.thresholds",
    title="Alert limits",
    what=(
        "Every monitor has a numeric limit and says what happens beyond it. A quality limit is looser than"
        " its success target."
    ),
    why="A monitor without a limit is just a chart, and nobody is woken up by a chart.",
    fix="""\
monitors:
  - {kind: quality, metric: METRIC, below: NUMBER, over: DURATION, then: fallback}
""",
    example="""\
monitors:
  - {kind: quality, metric: recall_at_top_10pct, below: 0.38, over: 4 weeks, then: fallback}
""",
    due=Stage.EVALUATION,
    severity=BLOCKS,
    role=Role.DEVELOPER,
    fields=("monitors",),
    answers=("R4",),
    check=check,
)
