"""Does what a comment that begins with `/readiness` asks. Shared by `readiness run`; no command of its own.

The same event again (a workflow that is run once more) finds its reaction, its reply or its pull request, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from readiness_bot.commands.grammar import Command, Mistake, Waive, parse
from readiness_bot.convention.load import load_files
from readiness_bot.convention.policy import Policy
from readiness_bot.forge.events import Commented
from readiness_bot.forge.protocol import Forge, ForgeError, NotAllowed
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.ledger.memory import Again
from readiness_bot.plan.answers import Action, Propose, React, Recheck, Reply, as_text
from readiness_bot.plan.apply import apply
from readiness_bot.plan.comment import plan_comment
from readiness_bot.plan.decide import Scene, asks_role, decide
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.render import replies
from readiness_bot.render.comment import comment_body
from readiness_bot.runs.errors import told
from readiness_bot.runs.evidence import asking
from readiness_bot.runs.forge import make_forge, make_links
from readiness_bot.runs.issues import learn, reconcile, show
from readiness_bot.runs.output import say
from readiness_bot.runs.read import read_head, try_snapshot_at
from readiness_bot.text.marker import Marker, read_marker, reply
from readiness_bot.text.markup import Markdown


@dataclass(frozen=True, slots=True)
class _Job:
    event: Commented
    directory: Path
    forge: Forge
    scene: Scene
    day: date
    verify: bool | None
    issues_later: bool


def answer(
    event: Commented,
    directory: Path,
    forge_name: str | None,
    plan_only: bool,
    policy: Policy,
    day: date,
    *,
    verify: bool | None = False,
    issues_later: bool = False,
) -> None:
    """A comment that is no command costs no request. `verify`: ask GitHub about the sign-offs first. `issues_later`: another job, which
    waits for its turn, brings the issues up to date; none is touched here."""
    command = parse(event.body)
    if command is None:
        say("This comment is no command: its first line does not begin with /readiness.")
        return
    snapshot = read_head(directory)
    marker = read_marker(event.issue_body)
    if marker is not None and marker.folder != snapshot.prefix:
        say(
            f"Issue #{event.number} is about another model ({marker.folder or 'the root'}); its own run answers."
        )
        return
    report = evaluate(snapshot, day, policy)
    job = _Job(
        event,
        directory,
        make_forge(forge_name, directory),
        _scene(event, snapshot, policy, report),
        day,
        verify,
        issues_later,
    )
    with told(ForgeError):
        actions = _decided(job, command, snapshot)
        if not actions:
            say("Answered already; nothing to do.")
        elif plan_only:
            say(as_text(actions, event.number))
        else:
            for action in actions:
                if not _do(action, job):
                    break


def _scene(event: Commented, snapshot: Snapshot, policy: Policy, report: Report) -> Scene:
    """What the default branch's newest commit holds: the text that a proposal is based on."""
    content = snapshot.files.get("readiness/governance.yaml")
    return Scene(
        report,
        load_files(snapshot),
        content if isinstance(content, bytes) else b"",
        policy,
        make_links(report.prefix, event.branch),
        event.branch or "main",
    )


def _decided(job: _Job, command: Command | Mistake, snapshot: Snapshot) -> Sequence[Action]:
    """Empty where the comment has its reply: looked for before the record of sign-offs is, which takes many requests."""
    doubted = _doubted(job.scene.report, command)
    if doubted and _answered(job):
        return ()
    scene = _verified(job, snapshot) if doubted else job.scene
    asked = asks_role(command, job.event.author, scene.files)
    role = job.forge.role(job.event.author) if asked else ""
    actions = decide(job.event, command, scene, role)
    replies_now = any(isinstance(action, Reply | Propose) for action in actions)
    return () if replies_now and not doubted and _answered(job) else actions


def _doubted(report: Report, command: Command | Mistake) -> bool:
    """Where the forge's word decides: whether an item that the files call satisfied is a gap to be waived."""
    result = report.by_id.get(command.item) if isinstance(command, Waive) else None
    return result is not None and not result.blocks and result.unverified


def _verified(job: _Job, snapshot: Snapshot) -> Scene:
    policy = job.scene.policy
    [found] = asking(job.directory, job.day, policy, flag=job.verify)([snapshot])
    return replace(job.scene, report=evaluate(snapshot, job.day, policy, evidence=found))


def _do(action: Action, job: _Job) -> bool:
    """Whether to go on."""
    event, links = job.event, job.scene.links
    match action:
        case React():
            job.forge.react(event.number, event.id, action.content)
            say(f"reacted to the comment on #{event.number}")
        case Reply():
            _reply(job, action.text)
        case Propose():
            try:
                proposal = job.forge.propose(action.change)
            except NotAllowed:
                say("This token may push no branch (`contents: write`); the reply has the lines to paste.")
                _reply(
                    job,
                    replies.not_written(action.waiver, "this workflow's token may not push a branch", links),
                )
            else:
                same = proposal.branch == action.change.branch
                waiver = action.waiver
                _reply(
                    job,
                    replies.proposed(waiver, proposal, links)
                    if same
                    else replies.asked_already(waiver, proposal),
                )
        case Recheck(accepted=False) if event.on_pull_request:
            return _recheck_pull(job)
        case Recheck():
            again = Again.OPEN if action.accepted else Again.ALL
            where, policy, verify = job.directory, job.scene.policy, job.verify
            if job.issues_later:
                learn(where, job.forge, policy, job.day, verify=verify, again=again)
            else:
                reconcile(where, job.forge, False, "text", policy, job.day, verify=verify, again=again)
    return True


def _recheck_pull(job: _Job) -> bool:
    """The pull request's comment, as its newest commit and the base branch stand. False where that was not possible."""
    number, scene = job.event.number, job.scene
    stands = job.forge.pull_head(number)
    now = try_snapshot_at(job.directory, stands.head) if stands else None
    if stands is None or now is None:
        if not _answered(job):
            _reply(job, replies.not_in_checkout())
        return False
    before = try_snapshot_at(job.directory, stands.base)
    states = [now, *([before] if before else [])]
    ask = asking(job.directory, job.day, scene.policy, number, job.verify)
    reports = [
        evaluate(state, job.day, scene.policy, evidence=found)
        for state, found in zip(states, ask(states), strict=True)
    ]
    head, base = reports[0], reports[1] if before else None
    text = comment_body(head, base, make_links(head.prefix, stands.branch))
    plan = plan_comment(number, text, job.forge.own_comments(number), head.prefix)
    show(plan, "text")
    apply(plan, job.forge)
    return True


def _marker(job: _Job) -> Marker:
    return Marker(f"reply={job.event.id}", job.scene.report.prefix)


def _answered(job: _Job) -> bool:
    wanted = _marker(job)
    return any(read_marker(comment.body) == wanted for comment in job.forge.own_comments(job.event.number))


def _reply(job: _Job, text: Markdown) -> None:
    job.forge.comment(job.event.number, reply(_marker(job), text))
    say(f"replied on #{job.event.number}")
