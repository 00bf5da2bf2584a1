"""A command at a real pseudo-terminal: what it shows, and what somebody types there."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import TracebackType

import pyte

CTRL_C, CTRL_D = "\x03", "\x04"
_SECONDS = 60.0
"""A loaded machine is slow; what never comes fails all the same."""
_PROMPT = re.compile(r"> \Z")


class Terminal:
    """`with Terminal(["answer", folder], columns=60) as terminal: terminal.types("mei-chen")`."""

    def __init__(self, arguments: Sequence[object], folder: Path, columns: int = 80, environment: Mapping[str, str] | None = None) -> None:
        self.columns = columns
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        given = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "readiness_bot", *map(str, arguments)],
            cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env=given | dict(environment or {}), preexec_fn=_take_terminal,
        )  # fmt: skip
        os.close(theirs)
        self._ours = ours
        self.raw = ""
        self._seen = 0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._ours)

    def until(self, wanted: str) -> str:
        """What is shown up to a text that comes next; the text must come."""
        end = monotonic() + _SECONDS
        while (at := self.raw.find(wanted, self._seen)) < 0:
            if not self._read(end - monotonic()):
                raise AssertionError(f"{wanted!r} never came; the screen:\n{self.screen()}")
        found = self.raw[self._seen : at + len(wanted)]
        self._seen = at + len(wanted)
        return found

    def next_prompt(self) -> str | None:
        """What is shown up to the next prompt, since the last one; None where it ended instead."""
        end = monotonic() + _SECONDS
        while not (found := _PROMPT.search(self.raw, self._seen)):
            if not self._read(end - monotonic()):
                return None
        shown, self._seen = self.raw[self._seen : found.end()], found.end()
        return re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]|\r", "", shown)

    def types(self, text: str, wanted: str = "> ") -> None:
        """At the next prompt."""
        self.until(wanted)
        self.keys(f"{text}\r")

    def keys(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def ended(self) -> int:
        """Its exit code; everything that it still shows is read."""
        end = monotonic() + _SECONDS
        while self._read(end - monotonic()):
            pass
        self._seen = len(self.raw)
        return self._process.wait(timeout=_SECONDS)

    def kill(self, number: signal.Signals) -> None:
        os.kill(self._process.pid, number)

    def screen(self) -> str:
        """All that was shown, as a terminal of this width has it, with what was typed."""
        screen = pyte.HistoryScreen(self.columns, 400)
        pyte.Stream(screen).feed(self.raw)
        return re.sub(r"\n+\Z", "\n", "\n".join(line.rstrip() for line in screen.display) + "\n")

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], max(seconds, 0))
        if not ready:
            return False
        try:
            part = os.read(self._ours, 1 << 16)
        except OSError as error:  # Linux: the other end is closed
            if error.errno != errno.EIO:
                raise
            return False
        self.raw += part.decode("utf-8", "replace")
        return bool(part)


@dataclass(frozen=True, slots=True)
class Session:
    """What stood on the screen, and how the command ended."""

    code: int
    screen: str


def typed(folder: Path, arguments: Sequence[str], turns: Sequence[tuple[str, str]]) -> Session:
    """A whole conversation. `turns`: what comes on the screen before the next line is typed; and that line, or a control key."""
    with Terminal(arguments, folder, environment={"TERM": "dumb"}) as terminal:
        for waited, line in turns:
            terminal.until(waited)
            terminal.keys(line if line in (CTRL_C, CTRL_D) else f"{line}\r")
        code = terminal.ended()
    return Session(code, terminal.raw.replace("\r\n", "\n"))


def _take_terminal() -> None:
    """So that Ctrl-C is a signal to the command, also where these tests run in the background, which ignores it."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
