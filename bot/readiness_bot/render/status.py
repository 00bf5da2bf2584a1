"""The verdict on a pull request as a commit status: a state, and a sentence that a list of checks shows.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from readiness_bot.forge.protocol import MOST_DESCRIPTION, CommitStatus, State
from readiness_bot.judging.sides import Sides
from readiness_bot.render.headlines import answer
from readiness_bot.text.title import Line, line
from readiness_bot.text.words import plural

_BADNESS = (State.SUCCESS, State.PENDING, State.FAILURE, State.ERROR)


MOST_NAME = 255
"""Characters of a status's name; GitHub refuses more
(https://github.com/runatlantis/atlantis/issues/2506)."""


def context(base: str) -> str:
    """The status' name. The base branch stands in it, because a status belongs to a commit, and a commit may
    be the head of two pull requests."""
    return f"readiness: {base}"[:MOST_NAME]


def status_of(base: str, models: Sequence[Sides]) -> CommitStatus:
    """`base`: the branch that the pull request is meant for; `models`: all of the repository."""
    worst = max(models, key=lambda sides: _BADNESS.index(_state(sides)))
    state = _state(worst)
    told = _passing(models) if state is State.SUCCESS else _holding(worst, models)
    return CommitStatus(context(base), state, told)


def not_judged(base: str, why: str) -> CommitStatus:
    """`why`: a sentence."""
    return CommitStatus(
        context(base), State.ERROR, line("It could not be judged: {}", why, most=MOST_DESCRIPTION)
    )


def worst_of(statuses: Sequence[CommitStatus]) -> CommitStatus:
    """Of several pull requests with one head and one base: what holds back one holds back the commit."""
    return max(statuses, key=lambda status: _BADNESS.index(status.state))


def _state(sides: Sides) -> State:
    verdict = sides.verdict
    if verdict.green:
        return State.SUCCESS
    return State.PENDING if verdict.awaited else State.FAILURE


def _holding(worst: Sides, models: Sequence[Sides]) -> Line:
    held = sum(_state(sides) is not State.SUCCESS for sides in models) - 1
    more = plural(held, "more model is", "more models are")
    rest = "; nothing else is missing" if worst.verdict.awaited else ""
    if held:
        return line("{}. {} blocked.", _answer(worst, models), more, most=MOST_DESCRIPTION)
    return line("{}{}.", _answer(worst, models), rest, most=MOST_DESCRIPTION)


def _passing(models: Sequence[Sides]) -> Line:
    concerned = [sides for sides in models if sides.concerned]
    if not concerned:
        overdue = [sides for sides in models if not sides.verdict.passed]
        if not overdue:
            return line("This change does not concern readiness.", most=MOST_DESCRIPTION)
        more = f", and {plural(len(overdue) - 1, 'more model')}" if len(overdue) > 1 else ""
        told = _answer(overdue[0], models)
        return line(
            "This change does not concern readiness, so it passes. {}{}.", told, more, most=MOST_DESCRIPTION
        )
    first = next((sides for sides in concerned if not sides.verdict.passed), concerned[0])
    through = "" if first.verdict.passed else f"; passes, since the settings say gate: {first.verdict.mode}"
    if len(concerned) > 1:
        count = len(concerned) - 1
        return line(
            "{}{}. {} too.",
            _answer(first, models),
            through,
            plural(count, "more model passes", "more models pass"),
            most=MOST_DESCRIPTION,
        )
    return line("{}{}.", _answer(first, models), through, most=MOST_DESCRIPTION)


def _answer(sides: Sides, models: Sequence[Sides]) -> str:
    """With the model's name, where there are several."""
    told = answer(sides.head, sides.verdict, sides.change)
    return f"{sides.head.model}: {told}" if len(models) > 1 else told
