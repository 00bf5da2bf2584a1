"""Drills, tests, people and artifacts against what the forge recorded. Pure."""

from __future__ import annotations

import re

from readiness_bot.convention.outcome import peek
from readiness_bot.convention.people import same_person
from readiness_bot.evidence.answers import Answer, Refuted, Unknown, Verified, is_bot, short
from readiness_bot.evidence.ask import Ask
from readiness_bot.evidence.claims import INTERFACE, Artifact, Linked, Person, TestRun
from readiness_bot.evidence.origin import arrived
from readiness_bot.evidence.records import Issue, Run
from readiness_bot.evidence.values import value_at
from readiness_bot.reading.document import Value
from readiness_bot.reading.mentions import SETTINGS

DAYS = 3
"""So far may an issue or a run lie from the day that it is said to be of (convention: "What the forge can
verify")."""
_MOST_ISSUES, _MOST_RUNS = 2**31 - 1, 2**63 - 1
"""GraphQL's Int, and REST's; a query with a larger number would be refused whole."""
_PULL_EVENTS = "pull_request"
"""With this begin the events whose runs test a merge that never was on a branch, or run beside a pull
request's own text (docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows)."""


def linked(claim: Linked, ask: Ask) -> Answer:
    """The issue exists, was opened when it happened and after the last change of what was tried, and the
    person wrote in it."""
    if is_bot(claim.login):
        return Refuted(
            f"{claim.login} is a bot, and only a person can answer for this", "ask a person to do it"
        )
    number = _number(claim.url, "issues", ask, _MOST_ISSUES)
    if number is None:
        return Unknown(f"its evidence is not an issue of {ask.records.repository}")
    issue = ask.issue(number)
    if issue is None:
        return Refuted(
            f"there is no issue #{number} here",
            "link the issue in which that person describes what happened",
            gone=True,
        )
    opened = issue.created.date()
    if abs((opened - claim.day).days) > DAYS:
        return Refuted(
            f"issue #{number} was opened on {opened}, but {claim.block.called} is dated {claim.day}",
            f"link the issue that was opened then, within {DAYS} days; or repeat it",
        )
    if not same_person(issue.author, claim.login) and claim.login.lower() not in issue.commenters:
        if not issue.whole:
            return Unknown(f"issue #{number} has more comments than are read")
        return Refuted(
            f"{claim.login} wrote nothing in issue #{number}",
            f"ask {claim.login} to describe there what happened",
        )
    return _newer(claim, issue, ask) or Verified(
        f"{claim.login} described it in issue #{number}",
        (("issue", number), ("at", issue.created.isoformat())),
    )


def _newer(claim: Linked, issue: Issue, ask: Ask) -> Answer | None:
    keys = " or ".join(where.partition(".")[2] for where in claim.block.covers)
    if claim.changed.commit is None:
        return Unknown(f"it is not known when {keys} last changed: {claim.changed.why}")
    at = arrived(claim.changed.commit, ask)
    if at is not None and issue.created >= at:
        return None
    same_day = at is not None and issue.created.date() == at.date()
    shown = "%Y-%m-%d at %H:%M" if same_day else "%Y-%m-%d"
    when = f"on {at:{shown}}, in {short(claim.changed.commit)}" if at else "in this pull request"
    return Refuted(
        f"issue #{issue.number} was opened on {issue.created:{shown}}, but {keys} changed after that, {when}",
        "repeat it, and link the new issue",
    )


def test_run(claim: TestRun, ask: Ask) -> Answer:
    """The run succeeded, is of this repository and no fork, tested the artifact's commit, and is a test of
    that kind."""
    number = _number(claim.url, "actions/runs", ask, _MOST_RUNS)
    if number is None:
        return Unknown(f"its run is not a run of GitHub Actions in {ask.records.repository}")
    if claim.commit is None:
        return Unknown("artifact.commit does not say which commit had to be tested")
    run = ask.run(number)
    if run is None:
        return Refuted(f"there is no run {number} here", "link the run that shows it", gone=True)
    again = "run it on the artifact's commit, and link that run"
    ours = ask.records.repository
    if not same_person(run.repository, ours) or not same_person(run.head_repository, ours):
        return Refuted(
            f"run {number} is of {run.head_repository or 'a repository that is gone'}, not of {ours}", again
        )
    if run.conclusion != "success":
        told = f"ended with {run.conclusion.replace('_', ' ')}" if run.conclusion else "has not ended"
        return Refuted(f"run {number} {told}", "link a run that succeeded")
    if run.event.startswith(_PULL_EVENTS):
        return Refuted(f"run {number} was started by a pull request, whose merge it tested", again)
    built = ask.commit(claim.commit)
    if built is None or run.head != built:
        return Refuted(
            f"run {number} tested {short(run.head)}, but the artifact was built from {short(claim.commit)}",
            again,
        )
    against = (
        _other_kind(claim, run) or _another_day(claim, run) or _nowhere(run, ask) or _older(claim, run, ask)
    )
    return against or Verified(
        f"run {number} of {run.workflow} succeeded", (("run", number), ("commit", run.head))
    )


