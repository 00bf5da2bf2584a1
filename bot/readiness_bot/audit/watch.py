"""What an item's check looked at, so that it is judged again only when something of that has changed. Pure.

A check sees the same as always: `Facts` over a `Snapshot`. These stand-ins write down what it asks for, as
tokens: `("governance.yaml", "tier.level")` for a value, `("?", path)` for a path's being there, `("=", path)`
for a content, `("@", file)` for a file's past. And `Today` writes down every day that it is compared with: on
these days, and on no others, time alone can change the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from readiness_bot.convention.file import File
from readiness_bot.convention.outcome import CannotTell
from readiness_bot.reading.document import Heading, Value
from readiness_bot.reading.snapshot import Refusal

Token = tuple[str, str]


@dataclass(slots=True)
class Seen:
    """What the check under way has asked for."""

    tokens: set[Token] = field(default_factory=set)
    days: set[int] = field(default_factory=set)
    """Ordinals of the days that today was compared with."""

    def reset(self) -> None:
        self.tokens, self.days = set(), set()

    def next_day(self, today: date) -> date:
        """The first day on which a comparison comes out differently; the last of all days where there is
        none.

        Against a day D, today's relation changes when D comes, and when it has passed.
        """
        now = today.toordinal()
        later = [day if day > now else day + 1 for day in self.days if day >= now]
        return date.fromordinal(min(later)) if later and min(later) <= date.max.toordinal() else date.max


class Today(date):
    """A day that remembers what it was compared with. Python asks the subclass first, on either side."""

    seen: Seen

    @classmethod
    def of(cls, day: date, seen: Seen) -> Today:
        today = cls(day.year, day.month, day.day)
        today.seen = seen
        return today

    def _with(self, other: object) -> None:
        if isinstance(other, date):
            self.seen.days.add(other.toordinal())

    def __lt__(self, other: date) -> bool:
        self._with(other)
        return date.__lt__(self, other)

    def __le__(self, other: date) -> bool:
        self._with(other)
        return date.__le__(self, other)

    def __gt__(self, other: date) -> bool:
        self._with(other)
        return date.__gt__(self, other)

    def __ge__(self, other: date) -> bool:
        self._with(other)
        return date.__ge__(self, other)

    def __eq__(self, other: object) -> bool:
        self._with(other)
        return date.__eq__(self, other)

    __hash__ = date.__hash__


@dataclass(frozen=True, slots=True)
class WatchedFile(File):
    """A file that says which of its top-level keys were asked for."""

    seen: Seen = field(default_factory=Seen)

    @classmethod
    def of(cls, file: File, seen: Seen) -> WatchedFile:
        return cls(
            file.name,
            file.document,
            file.data,
            file.placeholders,
            file.wrong,
            file.wrong_paths,
            file.schema,
            file.missing,
            file.unreadable,
            seen,
        )

    def get(self, where: str) -> Value:
        self.seen.tokens.add((self.name, where))
        return File.get(self, where)

    @property
    def headings(self) -> tuple[Heading, ...]:
        self.seen.tokens.add((self.name, "#"))
        if self.unreadable:
            raise CannotTell(f"{self.path} cannot be read")
        return self.document.headings


class WatchedPaths(frozenset[str]):
    """The paths of a moment, asked one by one; they cannot be iterated, for the same reason as `Asked`."""

    __iter__ = None  # type: ignore[assignment]
    ask: Callable[[str], bool]

    @classmethod
    def of(cls, ask: Callable[[str], bool]) -> WatchedPaths:
        paths = cls()
        paths.ask = ask
        return paths

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.ask(path)


class Asked:
    """Values by key, looked up when they are asked for; None stands for: not there.

    It cannot be iterated: a check that walked through all of them would look at what nobody wrote down.
    """

    __iter__ = None

    def __init__(self, ask: Callable[[str], Any]) -> None:
        self._ask = ask

    def __getitem__(self, key: str) -> Any:
        found = self._ask(key)
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key: str, default: Any = None) -> Any:
        found = self._ask(key)
        return default if found is None else found

    def __contains__(self, key: str) -> bool:
        return self._ask(key) is not None


def looks_different(before: File, after: File, where: str) -> bool:
    """Whether a check that asks for this value is told something else; `#` stands for the headings."""
    return where == "#" or not _equal(_told(before, where), _told(after, where))


def _told(file: File, where: str) -> Value:
    try:
        return file.get(where)
    except CannotTell:
        return _WRONG


_WRONG = object()


def _equal(one: Value, other: Value) -> bool:
    """1, 1.0 and true are equal to Python, and not to a check."""
    return one is other or (one == other and repr(one) == repr(other))


def changed_keys(before: File, after: File) -> set[str]:
    """Top-level keys (and `#` for the headings) that a check could see differently; `*`: all of them."""
    flips = before.missing is not after.missing or before.unreadable is not after.unreadable
    keys = {*before.data, *after.data, *(str(p[0]) for p in before.wrong_paths | after.wrong_paths if p)}
    changed = {key for key in keys if flips or not _same(before, after, key)}
    if flips:
        return {*changed, "*"}
    return changed | ({"#"} if before.document.headings != after.document.headings else set())


def _same(before: File, after: File, key: str) -> bool:
    if not _equal(before.data.get(key, ...), after.data.get(key, ...)):
        return False
    if not before.wrong_paths and not after.wrong_paths:
        return True
    return _wrong(before, key) == _wrong(after, key)


def _wrong(file: File, key: str) -> set[tuple[str | int, ...]]:
    return {path for path in file.wrong_paths if path and path[0] == key}


Content = bytes | Refusal | None
