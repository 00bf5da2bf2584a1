"""Git's output while it is still being written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from readiness_bot.reading.errors import CannotRead, TooMuch
from readiness_bot.reading.git.process import Process

if TYPE_CHECKING:
    from queue import Queue

SECONDS = 300.0
MOST_BYTES = 256 * 1024 * 1024
_WAITING = 1024
"""Pieces of at most 64 KiB each."""
LONGEST_FIELD = 64 * 1024
"""Bytes. What a commit says of itself has no bound in git; nothing that is read here is nearly as long."""


class Stream:
    """A running git.

    Its output is taken at once, so that it seldom waits for whoever reads it here: when 64 MiB wait for us.
    """

    def __init__(self, process: Process, told: str) -> None:
        from queue import Queue  # what a check does without
        from threading import Thread

        self._process, self._told = process, told
        self._chunks: Queue[bytes | CannotRead] = Queue(_WAITING)
        self._thread = Thread(target=self._take, daemon=True)
        self._thread.start()

    def _take(self) -> None:
        try:
            for chunk in self._process.chunks(MOST_BYTES):
                self._chunks.put(chunk)
            if self._process.wait() != 0:
                self._chunks.put(CannotRead(f"{self._told}: {self._process.said()}."))
            self._chunks.put(b"")
        except CannotRead as error:
            self._chunks.put(error)
        except (OSError, ValueError):  # closed while it was read
            self._chunks.put(b"")

    def __iter__(self) -> Iterator[bytes]:
        """Raises CannotRead with git's own first line when it ends badly."""
        while chunk := self._chunks.get():
            if isinstance(chunk, CannotRead):
                raise chunk
            yield chunk

    def close(self) -> None:
        from queue import Empty

        self._process.end()
        while self._thread.is_alive():  # it may wait for room
            try:
                self._chunks.get(timeout=0.01)
            except Empty:
                continue
        self._thread.join()
        self._process.close()


def fields(chunks: Iterable[bytes]) -> Iterator[list[str]]:
    """What stands between NULs, some at a time; each cut at `LONGEST_FIELD`."""
    begun: list[bytes] = []
    length = 0
    for chunk in chunks:
        parts = chunk.split(b"\0")
        if length < LONGEST_FIELD:
            begun.append(parts[0][: LONGEST_FIELD - length])
            length += len(begun[-1])
        if len(parts) > 1:
            whole = [b"".join(begun), *(part[:LONGEST_FIELD] for part in parts[1:-1])]
            begun = [parts[-1][:LONGEST_FIELD]]
            length = len(begun[0])
            yield [part.decode("utf-8", "surrogateescape") for part in whole]
    if length:
        yield [b"".join(begun).decode("utf-8", "surrogateescape")]


def at_most(count: int, parts: Iterable[list[str]], what: str) -> Iterator[list[str]]:
    """The same, or TooMuch where there are more than `count`."""
    for some in parts:
        count -= len(some)
        if count < 0:
            raise TooMuch(what)
        yield some
