"""The convention as data: the six files with their schemas, and the items in their order, by kind.

The tuple is explicit, so that one can read it; a test scans the folders for what is missing in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import ModuleType

from readiness_bot.convention import waivers
from readiness_bot.convention.fields import Schema, merged
from readiness_bot.convention.item import Item, SignOff
from readiness_bot.convention.items import contract, fallback, governance, infrastructure, ownership, runbook
from readiness_bot.convention.policy import PLAIN, Overlay
from readiness_bot.vocabulary import Kind

_FOLDERS: tuple[ModuleType, ...] = (contract, ownership, governance, infrastructure, fallback, runbook)

FILES: tuple[str, ...] = tuple(folder.FILE for folder in _FOLDERS)
"""`contract.yaml`, …, in the order in which people should read them."""

ABOUT: dict[str, str] = {
    folder.FILE: (folder.__doc__ or "").partition(": ")[2].strip().removesuffix(".") for folder in _FOLDERS
}
"""`contract.yaml` → what it says, in a line."""

ITEMS: tuple[Item, ...] = tuple(
    sorted((item for folder in _FOLDERS for item in folder.ITEMS), key=lambda item: item.due.rank)
)
"""All that are declared: by due stage, then in the files' order. What is asked of one model is `items_at`."""

ITEMS_BY_ID: dict[str, Item] = {item.id: item for item in ITEMS}


@cache
def items_at(kind: Kind, overlay: Overlay = PLAIN) -> tuple[Item, ...]:
    """What is asked of a kind, as it is asked there and as a policy has it, in the same order."""
    own = tuple(item.at(kind) for item in ITEMS if kind in item.kinds)
    if overlay == PLAIN:
        return own
    from readiness_bot.convention.overlay import laid  # what no repository without a policy needs

    schemas = schemas_at(kind, overlay)
    added = (item for item in overlay.items if kind in item.kinds)
    under = (laid(item, overlay, schemas[item.file]) for item in (*own, *added))
    return tuple(sorted(under, key=lambda item: item.due.rank))


def item_named(id_: str, overlay: Overlay = PLAIN) -> Item | None:
    """The item as it is declared, of whatever kind."""
    return ITEMS_BY_ID.get(id_) or next((item for item in overlay.items if item.id == id_), None)


@cache
def ids_at(kind: Kind, overlay: Overlay = PLAIN) -> Mapping[str, Item]:
    """The same by id."""
    return {item.id: item for item in items_at(kind, overlay)}


@cache
def schemas_at(kind: Kind, overlay: Overlay = PLAIN) -> Mapping[str, Schema]:
    """`contract.yaml` → its Cerberus schema at a kind."""
    found: dict[str, Schema] = {folder.FILE: dict(folder.SCHEMA) for folder in _FOLDERS}
    for item in (item.at(kind) for item in ITEMS if kind in item.kinds):
        found[item.file].update(item.keys)
    for item in (item for item in overlay.items if kind in item.kinds):
        found[item.file] = merged(found[item.file], item.keys)
    return found


@cache
def sign_offs_at(kind: Kind, overlay: Overlay = PLAIN) -> tuple[SignOff, ...]:
    """What people sign of a kind's files."""
    asked = items_at(kind, overlay)
    signed = (replace(i.signed, item=i.id, proof=i.proof) for i in asked if i.signed and i.proof)
    return (*signed, waivers.SIGNED)
