"""`readiness doctor`: whether the bot is in force in a repository, and how to fix what is not."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.doctor import page
from readiness_bot.doctor.examine import examine, in_force
from readiness_bot.runs.clock import now
from readiness_bot.runs.doctor import look
from readiness_bot.runs.output import write


@click.command("doctor", cls=Command)
@options.directory
@options.format_
@options.output
@click.option("--offline", is_flag=True, help="Ask no server: report only what this clone shows.")
def command(directory: Path, format_: str, output: Path | None, offline: bool) -> None:
    """Whether all that a verdict rests on is in force in DIR's repository, and how to fix what is not.

    Looks at the workflows on the default branch, the rulesets, rights, schedule, CODEOWNERS and ledger. It
    needs GITHUB_TOKEN for what only GitHub knows, and says what it could not look at. It changes nothing.

    Exits with 0 when nothing is found that is not in force, else with 1.
    """
    facts = look(directory, now(), offline=offline)
    points = examine(facts)
    write(page.text(facts.name, points) if format_ == "text" else page.json(points), output)
    sys.exit(0 if in_force(points) else 1)
