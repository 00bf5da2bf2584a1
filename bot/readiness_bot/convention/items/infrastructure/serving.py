"""infrastructure.serving: how and where the model will give its answers."""

from collections.abc import Iterator

from readiness_bot.convention.checks import required, resolves
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    infrastructure = facts.infrastructure
    yield from required(infrastructure, "serving.mode", "serving.platform", "serving.code")
    yield from resolves(facts, infrastructure, "serving.code", "The deployment code")


ITEM = Item(
    id="infrastructure.serving",
    title="Serving",
    what=(
        "The serving mode (batch, online, streaming or embedded), the platform, and the code that deploys"
        " the model."
    ),
    why=(
        "If work on serving starts only when the model is finished, the launch is late by as long as that"
        " work takes."
    ),
    fix="""\
serving:
  mode: batch      # batch | online | streaming | embedded
  platform: NAME
  code: PATH       # the code that deploys the model
""",
    example="serving: {mode: batch, platform: k8s/ml-prod, code: infra/churn.tf}\n",
    due=Stage.DEVELOPMENT,
    severity=BLOCKS,
    role=Role.PLATFORM,
    fields=("serving",),
    answers=("G3", "H2"),
    check=check,
)
