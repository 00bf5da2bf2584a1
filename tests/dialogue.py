"""A command in a real pseudo-terminal: somebody who reads what is printed, and types."""

from __future__ import annotations

import os
import pty
import select
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CTRL_C, CTRL_D = "\x03", "\x04"
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Session:
    """What stood on the screen, and how the command ended."""

    code: int
    screen: str


def typed(folder: Path, arguments: Sequence[str], turns: Sequence[tuple[str, str]]) -> Session:
    """`turns`: what must be on the screen, since the last key, before the next line is typed; and that line.

    Ends when the command does; a turn whose words do not come within a minute fails.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "CI"))}
        os.execve(sys.executable, [sys.executable, "-m", "readiness_bot", *arguments], {**kept, "TERM": "dumb"})  # noqa: S606
    read = seen = ""
    try:
        for waited, line in turns:
            while waited not in read[len(seen) :]:
                more = _more(terminal)
                assert more, f"{waited!r} never came; on the screen:\n{read}"
                read += more
            seen = read
            time.sleep(0.3 if line in (CTRL_C, CTRL_D) else 0)  # a person stops at a question that waits, not while it is printed
            os.write(terminal, (line if line in (CTRL_C, CTRL_D) else line + "\r").encode())
        while more := _more(terminal):
            read += more
    finally:
        os.close(terminal)
    return Session(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), read.replace("\r\n", "\n"))


def _more(terminal: int) -> str:
    """What is printed next; empty at the end, or when nothing comes for a minute."""
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                return os.read(terminal, 65_536).decode("utf-8", "replace")
            except OSError:  # Linux: the other side is closed
                return ""
    return ""
