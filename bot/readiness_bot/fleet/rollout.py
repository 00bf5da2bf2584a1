"""`fleet rollout`: at most so many pull requests a run, to repositories that never answered no.

There is no state of our own: what was offered, to whom, and what they answered is what the forge says, so
that a run that was killed is continued by the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from readiness_bot.fleet.age import WORKFLOW_FILES, files_of
from readiness_bot.fleet.offers import Server, Terms, offer_to
from readiness_bot.forge.fleet import Fleet, Standing
from readiness_bot.plan import rollout
from readiness_bot.plan.actions import OfferPull, Plan
from readiness_bot.plan.apply import OFFER_COSTS
from readiness_bot.plan.rollout import BRANCHES, Ask, Asked, Candidate, Left
from readiness_bot.portfolio.row import Row
from readiness_bot.reading.mentions import SETTINGS

_PATHS = (SETTINGS, *WORKFLOW_FILES)


@dataclass(frozen=True, slots=True)
class Limits:
    """How far one run goes."""

    most: int
    """Pull requests."""
    requests: int
    """To the forge's API; what git fetches is not counted there."""


def plan_rollout(
    fleet: Fleet,
    rows: Iterable[Row],
    whom: rollout.Terms,
    server: Server,
    terms: Terms,
    limits: Limits,
    day: date,
) -> tuple[Plan, Asked]:
    """What this run would open, and what becomes of the others. Raises ForgeError."""
    wanted, left = rollout.candidates(rows, whom)
    actions: list[OfferPull] = []
    told = list(left)
    at, size = 0, fleet.at_once()
    while at < len(wanted) and len(actions) < limits.most:
        some = wanted[at : at + size]
        if fleet.spent() + 1 + OFFER_COSTS * (len(actions) + 1) > limits.requests:
            break
        names, own = [one.repository for one in some], {one.repository: files_of(one) for one in some}
        standings = fleet.standings(names, list(BRANCHES.values()), _PATHS, own)
        for one in some:
            if (
                len(actions) == limits.most
                or fleet.spent() + OFFER_COSTS * (len(actions) + 1) > limits.requests
            ):
                break
            at += 1
            found = _one(fleet, one, standings[one.repository], server, terms, day)
            if isinstance(found, OfferPull):
                actions.append(found)
            else:
                told.append(found)
        else:
            continue
        break
    later = tuple(one.repository for one in wanted[at:])
    return Plan(tuple(actions)), Asked(tuple(told), later, fleet.spent())


def _one(
    fleet: Fleet, candidate: Candidate, standing: Standing | str, server: Server, terms: Terms, day: date
) -> OfferPull | Left:
    if isinstance(standing, str):
        return Left(candidate.repository, "it cannot be seen", standing)
    roles = {login: fleet.role(standing.name, login) for login in rollout.askers(candidate, standing)}
    ask: Ask | None = rollout.again(candidate, standing, roles)
    refused = rollout.refusal(candidate, standing, ask)
    return refused or offer_to(candidate, standing, ask, server, terms, day)


def unique(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows of several scans, each model once; the first file's counts."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        found.setdefault((row.name, row.folder), row)
    return tuple(found.values())
