"""How a fleet came to where it is, by its earlier scans. Pure.

The scans are taken one by one, newest first, and none is kept: a year of a large organisation does not fit
into memory.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from readiness_bot.portfolio.figures import Point
from readiness_bot.portfolio.scan import Scan
from readiness_bot.portfolio.sums import held, percent, total, value


def point(scan: Scan) -> Point:
    """What a trend has of one scan."""
    models = [row for row in scan.rows if row.judged]
    stalled = [row for row in models if row.stalled]
    ready = sum(row.ready is True for row in models)
    return Point(
        date=scan.head.scanned,
        models=len(models),
        ready=ready,
        ready_percent=percent(ready, len(models)),
        late=sum(held(item) for row in models for item in row.open),
        stalled=len(stalled),
        per_week=total(map(value, stalled)),
        not_set_up=sum(bool(row.looks_like) and not row.left_out for row in scan.rows),
        unreadable=sum(row.error is not None for row in scan.rows),
    )


class Trail:
    """The way back from one scan: a point for each day, and since when each of its open items was seen."""

    def __init__(self, scan: Scan, notes: tuple[str, ...] = ()) -> None:
        self.source, self.notes = scan.head.source, notes
        self.first_seen: dict[tuple[str, str], date] = {
            (row.place, item.id): scan.head.scanned for row in scan.rows for item in row.open
        }
        """(a model's place, an item) → the first day of the unbroken line of scans that found it open."""
        self._unbroken = set(self.first_seen)
        self._points: dict[date, Point] = {}
        self._day = scan.head.scanned

    @property
    def points(self) -> tuple[Point, ...]:
        """By day, without the scan that it begins with."""
        return tuple(self._points[day] for day in sorted(self._points))

    def back(self, scan: Scan) -> None:
        """One scan further back: it is older than all before it, and of the same source."""
        if scan.head.scanned >= self._day:
            raise ValueError(scan.head.scanned)
        self._day = scan.head.scanned
        self._points[self._day] = point(scan)
        judged = {row.place for row in scan.rows if row.error is None}
        unreadable = {row.name for row in scan.rows if row.error is not None}
        open_ = {(row.place, item.id) for row in scan.rows for item in row.open}
        for key in self._unbroken & open_:
            self.first_seen[key] = self._day
        self._unbroken = {
            key for key in self._unbroken if key in open_ or _untold(key[0], judged, unreadable)
        }


def _untold(place: str, judged: Collection[str], unreadable: Collection[str]) -> bool:
    """Whether the scan could not say: a repository that could not be read has one row for all its models."""
    parts = place.split("/")
    return place not in judged and any("/".join(parts[:n]) in unreadable for n in range(1, len(parts) + 1))
