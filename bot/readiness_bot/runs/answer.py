"""Does what a comment that begins with `/readiness` asks.

The same event again (a workflow that is run once more) finds its reaction, its reply or its pull request, and
writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from readiness_bot.commands.grammar import Accept, Command, Mistake, Waive, parse
from readiness_bot.convention import people
from readiness_bot.convention.load import load_files
from readiness_bot.forge.events import Commented
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.ledger.again import Again
from readiness_bot.plan.actions import Answer, Plan, Propose, React, Recheck, Reply
from readiness_bot.plan.apply import apply
from readiness_bot.plan.decide import Scene, asks_role, decide, reply_mark
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.render import replies
from readiness_bot.runs.errors import CannotDo, told
from readiness_bot.runs.evidence import verified, wanted
from readiness_bot.runs.follow_up import models_of
from readiness_bot.runs.forge import make_links
from readiness_bot.runs.issues import learn, reconcile_all
from readiness_bot.runs.models import folder_of
from readiness_bot.runs.publish import show, tell
from readiness_bot.runs.run import Run
from readiness_bot.runs.stand import fetched
from readiness_bot.runs.verdicts import post_verdicts
from readiness_bot.text.marker import Marker, read_marker


@dataclass(frozen=True, slots=True)
class _Job:
    run: Run
    """The model that the comment is about; the first, where it is about none in particular."""
    event: Commented
    scene: Scene
    models: Sequence[Run]
    """All of the repository."""
    root: Run
    """The repository itself."""


def answer(run: Run, event: Commented) -> None:
    """A comment that is no command costs no request.

    Where another job keeps the issues, none is touched here.
    """
    command = parse(event.body, tuple(item.id for item in run.policy.overlay.items))
    if command is None:
        tell(run, "This comment is not a command: its first line does not begin with /readiness.")
        return
    runs = models_of(run)
    meant = _meant(runs, read_marker(event.issue_body), command, event.author)
    if meant is None:
        tell(run, f"Issue #{event.number} is about a model that is no longer here; nothing to do.")
        return
    snapshot = meant.committed()
    report = evaluate(snapshot, run.day, run.policy)
    job = _Job(meant, event, _scene(meant, event, snapshot, report), runs, run)
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


def _meant(runs: Sequence[Run], marker: Marker | None, command: Command | Mistake, author: str) -> Run | None:
    """Below one of the bot's issues its model; elsewhere the one that the command fits."""
    if marker is not None:
        return next((run for run in runs if folder_of(run.place) == marker.folder), None)
    if isinstance(command, Accept) and len(runs) > 1:
        return next((run for run in runs if _asks(run, author)), runs[0])
    return runs[0]


def _asks(run: Run, login: str) -> bool:
    """Whether a model's files name somebody who has to accept."""
    asked = people.accepting(load_files(run.committed()))
    return any(people.same_person(one, login) for _, one in asked)


def _scene(run: Run, event: Commented, snapshot: Snapshot, report: Report) -> Scene:
    """What the default branch's newest commit holds: the text that a proposal is based on."""
    content = snapshot.files.get("readiness/governance.yaml")
    governance = content if isinstance(content, bytes) else b""
    links = make_links(report.prefix, event.branch)
    return Scene(
        report,
        load_files(snapshot, overlay=run.policy.overlay),
        governance,
        run.policy,
        links,
        event.branch or "main",
    )


def _decided(job: _Job, command: Command | Mistake, snapshot: Snapshot) -> Sequence[Answer]:
    """Empty where the comment has its reply: looked for before the record of sign-offs is, which takes many
    requests."""
    elsewhere = read_marker(job.event.issue_body) is None and len(job.models) > 1
    if isinstance(command, Waive) and elsewhere:
        if _answered(job):
            return ()
        return (Reply("command", job.event.number, _mark(job), replies.which_model(len(job.models))),)
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
    if not wanted(job.run, [snapshot]):
        return job.scene
    [found] = verified(job.run, [snapshot])
    return replace(job.scene, report=evaluate(snapshot, job.run.day, job.run.policy, evidence=found))


def _do(answer: Answer, job: _Job) -> bool:
    """Whether to go on."""
    if isinstance(answer, Recheck):
        return _recheck(answer, job)
    tell(job.run, *apply(Plan((answer,)), job.run.forge).notes)
    done = "reacted to the comment" if isinstance(answer, React) else "replied"
    tell(job.run, f"{done} on #{answer.number}")
    if isinstance(answer, Propose):
        _judge_proposal(answer, job)
    return True


def _recheck(answer: Recheck, job: _Job) -> bool:
    if job.event.on_pull_request and not answer.accepted:
        return _recheck_pull(job)
    again = Again.OPEN if answer.accepted else Again.ALL
    runs = [replace(run, again=again) for run in job.models]
    if job.event.issues_later:
        learn(runs)
    else:
        reconcile_all(runs)
    return True


def _recheck_pull(job: _Job) -> bool:
    """The pull request's status and comment, as it is now.

    False where there is none.
    """
    every = job.run.forge.open_pulls()
    pulls = [pull for pull in every if pull.number == job.event.number]
    if not pulls:
        tell(job.run, f"#{job.event.number} is no longer an open pull request; nothing to do.")
        return False
    post_verdicts(job.root, pulls, every)
    return True


def _judge_proposal(answer: Propose, job: _Job) -> None:
    """What a workflow's token opens starts no workflow that would have it judged
    (https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/trigger-a-workflow)."""
    try:
        every = job.run.forge.open_pulls()
        pulls = [pull for pull in every if pull.branch == answer.change.branch]
        if pulls:
            fetched(job.root, pulls)
            post_verdicts(job.root, pulls, every)
    except (CannotRead, CannotDo, ForgeError) as error:
        tell(job.run, f"Its verdict follows with the next scheduled run. {error}")


def _mark(job: _Job) -> Marker:
    return reply_mark(job.event, job.scene.report.prefix)


def _answered(job: _Job) -> bool:
    wanted = _mark(job)
    return any(
        read_marker(comment.body) == wanted for comment in job.run.forge.own_comments(job.event.number)
    )
