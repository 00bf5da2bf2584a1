"""`readiness explain`: one item, or the list of them."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from readiness_bot.cli.errors import Command
from readiness_bot.convention.registry import ITEMS, ITEMS_BY_ID
from readiness_bot.convention.wrong import WRONG
from readiness_bot.render.explain import explain_item, explain_list, explain_rule
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.output import say
from readiness_bot.text.nearest import nearest


def _known(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """What a shell completes, with a line about each where it shows one."""
    told = {item.id: item.title for item in ITEMS} | dict.fromkeys(WRONG, "what is wrong in a file")
    return [CompletionItem(name, help=line) for name, line in told.items() if name.startswith(begun)]


@click.command("explain", cls=Command)
@click.argument("item", required=False, shell_complete=_known)
def command(item: str | None) -> None:
    """What ITEM asks, why, how to close it, and an example; without ITEM, the list."""
    if item is None:
        say(explain_list(ITEMS))
    elif item in ITEMS_BY_ID:
        say(explain_item(ITEMS_BY_ID[item]))
    elif item in WRONG:
        say(explain_rule(item, WRONG[item]))
    else:
        close = nearest(item, [*ITEMS_BY_ID, *WRONG], cutoff=0.4)
        hint = f"; did you mean {close}?" if close else "."
        raise WrongUsage(f"There is no item '{item[:60]}'{hint} `readiness explain` lists them.")
