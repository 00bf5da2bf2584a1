"""`readiness policy diff`: what a change of the policy would open and close over the fleet."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

import click

from readiness_bot import __version__
from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.convention.organisation import Organisation
from readiness_bot.convention.policy import Policy
from readiness_bot.fleet.clones import Clone, clones_in
from readiness_bot.fleet.organisation import rows_of_found
from readiness_bot.fleet.scan import Terms, scanned
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.forge.scan import Limits, Wanted
from readiness_bot.plan.comment import POLICY, plan_comment
from readiness_bot.portfolio.preview import preview
from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.scan import Head, Scan, order, read, written
from readiness_bot.render import policy_preview as render
from readiness_bot.runs.clock import now, today
from readiness_bot.runs.errors import WrongUsage, told
from readiness_bot.runs.forge import make_scan
from readiness_bot.runs.output import say, write
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
    help="Clones of the fleet, up to three levels down.",
)
@click.option("--org", metavar="ORG", help="Every repository of an organisation, by GitHub's API.")
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
    folder: Path | None,
    org: str | None,
    number: int | None,
    format_: str,
    output: Path | None,
    forge_name: str | None,
    plan_only: bool,
    today_: date,
) -> None:
    """What FILE, a changed policy, would open and close over the fleet, before it is merged.

    Judges every model twice: by the policy as it was, and as it would be. Exits with 1 where the policy asks
    for something else and its version was not raised, else with 0. By the API it needs a token that reads the
    organisation's repositories: READINESS_FLEET_TOKEN, or GITHUB_TOKEN.
    """
    if former and against:
        raise WrongUsage("Give --from or --against: both say what the policy was.")
    new = organisation_of(file)
    old = organisation_of(former) if former else organisation_at(file, against or "HEAD")
    if (folder is None) == (org is None):
        raise WrongUsage("Give --folder or --org: where the models are.")
    rows = _in_folder(folder, (old, new), today_) if folder else _in(org or "", (old, new), today_)
    before, after = (_scan(some, each, today_) for some, each in zip(rows, (old, new), strict=True))
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


Policies: TypeAlias = tuple[Organisation | None, Organisation | None]
"""As it was, and as it would be."""
Rows: TypeAlias = tuple[Sequence[Row], Sequence[Row]]
"""By each of the two."""


def _in_folder(folder: Path, policies: Policies, day: date) -> Rows:
    clones = clones_in(folder)
    if not clones:
        raise WrongUsage(f"{folder} holds no repository, so nothing can be compared.")
    former, latter = (_judged(clones, Terms(day, today(), each)) for each in policies)
    return former, latter


def _judged(clones: Sequence[Clone], terms: Terms) -> Sequence[Row]:
    lines = (line for some in scanned(clones, terms) for line in some)
    return read("".join(written(Head(terms.day, ""), lines))).rows


def _in(org: str, policies: Policies, day: date) -> Rows:
    """Each repository is read once, and judged twice."""
    token = os.environ.get("READINESS_FLEET_TOKEN") or os.environ.get("GITHUB_TOKEN", "")
    wanted = Wanted(owner=org, properties=any(each and each.asks_properties for each in policies))
    given = {**os.environ, "GITHUB_TOKEN": token}
    with told(ForgeError):
        scan = make_scan(wanted, Limits(), now(), None, lambda text: say(text, err=True), environment=given)
        found = list(scan.found())
    former, latter = (
        sorted((row for one in found for row in rows_of_found(one, day, each)), key=order)
        for each in policies
    )
    return former, latter


def _scan(rows: Sequence[Row], organisation: Organisation | None, day: date) -> Scan:
    head = Head(day, "", organisation.called if organisation else "", __version__)
    return Scan(head, tuple(rows))
