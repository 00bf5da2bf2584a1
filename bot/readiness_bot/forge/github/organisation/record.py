"""The record of a scan: what was listed so far, so that a scan that ended early goes on from there.

A file of lines, each JSON: the first says of what the scan is, each other holds one page of the list. A line
is written whole and only ever added, so that a killed process loses its last page at most. What was read of
the repositories is not here but in the cache.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from readiness_bot.forge.github.organisation.rows import Listed
from readiness_bot.forge.protocol import ForgeError

VERSION = 1
LONGEST = timedelta(days=1)
"""An older record is not gone on from: its commits are yesterday's."""
MOST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, and where the next begins; None: it was the last."""

    repositories: tuple[Listed, ...]
    next: str | None


class Record:
    """Where a scan writes down what it has listed."""

    def __init__(self, path: Path | None, source: str, now: datetime) -> None:
        """`path`: None writes nothing down."""
        self.path, self.source, self.now = path, source, now
        self._file: IO[bytes] | None = None

    def begin(self) -> None:
        """A new scan: what an earlier one left is gone. Raises ForgeError."""
        if self.path is None:
            return
        header = {"readiness_scan": VERSION, "source": self.source, "begun": self.now.isoformat()}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside = self.path.with_name(f"{self.path.name}.new")
            beside.write_bytes(_line(header))
            beside.replace(self.path)
            self._file = self.path.open("ab")
        except OSError as error:
            raise ForgeError(f"{self.path} cannot be written: {error.strerror}.") from error

    def resume(self) -> list[Page]:
        """What an earlier scan of the same listed; nothing where there was none. Raises ForgeError."""
        if self.path is None or not self.path.exists():
            self.begin()
            return []
        try:
            if self.path.stat().st_size > MOST_BYTES:
                raise ForgeError(f"{self.path} is no record of a scan: it is too large.")
            content = self.path.read_bytes()
        except OSError as error:
            raise ForgeError(f"{self.path} cannot be read: {error.strerror}.") from error
        whole = content[: content.rfind(b"\n") + 1]
        lines = _decoded(whole)
        self._check(next(lines, None))
        pages = list(_pages(lines))
        try:
            os.truncate(self.path, len(whole))
            self._file = self.path.open("ab")
        except OSError as error:
            raise ForgeError(f"{self.path} cannot be written: {error.strerror}.") from error
        return pages

    def _check(self, header: Any) -> None:
        if not isinstance(header, dict) or header.get("readiness_scan") != VERSION:
            raise ForgeError(f"{self.path} is no record of a scan of this version; begin a new scan.")
        if header.get("source") != self.source:
            was = str(header.get("source"))[:100]
            raise ForgeError(f"{self.path} is the record of another scan ({was}); begin a new one.")
        begun = datetime.min.replace(tzinfo=UTC)
        with suppress(ValueError, TypeError):
            begun = datetime.fromisoformat(str(header.get("begun"))).astimezone(UTC)
        if self.now - begun > LONGEST:
            raise ForgeError(
                f"{self.path} is older than a day, so begin a new scan: the cache makes it short."
            )

    def add(self, page: Page) -> None:
        """Raises ForgeError."""
        if self._file is None:
            return
        rows = [
            {k: v for k, v in asdict(row).items() if v not in ("", False, ())} for row in page.repositories
        ]
        try:
            self._file.write(_line({"next": page.next, "repositories": rows}))
            self._file.flush()
        except OSError as error:
            raise ForgeError(f"{self.path} cannot be written: {error.strerror}.") from error

    def close(self, *, done: bool = False) -> None:
        """`done`: nobody has to go on from here."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if done and self.path is not None:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


def _line(data: object) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode() + b"\n"


def _decoded(content: bytes) -> Iterator[Any]:
    """Up to the first line that is none."""
    for line in content.splitlines():
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            return


def _pages(lines: Iterator[Any]) -> Iterator[Page]:
    """Up to the first that is none: what follows it would leave a gap."""
    for line in lines:
        page = _page(line)
        if page is None:
            return
        yield page


def _page(line: Any) -> Page | None:
    rows = line.get("repositories") if isinstance(line, dict) else None
    if not isinstance(rows, list):
        return None
    after = line.get("next")
    return Page(tuple(_listed(row) for row in rows if isinstance(row, dict)), str(after) if after else None)


def _listed(row: dict[str, Any]) -> Listed:
    """What is missing, or another thing, is as if it had not been told."""
    plain = Listed("")
    known: dict[str, Any] = {}
    for name in (f.name for f in fields(Listed)):
        value = row.get(name)
        if name == "topics" and isinstance(value, list):
            known[name] = tuple(str(topic) for topic in value)
        elif type(value) is type(getattr(plain, name)):
            known[name] = value
    return Listed(**{"name": "", **known})
