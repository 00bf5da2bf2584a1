"""Judges a pull request: every model that it could concern, with one batch of questions for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from readiness_bot.convention.settings import GateMode
from readiness_bot.evidence.answers import Evidence
from readiness_bot.judging.sides import Sides
from readiness_bot.ledger.again import Again
from readiness_bot.runs.evidence import Asked, evidence_of, wanted
from readiness_bot.runs.memory import Memory
from readiness_bot.runs.models import each_model, models_in
from readiness_bot.runs.run import Run
from readiness_bot.runs.sides import Read, judged, read_sides
from readiness_bot.runs.stand import Stand


def judge(
    run: Run, stand: Stand, number: int = 0, based: bool = True, asks: Callable[[], bool] = lambda: True
) -> list[Sides]:
    """Each model of the repository, at the head and at the base of a pull request.

    `number`: the pull request; 0: not known. `based`: it has a base, whether that can be read or not. `asks`:
    whether the forge can be asked, once that is wanted. Raises CannotRead, CannotDo.
    """
    commits = [stand.judged, *([stand.change.base] if stand.change else [])]
    rules = stand.change.settings if stand.change else ""
    runs = list(each_model(run, models_in(run, commits if run.commit else [], rules)))
    read = _without_moved([(one, read_sides(one, stand, based)) for one in runs])
    to_ask = [each for each in read if _is_asked(run, each[1])]
    asked = [_asked(one, states, number) for one, states in to_ask] if to_ask and asks() else []
    told = dict(zip((id(states) for _, states in to_ask), evidence_of(asked), strict=bool(asked)))
    return [judged(one, states, told.get(id(states)) or _nothing(states)) for one, states in read]


def _without_moved(read: Sequence[tuple[Run, Read]]) -> list[tuple[Run, Read]]:
    """A folder that is gone, and is what a model in another folder was, is judged there."""
    moved = {former.prefix for _, each in read for former in each.former if former.prefix != each.head.prefix}
    return [
        (run, each) for run, each in read if each.head.has_own("readiness") or each.head.prefix not in moved
    ]


def _is_asked(run: Run, read: Read) -> bool:
    """A change that does not touch readiness passes whatever the forge says, but for `gate: strict`."""
    if not wanted(run, read.states, pull=True):
        return False
    return read.touched or read.settings.gate is GateMode.STRICT


def _asked(run: Run, read: Read, number: int) -> Asked:
    """What decides is asked; where the change does not touch readiness, what the follow-up was told will
    do."""
    if read.touched:
        return Asked(run, read.states, number)
    return Asked(run, read.states, number, Memory(run.place), Again.OLD)


def _nothing(read: Read) -> list[Evidence | None]:
    """The files alone are judged."""
    return [None for _ in read.states]
