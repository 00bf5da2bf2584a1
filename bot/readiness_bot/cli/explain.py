"""`readiness explain`: an item, a file, a rule or a code; without a word, the list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from readiness_bot.cli import options
from readiness_bot.cli.errors import Command
from readiness_bot.cli.screen import columns, paint
from readiness_bot.convention.kinds import kind_of
from readiness_bot.convention.load import CONTRACT, load_file
from readiness_bot.convention.lookup import Found, closest, find
from readiness_bot.convention.policy import Overlay
from readiness_bot.convention.registry import ITEMS, ids_at, items_at
from readiness_bot.convention.wrong import WRONG
from readiness_bot.reading.worktree import read_bounded
from readiness_bot.render import explain
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.output import write
from readiness_bot.runs.policy import policy_of
from readiness_bot.text.layout import Row, trimmed
from readiness_bot.vocabulary import Kind


def _known(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """What a shell completes, with a line about each where it shows one."""
    told = {item.id: item.title for item in ITEMS} | dict.fromkeys(WRONG, "what is wrong in a file")
    return [CompletionItem(name, help=line) for name, line in told.items() if name.startswith(begun)]


@click.command("explain", cls=Command)
@click.argument("words", metavar="[WORD]", nargs=-1, shell_complete=_known)
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="Of which kind; without it, that of the contract.yaml in this folder, else a model.",
)
@options.policy
def command(words: tuple[str, ...], kind: str | None, policy_file: Path | None) -> None:
    """What WORD asks for, why, how to fix it, an example and where it comes from; without WORD, the list.

    WORD is an item or a part of its title (`drill`), a file (`contract.yaml`), the rule in brackets after a
    message (`unknown-key`) or a code (`Q1`).
    """
    word, of = " ".join(words), Kind(kind) if kind else _kind_here()
    overlay = policy_of(policy_file, Path()).overlay
    if not word:
        write(paint(trimmed(explain.list_rows(items_at(of, overlay), columns()))), None)
        return
    found = find(word, overlay.items)
    if not found:
        near = closest(word)
        hint = f"; did you mean {near}?" if near else "."
        raise WrongUsage(f"Nothing here is called '{word[:60]}'{hint} `readiness explain` lists what is.")
    write(paint(trimmed(_rows(word, found, of, overlay, columns()))), None)


def _rows(word: str, found: Found, kind: Kind, overlay: Overlay, width: int) -> Iterator[Row]:
    if found.rule:
        return explain.rule_rows(found.rule, width)
    if found.code:
        return explain.code_rows(found.code, items_at(kind, overlay), width)
    if found.file:
        return explain.file_rows(found.file, items_at(kind, overlay), width)
    if len(found.items) > 1:
        return explain.several_rows(word, found.items, width)
    item = found.items[0]
    asked = ids_at(kind if kind in item.kinds else item.kinds[0], overlay)
    return explain.item_rows(asked[item.id], width)


def _kind_here() -> Kind:
    content = read_bounded(Path(), f"readiness/{CONTRACT}")
    return kind_of(load_file(CONTRACT, content), content)
