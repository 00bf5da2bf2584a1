"""`readiness init`: scaffold readiness/ and the two workflows.

On a terminal it asks what it cannot tell; says what it filled in, and from where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, TypeVar

import click

from readiness_bot.cli import options
from readiness_bot.cli.asking import ask, on_terminal
from readiness_bot.cli.errors import Command
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.reading.errors import NoGit
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.runs.begin import first_push
from readiness_bot.runs.clock import today
from readiness_bot.runs.errors import WrongUsage, told
from readiness_bot.runs.output import say
from readiness_bot.scaffold.action import ACTION, Action, own_action, parse_action
from readiness_bot.scaffold.answers import ANSWERS, Answer, Refused, Value, accept
from readiness_bot.scaffold.conversation import Talk
from readiness_bot.scaffold.guess import guess
from readiness_bot.scaffold.infer import infer
from readiness_bot.scaffold.page import page
from readiness_bot.scaffold.plan import plan_scaffold
from readiness_bot.scaffold.read import read_sources, root_of
from readiness_bot.scaffold.templates import parts, templates
from readiness_bot.scaffold.workflows import App, Choice, labels
from readiness_bot.scaffold.write import CannotWrite, check_folders, write_files
from readiness_bot.stopping import held

F = TypeVar("F", bound=Callable[..., Any])

_METAVARS = {"login": "LOGIN", "team": "ORG/TEAM", "slug": "NAME", "text": "TEXT"}


def _answers(command: F) -> F:
    """An option for each value that can be told, described by the convention's own schema."""
    for answer in reversed(ANSWERS):
        command = click.option(answer.option, answer.slot, **_option(answer))(command)
    return command


def _option(answer: Answer) -> dict[str, Any]:
    rules = answer.rules
    what = rules["meta"]["what"].replace("one developer", "who builds the model")
    help_ = f"{what[:1].upper()}{what[1:]}."
    if "allowed" in rules:
        return {"type": click.Choice([str(word) for word in rules["allowed"]]), "help": help_}
    name = _METAVARS[rules["type"]]
    return {"metavar": f"{name},{name},…" if answer.many else name, "help": help_}


@click.command("init", cls=Command)
@options.directory
@_answers
@click.option(
    "--action", metavar="REF", help="The Action that the workflows use; by default this version's own."
)
@click.option("--runs-on", metavar="LABEL,…", help="The runner's label, or several: self-hosted,linux.")
@click.option(
    "--inline", is_flag=True, help="Write the steps into the workflows, for servers that cannot call ours."
)
@click.option(
    "--app",
    is_flag=True,
    help="Have the follow-up act as an App of your own, which you make first: docs/app.md.",
)
@click.option(
    "--gently",
    is_flag=True,
    help="Begin with one issue, and block pull requests only for what they make worse.",
)
@click.option("--yes", "-y", "never_asks", is_flag=True, help="Ask nothing, even on a terminal.")
def command(
    directory: Path,
    action: str | None,
    runs_on: str | None,
    inline: bool,
    app: bool,
    gently: bool,
    never_asks: bool,
    **texts: str | None,
) -> None:
    """Write readiness/ for the model in DIR, and two workflows for its repository.

    What CODEOWNERS, git and the model card already say is filled in. On a terminal it asks for the rest,
    the tier first; it writes nothing before the last answer. Elsewhere it never asks.

    Nothing is ever overwritten. A second run adds the blocks that the files lack for their tier, each in its
    place, or changes nothing; a second model in a repository gets only its folder.
    """
    given = _given(texts)
    choice = _choice(action, runs_on, inline, app)
    sources, texts_of = read_sources(directory), templates()
    root = root_of(directory, sources.prefix)
    before = _report(directory) if sources.existing else None
    with _usage():
        found = {slot: value for slot, value in infer(sources).items() if slot not in given}
        if not never_asks and on_terminal():
            given = ask(Talk(sources, given, found, guess=guess(sources.code))).values
        scaffold = plan_scaffold(given, sources, texts_of, parts(), choice, report=before, gently=gently)
    with held(), told(CannotWrite):
        changed = (each.path for each in scaffold.additions)
        check_folders(root, (*(file.path for file in scaffold.files), *scaffold.kept, *changed))
        write_files(root, scaffold.files, scaffold.additions)
    report = _report(directory)
    say(page(scaffold, report, first_push(scaffold, report)))


def _choice(action: str | None, runs_on: str | None, inline: bool, app: bool) -> Choice:
    """How the workflows are wanted. Wrong usage where a word is none."""
    with _usage():
        parsed = own_action(_direct_url()) if action is None else parse_action(action)
        if parsed is None:
            shown = (action or "")[:60]
            raise Refused(f"--action is {shown!r}; write OWNER/REPOSITORY@REF, such as {ACTION}")
        found = () if runs_on is None else labels(runs_on)
        return Choice(parsed, found, inline, App() if app else None)


def _direct_url() -> str | None:
    """What an installer wrote down about where this is from; None where it wrote nothing."""
    try:
        return distribution("readiness-bot").read_text("direct_url.json")
    except PackageNotFoundError:
        return None


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


def action_of(text: str | None) -> Action:
    """What `--action` names; this version's own where it is not given. Wrong usage where it is none."""
    return _choice(text, None, inline=False, app=False).action
