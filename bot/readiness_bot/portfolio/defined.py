"""What each figure of a portfolio means: the section of docs/fleet.md. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from textwrap import fill
from typing import TYPE_CHECKING

from readiness_bot.portfolio.figures import (
    TERMS,
    Blocker,
    Cause,
    Delay,
    Point,
    Reason,
    RoleDelay,
    Runs,
    Silent,
    StageCount,
    Term,
    Waiting,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_WIDTH = 150
_ENTRIES: Mapping[str, type[DataclassInstance]] = {
    "stages": StageCount,
    "blockers": Blocker,
    "roles": RoleDelay,
    "stalled.causes": Cause,
    "delay": Delay,
    "not_set_up": Reason,
    "unreadable": Reason,
    "without_history": Reason,
    "runs": Runs,
    "runs.silent": Silent,
    "trends": Point,
    "open": Waiting,
}
"""What holds figures of its own."""


def definitions(terms: Iterable[Term] = TERMS) -> str:
    """In Markdown."""
    return "\n\n".join(text for term in terms for text in _definition(term))


def _definition(term: Term) -> Iterator[str]:
    yield f"#### {term.name}"
    unknown = f" Not known: {term.unknown}" if term.unknown else ""
    named = ", ".join(map(_named, term.fields))
    for paragraph in (term.meaning, f"Unit: {term.unit}.{unknown}", f"In JSON: {named}."):
        yield fill(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _named(name: str) -> str:
    """`runs` (`silent`, `never`)."""
    kind = _ENTRIES.get(name)
    keys = ", ".join(f"`{each.name}`" for each in fields(kind)) if kind else ""
    return f"`{name}` ({keys})" if keys else f"`{name}`"
