"""One run: the model chooses a tool or answers, at most so many times.

A sketch: the vendor is invented, so `choose` is handed in. The limits around it are real, and tested.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tools import Refused, Session, issue_refund, look_up_order

MOST_CALLS = 8
HANDED_OVER = "A colleague will go on with you here."


@dataclass(frozen=True)
class Call:
    """A tool that the model wants; without a name, `text` is its answer."""

    tool: str = ""
    arguments: dict[str, object] = field(default_factory=dict)
    text: str = ""


def run(session: Session, choose: Callable[[list[object]], Call]) -> str:
    seen: list[object] = []
    for _ in range(MOST_CALLS):
        call = choose(seen)
        if not call.tool:
            return call.text
        seen.append(_result(session, call))
    return HANDED_OVER


def _result(session: Session, call: Call) -> object:
    """What a tool answers. An argument that the tool does not have, such as another order, is refused."""
    try:
        if call.tool == "look_up_order":
            return look_up_order(session, **call.arguments)
        if call.tool == "issue_refund":
            return issue_refund(session, **call.arguments)
    except (Refused, TypeError) as error:
        return str(error)
    return f"There is no tool {call.tool}."
