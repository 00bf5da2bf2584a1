"""`readiness schema`: JSON Schema for editors."""

from __future__ import annotations

import click

from readiness_bot.cli.errors import Command
from readiness_bot.convention.schema import NAMES, json_schema
from readiness_bot.runs.output import say
from readiness_bot.text.escape import json_text


@click.command("schema", cls=Command)
@click.argument("file", metavar="[FILE]", required=False, type=click.Choice(NAMES))
def command(file: str | None) -> None:
    """JSON Schema of FILE (such as contract.yaml); without FILE, of all six, by name."""
    schema = json_schema(file) if file else {name: json_schema(name) for name in NAMES}
    say(json_text(schema))
