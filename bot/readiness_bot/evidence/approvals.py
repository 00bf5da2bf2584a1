"""Whether a person approved, in a normal review, what the files say that they approved. Pure.

The pull request is the one that introduced the block's present value. The named person's latest decisive
review there must be an approval of a commit that says what is said now, in the block and in all that it
covers. Whoever opened the pull request, changed the block in it, or told the bot to open it, has not approved
it. Only the forge's accounts count.
"""

from __future__ import annotations

from collections.abc import Iterable

from readiness_bot.convention.file import dotted, key_path
from readiness_bot.convention.item import file_of
from readiness_bot.convention.outcome import peek
from readiness_bot.convention.people import same_person
from readiness_bot.evidence.answers import Answer, Basis, Refuted, Unknown, Verified, is_bot, short
from readiness_bot.evidence.ask import Ask, Refused
from readiness_bot.evidence.authorship import own_command, own_pull, own_text, pushers
from readiness_bot.evidence.claims import Approval, Cover
from readiness_bot.evidence.origin import Direct, brought_by, seen
from readiness_bot.evidence.records import Pull, Review
from readiness_bot.evidence.values import signed, value_at

_DECISIVE = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")


def latest(reviews: Iterable[Review], login: str) -> Review | None:
    """A person's latest decisive review. A comment decides nothing."""
    mine = [r for r in reviews if same_person(r.login, login) and r.state in _DECISIVE]
    return sorted(mine, key=lambda review: review.at)[-1] if mine else None


def approval(claim: Approval, ask: Ask) -> Answer:
    """Verified, or the first thing that speaks against it."""
    if is_bot(claim.login):
        return Refuted(
            f"{claim.login} is a bot, and only a person can answer for this", "ask a person to sign it"
        )
    if claim.number:
        pull: Pull | Direct = ask.pull(claim.number)
    elif claim.origin.commit is None:
        return Unknown(claim.origin.why)
    else:
        pull = brought_by(claim.origin.commit, ask)
    if isinstance(pull, Direct):
        return Refuted(pull.told, _again(claim))
    review = latest(pull.reviews, claim.login)
    against = (
        own_pull(claim, pull)
        or _awaited(claim, pull, review, ask)
        or own_command(claim, pull, ask)
        or (_changed_since(claim, pull, review, ask) if review else None)
        or own_text(claim, pull, ask)
        or _no_member(claim, ask)
        or _stranger(claim, pull, ask)
    )
    return against or Verified(f"{claim.login} approved #{pull.number}", _basis(pull, review, ask))


def _basis(pull: Pull, review: Review | None, ask: Ask) -> Basis:
    """Who pushed is written down because the forge forgets it first."""
    return (
        ("pull", pull.number),
        *((("commit", review.commit), ("at", review.at.isoformat())) if review else ()),
        *((("merged", pull.merge_commit),) if pull.merged else ()),
        ("pushed_by", tuple(pushers(pull, ask))),
    )


def _again(claim: Approval) -> str:
    where = dotted(key_path(claim.block.key))
    return f"write {where} again, with the new day, in a pull request that {claim.login} approves"


def _awaited(claim: Approval, pull: Pull, review: Review | None, ask: Ask) -> Answer | None:
    """What is missing in the review. Where an approval would be worth nothing, what would speak against it
    then: nobody is to be asked for it."""
    found = _not_approved(claim, pull, review)
    if not (isinstance(found, Refuted) and found.awaits):
        return found
    try:
        then = own_command(claim, pull, ask) or own_text(claim, pull, ask) or _no_member(claim, ask)
    except Refused:  # what cannot be told does not make a missing approval any better
        return found
    return then if isinstance(then, Refuted) else found


