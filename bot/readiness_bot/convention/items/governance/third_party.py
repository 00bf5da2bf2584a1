"""governance.third-party: what was bought or taken from outside, and what happens when it is gone."""

from collections.abc import Iterator

from readiness_bot.convention.checks import each_filled, not_applicable, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import ADVISES_BLOCKS_AT_HIGH, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    if governance.has("third_party.na"):
        yield from not_applicable(governance, "third_party")
        return
    yield from required(governance, "third_party")
    if governance.has("third_party") and not governance.entries("third_party"):
        yield problem(
            governance,
            "third_party",
            "third_party is empty: is there really nothing from outside?",
            "name what there is, or write   third_party: {na: REASON}",
        )
    yield from each_filled(governance, "third_party", ("name", "terms", "exit"))


ITEM = Item(
    id="governance.third-party",
    title="Third-party models and data",
    what=(
        "Each model or dataset from outside, its terms, and what happens when it is no longer there; or that"
        " there is none."
    ),
    why=(
        "A supplier changes a model or its terms without asking; the way out is cheap to plan and expensive"
        " to improvise."
    ),
    fix="""\
third_party:          # or   third_party: {na: REASON}
  - {name: NAME, terms: URL, exit: TEXT}
""",
    example="third_party: {na: No external model or purchased data}\n",
    due=Stage.DEVELOPMENT,
    severity=ADVISES_BLOCKS_AT_HIGH,
    role=Role.COMPLIANCE,
    fields=("third_party",),
    sources=("NIST AI RMF 1.0",),
    check=check,
)
