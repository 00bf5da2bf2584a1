"""`readiness policy diff`: what a change of the policy would open and close over the fleet."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from readiness_bot import __version__
from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.convention.organisation import Organisation
from readiness_bot.convention.policy import Policy
from readiness_bot.fleet.clones import Clone, clones_in
from readiness_bot.fleet.scan import Terms, scanned
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.plan.comment import POLICY, plan_comment
from readiness_bot.portfolio.preview import preview
from readiness_bot.portfolio.scan import Head, Scan, read, written
from readiness_bot.render import policy_preview as render
from readiness_bot.runs.clock import today
from readiness_bot.runs.errors import WrongUsage, told
from readiness_bot.runs.output import write
from readiness_bot.runs.policy import organisation_at, organisation_of
from readiness_bot.runs.publish import carry_out, finish
from readiness_bot.runs.run import Run

_FILE: click.Path[Path] = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("diff", cls=Command)
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--from", "former", metavar="FILE", type=_FILE, help="The policy as it was, in another file.")
@click.option("--against", metavar="REV", help="The policy as it was: FILE at this commit; default: HEAD.")
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Clones of the fleet, up to three levels down.",
)
@click.option(
    "--pr",
    "number",
    metavar="N",
    type=click.IntRange(min=1),
    help="Write it as the comment on pull request N.",
)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True
)
@options.output
@options.forge
@options.plan_only
@options.day
def command(
    file: Path,
    former: Path | None,
    against: str | None,
    folder: Path,
    number: int | None,
    format_: str,
    output: Path | None,
    forge_name: str | None,
    plan_only: bool,
    today_: date,
) -> None:
    """What FILE, a changed policy, would open and close over the fleet, before it is merged.

    Judges every clone twice: by the policy as it was, and as it would be. Exits with 1 where the policy asks
    for something else and its version was not raised, else with 0.
    """
    if former and against:
        raise WrongUsage("Give --from or --against: both say what the policy was.")
    new = organisation_of(file)
    old = organisation_of(former) if former else organisation_at(file, against or "HEAD")
    clones = clones_in(folder)
    if not clones:
        raise WrongUsage(f"{folder} holds no repository, so nothing can be compared.")
    before, after = (_scan(clones, each, today_) for each in (old, new))
    found = preview(before, after, differs=old is None or old.asks != new.asks)
    if number is not None:
        run = Run(
            file.parent, Policy(), today_, forge_name, plan_only, "json" if format_ == "json" else "text"
        )
        with told(ForgeError):
            comments = run.forge.own_comments(number)
            carry_out(run, plan_comment(number, render.as_comment(found), comments, found.changes, POLICY))
        finish(run)
    else:
        renders = {"text": render.as_text, "json": render.as_json, "markdown": render.as_comment}
        write(renders[format_](found), output)
    sys.exit(1 if found.version_forgotten else 0)


def _scan(clones: list[Clone], organisation: Organisation | None, day: date) -> Scan:
    head = Head(day, "folder", organisation.called if organisation else "", __version__)
    lines = scanned(clones, Terms(day, today(), organisation))
    return read("".join(written(head, (row for rows in lines for row in rows))))
