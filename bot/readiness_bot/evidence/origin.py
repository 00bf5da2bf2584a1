"""Which pull request brought a commit to the default branch. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness_bot.evidence.answers import short
from readiness_bot.evidence.ask import Ask, Refused
from readiness_bot.evidence.records import Pull, Push


@dataclass(frozen=True, slots=True)
class Direct:
    """No pull request brought it."""

    told: str
    """`it was pushed directly to main in abc1234 by ana-ruiz, without a pull request`."""
    at: datetime | None
    """When the forge saw the push; None where that push held more commits, or is forgotten."""


def brought_by(commit: str, ask: Ask) -> Pull | Direct:
    """The merged pull request of a commit; before the merge, the one that is being judged. Raises Refused where it is open elsewhere."""
    if commit in ask.records.unmerged:
        return ask.pull(ask.records.unmerged[commit])
    pulls = ask.pulls(commit)
    merged = [pull for pull in pulls if pull.merged and pull.base == ask.records.default_branch]
    exact = [pull for pull in merged if pull.merge_commit == commit]
    # A rebase merge has many commits and names the last one; a branch that was merged into another came here with that one.
    found = min(exact or merged, key=lambda pull: (pull.merged, pull.number), default=None)
    if found is not None:
        return found
    waiting = [pull for pull in pulls if pull.base == ask.records.default_branch]
    if waiting:
        raise Refused(f"#{waiting[0].number}, which brings it, is not merged")
    return _direct(commit, ask)


def _direct(commit: str, ask: Ask) -> Direct:
    branch = ask.records.default_branch
    if not ask.landed(commit):
        raise Refused(f"{short(commit)} is neither in {branch} nor in a pull request yet")
    try:
        push = _push_of(commit, ask.pushes(ask.records.repository, branch))
    except Refused:
        push = None
    by = f" by {push.login}" if push and push.login else ""
    return Direct(
        f"it was pushed directly to {branch} in {short(commit)}{by}, without a pull request",
        push.at if push else None,
    )


def _push_of(commit: str, pushes: Sequence[Push]) -> Push | None:
    return next((push for push in pushes if push.after == commit), None)


def arrived(commit: str, ask: Ask) -> datetime | None:
    """When a commit reached the default branch, by the forge's clock; None: it has not yet. Raises Refused where that is not kept."""
    if commit in ask.records.unmerged:
        return None
    brought = brought_by(commit, ask)
    at = brought.merged if isinstance(brought, Pull) else brought.at
    if at is None:
        raise Refused(f"when {short(commit)} reached {ask.records.default_branch} cannot be told")
    return at
