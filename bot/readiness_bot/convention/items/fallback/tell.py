"""fallback.tell: whoever uses the answers hears of it."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    fallback = facts.fallback
    if not fallback.has("tell"):
        yield from required(fallback, "tell")
        return
    told = {name.lower() for name in fallback.texts("tell")}
    if not told:
        yield problem(fallback, "tell", "tell lists nobody", "add every consumer of the model")
    for consumer in facts.infrastructure.texts("interface.consumers"):
        if consumer.lower() not in told:
            yield problem(
                fallback,
                "tell",
                f"{consumer} uses the model but is not told when it falls back",
                f"add {consumer}",
            )


ITEM = Item(
    id="fallback.tell",
    title="Who is told",
    what="Every consumer of the model is told when it falls back.",
    why="A consumer that is not told keeps trusting output that no longer comes from the model.",
    fix="tell: [ORG/TEAM]\n",
    example="tell: [acme/crm, acme/retention-ops]\n",
    due=Stage.DEVELOPMENT,
    severity=BLOCKS,
    role=Role.PRODUCTION_OWNER,
    fields=("tell",),
    answers=("G4",),
    note="It must include everybody in `interface.consumers` of infrastructure.yaml.",
    check=check,
)
