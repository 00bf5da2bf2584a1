"""`readiness run`: the Action's entry point. Reads which event started the workflow, and does what that event asks."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.convention.policy import Policy
from readiness_bot.evidence.judge import Evidence
from readiness_bot.forge.events import (
    Commented,
    Event,
    MergeGroup,
    Nothing,
    PullRequest,
    Reconcile,
    WorkflowRun,
    read_event,
)
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.judging.compare import compare
from readiness_bot.judging.gate import gate
from readiness_bot.ledger.memory import Again
from readiness_bot.plan.apply import apply
from readiness_bot.plan.comment import plan_comment
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.render import markdown, render
from readiness_bot.render.audit import markdown as audit_markdown
from readiness_bot.render.comment import comment_body
from readiness_bot.runs.answer import answer
from readiness_bot.runs.bounded import MEBIBYTE, read_at_most
from readiness_bot.runs.errors import CannotDo, WrongUsage
from readiness_bot.runs.evidence import asking, on_github, wanted
from readiness_bot.runs.forge import make_forge, make_links
from readiness_bot.runs.history import history_of
from readiness_bot.runs.issues import reconcile, show
from readiness_bot.runs.output import say
from readiness_bot.runs.read import read_policy
from readiness_bot.runs.sides import Ask, Sides, nothing_asked, read_sides
from readiness_bot.text.escape import command as command_line
from readiness_bot.text.markup import EMPTY, Markdown, join, prose

_MOST = 25 * MEBIBYTE
"""GitHub makes no payload of more than 25 MB: https://docs.github.com/webhooks/webhook-events-and-payloads"""
_AGAIN = {"schedule": Again.OPEN, "workflow_dispatch": Again.ALL, "repository_dispatch": Again.ALL}
"""By event, which sign-offs are asked about although the ledger has an answer. A gap that an approval closed after the merge is
seen in the next scheduled run; who cannot wait comments `/readiness recheck`."""


@click.command("run", cls=Command)
@options.any_directory
@options.forge
@options.plan_only
@options.only
@options.verify(default=None)
@options.policy
@options.day
def command(
    directory: Path,
    forge_name: str | None,
    plan_only: bool,
    only: str | None,
    verify: bool | None,
    policy_file: Path | None,
    today_: date,
) -> None:
    """Do what GITHUB_EVENT_NAME asks: judge a pull request (exit 0 or 1), or bring the issues up to date."""
    event = _half(only, read_event(os.environ.get("GITHUB_EVENT_NAME", ""), _payload()))
    policy = read_policy(policy_file)
    verify = verify if on_github(forge_name) else False
    if isinstance(event, Nothing):
        say(event.why)
    elif isinstance(event, WorkflowRun):
        from readiness_bot.runs.fork import comment_on_fork  # PyGithub, which other events may not need

        comment_on_fork(directory, event, forge_name, plan_only, policy, today_)
    elif isinstance(event, PullRequest | MergeGroup):
        sys.exit(_judge(options.on_disk(directory), event, forge_name, plan_only, verify, policy, today_))
    elif isinstance(event, Commented):
        answer(
            event,
            options.on_disk(directory),
            forge_name,
            plan_only,
            policy,
            today_,
            verify=verify,
            issues_later=only == options.COMMAND,
        )
    else:
        directory = options.on_disk(directory)
        forge = make_forge(forge_name, directory)
        again = _AGAIN.get(os.environ.get("GITHUB_EVENT_NAME", ""), Again.OLD)
        done = reconcile(directory, forge, plan_only, "text", policy, today_, verify=verify, again=again)
        report = done.report
        _summarise(join("\n\n", (markdown.render(report, gate(report)), *map(prose, done.notes))))
        if os.environ.get("GITHUB_EVENT_NAME") in ("schedule", "workflow_dispatch"):
            past = history_of(directory, today_, policy)
            _summarise(audit_markdown.render(past, make_links(report.prefix)) if past else EMPTY)


