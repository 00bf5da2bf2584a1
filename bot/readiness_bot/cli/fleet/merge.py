"""`readiness fleet merge`: the parts of a scan as one."""

from __future__ import annotations

from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.cli.fleet.files import scans
from readiness_bot.fleet.read import read_scan
from readiness_bot.portfolio.scan import WrongScan, merged, row_text, written
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.output import stream


@click.command("merge", cls=Command)
@scans
@options.output
def command(files: tuple[Path, ...], output: Path | None) -> None:
    """Put the parts of one scan together (`fleet scan --shard I/N`).

    The result is that of one scan of all, byte for byte. A part that is missing, there twice, or of another
    scan is refused.
    """
    try:
        whole = merged([read_scan(file) for file in files])
    except WrongScan as error:
        raise WrongUsage(f"These files cannot be merged: {error}.") from error
    stream(written(whole.head, map(row_text, whole.rows)), output)
