"""infrastructure.security: somebody who did not build it looked at its security."""

from collections.abc import Iterator
from dataclasses import replace

from readiness_bot.convention.checks import no_developer, not_in_future, required, same_version
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS_FROM_MEDIUM, LLM_KINDS, Item, SignOff, Variant
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    infrastructure = facts.infrastructure
    yield from required(infrastructure, "security.by", "security.date", "security.version")
    yield from no_developer(facts, infrastructure, "security.by", "review its security")
    yield from not_in_future(facts, infrastructure, "security.date")
    yield from same_version(facts, infrastructure, "security.version", "The security review")


_SIGNED = SignOff(
    "infrastructure.security",
    "the security review",
    covers=(
        "contract.evaluation.version",
        "infrastructure.serving",
        "infrastructure.interface.schema",
        "infrastructure.dependencies.*.name",
    ),
)

ITEM = Item(
    id="infrastructure.security",
    title="Security review",
    what="Somebody who did not build the model reviewed the security of this version.",
    why=(
        "A model brings libraries, endpoints and data with it. Either a reviewer finds the holes, or an"
        " attacker does."
    ),
    fix="security: {by: LOGIN, date: YYYY-MM-DD, version: VERSION}   # not a developer; version in quotes\n",
    example='security: {by: kim-oyelaran, date: 2026-10-12, version: "1.4.0"}\n',
    due=Stage.EVALUATION,
    severity=BLOCKS_FROM_MEDIUM,
    role=Role.PLATFORM,
    fields=("security",),
    sources=("Google SRE book",),
    proof=Proof.APPROVAL,
    signed=_SIGNED,
    check=check,
    variants=(
        Variant(
            kinds=LLM_KINDS,
            signed=replace(_SIGNED, covers=(*_SIGNED.covers, "infrastructure.tools")),
        ),
    ),
)
