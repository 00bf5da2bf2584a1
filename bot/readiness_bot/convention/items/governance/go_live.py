"""governance.go-live: the decision, by the one person who may take it, after everything else."""

from collections.abc import Iterator
from datetime import date

from readiness_bot.convention.checks import (
    in_order,
    is_role,
    no_developer,
    not_in_future,
    required,
    same_version,
)
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, LLM_KINDS, Item, SignOff, Variant
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.rules import before_live_data
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    yield from required(governance, "go_live.by", "go_live.date", "go_live.version")
    yield from no_developer(facts, governance, "go_live.by", "sign it off")
    yield from is_role(
        governance,
        "go_live.by",
        facts.ownership.text("signs_off"),
        "the approver (signs_off)",
        "The go-live decision",
    )
    yield from not_in_future(facts, governance, "go_live.date")
    yield from same_version(facts, governance, "go_live.version", "The go-live decision")
    earlier = _latest(facts)
    if earlier is not None:
        yield from in_order(facts, governance, "go_live.date", earlier[0], "The go-live decision", earlier[1])


def _latest(facts: Facts) -> tuple[date, str] | None:
    """The last of what must come before (rule 5)."""
    before = (
        (facts.contract.day("evaluation.passed"), "the evaluation passed"),
        (facts.governance.day("validation.date"), "the validation"),
        (facts.governance.day("compliance.date"), "the compliance approval"),
        (facts.infrastructure.day("security.date"), "the security review"),
        (facts.fallback.day("drill.date"), "the fallback drill"),
        (facts.runbook.day("confirmation.date"), "the receiving team's confirmation"),
    )
    return max(((day, what) for day, what in before if day is not None and day <= facts.today), default=None)


ITEM = Item(
    id="governance.go-live",
    title="Go-live decision",
    what="After every other approval, the approver decided that this version goes live.",
    why=(
        "One person decides once, with everything on the table. Without that decision, a ready model just"
        " waits."
    ),
    fix="""\
go_live:
  by: LOGIN            # signs_off in ownership.yaml
  date: YYYY-MM-DD
  version: VERSION     # the evaluated version, in quotes
""",
    example='go_live: {by: omar-haddad, date: 2026-11-18, version: "1.4.0"}\n',
    due=Stage.STAGING,
    severity=BLOCKS,
    role=Role.APPROVER,
    fields=("go_live",),
    answers=("Q5",),
    proof=Proof.APPROVAL,
    signed=SignOff(
        "governance.go_live",
        "the go-live decision",
        covers=(
            "contract.evaluation.version",
            "governance.tier.level",
            "infrastructure.artifact.digest",
            "infrastructure.artifact.commit",
            "infrastructure.rollout",
        ),
    ),
    waivable=False,
    sooner=before_live_data,
    check=check,
    variants=(
        Variant(
            kinds=LLM_KINDS,
            signed=SignOff(
                "governance.go_live",
                "the go-live decision",
                covers=(
                    "contract.evaluation.version",
                    "governance.tier.level",
                    "infrastructure.artifact",
                    "infrastructure.tools",
                    "infrastructure.rollout",
                ),
            ),
        ),
    ),
)
