"""Rules between the base and the head of a change: one stage forward at a time (13), nothing lowered without compliance (6). Pure.

Rule 13 needs no forge. Rule 6 needs to know who approved this very pull request: where the forge says that the compliance
reviewer has not, it is refused; where it was not asked, or cannot tell, nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from readiness_bot.evidence.answers import Refuted
from readiness_bot.evidence.judge import Evidence
from readiness_bot.reading.document import Finding, Position
from readiness_bot.terms import Bound, Terms

LOWERED = "lowered:"
"""The key of evidence about a lowering: `lowered:governance.tier`."""


@dataclass(frozen=True, slots=True)
class Lowering:
    """Something that a change makes easier to meet."""

    item: str
    file: str
    key: str
    told: str
    at: Position


def forbidden(base: Terms, head: Terms, evidence: Evidence | None) -> Iterator[Finding]:
    """What blocks this change, whatever the state that it leads to."""
    yield from _skipped(base, head)
    for lowering in lowerings(base, head):
        for judged in (evidence or {}).get(LOWERED + lowering.item, ()):
            if isinstance(judged.answer, Refuted):
                yield Finding(
                    f"readiness/{lowering.file}", lowering.at.line, lowering.at.column, lowering.item,
                    f"{lowering.told}, which needs the compliance reviewer's approval: {judged.answer.found}",
                    judged.answer.fix,
                )  # fmt: skip


def _skipped(base: Terms, head: Terms) -> Iterator[Finding]:
    if base.stage is None or head.stage is None or base.stage.next is None:
        return
    if head.stage > base.stage.next:
        yield Finding(
            "readiness/contract.yaml", head.stage_at.line, head.stage_at.column, "contract.identity",
            f"the stage moves from {base.stage} to {head.stage} in one step, past {base.stage.next}",
            f"write stage: {base.stage.next}; the stage moves one step forward in a pull request",
        )  # fmt: skip


def lowerings(base: Terms, head: Terms) -> list[Lowering]:
    """One for each item at most: its first."""
    found: list[Lowering] = []
    if base.tier and head.tier and head.tier < base.tier:
        told = f"the tier goes from {base.tier} down to {head.tier}"
        found.append(Lowering("governance.tier", "governance.yaml", "tier", told, head.tier_at))
    targets = _loosened(base.targets, head.targets, "the success target")
    if targets and head.stage is not None:
        at = targets[1] or head.targets_at
        found.append(Lowering("contract.success", "contract.yaml", "success", targets[0], at))
    limits = _loosened(base.limits, head.limits, "the alert limit")
    if limits and head.stage is not None:
        at = limits[1] or head.limits_at
        found.append(Lowering("fallback.thresholds", "fallback.yaml", "monitors", limits[0], at))
    return found


def _loosened(
    base: Mapping[str, Bound], head: Mapping[str, Bound], what: str
) -> tuple[str, Position | None] | None:
    for name, before in base.items():
        now = head.get(name)
        if now is None:
            return f"{what} {name} is taken away", None
        if now.looser_than(before):
            return f"{what} {name} gets looser", now.where
    return None
