"""`readiness fleet badge`: a badge for each model of a scan."""

from __future__ import annotations

import json
from pathlib import Path

import click

from readiness_bot.cli.errors import Command
from readiness_bot.cli.fleet.files import scans
from readiness_bot.fleet.read import read_scans
from readiness_bot.fleet.write import write_files
from readiness_bot.portfolio.badge import INDEX, badge_of, file_name
from readiness_bot.render.portfolio.badge import endpoint, svg
from readiness_bot.runs.output import say
from readiness_bot.text.words import plural


@click.command("badge", cls=Command)
@scans
@click.option(
    "--output",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the badges into this folder.",
)
def command(files: tuple[Path, ...], folder: Path) -> None:
    """Write a badge for each model: an SVG, and JSON for shields.io.

    `index.json` says which file is whose. The names stay the same from scan to scan: `acme--churn.svg`.
    """
    scan = read_scans(files)
    written: dict[str, str] = {}
    index = []
    for row in scan.rows:
        name, badge = file_name(row), badge_of(row)
        written |= {f"{name}.svg": svg(badge, scan.head.scanned), f"{name}.json": endpoint(badge)}
        index.append(
            {
                "name": row.name,
                "folder": row.folder,
                "model": row.model,
                "message": badge.message,
                "file": name,
            }
        )
    write_files(folder, {**written, f"{INDEX}.json": json.dumps(index, indent=1) + "\n"})
    say(f"{plural(len(index), 'badge')} in {folder}")
