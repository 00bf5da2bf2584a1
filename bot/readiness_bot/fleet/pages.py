"""`fleet report --pages`: the fleet's page, and beside it one for each model that has an audit."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from readiness_bot.portfolio.audits import rebuilt
from readiness_bot.portfolio.figures import Portfolio
from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.scan import Scan
from readiness_bot.render.audit import html as audit_page
from readiness_bot.render.portfolio import html as fleet_page
from readiness_bot.render.portfolio.places import folder as address
from readiness_bot.runs.errors import CannotDo
from readiness_bot.runs.output import write

FOLDER = "models"
_ODD = re.compile(r"[^A-Za-z0-9_.-]+")
_FEW = 8
"""Pages that are not worth processes of their own."""


@dataclass(frozen=True, slots=True)
class Task:
    """A page to write."""

    row: Row
    path: Path


@dataclass(frozen=True, slots=True)
class Written:
    """How many models have a page, and whose audit could not be shown."""

    pages: int
    without: tuple[str, ...]


def write_pages(found: Portfolio, scan: Scan, folder: Path, processes: int | None = None) -> Written:
    """`index.html`, `models/acme-churn.html` and so on; the index last, when all that it links to is there.

    Raises CannotDo where the folder cannot be written to.
    """
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotDo(f"{folder} cannot be made: {error.strerror}") from error
    names = named([row for row in scan.rows if row.audit is not None and row.judged])
    tasks = [Task(row, folder / names[row.place]) for row in scan.rows if row.place in names]
    made = dict(_made(tasks, processes))
    pages = {place: name for place, name in names.items() if made[place]}
    write(fleet_page.render(found, scan, pages), folder / "index.html")
    return Written(len(pages), tuple(place for place in names if place not in pages))


def named(rows: Sequence[Row]) -> Mapping[str, str]:
    """A model's place → its page. Two that differ in odd signs or in capitals alone get a number."""
    taken, found = set[str](), dict[str, str]()
    for row in rows:
        stem = _ODD.sub("-", row.place.replace("/", "-")).strip(".-")[:100] or "model"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        found[row.place] = f"{FOLDER}/{name}.html"
    return found


def _made(tasks: Sequence[Task], processes: int | None) -> Iterator[tuple[str, bool]]:
    if len(tasks) <= _FEW or processes == 1:
        yield from map(_make, tasks)
        return
    # Not forked: what draws the figures has threads, which a fork would lose with their locks held.
    with ProcessPoolExecutor(processes, get_context("spawn"), _begin) as pool:
        yield from pool.map(_make, tasks, chunksize=4)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all of them; the first one ends the others


def _make(task: Task) -> tuple[str, bool]:
    """Whether there is a page now."""
    row = task.row
    audit = rebuilt(row.audit or {}, row.folder)
    if audit is None:
        return row.place, False
    links = [("../index.html", "Every model")]
    own = address(row.url, row.commit, row.folder)
    links += [(own, row.place)] if own else []
    try:
        page = audit_page.render(audit, links)
    except (ValueError, OverflowError, LookupError, TypeError):  # one model's odd figures spoil no report
        return row.place, False
    write(page, task.path)
    return row.place, True
