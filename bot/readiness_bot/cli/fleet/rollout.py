"""`readiness fleet rollout`: pull requests to the repositories that look like a model's."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.cli.fleet.files import scans
from readiness_bot.cli.init import action_of
from readiness_bot.convention.organisation import Organisation
from readiness_bot.fleet.offers import Server, Terms
from readiness_bot.fleet.read import read_scan
from readiness_bot.fleet.rollout import Limits, plan_rollout, unique
from readiness_bot.fleet.waves import wave_of
from readiness_bot.forge.hosts import DEFAULT_SERVER
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.plan import rollout
from readiness_bot.plan.actions import Plan, as_data, as_text
from readiness_bot.plan.apply import offer_all
from readiness_bot.plan.rollout import Asked, Wave, What, left_text
from readiness_bot.runs.errors import CannotDo, told
from readiness_bot.runs.forge import make_fleet
from readiness_bot.runs.output import say
from readiness_bot.runs.policy import of_the_fleet
from readiness_bot.scaffold.workflows import Choice, labels
from readiness_bot.text.escape import json_text, screen
from readiness_bot.vocabulary import Tier


@click.command("rollout", cls=Command)
@scans
@click.option(
    "--most",
    metavar="N",
    type=click.IntRange(1, 1000),
    default=rollout.MOST,
    show_default=True,
    help="Open at most so many pull requests.",
)
@click.option("--draft", is_flag=True, help="Open them as drafts, which ask no code owner for a review.")
@click.option(
    "--wave",
    "waves",
    metavar="NAME|FILE|PATTERN",
    multiple=True,
    help="Only these repositories: a wave of the policy, a file with a name or pattern a line, or a pattern"
    " such as acme/fraud-*. Several are taken in their order.",
)
@click.option(
    "--only", type=click.Choice([str(what) for what in What]), help="Only new folders, or only upgrades."
)
@click.option(
    "--contact", metavar="TEXT", default="", help="Who answers a team's questions: an address, a channel."
)
@click.option(
    "--tier", type=click.Choice([str(tier) for tier in Tier]), help="The tier that new folders begin at."
)
@click.option(
    "--gently/--in-full",
    default=True,
    show_default=True,
    help="Begin with one issue that shows everything, or with one for each thing that is due.",
)
@click.option(
    "--action", metavar="REF", help="The Action that the workflows use; by default this version's own."
)
@click.option("--runs-on", metavar="LABEL,…", help="The runner's label, or several: self-hosted,linux.")
@click.option("--inline", is_flag=True, help="Write the steps into the workflows, as `init --inline` does.")
@click.option(
    "--without-workflows",
    is_flag=True,
    help="Bring the readiness files alone, where a central workflow judges them.",
)
@click.option(
    "--budget",
    metavar="N",
    type=click.IntRange(1, 100_000),
    default=500,
    show_default=True,
    help="End before so many requests to GitHub's API; the next run goes on.",
)
@options.policy
@options.plan_only
@options.format_
@options.day
def command(
    files: tuple[Path, ...],
    most: int,
    draft: bool,
    waves: tuple[str, ...],
    only: str | None,
    contact: str,
    tier: str | None,
    gently: bool,
    action: str | None,
    runs_on: str | None,
    inline: bool,
    without_workflows: bool,
    budget: int,
    policy_file: Path | None,
    plan_only: bool,
    format_: str,
    today_: date,
) -> None:
    """Open pull requests in the repositories of a scan: readiness/ where it looks like a model's, an upgrade
    where workflows or readiness files are of an older version.

    A repository is asked once. One that closes its pull request is never asked again, until somebody who may
    write there comments `/readiness` on it. GITHUB_TOKEN is an App's or a person's (docs/fleet-rollout.md).
    """
    choice = Choice(action_of(action), () if runs_on is None else labels(runs_on), inline)
    within = of_the_fleet(policy_file)
    organisation = within or Organisation()
    terms = Terms(
        choice,
        Tier(tier) if tier else None,
        gently,
        workflows=not without_workflows,
        draft=draft,
        contact=contact or organisation.contact,
        named=action is not None,
    )
    chosen = tuple(wave_of(text, organisation.waves) for text in waves)
    planned = tuple(Wave(name, patterns) for name, patterns in organisation.waves.items())
    whom = rollout.Terms(chosen or planned, within, What(only) if only else None)
    rows = unique([row for file in files for row in read_scan(file).rows])
    url = (os.environ.get("GITHUB_SERVER_URL") or DEFAULT_SERVER).rstrip("/")
    server = Server(url, os.environ.get("GITHUB_TOKEN", ""))
    with told(ForgeError):
        fleet = make_fleet(os.environ)
        plan, asked = plan_rollout(fleet, rows, whom, server, terms, Limits(most, budget), today_)
        _show(plan, asked, format_)
        done = None if plan_only else offer_all(plan, fleet, budget)
    if done is None:
        return
    for note in done.notes[len(plan.notes) :]:
        say(note, err=format_ == "json")
    if plan.actions and not done.actions:
        raise CannotDo("None of these pull requests could be opened; the lines above say why.")


def _show(plan: Plan, asked: Asked, format_: str) -> None:
    if format_ == "json":
        say(json_text({**as_data(plan), **asked.data()}))
        return
    head = as_text(plan) if plan.actions else screen(["Nothing to open."])
    say(head)
    say(screen(left_text(asked)))
