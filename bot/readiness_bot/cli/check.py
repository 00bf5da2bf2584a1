"""`readiness check`: evaluate a model's folder and say what blocks, what is due next, and who can close
it."""

from __future__ import annotations

import os
import shlex
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_bot.cli import COMMANDS, options
from readiness_bot.cli.errors import Command
from readiness_bot.render import FORMATS, render
from readiness_bot.runs.output import write
from readiness_bot.runs.policy import policy_of
from readiness_bot.runs.run import Run
from readiness_bot.vocabulary import Stage

if TYPE_CHECKING:
    from readiness_bot.judging.compare import Comparison
    from readiness_bot.judging.gate import Verdict
    from readiness_bot.judging.report import Report


@click.command("check", cls=Command)
@options.directory
@click.option(
    "--for",
    "entering",
    type=click.Choice([word.value for word in Stage]),
    help="Judge as if entering this stage.",
)
@click.option(
    "--against",
    metavar="REV",
    help=(
        "Also show what changed since this commit, and refuse regressions, skipped stages, and a lowered"
        " tier, target or limit."
    ),
)
@click.option("--all", "every", is_flag=True, help="Show advice too, and fold nothing (text format only).")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@options.output
@options.verify(default=False)
@options.policy
@options.day
def command(
    directory: Path,
    entering: str | None,
    against: str | None,
    every: bool,
    format_: str,
    output: Path | None,
    verify: bool,
    policy_file: Path | None,
    today_: date,
) -> None:
    """What a model in DIR still needs, where, and who can close it.

    Exits with 0 when no blocking gap is overdue and nothing is wrong, else with 1.
    """
    run = Run(directory, policy_of(policy_file, directory), today_, verify=verify)
    run.ahead()
    from readiness_bot.render.phrases import NO_FOLDER, no_folder  # while git works
    from readiness_bot.runs.check import check

    found = check(run, Stage(entering) if entering else None, against)
    report, verdict, change = found.report, found.verdict, found.change
    if format_ != "text":
        write(render(format_, report, verdict, change), output)
    elif report.absent and no_folder(report) == NO_FOLDER:
        write(_first_look(directory), output)
    else:
        command = _typed("check", directory, policy_file)
        answer = _typed("answer", directory, policy_file) if "answer" in COMMANDS else ""
        _show(
            report,
            verdict,
            change,
            output,
            every=every,
            folder=_from_here(directory),
            command=command,
            answer=answer,
            policy=f" {shlex.join(['--policy', str(policy_file)])}" if policy_file else "",
        )
    sys.exit(0 if verdict.passed else 1)


def _first_look(directory: Path) -> str:
    from readiness_bot.scaffold.first_look import first_look  # what a plain check does not need
    from readiness_bot.scaffold.read import read_sources

    return first_look(read_sources(directory))


def _show(
    report: Report,
    verdict: Verdict,
    change: Comparison | None,
    output: Path | None,
    *,
    every: bool,
    folder: str,
    command: str,
    answer: str,
    policy: str,
) -> None:
    """The page for people: as wide and as colourful as the terminal, plain in a file or a pipe."""
    from readiness_bot.cli.screen import columns, paint  # what the formats for programs do not need
    from readiness_bot.render.text import page
    from readiness_bot.render.view import View
    from readiness_bot.text.layout import WIDE, plain_rows

    view = View(WIDE if output else columns(), every, folder, command, answer, policy)
    rows = page(report, verdict, change, view)
    write(plain_rows(rows) if output else paint(rows), output)


def _typed(command: str, directory: Path, policy: Path | None = None) -> str:
    """A command on the same folder, to be pasted where the person stands."""
    folder = [str(directory)] if _from_here(directory) else []
    return shlex.join(["readiness", command, *folder, *(["--policy", str(policy)] if policy else [])])


def _from_here(directory: Path) -> str:
    """The way to a folder from where the person stands, with a closing slash; outside of that, as it was
    typed."""
    way = os.path.relpath(directory)
    way = str(directory) if way.startswith("..") else way
    return "" if way == "." else f"{way.rstrip('/')}/"
