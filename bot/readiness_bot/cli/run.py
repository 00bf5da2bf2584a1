"""`readiness run`: the Action's entry point.

Reads which event started the workflow, and does what that event asks.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.cli.reports import write_reports
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
from readiness_bot.runs.bounded import MEBIBYTE, read_at_most
from readiness_bot.runs.errors import CannotDo, WrongUsage
from readiness_bot.runs.forge import on_github
from readiness_bot.runs.handlers import handle
from readiness_bot.runs.policy import policy_of
from readiness_bot.runs.run import Run

_MOST = 25 * MEBIBYTE
"""GitHub makes no payload of more than 25 MB: https://docs.github.com/webhooks/webhook-events-and-payloads"""


@click.command("run", cls=Command)
@options.any_directory
@options.forge
@options.plan_only
@options.format_
@options.only
@options.verify(default=None)
@click.option(
    "--report",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write each model's audit to this folder, one HTML page each, instead of doing what the event asks.",
)
@options.policy
@options.day
def command(
    directory: Path,
    forge_name: str | None,
    plan_only: bool,
    format_: str,
    only: str | None,
    verify: bool | None,
    report: Path | None,
    policy_file: Path | None,
    today_: date,
) -> None:
    """Do what GITHUB_EVENT_NAME asks, for every model below DIR: show the lines of a pull request, post its
    verdict, bring the issues up to date.
    """
    if report is not None:
        write_reports(
            Run(options.on_disk(directory), policy_of(policy_file, directory, remember=True), today_), report
        )
        return
    event = _half(only, read_event(os.environ.get("GITHUB_EVENT_NAME", ""), _payload()))
    policy = policy_of(policy_file, directory, remember=True)
    verify = verify if on_github(forge_name) else False
    if not isinstance(event, Nothing):
        directory = options.on_disk(directory)
    sys.exit(handle(Run(directory, policy, today_, forge_name, plan_only, format_, verify), event))


def _half(only: str | None, event: Event) -> Event:
    """What is left of an event for a job that does only one half of it.

    `issues`: such jobs share a concurrency group, in which GitHub drops a waiting one for the next. So each
    of them brings everything up to date, whatever the comment or the closed issue asks for itself: the one
    that it took the place of may have had a reason.
    """
    if only and isinstance(event, PullRequest | MergeGroup | WorkflowRun):
        raise WrongUsage(f"--only {only} does not go with a pull request's events: judge those without it.")
    if only == options.ISSUES and os.environ.get("GITHUB_EVENT_NAME") in ("issue_comment", "issues"):
        return Reconcile()
    if only == options.COMMAND and isinstance(event, Commented):
        return replace(event, issues_later=True)
    if only == options.COMMAND and isinstance(event, Reconcile):
        return Nothing("This event is not a comment, so there is no command to answer.")
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
