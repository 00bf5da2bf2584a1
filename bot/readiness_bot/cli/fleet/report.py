"""`readiness fleet report`: the portfolio."""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path
from typing import Any

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.cli.fleet.files import scans
from readiness_bot.cli.libraries import LIBRARIES, PARQUET, how_to_add
from readiness_bot.fleet.earlier import trail
from readiness_bot.fleet.read import read_scan
from readiness_bot.portfolio.count import portfolio
from readiness_bot.portfolio.figures import Portfolio
from readiness_bot.portfolio.scan import Scan, WrongScan, merged
from readiness_bot.runs.errors import CannotDo, WrongUsage
from readiness_bot.runs.output import say, write, write_bytes
from readiness_bot.text import words

FORMATS = ("text", "markdown", "json", "csv", "parquet", "html")
OF_ROWS = ("csv", "parquet")
"""These have the scan's rows; the others its figures."""


@click.command("report", cls=Command)
@scans
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@options.output
@click.option(
    "--pages",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the HTML page to this folder, and beside it one for each model that has an audit.",
)
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
    pages: Path | None,
    earlier: tuple[Path, ...],
    today_: date | None,
) -> None:
    """What a scan says of the whole fleet: what blocks most, where, whom it waits for, what it costs.

    FILE is what `fleet scan` wrote; the parts of one scan are put together first. docs/fleet.md defines every
    figure.
    """
    if pages and (output or format_ not in ("text", "html")):
        raise WrongUsage("--pages writes HTML files of its own; leave --output and --format out.")
    if format_ == "parquet" and output is None:
        raise WrongUsage("Parquet is no text for a screen; name a file with --output.")
    scan = scan_of(files)
    if today_ and today_ < scan.head.scanned:
        raise WrongUsage(f"--today {today_} is before the day of the scan ({scan.head.scanned}).")
    if format_ in OF_ROWS:
        _write(_module(format_).render(scan), output)
        return
    module = _module("html" if pages else format_)  # before the scans are counted: a library may be missing
    found = portfolio(scan, trail(scan, earlier), today_)
    if pages:
        _write_pages(found, scan, pages)
    else:
        _write(module.render(found, scan) if format_ == "html" else module.render(found), output)


def scan_of(files: tuple[Path, ...]) -> Scan:
    """The scan in one file, or in its parts."""
    scans = [read_scan(file) for file in files]
    try:
        return merged(scans) if len(scans) > 1 else scans[0]
    except WrongScan as error:
        raise WrongUsage(f"These files cannot be reported on together: {error}.") from error


def _module(format_: str) -> Any:
    """Only the render that is asked for is imported."""
    try:
        return importlib.import_module(f"readiness_bot.render.portfolio.{format_}")
    except ModuleNotFoundError as error:
        if error.name not in (*LIBRARIES, PARQUET):
            raise
        what, add = (
            ("Parquet", how_to_add(names=PARQUET)) if error.name == PARQUET else ("The page", how_to_add())
        )
        raise CannotDo(
            f"{what} needs {error.name}, which is not installed here. Add it:  {add}\n"
            "Text, Markdown, JSON and CSV need nothing more."
        ) from error


def _write(made: str | bytes, output: Path | None) -> None:
    if isinstance(made, str):
        write(made, output)
    elif output:
        write_bytes(made, output)


def _write_pages(found: Portfolio, scan: Scan, folder: Path) -> None:
    from readiness_bot.fleet.pages import write_pages  # it needs the libraries of the page

    done = write_pages(found, scan, folder)
    say(f"{folder / 'index.html'}, and {words.plural(done.pages, 'page')} of models with an audit.")
    if done.without:
        places = words.first_of(done.without, 5)
        say(f"The audit of {places} could not be shown; scan again with --audit.", err=True)
