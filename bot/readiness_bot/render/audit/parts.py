"""What the sections of the HTML report are made of, and how their cells say things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from readiness_bot.audit.figures import Audit, ItemFigures
from readiness_bot.audit.terms import Term
from readiness_bot.text import words
from readiness_bot.text.escape import MAX_ROWS, cut, plain

_MOST_NOTES = 30
LONG = 600
"""Characters of a sentence that holds people's words."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: str = ""
    """`n`: numbers, aligned right; `d`: a date or a span, kept on one line."""


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: str = ""
    """The words on which one clicks for it; empty: it stands open."""
    more: str = ""
    printed: bool = True
    """Unfolded on paper."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`name`: what `audit_html` draws. `told`: the same in words, for who does not see it."""

    name: str
    told: str
    key: tuple[tuple[str, str], ...]
    """(sign, meaning)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    say: str = ""
    terms: tuple[Term, ...] = ()
    warnings: tuple[str, ...] = ()
    figure: Figure | None = None
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


def table(
    name: str,
    columns: tuple[Column, ...],
    rows: Sequence[tuple[str, ...]],
    folded: str = "",
    most: int = MAX_ROWS,
    printed: bool = True,
) -> Table:
    return Table(name, columns, tuple(rows[:most]), folded, words.and_more(len(rows) - most), printed)


def shortened(texts: Sequence[str], noun: str) -> tuple[str, ...]:
    shown = (cut(plain(text), LONG) for text in texts[:_MOST_NOTES])
    return tuple(filter(None, (*shown, words.and_more(len(texts) - _MOST_NOTES, noun))))


def who(item: ItemFigures) -> str:
    return f"{cut(plain(item.owner), 60)} ({item.role})" if item.owner else str(item.role)


def day(value: date | None, audit: Audit, none: str = "no date") -> str:
    return none if value is None else words.day(value, audit.today)
