"""From a command, who gave it and the default branch's files to what follows. Pure.

Logins come from the event alone. Who may: whoever may write to the repository, or is named in the readiness
files; what GitHub calls `author_association` is not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from readiness_bot.commands.grammar import Accept, Command, Explain, Mistake, Waive
from readiness_bot.commands.waiver import FILE, Waiver, refusal, waiver_of
from readiness_bot.convention import people
from readiness_bot.convention.file import Files
from readiness_bot.convention.policy import Policy
from readiness_bot.editing.edit import append
from readiness_bot.editing.errors import CannotEdit
from readiness_bot.forge.events import Commented
from readiness_bot.forge.protocol import Change
from readiness_bot.judging.report import Report
from readiness_bot.plan.actions import Answer, Propose, React, Recheck, Reply
from readiness_bot.render import replies
from readiness_bot.text.links import Links, from_root
from readiness_bot.text.marker import Marker, read_marker, reply
from readiness_bot.text.markup import Markdown


@dataclass(frozen=True, slots=True)
class Scene:
    """The default branch, as a decision sees it."""

    report: Report
    files: Files
    governance: bytes
    """readiness/governance.yaml; empty where it is missing."""
    policy: Policy
    links: Links | None
    branch: str
    """The default branch's name."""


def asks_role(command: Command | Mistake, author: str, files: Files) -> bool:
    """Whether the forge has to be asked what the author may do."""
    return not isinstance(command, Accept) and not people.is_named(author, files)


def decide(event: Commented, command: Command | Mistake, scene: Scene, role: str) -> tuple[Answer, ...]:
    """`role`: the author's on the forge; looked at only where `asks_role`."""
    if isinstance(command, Accept):
        return _accept(event, scene)
    if asks_role(command, event.author, scene.files) and role not in people.WRITERS:
        return (_reply(event, scene, replies.may_not(event.author, people.accepting(scene.files))),)
    match command:
        case Mistake() if _asks_again(event):
            return (_seen(event),)
        case Mistake():
            return (_reply(event, scene, replies.mistake(command.column, command.message, command.form)),)
        case Explain():
            return (_reply(event, scene, replies.explained(command.topic, scene.report, scene.links)),)
        case Waive():
            return (_waive(event, command, scene),)
        case _:
            return (Recheck(_ITEM, event.number), _seen(event))


_ITEM = "command"


def _asks_again(event: Commented) -> bool:
    """For the roll-out that opened this pull request, and reads the comment when it next runs
    (docs/fleet-rollout.md)."""
    marker = read_marker(event.issue_body)
    rolled_out = marker is not None and marker.key.startswith("rollout=")
    return event.on_pull_request and rolled_out and event.body.lower().split() == ["/readiness"]


def reply_mark(event: Commented, folder: str) -> Marker:
    """By which the reply to a comment is known."""
    return Marker(f"reply={event.id}", folder)


def _reply(event: Commented, scene: Scene, text: Markdown) -> Reply:
    return Reply(_ITEM, event.number, reply_mark(event, scene.report.prefix), text)


def _seen(event: Commented) -> React:
    return React(_ITEM, event.number, event.id)


def _accept(event: Commented, scene: Scene) -> tuple[Answer, ...]:
    """The comment itself is the record, which nobody can write in another's name; the reaction acknowledges
    it. The last one to accept sees the issue close."""
    asked = people.accepting(scene.files)
    if any(people.same_person(login, event.author) for _, login in asked):
        return (_seen(event), Recheck(_ITEM, event.number, accepted=True))
    return (_reply(event, scene, replies.not_asked(event.author, asked)),)


def _waive(event: Commented, command: Waive, scene: Scene) -> Answer:
    why = refusal(command, scene.report, scene.files, scene.policy.waiver_days)
    if why is not None:
        return _reply(event, scene, why)
    item = scene.report.by_id[command.item].item
    waiver = waiver_of(command, item, event.author, scene.files, scene.report.today)
    try:
        new = append(scene.governance, ("waivers",), waiver.entry())
    except CannotEdit as error:
        told = f"the file was left alone: {error}"
        return _reply(event, scene, replies.not_written(waiver, told, scene.links, allow=False))
    mark, change = reply_mark(event, scene.report.prefix), _change(event, waiver, scene, new)
    return Propose(_ITEM, event.number, mark, change, waiver, scene.links)


def _change(event: Commented, waiver: Waiver, scene: Scene, new: bytes) -> Change:
    mark = Marker(f"waive={waiver.item.id}", scene.report.prefix)
    return Change(
        branch=f"readiness/waive-{waiver.item.id}-{event.id}",
        base=scene.branch,
        path=from_root(scene.report.prefix, f"readiness/{FILE}"),
        old=scene.governance,
        new=new,
        title=replies.proposal_title(waiver, scene.report),
        body=reply(mark, replies.proposal_body(waiver, event.number, event.id, scene.links)),
    )
