"""`readiness sync`: bring the issues up to date with the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.ledger.again import Again
from readiness_bot.runs.forge import EMBEDDED, on_github
from readiness_bot.runs.issues import reconcile
from readiness_bot.runs.output import say
from readiness_bot.runs.policy import policy_of
from readiness_bot.runs.publish import finish
from readiness_bot.runs.run import Run


@click.command("sync", cls=Command)
@options.directory
@options.forge
@options.plan_only
@options.format_
@options.verify(default=None)
@options.policy
@options.day
def command(
    directory: Path,
    forge_name: str | None,
    plan_only: bool,
    format_: str,
    verify: bool | None,
    policy_file: Path | None,
    today_: date,
) -> None:
    """Open, update and close the issues of a model in DIR, so that each due gap has one; the overview shows
    them all.

    A second run writes nothing.
    """
    verify = verify if on_github(forge_name) else False
    again = Again.ALL if verify else Again.OLD
    policy = policy_of(policy_file, directory, remember=on_github(forge_name))
    run = Run(directory, policy, today_, forge_name, plan_only, format_, verify, again)
    try:
        reconcile(run)
    finally:
        finish(run)
    if forge_name is None and not on_github(None) and not plan_only:
        where = directory / EMBEDDED
        say(f"The issues are files in {where}/; on GitHub the follow-up workflow keeps them.", err=True)
