"""The facts of one moment of the past, which remember what was asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import overload

from readiness_bot.audit.watch import Seen
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.file import File
from readiness_bot.convention.outcome import peek
from readiness_bot.reading.document import Value
from readiness_bot.reading.snapshot import Change, Revision
from readiness_bot.vocabulary import Stage


class Newest(Sequence[Revision]):
    """Revisions newest first, over a list that grows at its end."""

    def __init__(self, oldest_first: list[Revision]) -> None:
        self._past = oldest_first

    @overload
    def __getitem__(self, index: int) -> Revision: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Revision]: ...
    def __getitem__(self, index: int | slice) -> Revision | Sequence[Revision]:
        return self._past[::-1][index] if isinstance(index, slice) else self._past[~index]

    def __len__(self) -> int:
        return len(self._past)

    def __iter__(self) -> Iterator[Revision]:
        return reversed(self._past)

    def __reversed__(self) -> Iterator[Revision]:
        return iter(self._past)


@dataclass(slots=True)
class Past:
    """Each readiness file's past up to the moment that is judged; it only grows."""

    revisions: dict[str, list[Revision]] = field(default_factory=dict)
    """By name (`contract.yaml`), oldest first."""
    files: dict[str, list[File]] = field(default_factory=dict)
    """The same, read."""
    baseline: dict[Stage, date] = field(default_factory=dict)
    """The first milestones that were merged."""
    _changes: dict[tuple[str, tuple[str, ...]], tuple[int, int, list[Value]]] = field(default_factory=dict)
    _texts: dict[tuple[str, str], list[str | None]] = field(default_factory=dict)

    def add(self, name: str, revision: Revision, file: File) -> None:
        self.revisions.setdefault(name, []).append(revision)
        self.files.setdefault(name, []).append(file)
        if name == "contract.yaml":
            for stage in Stage:
                day = peek(file.day, f"milestones.{stage.value}") if stage not in self.baseline else None
                if day is not None:
                    self.baseline[stage] = day

    def last_change(self, name: str, keys: tuple[str, ...]) -> Revision:
        """The revision since which these values are what they are now.

        Goes on from where the last call ended.
        """
        files, revisions = self.files[name], self.revisions[name]
        read, since, values = self._changes.get((name, keys), (0, 0, []))
        for index in range(read, len(files)):
            now = [peek(files[index].get, key) for key in keys]
            if index == 0 or now != values:
                since, values = index, now
        self._changes[name, keys] = (len(files), since, values)
        return revisions[since]

    def texts(self, name: str, where: str) -> list[str | None]:
        """What each revision said at one place, oldest first. Goes on from where the last call ended."""
        found = self._texts.setdefault((name, where), [])
        found += [peek(file.text, where) for file in self.files.get(name, [])[len(found) :]]
        return found


@dataclass(frozen=True, slots=True)
class PastFacts(Facts):
    """`Facts` whose questions about the past are answered from `Past`.

    The same answers (`tests/audit/test_replay.py`).
    """

    past: Past = field(default_factory=Past)
    seen: Seen = field(default_factory=Seen)

    def baseline(self, stage: Stage) -> date | None:
        return self.past.baseline.get(stage) or self.milestone(stage)

    def last_change(self, name: str, *keys: str) -> Change:
        self.seen.tokens.update((name, key) for key in keys)
        if not self.past.revisions.get(name):
            return Change(self.today, "not committed yet")
        since = self.past.last_change(name, keys)
        return Change(since.when.date(), commit=since.commit)

    def earlier(self, name: str) -> list[tuple[Revision, File]]:
        self.seen.tokens.add(("@", name))
        revisions, files = self.past.revisions.get(name, []), self.past.files.get(name, [])
        return list(zip(reversed(revisions), reversed(files), strict=True))

    def former_texts(self, name: str, where: str) -> Iterable[tuple[Revision, str | None]]:
        self.seen.tokens.add(("@", name))
        revisions = self.past.revisions.get(name, [])
        return zip(reversed(revisions), reversed(self.past.texts(name, where)), strict=True)
