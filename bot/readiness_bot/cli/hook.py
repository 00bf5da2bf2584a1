"""`readiness hook`: what pre-commit runs, with the names of the files that are about to be committed
(`.pre-commit-hooks.yaml`). Not in the list of commands, since nobody types it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.convention.registry import FILES
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.gate import gate
from readiness_bot.render import render
from readiness_bot.runs.output import say, write
from readiness_bot.runs.policy import policy_of
from readiness_bot.runs.run import Run


@click.command("hook", cls=Command, hidden=True)
@click.option(
    "--wrong-only", is_flag=True, help="Stop a commit only for what is wrong in the files, not for a gap."
)
@options.policy
@options.day
@click.argument("files", metavar="FILE…", nargs=-1, type=click.Path(path_type=Path))
def command(files: tuple[Path, ...], wrong_only: bool, policy_file: Path | None, today_: date) -> None:
    """`readiness check` for each model that one of these files belongs to.

    Exits with 1 where one of them is not ready, or, with --wrong-only, where something is wrong in its files.
    """
    policy = policy_of(policy_file, Path())
    reports = [evaluate(Run(each, policy, today_).working(), today_, policy) for each in models_of(files)]
    told = [(report, gate(report, strict=True)) for report in reports]
    stopping = [(r, verdict) for r, verdict in told if verdict.wrong or not (verdict.passed or wrong_only)]
    for number, (report, verdict) in enumerate(stopping):
        if number:
            say("")
        write(render("text", report, verdict), None)
    sys.exit(1 if stopping else 0)


def models_of(files: Iterable[Path]) -> list[Path]:
    """The folders of the models, each once: those whose `readiness/` holds one of the six files.

    A program may have a folder of that name, which is none of ours.
    """
    folders = dict.fromkeys(file.parent for file in files if file.parent.name == "readiness")
    return [folder.parent for folder in folders if any((folder / name).is_file() for name in FILES)]
