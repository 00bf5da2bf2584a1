"""`readiness comment`: the status comment of a pull request."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.sides import Sides
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.render.comment import comment_body
from readiness_bot.runs.errors import told
from readiness_bot.runs.forge import make_links, on_github
from readiness_bot.runs.former import former_at, former_states
from readiness_bot.runs.policy import policy_of
from readiness_bot.runs.publish import finish, publish
from readiness_bot.runs.run import Run
from readiness_bot.runs.sides import before


@click.command("comment", cls=Command)
@options.directory
@click.option(
    "--pr",
    "number",
    metavar="N",
    type=click.IntRange(min=1),
    required=True,
    help="The pull request's number.",
)
@click.option(
    "--against",
    metavar="REV",
    help="Compare against this commit; default: the pull request's own base, as the forge gives it.",
)
@options.forge
@options.plan_only
@options.format_
@options.policy
@options.day
def command(
    directory: Path,
    number: int,
    against: str | None,
    forge_name: str | None,
    plan_only: bool,
    format_: str,
    policy_file: Path | None,
    today_: date,
) -> None:
    """Write or update the one readiness comment on pull request N. A second run that says the same writes
    nothing."""
    policy = policy_of(policy_file, directory, remember=on_github(forge_name))
    run = Run(directory, policy, today_, forge_name, plan_only, format_)
    with told(ForgeError):
        head = run.working()
        report = evaluate(head, run.day, run.policy)
        states = former_at(run, against, head) if against else _base(run, number, head)
        base = before(run, states, None) if states else None
        publish(run, number, comment_body([Sides(report, base, concerned=True)], make_links))
    finish(run)


def _base(run: Run, number: int, head: Snapshot) -> list[Snapshot]:
    """What the pull request's own base holds; nothing where no forge tells, or this checkout lacks it."""
    pull = run.forge.pull(number)
    return former_states(run, pull.base_commit, head) if pull else []
