"""The sentences that every render of an audit begins with: what happened, what was missing, what to do first
and what that saves.

No figure is invented: what is None is "not estimated", with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from readiness_bot.audit.figures import WEEK, Audit
from readiness_bot.audit.notes import NO_FOLDER
from readiness_bot.audit.told import duration, money
from readiness_bot.audit.waits import on_time
from readiness_bot.render.audit.first import first
from readiness_bot.render.audit.missing import missing
from readiness_bot.text import words
from readiness_bot.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class Story:
    """The audit in four sentences; each may be empty but the first."""

    happened: str
    missing: str
    first: str
    saves: str

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(
            filter(None, (self.happened, self.missing, " ".join(filter(None, (self.first, self.saves)))))
        )


def story(audit: Audit) -> Story:
    if audit.adopted is None:
        return Story(NO_FOLDER, "", "", "")
    return Story(_happened(audit), missing(audit), *first(audit))


def notes(audit: Audit) -> tuple[str, ...]:
    """What the first sentence does not say already."""
    return tuple(note for note in audit.notes if note != NO_FOLDER)


def _happened(audit: Audit) -> str:
    passed, live = audit.evaluation_passed, audit.production
    if live is not None and audit.last_mile_days is None:
        return _unmeasured(audit, live)
    if passed is None:
        return _unevaluated(audit)
    evaluated = f"Evaluated on {words.day(passed, audit.today)}"
    where = f"live on {words.day(live, audit.today)}" if live else "not live yet"
    if audit.last_mile_days is None:
        return f"{evaluated}, {where}."
    if not audit.last_mile_days:
        return _same_day(audit)
    parts = [duration(audit.last_mile_days / WEEK) + ("" if live else " so far"), *_against_plan(audit)]
    end = " Everything was on time." if on_time(audit) else ""
    return f"{evaluated}, {where}: {', '.join(parts)}.{end}"


def _same_day(audit: Audit) -> str:
    """The evaluation passed on the day of the launch, or of the audit."""
    if audit.production is None:
        planned = f": {duration(audit.planned_days / WEEK)} are planned" if audit.planned_days else ""
        return f"Evaluated today, not live yet{planned}."
    day, against = words.day(audit.production, audit.today), ", ".join(_against_plan(audit))
    return f"Evaluated on {day} and live on the same day, {against}."


def _unmeasured(audit: Audit, live: date) -> str:
    """It is live, and the last mile is not known."""
    passed, day = audit.evaluation_passed, words.day(live, audit.today)
    if passed is not None and live < passed:
        return (
            f"Live on {day}, before evaluation passed on {words.day(passed, audit.today)}: there is no last"
            " mile to measure."
        )
    if live != audit.adopted:
        return (
            f"Live on {day}, and no passed evaluation is on record before that: the last mile is not"
            " estimated."
        )
    unknown = "It is not known since when" + ("" if passed else ", nor when its evaluation passed")
    return (
        f"Already in production on {day}, when readiness/ was added. {unknown}, so the last mile is not"
        " estimated."
    )


def _against_plan(audit: Audit) -> list[str]:
    """`8 more than planned`, `about EUR 144,000`."""
    if audit.planned_days is None or audit.last_mile_days is None:
        return ["with no known plan"]
    if not audit.stall_days:
        ahead = audit.planned_days - audit.last_mile_days
        if audit.production is None:
            return [f"of the {duration(audit.planned_days / WEEK)} planned"]
        return [f"{duration(ahead / WEEK)} less than planned" if ahead else "as planned"]
    more = duration(audit.stall_days / WEEK)
    unit = more.partition(" ")[2]
    same_unit = unit in ("week", "weeks") and audit.last_mile_days >= 2 * WEEK
    parts = [f"{more.partition(' ')[0] if same_unit else more} more than planned"]
    if audit.cost_of_delay is not None:
        parts.append(f"about {money(audit.cost_of_delay)}")
    elif audit.value_per_week is None:
        parts.append("at a cost that is not estimated, since the contract had no valid value then")
    return parts


def _unevaluated(audit: Audit) -> str:
    stage = audit.stages[-1] if audit.stages else None
    if stage is None:
        return "Not evaluated yet: in no known stage."
    where = f"in {stage.stage} since {words.day(stage.entered, audit.today)}{_overstay(audit, stage.stage)}"
    target = audit.forecast.target if audit.forecast else None
    if target is None:
        return f"Not evaluated yet: {where}."
    verb = "was" if target < audit.today else "is"
    return f"Not evaluated yet: {where}; production {verb} planned for {words.day(target, audit.today)}."


def _overstay(audit: Audit, stage: Stage) -> str:
    """`, 5 weeks longer than first planned`: past the day on which the items of this stage are due."""
    due = next(
        (i.due_date_baseline for i in audit.items if i.item.due is stage and i.due_date_baseline), None
    )
    days = (audit.today - due).days if due and stage < Stage.PRODUCTION else 0
    return f", {duration(days / 7)} longer than first planned" if days > 0 else ""
