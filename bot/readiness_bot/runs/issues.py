"""Bring a repository's issues up to date with its files: reads, plans, and does it unless only the plan is
asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from readiness_bot.convention.floors import raised
from readiness_bot.convention.settings import IssueMode, settings_of
from readiness_bot.forge.protocol import Forge, ForgeError, Issue, IssuesDisabled
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.plan.actions import OpenIssue, Plan, together
from readiness_bot.plan.after import after, seen
from readiness_bot.plan.apply import apply
from readiness_bot.plan.issues import plan_issues, to_ask
from readiness_bot.plan.known import applied, duplicates
from readiness_bot.plan.overview import plan_links, plan_overview
from readiness_bot.reading.git import Git
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.runs.errors import told
from readiness_bot.runs.evidence import Asked, evidence_of, wanted
from readiness_bot.runs.forge import make_links
from readiness_bot.runs.history import past_of
from readiness_bot.runs.memory import Memory
from readiness_bot.runs.publish import carry_out, show, tell
from readiness_bot.runs.record import plan_ledger
from readiness_bot.runs.run import Run


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was found, and what a person should know of what was done."""

    report: Report
    notes: tuple[str, ...] = ()


class _Listed:
    """The bot's issues, listed once for all models as long as nothing is written."""

    def __init__(self, forge: Forge) -> None:
        self._forge, self._found = forge, None

    _found: Sequence[Issue] | None

    def now(self) -> Sequence[Issue]:
        """Raises ForgeError."""
        if self._found is None:
            self._found = _own_issues(self._forge)
        return self._found

    def forget(self) -> None:
        """Something is being written."""
        self._found = None

    def keep(self, issues: Sequence[Issue]) -> None:
        """Nothing was."""
        self._found = issues


def reconcile(run: Run) -> Reconciled:
    """One model. Plan, say it, and do it unless only the plan is asked for. Two requests where nothing is to
    be done."""
    return reconcile_all([run])[0]


def reconcile_all(runs: Sequence[Run], off: str | None = None) -> list[Reconciled]:
    """The same for each model of a repository: the sign-offs of all are asked about at once, and the issues
    listed once.

    `off`: what is not in force here, for the overview; None where that was not looked at.
    """
    judged = _judged([(run, run.working()) for run in runs])
    listed = _Listed(runs[0].forge)
    return [_reconciled(run, found, listed, off) for run, found in zip(runs, judged, strict=True)]


def _reconciled(run: Run, found: tuple[Report, Plan], listed: _Listed, off: str | None) -> Reconciled:
    report, record = found
    with told(ForgeError):
        try:
            stale = _stale(run, report, listed.now())
            if stale:
                show(run, Plan(notes=(stale,)))
                return Reconciled(report, (stale,))
            notes = _bring_up_to_date(run, found, listed, off)
        except IssuesDisabled as error:
            notes = (str(error),)
            carry_out(run, together(Plan(notes=notes), record))
    return Reconciled(report, tuple(dict.fromkeys(notes)))


def learn(runs: Sequence[Run]) -> None:
    """Ask the forge about the sign-offs, and keep what it says in the ledger, where a later `reconcile` finds
    it.

    No issue is touched, and the ledger takes lines from two runs at once: so this may run beside a
    `reconcile`. Where nothing would be kept, nothing is asked; the later run then asks for everything itself.
    """
    states = [(run, run.working()) for run in runs]
    kept = [
        (run, state)
        for run, state in states
        if wanted(run, [state]) and raised(settings_of(state), run.policy).ledger
    ]
    found = [
        (run, report, record)
        for (run, _), (report, record) in zip(kept, _judged(kept), strict=True)
        if record.actions
    ]
    if not found:
        return
    with told(ForgeError):
        try:
            issues = _own_issues(runs[0].forge)
        except IssuesDisabled:
            issues = ()
        for run, report, record in found:
            stale = _stale(run, report, issues)
            carry_out(run, Plan(notes=(stale,)) if stale else record)


def _judged(states: Sequence[tuple[Run, Snapshot]]) -> list[tuple[Report, Plan]]:
    """Each report, and what the ledger is to hold of it."""
    memories = [Memory(run.place, run.forge) for run, _ in states]
    asked = {
        number: Asked(run, [state], memory=memories[number], again=run.again)
        for number, (run, state) in enumerate(states)
        if wanted(run, [state])
    }
    told_of = dict(zip(asked, evidence_of(list(asked.values())), strict=True))
    found = []
    for number, (run, state) in enumerate(states):
        [evidence] = told_of.get(number, [None])
        report = evaluate(state, run.day, run.policy, evidence=evidence)
        found.append((report, plan_ledger(run, report, memories[number])))
    return found


def _bring_up_to_date(
    run: Run, found: tuple[Report, Plan], listed: _Listed, off: str | None
) -> tuple[str, ...]:
    """What a person should know.

    Raises IssuesDisabled, where they were switched off since they were listed.
    """
    report, record = found
    forge, links, issues = run.forge, make_links(report.prefix), listed.now()
    known_people = {login: forge.assignable(login) for login in to_ask(report, issues)}
    plan = plan_issues(report, issues, links, run.commit, known_people)
    past = past_of(run, report) if _shows_history(report) else None
    if run.plan_only:
        left = after(issues, plan.actions)
        whole = together(plan, plan_overview(report, left, past, links, run.commit, off), record)
        show(run, whole)
        return whole.notes
    before = {issue.number for issue in issues}
    listed.forget()
    done = apply(plan, forge)
    if done.off:
        carry_out(run, together(Plan(notes=done.notes), record))
        return done.notes
    now = seen(issues, forge.own_issues(), plan.actions) if done.actions else issues
    doubles = _doubles(report, plan, now)
    more = together(doubles, plan_overview(report, now, past, links, run.commit, off), record)
    show(run, together(plan, more))
    then = apply(more, forge)
    if not (done.actions or more.actions):
        listed.keep(issues)
    notes = (*done.notes[len(plan.notes) :], *then.notes[len(more.notes) :])
    if not then.off and any(isinstance(action, OpenIssue) for action in (*plan.actions, *more.actions)):
        now = forge.own_issues()
        links_ = plan_links(report, now, {issue.number for issue in now} - before)
        apply(together(_doubles(report, more, now), links_), forge)
    tell(run, *notes)
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


def _stale(run: Run, report: Report, issues: Sequence[Issue]) -> str:
    """Why this run must not write: a newer commit was applied already, and it is still on the branch.

    Else empty.
    """
    if run.place is None or not run.commit:
        return ""
    git, commit = run.place.git, run.commit
    others = [
        at
        for at in applied(report.prefix, issues)
        if git.ask("merge-base", "--is-ancestor", at, commit) is None
    ]
    if not others:
        return ""
    branch = os.environ.get("GITHUB_REF_NAME", "") if os.environ.get("GITHUB_REF_TYPE") == "branch" else ""
    head = run.forge.head(branch) if branch else None
    newer = next((at for at in others if _is_newer(git, at, commit)), "") if head is None else head
    if head == commit or not newer:
        return ""  # the other commit is gone from the branch: what stands there now counts
    return f"{commit[:12]} is older than {newer[:12]}, which the issues show already; nothing was written."


def _is_newer(git: Git, at: str, commit: str) -> bool:
    """Whether a commit came after this one, and some branch still has it."""
    if git.ask("merge-base", "--is-ancestor", commit, at) is None:
        return False
    return bool(git.ask("branch", "--all", "--contains", at))
