"""`readiness comment`: the status comment of a pull request."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.render.comment import comment_body
from readiness_bot.runs.errors import told
from readiness_bot.runs.forge import make_links
from readiness_bot.runs.publish import publish
from readiness_bot.runs.read import former_at, read_policy
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
@click.option("--against", metavar="REV", help="The pull request's base, to say what it changes.")
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
    """Write or update the one readiness comment on pull request N. Saying the same twice writes nothing."""
    run = Run(directory, read_policy(policy_file), today_, forge_name, plan_only, format_)
    head = run.working()
    report = evaluate(head, run.day, run.policy)
    base = before(run, former_at(run, against, head), None) if against else None
    with told(ForgeError):
        publish(run, number, comment_body(report, base, make_links(report.prefix)), report.prefix)
