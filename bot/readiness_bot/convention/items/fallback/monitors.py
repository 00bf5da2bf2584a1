"""fallback.monitors: what will be watched, designed with the model."""

from collections.abc import Iterator

from readiness_bot.convention.checks import each_filled, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import choice
from readiness_bot.convention.item import BLOCKS, LLM_KINDS, Item, Variant
from readiness_bot.convention.items.fallback.schema import KINDS, SCHEMA
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    yield from _one_of_each(facts, KINDS)


def of_talk(facts: Facts) -> Iterator[Outcome]:
    """The same for what is said and spent; inputs that anybody types have no drift to watch."""
    yield from _one_of_each(facts, _TALK)


def _one_of_each(facts: Facts, wanted: tuple[str, ...]) -> Iterator[Outcome]:
    fallback = facts.fallback
    yield from required(fallback, "monitors")
    yield from each_filled(fallback, "monitors", ("kind", "metric", "over"))
    if not fallback.has("monitors"):
        return
    kinds = {fallback.text(f"monitors.{index}.kind") for index, _ in enumerate(fallback.entries("monitors"))}
    for kind in wanted:
        if kind not in kinds:
            yield problem(
                fallback,
                "monitors",
                f"No monitor of kind {kind}",
                f"add   - {{kind: {kind}, metric: METRIC, {'below' if kind == 'quality' else 'above'}:"
                " NUMBER, over: DURATION, then: page}",
            )


_TALK = ("quality", "safety", "cost", "service")
_EVERY = (*_TALK, "drift", "data")
_MONITORS = SCHEMA["monitors"]
_ONE = _MONITORS["schema"]

ITEM = Item(
    id="fallback.monitors",
    title="Monitors",
    what="At least one monitor each for quality, drift, data and service. The limits can follow later.",
    why="Models fail without an error message. If nobody watches, your customers notice first.",
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
    variants=(
        Variant(
            kinds=LLM_KINDS,
            what=(
                "At least one monitor each for quality (live answers, measured like the suite or against"
                " their sources), safety (refusals, prompt injections), cost and service; also drift if"
                " inputs are stable. The limits can follow later."
            ),
            why=(
                "A wrong answer looks like a right one, and a loop looks like usage. If nobody samples and"
                " counts, your customers notice first, or you read it on the invoice."
            ),
            fix="""\
monitors:           # then: page | stop | fallback | retrain
  - {kind: quality, metric: METRIC, below: NUMBER, over: DURATION, then: fallback}
  - {kind: safety, metric: METRIC, above: NUMBER, over: DURATION, then: page}
  - {kind: cost, metric: METRIC, above: NUMBER, over: DURATION, then: page}
  - {kind: service, metric: METRIC, above: NUMBER, over: DURATION, then: page}
""",
            example="""\
monitors:
  - {kind: quality, metric: grounded_rate_of_200_live_answers, below: 0.9, over: 1 day, then: fallback}
  - {kind: safety, metric: injections_per_1000, above: 5, over: 1 hour, then: page}
  - {kind: cost, metric: eur_per_day, above: 90, over: 1 day, then: page}
  - {kind: service, metric: p95_seconds, above: 12, over: 15 minutes, then: page}
""",
            keys={
                "monitors": {
                    **_MONITORS,
                    "schema": {
                        **_ONE,
                        "schema": {
                            **_ONE["schema"],
                            "kind": choice("quality, safety, cost, service, drift or data", *_EVERY),
                        },
                    },
                }
            },
            sources=("NIST AI 600-1, MG-3.2-006", "OWASP Top 10 for LLM Applications 2025, LLM10"),
            check=of_talk,
        ),
    ),
)
