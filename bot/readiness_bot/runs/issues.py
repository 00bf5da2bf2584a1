"""Bring a repository's issues up to date with its files: reads, plans, and does it unless only the plan is asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from readiness_bot.convention.policy import Policy
from readiness_bot.convention.settings import IssueMode, settings_of
from readiness_bot.forge.protocol import Forge, ForgeError, Issue, IssuesDisabled
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.ledger.memory import Again
from readiness_bot.plan.actions import OpenIssue, Plan, as_data, as_text, together
from readiness_bot.plan.after import after, seen
from readiness_bot.plan.apply import apply
from readiness_bot.plan.issues import plan_issues, to_ask
from readiness_bot.plan.known import applied, duplicates
from readiness_bot.plan.overview import plan_links, plan_overview
from readiness_bot.reading.revision import place_of
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.runs.errors import told
from readiness_bot.runs.evidence import evidence_of, wanted
from readiness_bot.runs.forge import make_links
from readiness_bot.runs.history import past_of
from readiness_bot.runs.memory import Memory
from readiness_bot.runs.output import say
from readiness_bot.runs.read import head_of, snapshot_of
from readiness_bot.runs.record import plan_ledger
from readiness_bot.text.escape import json_text


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was found, and what a person should know of what was done."""

    report: Report
    notes: tuple[str, ...] = ()


def reconcile(
    directory: Path,
    forge: Forge,
    plan_only: bool,
    format_: str,
    policy: Policy,
    day: date,
    *,
    verify: bool | None = False,
    again: Again = Again.OLD,
) -> Reconciled:
    """Plan, say it, and do it unless `plan_only`. Two requests where nothing is to be done.

    `verify`: ask GitHub about the sign-offs first; None: as the settings say. `again`: what is asked although the ledger has it.
    """
    report, record = _judged(directory, snapshot_of(directory), forge, policy, day, verify, again)
    with told(ForgeError):
        try:
            issues = _own_issues(forge)
            stale = _stale(directory, report, issues, forge)
            if stale:
                show(Plan(notes=(stale,)), format_)
                return Reconciled(report, (stale,))
            notes = _bring_up_to_date(directory, report, issues, forge, plan_only, format_, policy, record)
        except IssuesDisabled as error:
            notes = (str(error),)
            _do(together(Plan(notes=notes), record), forge, plan_only, format_)
    return Reconciled(report, tuple(dict.fromkeys(notes)))


def learn(
    directory: Path, forge: Forge, policy: Policy, day: date, *, verify: bool | None, again: Again
) -> None:
    """Ask the forge about the sign-offs, and keep what it says in the ledger, where a later `reconcile` finds it.

    No issue is touched, and the ledger takes lines from two runs at once: so this may run beside a `reconcile`. Where nothing would be
    kept, nothing is asked; the later run then asks for everything itself.
    """
    state = snapshot_of(directory)
    if not (wanted(verify, [state]) and settings_of(state).ledger):
        return
    report, record = _judged(directory, state, forge, policy, day, verify, again)
    if not record.actions:
        return
    with told(ForgeError):
        try:
            stale = _stale(directory, report, _own_issues(forge), forge)
        except IssuesDisabled:
            stale = ""
        _do(Plan(notes=(stale,)) if stale else record, forge, False, "text")


def _judged(
    directory: Path,
    state: Snapshot,
    forge: Forge,
    policy: Policy,
    day: date,
    verify: bool | None,
    again: Again,
) -> tuple[Report, Plan]:
    """The report, and what the ledger is to hold of it."""
    memory, found = Memory(directory, forge), None
    if wanted(verify, [state]):
        [found] = evidence_of(directory, [state], day, policy, memory=memory, again=again)
    report = evaluate(state, day, policy, evidence=found)
    return report, plan_ledger(directory, report, policy, memory, again)


def _do(plan: Plan, forge: Forge, plan_only: bool, format_: str) -> None:
    show(plan, format_)
    if not plan_only:
        for note in apply(plan, forge).notes[len(plan.notes) :]:
            say(note, err=format_ == "json")


