"""The convention as data: the six files with their schemas, and the items in their order.

The tuple is explicit, so that one can read it; a test scans the folders for what is missing in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

from readiness_bot.convention import waivers
from readiness_bot.convention.fields import Schema
from readiness_bot.convention.item import Item, SignOff
from readiness_bot.convention.items import contract, fallback, governance, infrastructure, ownership, runbook
from readiness_bot.vocabulary import Stage

_FOLDERS: tuple[ModuleType, ...] = (contract, ownership, governance, infrastructure, fallback, runbook)

FILES: dict[str, Schema] = {folder.FILE: folder.SCHEMA for folder in _FOLDERS}
"""`contract.yaml` → its Cerberus schema, in the order in which people should read the files."""

ABOUT: dict[str, str] = {
    folder.FILE: (folder.__doc__ or "").partition(": ")[2].strip().removesuffix(".") for folder in _FOLDERS
}
"""`contract.yaml` → what it says, in a line."""

ITEMS: tuple[Item, ...] = tuple(
    sorted((item for folder in _FOLDERS for item in folder.ITEMS), key=lambda item: item.due.rank)
)
"""All items: by due stage, then in the files' order."""

ITEMS_BY_ID: dict[str, Item] = {item.id: item for item in ITEMS}


SIGN_OFFS: tuple[SignOff, ...] = (
    *(replace(i.signed, item=i.id, proof=i.proof) for i in ITEMS if i.signed and i.proof),
    waivers.SIGNED,
)


def due_in(stage: Stage) -> Iterator[Item]:
    """The exit criteria of a stage, as declared."""
    return (item for item in ITEMS if item.due is stage)
