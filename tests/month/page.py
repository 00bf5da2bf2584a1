"""The month as a page: docs/a-month.md. `python -m tests.month` writes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median_high

from tests.month.script import Month, Ran

HEAD = """\
# A month, and every message that it sent

What the bot does in a month of a model repository: {pulls} pull requests, most of them about code alone; people who close, rename, edit and
decline; two runs at once; a run that comes too late; an outage. The month is a script (`tests/month`), run on a GitHub over HTTP with both
workflows, and on the folder forge, which keeps no pull requests, with the Action alone (`READINESS_VERDICT=job`); the messages are the same.
This page is written by it, and a test fails when it is stale.

The people here do not watch the whole repository: they are told of what they are assigned to, mentioned in, or took part in. What one run
does on one thread is one entry in an inbox. A status tells nobody anything by itself, and neither does a comment that is edited.

## {messages} messages to {people} people

| day | to | why | about | says |
|---|---|---|---|---|
"""
STATUSES = """
## {posted} statuses on {pulls} pull requests

The verdict is the status `readiness: main` on the pull request's newest commit. It is posted when it says something new: each
pull request once after it was opened or pushed to; later, without an event of its own, only where a push to `main` or the day changed what is
true. {given_up} pull requests that are never merged stay open here for some days.

| after | judged | `success` | `failure` | the same as before, so not posted |
|---|---|---|---|---|
"""
COSTS = """
## What it cost

Requests to GitHub and writes, by the event that started the run. `pull_request` is the first workflow, which shows lines and asks GitHub
nothing; `workflow_run` is the second, which judges: 5 requests with a status to post, 8 with a new comment. A run without news lists the issues
and the open pull requests, and asks for 2 things more of each that is open, its status and its comment; where GitHub has not yet made the merge
into the moved branch, for a third. On Mondays the scheduled run also looks at what is in force here. What git fetches is not counted. Each new
state of `readiness/` takes a line in the ledger: 7 requests, 4 of them writes. Sign-offs are judged by the files alone here
(`verify: false`); what asking GitHub about them adds stands in [evidence.md](evidence.md).

| event | runs | requests, in the median run | at most | writes, at most |
|---|---|---|---|---|
"""
NAMES = {
    "push": "push (issues, and open pull requests again)", "schedule": "schedule (the same, once a day)",
    "pull_request": "pull_request (each opened or pushed to)", "workflow_run": "workflow_run (after each of these)",
}  # fmt: skip
BY_CHANCE = "two at once"
"""How often two processes meet is chance, and so is what they ask."""


def page(month: Month) -> str:
    """The transcript and the counts."""
    sent = month.inbox.sent
    runs = [ran for ran in month.runs if ran.event != BY_CHANCE]
    told = {"pulls": len(month.pulls), "messages": len(sent), "people": len({note.to for note in sent})}
    posted = sum(len(ran.traffic.posted) for ran in runs)
    statuses = STATUSES.format(posted=posted, pulls=len(month.pulls), given_up=len(month.given_up))
    parts = (
        HEAD.format(**told) + _rows(str(note) for note in sent),
        statuses + _rows(_status(event, of) for event, of in _by_event(ran for ran in runs if ran.traffic.judged)),
        COSTS + _rows(_cost(event, of) for event, of in _by_event(runs)),
    )
    return "".join(parts)


def _by_event(runs: Iterable[Ran]) -> Iterable[tuple[str, list[Ran]]]:
    found: dict[str, list[Ran]] = {}
    for ran in runs:
        found.setdefault(ran.event, []).append(ran)
    return found.items()


def _rows(rows: Iterable[str]) -> str:
    return "".join(f"{row}\n" for row in rows)


def _status(event: str, runs: Sequence[Ran]) -> str:
    states = Counter(state for ran in runs for state in ran.traffic.posted)
    assert set(states) <= {"success", "failure"}, states
    kept = sum(ran.traffic.kept for ran in runs)
    return f"| {event} | {kept + states.total()} | {states['success']} | {states['failure']} | {kept} |"


def _cost(event: str, runs: Sequence[Ran]) -> str:
    asked, written = [ran.traffic.requests for ran in runs], [ran.traffic.writes for ran in runs]
    return f"| {NAMES.get(event, event)} | {len(runs)} | {median_high(asked)} | {max(asked)} | {max(written)} |"
