"""`readiness schema`: JSON Schema for editors."""

from __future__ import annotations

from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.convention.schema import NAMES, json_schema, policy_schema
from readiness_bot.runs.output import say
from readiness_bot.runs.policy import policy_of
from readiness_bot.text.escape import json_text
from readiness_bot.vocabulary import Kind


@click.command("schema", cls=Command)
@click.argument("file", metavar="[FILE]", required=False, type=click.Choice([*NAMES, "policy"]))
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    default=Kind.MODEL.value,
    show_default=True,
    help="Of which kind.",
)
@options.policy
def command(file: str | None, kind: str, policy_file: Path | None) -> None:
    """JSON Schema of FILE (such as contract.yaml, or policy); without FILE, of all six, by name."""
    of, overlay = Kind(kind), policy_of(policy_file, Path()).overlay
    if file == "policy":
        say(json_text(policy_schema()))
        return
    schema = (
        json_schema(file, of, overlay) if file else {name: json_schema(name, of, overlay) for name in NAMES}
    )
    say(json_text(schema))
