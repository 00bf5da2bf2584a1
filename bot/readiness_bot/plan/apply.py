"""Does on a forge what a plan says, in its order."""

from __future__ import annotations

from dataclasses import dataclass

from readiness_bot.forge.fleet import Fleet, NoWorkflows, RefusedHere
from readiness_bot.forge.protocol import (
    CommitStatus,
    Forge,
    ForgeError,
    Gone,
    IssuesDisabled,
    Messenger,
    NotAllowed,
    Ruled,
    State,
)
from readiness_bot.ledger.line import BRANCH
from readiness_bot.plan.actions import (
    Action,
    AssignIssue,
    CloseIssue,
    EditComment,
    LinkIssue,
    OfferPull,
    OpenIssue,
    Plan,
    PostComment,
    PostStatus,
    Propose,
    React,
    Record,
    Remind,
    RemoveComment,
    ReopenIssue,
    Reply,
    Send,
    UpdateIssue,
)
from readiness_bot.render import replies
from readiness_bot.text.marker import reply

_NO_LEDGER = (
    f"The ledger was not written: this token may not push the branch {BRANCH}. Give the job `contents:"
    " write`, or set `ledger: false` in .github/readiness.yaml (docs/evidence.md)."
)
_RULED = (
    f"The ledger was not written: a rule of this repository keeps the bot off the branch {BRANCH}"
    " (GitHub: {}). Exclude that branch from the rule, let the bot's App bypass it, or set `ledger: false` in"
    " .github/readiness.yaml (docs/evidence.md)."
)

_RECORDED = "The ledger says this already (this clone does not have its newest line), so nothing was added."
_ELSEWHERE = (PostComment, EditComment, RemoveComment, PostStatus, Record)
"""What a repository without issues has all the same: pull requests, and the ledger's branch."""


class Stopped(ForgeError):
    """The forge failed in the middle. Says how much was done; nothing more was closed."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done, and what a person should know."""

    actions: int
    notes: tuple[str, ...]
    off: bool = False
    """The repository has its issues switched off: what concerns them was left out, and a note says so."""


def apply(plan: Plan, forge: Forge | None, messenger: Messenger | None = None) -> Applied:
    """Raises ForgeError before the first write, Stopped after it.

    A plan needs those two whom its actions go to.
    """
    notes = list(plan.notes)
    opened = [action for action in plan.actions if isinstance(action, OpenIssue)]
    done, off = 0, False
    try:
        if opened and forge:
            forge.ensure_labels(sorted({label for action in opened for label in action.labels}))
        for action in plan.actions:
            if off and not isinstance(action, _ELSEWHERE):
                continue
            try:
                notes += _do(action, forge, messenger)
                done += 1
            except (
                IssuesDisabled
            ) as error:  # switched off in the meantime, or a list that answers all the same
                notes.append(str(error))
                off = True
    except ForgeError as error:
        if done == 0:
            raise
        raise Stopped(
            f"{error} Before that, {done} of {len(plan.actions)} actions were done; the next run does the"
            " rest."
        ) from error
    return Applied(done, tuple(notes), off)


def offer_all(plan: Plan, fleet: Fleet, most_requests: int) -> Applied:
    """The pull requests of a roll-out, one after the other; what one repository refuses stops none of the
    others.

    `most_requests`: after so many no further one is begun. Raises ForgeError before the first, Stopped after
    it.
    """
    notes, done, begun = list(plan.notes), 0, [a for a in plan.actions if isinstance(a, OfferPull)]
    for number, action in enumerate(begun):
        name = action.offer.repository
        if fleet.spent() + OFFER_COSTS > most_requests:
            notes.append(f"The budget of {most_requests:,} requests is used up; the next run opens the rest.")
            break
        try:
            opened = fleet.offer(action.offer)
        except NoWorkflows:
            raise
        except (NotAllowed, Gone, RefusedHere) as error:
            notes.append(f"{name}: {error}")
        except ForgeError as error:
            if done == 0:
                raise
            raise Stopped(
                f"{error} Before that, {done} of {len(begun)} pull requests were opened; the next run opens"
                f" the rest, {len(begun) - number} of this plan among them."
            ) from error
        else:
            done += 1
            notes.append(f"{name}: opened #{opened.number} {opened.url}")
    return Applied(done, tuple(notes))


