"""`readiness policy check`: whether a policy is right."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from readiness_bot.cli.errors import Command
from readiness_bot.render import policy as render
from readiness_bot.runs.output import say
from readiness_bot.runs.policy import checked, lines


@click.command("check", cls=Command)
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Read FILE and what it extends, and name each line that is wrong.

    Exits with 0 when all of it is right, else with 1.
    """
    found = checked(file)
    if isinstance(found, list):
        say("\n".join(lines(found)))
        sys.exit(1)
    say(render.right(found))
