"""`fleet scan --folder`: clones judged by all processors at once, their rows given out in order as they come.

Nothing is kept: the memory does not grow with the number of clones.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context

from readiness_bot.audit.question import Question
from readiness_bot.convention.organisation import Organisation
from readiness_bot.fleet.clones import Clone
from readiness_bot.fleet.judge import failed, rows_of_clone
from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.scan import order, row_text

_CHUNK = 16
"""Clones. Few enough that all processors are busy to the end; so many that handing over costs nothing."""
_AHEAD = 4
"""Chunks for each process that may be under way."""


@dataclass(frozen=True, slots=True)
class Terms:
    """By what clones are judged."""

    day: date
    now: date
    """The last day that can have happened."""
    organisation: Organisation | None
    """None: the convention alone."""
    audited: bool = False


def scanned(clones: Sequence[Clone], terms: Terms, processes: int | None = None) -> Iterator[list[str]]:
    """Each clone's rows as lines of the file, clone by clone, in the order of the clones."""
    count = min(processes or _processors(), max(1, len(clones) // _CHUNK))
    if count == 1:
        yield from (_lines(clone, terms) for clone in clones)
        return
    chunks = deque([clones[at : at + _CHUNK] for at in range(0, len(clones), _CHUNK)])
    gc.freeze()  # what is there now is shared with the processes, and not copied by a collection of garbage
    with _pool(count, terms) as pool:
        under_way: deque[tuple[Sequence[Clone], Future[list[list[str]]]]] = deque()
        while chunks or under_way:
            while chunks and len(under_way) < count * _AHEAD:
                chunk = chunks.popleft()
                under_way.append((chunk, pool.submit(_judge, chunk)))
            chunk, future = under_way.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                lost = [chunk, *(some for some, _ in under_way)]
                under_way.clear()
                yield from (_alone(clone, terms) for some in lost for clone in some)
                break
    if chunks:
        yield from scanned([clone for chunk in chunks for clone in chunk], terms, processes)


def _processors() -> int:
    """Those that this process may use: a container's are often fewer than the machine's."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pool(count: int, terms: Terms) -> ProcessPoolExecutor:
    """Forked where that is safe: a process is there at once, and shares what is imported."""
    way = "fork" if sys.platform == "linux" else "spawn"
    return ProcessPoolExecutor(count, get_context(way), _begin, (terms,))


def _alone(clone: Clone, terms: Terms) -> list[str]:
    """After a process was lost: the clone that costs a process is a row, and the others are judged."""
    with _pool(1, terms) as pool:
        try:
            return pool.submit(_judge, [clone]).result()[0]
        except BrokenProcessPool:
            why = "the process that judged it was ended from outside, most likely for want of memory"
            return [row_text(failed(Row(clone.name), why))]


_TERMS: list[Terms] = []
"""Of this process, set once when it begins."""


def _begin(terms: Terms) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all of them; the first one ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _TERMS[:] = [terms]


def _judge(chunk: Sequence[Clone]) -> list[list[str]]:
    return [_lines(clone, _TERMS[0]) for clone in chunk]


def _lines(clone: Clone, terms: Terms) -> list[str]:
    rows = rows_of_clone(clone, Question(terms.day, terms.now), terms.organisation, terms.audited)
    return [row_text(row) for row in sorted(rows, key=order)]
