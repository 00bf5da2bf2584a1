"""The issues as they are once actions have been done. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from readiness_bot.forge.protocol import Issue
from readiness_bot.plan.actions import Action, CloseIssue, Remind, ReopenIssue, UpdateIssue


def after(issues: Sequence[Issue], actions: Iterable[Action]) -> Sequence[Issue]:
    """What is opened has no number yet, and is left out."""
    found = {issue.number: issue for issue in issues}
    for action in actions:
        if isinstance(action, UpdateIssue | ReopenIssue | CloseIssue | Remind) and action.number in found:
            found[action.number] = _done(found[action.number], action)
    return tuple(found.values())


def seen(before: Sequence[Issue], now: Sequence[Issue], actions: Sequence[Action]) -> Sequence[Issue]:
    """`now`: the list as it was asked for after `actions`.

    A list may lag behind what was written just before; what it shows as it was `before` is taken as it was
    left.
    """
    old, done = ({issue.number: issue for issue in found} for found in (before, after(before, actions)))
    return tuple(done.get(issue.number, issue) if issue == old.get(issue.number) else issue for issue in now)


def _done(issue: Issue, action: UpdateIssue | ReopenIssue | CloseIssue | Remind) -> Issue:
    match action:
        case CloseIssue():
            return replace(issue, body=action.body, open=False, reason=action.reason)
        case ReopenIssue():
            return replace(issue, body=action.body, open=True, reason="reopened")
        case _:
            return replace(issue, body=action.body)
