"""The issues after a push, on the schedule or by hand; on the schedule the history too, in the job
summary."""

from __future__ import annotations

import os
from dataclasses import replace

from readiness_bot.judging.gate import gate
from readiness_bot.ledger.again import Again
from readiness_bot.render import markdown
from readiness_bot.render.audit import markdown as audit_markdown
from readiness_bot.runs.forge import make_links
from readiness_bot.runs.history import history_of
from readiness_bot.runs.issues import reconcile
from readiness_bot.runs.run import Run
from readiness_bot.runs.summary import summarise
from readiness_bot.text.markup import EMPTY, join, prose

_AGAIN = {"schedule": Again.OPEN, "workflow_dispatch": Again.ALL, "repository_dispatch": Again.ALL}
"""By event, which sign-offs are asked about although the ledger has an answer. A gap that an approval closed
after the merge is seen in the next scheduled run; who cannot wait comments `/readiness recheck`."""


def follow_up(run: Run) -> None:
    """`GITHUB_EVENT_NAME` says how much is asked again."""
    name = os.environ.get("GITHUB_EVENT_NAME", "")
    run = replace(run, again=_AGAIN.get(name, Again.OLD))
    done = reconcile(run)
    summarise(join("\n\n", (markdown.render(done.report, gate(done.report)), *map(prose, done.notes))))
    if name in ("schedule", "workflow_dispatch"):
        past = history_of(run)
        summarise(audit_markdown.render(past, make_links(done.report.prefix)) if past else EMPTY)
