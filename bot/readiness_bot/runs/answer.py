"""Does what a comment that begins with `/readiness` asks.

The same event again (a workflow that is run once more) finds its reaction, its reply or its pull request, and
writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from readiness_bot.commands.grammar import Command, Mistake, Waive, parse
from readiness_bot.convention.load import load_files
from readiness_bot.forge.events import Commented
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.ledger.again import Again
from readiness_bot.plan.actions import Answer, Plan, Propose, React, Recheck, Reply
from readiness_bot.plan.apply import apply
from readiness_bot.plan.decide import Scene, asks_role, decide, reply_mark
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.render import replies
from readiness_bot.render.comment import comment_body
from readiness_bot.runs.errors import told
from readiness_bot.runs.evidence import asking
from readiness_bot.runs.forge import make_links
from readiness_bot.runs.issues import learn, reconcile
from readiness_bot.runs.publish import publish, show, tell
from readiness_bot.runs.run import Run
from readiness_bot.text.marker import Marker, read_marker


@dataclass(frozen=True, slots=True)
class _Job:
    run: Run
    event: Commented
    scene: Scene


def answer(run: Run, event: Commented) -> None:
    """A comment that is no command costs no request.

    Where another job keeps the issues, none is touched here.
    """
    command = parse(event.body)
    if command is None:
        tell(run, "This comment is no command: its first line does not begin with /readiness.")
        return
    snapshot = run.committed()
    marker = read_marker(event.issue_body)
    if marker is not None and marker.folder != snapshot.prefix:
        other = marker.folder or "the root"
        tell(run, f"Issue #{event.number} is about another model ({other}); its own run answers.")
        return
    report = evaluate(snapshot, run.day, run.policy)
    job = _Job(run, event, _scene(run, event, snapshot, report))
    with told(ForgeError):
        answers = _decided(job, command, snapshot)
        if not answers:
            tell(run, "Answered already; nothing to do.")
        elif run.plan_only:
            show(run, Plan(tuple(answers)))
        else:
            for each in answers:
                if not _do(each, job):
                    break


def _scene(run: Run, event: Commented, snapshot: Snapshot, report: Report) -> Scene:
    """What the default branch's newest commit holds: the text that a proposal is based on."""
    content = snapshot.files.get("readiness/governance.yaml")
    governance = content if isinstance(content, bytes) else b""
    links = make_links(report.prefix, event.branch)
    return Scene(report, load_files(snapshot), governance, run.policy, links, event.branch or "main")


def _decided(job: _Job, command: Command | Mistake, snapshot: Snapshot) -> Sequence[Answer]:
    """Empty where the comment has its reply: looked for before the record of sign-offs is, which takes many
    requests."""
    doubted = _doubted(job.scene.report, command)
    if doubted and _answered(job):
        return ()
    scene = _verified(job, snapshot) if doubted else job.scene
    asked = asks_role(command, job.event.author, scene.files)
    role = job.run.forge.role(job.event.author) if asked else ""
    answers = decide(job.event, command, scene, role)
    replies_now = any(isinstance(each, Reply | Propose) for each in answers)
    return () if replies_now and not doubted and _answered(job) else answers


def _doubted(report: Report, command: Command | Mistake) -> bool:
    """Where the forge's word decides: whether an item that the files call satisfied is a gap to be waived."""
    result = report.by_id.get(command.item) if isinstance(command, Waive) else None
    return result is not None and not result.blocks and result.unverified


def _verified(job: _Job, snapshot: Snapshot) -> Scene:
    [found] = asking(job.run)([snapshot])
    return replace(job.scene, report=evaluate(snapshot, job.run.day, job.run.policy, evidence=found))


def _do(answer: Answer, job: _Job) -> bool:
    """Whether to go on."""
    if isinstance(answer, Recheck):
        return _recheck(answer, job)
    tell(job.run, *apply(Plan((answer,)), job.run.forge).notes)
    done = "reacted to the comment" if isinstance(answer, React) else "replied"
    tell(job.run, f"{done} on #{answer.number}")
    return True


def _recheck(answer: Recheck, job: _Job) -> bool:
    if job.event.on_pull_request and not answer.accepted:
        return _recheck_pull(job)
    run = replace(job.run, again=Again.OPEN if answer.accepted else Again.ALL)
    if job.event.issues_later:
        learn(run)
    else:
        reconcile(run)
    return True


def _recheck_pull(job: _Job) -> bool:
    """The pull request's comment, as its newest commit and the base branch stand.

    False where that was not possible.
    """
    run, number = job.run, job.event.number
    stands = run.forge.pull_head(number)
    now = run.at(stands.head) if stands else None
    if stands is None or now is None:
        if not _answered(job):
            _do(Reply("command", number, _mark(job), replies.not_in_checkout()), job)
        return False
    before = run.at(stands.base)
    states = [now, *([before] if before else [])]
    found = asking(run, number)(states)
    reports = [
        evaluate(state, run.day, run.policy, evidence=one) for state, one in zip(states, found, strict=True)
    ]
    head, base = reports[0], reports[1] if before else None
    publish(run, number, comment_body(head, base, make_links(head.prefix, stands.branch)), head.prefix)
    return True


def _mark(job: _Job) -> Marker:
    return reply_mark(job.event, job.scene.report.prefix)


def _answered(job: _Job) -> bool:
    wanted = _mark(job)
    return any(
        read_marker(comment.body) == wanted for comment in job.run.forge.own_comments(job.event.number)
    )
