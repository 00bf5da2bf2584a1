"""What was closed in time: the parallelism, and the governance that came late. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from readiness_bot.audit.figures import ItemFigures
from readiness_bot.audit.items import satisfied_since
from readiness_bot.audit.mile import Mile
from readiness_bot.audit.replay import Replay, Step
from readiness_bot.text.calendar import days_after
from readiness_bot.vocabulary import Stage, Status


def parallelism(replay: Replay, mile: Mile) -> int | None:
    """Of the items due in design or development, the share that was closed before the evaluation passed, in
    percent.

    None: no evaluation passed, or readiness/ came on that day or later, so that nobody knows.
    """
    if mile.passed is None or replay.adopted is None or replay.adopted >= mile.passed:
        return None
    before = days_after(mile.passed, -1)
    early = [_at(replay.tracks[item.id], before) for item in replay.items if item.due <= Stage.DEVELOPMENT]
    counted = [
        step for step in early if step is not None and step.asked and step.status is not Status.UNKNOWN
    ]
    return 100 * sum(step.status.closed for step in counted) // len(counted) if counted else None


def _at(track: list[Step], day: date) -> Step | None:
    return next((step for step in reversed(track) if step.day <= day), None)


def late_governance(items: Iterable[ItemFigures]) -> tuple[str, ...]:
    """Governance that was satisfied after its baseline date; also what is past that date and open still."""
    return tuple(
        item.id
        for item in items
        if item.id.startswith("governance.")
        and item.late_days_baseline is not None
        and item.late_days_baseline > 0
    )


def after_evaluation(late: Iterable[str], replay: Replay, mile: Mile) -> tuple[str, ...]:
    """Of these, the ones that were still missing when the evaluation had passed."""
    passed = mile.passed
    if passed is None:
        return ()
    return tuple(id_ for id_ in late if _missing_on(replay.tracks[id_], passed))


def _missing_on(track: list[Step], day: date) -> bool:
    return track[0].day <= day and satisfied_since(track, day) is None
