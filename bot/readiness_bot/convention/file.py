"""One readiness file as the checks see it: typed look-ups that never trip over what a person wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from typing import TypeAlias

from readiness_bot.convention.fields import Schema
from readiness_bot.convention.outcome import CannotTell
from readiness_bot.reading.document import Document, Finding, Heading, KeyPath, Position, Value


@cache
def key_path(dotted: str) -> KeyPath:
    """`datasets.0.name` → `("datasets", 0, "name")`."""
    return tuple(int(part) if part.isdigit() else part for part in dotted.split(".")) if dotted else ()


def dotted(path: KeyPath) -> str:
    """`("datasets", 0, "name")` → `datasets[0].name`, as messages write it."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


@dataclass(frozen=True)
class File:
    """`data` has no placeholders and no wrong values any more; asking for a wrong one raises `CannotTell`."""

    name: str
    document: Document = field(default_factory=Document)
    data: Mapping[str, Value] = field(default_factory=dict)
    placeholders: Mapping[KeyPath, str] = field(default_factory=dict)
    wrong: tuple[Finding, ...] = ()
    wrong_paths: frozenset[KeyPath] = frozenset()
    schema: Schema = field(default_factory=dict)
    missing: bool = False
    unreadable: bool = False

    @property
    def path(self) -> str:
        return f"readiness/{self.name}"

    def get(self, where: str) -> Value:
        """The value at a dotted path, or None where it is missing or a placeholder."""
        path = key_path(where)
        if self.unreadable:
            raise CannotTell(f"{self.path} cannot be read")
        if self.wrong_paths:
            self._refuse_wrong(path)
        value: Value = self.data
        for part in path:
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            elif isinstance(value, Mapping):
                value = value.get(part)
            else:
                return None
        return value

    def _refuse_wrong(self, path: KeyPath) -> None:
        """A wrong value, what holds one, and what stands in one cannot be told."""
        above = (path[:length] for length in range(len(path)) if path[:length] in self.wrong_paths)
        wrong = next(above, None) or self._wrong_below.get(path)
        if wrong is not None:
            place = self.document.position(wrong)
            raise CannotTell(f"{dotted(wrong)} in {self.path}, line {place.line}, is wrong")

    @cached_property
    def _wrong_below(self) -> dict[KeyPath, KeyPath]:
        """Each place → something wrong there or inside. Checks ask often, and there may be thousands."""
        return {
            wrong[:length]: wrong
            for wrong in sorted(self.wrong_paths, key=str, reverse=True)
            for length in range(len(wrong) + 1)
        }

    def text(self, where: str) -> str | None:
        value = self.get(where)
        return value if isinstance(value, str) and value.strip() else None

    def number(self, where: str) -> float | int | None:
        value = self.get(where)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def day(self, where: str) -> date | None:
        value = self.get(where)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def entries(self, where: str) -> list[Value]:
        """The list there, or an empty one; `has` tells whether it was written at all."""
        value = self.get(where)
        return value if isinstance(value, list) else []

    def texts(self, where: str) -> list[str]:
        """The texts in a list, without blanks and placeholders."""
        return [value for value in self.entries(where) if isinstance(value, str) and value.strip()]

    def each(self, where: str) -> list[str]:
        """A place with `*` for every row as the rows' places: `asks.*.due` → `asks.0.due`, …; one without it
        as it is."""
        before, row, after = where.partition(".*")
        return (
            [f"{before}.{index}{after}" for index, _ in enumerate(self.entries(before))] if row else [where]
        )

    def mapping(self, where: str) -> Mapping[str, Value]:
        value = self.get(where)
        return value if isinstance(value, Mapping) else {}

    def has(self, where: str) -> bool:
        """Whether something that is no placeholder stands there; an explicit `[]` does."""
        return self.get(where) is not None

    def position(self, where: str) -> Position:
        return self.document.position(key_path(where))

    @property
    def headings(self) -> tuple[Heading, ...]:
        return self.readable.headings

    @property
    def readable(self) -> Document:
        """The document. Raises CannotTell where it cannot be read."""
        if self.unreadable:
            raise CannotTell(f"{self.path} cannot be read")
        return self.document


Files: TypeAlias = Mapping[str, File]
"""`governance.yaml` → the file at one moment."""