def _not_approved(claim: Approval, pull: Pull, review: Review | None) -> Answer | None:
    approve, awaits = f"ask {claim.login} to approve #{pull.number}", _open(claim, pull)
    if review is None:
        if not pull.all_reviews:
            return Unknown(f"#{pull.number} has more reviews than are read", gone=False)
        return Refuted(f"{claim.login} did not approve #{pull.number}", approve, awaits=awaits)
    if review.state == "DISMISSED":
        told = f"the approval of #{pull.number} by {claim.login} was dismissed"
        return Refuted(told, approve, awaits=awaits)
    if review.state != "APPROVED":
        return Refuted(f"the last review of #{pull.number} by {claim.login} requests changes", approve)
    if pull.turned is not None and review.at <= pull.turned:
        return Refuted(
            f"{claim.login} approved #{pull.number} before its base was changed to {pull.base}",
            f"{approve} again",
            awaits=awaits,
        )
    return None


def _open(claim: Approval, pull: Pull) -> str:
    """Whose approval can still be given."""
    return claim.login if pull.merged is None else ""


def _changed_since(claim: Approval, pull: Pull, review: Review, ask: Ask) -> Answer | None:
    """Compares parsed values at the reviewed commit with the present ones."""
    if not review.commit:
        return Unknown(f"it is no longer known which commit of #{pull.number} {claim.login} approved")
    block = claim.block
    names = dict.fromkeys([block.file, *(file_of(cover.where) for cover in claim.covers)])
    [then] = ask.files([review.commit], names)
    told = f"{claim.login} approved #{pull.number} at {short(review.commit)}"
    fix = f"ask {claim.login} to approve #{pull.number} again" if pull.merged is None else _again(claim)
    awaits = _open(claim, pull)
    if peek(signed, then, block, claim.row) != claim.value:
        return Refuted(f"{told}, but {block.called} changed after that", fix, awaits=awaits)
    for cover in claim.covers:
        if peek(value_at, then, cover.where) == cover.value:
            continue
        where = f"in {short(cover.changed)}" if cover.changed else "and that is not committed yet"
        before = _before(cover, pull, review, ask)
        if before:
            branch = ask.records.default_branch
            late = (
                f"{told}, which was behind {branch}: {_name(cover.where)} had changed there on {before},"
                f" {where}"
            )
            return Refuted(late, fix if pull.merged else f"update the branch of #{pull.number}, and {fix}")
        return Refuted(f"{told}, but {_name(cover.where)} changed after that, {where}", fix, awaits=awaits)
    return None


def _before(cover: Cover, pull: Pull, review: Review, ask: Ask) -> str:
    """The day on which it had reached the default branch, if that was before the approval: the branch was
    behind, and nothing changed after it."""
    if cover.changed is None or cover.changed in ask.records.unmerged:
        return ""
    try:
        brought = brought_by(cover.changed, ask)
        if isinstance(brought, Pull) and brought.number == pull.number:
            return ""
        at = brought.merged if isinstance(brought, Pull) else seen(cover.changed, ask).at
    except Refused:
        return ""
    return f"{at:%Y-%m-%d}" if at is not None and at < review.at else ""


def _name(where: str) -> str:
    """`contract.evaluation.version` → `evaluation.version in contract.yaml`."""
    return f"{dotted(key_path(where.partition('.')[2].replace('.*', '')))} in {file_of(where)}"


def _no_member(claim: Approval, ask: Ask) -> Answer | None:
    if claim.team is None or ask.member(claim.team, claim.login):
        return None
    fix = f"ask a member of {claim.team} to confirm it"
    return Refuted(f"{claim.login} is not a member of {claim.team}", fix, gone=True)


def _stranger(claim: Approval, pull: Pull, ask: Ask) -> Answer | None:
    """On a public repository anybody may review, under a name that became free or was made up.

    Who left has none any more, either.
    """
    if ask.assignable(claim.login):
        return None
    where = ask.records.repository
    if pull.merged is None:
        return Refuted(
            f"{claim.login} approved #{pull.number} without access to {where}",
            f"give {claim.login} access, or ask somebody who has it to sign",
        )
    return Unknown(
        f"{claim.login} approved #{pull.number}, but has no access to {where}; GitHub does not keep whether"
        " they had it then"
    )
