"""Whether a person accepted to be named: wrote or approved the pull request that did it, or said so in a comment. Pure."""

from __future__ import annotations

from readiness_bot.convention.file import dotted, key_path
from readiness_bot.evidence.answers import Answer, Refuted, Unknown, Verified, same
from readiness_bot.evidence.approvals import latest
from readiness_bot.evidence.ask import Ask
from readiness_bot.evidence.claims import Acceptance
from readiness_bot.evidence.origin import Direct, brought_by
from readiness_bot.evidence.records import Pull
from readiness_bot.evidence.values import quiet_at


def acceptance(claim: Acceptance, ask: Ask) -> Answer:
    """A name that somebody else wrote is no promise."""
    if claim.origin.commit is None:
        return Unknown(claim.origin.why)
    brought = brought_by(claim.origin.commit, ask)
    if isinstance(brought, Pull):
        if same(brought.author, claim.login):
            return Verified(f"{claim.login} opened #{brought.number}", (("pull", brought.number),))
        if _approved(claim, brought, ask):
            return Verified(f"{claim.login} approved #{brought.number}", (("pull", brought.number),))
    named = brought.created if isinstance(brought, Pull) else brought.at or claim.origin.when
    for comment in ask.accepted(named):
        if same(comment.login, claim.login) and not comment.edited and comment.at >= named:
            return Verified(
                f"{claim.login} accepted in a comment on #{comment.number}",
                (("issue", comment.number), ("at", comment.at.isoformat())),
            )
    return _nothing(claim, brought)


def _approved(claim: Acceptance, pull: Pull, ask: Ask) -> bool:
    review = latest(pull.reviews, claim.login)
    if review is None or review.state != "APPROVED" or not review.commit:
        return False
    [seen] = ask.files([review.commit], [claim.file])
    return same(str(quiet_at(seen, f"ownership.{claim.key}") or ""), claim.login)


def _nothing(claim: Acceptance, brought: Pull | Direct) -> Answer:
    where = dotted(key_path(claim.key))
    approve = f"approve #{brought.number}, or " if isinstance(brought, Pull) else ""
    return Refuted(
        f"{claim.login} is named as {where}, and has not accepted",
        f"let {claim.login} {approve}comment   /readiness accept   on an issue or pull request",
    )
