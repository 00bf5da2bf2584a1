"""`readiness ledger`: the record of evaluations, to read and to check against git."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.convention.policy import Policy
from readiness_bot.render import ledger as render
from readiness_bot.runs.clock import today
from readiness_bot.runs.ledger import entries_of, faults_of
from readiness_bot.runs.output import say
from readiness_bot.runs.run import Run


@click.group("ledger")
def command() -> None:
    """The record of each evaluation of the default branch, which the bot keeps on the branch
    readiness-ledger."""


_FILE = click.option(
    "--file",
    "file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read this file instead of the branch.",
)


@command.command("show", cls=Command)
@options.directory
@_FILE
def show(directory: Path, file: Path | None) -> None:
    """Show what each evaluation found and changed."""
    say(render.history(entries_of(Run(directory, Policy(), today()), file)))


@command.command("verify", cls=Command, short_help="Check each line against git.")
@options.directory
@_FILE
@options.format_
def check(directory: Path, file: Path | None, format_: str) -> None:
    """Evaluate again what git still holds, and name each line that disagrees.

    Exits with 0 when every line agrees, else with 1.
    """
    entries, faults = faults_of(Run(directory, Policy(), today()), file)
    say(render.verdict(entries, faults) if format_ == "text" else render.verdict_json(entries, faults))
    sys.exit(1 if faults else 0)
