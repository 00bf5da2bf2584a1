"""Which separation of duties a team of one or two cannot meet. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import places_of
from readiness_bot.convention.outcome import peek
from readiness_bot.convention.people import Logins
from readiness_bot.judging.report import Report
from readiness_bot.vocabulary import Status, Tier

SMALL = 2
"""People. Three can divide the duties of every tier, if one or two of them did not build the model."""
_SEPARATED = ("ownership.production-owner", "ownership.approver", "governance.validation")
"""The items that fail where one person would be two things at once."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """A small team, and what nobody in it may be."""

    people: tuple[str, ...]
    duties: tuple[str, ...]
    """In a sentence, after "as": `backup`."""
    outsiders: int
    """How many people from outside can be all of these."""
    fewer: Tier | None
    """The next lower tier, where it takes fewer of them; None: it takes as many."""


def shortage(report: Report) -> Shortage | None:
    """What the people who stand in ownership.yaml, and in git, cannot be at this tier.

    None where they are more than two, where they are enough, and where the items about it are closed.
    """
    facts = report.facts
    if facts is None or not any(report.by_id[id_].status is Status.GAP for id_ in _SEPARATED):
        return None
    people = _people(facts)
    if not 1 <= len(people) <= SMALL:
        return None
    committers = [committer.login for committer in facts.snapshot.committers]
    built = Logins(peek(lambda: facts.developers) or committers)
    others = sum(login not in built for login in people)
    duties = tuple(_duties(len(people), others, report.tier))
    outsiders, below = (_lacking(len(people), others, tier) for tier in (report.tier, Tier.MEDIUM))
    return Shortage(people, duties, outsiders, Tier.MEDIUM if below < outsiders else None) if duties else None


def _lacking(people: int, others: int, tier: Tier) -> int:
    """How many more it takes."""
    return max(_needed(tier) - others, SMALL - people)


def _needed(tier: Tier) -> int:
    """People who did not build it. At high tier the validator is not the compliance reviewer."""
    return 2 if tier is Tier.HIGH else 1


def _duties(people: int, others: int, tier: Tier) -> Iterator[str]:
    if people < SMALL:
        yield from ("backup", "second on call")
    if not others:
        yield "approver and reviewer (who did not build the model)"
    if tier is Tier.HIGH and others < _needed(tier):
        yield "validator (not the compliance reviewer)"


def _people(facts: Facts) -> tuple[str, ...]:
    """Everybody in ownership.yaml, then whoever wrote a real share of the commits; each once."""
    ownership = facts.ownership
    keys = [key for where in places_of("login", ownership.schema) for key in _keys(facts, where)]
    named = [peek(ownership.text, key) for key in keys]
    known: dict[str, str] = {}
    for login in (*filter(None, named), *(one.login for one in facts.snapshot.committers)):
        known.setdefault(login.lower(), login)
    return tuple(known.values())


def _keys(facts: Facts, where: str) -> list[str]:
    """The places of one field; none where the list is wrong."""
    return peek(facts.ownership.each, where) or []
