"""The conversation of `readiness init` on a terminal: prints the questions, reads the lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from readiness_bot.runs.output import say
from readiness_bot.scaffold.answers import ANSWERS
from readiness_bot.scaffold.conversation import UNDO, Question, Talk, next_question, reply, undo
from readiness_bot.scaffold.page import shown, table
from readiness_bot.scaffold.team import small_team
from readiness_bot.stopping import Interrupted, heard
from readiness_bot.text.escape import plain, screen

STOPPED = 130
"""The exit code of what Ctrl-C ended (128 + SIGINT), as shells have it."""
_HELP = "Enter: take [this], or leave it open   ?: why   u: undo   Ctrl-C: stop, and nothing is written"


def on_terminal() -> bool:
    """Whether somebody is there who can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(talk: Talk) -> Talk:
    """The conversation when it is over. Ends the program where somebody stops it; nothing is written yet."""
    if next_question(talk) is None:
        return talk
    try:
        say(screen(_before(talk)))
        return _asked(talk)
    except (click.Abort, Interrupted):
        say("\nStopped. Nothing was written.", err=True)
        sys.exit(STOPPED)


def _before(talk: Talk) -> Iterator[str]:
    known = [
        (
            "",
            answer.called,
            f"{shown(talk.found[answer.slot].value)}   (from {plain(talk.found[answer.slot].source)})",
        )
        for answer in ANSWERS
        if answer.slot in talk.found
    ]
    if known:
        yield "Known already; an option such as --owner LOGIN corrects what is wrong:"
        yield from table(known)
        yield ""
    yield _HELP


def _asked(talk: Talk) -> Talk:
    warned = False
    while True:
        question = next_question(talk)
        if not warned and (question is None or question.answer.slot not in ("tier", "kind")):
            warned = True
            _warn(talk)
        if question is None:
            if _agreed():
                return talk
            talk = undo(talk).talk
            continue
        answered = reply(talk, question, _read(_prompt(question)))
        if answered.says:
            say(f"  {answered.says}")
        talk = answered.talk


def _warn(talk: Talk) -> None:
    """As soon as tier and kind are known: what a small team cannot do alone."""
    told = list(small_team(talk.sources.authors, talk.tier, talk.given, talk.kind))
    if told:
        say("\n" + screen(told))


def _agreed() -> bool:
    """Whether to write now; else the last answer is taken back. Raises click.Abort for a no."""
    while True:
        text = _read("\nWrite the files?  Enter writes them, u takes back the last answer:").lower()
        if text in ("", "y", "yes"):
            return True
        if text in ("n", "no", "q"):
            raise click.Abort
        if text == UNDO:
            return False


def _prompt(question: Question) -> str:
    choices = "".join(f"\n  {line}" for line in question.choices)
    default = f" [{question.default}]" if question.default else ""
    return f"\n{question.text}{choices}\n{question.answer.called}{default}:"


def _read(prompt: str) -> str:
    with heard():
        text: str = click.prompt(prompt, default="", show_default=False, prompt_suffix=" ")
    return text.strip()
