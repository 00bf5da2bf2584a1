"""Does on a forge what a plan says, in its order."""

from __future__ import annotations

from dataclasses import dataclass

from readiness_bot.forge.protocol import Forge, ForgeError, Gone, NotAllowed, Ruled
from readiness_bot.plan.actions import (
    Action,
    AssignIssue,
    CloseIssue,
    EditComment,
    LinkIssue,
    OpenIssue,
    Plan,
    PostComment,
    Record,
    Remind,
    ReopenIssue,
    UpdateIssue,
)
from readiness_bot.render.markup import Markdown

_NO_LEDGER = (
    "The ledger was not written: this token may not push the branch readiness-ledger. Give the job `contents: write`, "
    "or set `ledger: false` in .github/readiness.yaml (docs/evidence.md)."
)
_RULED = (
    "The ledger was not written: a rule of this repository keeps the bot from the branch readiness-ledger (GitHub: {}). Exclude that "
    "branch from the rule, let the bot's App bypass it, or set `ledger: false` in .github/readiness.yaml (docs/evidence.md)."
)


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
    except ForgeError as error:
        if done == 0:
            raise
        raise Stopped(
            f"{error} Before that, {done} of {len(plan.actions)} actions were done; the next run does the rest."
        ) from error
    return Applied(done, tuple(notes))


def _do(action: Action, forge: Forge) -> list[str]:
    """What a person should know. An issue that somebody deleted or locked in the meantime stops nothing else."""
    try:
        return _record(action, forge) if isinstance(action, Record) else _write(action, forge)
    except Gone as error:
        return [str(error)]


def _record(action: Record, forge: Forge) -> list[str]:
    """A token that may do all but push that branch keeps the issues, and no ledger."""
    try:
        forge.append(action.branch, action.path, action.line, action.title)
    except Ruled as error:
        return [_RULED.format(str(error).rstrip("."))]
    except NotAllowed:
        return [_NO_LEDGER]
    return []


def _write(action: Action, forge: Forge) -> list[str]:
    """A comment comes after the change of state: a run that is killed between the two loses it, and repeats nothing."""
    match action:
        case OpenIssue():
            assignees = (action.assignee,) if action.assignee else ()
            forge.create_issue(action.title, action.body, action.labels, assignees)
        case UpdateIssue():
            forge.edit_issue(action.number, body=action.body)
        case ReopenIssue():
            forge.edit_issue(action.number, body=action.body, open_=True, reason="reopened")
            _say(action.comment, action.number, forge)
        case CloseIssue():
            forge.edit_issue(action.number, body=action.body, open_=False, reason=action.reason)
            _say(action.comment, action.number, forge)
        case AssignIssue():
            forge.assign(action.number, action.assignee)
        case LinkIssue():
            forge.add_sub_issue(action.number, action.child)
        case Remind():
            forge.edit_issue(action.number, body=action.body)
            forge.comment(action.number, action.comment)
        case PostComment():
            forge.comment(action.number, action.body)
        case EditComment():
            forge.edit_comment(action.number, action.id, action.body)
    return []


def _say(text: Markdown, number: int, forge: Forge) -> None:
    if text:
        forge.comment(number, text)
