"""Waivers (rule 11): a dated, reasoned exception from one item, granted by somebody else than the one who
asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from readiness_bot.convention.checks import not_in_future, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import Schema, block, rows, value
from readiness_bot.convention.item import Item, SignOff
from readiness_bot.convention.outcome import CannotTell, Problem
from readiness_bot.convention.people import same_person
from readiness_bot.text.calendar import days_after

ANNOUNCED_DAYS = 7
"""So long before its end a waiver says so."""

SCHEMA: Schema = rows(
    "exceptions to single items, each for a limited time",
    block(
        "one exception",
        item=value("text", "the item's id, such as infrastructure.load-test", "ITEM"),
        reason=value("text", "why the item cannot be met now", "REASON"),
        controls=value("text", "what limits the risk until the item is met", "TEXT"),
        requested_by=value("login", "who asks for the exception", "LOGIN"),
        by=value("login", "who grants it; not the person who asks", "LOGIN"),
        date=value("day", "the date it was granted", "YYYY-MM-DD"),
        expires=value("day", "the last day it is valid", "YYYY-MM-DD"),
    ),
)


SIGNED = SignOff("governance.waivers", "the waiver", rows=("item", "requested_by", "date", "expires"))


@dataclass(frozen=True, slots=True)
class Waiver:
    """The waiver that speaks of an item. With `faults` it does not hold."""

    reason: str
    faults: tuple[Problem, ...]
    key: str = ""
    """Where it stands in governance.yaml: `waivers.0`."""


def waiver_for(
    item: Item, facts: Facts, refuted: Callable[[str], Iterable[Problem]] = lambda key: ()
) -> Waiver | None:
    """The item's waiver: a valid one if there is any, else the last one with what is wrong about it.

    `refuted`: what a forge has against the waiver at a key.
    """
    found: Waiver | None = None
    try:
        count = len(facts.governance.entries("waivers"))
        for index in range(count):
            if facts.governance.text(f"waivers.{index}.item") != item.id:
                continue
            key = f"waivers.{index}"
            faults = tuple(_faults(item, facts, key)) or tuple(refuted(key))
            found = Waiver(_reason(facts, index), faults, key)
            if not found.faults:
                return found
    except CannotTell:
        return None
    return found


def _reason(facts: Facts, index: int) -> str:
    governance = facts.governance
    where = f"waivers.{index}"
    until, by = governance.day(f"{where}.expires"), governance.text(f"{where}.by")
    soon = until is not None and until - facts.today <= timedelta(days=ANNOUNCED_DAYS)
    ends = " (it expires soon: close the gap, or request a new waiver)" if soon else ""
    return f"until {until}{ends}, granted by {by}: {governance.text(f'{where}.reason')}"


def _by_policy(facts: Facts) -> str:
    policy = facts.policy
    return f", by {policy.called}{policy.at('waiver_days')}" if "waiver_days" in policy.sources else ""


def _faults(item: Item, facts: Facts, where: str) -> Iterator[Problem]:
    governance = facts.governance
    if not item.waivable:
        yield problem(
            governance, where, f"{item.id} cannot be waived", "remove this waiver, and close the gap"
        )
        return
    keys = ("reason", "controls", "requested_by", "by", "date", "expires")
    yield from required(governance, *(f"{where}.{key}" for key in keys))
    yield from not_in_future(facts, governance, f"{where}.date")
    by, asked = governance.text(f"{where}.by"), governance.text(f"{where}.requested_by")
    if same_person(by, asked):
        yield problem(
            governance,
            f"{where}.by",
            f"{by} asked for this waiver and may not grant it",
            "let somebody else grant it",
        )
    granted, expires = governance.day(f"{where}.date"), governance.day(f"{where}.expires")
    if expires and expires < facts.today:
        yield problem(
            governance,
            f"{where}.expires",
            f"this waiver for {item.id} expired on {expires}",
            "close the gap, or request a new waiver",
        )
    longest = timedelta(days=facts.policy.waiver_days)
    if granted and expires and expires - granted > longest:
        yield problem(
            governance,
            f"{where}.expires",
            f"this waiver is valid for {(expires - granted).days} days; the limit is {longest.days}"
            f"{_by_policy(facts)}",
            f"write {days_after(granted, longest.days)} or an earlier date",
        )
