"""Does on a forge what a plan says, in its order."""

from __future__ import annotations

from dataclasses import dataclass

from readiness_bot.forge.protocol import Forge, ForgeError
from readiness_bot.plan.actions import (
    Action,
    CloseIssue,
    EditComment,
    OpenIssue,
    Plan,
    PostComment,
    ReopenIssue,
    UpdateIssue,
)
from readiness_bot.plan.marker import read_marker


class Stopped(ForgeError):
    """The forge failed in the middle. Says how much was done; nothing more was closed."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done, and what a person should know."""

    actions: int
    notes: tuple[str, ...]


def apply(plan: Plan, forge: Forge) -> Applied:
    """Raises ForgeError before the first write, Stopped after it."""
    notes = list(plan.notes)
    opened = [action for action in plan.actions if isinstance(action, OpenIssue)]
    done = 0
    try:
        if opened:
            forge.ensure_labels(sorted({label for action in opened for label in action.labels}))
        for action in plan.actions:
            notes += _do(action, forge)
            done += 1
        if opened:
            done += _close_duplicates(opened, forge)
    except ForgeError as error:
        if done == 0:
            raise
        raise Stopped(
            f"{error} Before that, {done} of {len(plan.actions)} actions were done; the next run does the rest."
        ) from error
    return Applied(done, tuple(notes))


def _do(action: Action, forge: Forge) -> list[str]:
    match action:
        case OpenIssue():
            number = forge.create_issue(action.title, action.body, action.labels).number
            if action.assignee and not forge.assign(number, action.assignee):
                return [
                    f"{action.assignee} cannot be assigned to #{number} here; the issue names that person."
                ]
        case UpdateIssue():
            forge.edit_issue(action.number, body=action.body)
        case ReopenIssue():
            forge.edit_issue(action.number, body=action.body, open_=True, reason="reopened")
            forge.comment(action.number, action.comment)
        case CloseIssue():
            forge.comment(action.number, action.comment)
            forge.edit_issue(action.number, body=action.body, open_=False, reason=action.reason)
        case PostComment():
            forge.comment(action.number, action.body)
        case EditComment():
            forge.edit_comment(action.number, action.id, action.body)
    return []


def _close_duplicates(opened: list[OpenIssue], forge: Forge) -> int:
    """Two runs at once may both have opened an issue: the lowest number stays."""
    lines = {action.body.partition("\n")[0] for action in opened}
    first: dict[str, int] = {}
    closed = 0
    for issue in forge.own_issues():
        line = issue.body.partition("\n")[0].strip()
        if line not in lines or not issue.open or read_marker(issue.body) is None:
            continue
        if line in first:
            forge.comment(issue.number, f"The same as #{first[line]}.")
            forge.edit_issue(issue.number, open_=False, reason="not_planned")
            closed += 1
        first.setdefault(line, issue.number)
    return closed
