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
from readiness_bot.runs.publish import tell
from readiness_bot.runs.run import Run

Handler = Callable[[Run, Any], int]
"""What a kind of event asks for; the exit code."""


def handle(run: Run, event: Event) -> int:
    """Do what an event asks."""
    return HANDLERS[type(event)](run, event)


def _nothing(run: Run, event: Nothing) -> int:
    tell(run, event.why)
    return 0


def _pull(run: Run, event: PullRequest | MergeGroup) -> int:
    from readiness_bot.runs.pull import judge

    return judge(run, event)


def _fork(run: Run, event: WorkflowRun) -> int:
    from readiness_bot.runs.fork import comment_on_fork  # PyGithub, which other events may not need

    comment_on_fork(run, event)
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
    WorkflowRun: _fork,
    Commented: _comment,
    Reconcile: _reconcile,
}
