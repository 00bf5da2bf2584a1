"""The issues of every model after a push, on the schedule or by hand, and the pull requests whose verdict may
have changed by it; on the schedule the history too, in the job summary."""

from __future__ import annotations

import os
from dataclasses import replace

from readiness_bot.doctor.examine import examine, notice
from readiness_bot.judging.gate import gate
from readiness_bot.ledger.again import Again
from readiness_bot.reading.errors import CannotRead
from readiness_bot.render import markdown
from readiness_bot.render.audit import markdown as audit_markdown
from readiness_bot.runs.clock import now
from readiness_bot.runs.doctor import look
from readiness_bot.runs.errors import CannotDo, told
from readiness_bot.runs.forge import make_links, on_github
from readiness_bot.runs.history import history_of
from readiness_bot.runs.issues import reconcile_all
from readiness_bot.runs.models import each_model, models_in
from readiness_bot.runs.run import Run
from readiness_bot.runs.summary import summarise
from readiness_bot.runs.verdicts import judge_again
from readiness_bot.text.markup import EMPTY, join, prose

_AGAIN = {"schedule": Again.OPEN, "workflow_dispatch": Again.ALL, "repository_dispatch": Again.ALL}
"""By event, which sign-offs are asked about although the ledger has an answer. A gap that an approval closed
after the merge is seen in the next scheduled run; who cannot wait comments `/readiness recheck`."""
_JUDGING = ("push", *_AGAIN)
"""Events after which open pull requests are judged again: their base moved, or a day has passed."""


def follow_up(run: Run) -> None:
    """`GITHUB_EVENT_NAME` says how much is asked again."""
    name = os.environ.get("GITHUB_EVENT_NAME", "")
    run = replace(run, again=_AGAIN.get(name, Again.OLD))
    runs = models_of(run)
    for each, done in zip(runs, reconcile_all(runs, _off(run, name)), strict=True):
        notes = map(prose, done.notes)
        summarise(join("\n\n", (markdown.render(done.report, gate(done.report)), *notes)))
        if name in ("schedule", "workflow_dispatch"):
            past = history_of(each)
            summarise(audit_markdown.render(past, make_links(done.report.prefix)) if past else EMPTY)
    if name in _JUDGING and on_github(run.forge_name):
        judge_again(run, by_turns=name == "schedule")


def _off(run: Run, event: str) -> str | None:
    """What the verdict rests on and is not in force here, for the overview; None where it is not looked at:
    that takes a dozen requests, so it is done once a week, and by hand.

    What a workflow's token cannot see stays out, and so does what GitHub does not answer now.
    """
    weekly = event == "schedule" and run.day.weekday() == 0
    if not (weekly or event == "workflow_dispatch") or not on_github(run.forge_name):
        return None
    try:
        return notice(examine(look(run.directory, now(), offline=False))).replace("`", "")
    except CannotDo:
        return None


def models_of(run: Run) -> list[Run]:
    """A run for each model of the commit that is checked out."""
    with told(CannotRead):
        return list(each_model(run, models_in(run, [run.commit] if run.commit else [], run.commit)))