OFFER_COSTS = 5
"""Requests: tree, commit, branch and pull request, and one in reserve (`forge/github/offers.py`)."""


def _do(action: Action, forge: Forge | None, messenger: Messenger | None) -> list[str]:
    """What a person should know.

    An issue that somebody deleted or locked in the meantime stops nothing else.
    """
    if isinstance(action, Send) and messenger:
        messenger.send(action.item, action.payload)
        return []
    if forge is None:
        raise ForgeError("Nothing was changed: this plan needs a forge, and none was named.")
    try:
        return _record(action, forge) if isinstance(action, Record) else _write(action, forge)
    except Gone as error:
        return [str(error)]


def _record(action: Record, forge: Forge) -> list[str]:
    """A token that may do all but push that branch keeps the issues, and no ledger."""
    try:
        if not forge.append(action.branch, action.path, action.line, action.title):
            return [_RECORDED]
    except Ruled as error:
        return [_RULED.format(str(error).rstrip("."))]
    except NotAllowed:
        return [_NO_LEDGER]
    return []


def _write(action: Action, forge: Forge) -> list[str]:
    """What a person should know."""
    match action:
        case OpenIssue():
            assignees = (action.assignee,) if action.assignee else ()
            forge.create_issue(action.title, action.body, action.labels, assignees)
        case UpdateIssue():
            forge.edit_issue(action.number, body=action.body)
        case ReopenIssue() | CloseIssue() | Remind():
            return _tell(action, forge)
        case AssignIssue():
            forge.assign(action.number, action.assignee)
        case LinkIssue():
            forge.add_sub_issue(action.number, action.child)
        case PostComment():
            forge.comment(action.number, action.body)
        case EditComment():
            forge.edit_comment(action.number, action.id, action.body)
        case RemoveComment():
            forge.remove_comment(action.number, action.id)
        case React() | Reply() | Propose() | PostStatus():
            return _answer(action, forge)
    return []


def _answer(action: React | Reply | Propose | PostStatus, forge: Forge) -> list[str]:
    """What a command asked for, or a pull request waits for."""
    match action:
        case PostStatus():
            told = (action.context, State(action.state), action.description, action.url)
            forge.post_status(action.commit, CommitStatus(*told))
        case React():
            forge.react(action.number, action.comment, action.content)
        case Reply():
            forge.comment(action.number, reply(action.mark, action.text))
        case Propose():
            return _propose(action, forge)
    return []


def _propose(action: Propose, forge: Forge) -> list[str]:
    """The pull request first: the reply names it, or has the lines to paste where there is none."""
    told: list[str] = []
    try:
        proposal = forge.propose(action.change)
    except NotAllowed:
        told.append("This token may not push a branch (`contents: write`); the reply has the lines to paste.")
        why = "this workflow's token may not push a branch"
        text = replies.not_written(action.waiver, why, action.links)
    else:
        ours = proposal.branch == action.change.branch
        text = (
            replies.proposed(action.waiver, proposal, action.links)
            if ours
            else replies.asked_already(action.waiver, proposal)
        )
    forge.comment(action.number, reply(action.mark, text))
    return told


def _tell(action: ReopenIssue | CloseIssue | Remind, forge: Forge) -> list[str]:
    """The comment comes before what remembers it: a run that ends between the two loses nothing, and the next
    one, which finds the comment by its first line, says nothing twice. A locked issue takes no comment, and
    its state and text all the same.
    """
    told = []
    try:
        if action.comment:
            forge.comment(action.number, action.comment)
    except Gone as error:
        told.append(str(error))
    match action:
        case ReopenIssue():
            forge.edit_issue(action.number, body=action.body, open_=True, reason="reopened")
        case CloseIssue():
            forge.edit_issue(action.number, body=action.body, open_=False, reason=action.reason)
        case Remind():
            forge.edit_issue(action.number, body=action.body)
    return told
