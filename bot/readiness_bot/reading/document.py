"""A readiness file as data, with the place of every key and value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
"""Where a value stands in a file: `("datasets", 0, "approved", "by")`."""

Value: TypeAlias = object
"""None, bool, int, float, str, datetime.date, datetime.datetime, list or dict."""


class Position(NamedTuple):
    """A place in a text; both count from 1.

    A tuple, since one is made for each key and value of each file.
    """

    line: int
    column: int


START = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to read about one place: what is wrong or missing, and what to do next.

    `path` is relative to the model's folder. `rule` is an item's id, or for what is wrong the name of the
    rule (`syntax`, `unknown-key`, …).
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    fix: str = ""
    awaits: str = field(default="", compare=False)
    """The login of a person whose approval is all that is missing; empty: something else is, or more."""

    @property
    def where(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the runbook with what stands below it, up to the next heading of its level or above."""

    level: int
    text: str
    anchor: str
    position: Position
    steps: int
    """List items, rows of tables and numbered paragraphs below it, and code blocks outside a list."""
    prose: int
    """Characters of text below it, headings not counted."""


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file. `data` holds plain values; `values` and `keys` say where each stands."""

    data: Mapping[str, Value] = field(default_factory=dict)
    values: Mapping[KeyPath, Position] = field(default_factory=dict)
    keys: Mapping[KeyPath, Position] = field(default_factory=dict)
    raw: Mapping[KeyPath, str] = field(default_factory=dict)
    """The text of each plain scalar as it was written: `1.10`, which YAML reads as the number 1.1."""
    end: Position = START
    headings: tuple[Heading, ...] = ()
    anchors: frozenset[str] = frozenset()
    """Where a link into a Markdown text can lead: the headings' anchors, and those that HTML in it sets."""

    def position(self, path: KeyPath) -> Position:
        """The value's place; of what is missing, its nearest parent's key; of a missing top-level key, the
        file's last line."""
        if path in self.values:
            return self.values[path]
        for length in range(len(path) - 1, 0, -1):
            if path[:length] in self.keys:
                return self.keys[path[:length]]
            if path[:length] in self.values:
                return self.values[path[:length]]
        return self.end


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be read as data: the finding says why. Its items are unknown."""

    finding: Finding
