"""`readiness fleet report`: the portfolio."""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path
from typing import Any

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.fleet.earlier import trail
from readiness_bot.fleet.read import read_scan
from readiness_bot.portfolio.count import portfolio
from readiness_bot.portfolio.scan import Scan, WrongScan, merged
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.output import write

OF_FIGURES, OF_ROWS = ("text", "markdown", "json"), ("csv",)


@click.command("report", cls=Command)
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--format", "format_", type=click.Choice([*OF_FIGURES, *OF_ROWS]), default="text", show_default=True
)
@options.output
@click.option(
    "--earlier",
    metavar="FILE|DIR",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="An earlier scan, or a folder of them, for the trends. May be given more than once.",
)
@click.option(
    "--today",
    "today_",
    metavar="DATE",
    type=options.Day(),
    help="Count days up to this day; default: the scan's.",
)
def command(
    files: tuple[Path, ...],
    format_: str,
    output: Path | None,
    earlier: tuple[Path, ...],
    today_: date | None,
) -> None:
    """What a scan says of the whole fleet: what blocks most, where, whom it waits for, what it costs.

    FILE is what `fleet scan` wrote; the parts of one scan are put together first. docs/fleet.md defines every
    figure.
    """
    scan = scan_of(files)
    if today_ and today_ < scan.head.scanned:
        raise WrongUsage(f"--today {today_} is before the day of the scan ({scan.head.scanned}).")
    module: Any = importlib.import_module(f"readiness_bot.render.portfolio.{format_}")
    if format_ in OF_ROWS:
        write(module.render(scan), output)
        return
    write(module.render(portfolio(scan, trail(scan, earlier), today_)), output)


def scan_of(files: tuple[Path, ...]) -> Scan:
    """The scan in one file, or in its parts."""
    scans = [read_scan(file) for file in files]
    try:
        return merged(scans) if len(scans) > 1 else scans[0]
    except WrongScan as error:
        raise WrongUsage(f"These files cannot be reported on together: {error}.") from error
