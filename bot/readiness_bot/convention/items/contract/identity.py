"""contract.identity: which model this is, what it is for, and where it stands."""

from collections.abc import Iterator

from readiness_bot.convention.checks import minimum_length, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    contract = facts.contract
    yield from required(contract, "model", "purpose", "stage")
    yield from minimum_length(contract, "purpose", 40, "what it predicts, for whom, and what they do with it")
    if not contract.texts("not_for"):
        yield problem(
            contract,
            "not_for",
            "not_for does not rule out any use",
            "write   not_for: [TEXT]   (at least one use that is ruled out)",
        )


ITEM = Item(
    id="contract.identity",
    title="Purpose and limits",
    what=(
        "The model's name, a purpose that an outsider understands, the uses that are ruled out, and the"
        " current stage."
    ),
    why=(
        "Everybody who approves, operates or receives the model starts here. Anything vague comes back later"
        " as a question that stops the work."
    ),
    fix="""\
model: NAME
purpose: TEXT        # what it predicts, for whom, what they do with it; 40 characters or more
not_for: [TEXT]      # uses that are ruled out
stage: design        # design > development > evaluation > staging > production
""",
    example="""\
model: churn-propensity
purpose: Rank subscribers by 60-day churn risk for the weekly retention call list
not_for: [pricing, credit decisions, staff evaluation]
stage: design
""",
    due=Stage.DESIGN,
    severity=BLOCKS,
    role=Role.DEVELOPER,
    fields=("model", "purpose", "not_for", "stage"),
    answers=("H5",),
    sources=("NIST AI RMF 1.0",),
    check=check,
)
