"""`readiness explain`: an item, a file, a rule or a code; without a word, the list."""

from __future__ import annotations

from collections.abc import Iterator

import click
from click.shell_completion import CompletionItem

from readiness_bot.cli.errors import Command
from readiness_bot.cli.screen import columns, paint
from readiness_bot.convention.lookup import Found, closest, find
from readiness_bot.convention.registry import ITEMS
from readiness_bot.convention.wrong import WRONG
from readiness_bot.render import explain
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.output import write
from readiness_bot.text.layout import Row, trimmed


def _known(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """What a shell completes, with a line about each where it shows one."""
    told = {item.id: item.title for item in ITEMS} | dict.fromkeys(WRONG, "what is wrong in a file")
    return [CompletionItem(name, help=line) for name, line in told.items() if name.startswith(begun)]


@click.command("explain", cls=Command)
@click.argument("words", metavar="[WORD]", nargs=-1, shell_complete=_known)
def command(words: tuple[str, ...]) -> None:
    """What WORD asks, why, how to fix it, an example and where it comes from; without WORD, the list.

    WORD is an item or a part of its title (`drill`), a file (`contract.yaml`), a rule that stands in brackets
    behind a message (`unknown-key`) or a code (`Q1`).
    """
    word = " ".join(words)
    if not word:
        write(paint(trimmed(explain.list_rows(ITEMS, columns()))), None)
        return
    found = find(word)
    if not found:
        near = closest(word)
        hint = f"; did you mean {near}?" if near else "."
        raise WrongUsage(f"Nothing here is called '{word[:60]}'{hint} `readiness explain` lists what is.")
    write(paint(trimmed(_rows(word, found, columns()))), None)


def _rows(word: str, found: Found, width: int) -> Iterator[Row]:
    if found.rule:
        return explain.rule_rows(found.rule, width)
    if found.code:
        return explain.code_rows(found.code, width)
    if found.file:
        return explain.file_rows(found.file, width)
    if len(found.items) > 1:
        return explain.several_rows(word, found.items, width)
    return explain.item_rows(found.items[0], width)