def _half(only: str | None, event: Event) -> Event:
    """What is left of an event for a job that does only one half of it.

    `issues`: such jobs share a concurrency group, in which GitHub drops a waiting one for the next. So each of them brings everything
    up to date, whatever the comment or the closed issue asks for itself: the one that it took the place of may have had a reason.
    """
    if only and isinstance(event, PullRequest | MergeGroup | WorkflowRun):
        raise WrongUsage(f"--only {only} does not go with a pull request's events: judge those without it.")
    if only == options.ISSUES and os.environ.get("GITHUB_EVENT_NAME") in ("issue_comment", "issues"):
        return Reconcile()
    if only == options.COMMAND and isinstance(event, Reconcile):
        return Nothing("This event is no comment, so there is no command to answer.")
    return event


def _payload() -> object:
    path = os.environ.get("GITHUB_EVENT_PATH")
    if not path:
        return None
    try:
        return json.loads(read_at_most(Path(path), _MOST, "The event's payload"))
    except (OSError, ValueError, RecursionError) as error:
        raise CannotDo(
            f"The event's payload cannot be read ({path}: {type(error).__name__}). Nothing was changed."
        ) from error


def _judge(
    directory: Path,
    event: PullRequest | MergeGroup,
    forge_name: str | None,
    plan_only: bool,
    verify: bool | None,
    policy: Policy,
    day: date,
) -> int:
    """The verdict sets the exit code; a comment that could not be written is a warning."""
    head = event.head if isinstance(event, PullRequest) else ""
    sides = read_sides(directory, event.base, head, day, policy, _ask(directory, event, verify, policy, day))
    report, base = sides.head, sides.base
    if event.base and base is None:
        told = "is not in this checkout, so changes are not shown; use `fetch-depth: 0`."
        say(command_line("notice", f"The base commit {event.base[:12]} {told}"))
    verdict = gate(report, base)
    change = compare(base, report) if base else None
    say(render("github", report, verdict, change))
    _summarise(markdown.render(report, verdict, change))
    if isinstance(event, PullRequest):
        _comment(directory, event, sides, forge_name, plan_only)
    return 0 if verdict.green else 1


def _ask(
    directory: Path, event: PullRequest | MergeGroup, verify: bool | None, policy: Policy, day: date
) -> Ask:
    """How the forge is asked about the sign-offs of both sides, if it can be."""

    def ask(states: Sequence[Snapshot], concerned: bool = True) -> Sequence[Evidence | None]:
        asked = wanted(verify, states, pull=True)
        if asked and not os.environ.get("GITHUB_TOKEN"):
            told = "The sign-offs were not verified: there is no GITHUB_TOKEN."
            say(command_line("warning", told, title="Readiness"))
            return nothing_asked(states)
        return asking(directory, day, policy, event.number, asked)(states, concerned)

    return ask


def _comment(
    directory: Path,
    event: PullRequest,
    sides: Sides,
    forge_name: str | None,
    plan_only: bool,
) -> None:
    """A pull request that has nothing to do with readiness gets none; one that is there is always kept true."""
    if event.from_fork:
        say(
            "This pull request comes from a fork, whose token may only read: the result is in the job summary, "
            "and the comment follows from the default branch (readiness-follow-up.yml)."
        )
        return
    try:
        forge = make_forge(forge_name, directory)
        report, links = sides.head, make_links(sides.head.prefix, event.branch)
        text = comment_body(report, sides.base, links, event.author)
        comments = forge.own_comments(event.number)
        plan = plan_comment(event.number, text, comments, report.prefix, wanted=sides.concerned)
        show(plan, "text")
        if not plan_only:
            apply(plan, forge)
    except (ForgeError, CannotDo) as error:
        say(command_line("warning", f"The comment could not be written. {error}", title="Readiness"))


def _summarise(text: Markdown) -> None:
    """The job summary: 1 MiB a step."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError as error:
        say(command_line("warning", f"The job summary could not be written: {error.strerror}"))
