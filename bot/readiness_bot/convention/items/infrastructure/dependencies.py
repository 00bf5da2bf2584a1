"""infrastructure.dependencies: what the model needs to run, and what happens without it."""

from collections.abc import Iterator

from readiness_bot.convention.checks import each_filled, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    if not facts.infrastructure.has("dependencies"):
        yield from required(facts.infrastructure, "dependencies")
    yield from each_filled(facts.infrastructure, "dependencies", ("name", "owner", "if_down"))


ITEM = Item(
    id="infrastructure.dependencies",
    title="Dependencies",
    what=(
        "Every service or table the model depends on, who runs it, and what happens when it is down; [] if"
        " there is none."
    ),
    why="Most model incidents start in a dependency that changed without notice.",
    fix="""\
dependencies:          # [] if there is none
  - {name: NAME, owner: LOGIN, if_down: TEXT}
""",
    example="dependencies:\n  - {name: feature-store, owner: lior-katz, if_down: Reuse last scores}\n",
    due=Stage.DEVELOPMENT,
    severity=BLOCKS,
    role=Role.DATA,
    fields=("dependencies",),
    sources=("ML Test Score (Breck et al. 2017)",),
    check=check,
)
