"""governance.impact: what the model can do to people."""

from collections.abc import Iterator

from readiness_bot.convention.checks import (
    no_developer,
    not_applicable,
    not_in_future,
    problem,
    required,
    resolves,
)
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS_FROM_MEDIUM, Item, SignOff
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.rules import dataset_name, dataset_with_personal_data
from readiness_bot.vocabulary import Proof, Role, Severity, Stage

_ADD = "write   impact: {kind: DPIA, url: PATH, by: LOGIN, date: YYYY-MM-DD}"


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    personal = dataset_with_personal_data(facts)
    if personal is not None and (not governance.has("impact") or governance.has("impact.na")):
        missing = "declared as not needed" if governance.has("impact.na") else "missing"
        where = "impact.na" if governance.has("impact.na") else f"datasets.{personal}.personal_data"
        yield problem(
            governance,
            where,
            f"The impact assessment is {missing}, and {dataset_name(facts, personal)} holds personal data",
            _ADD,
        )
        return
    if governance.has("impact.na"):
        yield from not_applicable(governance, "impact")
        return
    yield from required(governance, "impact.kind", "impact.url", "impact.by", "impact.date")
    yield from resolves(facts, governance, "impact.url", "The impact assessment")
    yield from no_developer(facts, governance, "impact.by", "assess its impact")
    yield from not_in_future(facts, governance, "impact.date")


def raised(facts: Facts) -> Severity | None:
    """Rule 12: with personal data it is asked for at every tier."""
    return Severity.BLOCKING if dataset_with_personal_data(facts) is not None else None


ITEM = Item(
    id="governance.impact",
    title="Impact assessment",
    what=(
        "An assessment of how the model can affect people, by somebody who did not build it; or the reason"
        " why none is needed."
    ),
    why="If reviewers first ask for it when the model is finished, it costs weeks.",
    fix="""\
impact:
  kind: KIND          # such as DPIA
  url: PATH           # the link to the assessment
  by: LOGIN           # who assessed it; not a developer of this model
  date: YYYY-MM-DD
""",
    example="impact: {kind: DPIA, url: docs/dpia.md, by: priya-nair, date: 2026-07-28}\n",
    due=Stage.DEVELOPMENT,
    severity=BLOCKS_FROM_MEDIUM,
    role=Role.COMPLIANCE,
    fields=("impact",),
    sources=("NIST AI RMF 1.0", "EU AI Act"),
    proof=Proof.APPROVAL,
    signed=SignOff(
        "governance.impact", "the impact assessment", covers=("contract.purpose", "contract.not_for")
    ),
    note=(
        "Write `impact: {na: REASON}` if none is needed. With personal data in any dataset, one is always"
        " needed."
    ),
    raised=raised,
    check=check,
)
