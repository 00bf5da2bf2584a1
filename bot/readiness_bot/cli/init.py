"""`readiness init`: scaffold readiness/ and the two workflows.

Asks nothing; says what it filled in, and from where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.reading.errors import NoGit
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.runs.clock import today
from readiness_bot.runs.errors import WrongUsage, told
from readiness_bot.runs.output import say
from readiness_bot.scaffold.action import ACTION, is_action
from readiness_bot.scaffold.answers import ANSWERS, Answer, Refused, Value, accept
from readiness_bot.scaffold.page import page
from readiness_bot.scaffold.plan import destination, plan_scaffold
from readiness_bot.scaffold.read import read_sources, root_of
from readiness_bot.scaffold.templates import templates
from readiness_bot.scaffold.write import CannotWrite, check_folders, write_files

F = TypeVar("F", bound=Callable[..., Any])

_METAVARS = {"login": "LOGIN", "team": "ORG/TEAM", "slug": "NAME", "text": "TEXT"}


def _answers(command: F) -> F:
    """An option for each value that can be told, described by the convention's own schema."""
    for answer in reversed(ANSWERS):
        command = click.option(answer.option, answer.slot, **_option(answer))(command)
    return command


def _option(answer: Answer) -> dict[str, Any]:
    rules = answer.rules
    help_ = rules["meta"]["what"].capitalize().replace("One developer", "Who builds the model") + "."
    if "allowed" in rules:
        return {"type": click.Choice([str(word) for word in rules["allowed"]]), "help": help_}
    name = _METAVARS[rules["type"]]
    return {"metavar": f"{name},{name},…" if answer.many else name, "help": help_}


@click.command("init", cls=Command)
@options.directory
@_answers
@click.option(
    "--action", metavar="REF", default=ACTION, show_default=True, help="The Action that the workflows call."
)
def command(directory: Path, action: str, **texts: str | None) -> None:
    """Write readiness/ and two workflows for the model in DIR.

    What CODEOWNERS, git and the model card already say is filled in. Nothing is ever overwritten: a second
    run changes nothing.
    """
    given = _given(texts)
    if not is_action(action):
        raise WrongUsage(f"--action is {action[:60]!r}; write OWNER/REPOSITORY@REF, such as {ACTION}.")
    sources, texts_of = read_sources(directory), templates()
    root = root_of(directory, sources.prefix)
    with _usage():
        scaffold = plan_scaffold(given, sources, texts_of, action)
    with told(CannotWrite):
        check_folders(root, (destination(name, sources.prefix) for name in texts_of))
        write_files(root, scaffold.files)
    say(page(scaffold, _report(directory)))


def _report(directory: Path) -> Report | None:
    """What is open now. Without git there are files and no answer yet, which is no reason to fail."""
    try:
        return evaluate(read_worktree(directory), today())
    except NoGit:
        return None


def _given(texts: Mapping[str, str | None]) -> dict[str, Value]:
    """The options as values. Wrong usage where one is no such value."""
    with _usage():
        return {
            answer.slot: accept(answer, text)
            for answer in ANSWERS
            if (text := texts[answer.slot]) is not None
        }


@contextmanager
def _usage() -> Iterator[None]:
    """Wrong usage where a value is refused."""
    try:
        yield
    except Refused as refused:
        raise WrongUsage(str(refused) if str(refused).endswith("?") else f"{refused}.") from refused
