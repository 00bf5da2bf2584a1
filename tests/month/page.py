"""The month as a page: docs/a-month.md. `python -m tests.month` writes it."""

from __future__ import annotations

from statistics import median_high

from tests.month.script import Month

HEAD = """\
# A month, and every message that it sent

What the bot does in a month of a model repository: {pulls} pull requests, most of them about code alone; people who close, rename, edit and
decline; two runs at once; a run that comes too late; an outage. The month is a script (`tests/month`), run on a GitHub over HTTP and on
the folder forge, with the same messages on both. This page is written by it, and a test fails when it is stale.

The people here do not watch the whole repository: they are told of what they are assigned to, mentioned in, or took part in. What one run
does on one thread is one entry in an inbox.

## {messages} messages to {people} people

| day | to | why | about | says |
|---|---|---|---|---|
"""
MIDDLE = """
## What it cost

Requests to GitHub and writes, by the event that started the run. A run without news lists the issues once. Each new state
of `readiness/` takes a line in the ledger: 7 requests, 4 of them writes. Sign-offs are judged by the files alone here (`verify: false`);
what asking GitHub about them adds stands in [evidence.md](evidence.md).

| event | runs | requests, in the median run | at most | writes, at most |
|---|---|---|---|---|
"""
NAMES = {"two at once": "push, two runs at once", "pull_request": "pull_request (each opened or pushed to)"}


def page(month: Month) -> str:
    """The transcript and the counts."""
    sent = month.inbox.sent
    head = HEAD.format(pulls=len(month.pulls), messages=len(sent), people=len({note.to for note in sent}))
    rows = [str(note) for note in sent]
    costs = [
        f"| {NAMES.get(event, event)} | {len(runs)} | {median_high(asked for asked, _ in runs)} | {max(asked for asked, _ in runs)} "
        f"| {max(written for _, written in runs)} |"
        for event, runs in month.costs.items()
        if event != "two at once"  # how often two processes meet is chance
    ]
    return head + "\n".join(rows) + "\n" + MIDDLE + "\n".join(costs) + "\n"
