"""Words that the renders of an audit share: lateness, names inside a sentence, and what would have prevented
a wait."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from readiness_bot.audit.figures import Forecast, ItemFigures
from readiness_bot.audit.told import duration, money
from readiness_bot.text import words
from readiness_bot.vocabulary import Role

FILES = {
    "contract": "the contract",
    "ownership": "ownership",
    "governance": "governance",
    "infrastructure": "infrastructure",
    "fallback": "monitoring and fallback",
    "runbook": "the runbook",
}
ADVICE = {
    Role.DEVELOPER: "plan the readiness work alongside the model, in development",
    Role.PRODUCTION_OWNER: "name the production owner at design",
    Role.BUSINESS_OWNER: "agree on value, success and dates with the business owner at design",
    Role.COMPLIANCE: "ask compliance for its list at design",
    Role.VALIDATION: "book model validation when development starts",
    Role.PLATFORM: "start the serving environment at design, alongside the model",
    Role.DATA: "ask the owners of the data at design",
    Role.OPERATIONS: "agree on alerts and runbook with operations before evaluation",
    Role.RECEIVING_LEAD: "let the receiving team accept at the start of staging",
    Role.APPROVER: "book the go-live decision ahead, with a date",
}
"""Role → what would have prevented its wait."""
_ONE = (Role.DEVELOPER, Role.PRODUCTION_OWNER, Role.BUSINESS_OWNER, Role.RECEIVING_LEAD, Role.APPROVER)
FILE_ADVICE = {
    "contract": "agree on the whole contract at design",
    "ownership": "name every owner at design, before the model is built",
    "governance": "start all of governance at design, alongside the model",
    "infrastructure": "start all of the infrastructure at design, alongside the model",
    "fallback": "agree on monitoring and fallback with operations before evaluation",
    "runbook": "write the runbook with the receiving team before evaluation",
}
"""File → the same, where its items waited side by side."""


def late(days: int | None) -> str:
    """`16 days late`, `3 days early`, `on the day`."""
    if days is None:
        return "no date"
    if days == 0:
        return "on the day"
    return f"{words.plural(days, 'day')} late" if days > 0 else f"{words.plural(-days, 'day')} early"


def title(item: ItemFigures) -> str:
    """As it stands inside a sentence: `compliance approval`, `DPIA`."""
    found = item.item.title
    return found if found[:2].isupper() else found[0].lower() + found[1:]


def is_(item: ItemFigures) -> str:
    """`compliance approval is`, `success targets are`."""
    return "are" if _head(item).endswith("s") else "is"


def was(item: ItemFigures) -> str:
    return "were" if _head(item).endswith("s") else "was"


def _head(item: ItemFigures) -> str:
    """What the title is about: `Owners` of the layers, `Documents` for compliance."""
    return re.split(r" (?:of|by|for) ", item.item.title)[0]


def the(role: Role) -> str:
    """`compliance`, `the approver`: as it stands in a sentence."""
    return f"the {role}" if role in _ONE else str(role)


def listed(names: Sequence[str]) -> str:
    """`a, b and c`; with a comma before `and` where a name has an `and` of its own."""
    *first, last = names
    if not first:
        return last
    comma = "," if any(" and " in name for name in names) else ""
    return f"{', '.join(first)}{comma} and {last}"


def forecast_line(forecast: Forecast, today: date, rate: str = "today's closing rate") -> str:
    """`At today's closing rate it is ready on 18 Nov (between 30 Oct and 21 Dec), 7 weeks after the planned
    28 Sep.`"""
    if forecast.ready is None:
        return "When it will be ready is not estimated."
    earliest, latest = forecast.ready_earliest, forecast.ready_latest
    between = (
        f" (between {words.day(earliest, today)} and {words.day(latest, today)})"
        if earliest and latest
        else ""
    )
    against = ""
    if forecast.target:
        days = (forecast.ready - forecast.target).days
        planned = f"the planned {words.day(forecast.target, today)}"
        against = (
            f", {duration(abs(days) / 7)} {'after' if days > 0 else 'before'} {planned}"
            if days
            else f", {planned}"
        )
    cost = (
        f" Each further week costs about {money(forecast.cost_of_a_week)}." if forecast.cost_of_a_week else ""
    )
    if forecast.ready == today and not forecast.items:
        return f"It is ready{against}.{cost}"
    return f"At {rate} it is ready on {words.day(forecast.ready, today)}{between}{against}.{cost}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
