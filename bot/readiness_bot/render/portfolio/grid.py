"""Every row of a scan as the page's table takes it: plain data, as small as ten thousand should be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.scan import Scan
from readiness_bot.portfolio.sums import days_late, held, value
from readiness_bot.render.portfolio.places import folder
from readiness_bot.text.escape import cut, plain
from readiness_bot.vocabulary import Stage

FIELDS = (
    "place",
    "url",
    "page",
    "stage",
    "tier",
    "state",
    "items",
    "who",
    "late",
    "days",
    "amount",
    "currency",
    "owner",
    "why",
)
"""The order in which a row has its values."""
STATES = ("stalled", "not ready", "ready", "unreadable", "not set up", "no model", "left out")
_TEXT = 160


def grid(scan: Scan, pages: Mapping[str, str], today: date) -> dict[str, object]:
    """`pages`: a model's place → the page that its audit has beside this one.

    An item is its number in `items`, a stage and a state theirs; the items of a row that hold it come first.
    """
    items: dict[str, tuple[int, str, str]] = {}
    rows = [_row(row, items, pages, today) for row in scan.rows]
    return {
        "fields": FIELDS,
        "stages": list(Stage),
        "states": STATES,
        "items": [{"id": id_, "title": title, "role": role} for id_, (_, title, role) in items.items()],
        "rows": rows,
    }


def _row(
    row: Row, items: dict[str, tuple[int, str, str]], pages: Mapping[str, str], today: date
) -> list[object]:
    opened = sorted(row.open, key=lambda each: (not held(each), -(days_late(each, today) or 0), each.id))
    numbers = []
    for each in opened:
        known = items.setdefault(plain(each.id), (len(items), _short(each.title), each.role.value))
        numbers.append(known[0])
    days = [count for each in opened if (count := days_late(each, today)) is not None]
    worth = value(row)
    return [
        _short(row.place),
        folder(row.url, row.commit, row.folder),
        pages.get(row.place, ""),
        list(Stage).index(row.stage) if row.stage and row.judged else -1,
        row.tier.value if row.tier and row.judged else "",
        STATES.index(state(row)),
        numbers,
        _short(opened[0].owner) if opened else "",
        sum(map(held, opened)),
        max(days) if days else None,
        worth.amount if worth else None,
        cut(plain(worth.currency), 12) if worth else "",
        _short(row.owner),
        _short(row.error or row.left_out or row.looks_like or row.wrong_first or _history(row)),
    ]


def _history(row: Row) -> str:
    return f"its history could not be read: {row.history_error}" if row.history_error else ""


def state(row: Row) -> str:
    """In a word."""
    if row.error is not None:
        return "unreadable"
    if row.left_out:
        return "left out"
    if row.absent:
        return "not set up" if row.looks_like else "no model"
    return "stalled" if row.stalled else "ready" if row.ready else "not ready"


def _short(text: str) -> str:
    return cut(plain(text), _TEXT)
