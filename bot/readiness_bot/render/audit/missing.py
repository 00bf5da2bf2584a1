"""The second sentence of an audit: what was missing, for how long, and what of it came last. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from readiness_bot.audit.figures import GO_LIVE, Audit
from readiness_bot.audit.told import duration
from readiness_bot.audit.waits import (
    Stretch,
    Wait,
    blocking,
    by_file,
    days,
    evaluation_behind,
    last_of_each,
    on_time,
    stretch,
    waits,
)
from readiness_bot.render.audit.words import FILES, is_, listed, title, was
from readiness_bot.text import words
from readiness_bot.vocabulary import Stage

_NAMED = 3
"""So many files or items are named; more are counted."""


def missing(audit: Audit) -> str:
    """`For 10 of the 12 weeks governance was what was missing; …`. May be empty."""
    if audit.evaluation_passed is None and audit.production is None:
        return _so_far(audit)
    measured = stretch(audit)
    waited = _waited(audit, measured) if measured and not on_time(audit) else ""
    return " ".join(
        (*_before(audit, measured), *_moved(audit, measured), *filter(None, [waited]), *_since(audit))
    )


def _so_far(audit: Audit) -> str:
    """For a model that is not evaluated: what is late by the calendar, else what is due by the stage line."""
    asked = blocking(audit)
    late = [item for item in asked if item.closed is None and (item.late_days_baseline or 0) > 0]
    if late:
        one = len(late) == 1
        return (
            f"{len(late)} of {words.plural(len(asked), 'blocking item')} {'is' if one else 'are'} open past"
            f" {'its' if one else 'their'} due date."
        )
    if not audit.burndown or not audit.burndown[-1].due:
        return ""
    last = audit.burndown[-1]
    others = last.due - last.satisfied
    if not others:
        return f"All {last.due} items that are due by now are done."
    done = f"{last.satisfied or 'none'} {'is' if last.satisfied == 1 else 'are'} done"
    if last.open_blocking == others:
        blocks = "the other one blocks" if others == 1 else "all of the others block"
    else:
        blocks = (
            f"{last.open_blocking or 'none'} of the other {others}"
            f" {'blocks' if last.open_blocking == 1 else 'block'}"
        )
    return f"Of the {words.plural(last.due, 'item')} that are due by now, {done}; {blocks}."


def _before(audit: Audit, measured: Stretch | None) -> Iterator[str]:
    """What was lost before the last mile began, which the first sentence does not count."""
    passed = audit.evaluation_passed
    if passed is None or measured is None:
        return
    behind = evaluation_behind(audit)
    ordered = list(zip(audit.stages, audit.stages[1:], strict=False))
    back = next(((old, new) for old, new in ordered if new.stage < old.stage and new.entered <= passed), None)
    gone = (
        f" had gone back from {back[0].stage} to {back[1].stage} on {words.day(back[1].entered, audit.today)}"
        if back
        else ""
    )
    if behind >= 7:
        yield (
            f"Evaluation itself passed {duration(behind / 7)} later than first"
            f" planned{f', since the model{gone}' if gone else ''}."
        )
    elif gone:
        yield f"Before that it{gone}."
    first, _ = _plans(audit)
    if measured.delay and first and behind < 0 and measured.end <= first:
        late = "it was not late" if audit.production else "it is not late yet"
        yield (
            f"By the calendar {late}: production was first planned for {words.day(first, audit.today)}. The"
            f" time counts from the day on which the evaluation passed, {duration(-behind / 7)} early."
        )


def _plans(audit: Audit) -> tuple[date | None, date | None]:
    """The day in production as it was first planned, and as it is planned now."""
    plans = ((i.due_date_baseline, i.due_date) for i in audit.items if i.item.due is Stage.STAGING)
    return next(((one, two) for one, two in plans if one and two), (None, None))


def _moved(audit: Audit, measured: Stretch | None) -> Iterator[str]:
    """Where the plan was moved so far that by it nothing is late: the reader knows that plan, and would
    wonder."""
    first, now = _plans(audit)
    if measured and measured.delay and first and now and first < measured.end <= now:
        moved = f"from {words.day(first, audit.today)} to {words.day(now, audit.today)}"
        yield (
            f"The planned day in production was moved {moved}; what counts here is the plan as it was first"
            " agreed."
        )


def _since(audit: Audit) -> Iterator[str]:
    """The way of the next version is not this one's."""
    now = audit.stages[-1] if audit.stages else None
    if (
        audit.production is None
        or now is None
        or now.stage is Stage.PRODUCTION
        or now.entered <= audit.production
    ):
        return
    yield (
        f"Since {words.day(now.entered, audit.today)} it is in {now.stage} again, for a version that is not"
        " live yet and is not measured here."
    )


