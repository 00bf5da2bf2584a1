"""Each figure of an audit, declared once: its name, its meaning, which field it is, and how the reports show
it.

Text, Markdown, HTML and JSON walk through these declarations, and `scripts/generate` writes the definitions
of docs/audit.md from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from readiness_bot.audit import told
from readiness_bot.audit.figures import Audit

_WIDTH = 150


@dataclass(frozen=True, slots=True)
class Term:
    """A figure. `name` is what the reports call it."""

    name: str
    meaning: str
    """One hover or click away from the figure: enough to read it."""
    more: str
    """The rules for the cases that are not plain; paragraphs are parted by an empty line."""
    fields: tuple[str, ...]
    """The fields of the Audit that hold it, which JSON calls the same; after a dot, what each of their rows
    has."""
    told: Callable[[Audit], told.Told] | None = None
    """What stands at the top of every report. None: it stands in a sentence or a table alone."""


LAST_MILE = Term(
    "Last mile",
    "From the day on which the evaluation of the version that went live first passed, to the first day in"
    " production; to today while it is not live.",
    "The evaluation's day is the earliest `evaluation.passed` that any state gave for the version that first"
    " entered production (or that is on its way there). A later correction of the date, an evaluation of an"
    " earlier version that never shipped, and the evaluation of the next version after launch do not move it."
    " A day that lies ahead counts once it has come.",
    ("last_mile_weeks", "evaluation_passed"),
    told.last_mile,
)
PRODUCTION = Term(
    "In production",
    "Since the first state whose stage is production, or the day given by hand.",
    "By hand is `--production DATE`. Where the very first state is in production already, it is the day that"
    " `live: {version, since}` gives in contract.yaml, if it names the same version; else the last mile is"
    " not known.",
    ("production",),
)
PLANNED = Term(
    "Planned",
    "From the first planned day in staging to the first planned day in production, by the milestones as they"
    " were first merged.",
    "So it is the time that was planned between the end of evaluation and production.",
    ("planned_weeks",),
)
STALL = Term(
    "Delay",
    "The part of the last mile that is beyond what was planned. Moving the milestones later hides nothing.",
    "From the day on which the last mile had taken as long as planned, to production (or the day of the"
    " audit); none if it was not longer. Its days are the only ones that cost anything: what was open within"
    " the plan delayed nobody.",
    ("stall_weeks",),
    told.stall,
)
READINESS_STALL = Term(
    "Delay with something open",
    "The days of the delay on which at least one blocking item was open. On the others all was ready, but not"
    " deployed.",
    "Days before `readiness/` was added count as neither: nobody knows.",
    ("readiness_stall_weeks",),
)
COST = Term(
    "Cost of delay",
    "The contract's value per week, as it stood when evaluation passed, times the weeks of delay.",
    "Without a value then (`contract.value`): not estimated. If the evaluation passed before `readiness/` was"
    " added, the first value on record counts, and the notes say so.",
    ("cost_of_delay", "value_per_week"),
    told.cost,
)
PARALLELISM = Term(
    "Done in parallel",
    "Of the items that are due in design or development, the share that was closed before evaluation passed."
    " 100% is the aim.",
    "Rounded down. Not known if `readiness/` was added on the day the evaluation passed, or later.",
    ("parallelism_percent",),
    told.parallelism,
)
LATE_GOVERNANCE = Term(
    "Late governance",
    "Governance items that were satisfied after their due date, by the milestones as they were first merged,"
    " or are past it and still open.",
    "And how many of them were still missing when the evaluation passed.",
    ("late_governance", "late_governance_after_evaluation"),
    told.late_governance,
)
OPEN = Term(
    "Days open",
    "From the day on which the model entered the stage in which an item is due, until it was satisfied; once"
    " evaluation has passed, everything that production needs counts as open. An item that was lost again"
    " opens again. The day on which it closed is not counted.",
    "It also ends when the item is waived or not applicable, and begins no earlier than the day `readiness/`"
    " was added."
    " Once the evaluation has passed, everything that production needs is open until it is satisfied,"
    " whatever the stage line says: a stage line that lags behind hides no waiting. Moving the stage back"
    " before an evaluation has passed ends the interval, since the item is no longer asked for; entering the"
    " stage again begins another one.\n\nThe days are the sum of these intervals; one that is still open runs"
    " to the day of the audit. What git cannot show (`ownership.acceptance`, unless the bot's ledger has it;"
    " a file that cannot be read) is neither open nor satisfied.",
    ("items.intervals", "items.opened", "items.days_open"),
)
CLOSED = Term(
    "Closed",
    "The day since which an item has been satisfied without a break, even if it was never open; none while it"
    " is a"
    " gap.",
    "What was satisfied in the very first state was satisfied by then; nobody knows since when.",
    ("items.closed",),
)
LATE = Term(
    "Late",
    "The day on which it closed (or today) minus the day on which it was due: by the milestones as they were"
    " first merged, and as they are now.",
    "Negative is ahead. The due date of an item is the planned first day of the stage that follows its own;"
    " what is due in production has its own date, else 60 days after go-live. It is measured twice, against"
    " the current milestones and against the first ones (the baseline), so that moving a date hides"
    " nothing.\n\nFor a model that is live, the closing that counts is the one in force on the day it went"
    " live, and the current milestones are those of that day: an approval that expires a year later is open"
    " time, and a plan for the next version is another version's plan. For an item that was already satisfied"
    " when `readiness/` was added, after its due date, lateness is not known.",
    ("items.late_days", "items.late_days_baseline", "items.due_date", "items.due_date_baseline"),
)
ITEM_DAYS = Term(
    "Item-days open",
    "The days of all open items of a role, added up: two items open on one day count as two.",
    "By person only with `--people`, counted under whoever the files named at that time: a name in a report"
    " is an accusation.",
    ("bottlenecks.open_days", "bottlenecks_by_person"),
)
BOTTLENECK = Term(
    "Days alone",
    "Days on which every blocking item that was open belonged to this role. Go-live, which always closes"
    " last, counts once all others are closed.",
    "The same by item and by file.",
    ("bottlenecks.sole_blocker_days",),
)
FIX_FIRST = Term(
    "Would have saved",
    "Weeks of the delay on which this alone was open: without it the model could have gone live that much"
    " sooner.",
    "Items, roles and files by their days alone inside the delay, times the value of a week. Items that wait"
    " side by side are never alone; their role or their file is. So the rows overlap and must not be added"
    " up.",
    ("fix_first", "fix_first_roles", "fix_first_files"),
)
FIRST = Term(
    "What to do first",
    "The one thing that would have saved most of the delay; while something blocking is open, the item to"
    " close next.",
    "It goes by what has the most days of the delay: a role before a file, a file where several of its roles"
    " waited side by side. Where neither has half as many days as the largest of the other parts, it is that"
    " part: several files at once (so that closing one saves nothing), or all of it ready and not deployed."
    " Of the open items it is the one that is latest by the first plan, if that part is a role or a file, of"
    " its own.\n\nIn JSON `what` is the text that the reports show, and `saves_weeks` and `cost` are what it"
    " would have saved. They are null where nobody can know: closing an open item brings back nothing of what"
    " it has cost so far. `first` itself is null where nothing held the model back, or where it is not known"
    " what did.",
    ("first",),
)
BURNDOWN = Term(
    "Burndown",
    "On each day: the items that were due or overdue, how many of them were satisfied, and how many were open"
    " and hold production back.",
    "One point for each day on which one of them changed, and for the day of the audit. Due and satisfied are"
    " as `readiness check` says them on that day, without what is unknown. After the evaluation has passed,"
    " the open ones can be more than the due ones, since they hold everything that production needs. `scope`"
    " counts the items that are due because more is asked (a higher tier, personal data, live data in"
    " staging), and not because their stage came.",
    ("burndown",),
)
STAGES = Term(
    "Stages",
    "When the model was in each stage, above when that was planned by the milestones as they were first"
    " merged.",
    "A stage that it came back to appears again.",
    ("stages",),
)
FORECAST = Term(
    "Forecast",
    "What today's rate of closing items leads to if it goes on. It is not a promise: it comes with a range"
    " and its method.",
    "For a model that is not live. The closing rate is the number of blocking items needed for production"
    " that closed in the last eight weeks (or since `readiness/` was added), over that time. What is open is"
    " taken"
    " in the order of its due dates, go-live last. The range takes the count give or take its own square"
    " root, as for any events that come one by one: the true rate lies within it about two times in three."
    " With fewer than three closings, or less than two weeks of history, nothing is estimated. It is a count,"
    ' and knows nothing of holidays, nor of how hard an item is.\n\nA file is warned about ("infrastructure'
    ' should have started two weeks ago") when none of its blocking items is done, and when at that rate they'
    " could not be done by the last of their dates even if nothing else were done.",
    ("forecast",),
)

TERMS = (
    LAST_MILE,
    PRODUCTION,
    PLANNED,
    STALL,
    READINESS_STALL,
    COST,
    PARALLELISM,
    LATE_GOVERNANCE,
    OPEN,
    CLOSED,
    LATE,
    ITEM_DAYS,
    BOTTLENECK,
    FIX_FIRST,
    FIRST,
    BURNDOWN,
    STAGES,
    FORECAST,
)
"""In the order in which one meets them."""

NOT_ESTIMATED = "not estimated"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the few figures that stand at the top. `note` compares it, or says why it is not estimated."""

    term: Term
    value: str
    note: str


def key_figures(audit: Audit) -> tuple[KeyFigure, ...]:
    shown = ((term, term.told(audit)) for term in TERMS if term.told)
    return tuple(KeyFigure(term, found.value or NOT_ESTIMATED, found.note) for term, found in shown)


def fields(terms: Iterable[Term] = TERMS) -> tuple[str, ...]:
    """The Audit's fields that are figures, in the order of their terms."""
    return tuple(dict.fromkeys(field.partition(".")[0] for term in terms for field in term.fields))


def definitions(terms: Iterable[Term] = TERMS) -> str:
    """The section of docs/audit.md, in Markdown."""
    return "\n\n".join(text for term in terms for text in _definition(term))


def _definition(term: Term) -> Iterator[str]:
    from textwrap import fill  # no report needs it

    yield f"### {term.name}"
    for paragraph in (
        term.meaning,
        *term.more.split("\n\n"),
        f"In JSON: {', '.join(f'`{field}`' for field in term.fields)}.",
    ):
        yield fill(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False)
