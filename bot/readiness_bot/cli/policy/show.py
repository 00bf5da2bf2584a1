"""`readiness policy show`: what is in force at a repository, and which line says so."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.convention.organisation import Out
from readiness_bot.render import policy as render
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.output import say
from readiness_bot.runs.policy import NONE, VARIABLE, named, organisation_of, subject_of, with_plugins


@click.command("show", cls=Command)
@options.directory
@options.policy
@click.option("--name", metavar="OWNER/NAME", help="Of this repository; default: the one around DIR.")
@click.option("--topic", "topics", metavar="TOPIC", multiple=True, help="One of its topics; may be repeated.")
@click.option(
    "--property",
    "properties",
    metavar="NAME=VALUE",
    multiple=True,
    help="One of its custom properties; may be repeated.",
)
@options.format_
def command(
    directory: Path,
    policy_file: Path | None,
    name: str | None,
    topics: tuple[str, ...],
    properties: tuple[str, ...],
    format_: str,
) -> None:
    """What the policy asks of the model in DIR beyond the convention, each with the line that asks for it."""
    word = os.environ.get(VARIABLE, "").strip()
    if policy_file is None and word in ("", NONE):
        raise WrongUsage(f"Name the policy:  readiness policy show --policy FILE   (or set {VARIABLE})")
    organisation = organisation_of(policy_file) if policy_file else named(word)
    subject = subject_of(organisation, directory)
    if name is not None:
        subject = replace(subject, name=name)
    if topics:
        subject = replace(subject, topics=frozenset(topics))
    if properties:
        subject = replace(subject, properties=dict(map(_pair, properties)))
    found = organisation.at(subject)
    if not isinstance(found, Out):
        found = with_plugins(found, directory)
    if format_ == "json":
        say(render.as_json(organisation, subject, found))
    elif isinstance(found, Out):
        say(render.out(organisation, subject, found))
    else:
        say(render.in_force(organisation, subject, found))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise WrongUsage(f"--property {text} has no '='; write NAME=VALUE, such as domain=finance.")
    return name, value
