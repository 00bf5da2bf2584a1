"""Judges a pull request, or a merge queue's candidate: the verdict, the lines, the summary, the comment."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from readiness_bot.evidence.judge import Evidence
from readiness_bot.forge.events import MergeGroup, PullRequest
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.judging.compare import compare
from readiness_bot.judging.gate import gate
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.render import markdown, render
from readiness_bot.render.comment import comment_body
from readiness_bot.runs.errors import CannotDo
from readiness_bot.runs.evidence import asking, wanted
from readiness_bot.runs.forge import make_links
from readiness_bot.runs.publish import publish, tell
from readiness_bot.runs.run import Run
from readiness_bot.runs.sides import Ask, Sides, nothing_asked, read_sides
from readiness_bot.runs.summary import summarise
from readiness_bot.text.escape import command as command_line


def judge(run: Run, event: PullRequest | MergeGroup) -> int:
    """The verdict as an exit code; a comment that could not be written is a warning."""
    head = event.head if isinstance(event, PullRequest) else ""
    sides = read_sides(run, event.base, head, _ask(run, event))
    report, base = sides.head, sides.base
    if event.base and base is None:
        told = "is not in this checkout, so changes are not shown; use `fetch-depth: 0`."
        tell(run, command_line("notice", f"The base commit {event.base[:12]} {told}"))
    verdict = gate(report, base)
    change = compare(base, report) if base else None
    tell(run, render("github", report, verdict, change))
    summarise(markdown.render(report, verdict, change))
    if isinstance(event, PullRequest):
        _comment(run, event, sides)
    return 0 if verdict.green else 1


def _ask(run: Run, event: PullRequest | MergeGroup) -> Ask:
    """How the forge is asked about the sign-offs of both sides, if it can be."""

    def ask(states: Sequence[Snapshot], concerned: bool = True) -> Sequence[Evidence | None]:
        asked = wanted(run.verify, states, pull=True)
        if asked and not os.environ.get("GITHUB_TOKEN"):
            told = "The sign-offs were not verified: there is no GITHUB_TOKEN."
            tell(run, command_line("warning", told, title="Readiness"))
            return nothing_asked(states)
        return asking(replace(run, verify=asked), event.number)(states, concerned)

    return ask


def _comment(run: Run, event: PullRequest, sides: Sides) -> None:
    """A pull request that has nothing to do with readiness gets none; one that is there is always kept
    true."""
    if event.from_fork:
        tell(
            run,
            "This pull request comes from a fork, whose token may only read: the result is in the job"
            " summary, and the comment follows from the default branch (readiness-follow-up.yml).",
        )
        return
    try:
        links = make_links(sides.head.prefix, event.branch)
        text = comment_body(sides.head, sides.base, links, event.author)
        publish(run, event.number, text, sides.head.prefix, wanted=sides.concerned)
    except (ForgeError, CannotDo) as error:
        tell(run, command_line("warning", f"The comment could not be written. {error}", title="Readiness"))
