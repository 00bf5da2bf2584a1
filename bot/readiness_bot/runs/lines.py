"""What the first workflow shows of a pull request or of a merge queue's candidate: the lines, the summary.

It runs the pull request's own workflow file, with a token that may only read, and proves nothing: the verdict
is the status that the follow-up posts (`runs/verdicts.py`). Where somebody uses the Action alone
(`READINESS_VERDICT=job`), the exit code is the verdict, and the comment is written here.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from readiness_bot.forge.events import MergeGroup, PullRequest
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.judging.sides import Sides
from readiness_bot.reading.errors import CannotRead
from readiness_bot.render import markdown, render
from readiness_bot.render.comment import comment_body
from readiness_bot.render.status import context
from readiness_bot.runs.errors import CannotDo, WrongUsage, told
from readiness_bot.runs.forge import make_links
from readiness_bot.runs.judge import judge
from readiness_bot.runs.publish import publish, tell
from readiness_bot.runs.run import Run
from readiness_bot.runs.stand import checked_out
from readiness_bot.runs.summary import summarise
from readiness_bot.text.escape import command as command_line
from readiness_bot.text.markup import Markdown, code, md

STATUS, JOB = VERDICTS = ("status", "job")
"""Who gives the verdict: the follow-up, by a status; or this job, by its exit code."""


def show_lines(run: Run, event: PullRequest | MergeGroup) -> int:
    """The exit code: 0, or the verdict where this job gives it. A comment that could not be written is a
    warning."""
    job = verdict_by() == JOB
    head = event.head if isinstance(event, PullRequest) else ""
    with told(CannotRead):
        stand = checked_out(run, event.base, head)
        if event.base and stand.change is None:
            why = "is not in this checkout, so changes are not shown; use `fetch-depth: 0`."
            tell(run, command_line("notice", f"The base commit {event.base[:12]} {why}"))
        asked = run if job else replace(run, verify=False)
        models = judge(asked, stand, event.number, bool(event.base), lambda: _has_token(run))
    _show(run, models)
    if not job:
        summarise(_where(event))
        return 0
    if isinstance(event, PullRequest):
        _comment(run, event, models)
    return 0 if all(sides.verdict.green for sides in models) else 1


def verdict_by() -> str:
    """`READINESS_VERDICT`. Exits with 2 where it is neither."""
    given = os.environ.get("READINESS_VERDICT") or STATUS
    if given not in VERDICTS:
        raise WrongUsage(f"READINESS_VERDICT is {given[:40]!r}; write {STATUS} or {JOB}, or leave it out.")
    return given


def _show(run: Run, models: Sequence[Sides]) -> None:
    """What a change does not concern has no lines: a hotfix is not the place to hear of a renewal."""
    shown = [sides for sides in models if sides.concerned or not sides.verdict.green]
    for sides in shown:
        tell(run, render("github", sides.head, sides.verdict, sides.change))
        summarise(markdown.render(sides.head, sides.verdict, sides.change))
    if not shown:
        tell(run, command_line("notice", "This does not concern readiness.", title="Readiness"))
        summarise(md("This does not concern readiness."))


def _where(event: PullRequest | MergeGroup) -> Markdown:
    """Not asked here: whether the sign-offs are true."""
    name = code(context(event.branch_of_base)) if event.branch_of_base else md("`readiness: …`")
    return md(
        "<sub>The verdict is the status {}, which follows in a minute; it also checks the sign-offs with"
        " GitHub.</sub>",
        name,
    )


def _has_token(run: Run) -> bool:
    if os.environ.get("GITHUB_TOKEN"):
        return True
    tell(
        run,
        command_line(
            "warning", "The sign-offs were not verified: there is no GITHUB_TOKEN.", title="Readiness"
        ),
    )
    return False


def _comment(run: Run, event: PullRequest, models: Sequence[Sides]) -> None:
    """A pull request that has nothing to do with readiness gets none; one that is there is always kept
    true."""
    if event.from_fork:
        tell(
            run,
            "This pull request comes from a fork, whose token may only read: the result is in the job"
            " summary, not in a comment.",
        )
        return
    try:
        text = comment_body(models, lambda prefix: make_links(prefix, event.branch), event.author)
        publish(run, event.number, text, wanted=any(sides.concerned for sides in models))
    except (ForgeError, CannotDo) as error:
        tell(run, command_line("warning", f"The comment could not be written. {error}", title="Readiness"))
