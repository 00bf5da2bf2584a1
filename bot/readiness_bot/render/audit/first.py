"""What to do first in words, and what that saves: `audit/first.py` says which it is."""

from __future__ import annotations

from collections.abc import Sequence

from readiness_bot.audit.figures import Audit, Fix, ItemFigures
from readiness_bot.audit.first import First, Kind, Part, What, behind, lost, side_by_side, still_open
from readiness_bot.audit.told import duration, money
from readiness_bot.audit.waits import evaluation_behind, on_time
from readiness_bot.convention.registry import ITEMS_BY_ID
from readiness_bot.render.audit.words import (
    ADVICE,
    FILE_ADVICE,
    FILES,
    capital,
    is_,
    late,
    listed,
    the,
    title,
)
from readiness_bot.vocabulary import Role

_NAMED = 3


def first(audit: Audit) -> tuple[str, str]:
    """What to do first, and what it saves; either may be empty."""
    found = audit.first
    if found is None:
        return _nothing(audit), _open_now(still_open(audit))
    return f"First: {task(audit, found)}.{_because(audit, found)}", _saves(audit, found)


def task(audit: Audit, found: First) -> str:
    """`ask compliance for its list at design`: the thing itself, in the imperative."""
    if found.what is What.CLOSE:
        return f"get {_from_whom(found.items[0])}"
    if found.what is What.DEPLOY:
        return "deploy it"
    if found.what is What.PLAN:
        return "put planned days into the contract"
    if found.what is What.EVALUATE or found.part is None:
        lost_before = duration(evaluation_behind(audit) / 7)
        return f"look at the time before the evaluation, where {lost_before} were lost"
    if found.part.kind is Kind.DEPLOYMENT:
        return "plan the deployment itself"
    if found.part.kind is Kind.TOGETHER:
        return f"start {_together(found.items)} earlier"
    return FILE_ADVICE[found.part.name] if found.part.kind is Kind.FILE else _advice(audit, found.part.name)


def _because(audit: Audit, found: First) -> str:
    """A sentence, with the space before it; empty where the task says it all."""
    if found.what is What.DEPLOY:
        return " Everything it needs is there."
    if found.what is What.PLAN:
        return " Without a plan nobody can say what was late."
    if found.what is What.EVALUATE:
        return " From there to production it went as planned."
    if found.what is What.PREVENT and found.part and found.part.kind is Kind.DEPLOYMENT:
        return (
            f" For {duration(found.part.days / 7)} beyond the plan nothing was missing, yet it was not live."
        )
    return ""


def _saves(audit: Audit, found: First) -> str:
    if found.what is What.CLOSE:
        return _so_far(audit, found.part)
    if found.what is What.DEPLOY:
        return ""
    if found.what is not What.PREVENT or found.part is None:
        return _open_now(still_open(audit))
    lasting = f"for {duration(found.part.days / 7)}{_worth(found.part)}"
    if found.part.kind is Kind.TOGETHER:
        return f"Closing only one of them would have saved nothing: they were open side by side {lasting}."
    if found.part.kind is Kind.FILE:
        return f"Its items waited side by side, and they alone held everything up {lasting}."
    return f"That alone would have saved about {lasting.removeprefix('for ')}."


def _nothing(audit: Audit) -> str:
    """Where nothing held it back; empty where nobody knows what did."""
    if on_time(audit):
        return "Nothing held it back, so there is nothing to fix."
    within = audit.stall_days == 0 and audit.production is not None
    return "Nothing held it back: what was late still fitted into the planned time." if within else ""


def changes(audit: Audit) -> list[tuple[str, Fix]]:
    """For the tables, each with what to do: files that waited side by side, roles, items."""
    found = [(FILE_ADVICE[fix.id], fix) for fix in side_by_side(audit)]
    found += [(_advice(audit, fix.id), fix) for fix in audit.fix_first_roles]
    return [
        (capital(text), fix)
        for text, fix in (*found, *((_titled(fix.id, audit), fix) for fix in audit.fix_first))
    ]


def _titled(id_: str, audit: Audit) -> str:
    """What another kind was asked once is none of the audit's items any more."""
    titles = {each.item.id: each.item.title for each in audit.items}
    return titles.get(id_) or (ITEMS_BY_ID[id_].title if id_ in ITEMS_BY_ID else id_)


def _advice(audit: Audit, role: str) -> str:
    """What would have prevented the wait for a role. What had been there once was not asked for too late."""
    wait = lost(audit, role)
    return ADVICE[Role(role)] if wait is None else f"do not lose {title(wait.item)} again"


def _together(items: Sequence[ItemFigures]) -> str:
    if not items:  # `--since` left their days out
        return "what was open in the delay"
    if len(items) > _NAMED:
        return f"the {len(items)} items that were open longest"
    return listed([title(item) for item in items])


def _from_whom(item: ItemFigures) -> str:
    """`impact assessment from priya-nair (compliance); it is 84 days late`."""
    who = f"{item.owner} ({item.role})" if item.owner else str(item.role)
    days = behind(item) or 0
    word = "they are" if is_(item) == "are" else "it is"
    return f"{title(item)} from {who}" + (f"; {word} {late(days)}" if days > 0 else "")


def _so_far(audit: Audit, part: Part | None) -> str:
    if part is None or part.kind is Kind.DEPLOYMENT:
        return ""
    far, has = (" so far", "has ") if audit.production is None else ("", "")
    lasting = f"for {duration(part.days / 7)}{far}{_worth(part)}"
    if part.kind is Kind.TOGETHER:
        return f"Nothing alone {has}held it back: several items were open side by side {lasting}."
    if part.kind is Kind.FILE:
        name, advice = capital(FILES[part.name]), FILE_ADVICE[part.name]
        return (
            f"{name} alone {has}held it back {lasting}, with several items side by side. Next time: {advice}."
        )
    return (
        f"{capital(the(Role(part.name)))} alone {has}held it back {lasting}. Next time:"
        f" {_advice(audit, part.name)}."
    )


def _open_now(still: Sequence[ItemFigures]) -> str:
    """What opened since it went live."""
    if not still:
        return ""
    if len(still) > _NAMED:
        return f"{len(still)} blocking items have opened since."
    return f"Opened since: {listed([title(item) for item in still])}."


def _worth(part: Part) -> str:
    return f", {money(part.cost)}" if part.cost is not None and part.cost.amount else ""
