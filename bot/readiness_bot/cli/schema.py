"""`readiness schema`: JSON Schema for editors."""

from __future__ import annotations

import click

from readiness_bot.cli.errors import Command
from readiness_bot.convention.schema import NAMES, json_schema
from readiness_bot.runs.output import say
from readiness_bot.text.escape import json_text
from readiness_bot.vocabulary import Kind


@click.command("schema", cls=Command)
@click.argument("file", metavar="[FILE]", required=False, type=click.Choice(NAMES))
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    default=Kind.MODEL.value,
    show_default=True,
    help="Of which kind.",
)
def command(file: str | None, kind: str) -> None:
    """JSON Schema of FILE (such as contract.yaml); without FILE, of all six, by name."""
    of = Kind(kind)
    schema = json_schema(file, of) if file else {name: json_schema(name, of) for name in NAMES}
    say(json_text(schema))
