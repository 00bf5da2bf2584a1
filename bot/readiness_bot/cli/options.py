"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from readiness_bot.runs.clock import today

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A date such as 2026-09-23."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as YYYY-MM-DD", param, ctx)


COMMAND, ISSUES = ONLY = ("command", "issues")
"""Of what `readiness run` does on a comment, the half that it is to do."""

_FOLDER: click.Path[Path] = click.Path(exists=True, file_okay=False, path_type=Path)


def directory(command: F) -> F:
    """DIR: the model's folder."""
    return click.argument("directory", metavar="[DIR]", default=".", type=_FOLDER)(command)


def any_directory(command: F) -> F:
    """DIR, which some events need on disk (`on_disk`), and others only by name."""
    return click.argument("directory", metavar="[DIR]", default=".", type=click.Path(path_type=Path))(command)


def on_disk(directory: Path) -> Path:
    """Raises click's usage error where there is no such folder."""
    context = click.get_current_context()
    [parameter] = [p for p in context.command.params if p.name == "directory"]
    return _FOLDER.convert(directory, parameter, context)


def day(command: F) -> F:
    return click.option(
        "--today",
        "today_",
        metavar="DATE",
        type=Day(),
        default=today,
        help="Judge as of this day; default: now, in UTC.",
    )(command)


def policy(command: F) -> F:
    return click.option(
        "--policy",
        "policy_file",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="An organisation's rules for all its models.",
    )(command)


def forge(command: F) -> F:
    return click.option(
        "--forge",
        "forge_name",
        metavar="github|folder:PATH",
        help="Where issues and comments live; default: github in an Action, else folder:.readiness.",
    )(command)


def format_(command: F) -> F:
    """Of a command that does something: how it tells what."""
    return click.option(
        "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True
    )(command)


def plan_only(command: F) -> F:
    return click.option("--plan", "plan_only", is_flag=True, help="Show what would be done, and do nothing.")(
        command
    )


def only(command: F) -> F:
    """For a workflow that answers comments in one job, and keeps the issues in another that waits for its
    turn."""
    return click.option(
        "--only",
        type=click.Choice(ONLY),
        help=(
            "On a comment: `command` answers it and records in the ledger what GitHub says about the"
            " sign-offs; `issues` brings the issues up to date and answers nobody. Default: both."
        ),
    )(command)


def output(command: F) -> F:
    return click.option(
        "--output",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write to this file instead of the screen.",
    )(command)


def verify(*, default: bool | None) -> Callable[[F], F]:
    """Whether the forge is asked about sign-offs. None: as the repository's settings say."""
    asked = "default: `verify:` in .github/readiness.yaml" if default is None else "it needs GITHUB_TOKEN"
    return click.option(
        "--verify/--offline",
        "verify",
        default=default,
        help=f"Check the sign-offs with GitHub ({asked}), or judge the files alone.",
    )
