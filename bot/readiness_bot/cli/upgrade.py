"""`readiness upgrade`: the files and the workflows as this version has them."""

from __future__ import annotations

from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.cli.init import action_of
from readiness_bot.doctor.renew import Target
from readiness_bot.runs.clock import today
from readiness_bot.runs.output import say
from readiness_bot.runs.upgrade import apply_upgrade, plan_upgrade
from readiness_bot.runs.upgrade_page import page


@click.command("upgrade", cls=Command)
@options.directory
@click.option(
    "--action", metavar="REF", help="The Action that the workflows use; by default this version's own."
)
@options.plan_only
def command(directory: Path, action: str | None, plan_only: bool) -> None:
    """Bring readiness/ in DIR, and the workflows of its repository, to the convention of this version.

    Adds the blocks that the tier requires and the files lack, each in its place; text, comments and order
    stay. At a repository's root every model is upgraded. Workflows that an older version wrote are
    rewritten; one that somebody changed stays, and the difference is shown. Nothing is committed.
    """
    upgrade = plan_upgrade(directory, Target(action_of(action), action is not None), today())
    if not plan_only:
        apply_upgrade(upgrade)
    say(page(upgrade, done=not plan_only))
