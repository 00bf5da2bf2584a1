"""Whether the follow-up starts: by the clock, by a push, and when the first workflow has completed. Pure.

Source: https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows. "In a
public repository, scheduled workflows are automatically disabled when no repository activity has occurred in
60 days"; what counts as activity it does not say, and a push is the least that does. "A commit that changes
the cron" by somebody who may write makes that person the one for whom it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from shlex import quote

from readiness_bot.doctor import gh
from readiness_bot.doctor.callers import Caller
from readiness_bot.doctor.calls import FIRST, FOLLOW_UP
from readiness_bot.doctor.facts import Facts, Unseen
from readiness_bot.doctor.point import Point, Subject
from readiness_bot.text.calendar import days_after
from readiness_bot.text.markup import code, md
from readiness_bot.text.words import first_of, full_day, plural

SCHEDULE = Subject("schedule", "schedule")
PUSH = Subject("push", "push")
CHAIN = Subject("after-first", "after the first workflow")
QUIET_DAYS, WARNED_DAYS = 60, 45
"""When GitHub switches the schedules of a public repository off, and when we begin to say so."""
LATE_DAYS, LATE_DAYS_RARE = 8, 35
"""How old the last run may be where the schedule starts in every week, and where it does not."""
_STATES = {
    "disabled_inactivity": "GitHub switched the workflow off after 60 days without activity",
    "disabled_manually": "somebody switched the workflow off",
    "disabled_fork": "GitHub switched the workflow off because this is a fork",
}
_ESCAPED = re.compile(r"\\(.)")


def points(facts: Facts, callers: tuple[Caller, ...]) -> Iterator[Point]:
    """Nothing where there is no follow-up: that is said already."""
    follow_up = next((caller for caller in callers if caller.role == FOLLOW_UP and caller.document), None)
    if follow_up is None:
        return
    yield _schedule(facts, follow_up)
    yield _push(facts, follow_up)
    yield _chain(follow_up, [caller.name for caller in callers if caller.role == FIRST])


def _schedule(facts: Facts, caller: Caller) -> Point:
    times, at = _crons(caller), caller.at("on", "schedule")
    if not times:
        return SCHEDULE.wrong(
            f"{caller.path} has no `schedule:`, so dates pass unnoticed until somebody pushes",
            "Put it back: below `on:`, `schedule:` with one `- cron:`, as `readiness init` writes it.",
            at=at,
            brief=md("{} has no schedule", code(caller.path)),
        )
    state = facts.server.workflows.get(caller.path, Unseen("it was not asked for"))
    if isinstance(state, Unseen):
        return SCHEDULE.open(state)
    if state is None or state.state == "deleted":
        return SCHEDULE.wrong(
            f"the server has no workflow {caller.path}",
            f"Push it to {facts.checkout.branch}: GitHub runs schedules only from the default branch.",
            at=at,
        )
    last = facts.server.last_run
    when = "" if isinstance(last, Unseen | None) else f"; it last ran on {full_day(last.date())}"
    if state.state != "active":
        what = _STATES.get(state.state, f"the workflow is not active ({state.state[:40]})")
        return SCHEDULE.wrong(
            f"{what}{when}. Nothing starts it now, so no status is posted either",
            "Switch it on again:",
            enable(facts, caller),
            at=at,
            brief=md("{}", _sentence(what + when)),
        )
    if isinstance(last, Unseen):
        return SCHEDULE.open(last)
    return _last(facts, caller, last, times)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def enable(facts: Facts, caller: Caller) -> str:
    """https://cli.github.com/manual/gh_workflow_enable"""
    return f"gh workflow enable {quote(caller.path.rpartition('/')[2])} --repo {gh.repository(facts)}"


