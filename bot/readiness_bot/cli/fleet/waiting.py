"""`readiness fleet waiting`: what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.cli.fleet.files import scans
from readiness_bot.cli.screen import columns, paint
from readiness_bot.fleet.read import read_scans
from readiness_bot.portfolio.scan import Scan
from readiness_bot.portfolio.waiting import Person, known_as, like, person_of, waiting
from readiness_bot.render.portfolio import waiting_json, waiting_markdown, waiting_text, waits
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.output import write
from readiness_bot.text.escape import json_text
from readiness_bot.text.layout import BLANK, WIDE, Row, flow, part, plain_rows, trimmed
from readiness_bot.text.markup import join, prose


@click.command("waiting", cls=Command)
@scans
@click.option(
    "--for",
    "logins",
    metavar="LOGIN",
    multiple=True,
    help="Whose things: a login, or a team (@acme/risk). Several times for several of them.",
)
@click.option("--all", "everybody", is_flag=True, help="Everybody's, a few things of each.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
)
@options.output
def command(
    files: tuple[Path, ...], logins: tuple[str, ...], everybody: bool, format_: str, output: Path | None
) -> None:
    """Everything that waits for one person over all models of a scan, the most costly first.

    A week of a model costs its value (`value` in contract.yaml) once its evaluation has passed and something
    is late: that comes first, then what has been late for longest.
    """
    if everybody == bool(logins):
        raise WrongUsage("Whose things? Write --for LOGIN, or --all for everybody.")
    if not all(map(known_as, logins)):
        raise WrongUsage("--for needs a login, or a team (@acme/risk).")
    scan = read_scans(files)
    found = waiting(scan.rows, scan.head.scanned)
    people = found if everybody else tuple(person_of(found, login) for login in logins)
    if format_ == "json":
        unread = sum(row.error is not None for row in scan.rows)
        write(json_text(waiting_json.as_data(people, scan.head.scanned, unread)), output)
        return
    some, told = [one for one in people if one.waits], _nothing(people, found, scan)
    if format_ == "markdown":
        text = waiting_markdown.page(some, scan.head.scanned, waits.unread(scan.rows))
        write(join("\n", (*map(prose, told), text)), output)
        return
    width, most = WIDE if output else columns(), waiting_text.MOST_OF_MANY if everybody else None
    rows = trimmed((*_lines(told, width), *waiting_text.page(some, scan.head.scanned, width, most)))
    rows = trimmed((*rows, BLANK, *_lines([waits.unread(scan.rows)], width)))
    write(plain_rows(rows) if output else paint(rows), output)


def _nothing(people: Sequence[Person], found: Sequence[Person], scan: Scan) -> list[str]:
    """A sentence about each for whom nothing waits."""
    told = []
    for person in people:
        if not person.waits:
            others = like(found, scan.rows, person.login)
            told.append(waits.meant(person.login, others) if others else waits.glad(person, scan.rows))
    return told if people else [f"Nothing waits for anybody in {len(scan.rows)} rows of this scan."]


def _lines(told: Sequence[str], width: int) -> Iterator[Row]:
    for sentence in told:
        yield from flow((part(sentence),), width)
        yield BLANK
