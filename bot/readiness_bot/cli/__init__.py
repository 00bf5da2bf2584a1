"""The command `readiness`: parse, call a run, print, exit.

Each command is a module of its own, imported when it is called.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from readiness_bot import __version__
from readiness_bot.cli.encoding import start_in_utf8
from readiness_bot.cli.errors import Failed
from readiness_bot.cli.group import refuse_unknown
from readiness_bot.cli.screen import guard, shown
from readiness_bot.runs.output import say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "init": "scaffold readiness/ and the two workflows",
    "check": "what is missing, where, and who can close it",
    "answer": "fill in what is missing and due, question by question",
    "explain": "an item: what, why, how, an example",
    "doctor": "whether all of it is in force here, and how to fix what is not",
    "upgrade": "bring the files and the workflows to this version",
    "sync": "keep an issue open for each gap",
    "comment": "the readiness comment of a pull request",
    "run": "the Action's entry point: does what the event asks",
    "audit": "where the last mile was lost, and what to fix first",
    "fleet": "every model of an organisation: scan, report, roll out",
    "ledger": "the record of evaluations, to read and to check against git",
    "policy": "an organisation's rules: are they right, and what is in force here",
    "schema": "JSON Schema of the readiness files, for editors",
    "demo": "see it work, on a generated repository",
}
"""Every command with its line in `readiness --help`; each is `cli/<name>.py`, which holds `command`."""
HIDDEN = frozenset({"hook"})
"""Commands for programs."""


class Commands(click.Group):
    """Imports a command's module when it is asked for: `readiness check` need not wait for PyGithub."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the command line, with no secret on the screen."""
        guard()
        return super().main(*arguments, **options)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS and cmd_name not in HIDDEN:
            return None
        module = importlib.import_module(f"readiness_bot.cli.{cmd_name}")
        command: click.Command = module.command
        gc.freeze()
        gc.enable()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        refuse_unknown(ctx, args[0], COMMANDS, HIDDEN)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the commands' names, importing none of them: click would ask each for its help."""
        from click.shell_completion import CompletionItem

        names = [CompletionItem(name, help=told) for name, told in COMMANDS.items()]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*(item for item in names if item.value.startswith(incomplete)), *options]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="readiness", message="%(prog)s %(version)s")
def group() -> None:
    """See what a model still needs before it can go live, and who can close it.

    Exit codes: 0 fine, 1 not ready, 2 wrong usage, 3 could not do the work.
    """


def main() -> None:
    """Run the command line; whatever happens, people get one sentence and never a traceback."""
    start_in_utf8()
    if sys.flags.optimize > 1:  # Cerberus reads its rules from docstrings
        say(
            "readiness needs its docstrings, and -OO removes them; set PYTHONOPTIMIZE to 1 at most.",
            err=True,
        )
        sys.exit(Failed.exit_code)
    try:
        group.main(prog_name="readiness")
    except BrokenPipeError:  # `readiness check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("READINESS_DEBUG"):
            import traceback

            say(shown(traceback.format_exc()), err=True)
        what = shown(f"{type(error).__name__}: {error}".splitlines()[0])[:300]
        say(
            f"readiness hit an internal error and stopped ({what}). Nothing more was changed; "
            "please report it, with the output of READINESS_DEBUG=1.",
            err=True,
        )
        sys.exit(Failed.exit_code)
