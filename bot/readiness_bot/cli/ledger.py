"""`readiness ledger`: the record of evaluations, to read and to check against git."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import CannotDo, told
from readiness_bot.cli.read import try_snapshot_at
from readiness_bot.evaluate import evaluate, facts_of
from readiness_bot.evidence.answers import Unknown
from readiness_bot.evidence.claims import claims
from readiness_bot.evidence.judge import assess
from readiness_bot.ledger import verify
from readiness_bot.ledger.line import BRANCH, FILE, Line
from readiness_bot.ledger.rows import answers_of, hash_of
from readiness_bot.ledger.verify import Fault
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.ledger import tip_of, versions_of
from readiness_bot.reading.revision import Place, place_of
from readiness_bot.render import ledger as render

_NONE = (
    f"There is no ledger here: this clone has no branch {BRANCH}. The bot writes it on GitHub (docs/evidence.md), and "
    f"`git fetch origin {BRANCH}:refs/remotes/origin/{BRANCH}` brings it; `--file` reads another one."
)


@click.group("ledger")
def command() -> None:
    """The record of each evaluation of the default branch, which the bot keeps on the branch readiness-ledger."""


_FILE = click.option(
    "--file",
    "file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read this file, not the branch.",
)


@command.command("show")
@options.directory
@_FILE
def show(directory: Path, file: Path | None) -> None:
    """What each evaluation found, and what it changed."""
    text = _versions(directory, _place(directory), file)[-1][1]
    click.echo(render.history(verify.entries_of(text)))


@command.command("verify", short_help="Whether each line agrees with git.")
@options.directory
@_FILE
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def check(directory: Path, file: Path | None, format_: str) -> None:
    """Evaluate again what git still holds, and name each line that disagrees.

    Exits with 0 when every line agrees, else with 1.
    """
    place = _place(directory)
    versions = _versions(directory, place, file)
    entries = verify.entries_of(versions[-1][1])
    with told(CannotRead):
        again = _Again(directory, place, frozenset(place.git.run("rev-list", "HEAD").decode().split()))
        found = [*verify.rewritten(versions), *verify.unordered(entries)]
        found += [
            fault for entry in entries if entry.line for fault in again.faults(entry.number, entry.line)
        ]
    faults = sorted(found, key=lambda fault: fault.number)
    click.echo(render.verdict(entries, faults) if format_ == "text" else render.verdict_json(entries, faults))
    sys.exit(1 if faults else 0)


def _place(directory: Path) -> Place:
    place = place_of(directory)
    if place is None:
        raise CannotDo(f"{directory} is in no git repository, and a ledger is checked against git.")
    if place.shallow:
        raise CannotDo(
            "This clone is shallow; `git fetch --unshallow` brings the commits that were evaluated."
        )
    return place


def _versions(directory: Path, place: Place, file: Path | None) -> list[tuple[str, str]]:
    """(commit, text), oldest first; at least one."""
    if file:
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise CannotDo(f"{file} cannot be read: {error.strerror}.") from error
        if not verify.lines_of(text):
            raise CannotDo(f"{file} holds no line, so there is no evaluation to look at.")
        return [("", text)]
    tip = tip_of(place.git, BRANCH)
    with told(CannotRead):
        found = list(versions_of(place.git, tip, place.prefix + FILE)) if tip else []
    if not found:
        raise CannotDo(_NONE)
    return [(version.commit, version.text) for version in found]


@dataclass(frozen=True, slots=True)
class _Again:
    """The evaluations, once more."""

    directory: Path
    place: Place
    branch: frozenset[str]
    """The commits of what is checked out."""

    def faults(self, number: int, line: Line) -> Iterator[Fault]:
        snapshot = try_snapshot_at(self.directory, line.commit)
        if snapshot is None:
            yield verify.not_here(number, line, self._has(line.tree))
            return
        if line.commit not in self.branch:
            yield verify.left_behind(number, line)
        facts = facts_of(snapshot, line.day, line.policy)
        claimed = claims(facts)
        known = answers_of(line.evidence or ())
        evidence = assess(
            claimed, lambda claim: known.get(hash_of(claim)) or Unknown("the forge was not asked")
        )
        report = evaluate(
            snapshot, line.day, line.policy, evidence=None if line.evidence is None else evidence
        )
        tree = self.place.git.ask(
            "rev-parse", "--verify", "--quiet", f"{line.commit}:{snapshot.prefix}readiness"
        )
        yield from verify.disagreeing(number, line, tree, report, {hash_of(claim) for claim in claimed})

    def _has(self, tree: str) -> bool:
        return self.place.git.ask("cat-file", "-e", f"{tree}^{{tree}}") is not None
