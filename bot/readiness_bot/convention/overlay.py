"""An item as an organisation's policy has it: asked for sooner, more strictly, with a proof or an end; or not
at all. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from readiness_bot.convention.checks import problem
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import Schema, places_of
from readiness_bot.convention.item import BLOCKS, Item, Severities, stricter
from readiness_bot.convention.outcome import Outcome, peek
from readiness_bot.convention.policy import Overlay, Rule
from readiness_bot.text.calendar import days_after
from readiness_bot.text.words import plural
from readiness_bot.vocabulary import Severity, Stage, Tier

FLOORS = {
    Severity.BLOCKING: BLOCKS,
    Severity.ADVISORY: Severities(Severity.ADVISORY, Severity.ADVISORY, Severity.ADVISORY),
}
"""A severity that a policy states holds at every tier."""


def laid(item: Item, overlay: Overlay, schema: Schema) -> Item:
    """The item under a policy. `schema`: its file's, which says where its dates stand."""
    rules = [rule for rule in overlay.rules if rule.item == item.id]
    if not rules:
        return item
    told = tuple(_told(rule, overlay.called) for rule in rules)
    for rule in rules:
        item = _WITH[rule.key](item, rule, overlay.called, schema)
    return replace(item, because=(*item.because, *told))


def _told(rule: Rule, called: str) -> str:
    at = rule.at.shown if rule.at else ""
    match rule.key:
        case "severity":
            return f"{called} makes it {rule.said} at every tier{at}"
        case "due":
            return f"{called} asks for it by the end of {rule.said}{at}"
        case "evidence":
            return f"{called} asks at every tier that GitHub confirms it{at}"
        case "expires":
            return f"{called} lets it hold for {plural(int(rule.said), 'day')}{at}"
        case _:
            return f"{called} does not ask for it{at}"


def _severity(item: Item, rule: Rule, called: str, schema: Schema) -> Item:
    return replace(item, floor=FLOORS[Severity(str(rule.said))])


def _due(item: Item, rule: Rule, called: str, schema: Schema) -> Item:
    return replace(item, due=min(item.due, Stage(str(rule.said))))


def _evidence(item: Item, rule: Rule, called: str, schema: Schema) -> Item:
    return replace(item, proven=True)


def _off(item: Item, rule: Rule, called: str, schema: Schema) -> Item:
    return replace(item, off=f"{called} does not ask for it: {rule.said}", raised=None, ahead=None)


def _expires(item: Item, rule: Rule, called: str, schema: Schema) -> Item:
    at = rule.at.shown if rule.at else ""
    end = Expiry(item.file, dates_of(item, schema), int(rule.said), item.title, called, at)
    return replace(item, check=Expiring(item.check, end), ahead=Ending(item.ahead, end))


_WITH: dict[str, Callable[[Item, Rule, str, Schema], Item]] = {
    "severity": _severity,
    "due": _due,
    "evidence": _evidence,
    "off": _off,
    "expires": _expires,
}
KEYS = tuple(_WITH)
"""What a policy can state of an item."""


def dates_of(item: Item, schema: Schema) -> tuple[str, ...]:
    """Where an item's own dates stand, from which on it holds: `datasets.*.approved.date`."""
    days = list(places_of("day", schema))
    own = (day for day in days if any(day.startswith(f"{key}.") for key in item.fields))
    return tuple(day for day in own if day.rpartition(".")[2] in ("date", "trained"))


@dataclass(frozen=True, slots=True)
class Expiry:
    """How long what stands at some places of a file holds."""

    file: str
    places: Sequence[str]
    """With `*` for every row."""
    days: int
    title: str
    called: str
    """Whose end it is."""
    at: str
    """Where that is said, in brackets."""

    def dates(self, facts: Facts) -> Iterator[tuple[str, date]]:
        """Each place that has a date."""
        file = facts.files[self.file]
        for where in (each for place in self.places for each in peek(file.each, place) or ()):
            day = peek(file.day, where)
            if day is not None:
                yield where, day


@dataclass(frozen=True, slots=True)
class Expiring:
    """An item's check, and the end that a policy sets to what it accepted."""

    check: Callable[[Facts], Iterable[Outcome]]
    end: Expiry

    def __call__(self, facts: Facts) -> Iterator[Outcome]:
        """What the check says, and which of its dates are too old."""
        end = self.end
        yield from self.check(facts)
        for where, day in end.dates(facts):
            if days_after(day, end.days) < facts.today:
                yield problem(
                    facts.files[end.file],
                    where,
                    f"{end.title} is of {day}, {(facts.today - day).days} days ago;"
                    f" {end.called} lets it hold for {plural(end.days, 'day')}{end.at}",
                    "repeat it, then write the new date",
                )


@dataclass(frozen=True, slots=True)
class Ending:
    """The days after which it will not be satisfied any more, the policy's among them."""

    ahead: Callable[[Facts], Iterable[date]] | None
    end: Expiry

    def __call__(self, facts: Facts) -> Iterator[date]:
        """Each of those days."""
        yield from (self.ahead(facts) if self.ahead else ())
        yield from (days_after(day, self.end.days) for _, day in self.end.dates(facts))


def adds(item: Item, key: str, said: object) -> bool:
    """Whether a rule asks for more than the convention does already, at any kind and tier."""
    forms = [form for _, form in item.forms]
    if key == "severity":
        floor = FLOORS[Severity(str(said))]
        return any(
            stricter(form.severity_at(tier), floor.at(tier)) is not form.severity_at(tier)
            for form in forms
            for tier in Tier
        )
    return key != "due" or any(Stage(str(said)) < form.due for form in forms)
