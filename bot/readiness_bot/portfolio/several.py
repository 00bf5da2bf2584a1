"""Several scans as one: of several organisations, or the parts of one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.scan import Scan, merged, order


def together(scans: Sequence[Scan]) -> Scan:
    """Of a repository that stands in several of them what the newest says.

    Parts must be all there. Raises WrongScan.
    """
    parts = [scan for scan in scans if scan.head.shard]
    whole = [*(scan for scan in scans if not scan.head.shard), *([merged(parts)] if parts else [])]
    if len(whole) == 1:
        return whole[0]
    found: dict[str, tuple[Row, ...]] = {}
    for scan in sorted(whole, key=lambda scan: scan.head.scanned):
        own: dict[str, list[Row]] = {}
        for row in scan.rows:
            own.setdefault(row.name, []).append(row)
        found |= {name: tuple(rows) for name, rows in own.items()}
    newest = max((scan.head for scan in whole), key=lambda head: head.scanned)
    rows = sorted((row for rows in found.values() for row in rows), key=order)
    return Scan(replace(newest, source="several scans"), tuple(rows))
