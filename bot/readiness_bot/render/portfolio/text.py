"""`readiness fleet report` on a terminal: the answer, what to do first, then the tables."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from readiness_bot.portfolio.figures import Portfolio
from readiness_bot.render.portfolio.sections import Section, sections
from readiness_bot.render.portfolio.story import story
from readiness_bot.text import words
from readiness_bot.text.escape import Screen, cut, padded, plain, screen, wide

WIDTH = 100
MOST = 10
"""Rows of a table; JSON has all of them."""
_CELL = 44


def render(found: Portfolio) -> Screen:
    """The page."""
    lines = [title(found), ""]
    for sentence in story(found).sentences:
        lines += [*_wrap(sentence), ""]
    for section in sections(found):
        lines += _section(section)
    lines.append("readiness fleet report --format html --output fleet.html · markdown · json · csv · parquet")
    return screen(lines)


def title(found: Portfolio) -> str:
    """`Fleet (org acme) · scanned 26 Nov 2026 · policy acme v3`."""
    source = f" ({plain(found.source)})" if found.source else ""
    policy = f" · policy {plain(found.policy)}" if found.policy else ""
    return cut(f"Fleet{source} · scanned {words.full_day(found.scanned)}{policy}")


def _section(section: Section) -> Iterator[str]:
    yield section.title.upper()
    yield from _wrap(section.say, "  ") if section.say else ()
    if section.rows:
        yield from _columns(section)
    if len(section.rows) > MOST:
        yield f"  {words.and_more(len(section.rows) - MOST)}"
    yield ""


def _columns(section: Section) -> Iterator[str]:
    kinds = [column.kind for column in section.columns]
    rows = [[column.name for column in section.columns]]
    rows += [[_cell(cell) for cell in row] for row in section.rows[:MOST]]
    widths = [max(wide(row[number]) for row in rows) for number in range(len(kinds))]
    for row in rows:
        yield "  " + "  ".join(_aligned(*each) for each in zip(row, widths, kinds, strict=True))


def _cell(text: str) -> str:
    return cut(plain(text), _CELL)


def _aligned(text: str, width: int, kind: str) -> str:
    return " " * (width - wide(text)) + text if kind == "n" else padded(text, width)


def _wrap(text: str, indent: str = "") -> Sequence[str]:
    """An amount of money stays on one line."""
    kept = re.sub(r"\b([A-Z]{3}) (?=\d)", "\\1\xa0", plain(text))
    lines = textwrap.wrap(
        kept, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    return [line.replace("\xa0", " ") for line in lines]
