"""Whether a person approved, in a normal review, what the files say that they approved. Pure.

The pull request is the one that introduced the block's present value. The named person's latest decisive review there must
be an approval of a commit that says what is said now, in the block and in all that it covers. Whoever opened the pull
request, changed the block in it, or told the bot to open it, has not approved it. Only the forge's accounts count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from readiness_bot.convention.file import dotted, key_path
from readiness_bot.evidence.answers import Answer, Refuted, Unknown, Verified, same, short
from readiness_bot.evidence.ask import Ask
from readiness_bot.evidence.blocks import file_of
from readiness_bot.evidence.claims import Approval
from readiness_bot.evidence.origin import Direct, brought_by
from readiness_bot.evidence.records import Commit, Pull, Push, Review
from readiness_bot.evidence.values import quiet, quiet_at

_DECISIVE = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")


def latest(reviews: Iterable[Review], login: str) -> Review | None:
    """A person's latest decisive review. A comment decides nothing."""
    mine = [r for r in reviews if same(r.login, login) and r.state in _DECISIVE]
    return sorted(mine, key=lambda review: review.at)[-1] if mine else None


def approval(claim: Approval, ask: Ask) -> Answer:
    """Verified, or the first thing that speaks against it."""
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
        _own_pull(claim, pull)
        or _not_approved(claim, pull, review)
        or _own_command(claim, pull, ask)
        or (_changed_since(claim, pull, review, ask) if review else None)
        or _own_commits(claim, pull, ask)
        or _no_member(claim, ask)
    )
    return against or Verified(f"{claim.login} approved #{pull.number}")


def _again(claim: Approval) -> str:
    where = dotted(key_path(claim.block.key))
    return f"write {where} again, with the new day, in a pull request that {claim.login} approves"


def _own_pull(claim: Approval, pull: Pull) -> Answer | None:
    if same(pull.author, claim.login):
        return Refuted(
            f"{claim.login} opened #{pull.number}, and nobody approves their own words", _other(claim)
        )
    if claim.requested_by and same(claim.requested_by, claim.login):
        return Refuted(f"{claim.login} asked for it", _other(claim))
    return None


def _other(claim: Approval) -> str:
    return f"let somebody else write it in a pull request, and {claim.login} approve that"


def _not_approved(claim: Approval, pull: Pull, review: Review | None) -> Answer | None:
    approve = f"let {claim.login} approve #{pull.number}"
    if review is None:
        if not pull.whole:
            return Unknown(f"#{pull.number} has more reviews or commits than are read")
        return Refuted(f"{claim.login} did not approve #{pull.number}", approve)
    if review.state == "DISMISSED":
        return Refuted(f"the approval of #{pull.number} by {claim.login} was dismissed", approve)
    if review.state != "APPROVED":
        return Refuted(f"the last review of #{pull.number} by {claim.login} asks for changes", approve)
    return None


def _own_command(claim: Approval, pull: Pull, ask: Ask) -> Answer | None:
    """The bot writes what somebody tells it to; then that person is its author."""
    if pull.author not in ask.records.bots:
        return None
    command = ask.command(pull.number)
    if command.login is None or command.edited:
        gone = "was edited" if command.edited else "is of an account that is gone"
        return Unknown(f"who asked the bot for #{pull.number} cannot be told: that comment {gone}")
    if same(command.login, claim.login):
        return Refuted(
            f"{claim.login} gave the command from which the bot opened #{pull.number}", _other(claim)
        )
    return None


def _changed_since(claim: Approval, pull: Pull, review: Review, ask: Ask) -> Answer | None:
    """Compares parsed values at the reviewed commit with the present ones."""
    if not review.commit:
        return Unknown(f"which commit of #{pull.number} {claim.login} approved is no longer known")
    block = claim.block
    names = dict.fromkeys([block.file, *(file_of(cover.where) for cover in claim.covers)])
    [seen] = ask.files([review.commit], names)
    told = f"{claim.login} approved #{pull.number} at {short(review.commit)}"
    fix = f"let {claim.login} approve #{pull.number} again" if pull.merged is None else _again(claim)
    if quiet(seen, block, claim.row) != claim.value:
        return Refuted(f"{told}, and {block.called} changed after that", fix)
    for cover in claim.covers:
        if quiet_at(seen, cover.where) != cover.value:
            where = f"in {short(cover.changed)}" if cover.changed else "and that is not committed yet"
            return Refuted(f"{told}, and {_name(cover.where)} changed after that, {where}", fix)
    return None


def _name(where: str) -> str:
    """`contract.evaluation.version` → `evaluation.version in contract.yaml`."""
    return f"{dotted(key_path(where.partition('.')[2].replace('.*', '')))} in {file_of(where)}"


def _own_commits(claim: Approval, pull: Pull, ask: Ask) -> Answer | None:
    """Commits that the named person wrote or pushed, and that change the block. Git's author can only count against somebody."""
    if not pull.whole:
        return Unknown(f"#{pull.number} has more reviews or commits than are read")
    pushes = ask.pushes(pull.repository, pull.branch)
    pushers = [who_pushed(index, pull.commits, pushes) for index, _ in enumerate(pull.commits)]
    for commit, by in zip(pull.commits, pushers, strict=True):
        if None in by or not by:
            return Unknown(f"who pushed {short(commit.id)} to #{pull.number} cannot be told")
    suspects = [
        (commit, "wrote" if same(commit.author, claim.login) else "pushed")
        for commit, by in zip(pull.commits, pushers, strict=True)
        if any(same(name, claim.login) for name in (commit.author, commit.committer, *by))
    ]
    touching = _touching(claim, [commit.id for commit, _ in suspects], ask)
    for commit, did in suspects:
        if commit.id in touching:
            return Refuted(
                f"{claim.login} {did} {short(commit.id)} in #{pull.number}, which changes {claim.block.called}",
                _other(claim),
            )
    return None


def who_pushed(index: int, commits: Sequence[Commit], pushes: Iterable[Push]) -> set[str | None]:
    """Everybody who may have pushed this commit: with a forced push or a new branch, all that lies below it. Empty: not known."""
    place = {commit.id: number for number, commit in enumerate(commits)}
    found: set[str | None] = set()
    for push in pushes:
        after = place.get(push.after)
        before = place.get(push.before, -1)
        if after is not None and before < index <= after:
            found.add(push.login)
    return found


def _touching(claim: Approval, commits: Sequence[str], ask: Ask) -> set[str]:
    """Those in which the block reads otherwise than in every parent: a merge that took it over from main changes nothing."""
    parents = ask.parents(commits)
    names = list(dict.fromkeys(name for commit in commits for name in (commit, *parents[commit])))
    found = zip(names, ask.files(names, [claim.block.file]), strict=True)
    says = {name: quiet(files, claim.block, claim.row) for name, files in found}
    return {commit for commit in commits if all(says[parent] != says[commit] for parent in parents[commit])}


def _no_member(claim: Approval, ask: Ask) -> Answer | None:
    if claim.team is None or ask.member(claim.team, claim.login):
        return None
    return Refuted(f"{claim.login} is no member of {claim.team}", f"let a member of {claim.team} confirm it")