def _bring_up_to_date(
    directory: Path,
    report: Report,
    issues: Sequence[Issue],
    forge: Forge,
    plan_only: bool,
    format_: str,
    policy: Policy,
    record: Plan,
) -> tuple[str, ...]:
    """What a person should know. Raises IssuesDisabled, where they were switched off since they were listed."""
    links, commit = make_links(report.prefix), head_of(directory)
    known_people = {login: forge.assignable(login) for login in to_ask(report, issues)}
    plan = plan_issues(report, issues, links, commit, known_people)
    past = past_of(directory, report, policy) if _shows_history(report) else None
    if plan_only:
        left = after(issues, plan.actions)
        whole = together(plan, plan_overview(report, left, past, links, commit), record)
        show(whole, format_)
        return whole.notes
    before = {issue.number for issue in issues}
    done = apply(plan, forge)
    if done.off:
        _do(together(Plan(notes=done.notes), record), forge, plan_only, format_)
        return done.notes
    now = seen(issues, forge.own_issues(), plan.actions) if done.actions else issues
    doubles = _doubles(report, plan, now)
    more = together(doubles, plan_overview(report, now, past, links, commit), record)
    show(together(plan, more), format_)
    then = apply(more, forge)
    notes = [*done.notes[len(plan.notes) :], *then.notes[len(more.notes) :]]
    if not then.off and any(isinstance(action, OpenIssue) for action in (*plan.actions, *more.actions)):
        now = forge.own_issues()
        links_ = plan_links(report, now, {issue.number for issue in now} - before)
        apply(together(_doubles(report, more, now), links_), forge)
    for note in notes:
        say(note, err=format_ == "json")
    return (*plan.notes, *more.notes, *notes)


def _doubles(report: Report, plan: Plan, now: Sequence[Issue]) -> Plan:
    """Another run may have opened the same issue in the meantime."""
    opened = any(isinstance(action, OpenIssue) for action in plan.actions)
    return Plan(tuple(duplicates(report.prefix, now)) if opened else ())


def _shows_history(report: Report) -> bool:
    return not report.absent and report.settings.overview and report.settings.issues is not IssueMode.OFF


def _own_issues(forge: Forge) -> Sequence[Issue]:
    try:
        return forge.own_issues()
    except IssuesDisabled:
        raise
    except ForgeError as error:
        raise type(error)(f"{error} Nothing was changed; run `readiness sync` again.") from error


def _stale(directory: Path, report: Report, issues: Sequence[Issue], forge: Forge) -> str:
    """Why this run must not write: a newer commit was applied already, and it is still on the branch. Else empty."""
    place, commit = place_of(directory), head_of(directory)
    if place is None or not commit:
        return ""
    git = place.git
    others = [
        at
        for at in applied(report.prefix, issues)
        if git.ask("merge-base", "--is-ancestor", at, commit) is None
    ]
    if not others:
        return ""
    branch = os.environ.get("GITHUB_REF_NAME", "") if os.environ.get("GITHUB_REF_TYPE") == "branch" else ""
    head = forge.head(branch) if branch else None
    newer = next((at for at in others if _is_newer(directory, at, commit)), "") if head is None else head
    if head == commit or not newer:
        return ""  # the other commit is gone from the branch: what stands there now counts
    return f"{commit[:12]} is older than {newer[:12]}, which the issues show already; nothing was written."


def _is_newer(directory: Path, at: str, commit: str) -> bool:
    """Whether a commit came after this one, and some branch still has it."""
    place = place_of(directory)
    if place is None or place.git.ask("merge-base", "--is-ancestor", commit, at) is None:
        return False
    return bool(place.git.ask("branch", "--all", "--contains", at))


def show(plan: Plan, format_: str) -> None:
    """The plan on the screen."""
    say(json_text(as_data(plan)) if format_ == "json" else as_text(plan))