def _waited(audit: Audit, measured: Stretch) -> str:
    if measured.delay is None:
        return _within_plan(audit, measured)
    known = max(measured.delay, measured.told)
    if known >= measured.end:
        return _earlier(audit, measured)
    grouped = by_file(waits(audit, known, measured.end))
    if not grouped:
        return _only_go_live(audit, measured, known)
    most = max(days(found) for found in grouped.values())
    return _told(audit, measured, [file for file in FILES if file in grouped and days(grouped[file]) == most])


def _within_plan(audit: Audit, measured: Stretch) -> str:
    """Within the plan nothing is anybody's delay; without a plan it is not known."""
    grouped = by_file(waits(audit, measured.told, measured.end))
    if not grouped:
        return ""
    most = max(days(found) for found in grouped.values())
    files = [file for file in FILES if file in grouped and days(grouped[file]) == most]
    if audit.stall_days is None:
        return _told(audit, measured, files)
    what = f"{FILES[files[0]]} still had something open" if len(files) == 1 else "something was still open"
    return f"{_span(most, measured)} {what}, within what was planned."


def _told(audit: Audit, measured: Stretch, files: Sequence[str]) -> str:
    """`For 10 of the 11 weeks governance was what was missing; compliance approval came 10 weeks after …`."""
    found = [wait for wait in waits(audit, measured.told, measured.end) if wait.file in files]
    span = _span(days(found), measured)
    if measured.told > measured.start:
        span = f"{_earlier(audit, measured)} From then on, {span[0].lower()}{span[1:]}"
    if len(files) == 1:
        what = f"{FILES[files[0]]} was what was missing"
    elif len(files) <= _NAMED:
        what = f"something was missing {listed([f'in {FILES[file]}' for file in files])}"
    else:
        what = f"something was missing in {len(files)} of the {len(FILES)} readiness files"
    tail = _tail(
        audit, measured, last_of_each(found), "of its items" if len(files) == 1 else "blocking items"
    )
    return f"{span} {what}{tail}."


def _earlier(audit: Audit, measured: Stretch) -> str:
    """Why nothing is told of the days before."""
    day = words.day(measured.told, audit.today)
    if measured.told > measured.known:
        return f"What was missing before {day} is left out, as asked (--since)."
    return f"What was missing before {day}, when readiness/ was added, is not known."


def _tail(audit: Audit, measured: Stretch, found: list[Wait], whose: str) -> str:
    """What came last, or never."""
    still = [
        wait for wait in found if wait.closed is None or (audit.production and wait.closed > measured.end)
    ]
    if still and audit.production:
        return f"; it went live without {_names(still, whose)}"
    if still:
        return f"; {_names(still, whose)} {is_(still[0].item) if len(still) == 1 else 'are'} still open"
    end = max((wait.end for wait in found), default=measured.start)
    last = [wait for wait in found if wait.end == end]
    if len(last) == 1 and last[0].lost:
        wait = last[0]
        return (
            f"; {title(wait.item)} {was(wait.item)} lost on {words.day(wait.start, audit.today)} and came"
            f" back {duration((wait.end - wait.start).days / 7)} later"
        )
    after = (end - measured.start).days
    return (
        f"; {_names(last, whose)} came {duration(after / 7)} after the model was evaluated"
        if after > 0
        else ""
    )


def _names(found: Sequence[Wait], whose: str) -> str:
    if len(found) <= _NAMED:
        return listed([title(wait.item) for wait in found])
    return f"{len(found)} {whose}"


def _only_go_live(audit: Audit, measured: Stretch, known: date) -> str:
    """In the whole delay nothing else was open."""
    decision = next(
        (w for w in waits(audit, known, measured.end, go_live=True) if w.item.id == GO_LIVE), None
    )
    before = waits(audit, measured.told, measured.end, go_live=decision is None)
    ready = max((wait.end for wait in before), default=measured.told)
    day = words.day(ready, audit.today)
    if decision is None and audit.production:
        waited = duration((measured.end - ready).days / 7)
        return f"Everything it needed was there on {day}; it went live {waited} later."
    if decision is None:
        return f"Everything it needs has been there since {day}; it is ready, but not deployed."
    if decision.closed is None or (audit.production and decision.closed > measured.end):
        ending = "it went live without" if audit.production else "what is missing is"
        return f"Everything else was there on {day}; {ending} the go-live decision."
    later = duration((decision.end - ready).days / 7)
    return f"Everything else was there on {day}; the go-live decision came {later} later."


def _span(open_: int, measured: Stretch) -> str:
    """`For 10 of the 12 weeks`, of the time that is known."""
    total = (measured.end - measured.told).days
    if open_ >= total:
        return "All of that time"
    if total <= 28:
        return f"For {open_} of the {words.plural(total, 'day')}"
    count, weeks = round(open_ / 7), round(total / 7)
    if count == weeks:
        return "Nearly all of that time"
    return (
        f"For {count} of the {weeks} weeks"
        if count
        else f"For {words.plural(open_, 'day')} of the {weeks} weeks"
    )