def _last(facts: Facts, caller: Caller, last: datetime | None, times: list[str]) -> Point:
    at = caller.at("on", "schedule")
    if last is None:
        return SCHEDULE.open(
            Unseen(
                "it is on, but has not run yet",
                "Look again two weekdays after the merge. A run by hand shows at once whether it works:",
                f"gh workflow run {quote(caller.path.rpartition('/')[2])} --repo {gh.repository(facts)}",
            )
        )
    on, days = full_day(last.date()), (facts.now - last).days
    most = LATE_DAYS if all(_is_weekly(cron) for cron in times) else LATE_DAYS_RARE
    if days > most:
        return SCHEDULE.wrong(
            f"it is on, but last ran on {on}, {plural(days, 'day')} ago",
            "Change the minute of its `cron:`, and merge that: GitHub then runs it as whoever did. A schedule"
            " stops when the account that it runs as is gone.",
            at=at,
            brief=md("The scheduled run last ran on {}", on),
        )
    repository = facts.server.repository
    if not isinstance(repository, Unseen) and repository.public and repository.pushed:
        quiet = (facts.now - repository.pushed).days
        if quiet >= WARNED_DAYS:
            ends = full_day(days_after(repository.pushed.date(), QUIET_DAYS))
            when = f"on {ends} unless somebody pushes before" if quiet < QUIET_DAYS else "any day"
            return replace(
                SCHEDULE.fine(
                    f"it last ran on {on}; nobody has pushed for {plural(quiet, 'day')}, so GitHub will"
                    f" switch it off {when}",
                    "Any push will do.",
                    at=at,
                ),
                brief=md("Nobody has pushed for long: GitHub switches the scheduled run off after {}", ends),
            )
    return SCHEDULE.fine(f"it last ran on {on}", at=at)


def _crons(caller: Caller) -> list[str]:
    found = caller.event("schedule")
    rows = found if isinstance(found, list) else []
    times = [row.get("cron") for row in rows if isinstance(row, Mapping)]
    return [time for time in times if isinstance(time, str) and time.strip()]


def _is_weekly(cron: str) -> bool:
    """Whether it starts in every week: no day of the month, and no month, is named."""
    fields = cron.split()
    return len(fields) == 5 and fields[2] == fields[3] == "*"


def _push(facts: Facts, caller: Caller) -> Point:
    at, base = caller.at("on", "push", "branches"), facts.checkout.branch
    if not caller.has_event("push"):
        return PUSH.wrong(
            f"{caller.path} does not start on a push, so issues lag a day behind a merge",
            f"Below `on:`, write `push:` with `branches: [{base}]`.",
            at=caller.at("on"),
            brief=md("{} does not start on a push", code(caller.path)),
        )
    filters = caller.event("push")
    named = filters.get("branches") if isinstance(filters, Mapping) else None
    names = [named] if isinstance(named, str) else named
    if names is None:
        return PUSH.fine("starts on every push", at=at)
    found = [str(name) for name in names] if isinstance(names, list) else []
    if not any(_takes(name, base) for name in found):
        return PUSH.wrong(
            f"starts on a push to {first_of(found, 3) or 'no branch'}, but the default branch is {base}",
            f"Write `branches: [{base}]` there.",
            at=at,
            brief=md("{} does not start on a push to {}", code(caller.path), code(base)),
        )
    return PUSH.fine(f"starts on a push to {base}", at=at)


def _takes(pattern: str, branch: str) -> bool:
    """The patterns that name a branch, or all; a cleverer one is taken to be meant.

    Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
    """
    if pattern.startswith("!"):
        return False
    plain = _ESCAPED.sub(r"\1", pattern)
    return plain == branch or pattern == "**" or (pattern == "*" and "/" not in branch) or _is_clever(pattern)


def _is_clever(pattern: str) -> bool:
    bare = _ESCAPED.sub("", pattern)
    return pattern not in ("*", "**") and any(sign in bare for sign in "*?+[")


def _chain(caller: Caller, first: list[str]) -> Point:
    at = caller.at("on", "workflow_run", "workflows")
    filters = caller.event("workflow_run")
    named = filters.get("workflows") if isinstance(filters, Mapping) else None
    names = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    wanted = first[0] if first else ""
    if not wanted:
        return CHAIN.open(Unseen("there is no first workflow to follow"))
    if wanted not in [str(name) for name in names]:
        told = first_of([f"`{name}`" for name in names], 3) or "no workflow"
        return CHAIN.wrong(
            f"follows {told}, but the first workflow's name is `{wanted}`, so no status is ever posted",
            f"Write `workflows: [{wanted}]` there.",
            at=at,
            brief=md("{} does not follow the workflow {}", code(caller.path), code(wanted)),
        )
    return CHAIN.fine(f"follows `{wanted}`", at=at)
