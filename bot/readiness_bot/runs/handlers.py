"""Which event is whose. A new event is a class in `forge/events.py` and a row here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from readiness_bot.forge.events import (
    Commented,
    Event,
    MergeGroup,
    Nothing,
    PullRequest,
    Reconcile,
    WorkflowRun,
)
from readiness_bot.runs.publish import finish, tell
from readiness_bot.runs.run import Run

Handler = Callable[[Run, Any], int]
"""What a kind of event asks for; the exit code."""


def handle(run: Run, event: Event) -> int:
    """Do what an event asks."""
    try:
        return HANDLERS[type(event)](run, event)
    finally:
        finish(run)


def _nothing(run: Run, event: Nothing) -> int:
    tell(run, event.why)
    return 0


def _pull(run: Run, event: PullRequest | MergeGroup) -> int:
    from readiness_bot.runs.lines import show_lines

    return show_lines(run, event)


def _verdict(run: Run, event: WorkflowRun) -> int:
    from readiness_bot.runs.verdicts import follow_workflow

    follow_workflow(run, event)
    return 0


def _comment(run: Run, event: Commented) -> int:
    from readiness_bot.runs.answer import answer

    answer(run, event)
    return 0


def _reconcile(run: Run, event: Reconcile) -> int:
    from readiness_bot.runs.follow_up import follow_up

    follow_up(run)
    return 0


HANDLERS: dict[type[Event], Handler] = {
    Nothing: _nothing,
    PullRequest: _pull,
    MergeGroup: _pull,
    WorkflowRun: _verdict,
    Commented: _comment,
    Reconcile: _reconcile,
}
