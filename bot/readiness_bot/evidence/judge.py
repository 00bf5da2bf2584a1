"""A claim against what the forge recorded: verified, refuted with what was found instead, or unknown.

Never a pass by default. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from readiness_bot.convention.file import File
from readiness_bot.evidence.acceptance import acceptance
from readiness_bot.evidence.answers import Answer, Evidence, Judged, Unknown
from readiness_bot.evidence.approvals import approval
from readiness_bot.evidence.ask import Ask, Need, NotAsked, Refused
from readiness_bot.evidence.claims import Acceptance, AnyClaim, Approval, Artifact, Linked, Person, TestRun
from readiness_bot.evidence.proofs import artifact, linked, person, test_run
from readiness_bot.evidence.records import Records

Parse: TypeAlias = Callable[[str, bytes], File]


def assess(claims: Iterable[AnyClaim], answer: Callable[[AnyClaim], Answer]) -> Evidence:
    """Each claim's answer, by item."""
    found: dict[str, tuple[Judged, ...]] = {}
    for claim in claims:
        found[claim.item] = (*found.get(claim.item, ()), Judged(claim, answer(claim)))
    return found


def missing(claims: Iterable[AnyClaim], records: Records, parse: Parse) -> frozenset[Need]:
    """What the judge would still have to know."""
    needs: set[Need] = set()
    for claim in claims:
        try:
            _judge(claim, Ask(records, parse))
        except NotAsked as told:
            needs |= told.needs
        except Refused:
            continue
    return frozenset(needs)


def judge(claim: AnyClaim, records: Records, parse: Parse) -> Answer:
    """One claim. What was not looked up is unknown."""
    try:
        return _judge(claim, Ask(records, parse))
    except NotAsked:
        return Unknown("the forge was not asked")
    except Refused as told:
        return Unknown(str(told), gone=told.gone)


def _judge(claim: AnyClaim, ask: Ask) -> Answer:
    match claim:
        case Approval():
            return approval(claim, ask)
        case Acceptance():
            return acceptance(claim, ask)
        case Linked():
            return linked(claim, ask)
        case TestRun():
            return test_run(claim, ask)
        case Artifact():
            return artifact(claim, ask)
        case Person():
            return person(claim, ask)
