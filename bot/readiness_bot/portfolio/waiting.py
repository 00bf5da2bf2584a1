"""What waits for whom over all models of a scan, the most costly first. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from readiness_bot.audit.figures import Money
from readiness_bot.portfolio.row import OpenItem, Row
from readiness_bot.portfolio.scan import order
from readiness_bot.text.nearest import near
from readiness_bot.vocabulary import Role, Stage, Timing

WRONG = "wrong"
"""In place of an item's id: the files themselves must be fixed first."""
NO_PROOF = "It is stated, but not verified; the policy requires proof"
"""Of an item that holds a model back without a finding."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that somebody is asked for."""

    row: Row
    item: OpenItem

    @property
    def cost(self) -> Money | None:
        """A week of it, where the model is finished but for this."""
        return self.row.value_per_week if self.row.stalled else None

    def days_late(self, today: date) -> int:
        """Since its date passed; 0 before."""
        return max((today - self.item.due_date).days, 0) if self.item.due_date else 0

    @property
    def place(self) -> str:
        """`acme/fraud/readiness/governance.yaml:9`."""
        line = f":{self.item.line}" if self.item.line else ""
        return f"{self.row.name}/{self.item.path}{line}"

    @property
    def url(self) -> str:
        """Its line on the forge, at the commit that was judged; empty where the scan knows no forge."""
        return self.address(self.row.commit)

    def address(self, commit: str = "") -> str:
        """The same at another commit; without one, on the default branch."""
        root = address_of(self.row)
        if not root:
            return ""
        path, commit = self.item.path, quote(commit or "HEAD", safe="", errors="replace")
        # GitHub shows Markdown as a page, which has no lines: https://docs.github.com/repositories/
        # working-with-files/using-files/getting-permanent-links-to-files
        text = "?plain=1" if path.endswith(".md") else ""
        line = f"{text}#L{self.item.line}" if self.item.line else ""
        kind = "blob" if self.item.line else "tree"
        return f"{root}/{kind}/{commit}/{quote(path, errors='replace')}{line}"

    @property
    def because(self) -> str:
        """Why somebody is asked who does not have the role; empty where they have it."""
        if not self.item.stands_in or not self.item.owner:
            return ""
        if not same(self.item.owner, self.row.owner):
            why = "your organisation's policy names you for that"
        elif NAMED_OWNER not in self.row.gaps:
            why = "you are the model's production owner"
        else:
            why = "you are the nearest to an owner that the model has"
        return f"nobody is named for {self.item.role} yet; you are asked because {why}"


NAMED_OWNER = "ownership.production-owner"


def address_of(row: Row) -> str:
    """A repository's address on its forge; empty where the scan knows none. Nothing in it ends a link."""
    if not row.url.startswith("https://"):
        return ""
    return quote(row.url.rstrip("/"), safe="/:.~%@-", errors="replace")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or a team, and all that waits for them; most costly first."""

    login: str
    """As the files write it; empty: nobody is named, and nobody stands in."""
    waits: tuple[Wait, ...] = ()

    @property
    def models(self) -> tuple[Row, ...]:
        """Those that wait for them, each once."""
        return tuple({order(wait.row): wait.row for wait in self.waits}.values())

    @property
    def costly(self) -> tuple[Row, ...]:
        """Those of which it is known what a week costs."""
        return tuple(row for row in self.models if row.stalled and row.value_per_week)

    @property
    def cost(self) -> tuple[Money, ...]:
        """What a week costs, each model once: one sum a currency."""
        sums: dict[str, float] = {}
        for row in self.costly:
            if row.value_per_week:
                sums[row.value_per_week.currency] = (
                    sums.get(row.value_per_week.currency, 0) + row.value_per_week.amount
                )
        return tuple(Money(amount, currency) for currency, amount in sums.items())


def waiting(rows: Iterable[Row], today: date) -> tuple[Person, ...]:
    """Everybody for whom something waits: who holds up most first, by cost, then by number.

    Who is nobody (an empty login) comes last.
    """
    found: dict[str, list[Wait]] = {}
    for wait in (wait for row in rows for wait in _of(row)):
        found.setdefault(known_as(wait.item.owner), []).append(wait)
    rank = _Rank.of((wait for waits in found.values() for wait in waits), today)
    people = (Person(waits[0].item.owner, tuple(sorted(waits, key=rank.wait))) for waits in found.values())
    return tuple(sorted(people, key=rank.person))


def _of(row: Row) -> Iterator[Wait]:
    if not row.judged:
        return
    if row.wrong:
        more = f" (and {row.wrong - 1} more)" if row.wrong > 1 else ""
        yield Wait(
            row,
            OpenItem(
                WRONG,
                "Readiness files that are wrong",
                Role.PRODUCTION_OWNER,
                row.owner,
                False,
                Timing.OVERDUE,
                row.stage or Stage.DESIGN,
                None,
                False,
                None,
                row.wrong_first + more,
                f"{row.folder}readiness",
                0,
                "fix the file, `readiness check` shows the line",
            ),
        )
    yield from (Wait(row, item) for item in row.open)


@dataclass(frozen=True, slots=True)
class _Rank:
    """By what a week costs, then by how long it is late.

    Amounts of two currencies can't be compared: that of most things that wait comes first.
    """

    currencies: Mapping[str, int]
    today: date

    @classmethod
    def of(cls, waits: Iterable[Wait], today: date) -> _Rank:
        count = Counter(wait.cost.currency for wait in waits if wait.cost)
        names = sorted(count, key=lambda name: (-count[name], name))
        return cls({name: number for number, name in enumerate(names)}, today)

    def cost(self, cost: Money | None) -> tuple[int, float]:
        return (self.currencies[cost.currency], -cost.amount) if cost else (len(self.currencies), 0)

    def wait(self, wait: Wait) -> Any:
        late, row = -wait.days_late(self.today), wait.row
        return (*self.cost(wait.cost), late, wait.item.timing is not Timing.OVERDUE, order(row), wait.item.id)

    def person(self, person: Person) -> Any:
        """Nobody comes last."""
        cost = min(map(self.cost, person.cost), default=self.cost(None))
        return (not person.login, cost, -len(person.waits), person.login)


def known_as(login: str) -> str:
    """By what a login or a team is known: case and a leading `@` tell nobody apart."""
    return login.strip().removeprefix("@").lower()


def same(one: str, other: str) -> bool:
    """Whether two logins are one person, or one team."""
    return known_as(one) == known_as(other)


def person_of(people: Sequence[Person], login: str) -> Person:
    """What waits for one of them; nothing where they are none of these."""
    return next((one for one in people if one.login and same(one.login, login)), Person(login))


def like(people: Sequence[Person], rows: Iterable[Row], login: str) -> tuple[Person, ...]:
    """Whom somebody meant who asked for a login that nobody has here; none where it is a person of the
    scan's."""
    if any(row.owner and same(row.owner, login) for row in rows):
        return ()
    known = {known_as(one.login): one for one in people if one.login}
    return tuple(known[name] for name in near(known_as(login), known, 3))
