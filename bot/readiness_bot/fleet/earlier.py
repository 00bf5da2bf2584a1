"""Earlier scans, kept as files: taken newest first, and one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from readiness_bot.fleet.read import read_scan
from readiness_bot.portfolio.scan import Scan
from readiness_bot.portfolio.trends import Trail
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.text import words

EVERY = 14
"""So many of the newest scans are all read; of those before, the first of each week."""
MOST = 60
_SCANNED = re.compile(rb'"scanned":\s{0,9}"(\d{4}-\d\d-\d\d)"')
_HEAD = 65_536
"""Bytes of a scan's file that hold its head, which comes before its rows."""


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """A file, and the day that it says it was scanned on."""

    day: date
    path: Path
    named: bool = False
    """It was given itself, and not the folder that it is in."""


def trail(scan: Scan, given: Iterable[Path]) -> Trail:
    """What the scans in these files and folders say of the time before this one.

    A file that is no scan is wrong usage; in a folder, what is no scan is passed over, and one that is broken
    is left out with a note.
    """
    found = list(_files(given))
    older = sorted({each.day: each for each in sorted(found) if each.day < scan.head.scanned}.values())
    later = sum(each.day > scan.head.scanned for each in found)
    notes = [f"{words.plural(later, 'scan')} of a later day left out."] if later else []
    back = Trail(scan)
    strangers = broken = 0
    for each in thinned(older):
        try:
            earlier = read_scan(each.path)
        except WrongUsage:
            if each.named:
                raise
            broken += 1
            continue
        if earlier.head.source != scan.head.source or earlier.head.shard:
            strangers += 1
        else:
            back.back(earlier)
    if strangers:
        notes.append(
            f"{words.plural(strangers, 'earlier scan')} of another source, or a part of one, left out."
        )
    if broken:
        notes.append(f"{words.plural(broken, 'earlier scan')} left out that can't be read.")
    back.notes = tuple(notes)
    return back


def thinned(older: Sequence[Kept]) -> list[Kept]:
    """Newest first: a daily scan of ten thousand models is not read 365 times for a line of a year."""
    newest = list(reversed(older))
    first_of_week = {each.day.isocalendar()[:2]: each for each in newest[EVERY:]}
    return [*newest[:EVERY], *first_of_week.values()][:MOST]


def _files(given: Iterable[Path]) -> Iterator[Kept]:
    for path in given:
        if path.is_dir():
            inside = (file for file in sorted(path.rglob("*.json")) if file.is_file())
            yield from (Kept(day, file) for file in inside if (day := _scanned(file)))
        elif day := _scanned(path):
            yield Kept(day, path, named=True)
        else:
            raise WrongUsage(f"{path} is no scan: it does not say when. `readiness fleet scan` writes one.")


def _scanned(path: Path) -> date | None:
    try:
        with path.open("rb") as file:
            found = _SCANNED.search(file.read(_HEAD))
        return date.fromisoformat(found[1].decode()) if found else None
    except (OSError, ValueError):
        return None
