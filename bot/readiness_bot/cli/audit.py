"""`readiness audit`: where the last mile was lost, and what to fix first, from git's history alone."""

from __future__ import annotations

import importlib
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_bot.audit.question import Question
from readiness_bot.audit.read import open_past
from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.cli.libraries import LIBRARIES, how_to_add
from readiness_bot.reading.errors import CannotRead
from readiness_bot.runs.clock import today
from readiness_bot.runs.errors import CannotDo, WrongUsage, told
from readiness_bot.runs.output import write

if TYPE_CHECKING:
    from readiness_bot.audit.figures import Audit
    from readiness_bot.audit.in_force import InForce
    from readiness_bot.convention.policy import Policy

FORMATS = ("text", "json", "markdown", "html")


@click.command("audit", cls=Command)
@options.directory
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@options.output
@options.policy
@options.day
@click.option(
    "--since",
    metavar="DATE",
    type=options.Day(),
    help="Count open days, bottlenecks and the burndown from this day on.",
)
@click.option(
    "--production",
    metavar="DATE",
    type=options.Day(),
    help="The first day in production, if git does not show it.",
)
@click.option("--people", is_flag=True, help="Show people too, not only roles.")
def command(
    directory: Path,
    format_: str,
    output: Path | None,
    policy_file: Path | None,
    today_: date,
    since: date | None,
    production: date | None,
    people: bool,
) -> None:
    """Where the time between a passed evaluation and production went, what it cost, and what to fix first.

    Reads the commits of the branch that is checked out in DIR; what is not committed does not count.
    docs/audit.md defines every figure.
    """
    if since and since > today_:
        raise WrongUsage(f"--since {since} is after the day of the audit ({today_}).")
    policy = _policies(policy_file, directory)
    found = audit_of(directory, Question(today_, today(), production, since, people), policy)
    write(render(format_, found), output)


def audit_of(directory: Path, question: Question, policy: Policy | InForce | None = None) -> Audit:
    """The figures of a model's folder. Exit code 3 where its history cannot be read."""
    with told(CannotRead), open_past(directory) as read:
        from readiness_bot.audit.audit import audit  # here, since git is at work by now

        return audit(read(), question, policy)


def render(format_: str, found: Audit) -> str:
    """Only the render that is asked for is imported."""
    try:
        text: str = importlib.import_module(f"readiness_bot.render.audit.{format_}").render(found)
    except ModuleNotFoundError as error:
        if error.name not in LIBRARIES:
            raise
        raise CannotDo(
            f"The HTML report needs {error.name}, which is not installed here. Add it:  {how_to_add()}\n"
            "Text, Markdown and JSON need nothing more."
        ) from error
    return text


def _policies(file: Path | None, directory: Path) -> Policy | InForce | None:
    """`--policy FILE`: each version that git has of it counts from its day on. Without it, what the ledger
    recorded, and READINESS_POLICY for today."""
    if file is None and not os.environ.get("READINESS_POLICY", "").strip():
        return None
    from readiness_bot.audit.in_force import InForce
    from readiness_bot.runs.policy import policy_of
    from readiness_bot.runs.policy_past import versions_of

    now = policy_of(file, directory)
    if file is None:
        return now
    return InForce(versions_of(file, directory, now))
