"""What somebody means by a word: an item, a file, a rule or a code. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from readiness_bot.convention.codes import CODES
from readiness_bot.convention.item import Item
from readiness_bot.convention.registry import FILES, ITEMS
from readiness_bot.convention.wrong import WRONG
from readiness_bot.text.nearest import nearest


@dataclass(frozen=True, slots=True)
class Found:
    """What a word means: one of the first three, or items, and several where it may be each of them."""

    rule: str = ""
    code: str = ""
    file: str = ""
    items: tuple[Item, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rule or self.code or self.file or self.items)


def find(word: str, added: Sequence[Item] = ()) -> Found:
    """By the whole of a name first, then by a part of it. `added`: items that a policy adds.

    `fallback.drill`, `Q1`, `[unknown-key]`, `readiness/contract.yaml`, `drill`, `impact assessment`.
    """
    wanted = " ".join(word.split()).strip("[]`").lower()
    if not wanted:
        return Found()
    items = (*ITEMS, *added)
    for item in items:
        if wanted == item.id:
            return Found(items=(item,))
    if wanted in WRONG:
        return Found(rule=wanted)
    if wanted.upper() in CODES:
        return Found(code=wanted.upper())
    file = wanted.removeprefix("readiness/")
    for name in FILES:
        if file in (name, name.rpartition(".")[0]):
            return Found(file=name)
    return Found(items=_items(wanted, items))


def _items(wanted: str, items: Sequence[Item]) -> tuple[Item, ...]:
    """The items of the first way to understand it that finds any."""
    ways: tuple[Callable[[Item], bool], ...] = (
        lambda item: wanted in (_name(item), item.title.lower()),
        lambda item: wanted in _name(item) or wanted in item.title.lower(),
        lambda item: wanted in item.id,
        lambda item: wanted in item.fields or any(wanted in key.split(".") for key in item.fields),
        lambda item: (
            f"\n{wanted}:" in f"\n{item.fix}" or f" {wanted}:" in item.fix or f"{{{wanted}:" in item.fix
        ),
    )
    for way in ways:
        found = tuple(item for item in items if way(item))
        if found:
            return found
    return ()


def closest(word: str) -> str:
    """The nearest name to one that means nothing; empty where none is near."""
    names = {name.lower(): name for name in _names()}
    return names.get(nearest(" ".join(word.split()).lower(), names, cutoff=0.5), "")


def _names() -> Iterator[str]:
    for item in ITEMS:
        yield from (item.id, _name(item), item.title)
    yield from (*FILES, *(name.rpartition(".")[0] for name in FILES), *WRONG, *CODES)


def _name(item: Item) -> str:
    """`drill` of `fallback.drill`."""
    return item.id.partition(".")[2]
