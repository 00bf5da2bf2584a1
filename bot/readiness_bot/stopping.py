"""Ctrl-C, and being told to end: at every moment the same end.

A signal raises `Stopped` wherever the program is, which passes every `except Exception`, click's handling of
Ctrl-C too, and ends the process as shells have it: 128 + the signal. `held` puts that off while something is
written; `heard` is for the wait for a line.

Imported before everything else, so that it is there from the first moment: by itself it imports little.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any

_AGAIN = 0.1
"""Seconds."""


class Stopped(SystemExit):
    """A signal told us to end."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number


class Interrupted(Stopped):
    """Ctrl-C: somebody is there who may be told something."""


_SIGNALS = {signal.SIGINT: Interrupted, signal.SIGTERM: Stopped, signal.SIGHUP: Stopped}


class _State:
    """What the handlers look at; they run in the main thread alone."""

    depth = 0
    late: int | None = None


def listen() -> None:
    """From now on these signals raise. One that the caller ignores (nohup, a shell's `&`) stays ignored."""
    for number in _SIGNALS:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _stop)
    sys.unraisablehook = _lost


def over() -> None:
    """The work is done, or its end is being told: nothing stops it any more."""
    for number in _SIGNALS:
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_IGN)


class held:  # noqa: N801 - reads as contextlib's own
    """While something is written that must be whole: a signal counts at the end of it.

    Not for what may wait for others.
    """

    def __enter__(self) -> None:
        if _in_main_thread():
            _State.depth += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not _in_main_thread():
            return
        _State.depth -= 1
        if not _State.depth and _State.late is not None:
            number, _State.late = _State.late, None
            _stop(number, None)


@contextmanager
def heard() -> Iterator[None]:
    """While a line is waited for, however long.

    C code asks Python whether a signal came, then begins to wait; one that comes in between would count at
    the next key. So the wait is interrupted ten times a second, and Python asks again
    (https://peps.python.org/pep-0475/).
    """
    if not _in_main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _look)
    signal.setitimer(signal.ITIMER_REAL, _AGAIN, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(number: int, _: FrameType | None) -> None:
    if _State.depth:
        _State.late = number
        return
    raise _SIGNALS[signal.Signals(number)](number)


def _look(number: int, frame: FrameType | None) -> None:
    """That Python runs a handler at all is what is wanted of it."""


def _lost(unraisable: Any) -> None:
    """Python drops what is raised while it clears up an object; such a signal comes again."""
    if isinstance(unraisable.exc_value, Stopped):
        threading.Timer(_AGAIN, os.kill, (os.getpid(), unraisable.exc_value.number)).start()
    else:
        sys.__unraisablehook__(unraisable)


def _in_main_thread() -> bool:
    return threading.get_ident() == threading.main_thread().ident
