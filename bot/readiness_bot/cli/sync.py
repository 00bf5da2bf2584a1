"""`readiness sync`: bring the issues up to date with the files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import told
from readiness_bot.cli.forge import make_forge, make_links
from readiness_bot.cli.read import head_of, read_policy, snapshot_of
from readiness_bot.cli.verify import evidence_of, on_github
from readiness_bot.evaluate import evaluate
from readiness_bot.forge.protocol import Forge, ForgeError, Issue
from readiness_bot.plan.actions import Plan, as_data, as_text
from readiness_bot.plan.apply import apply
from readiness_bot.plan.issues import plan_issues
from readiness_bot.policy import Policy
from readiness_bot.report import Report


@click.command("sync")
@options.directory
@options.forge
@options.plan_only
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@options.verify(default=True)
@options.policy
@options.day
def command(
    directory: Path,
    forge_name: str | None,
    plan_only: bool,
    format_: str,
    verify: bool,
    policy_file: Path | None,
    today_: date,
) -> None:
    """Open, update and close the issues of a model in DIR, so that each due gap has one. A second run writes nothing."""
    verify = verify and on_github(forge_name)
    sync(
        directory,
        make_forge(forge_name, directory),
        plan_only,
        format_,
        read_policy(policy_file),
        today_,
        verify,
    )


def sync(
    directory: Path,
    forge: Forge,
    plan_only: bool,
    format_: str,
    policy: Policy,
    day: date,
    verify: bool = False,
) -> Report:
    """Plan, say it, and do it unless `plan_only`. `verify`: ask GitHub about the sign-offs first."""
    state = snapshot_of(directory)
    found = evidence_of(directory, [state], day, policy)[0] if verify else None
    report = evaluate(state, day, policy, evidence=found)
    with told(ForgeError):
        issues = _own_issues(forge)
        plan = plan_issues(report, issues, make_links(report.prefix), head_of(directory))
        show(plan, format_)
        if not plan_only:
            for note in apply(plan, forge).notes[len(plan.notes) :]:
                click.echo(note, err=format_ == "json")
    return report


def _own_issues(forge: Forge) -> Sequence[Issue]:
    try:
        return forge.own_issues()
    except ForgeError as error:
        raise type(error)(f"{error} Nothing was changed; run `readiness sync` again.") from error


def show(plan: Plan, format_: str) -> None:
    click.echo(
        json.dumps(as_data(plan), indent=2, ensure_ascii=False) if format_ == "json" else as_text(plan)
    )
