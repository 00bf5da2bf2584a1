"""`readiness answer`: fill in what is missing and due, one question after the other, or by `--set`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from readiness_bot.answering.who import words
from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.runs.assigning import assign
from readiness_bot.runs.conversation import converse
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.policy import policy_of


@click.command("answer", cls=Command)
@options.directory
@click.option(
    "--role",
    type=click.Choice(list(words())),
    help="Whose questions; default: yours, if the files name the person in git's user.name or user.email.",
)
@click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="FILE.KEY=VALUE",
    help=(
        "Write this answer and ask nothing, such as governance.tier.level=low. Repeatable; all are written,"
        " or none."
    ),
)
@options.policy
@options.day
def command(
    directory: Path,
    role: str | None,
    assignments: tuple[str, ...],
    policy_file: Path | None,
    today_: date,
) -> None:
    """Answer what the model in DIR still needs before its next stage.

    Asks only for what is missing and due, suggests what is known, checks each answer at once, and writes it
    into its place in readiness/: comments, order and everything else stay as they are.
    """
    if assignments:
        if role is not None:
            raise WrongUsage("--set asks no questions, so it does not go with --role; leave one of them out.")
        assign(directory, today_, assignments, policy_of(policy_file, directory))
        return
    roles = words()[role] if role else None
    sys.exit(converse(directory, today_, roles, policy_of(policy_file, directory)))
