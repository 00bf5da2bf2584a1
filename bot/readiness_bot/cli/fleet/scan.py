"""`readiness fleet scan`: every model, judged."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_bot import __version__
from readiness_bot.audit.question import Question
from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.convention.organisation import Organisation
from readiness_bot.convention.policy import Policy
from readiness_bot.fleet.clones import Clone, clones_in
from readiness_bot.fleet.heartbeat import with_runs
from readiness_bot.fleet.organisation import out_of, rows_found
from readiness_bot.fleet.scan import Terms, scanned
from readiness_bot.forge.fleet import Heart
from readiness_bot.forge.hosts import DEFAULT_SERVER
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.forge.scan import Limits, Scan, Wanted
from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.scan import Head, Shard, order, row_text, written
from readiness_bot.runs.clock import now, today
from readiness_bot.runs.errors import WrongUsage, told
from readiness_bot.runs.forge import make_heart, make_scan, repositories_in
from readiness_bot.runs.output import say, stream
from readiness_bot.runs.policy import of_the_fleet
from readiness_bot.text.words import plural

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all ways to scan need."""

    day: date
    organisation: Organisation | None
    audited: bool
    shard: Shard | None
    output: Path | None

    def head(self, source: str) -> Head:
        called = self.organisation.called if self.organisation else ""
        return Head(self.day, source, called, __version__, self.audited, self.shard)

    def holds(self, name: str) -> bool:
        return self.shard is None or self.shard.holds(name)


_FOLDER: click.Path[Path] = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE: click.Path[Path] = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("scan", cls=Command)
@click.option("--org", metavar="ORG", help="Every repository of an organisation or a user, by GitHub's API.")
@click.option(
    "--repos", metavar="FILE", type=_FILE, help="These alone, by the API: owner/name, one on each line."
)
@click.option(
    "--folder", metavar="DIR", type=_FOLDER, help="The clones in this folder, up to three levels down."
)
@click.option(
    "--audit", "audited", is_flag=True, help="Read each history too, for delays and costs: a clone each."
)
@click.option("--shard", metavar="I/N", type=Part(), help="Only part I of N (see `fleet merge`).")
@click.option(
    "--processes", metavar="N", type=click.IntRange(1, 256), help="For --folder; default: all processors."
)
@click.option("--deep", is_flag=True, help="Look for models in every folder: one request more a repository.")
@click.option(
    "--cache",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="What was read before; default: the user's cache.",
)
@click.option(
    "--budget",
    metavar="POINTS",
    type=click.IntRange(min=1),
    help="Of GraphQL's; default: leaves half of the token's hour.",
)
@click.option(
    "--resume", is_flag=True, help="Go on with a scan by the API that stopped; needs the same --output."
)
@options.policy
@options.day
@options.output
def command(
    org: str | None,
    repos: Path | None,
    folder: Path | None,
    audited: bool,
    shard: Shard | None,
    processes: int | None,
    deep: bool,
    cache: Path | None,
    budget: int | None,
    resume: bool,
    policy_file: Path | None,
    today_: date,
    output: Path | None,
) -> None:
    """Judge every model, and write a row for each (docs/fleet.md).

    Read-only: nothing is written to any repository, and none needs to know of it. A repository that cannot be
    read is a row with its error. By the API it needs GITHUB_TOKEN.
    """
    if [org, repos, folder].count(None) != 2:
        raise WrongUsage("Give one of --org, --repos and --folder: where the models are.")
    if resume and output is None:
        raise WrongUsage("--resume needs --output: what a scan has listed is kept beside it.")
    asked = _Asked(today_, of_the_fleet(policy_file), audited, shard, output)
    if folder is not None:
        _by_folder(asked, folder, processes)
        return
    organisation = asked.organisation
    wanted = Wanted(
        owner=org or "",
        names=repositories_in(repos) if repos else (),
        deep=deep,
        properties=bool(organisation and organisation.asks_properties),
        leave_out=lambda found: out_of(found, organisation, shard),
    )
    record = output.with_name(f"{output.name}.state") if output else None
    scan = make_scan(wanted, Limits(budget), now(), record, lambda text: say(text, err=True), cache)
    _by_forge(asked, scan, f"org {org}" if org else "repos", resume)


def _by_folder(asked: _Asked, folder: Path, processes: int | None) -> None:
    clones = clones_in(folder)
    if not clones:
        raise WrongUsage(
            f"{folder} holds no repository: none of its folders, three levels down, has a .git or readiness/."
        )
    own = [clone for clone in clones if asked.holds(clone.name)]
    terms = Terms(asked.day, today(), asked.organisation, asked.audited)
    stream(written(asked.head("folder"), _rows(own, terms, processes)), asked.output)


def _rows(clones: list[Clone], terms: Terms, processes: int | None) -> Iterator[str]:
    with _bar(len(clones), "Repositories") as bar:
        for rows in scanned(clones, terms, processes):
            bar.update(1)
            yield from rows


def _by_forge(asked: _Asked, scan: Scan, source: str, resume: bool) -> None:
    policies: dict[str, Policy] = {}
    with told(ForgeError):
        found = rows_found(scan, asked.day, asked.organisation, asked.shard, policies, resume=resume)
        judged = sorted((row for some in found for row in some), key=order)
        heart = make_heart(os.environ)
    rows = _with_runs(judged, heart, asked.day)
    lines = _with_audits(rows, policies, asked.day) if asked.audited else map(row_text, rows)
    stream(written(asked.head(source), lines), asked.output)
    spent = scan.spent + heart.spent
    queries, requests = plural(spent.queries, "query", "queries"), plural(spent.requests, "request")
    say(f"{plural(len(rows), 'row')}; {queries} ({spent.points} points) and {requests} by REST.", err=True)


def _with_audits(rows: Sequence[Row], policies: Mapping[str, Policy], day: date) -> Iterator[str]:
    from readiness_bot.fleet.histories import with_audits  # what a scan without histories does not need

    given = {"GITHUB_SERVER_URL": os.environ.get("GITHUB_SERVER_URL") or DEFAULT_SERVER}
    given["GITHUB_TOKEN"] = os.environ.get("GITHUB_TOKEN", "")
    with _bar(len(rows), "Histories") as bar:
        for some in with_audits(rows, policies, Question(day, today()), given):
            bar.update(len(some))
            yield from map(row_text, some)


def _bar(length: int, label: str) -> ProgressBar[int]:
    """On a terminal, while somebody waits."""
    hidden = not sys.stderr.isatty()
    return click.progressbar(
        range(0), length=length, label=label, show_pos=True, file=sys.stderr, hidden=hidden
    )


def _with_runs(rows: Sequence[Row], heart: Heart, day: date) -> Sequence[Row]:
    """With the day on which the bot last ran in each; without it where the token may not see that."""
    try:
        return with_runs(rows, heart, day)
    except ForgeError as error:
        say(f"When the bot last ran is not known: {error}", err=True)
        return rows