def _another_day(claim: TestRun, run: Run) -> Answer | None:
    if not run.event or run.created is None:
        return Unknown(f"it is not known what started run {run.id}, or when")
    started = run.created.date()
    if claim.day is None or abs((started - claim.day).days) > DAYS:
        return Refuted(
            f"run {run.id} was started on {started}, but the test is dated {claim.day or 'on no day'}",
            f"write the day of the run, or link the run that was started then, within {DAYS} days",
        )
    return None


def _nowhere(run: Run, ask: Ask) -> Answer | None:
    """Whoever may push a branch can push a workflow that succeeds.

    On the default branch somebody else has seen it.
    """
    branch = ask.records.default_branch
    if ask.landed(run.head) and ask.records.head and ask.meets(run.head, ask.records.head) == run.head:
        return None
    there, now = ask.blob(run.head, run.workflow), ask.blob(f"refs/heads/{branch}", run.workflow)
    if there is not None and there == now:
        return None
    return Refuted(
        f"run {run.id} tested {short(run.head)}, which {branch} never stood at, with another"
        f" {run.workflow or 'workflow'} than {branch} has",
        f"run the workflow of {branch} on a commit of {branch}, and link that run",
    )


def _older(claim: TestRun, run: Run, ask: Ask) -> Answer | None:
    """The tested commit says of what was tested what is said now; or else GitHub saw it change before the run
    was started."""
    [text] = ask.files([run.head], [claim.file])
    then = tuple(peek(value_at, text, where) for where in claim.tested)
    if then == claim.values or _same_release(claim, then, run, ask):
        return None
    what = "interface" if claim.tested == INTERFACE else "release"
    if claim.changed.commit is None:
        return Unknown(f"it is not known when the {what} last changed: {claim.changed.why}")
    at = arrived(claim.changed.commit, ask)
    if at is not None and run.created is not None and run.created >= at:
        return None
    when = f"on {at:%Y-%m-%d}, in {short(claim.changed.commit)}" if at else "in this pull request"
    return Refuted(
        f"run {run.id} was started on {run.created:%Y-%m-%d}, but the {what} changed after that, {when}",
        "run it again, and link the new run with its day",
    )


def _same_release(claim: TestRun, then: tuple[Value, ...], run: Run, ask: Ask) -> bool:
    """A release is written down after its run, as its check advises. Then what counts is what the tested
    commit holds: the same prompts and tools, and of models and index nothing else than now."""
    if claim.files is None:
        return False
    stated = zip(claim.tested, then, claim.values, strict=True)
    if any(was not in (None, now) for where, was, now in stated if not where.endswith(".digest")):
        return False
    return all(ask.blob(run.head, path) == name for path, name in claim.files)


def _other_kind(claim: TestRun, run: Run) -> Answer | None:
    """The settings tell which workflow is this test; where they do not, its own words do, and only for the
    better."""
    if claim.workflow:
        if run.workflow == claim.workflow:
            return None
        return Refuted(
            f"run {run.id} is of {run.workflow or 'no workflow here'}, but {SETTINGS} names {claim.workflow}"
            " for this test",
            f"link a run of {claim.workflow}",
        )
    if claim.named and run.workflow != claim.named:
        return Refuted(
            f"run {run.id} is of {run.workflow or 'no workflow here'}, and {claim.file} names {claim.named}",
            f"link a run of {claim.named}",
        )
    text = f"{run.workflow} {run.name}".lower()
    words = re.split(r"[^a-z0-9]+", text)
    if any(word in words or ("-" in word and word in text) for word in claim.words):
        return None
    fix = "give it such a name" if claim.named else f"name the right one in {SETTINGS} (`tests:`)"
    return Unknown(
        f"run {run.id} is of the workflow {run.workflow}, whose name has none of the words"
        f" {', '.join(claim.words)}; {fix}"
    )


def person(claim: Person, ask: Ask) -> Answer:
    """Somebody who left, or has no access, can be given nothing to do."""
    if ask.assignable(claim.login):
        return Verified(f"{claim.login} can be assigned here")
    return Refuted(
        f"{claim.login} cannot be assigned in {ask.records.repository}: no such account, or no access",
        f"name somebody who is there, or give {claim.login} access",
    )


def artifact(claim: Artifact, ask: Ask) -> Answer:
    full = ask.commit(claim.commit)
    if full is None:
        return Refuted(
            f"{ask.records.repository} has no commit {claim.commit}",
            "write the commit that it was built from",
        )
    if not ask.landed(full):  # GitHub shows the commits of every fork as if they were of the repository
        branch = ask.records.default_branch
        return Unknown(f"{branch} does not have commit {short(full)}, which may be of a fork")
    return Verified(f"{ask.records.default_branch} has commit {short(full)}", (("commit", full),))


def _number(url: str, kind: str, ask: Ask, most: int) -> int | None:
    """`SERVER/acme/churn/issues/207#issuecomment-1` → 207, of this repository alone, in the digits of
    ASCII."""
    address = re.escape(f"{ask.records.server.rstrip('/')}/{ask.records.repository}/{kind}/")
    match = re.match(rf"{address}([0-9]{{1,18}})(?:[/?#]|\Z)", url, re.IGNORECASE | re.ASCII)
    number = int(match[1]) if match else 0
    return number if 0 < number <= most else None
