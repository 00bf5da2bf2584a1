"""Where an answer goes: a file and a path of keys in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from readiness_bot.convention.fields import Schema, rules_at
from readiness_bot.convention.file import File, dotted
from readiness_bot.convention.outcome import CannotTell
from readiness_bot.convention.policy import PLAIN, Overlay
from readiness_bot.convention.registry import schemas_at
from readiness_bot.reading.document import KeyPath, Value
from readiness_bot.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Place:
    """`governance.yaml`, `("tier", "level")`."""

    file: str
    path: KeyPath
    kind: Kind = field(default=Kind.MODEL, compare=False)
    """By whose schema its value is read."""
    overlay: Overlay = field(default=PLAIN, compare=False, repr=False)
    """What a policy adds to that."""

    @property
    def rules(self) -> Schema:
        """What the convention says of it; empty where it knows no such place. Names that people choose, such
        as a metric's, have the rules of their values."""
        schema = schemas_at(self.kind, self.overlay)[self.file]
        rules = rules_at(schema, self.path)
        if rules or not self.path:
            return rules
        found: Schema = rules_at(schema, self.path[:-1]).get("valuesrules", {})
        return found

    @property
    def block(self) -> Place:
        """The block or the list that it stands in."""
        return replace(self, path=self.path[:-1])

    def below(self, *parts: str | int) -> Place:
        return replace(self, path=(*self.path, *parts))

    @property
    def row(self) -> Place | None:
        """The innermost entry of a list that it stands in: `datasets[0]` of `datasets[0].approved.by`."""
        for length in range(len(self.path) - 1, 0, -1):
            if isinstance(self.path[length - 1], int):
                return replace(self, path=self.path[:length])
        return None

    def is_within(self, other: Place) -> bool:
        return self.file == other.file and self.path[: len(other.path)] == other.path

    @property
    def address(self) -> str:
        """`governance.tier.level`, as `--set` has it."""
        return f"{self.file.rpartition('.')[0]}.{dotted(self.path)}"


def value_at(file: File, path: KeyPath) -> Value:
    """What stands there, without placeholders; None where nothing does, or something wrong."""
    try:
        return file.get(".".join(map(str, path)))
    except CannotTell:
        return None


def written_at(file: File, path: KeyPath) -> Value:
    """The same with placeholders."""
    value: Value = file.document.data
    for part in path:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def line_of(file: File, place: Place) -> str:
    """`governance.yaml line 9`; of what is not there yet, where it will be."""
    return f"{place.file} line {file.document.position(place.path).line}"
