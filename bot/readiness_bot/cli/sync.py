"""`readiness sync`: bring the issues up to date with the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.forge import make_forge
from readiness_bot.cli.read import read_policy
from readiness_bot.cli.reconcile import reconcile


@click.command("sync")
@options.directory
@options.forge
@options.plan_only
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@options.policy
@options.day
def command(
    directory: Path,
    forge_name: str | None,
    plan_only: bool,
    format_: str,
    policy_file: Path | None,
    today_: date,
) -> None:
    """Open, update and close the issues of a model in DIR, so that each due gap has one; the overview shows them all.

    A second run writes nothing.
    """
    reconcile(
        directory, make_forge(forge_name, directory), plan_only, format_, read_policy(policy_file), today_
    )
