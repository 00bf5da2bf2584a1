"""The verdict's status: posted where the newest is another one, or somebody else's. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from readiness_bot.forge.protocol import CommitStatus, Posted
from readiness_bot.plan.actions import Plan, PostStatus


def plan_status(commit: str, status: CommitStatus, posted: Sequence[Posted]) -> Plan:
    """`posted`: what stands on that commit under that name, newest first. Where it leads is no news.

    The newest of a name is the one that counts, so that somebody else's above ours hides it: a ruleset that
    names our App waits then, and one that names none believes the other.
    """
    if posted and posted[0].says(status):
        return Plan()
    told = (status.context, status.state.value, status.description, status.url)
    return Plan((PostStatus("status", commit, *told),))


def overtaken(before: Sequence[Posted], now: Sequence[Posted]) -> bool:
    """Whether another run posted a verdict while this one was judging: one of the two saw an older state."""
    known = {one.id for one in before}
    return sum(one.ours and one.id not in known for one in now) > 1
