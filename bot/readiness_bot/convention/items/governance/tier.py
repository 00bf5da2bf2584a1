"""governance.tier: how much harm a wrong answer can do."""

from collections.abc import Iterator

from readiness_bot.convention.checks import is_role, minimum_length, not_in_future, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item, SignOff
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.rules import dataset_name, dataset_with_personal_data
from readiness_bot.vocabulary import Proof, Role, Stage, Tier


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    yield from required(governance, "tier.level", "tier.why", "tier.decided_by", "tier.date")
    yield from minimum_length(governance, "tier.why", 20, "why it is this tier")
    yield from is_role(
        governance,
        "tier.decided_by",
        facts.ownership.text("reviewers.compliance"),
        "the compliance reviewer",
        "The tier decision",
    )
    yield from not_in_future(facts, governance, "tier.date")
    personal = dataset_with_personal_data(facts)
    if personal is not None and governance.text("tier.level") == Tier.LOW:
        yield problem(
            governance,
            "tier.level",
            f"The tier is low, but {dataset_name(facts, personal)} holds personal data",
            "ask the compliance reviewer to set it to medium or high",
        )
    policy, level = facts.policy, governance.text("tier.level")
    if policy.tier and level and Tier(level) < policy.tier:
        yield problem(
            governance,
            "tier.level",
            f"The tier is {level}, but {policy.called} asks for at least {policy.tier}{policy.at('tier')};"
            f" the model is judged at {facts.tier} tier",
            f"write {policy.tier}",
        )


ITEM = Item(
    id="governance.tier",
    title="Risk tier",
    what="Low, medium or high, with the reason, decided by the compliance reviewer.",
    why="The tier sets what is required. Decided late, it changes what was already agreed.",
    fix="""\
tier:
  level: medium   # low | medium | high
  why: TEXT
  decided_by: LOGIN   # the compliance reviewer
  date: YYYY-MM-DD
""",
    example=(
        "tier: {level: medium, why: Personal data; a human makes every call, decided_by: priya-nair, date:"
        " 2026-06-22}\n"
    ),
    due=Stage.DESIGN,
    severity=BLOCKS,
    role=Role.COMPLIANCE,
    fields=("tier",),
    sources=("NIST AI RMF 1.0",),
    proof=Proof.APPROVAL,
    signed=SignOff("governance.tier", "the tier decision", signer="decided_by"),
    note="With personal data in any dataset, the tier must be medium or high.",
    check=check,
)
