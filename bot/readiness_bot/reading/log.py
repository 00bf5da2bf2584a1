"""Git's log as data, by fields that NULs part: a commit's metadata may hold any other byte. Pure.

Nothing in it is believed further than this: an address is text, a date may be any number of digits or
missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from readiness_bot.late import re

LOG = (
    "log",
    "--first-parent",
    "--diff-merges=first-parent",
    "--raw",
    "--no-renames",
    "--no-abbrev",
    "-z",
    "--encoding=none",
    "--format=%H%x00%ct%x00%ae",
)
"""What a commit changed against its first parent; a merge shows all that it brought. `none`: an author line
is not converted."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_ADDRESS = 256
_NO_DATE, _FAR = -1, 1 << 62
_LATER = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
_SECONDS = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Commit:
    """One first-parent commit with what it changed against its first parent: a merge shows all that it
    brought."""

    id: str
    committed: int
    """Seconds since 1970, UTC; whoever makes a commit can write anything here."""
    email: str
    changes: tuple[str, ...]
    """By turns git's raw line (`:100644 100644 OLD NEW M`) and the path, from the repository's root."""


def commits_in(parts: Iterable[list[str]]) -> Iterator[Commit]:
    """Newest first, of the fields that `LOG` prints.

    A field that follows a raw line is its path, whatever is in it.
    """
    head: list[str] = []
    line = ""
    changes: list[str] = []
    for fields in parts:
        for field in fields:
            if line:
                changes += (line, field)
                line = ""
            elif 0 < len(head) < 3:
                head.append(field)
            elif field.startswith((":", "\n:")):
                line = field.lstrip("\n")
            elif field.strip("\n"):
                if head:
                    yield _commit(head, changes)
                head, changes = [field], []
    if head:
        yield _commit(head, changes)


def _commit(head: list[str], changes: list[str]) -> Commit:
    name, seconds, email = (*head, "", "")[:3]
    return Commit(name, _number(seconds), email[:_LONGEST_ADDRESS], tuple(changes))


def _number(seconds: str) -> int:
    """No committer line, or one that git does not understand, has no date."""
    if _SECONDS.fullmatch(seconds):
        return int(seconds)
    return _FAR if seconds.isascii() and seconds.isdigit() else _NO_DATE


def moment(seconds: int, before: datetime) -> datetime:
    """When a commit was made; where that cannot be, when the one before it was.

    Git itself writes and reads dates from 1970 to 2099 alone (`tm_to_time_t` in its date.c); only who forges
    one comes by others.
    """
    return datetime.fromtimestamp(seconds, UTC) if 0 <= seconds < _LATER else before
