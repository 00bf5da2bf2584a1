"""What waits for somebody, in words, wherever it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from readiness_bot.audit.figures import Money
from readiness_bot.audit.told import money
from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.waiting import NO_PROOF, WRONG, Person, Wait
from readiness_bot.text import words
from readiness_bot.text.escape import cut, plain
from readiness_bot.vocabulary import Timing

NOBODY = "Nobody is named, and nobody stands in"


def summary(person: Person) -> str:
    """`7 things in 5 models wait for you; two of these models cost about EUR 31,000 a week`."""
    things, models = len(person.waits), len(person.models)
    verb = "waits" if things == 1 else "wait"
    whom = "you" if person.login else "somebody to be named"
    told = f"{words.plural(things, 'thing')} in {words.plural(models, 'model')} {verb} for {whom}"
    costly = len(person.costly)
    if not costly:
        return told
    who = (
        ("it costs" if models == 1 else "they cost")
        if costly == models
        else f"{words.number(costly)} of these models {'costs' if costly == 1 else 'cost'}"
    )
    return f"{told}; {who} about {amounts(person.cost)} a week"


def amounts(sums: Sequence[Money]) -> str:
    """`EUR 31,000 and USD 4,000`."""
    return " and ".join(map(money, sums))


def glad(person: Person, rows: Sequence[Row]) -> str:
    """For somebody of whom nobody wants anything."""
    judged = sum(row.judged for row in rows)
    return f"Nothing waits for {shown(person.login)} in {words.plural(judged, 'model')}. Enjoy your day!"


def meant(login: str, others: Sequence[Person]) -> str:
    """For a login that none of them has, and others nearly have."""
    names = " or ".join(shown(one.login) for one in others)
    return f"Nothing waits for {shown(login)} in this scan. Did you mean {names}?"


def unread(rows: Sequence[Row], so: str = "; what waits there is not known") -> str:
    """What a page can't know; empty where all could be read. `so`: what follows from it."""
    left = sum(row.error is not None for row in rows)
    if not left:
        return ""
    what = words.plural(left, "repository", "repositories")
    return f"{what} could not be read in this scan{so}"


def shown(login: str) -> str:
    """A login as one writes it; a team's with its `@`."""
    name = cut(plain(login).strip().removeprefix("@"), 100)
    return f"@{name}" if "/" in name else name


def when(wait: Wait, today: date | None) -> str:
    """`16 days late`, `was due before staging`, `due in 9 days`.

    Without a `today` it says the same tomorrow: `late since 19 Oct 2026`.
    """
    item = wait.item
    if item.id == WRONG:
        return "now: nothing else counts until then"
    if today is None and item.due_date and (item.late or item.timing is not Timing.OVERDUE):
        return f"{'late since' if item.late else 'due'} {words.full_day(item.due_date)}"
    if today and wait.days_late(today):
        return words.plural(wait.days_late(today), "day") + " late"
    if item.timing is Timing.OVERDUE:
        return f"was due before {item.due.next}" if item.due.next else "overdue"
    if today and item.due_date:
        distance = words.distance(item.due_date, today)
        return f"due {distance}"
    return f"due before {item.due.next}" if item.due.next else "due in production"


def since(wait: Wait, today: date | None) -> str:
    """`open since 1 Sep`; empty where that is not known, or is the day on which it was due."""
    first = wait.item.since
    if first is None or first == wait.item.due_date:
        return ""
    return f"open since {words.day(first, today) if today else words.full_day(first)}"


def cost(wait: Wait) -> str:
    """`EUR 18,000 a week`; empty where it is not known."""
    return f"{money(wait.cost)} a week" if wait.cost else ""


def missing(wait: Wait) -> str:
    return (plain(wait.item.message) or NO_PROOF).rstrip(".")


def to_do(wait: Wait) -> tuple[str, str, str]:
    """A verb, what to paste, and a note on it; a sentence alone where there is nothing to paste.

    Fixes have three blanks around what is pasted (`convention/snippet.py`).
    """
    verb, text, note = (*plain(wait.item.fix).split("   ", 2), "", "", "")[:3]
    return verb.strip(), text.strip(), note.strip()


def what(wait: Wait) -> str:
    """What is missing, and what to do."""
    fix = " ".join(filter(None, to_do(wait)))
    return f"{missing(wait)}: {fix}" if fix else missing(wait)


def model(wait: Wait) -> str:
    return plain(wait.row.called)


def where(wait: Wait) -> str:
    return plain(wait.url or wait.place)
