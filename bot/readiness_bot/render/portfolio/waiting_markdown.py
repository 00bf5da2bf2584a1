"""What waits for somebody, as Markdown: for a page, and for the weekly digest. Mentions nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from readiness_bot.portfolio.waiting import Person, Wait
from readiness_bot.render.portfolio import waits
from readiness_bot.text.fit import Block, fit
from readiness_bot.text.markup import Markdown, code, join, link, md, prose


def page(people: Sequence[Person], today: date, unread: str = "") -> Markdown:
    """A section a person; the last lines give way where there is no room for all."""
    blocks = [block for person in people for block in (_head(person), list_of(person, today))]
    return fit([*blocks, Block(md("{}.", unread) if unread else md(""))])


def _head(person: Person) -> Block:
    name = code(waits.shown(person.login)) if person.login else prose(waits.NOBODY)
    return Block(md("### {}\n\n{}.", name, waits.summary(person)))


def list_of(person: Person, today: date, most: int = 1000) -> Block:
    """Entries of two or three lines: in a narrow mail a table would be torn."""
    entries = tuple(_entry(wait, today) for wait in person.waits)
    return Block(md(""), entries, noun="more things", most=most)


def _entry(wait: Wait, today: date) -> Markdown:
    told = [
        md("**{}**", waits.when(wait, today)) if wait.days_late(today) else prose(waits.when(wait, today))
    ]
    told += [prose(text) for text in (waits.cost(wait), waits.since(wait, today)) if text]
    head = md("- **{}** · {} · {}", waits.model(wait), _title(wait), join(" · ", told))
    return join("\n", (head, *(md("  {}", line) for line in _below(wait))))


def _title(wait: Wait) -> Markdown:
    return link(wait.item.title, wait.url) if wait.url else prose(wait.item.title)


def _below(wait: Wait) -> Iterator[Markdown]:
    verb, text, note = waits.to_do(wait)
    told = [prose(verb)] if verb else []
    told += [code(text)] if text else []
    told += [prose(note)] if note else []
    yield md("{}{}{}.", waits.missing(wait), md(": ") if told else md(""), join(" ", told))
    if wait.because:
        yield prose(wait.because[:1].upper() + wait.because[1:] + ".")
    if not wait.url:
        yield code(wait.place)
