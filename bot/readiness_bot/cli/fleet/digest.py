"""`readiness fleet digest`: one message a person and week about all that waits for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.cli.fleet.files import scans
from readiness_bot.convention.fleet_ways import ADDRESS_IN, REPOSITORY, DigestWay, Service
from readiness_bot.fleet.digest import Way, by_issues, by_webhook
from readiness_bot.fleet.read import read_scans
from readiness_bot.plan.digest import MOST, Round
from readiness_bot.portfolio.waiting import known_as, waiting
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.policy import of_the_fleet
from readiness_bot.text.words import plural

_OLDEST = 7
"""Days of a scan: nobody is told what was true some time ago."""
_WHICH_WAY = (
    "Which way? Write --repository OWNER/NAME, or --webhook slack or teams, or let the policy say it"
    " (`digest:`, docs/policy.md)."
)


@click.command("digest", cls=Command)
@scans
@click.option("--repository", metavar="OWNER/NAME", help="Keep one issue a person in this repository.")
@click.option(
    "--webhook",
    "service",
    type=click.Choice([str(service) for service in Service]),
    help=f"Send one message a person to {ADDRESS_IN} (an environment variable).",
)
@click.option(
    "--state",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --webhook: where it is remembered who got a message. Keep it between runs.",
)
@click.option("--for", "logins", metavar="LOGIN", multiple=True, help="Only this person's or team's digest.")
@click.option(
    "--most", metavar="N", type=click.IntRange(1, 1000), default=MOST, show_default=True, help="People a run."
)
@options.policy
@options.forge
@options.plan_only
@options.format_
@options.day
def command(
    files: tuple[Path, ...],
    repository: str | None,
    service: str | None,
    state: Path | None,
    logins: tuple[str, ...],
    most: int,
    policy_file: Path | None,
    forge_name: str | None,
    plan_only: bool,
    format_: str,
    today_: date,
) -> None:
    """Tell each person what waits for them, once a week at most.

    By an issue each, which is kept up to date, or by a message to Slack or Teams: as the options say, or else
    the policy. A second run in the same week tells nobody again.
    """
    if service and (repository or forge_name):
        raise WrongUsage(_WHICH_WAY)
    if repository and not REPOSITORY.fullmatch(repository):
        raise WrongUsage(f"--repository is {repository!r}; write OWNER/NAME.")
    if service or repository or forge_name:
        how = DigestWay(repository or "", Service(service) if service else None)
    else:
        how = _by_policy(policy_file)
    if how.webhook and not state:
        raise WrongUsage("Where is it remembered who got a message? Write --state FILE, and keep that file.")
    scan = read_scans(files)
    age = (today_ - scan.head.scanned).days
    if age > _OLDEST:
        raise WrongUsage(f"This scan is {plural(age, 'day')} old. Scan again before people are told.")
    judged = any(row.judged for row in scan.rows)
    complete = judged and all(row.error is None for row in scan.rows)
    this = Round(today_, complete, frozenset(map(known_as, logins)), most)
    people, way = waiting(scan.rows, scan.head.scanned), Way(plan_only, format_)
    if how.webhook and state:
        by_webhook(people, this, way, how.webhook, state, how.address_in)
    else:
        by_issues(people, this, way, forge_name or "github", how.repository)


def _by_policy(file: Path | None) -> DigestWay:
    """How the policy has people told. Raises WrongUsage where it does not say."""
    organisation = of_the_fleet(file)
    if organisation is None or organisation.digest is None:
        raise WrongUsage(_WHICH_WAY)
    return organisation.digest
