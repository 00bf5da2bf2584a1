"""Rules between the base and the head of a change: one stage forward at a time (13), nothing lowered without
compliance (6). Pure.

Rule 13 needs no forge. Rule 6 needs to know who approved this very pull request: where the compliance
reviewer has not, or the forge cannot tell, it is refused; where the forge was not asked, or no pull request
is there yet, nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from readiness_bot.convention.terms import Terms
from readiness_bot.evidence.answers import LOWERED, Evidence, Refuted, Unknown, Verified
from readiness_bot.evidence.claims import Approval
from readiness_bot.evidence.lowering import Lowering, lowerings
from readiness_bot.judging.report import Report
from readiness_bot.reading.document import Finding
from readiness_bot.vocabulary import Stage, Tier


def forbidden(base: Terms, head: Terms, evidence: Evidence | None, strict: bool = False) -> Iterator[Finding]:
    """What blocks this change, whatever the state that it leads to.

    `strict`: an approval that nothing shows is none.
    """
    yield from _skipped(base, head)
    if evidence is None and not strict:
        return
    for lowering in lowerings(base, head):
        refused = list(_unapproved(lowering, base, evidence or {}))
        if strict and not refused and not _is_approved(lowering, evidence or {}):
            refused = [
                (
                    f"nothing here shows that {base.compliance} gave it",
                    f"ask {base.compliance} to approve the pull request that makes this change",
                    "",
                )
            ]
        for told, fix, awaits in refused:
            yield Finding(
                f"readiness/{lowering.file}",
                lowering.at.line,
                lowering.at.column,
                lowering.item,
                f"{lowering.told}, which needs the compliance reviewer's approval: {told}",
                fix,
                awaits,
            )


def _is_approved(lowering: Lowering, evidence: Evidence) -> bool:
    return any(isinstance(judged.answer, Verified) for judged in evidence.get(LOWERED + lowering.item, ()))


def _unapproved(lowering: Lowering, base: Terms, evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    """What speaks against it, what to do, and the login of whose approval is all that is missing.

    A doubt speaks against it too: who lowers something could make one.
    """
    if base.compliance is None:
        yield (
            "the base branch names no compliance reviewer",
            "name   reviewers: {compliance: LOGIN}   in ownership.yaml first, in a pull request of its own",
            "",
        )
    for judged in evidence.get(LOWERED + lowering.item, ()):
        claim, answer = judged.claim, judged.answer
        if isinstance(answer, Refuted):
            yield answer.found, answer.fix, answer.awaits
        elif isinstance(answer, Unknown) and isinstance(claim, Approval) and claim.number:
            yield (
                f"nobody can tell here whether {claim.login} gave it, since {answer.why}",
                (
                    "lower it in a small pull request of its own, from a branch of this repository, that"
                    f" {claim.login} approves"
                ),
                "",
            )


def lowered_unseen(head: Report) -> Report:
    """A head whose base cannot be seen: the defaults stand for the base, and below their tier it may not
    be."""
    if head.absent or (head.terms.tier or Tier.MEDIUM) >= Tier.MEDIUM:
        return head
    at = head.terms.tier_at
    told = Finding(
        "readiness/governance.yaml",
        at.line,
        at.column,
        "governance.tier",
        f"the tier is {head.terms.tier}, but the base commit is not in this checkout, so nobody can tell here"
        " whether the tier was lowered",
        "check out the full history (`fetch-depth: 0`)",
    )
    return replace(head, findings=(*head.findings, told))


def _skipped(base: Terms, head: Terms) -> Iterator[Finding]:
    if base.stage is None or head.stage is None or base.stage.next is None:
        return
    between = [stage for stage in Stage if base.stage < stage < head.stage]
    if between:
        yield Finding(
            "readiness/contract.yaml",
            head.stage_at.line,
            head.stage_at.column,
            "contract.identity",
            f"the stage moves from {base.stage} to {head.stage} and skips {' and '.join(between)}",
            f"write stage: {between[0]}; a pull request moves the stage one step forward, so that every stage"
            " is judged",
        )
