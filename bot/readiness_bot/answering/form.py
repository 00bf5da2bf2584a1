"""What an item's own text asks to fill in: the places of `item.fix`, in its order. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from readiness_bot.answering.place import Place
from readiness_bot.convention.fields import TYPES, Schema
from readiness_bot.convention.item import Item
from readiness_bot.convention.placeholders import is_placeholder
from readiness_bot.convention.registry import schemas_at
from readiness_bot.reading.document import KeyPath, Unreadable, Value
from readiness_bot.reading.yaml import parse
from readiness_bot.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Leaf:
    """A place to fill in: one value, a list of plain values, or named numbers."""

    path: KeyPath
    preset: Value = None
    """What the text already says there: `where: offline`."""


@dataclass(frozen=True, slots=True)
class Form:
    """An item's places. Of a list of blocks it has one row, which is a pattern for any number of them, or the
    very rows that are wanted: one monitor of each kind."""

    file: str
    leaves: tuple[Leaf, ...]
    data: Mapping[str, Value]

    def rows(self, where: KeyPath) -> list[Mapping[str, Value]]:
        """The rows of a list, placeholders and all."""
        value: Value = self.data
        for part in where:
            value = value.get(str(part)) if isinstance(value, Mapping) else None
        return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []

    def is_pattern(self, where: KeyPath) -> bool:
        return len(self.rows(where)) == 1

    def under(self, path: KeyPath) -> Iterator[Leaf]:
        """The leaves at or below a place. A row beyond those of the text is filled in like its last one."""
        for leaf in self.leaves:
            fitted = _fitted(leaf.path, path, self)
            if fitted is not None:
                yield Leaf(fitted, leaf.preset)

    def order(self, path: KeyPath) -> tuple[int, ...]:
        """A key to sort places by: in the order of the text, rows in theirs."""
        found: list[int] = []
        value: Value = self.data
        for part in path:
            if isinstance(part, int):
                found.append(part)
                value = value[min(part, len(value) - 1)] if isinstance(value, list) and value else None
            else:
                keys = list(value) if isinstance(value, Mapping) else []
                found.append(keys.index(part) if part in keys else len(keys))
                value = value.get(part) if isinstance(value, Mapping) else None
        return tuple(found)


@cache
def form_of(item: Item) -> Form:
    """Empty where nothing is filled in by keys: a runbook's headings, a model card."""
    read = parse("form", item.fix.encode())
    if isinstance(read, Unreadable) or not item.fields:
        return Form(item.file, (), {})
    own: Schema = {**schemas_at(Kind.MODEL)[item.file], **item.keys}
    root: Schema = {"type": "dict", "schema": own}
    return Form(item.file, tuple(_leaves(root, dict(read.data), ())), read.data)


def fields_of(item: Item) -> list[Place]:
    return [Place(item.file, tuple(field.split("."))) for field in item.fields]


def _leaves(rules: Schema, value: Value, path: KeyPath) -> Iterator[Leaf]:
    rules = next((form for form in rules.get("anyof", ()) if form.get("type") == "list"), rules)
    if isinstance(value, Mapping) and "schema" in rules:
        for key, inner in value.items():
            if key in rules["schema"]:
                yield from _leaves(rules["schema"][key], inner, (*path, key))
    elif isinstance(value, list) and rules.get("schema", {}).get("type") not in TYPES:
        for index, row in enumerate(value):
            yield from _leaves(rules["schema"], row, (*path, index))
    else:
        preset = isinstance(value, str | bool | int | float) and not _holds_a_place(value)
        yield Leaf(path, value if preset else None)


def _holds_a_place(value: Value) -> bool:
    return isinstance(value, str) and is_placeholder(value)


def _fitted(leaf: KeyPath, path: KeyPath, form: Form) -> KeyPath | None:
    """The leaf as it stands under `path`, or None where it does not."""
    if len(leaf) < len(path):
        return None
    for n, part in enumerate(path):
        if isinstance(part, int):
            last = len(form.rows(path[:n])) - 1
            if not isinstance(leaf[n], int) or leaf[n] != min(part, last):
                return None
        elif leaf[n] != part:
            return None
    return (*path, *leaf[len(path) :])
