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


def list_of(person: Person, today: date | None) -> Block:
    """Entries of two or three lines: in a narrow mail a table would be torn.

    Without a `today` nothing in it changes by itself, neither a day nor a commit.
    """
    return Block(md(""), tuple(entry(wait, today) for wait in person.waits), noun="more things", most=1000)


def entry(wait: Wait, today: date | None) -> Markdown:
    """A list's entry, with what there is to do below it."""
    url = wait.url if today else wait.address()
    late = wait.days_late(today) > 0 if today else wait.item.late
    told = [md("**{}**", waits.when(wait, today)) if late else prose(waits.when(wait, today))]
    told += [prose(text) for text in (waits.cost(wait), waits.since(wait, today)) if text]
    title = link(wait.item.title, url) if url else prose(wait.item.title)
    head = md("- **{}** · {} · {}", wait.row.called, title, join(" · ", told))
    return join("\n", (head, *(md("  {}", line) for line in _below(wait, url))))


def _below(wait: Wait, url: str) -> Iterator[Markdown]:
    verb, text, note = waits.to_do(wait)
    told = [prose(verb)] if verb else []
    told += [code(text)] if text else []
    told += [prose(note)] if note else []
    yield md("{}{}{}.", waits.missing(wait), md(": ") if told else md(""), join(" ", told))
    if wait.because:
        yield prose(wait.because[:1].upper() + wait.because[1:] + ".")
    if not url:
        yield code(wait.place)
