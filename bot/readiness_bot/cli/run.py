"""`readiness run`: the Action's entry point. Reads which event started the workflow, and does what that event asks."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import CannotDo
from readiness_bot.cli.forge import make_forge, make_links
from readiness_bot.cli.read import read_policy, snapshot_of, try_snapshot_at
from readiness_bot.cli.sync import show, sync
from readiness_bot.cli.verify import evidence_of, on_github, unmerged
from readiness_bot.compare import compare
from readiness_bot.evaluate import evaluate
from readiness_bot.events import MergeGroup, Nothing, PullRequest, read_event
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.gate import gate
from readiness_bot.plan.apply import apply
from readiness_bot.plan.comment import plan_comment
from readiness_bot.policy import Policy
from readiness_bot.render import render
from readiness_bot.render.comment import comment_body
from readiness_bot.report import Report


@click.command("run")
@options.directory
@options.forge
@options.plan_only
@options.verify(default=True)
@options.policy
@options.day
def command(
    directory: Path,
    forge_name: str | None,
    plan_only: bool,
    verify: bool,
    policy_file: Path | None,
    today_: date,
) -> None:
    """Do what GITHUB_EVENT_NAME asks: judge a pull request (exit 0 or 1), or bring the issues up to date."""
    event = read_event(os.environ.get("GITHUB_EVENT_NAME", ""), _payload())
    policy = read_policy(policy_file)
    verify = verify and on_github(forge_name)
    if isinstance(event, Nothing):
        click.echo(event.why)
    elif isinstance(event, PullRequest | MergeGroup):
        sys.exit(_judge(directory, event, forge_name, plan_only, verify, policy, today_))
    else:
        forge = make_forge(forge_name, directory)
        report = sync(directory, forge, plan_only, "text", policy, today_, verify)
        _summarise(render("markdown", report, gate(report)))


def _payload() -> object:
    path = os.environ.get("GITHUB_EVENT_PATH")
    if not path:
        return None
    try:
        return json.loads(Path(path).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise CannotDo(
            f"The event's payload cannot be read ({path}: {type(error).__name__}). Nothing was changed."
        ) from error


def _judge(
    directory: Path,
    event: PullRequest | MergeGroup,
    forge_name: str | None,
    plan_only: bool,
    verify: bool,
    policy: Policy,
    day: date,
) -> int:
    """The verdict sets the exit code; a comment that could not be written is a warning."""
    report, base = _reports(directory, event, verify, policy, day)
    if event.base and base is None:
        click.echo(
            f"::notice::The base commit {event.base[:12]} is not in this checkout, so changes are not shown; use `fetch-depth: 0`."
        )
    verdict = gate(report, base)
    change = compare(base, report) if base else None
    click.echo(render("github", report, verdict, change))
    _summarise(render("markdown", report, verdict, change))
    if isinstance(event, PullRequest):
        _comment(directory, event, report, base, forge_name, plan_only)
    return 0 if verdict.green else 1


def _reports(
    directory: Path, event: PullRequest | MergeGroup, verify: bool, policy: Policy, day: date
) -> tuple[Report, Report | None]:
    """Head and base, with what the forge says about the sign-offs of both."""
    head, base = snapshot_of(directory), try_snapshot_at(directory, event.base) if event.base else None
    states = [head, *([base] if base else [])]
    if verify and not os.environ.get("GITHUB_TOKEN"):
        click.echo("::warning title=Readiness::The sign-offs were not verified: there is no GITHUB_TOKEN.")
        verify = False
    number = event.number if isinstance(event, PullRequest) else 0
    found = (
        evidence_of(directory, states, day, policy, unmerged(head, base, number))
        if verify
        else [None for _ in states]
    )
    reports = [evaluate(state, day, policy, evidence=one) for state, one in zip(states, found, strict=True)]
    return reports[0], reports[1] if base else None


def _comment(
    directory: Path,
    event: PullRequest,
    report: Report,
    base: Report | None,
    forge_name: str | None,
    plan_only: bool,
) -> None:
    if event.from_fork:
        click.echo(
            "This pull request comes from a fork, whose token may only read; the result is in the job summary."
        )
        return
    touches = base is None or not compare(base, report).changes_nothing or not gate(report, base).passed
    try:
        forge = make_forge(forge_name, directory)
        text = comment_body(report, base, make_links(report.prefix, event.branch))
        plan = plan_comment(
            event.number, text, forge.own_comments(event.number), report.prefix, wanted=touches
        )
        show(plan, "text")
        if not plan_only:
            apply(plan, forge)
    except (ForgeError, CannotDo) as error:
        told = error.message if isinstance(error, CannotDo) else str(error)
        click.echo(f"::warning title=Readiness::The comment could not be written. {told}")


def _summarise(text: str) -> None:
    """The job summary: 1 MiB a step."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError as error:
        click.echo(f"::warning::The job summary could not be written: {error.strerror}")
