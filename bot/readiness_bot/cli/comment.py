"""`readiness comment`: the status comment of a pull request."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.plan.apply import apply
from readiness_bot.plan.comment import plan_comment
from readiness_bot.render.comment import comment_body
from readiness_bot.runs.errors import told
from readiness_bot.runs.forge import make_forge, make_links
from readiness_bot.runs.issues import show
from readiness_bot.runs.read import read_policy, report_at, report_of


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
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
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
    policy = read_policy(policy_file)
    forge = make_forge(forge_name, directory)
    report = report_of(directory, today_, policy)
    base = report_at(directory, against, today_, policy) if against else None
    with told(ForgeError):
        text = comment_body(report, base, make_links(report.prefix))
        plan = plan_comment(number, text, forge.own_comments(number), report.prefix)
        show(plan, format_)
        if not plan_only:
            apply(plan, forge)
