"""governance.compliance: the approval, for this version, and still in force."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

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
from readiness_bot.convention.item import BLOCKS, LLM_KINDS, Item, SignOff, Variant
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.rules import before_live_data
from readiness_bot.text.calendar import months_after
from readiness_bot.vocabulary import Proof, Role, Stage

MONTHS = 12


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    yield from required(
        governance, "compliance.by", "compliance.date", "compliance.version", "compliance.expires"
    )
    yield from no_developer(facts, governance, "compliance.by", "approve its compliance")
    yield from is_role(
        governance,
        "compliance.by",
        facts.ownership.text("reviewers.compliance"),
        "the compliance reviewer",
        "The compliance approval",
    )
    yield from not_in_future(facts, governance, "compliance.date")
    yield from same_version(facts, governance, "compliance.version", "The compliance approval")
    yield from in_order(
        facts,
        governance,
        "compliance.date",
        facts.contract.day("evaluation.passed"),
        "The compliance approval",
        "the evaluation passed",
    )
    yield from in_order(
        facts,
        governance,
        "compliance.date",
        governance.day("validation.date"),
        "The compliance approval",
        "the validation",
    )
    yield from _in_force(facts, governance.day("compliance.date"), governance.day("compliance.expires"))


def _in_force(facts: Facts, approved: date | None, expires: date | None) -> Iterator[Outcome]:
    if expires is None:
        return
    if expires < facts.today:
        yield problem(
            facts.governance,
            "compliance.expires",
            f"The compliance approval expired on {expires}",
            "request a new approval",
        )
    elif approved and expires > (longest := months_after(approved, MONTHS)):
        yield problem(
            facts.governance,
            "compliance.expires",
            f"The compliance approval of {approved} is set to expire on {expires}; the limit is"
            f" {MONTHS} months",
            f"write {longest} or an earlier date",
        )


_SIGNED = SignOff(
    "governance.compliance",
    "the compliance approval",
    covers=(
        "contract.purpose",
        "contract.not_for",
        "contract.evaluation.version",
        "governance.tier.level",
        "governance.datasets.*.name",
        "governance.datasets.*.version",
        "governance.datasets.*.lineage",
        "governance.datasets.*.personal_data",
        "governance.impact",
        "governance.third_party",
    ),
)

ITEM = Item(
    id="governance.compliance",
    title="Compliance approval",
    what=(
        "The compliance reviewer approved the evaluated version after it passed its evaluation, and the"
        " approval has not expired."
    ),
    why="It is usually the last approval to arrive, and the one that stops a launch.",
    fix="""\
compliance:
  by: LOGIN            # the compliance reviewer
  date: YYYY-MM-DD
  version: VERSION     # the evaluated version, in quotes
  expires: YYYY-MM-DD  # at most 12 months later
""",
    example='compliance: {by: priya-nair, date: 2026-10-16, version: "1.4.0", expires: 2027-10-16}\n',
    due=Stage.EVALUATION,
    severity=BLOCKS,
    role=Role.COMPLIANCE,
    fields=("compliance",),
    answers=("Q3", "R2"),
    proof=Proof.APPROVAL,
    signed=_SIGNED,
    sooner=before_live_data,
    check=check,
    variants=(
        Variant(
            kinds=LLM_KINDS,
            signed=replace(
                _SIGNED,
                covers=(
                    # of what comes from outside not all: whoever looks again for its last day voids nothing
                    *(cover for cover in _SIGNED.covers if cover != "governance.third_party"),
                    "governance.datasets.*.readers",
                    "governance.third_party.*.id",
                    "governance.third_party.*.terms",
                    "governance.third_party.*.data",
                    "governance.transparency",
                    "infrastructure.tools",
                ),
            ),
        ),
    ),
)
