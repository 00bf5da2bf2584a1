"""`readiness fleet backstage`: the models of a scan for Backstage's catalogue and scorecards."""

from __future__ import annotations

from pathlib import Path

import click

from readiness_bot.cli.errors import Command
from readiness_bot.cli.fleet.files import scans
from readiness_bot.fleet.read import read_scans
from readiness_bot.fleet.write import write_files
from readiness_bot.portfolio.badge import file_name
from readiness_bot.portfolio.catalogue import UNOWNED, entity_of, location
from readiness_bot.render.portfolio import waits
from readiness_bot.render.portfolio.backstage import document, facts
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.output import say, write
from readiness_bot.text.words import plural

_ENTRY = "catalog-info.yaml"


@click.command("backstage", cls=Command)
@scans
@click.option(
    "--format",
    "format_",
    type=click.Choice(["entities", "facts"]),
    default="entities",
    show_default=True,
    help="Entities of the catalogue, or facts for the scorecards of Tech Insights.",
)
@click.option(
    "--output",
    metavar="DIR|FILE",
    type=click.Path(path_type=Path),
    help="A file for all, or a folder (DIR/) for one entity a file and the Location that names them.",
)
@click.option(
    "--owner",
    metavar="REF",
    default=UNOWNED,
    show_default=True,
    help="Who owns a model that nobody answers for.",
)
def command(files: tuple[Path, ...], format_: str, output: Path | None, owner: str) -> None:
    """Write each model as a component for Backstage, with its stage, its owner and where its source is.

    A repository without a model is left out, and one that could not be read: better keep its last entity.
    """
    scan = read_scans(files)
    rows, day = [row for row in scan.rows if row.judged], scan.head.scanned
    unread = waits.unread(scan.rows, ", and left out here")
    if unread:
        say(f"{unread}.", err=True)
    in_folder = output is not None and (output.is_dir() or not output.suffix)
    if format_ == "facts":
        if in_folder:
            raise WrongUsage("The facts are one file: write --output facts.json.")
        write(facts(rows, day), output)
    elif output is None or not in_folder:
        write("".join(document(entity_of(row, day, owner)) for row in rows), output)
    else:
        named = {f"{file_name(row)}.yaml": document(entity_of(row, day, owner)) for row in rows}
        write_files(output, {**named, _ENTRY: document(location(named))})
        say(f"{plural(len(named), 'entity', 'entities')} in {output}")
