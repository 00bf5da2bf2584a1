"""governance.validation: somebody who did not build it tried to break it."""

from collections.abc import Iterator

from readiness_bot.convention.checks import (
    in_order,
    is_role,
    no_developer,
    not_in_future,
    problem,
    required,
    same_version,
)
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS_FROM_MEDIUM, Item, SignOff
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.people import same_person
from readiness_bot.vocabulary import Proof, Role, Stage, Tier


def check(facts: Facts) -> Iterator[Outcome]:
    governance, ownership = facts.governance, facts.ownership
    yield from required(
        governance, "validation.by", "validation.date", "validation.version", "validation.open_findings"
    )
    yield from no_developer(facts, governance, "validation.by", "validate it")
    yield from is_role(
        governance, "validation.by", ownership.text("reviewers.validation"), "the validator", "The validation"
    )
    yield from not_in_future(facts, governance, "validation.date")
    yield from same_version(facts, governance, "validation.version", "The validation")
    yield from in_order(
        facts,
        governance,
        "validation.date",
        facts.contract.day("evaluation.passed"),
        "The validation",
        "the evaluation passed",
    )
    findings = governance.number("validation.open_findings")
    if findings:
        yield problem(
            governance,
            "validation.open_findings",
            f"The validation has {findings} open finding{'s' if findings != 1 else ''}",
            "close them, then write 0",
        )
    if facts.tier is Tier.HIGH and same_person(
        governance.text("validation.by"), governance.text("compliance.by")
    ):
        yield problem(
            governance,
            "validation.by",
            f"{governance.text('validation.by')} validated it and approved its compliance; at high tier these"
            " must be two people",
            "let somebody else validate the model",
        )


ITEM = Item(
    id="governance.validation",
    title="Independent validation",
    what="Somebody who did not build the model validated this version, and no finding is open.",
    why=("Developers test what they thought of. The rest is found by somebody else, or in production."),
    fix="""\
validation:
  by: LOGIN            # the validator; not a developer
  date: YYYY-MM-DD
  version: VERSION     # the evaluated version, in quotes
  open_findings: NUMBER
""",
    example='validation: {by: jonas-weber, date: 2026-10-14, version: "1.4.0", open_findings: 0}\n',
    due=Stage.EVALUATION,
    severity=BLOCKS_FROM_MEDIUM,
    role=Role.VALIDATION,
    fields=("validation",),
    sources=("NIST AI RMF 1.0",),
    proof=Proof.APPROVAL,
    signed=SignOff(
        "governance.validation",
        "the validation",
        covers=("contract.evaluation.version", "contract.evaluation.passed", "contract.evaluation.results"),
    ),
    note="At high tier the validator must not be the compliance reviewer.",
    check=check,
)
