"""The workflows of a repository that call ours: which they are, what they call, and where. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness_bot.doctor.calls import CALLED, FIRST, FOLLOW_UP, OURS, Call, calls_in
from readiness_bot.reading.document import Document, Position, Unreadable
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, Refusal
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.plan import WORKFLOWS

MOST = 20
"""Workflows that are looked at."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A workflow file of the repository that stands for one of ours."""

    role: str
    """`FIRST` or `FOLLOW_UP`: the file that `init` would write."""
    path: str
    text: str
    document: Document | None
    """None where it is no YAML that can be read; `wrong` says why."""
    calls: tuple[Call, ...] = ()
    wrong: str = ""

    @property
    def name(self) -> str:
        """As GitHub calls the workflow: its `name:`, else its path.

        Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#name
        """
        given = self.document.data.get("name") if self.document else None
        return given if isinstance(given, str) and given else self.path

    def at(self, *keys: str | int) -> tuple[str, int, int]:
        """A key's place, or its nearest parent's."""
        where = self.document.position(keys) if self.document else Position(1, 1)
        return self.path, where.line, where.column

    def event(self, name: str) -> object:
        """What stands at `on: NAME:`; None for an event without more, or a missing one (`has_event`)."""
        events = self._events
        return events.get(name) if isinstance(events, Mapping) else None

    def has_event(self, name: str) -> bool:
        """`on:` is a word, a list or a mapping."""
        events = self._events
        return (
            name == events
            if isinstance(events, str)
            else isinstance(events, Mapping | list) and name in events
        )

    @property
    def _events(self) -> object:
        return self.document.data.get("on") if self.document else None


def callers(workflows: Mapping[str, bytes | Refusal]) -> tuple[Caller, ...]:
    """Those that call us, and those that have the name of one that does; by role, then path."""
    meant = [path for path, content in workflows.items() if role_at(path) or _may_call(content)]
    first = sorted(meant, key=lambda path: not role_at(path))[:MOST]
    found = [caller for path in first if (caller := _caller(path, workflows[path]))]
    return tuple(sorted(found, key=lambda caller: (caller.role != FIRST, caller.path)))


def role_at(path: str) -> str:
    """Which of ours has that path; empty for others."""
    return next((name for name in CALLED if path == f"{WORKFLOWS}/{name}"), "")


def _may_call(content: bytes | Refusal) -> bool:
    """Whether it is worth parsing: most workflows have no word of ours."""
    return isinstance(content, bytes) and any(word.encode() in content for word in (OURS, *CALLED.values()))


def _caller(path: str, content: bytes | Refusal) -> Caller | None:
    ours = role_at(path)
    if isinstance(content, Refusal):
        return Caller(ours, path, "", None, wrong=_REFUSED[content]) if ours else None
    text = content.decode("utf-8-sig", "replace")
    read = parse(path, content)
    if isinstance(read, Unreadable):
        told = f"{read.finding.message} (line {read.finding.line})"
        return Caller(ours, path, text, None, wrong=told) if ours else None
    calls = tuple(calls_in(read, bool(ours)))
    role = _role(calls, read) if calls else ours
    return Caller(role, path, text, read, calls) if role else None


_REFUSED = {
    Refusal.SYMLINK: "it is a symbolic link",
    Refusal.SUBMODULE: "it is a submodule",
    Refusal.TOO_LARGE: f"it is larger than {MAX_FILE_BYTES // 1024} KiB",
    Refusal.NOT_A_FILE: "it is not a file",
    Refusal.DENIED: "nobody may read it",
}


def _role(calls: tuple[Call, ...], read: Document) -> str:
    for name, called in CALLED.items():
        if any(call.called == called for call in calls):
            return name
    events = read.data.get("on")
    listens = isinstance(events, Mapping | list) and ("schedule" in events or "workflow_run" in events)
    return FOLLOW_UP if listens else FIRST
