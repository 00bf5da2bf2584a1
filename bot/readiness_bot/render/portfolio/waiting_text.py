"""`fleet waiting` on a terminal: how much waits, then each thing with its cost, what to do, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from readiness_bot.portfolio.waiting import Person, Wait
from readiness_bot.render.portfolio import waits
from readiness_bot.text.escape import wide
from readiness_bot.text.layout import BLANK, WIDE, Part, Row, Tone, flow, part
from readiness_bot.text.words import and_more

MOST_OF_MANY = 3
"""Things of each person, where everybody is shown."""
_WIDEST = 30
"""Columns of a model's name, and of an item's title; a longer one pushes what follows aside."""


def page(people: Sequence[Person], today: date, width: int = WIDE, most: int | None = None) -> Iterator[Row]:
    """`most`: things of each person; None: all."""
    for person in people:
        yield from _person(person, today, width, most)
        yield BLANK


def _person(person: Person, today: date, width: int, most: int | None) -> Iterator[Row]:
    name = waits.shown(person.login) if person.login else waits.NOBODY
    yield from flow((part(name, Tone.TITLE), part(f": {waits.summary(person)}")), width, 0, 2)
    yield BLANK
    things = person.waits[:most]
    columns = [
        min(max((wide(said(wait)) for wait in things), default=0), _WIDEST)
        for said in (waits.model, lambda wait: wait.item.title, lambda wait: waits.when(wait, today))
    ]
    for wait in things:
        yield from _wait(wait, today, width, columns)
    left = and_more(len(person.waits) - len(things))
    if left:
        left += f" (--for {name} shows them)" if person.login else ""
        yield from flow((part(left, Tone.QUIET),), width, 2, 4)


def _wait(wait: Wait, today: date, width: int, columns: Sequence[int]) -> Iterator[Row]:
    late = Tone.BAD if wait.days_late(today) else Tone.PLAIN
    told = (
        (waits.model(wait), Tone.TITLE),
        (wait.item.title, Tone.PLAIN),
        (waits.when(wait, today), late),
    )
    cells = [Part("  ")]
    for (text, tone), column in zip(told, columns, strict=True):
        cells += [part(text, tone), Part(" " * (max(column - wide(text), 0) + 3))]
    cells.append(part(waits.cost(wait)))
    if sum(wide(cell.text) for cell in cells) <= width:
        yield tuple(cells) if cells[-1].text else tuple(cells[:-2])
    else:
        said = [part(text, tone) for text, tone in told] + [part(waits.cost(wait))]
        parts = [piece for each in said if each.text for piece in (each, Part(" · "))]
        yield from flow(parts[:-1], width, 2, 4)
    yield from flow((part(waits.what(wait), Tone.NEXT),), width, 4, 6)
    if wait.because:
        yield from flow((part(wait.because[:1].upper() + wait.because[1:], Tone.QUIET),), width, 4, 6)
    since = waits.since(wait, today)
    place = replace(part(waits.where(wait), Tone.PLACE), whole=True)
    yield from flow((place, *([part(f"   {since}", Tone.QUIET)] if since else [])), width, 4, 6)
