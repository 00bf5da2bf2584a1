"""The verdict's status: posted where it says something else than the newest of ours. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from readiness_bot.forge.protocol import CommitStatus, Posted
from readiness_bot.plan.actions import Plan, PostStatus


def plan_status(commit: str, status: CommitStatus, posted: Sequence[Posted]) -> Plan:
    """`posted`: ours on that commit under that name, newest first. Where it leads is no news."""
    newest = posted[0] if posted else None
    if newest and (newest.state, newest.description) == (status.state.value, status.description):
        return Plan()
    told = (status.context, status.state.value, status.description, status.url)
    return Plan((PostStatus("status", commit, *told),))


def overtaken(before: Sequence[Posted], now: Sequence[Posted]) -> bool:
    """Whether another run posted a verdict while this one was judging: one of the two saw an older state."""
    known = {one.id for one in before}
    return sum(one.id not in known for one in now) > 1
