"""fallback.monitors: what will be watched, designed with the model."""

from collections.abc import Iterator

from readiness_bot.convention.checks import each_filled, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.items.fallback.schema import KINDS
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    fallback = facts.fallback
    yield from required(fallback, "monitors")
    yield from each_filled(fallback, "monitors", ("kind", "metric", "over"))
    if not fallback.has("monitors"):
        return
    kinds = {fallback.text(f"monitors.{index}.kind") for index, _ in enumerate(fallback.entries("monitors"))}
    for kind in KINDS:
        if kind not in kinds:
            yield problem(
                fallback,
                "monitors",
                f"No monitor of kind {kind}",
                f"add   - {{kind: {kind}, metric: METRIC, {'below' if kind == 'quality' else 'above'}:"
                " NUMBER, over: DURATION, then: page}",
            )


ITEM = Item(
    id="fallback.monitors",
    title="Monitors",
    what="At least one monitor each for quality, drift, data and service; their limits may still be open.",
    why="Models fail without an error message. What nobody watches is noticed by the customers.",
    fix="""\
monitors:           # then: page | stop | fallback | retrain
  - {kind: quality, metric: METRIC, below: NUMBER, over: DURATION, then: fallback}
  - {kind: drift, metric: METRIC, above: NUMBER, over: DURATION, then: page}
  - {kind: data, metric: METRIC, above: NUMBER, over: DURATION, then: stop}
  - {kind: service, metric: METRIC, above: NUMBER, over: DURATION, then: page}
""",
    example="""\
monitors:
  - {kind: quality, metric: recall_at_top_10pct, below: 0.38, over: 4 weeks, then: fallback}
  - {kind: drift, metric: score_psi, above: 0.2, over: 2 runs, then: page}
  - {kind: data, metric: null_rate_tenure, above: 0.02, over: 1 run, then: stop}
  - {kind: service, metric: hours_since_scores, above: 180, over: 1 hour, then: page}
""",
    due=Stage.DEVELOPMENT,
    severity=BLOCKS,
    role=Role.DEVELOPER,
    fields=("monitors",),
    answers=("H4", "G4"),
    check=check,
)
