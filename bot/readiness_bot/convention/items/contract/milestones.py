"""contract.milestones: when the model is planned to enter each stage."""

import itertools
from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage

_PLANNED = tuple(stage for stage in Stage if stage is not Stage.DESIGN)


def check(facts: Facts) -> Iterator[Outcome]:
    contract = facts.contract
    yield from required(contract, *(f"milestones.{stage}" for stage in _PLANNED))
    planned = [(stage, day) for stage in _PLANNED if (day := facts.milestone(stage))]
    for (earlier, first), (later, second) in itertools.pairwise(planned):
        if first >= second:
            yield problem(
                contract,
                f"milestones.{earlier}",
                f"{earlier} ({first}) does not come before {later} ({second}); stages are entered in order",
                "correct one of the two dates",
            )


ITEM = Item(
    id="contract.milestones",
    title="Planned dates",
    what="The planned first day of each stage after design, in order.",
    why=(
        "Every due date comes from these four. The dates that are merged first stay the baseline, so a delay"
        " stays visible."
    ),
    fix="""\
milestones:
  development: YYYY-MM-DD
  evaluation: YYYY-MM-DD
  staging: YYYY-MM-DD
  production: YYYY-MM-DD
""",
    example="""\
milestones:
  development: 2026-07-06
  evaluation: 2026-09-07
  staging: 2026-10-19
  production: 2026-11-30
""",
    due=Stage.DESIGN,
    severity=BLOCKS,
    role=Role.PRODUCTION_OWNER,
    fields=("milestones",),
    answers=("L",),
    check=check,
)
