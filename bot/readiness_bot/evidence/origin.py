"""Which pull request brought a commit to the default branch, and when GitHub saw it arrive. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from readiness_bot.evidence.answers import short
from readiness_bot.evidence.ask import Ask, Refused
from readiness_bot.evidence.pushes import GAP, MERGES, is_nothing
from readiness_bot.evidence.records import Pull, Push


@dataclass(frozen=True, slots=True)
class Direct:
    """No pull request brought it."""

    told: str
    """`it was pushed directly to main in abc1234 by ana-ruiz, without a pull request`."""


def brought_by(commit: str, ask: Ask) -> Pull | Direct:
    """The merged pull request of a commit; before the merge, the one that is being judged.

    Raises Refused where it is open elsewhere.
    """
    if commit in ask.records.unmerged:
        return ask.pull(ask.records.unmerged[commit])
    pulls, branch = ask.pulls(commit), ask.records.default_branch
    merged = [
        pull
        for pull in pulls
        if pull.merged and (pull.base == branch or _under_another_name(commit, pull, ask))
    ]
    exact = [pull for pull in merged if pull.merge_commit == commit]
    # A rebase merge has many commits and names the last one; a branch that was merged into another came here
    # with that one.
    found = min(exact or merged, key=lambda pull: (pull.merged, pull.number), default=None)
    if found is not None:
        return found
    waiting = [pull for pull in pulls if pull.base == branch and not pull.merged]
    if waiting:
        raise Refused(f"#{waiting[0].number}, which brings it, is not merged", gone=False)
    return _direct(commit, ask)


def _under_another_name(commit: str, pull: Pull, ask: Ask) -> bool:
    """Whether a pull request was merged into the default branch while that bore another name.

    `commit` stands on the default branch's first-parent line. That a merge made it so does not suffice:
    somebody may have pushed the branch that it was made for onto the default branch, and that GitHub has
    seen.
    """
    if pull.merge_commit != commit:  # of a rebase merge, the last one must be on that line too
        head = ask.records.head
        if not (head and pull.merge_commit and ask.inside(commit, pull.merge_commit)):
            return False
        if not (
            ask.inside(pull.merge_commit, head) and ask.meets(pull.merge_commit, head) == pull.merge_commit
        ):
            return False
    log = ask.pushes(ask.records.repository, ask.records.default_branch)
    push = _first_with(commit, log, ask)
    return push is None or is_nothing(push.before) or push.kind in MERGES


def _direct(commit: str, ask: Ask) -> Direct:
    branch = ask.records.default_branch
    if not ask.landed(commit):
        raise Refused(f"{short(commit)} is neither in {branch} nor in a pull request yet", gone=False)
    try:
        log = ask.pushes(ask.records.repository, branch)
    except Refused:
        log = ()
    by = next((f" by {push.login}" for push in log if push.after == commit and push.login), "")
    return Direct(f"it was pushed directly to {branch} in {short(commit)}{by}, without a pull request")


@dataclass(frozen=True, slots=True)
class Seen:
    """When GitHub saw a commit on the default branch, which was pushed there."""

    at: datetime | None
    """None: it was there when the branch first came to GitHub under this name."""


def seen(commit: str, ask: Ask) -> Seen:
    """By the log of the default branch, never by git's dates. Raises Refused where the log begins later."""
    branch = ask.records.default_branch
    push = _first_with(commit, ask.pushes(ask.records.repository, branch), ask)
    if push is None or push.kind == GAP:
        raise Refused(f"it is not known when {short(commit)} reached {branch}")
    if is_nothing(push.before):
        return Seen(push.at if push.after == commit else None)
    return Seen(push.at)


def _first_with(commit: str, log: Sequence[Push], ask: Ask) -> Push | None:
    """The push that brought a commit; None where it was there before the log begins.

    What a branch has it keeps, so that halves will do.

    Where it came between two pushes of the log, that gap stands for the push that the log lacks.
    """
    log = [push for push in reversed(log) if not is_nothing(push.after)]
    low, high = 0, len(log)
    while low < high:
        middle = (low + high) // 2
        if ask.inside(commit, log[middle].after):
            high = middle
        else:
            low = middle + 1
    if low == len(log):
        return None
    push = log[low]
    if is_nothing(push.before) or not ask.inside(commit, push.before):
        return push
    return replace(push, login=None, kind=GAP) if low else None


def arrived(commit: str, ask: Ask) -> datetime | None:
    """When a commit reached the default branch, by the forge's clock; None: it has not yet.

    Raises Refused where that is not kept.
    """
    if commit in ask.records.unmerged:
        return None
    brought = brought_by(commit, ask)
    at = brought.merged if isinstance(brought, Pull) else seen(commit, ask).at
    if at is None:
        raise Refused(f"it is not known when {short(commit)} reached {ask.records.default_branch}")
    return at
