"""What is known from where, and what is not: one sentence each. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from readiness_bot.audit.figures import ItemFigures
from readiness_bot.audit.mile import Mile
from readiness_bot.audit.replay import Replay
from readiness_bot.text.words import first_of
from readiness_bot.vocabulary import Stage, Status

NO_FOLDER = (
    "This history has no readiness/ folder, so there is nothing to audit. `readiness init` writes one; "
    "the audit counts from the day it is merged."
)

_MOST = 5
"""So many items are named in a sentence."""
_NAME = 100
"""Characters of a branch's name."""


def notes_of(
    replay: Replay, mile: Mile, items: tuple[ItemFigures, ...], said: date | None, since: date | None
) -> tuple[str, ...]:
    """In the order in which a reader would ask."""
    return (
        *_source(replay, since),
        *_adoption(replay, items),
        *_evaluation(replay, mile),
        *_production(replay, mile, said),
        *_value(replay, mile),
        *_unknown(items),
    )


def other_branch(branches: tuple[str, str] | None) -> Iterator[str]:
    """Where it is not the default branch that is read: what was merged there last may be missing here."""
    if branches and branches[0] != branches[1]:
        read, default = (f"{name[:_NAME]}…" if len(name) > _NAME else name for name in branches)
        yield (
            f"Read from the branch that is checked out, {read}; the default branch of the remote is"
            f" {default}."
        )


def _source(replay: Replay, since: date | None) -> Iterator[str]:
    yield (
        f"Read from {_count(replay.commits, 'first-parent commit')} up to {replay.head[:7]}:"
        f" {_count(replay.states, 'state')} of readiness/ and of what it points at. Days are the commits'"
        " committer dates, in UTC; whoever makes a commit can write any date."
    )
    if replay.backwards:
        yield (
            f"{_count(replay.backwards, 'commit')} dated before the commit that they follow: counted on that"
            " commit's day."
        )
    if replay.future:
        yield (
            f"{_count(replay.future, 'commit')} dated in the future: counted on the day of the next commit,"
            " or of the audit."
        )
    if replay.after_today:
        yield f"{_count(replay.after_today, 'commit')} made after the day of this audit: left out."
    if since:
        yield f"Open days, bottlenecks and the burndown count from {since} on."


def _adoption(replay: Replay, items: tuple[ItemFigures, ...]) -> Iterator[str]:
    if replay.adopted_late:
        yield (
            f"readiness/ has been there since {replay.adopted}; the repository is older. What was open before"
            " that day is not known, and counts as neither open nor late; the first planned dates are those"
            " that were merged then."
        )
    closed = [
        item.id
        for item in items
        if item.closed == replay.adopted and item.late_days_baseline is None and item.due_date_baseline
    ]
    if closed:
        yield (
            f"{_are(len(closed), 'item')} already satisfied when readiness/ was added, after the planned"
            f" date: it is not known whether in time ({first_of(closed, _MOST)})."
        )
    if replay.removed:
        yield f"readiness/ was removed on {replay.removed}; from then on every item counts as missing."


def _evaluation(replay: Replay, mile: Mile) -> Iterator[str]:
    if mile.passed is None:
        yield "No evaluation is recorded as passed yet, so the last mile has not begun."
        return
    if replay.adopted and mile.passed < replay.adopted:
        yield (
            f"contract.yaml says that the evaluation passed on {mile.passed}; readiness/ was added later, on"
            f" {replay.adopted}."
        )
    if mile.passed > mile.end:
        yield (
            f"The evaluation is dated {mile.passed}, after production ({mile.end}): there is no last mile to"
            " measure."
        )
    if mile.planned is None:
        yield (
            "The first milestones give no time from staging to production, so the planned time, and with it"
            " the delay, is not known."
        )
    if mile.stall and replay.adopted and mile.stall[0] < replay.adopted:
        yield (
            f"The delay began on {mile.stall[0]}, before readiness/ was added: what held it back until"
            f" {replay.adopted} is not known."
        )


def _production(replay: Replay, mile: Mile, said: date | None) -> Iterator[str]:
    if said and mile.production:
        yield f"The day in production, {said}, was given by hand (--production)."
    elif said:
        yield f"--production {said} is in the future, so the model counts as not live."
    elif mile.production and not mile.production_known:
        yield (
            f"It was already in production when readiness/ was added on {mile.production}. It is not known"
            " since when, so the last mile is not known either; give the day with --production DATE, or"
            " `live: {version, since}` in contract.yaml."
        )
    elif mile.production and mile.production < replay.course[0].day:
        yield f"contract.yaml says that it has been live since {mile.production} (`live`)."
    back = [stood for stood in replay.course if mile.production and stood.day > mile.production]
    again = next((stood for stood in back if stood.stage is not Stage.PRODUCTION), None)
    if again:
        yield (
            f"The stage was moved back on {again.day}, after launch. The last mile is that of version"
            f" {_version(mile)}, which went live first."
        )


def _version(mile: Mile) -> str:
    return f'"{mile.version}"' if mile.version else "(not named)"


def _value(replay: Replay, mile: Mile) -> Iterator[str]:
    if mile.passed is None:
        return
    if mile.value is None:
        yield (
            f"contract.yaml had no valid value per week when the evaluation passed ({mile.passed}), so the"
            " cost of the delay is not estimated."
        )
    elif replay.adopted and mile.passed < replay.adopted:
        yield (
            f"The value of a week is the one of {replay.adopted}, the first on record; the evaluation passed"
            " before that."
        )


def _unknown(items: tuple[ItemFigures, ...]) -> Iterator[str]:
    unknown = [item.id for item in items if item.status is Status.UNKNOWN]
    if unknown:
        one = len(unknown) == 1
        yield (
            f"{_count(len(unknown), 'item')} cannot be told from git, and {'counts' if one else 'count'} as"
            f" neither open nor satisfied: {first_of(unknown, _MOST)}."
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _are(number: int, what: str) -> str:
    return f"{_count(number, what)} {'was' if number == 1 else 'were'}"
