"""Contents of git's objects, their sizes first: `cat-file --batch` brings an object of any size whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from types import TracebackType

from readiness_bot.late import re
from readiness_bot.reading.errors import TooMuch
from readiness_bot.reading.git.process import Ended, Process

MAX_TOTAL = 128 * 1024 * 1024
"""What one reader hands out: some ten thousand versions of a large readiness file."""
_NAME = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def is_name(text: str) -> bool:
    """Whether this is an object's whole name."""
    return _NAME.fullmatch(text) is not None


Start = Callable[..., Process]
Fetch = Callable[[Sequence[str]], bool]


class Objects:
    """A git process that stays open: `cat-file --batch-command`, or two where git is older than 2.36."""

    _AT_ONCE = 50
    """So many names, of 64 digits each, are less than the smallest pipe holds (4 KiB, for whoever has many
    open): git is never stuck writing while we are stuck asking."""

    def __init__(self, start: Start, fetch: Fetch, limit: int, total: float | None = None) -> None:
        """`fetch`: brings objects that a partial clone left out, or says that this is none.

        `total`: bytes of all contents together; default MAX_TOTAL.
        """
        self._start, self._fetch, self._limit = start, fetch, limit
        self._left = MAX_TOTAL if total is None else total
        self._opened = [start("cat-file", "--batch-command", stdin=None)]
        self._sizes = _Batch(self._opened[0], "info ")
        self._contents = self._sizes.also("contents ")

    def __enter__(self) -> Objects:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        for process in self._opened:
            process.close()

    def many(self, names: Iterable[str], limit: int = 0) -> dict[str, bytes | None]:
        """Object name (or `COMMIT:PATH`) → content; None where it is too large (`limit`: for once).

        What is missing is left out.

        Raises CannotRead where a partial clone cannot get what it left out, TooMuch beyond `total`.
        """
        wanted = [name for name in dict.fromkeys(names) if "\n" not in name]  # git takes a line for a name
        heads = self._heads(wanted)
        absent = [name for name in wanted if name not in heads and is_name(name)]
        if absent and self._fetch(absent):
            self._reopen()
            heads |= self._heads(absent)
        small = [name for name in wanted if name in heads and heads[name].size <= (limit or self._limit)]
        found: dict[str, bytes | None] = {name: None for name in wanted if name in heads}
        for some in _some(small, self._AT_ONCE):
            self._left -= sum(heads[name].size for name in some)
            if self._left < 0:
                raise TooMuch(
                    f"The versions of the readiness files take more than {MAX_TOTAL // 1024**2} MiB, and are"
                    " not read."
                )
            self._contents.ask(heads[name].id for name in some)
            found |= {name: self._contents.content() for name in some}
        return {name: found[name] for name in wanted if name in found}

    def is_commit(self, name: str) -> bool:
        """Whether a hex word names a commit."""
        head = self._heads([f"{name}^{{commit}}"])
        return any(one.kind == "commit" for one in head.values())

    def commits(self, names: Iterable[str]) -> dict[str, str]:
        """What names a commit → the commit's own name. What names none is left out."""
        found = self._heads([name for name in dict.fromkeys(names) if "\n" not in name])
        return {name: head.id for name, head in found.items() if head.kind == "commit"}

    def _heads(self, names: Sequence[str]) -> dict[str, _Head]:
        try:
            return self._asked(names)
        except Ended as error:
            if len(self._opened) > 1 or "unknown option" not in str(error):
                raise
        self._reopen()
        return self._asked(names)

    def _asked(self, names: Sequence[str]) -> dict[str, _Head]:
        found = {}
        for some in _some(names, self._AT_ONCE):
            self._sizes.ask(some)
            for name in some:
                head = self._sizes.head()
                if head:
                    found[name] = head
        return found

    def _reopen(self) -> None:
        """What was fetched lies in a pack that the open one has not seen. Every git knows these two."""
        self.close()
        self._opened = [self._start("cat-file", kind, stdin=None) for kind in ("--batch-check", "--batch")]
        self._sizes, self._contents = (_Batch(process, "") for process in self._opened)


class _Head:
    """What git says of an object before its content."""

    __slots__ = ("id", "kind", "size")

    def __init__(self, line: str) -> None:
        """Raises ValueError for `NAME missing`, and whatever else is no answer."""
        self.id, self.kind, size = line.split(" ")
        self.size = int(size)
        if not is_name(self.id):
            raise ValueError(line)


class _Heard:
    """What was read and not yet taken."""

    __slots__ = ("at", "buffer")

    def __init__(self) -> None:
        self.buffer, self.at = bytearray(), 0


class _Batch:
    """The conversation with one `git cat-file`."""

    def __init__(self, process: Process, word: str, heard: _Heard | None = None) -> None:
        """`word`: what goes before a name. `heard`: shared with who else reads the same answers."""
        self._process, self._word, self._heard = process, word, heard or _Heard()

    def also(self, word: str) -> _Batch:
        """The same conversation, about something else."""
        return _Batch(self._process, word, self._heard)

    def ask(self, names: Iterable[str]) -> None:
        self._process.again()
        asked = "".join(f"{self._word}{name}\n" for name in names)
        self._process.write(asked.encode("utf-8", "surrogateescape"))

    def head(self) -> _Head | None:
        """`name kind size` and a line feed; None for anything else."""
        heard = self._heard
        while (end := heard.buffer.find(b"\n", heard.at)) < 0:
            self._more()
        line = heard.buffer[heard.at : end].decode("utf-8", "replace")
        heard.at = end + 1
        try:
            return _Head(line)
        except ValueError:
            return None

    def content(self) -> bytes:
        """A head, the content, a line feed."""
        head, heard = self.head(), self._heard
        if head is None:
            raise self._process.ended()
        while len(heard.buffer) - heard.at <= head.size:
            self._more()
        content = heard.buffer[heard.at : heard.at + head.size]
        heard.at += head.size + 1
        return bytes(content)

    def _more(self) -> None:
        chunk = self._process.read()
        if not chunk:
            raise self._process.ended()
        heard = self._heard
        del heard.buffer[: heard.at]
        heard.buffer += chunk
        heard.at = 0


def _some(names: Sequence[str], count: int) -> Iterable[Sequence[str]]:
    return (names[start : start + count] for start in range(0, len(names), count))
