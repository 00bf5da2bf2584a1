"""Which messages a person gets of what the bot did: GitHub's rules for people who do not watch the whole repository.

Assigned: told. Mentioned: told, and subscribed. Subscribed (assigned, mentioned, wrote there, opened or closed it): told of each
comment, closing and reopening. An edited text tells nobody. What one run does on one thread is one entry in a person's inbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tests.month.world import Thread

FIRST = 110


@dataclass(frozen=True, slots=True)
class Notification:
    """One message to one person."""

    day: str
    to: str
    why: str
    title: str
    text: str

    def __str__(self) -> str:
        return f"| {self.day} | {self.to} | {self.why} | {self.title} | {self.text} |"


@dataclass(slots=True)
class Inbox:
    """Who is subscribed to which thread, and what each was sent."""

    subscribed: dict[int, set[str]] = field(default_factory=dict)
    sent: list[Notification] = field(default_factory=list)

    def subscribe(self, number: int, login: str) -> None:
        self.subscribed.setdefault(number, set()).add(login)

    def deliver(self, day: str, before: Mapping[int, Thread], after: Mapping[int, Thread]) -> list[Notification]:
        """What the bot's run between the two states sent."""
        new = [note for number, thread in sorted(after.items()) for note in _merged(self._of(day, before.get(number), thread))]
        self.sent += new
        return new

    def forget_duplicates(self) -> None:
        """One message of each kind about one title on one day."""
        self.sent = list({(note.day, note.to, note.title): note for note in reversed(self.sent)}.values())[::-1]

    def _of(self, day: str, before: Thread | None, thread: Thread) -> Iterator[Notification]:
        people = self.subscribed.setdefault(thread.number, set())
        known = before.assignees if before else ()
        for login in sorted(set(thread.assignees) - set(known)):
            people.add(login)
            yield Notification(day, login, "assigned", thread.title, "")
        for author, text in thread.comments[len(before.comments) if before else 0 :]:
            if author != "bot":
                continue
            called = Thread(0, "", comments=((author, text),)).called
            for login in sorted(people | called):
                yield Notification(day, login, "mentioned" if login in called else "comment", thread.title, _first(text))
            people |= called
        if before and before.open != thread.open:
            for login in sorted(people):
                yield Notification(day, login, "closed" if not thread.open else "reopened", thread.title, thread.reason or "")


def _merged(notes: Iterable[Notification]) -> list[Notification]:
    """One entry a person: the change of state, with the comment that explains it."""
    found: dict[str, Notification] = {}
    for note in notes:
        if note.to in found:
            note = replace(note, text=found[note.to].text or note.text)
        found[note.to] = note
    return list(found.values())


def _first(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("<!--")]
    told = lines[0] if lines else ""
    return (told if len(told) <= FIRST else told[: FIRST - 1] + "…").replace("|", "\\|")
