"""`readiness init`: scaffold readiness/ and the two workflows. Asks nothing that it can infer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import told
from readiness_bot.convention.fields import TYPES
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.render.escape import plain
from readiness_bot.resources import texts
from readiness_bot.scaffold.files import ACTION, scaffold
from readiness_bot.scaffold.infer import Known, infer
from readiness_bot.scaffold.read import read_surroundings
from readiness_bot.scaffold.write import CannotWrite, write_new
from readiness_bot.vocabulary import Stage, Tier

_ACTION = re.compile(r"[\w.-]+/[\w.-]+@[\w./-]+")


class Field(click.ParamType[str]):
    """A value of one of the convention's types."""

    def __init__(self, name: str) -> None:
        self.name = name

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        kind = TYPES[self.name]
        if not kind.accepts(value):
            self.fail(f"{value!r} is not {kind.called}; {kind.fix}", param, ctx)
        return value


@click.command("init")
@options.directory
@click.option("--model", type=Field("slug"), help="The model's short name; default: the repository's.")
@click.option("--stage", type=click.Choice([word.value for word in Stage]), help="Where the model stands; default: design.")
@click.option("--tier", type=click.Choice([word.value for word in Tier]), help="Its risk tier, if compliance has decided it.")
@click.option("--owner", type=Field("login"), help="The production owner's login.")
@click.option("--team", type=Field("team"), help="The receiving team, as organisation/team.")
@click.option("--business-owner", type=Field("login"), help="The business owner's login.")
@click.option(
    "--developer",
    "developers",
    type=Field("login"),
    multiple=True,
    help="A developer's login; may be repeated.",
)
@click.option(
    "--action", default=ACTION, show_default=True, metavar="REF", help="The action that the workflows use."
)
def command(directory: Path, action: str, developers: tuple[str, ...], **given: str | None) -> None:
    """Write readiness/ and its two workflows to DIR. Never overwrites; a second run changes nothing."""
    if not _ACTION.fullmatch(action):
        raise click.UsageError(f"--action is {action!r}; write it as owner/repository@version.")
    with told(CannotRead, CannotWrite):
        snapshot = read_worktree(directory)
        around, branch = read_surroundings(directory, snapshot)
        known = _with_given(infer(around), {**given, "developers": developers or None})
        files = scaffold(texts("templates"), known, action, branch, around.remote or around.folder_name)
        written, kept = write_new(directory, files)
    _say(written, kept, known)


def _with_given(inferred: Known, given: Mapping[str, str | tuple[str, ...] | None]) -> Known:
    """What a person says goes before what was inferred."""
    said = {slot: value for slot, value in given.items() if value}
    defaults = {"stage": Stage.DESIGN.value}
    sources = {slot: source for slot, source in inferred.sources.items() if slot not in said}
    return Known({**defaults, **inferred.values, **said}, sources)


def _say(written: list[str], kept: list[str], known: Known) -> None:
    if not written:
        click.echo("Nothing to do: all eight files are there, and none was changed.")
        return
    click.echo(f"Wrote {len(written)} file{'s' if len(written) != 1 else ''}:")
    for name in written:
        click.echo(f"  {name}")
    for name in kept:
        click.echo(f"  {name}  (was there, left as it is)")
    touched = {
        slot: source
        for slot, source in known.sources.items()
        if any(name.startswith("readiness/") for name in written)
    }
    if touched:
        click.echo("Filled in, from what is there (correct it where it is wrong):")
    for slot, source in touched.items():
        value = known.values[slot]
        click.echo(
            f"  {slot}: {plain(value if isinstance(value, str) else ', '.join(value))}  (from {source})"
        )
    click.echo(
        "Next: `readiness check` says what is due first, and who can close it. Then commit, and open a pull request."
    )
