"""`readiness fleet scan`: every model, judged."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from readiness_bot import __version__
from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.fleet.clones import Clone, clones_in
from readiness_bot.fleet.scan import Terms, scanned
from readiness_bot.portfolio.scan import Head, Shard, written
from readiness_bot.runs.clock import today
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.output import stream
from readiness_bot.runs.policy import organisation_of


class Part(click.ParamType[Shard]):
    """`2/8`: the second of eight parts."""

    name = "part"

    def convert(self, value: str | Shard, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        if isinstance(value, Shard):
            return value
        number, slash, of = value.partition("/")
        if slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of) <= 1000:
            return Shard(int(number), int(of))
        return self.fail(
            f"{value!r} is no part; write 2/8 for the second of eight (at most 1000)", param, ctx
        )


@click.command("scan", cls=Command)
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Judge the clones in this folder, up to three levels down.",
)
@click.option("--audit", "audited", is_flag=True, help="Read each clone's history too, for delays and costs.")
@click.option("--shard", metavar="I/N", type=Part(), help="Only part I of N (see `fleet merge`).")
@click.option(
    "--processes", metavar="N", type=click.IntRange(1, 256), help="Processes; default: all processors."
)
@options.policy
@options.day
@options.output
def command(
    folder: Path,
    audited: bool,
    shard: Shard | None,
    processes: int | None,
    policy_file: Path | None,
    today_: date,
    output: Path | None,
) -> None:
    """Judge every model, and write a row for each (docs/fleet.md).

    Read-only: nothing is written to any repository, and none needs to know of it. A repository that cannot be
    read is a row with its error.
    """
    clones = clones_in(folder)
    if not clones:
        raise WrongUsage(
            f"{folder} holds no repository: none of its folders, three levels down, has a .git or readiness/."
        )
    own = [clone for clone in clones if shard is None or shard.holds(clone.name)]
    organisation = organisation_of(policy_file) if policy_file else None
    terms = Terms(today_, today(), organisation, audited)
    called = organisation.called if organisation else ""
    head = Head(today_, "folder", called, __version__, audited, shard)
    stream(written(head, _rows(own, terms, processes)), output)


def _rows(clones: list[Clone], terms: Terms, processes: int | None) -> Iterator[str]:
    """With a bar on a terminal, while somebody waits."""
    with click.progressbar(
        range(0),
        length=len(clones),
        label="Repositories",
        show_pos=True,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        for rows in scanned(clones, terms, processes):
            bar.update(1)
            yield from rows
