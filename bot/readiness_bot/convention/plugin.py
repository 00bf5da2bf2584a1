"""Items that an organisation wrote in Python: what a plugin may hand over, and what happens where it fails.

A failure is never a pass: nothing is judged then. `runs/plugins.py` finds and imports them. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from readiness_bot.convention.custom import FILES, ID
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import Item
from readiness_bot.convention.outcome import (
    CannotTell,
    Linked,
    NotApplicable,
    Note,
    Outcome,
    Problem,
    Unknown,
)
from readiness_bot.convention.policy import Source
from readiness_bot.reading.errors import CannotRead
from readiness_bot.vocabulary import Role, Stage

MOST = 100
"""Items of one plugin."""
_ASKS = ("raised", "sooner", "deadline", "ahead")
"""What of an item is code, beside its check."""
_FILES = (*(f"{name}.yaml" for name in FILES[:-1]), "runbook.md")


class PluginFailed(CannotRead):
    """A plugin could not do its work, so that nothing can be judged. The text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A plugin's function: whatever it raises becomes a sentence."""

    call: Callable[[Facts], Any]
    plugin: str
    item: str

    def __call__(self, facts: Facts) -> Any:
        """What it says. Raises PluginFailed, CannotTell."""
        try:
            return self.call(facts)
        except CannotTell:
            raise
        except (Exception, SystemExit) as error:
            raise failed(self.plugin, f"failed at {self.item}", error) from error


@dataclass(frozen=True, slots=True)
class GuardedCheck:
    """A plugin's check, each of whose outcomes must be one."""

    call: Callable[[Facts], Iterable[Outcome]]
    plugin: str
    item: str

    def __call__(self, facts: Facts) -> Iterator[Outcome]:
        """What it finds. Raises PluginFailed, CannotTell."""
        try:
            found = list(self.call(facts))
        except CannotTell:
            raise
        except (Exception, SystemExit) as error:
            raise failed(self.plugin, f"failed at {self.item}", error) from error
        for outcome in found:
            if not isinstance(outcome, Problem | Note | Unknown | NotApplicable | Linked):
                raise PluginFailed(
                    f"The plugin {self.plugin} failed at {self.item}: its check yields"
                    f" {type(outcome).__name__}, which is no outcome. Nothing was judged."
                )
        yield from found


def failed(plugin: str, what: str, error: BaseException) -> PluginFailed:
    """The sentence."""
    told = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return PluginFailed(f"The plugin {plugin} {what} ({told}). Nothing was judged.")


def items_of(found: object, plugin: str, called: str, at: Source, known: Collection[str]) -> tuple[Item, ...]:
    """What a plugin hands over, guarded. Raises PluginFailed where that is no items.

    `called`: the policy. `known`: ids that are taken.
    """
    if not isinstance(found, list | tuple) or len(found) > MOST:
        raise PluginFailed(
            f"The plugin {plugin} hands over no list of up to {MOST} items. Nothing was judged."
        )
    return tuple(_guarded(item, plugin, called, at, known) for item in found)


def _has(item: Item, **kinds: type) -> bool:
    """Whether its fields hold what they say: nothing checks a plugin's types."""
    return all(isinstance(getattr(item, name), kind) for name, kind in kinds.items())


def _guarded(item: object, plugin: str, called: str, at: Source, known: Collection[str]) -> Item:
    if not isinstance(item, Item):
        wrong = f"hands over {type(item).__name__}, which is no item"
    elif not ID.fullmatch(item.id) or item.id.partition(".")[0] in FILES or item.id in known:
        wrong = f"hands over {item.id[:60]!r}, whose prefix is not its own, or which is taken"
    elif item.answered_in not in _FILES:
        wrong = f"hands over {item.id}, whose answered_in is none of the six files"
    elif item.variants or not _has(item, due=Stage, role=Role):
        wrong = f"hands over {item.id}, which has variants, or whose due or role is none"
    else:
        code: dict[str, Any] = {
            name: Guarded(call, plugin, item.id) for name in _ASKS if (call := getattr(item, name))
        }
        check = GuardedCheck(item.check, plugin, item.id)
        because = (f"{called} asks for it, by its plugin {plugin}{at.shown}",)
        return replace(item, check=check, added_by=called, because=because, **code)
    raise PluginFailed(f"The plugin {plugin} {wrong}. Nothing was judged.")
