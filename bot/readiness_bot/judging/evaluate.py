"""A snapshot against the convention. Pure: the same snapshot, policy and day always give the same report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.file import File
from readiness_bot.convention.floors import raised, weakened
from readiness_bot.convention.item import Item, stricter
from readiness_bot.convention.kinds import kind_of
from readiness_bot.convention.load import CONTRACT, Load, load_file, load_files, misnamed
from readiness_bot.convention.outcome import (
    CannotTell,
    Linked,
    NotApplicable,
    Note,
    Outcome,
    Problem,
    Unknown,
    peek,
)
from readiness_bot.convention.people import named, person
from readiness_bot.convention.policy import Policy
from readiness_bot.convention.registry import items_at
from readiness_bot.convention.settings import document_of, settings_of, wrong_settings
from readiness_bot.convention.terms import terms_of
from readiness_bot.convention.waivers import waiver_for
from readiness_bot.convention.wrong import MOST_FINDINGS
from readiness_bot.evidence.answers import Evidence
from readiness_bot.evidence.weigh import NOTHING_ASKED, Weighed
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.reading.document import START, Finding, Position
from readiness_bot.reading.mentions import SETTINGS
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.text.calendar import days_after
from readiness_bot.vocabulary import Assurance, Severity, Stage, Status, Tier, Timing

T = TypeVar("T")

OUTCOME_DAYS = 60
"""Items due in production without a date of their own are due so many days after go-live (convention:
"due")."""


def facts_of(snapshot: Snapshot, today: date, policy: Policy | None = None, load: Load = load_file) -> Facts:
    """What the checks, and the claims about sign-offs, ask."""
    policy = policy or Policy()
    files = load_files(snapshot, load, policy.overlay)
    kind = kind_of(files[CONTRACT], snapshot.files.get(f"readiness/{CONTRACT}"))
    return Facts(
        snapshot,
        files,
        today,
        stage=stated(files["contract.yaml"], "stage", Stage, Stage.DESIGN),
        tier=tier_of(files["governance.yaml"], policy),
        parse=lambda name, content: load(name, content, kind, policy.overlay),
        policy=policy,
        kind=kind,
    )


def tier_of(governance: File, policy: Policy) -> Tier:
    """What the files state, and no less than the policy allows."""
    tier = stated(governance, "tier.level", Tier, Tier.MEDIUM)
    return max(tier, policy.tier) if policy.tier else tier


def evaluate(
    snapshot: Snapshot,
    today: date,
    policy: Policy | None = None,
    entering: Stage | None = None,
    evidence: Evidence | None = None,
    load: Load = load_file,
) -> Report:
    """Judge every item of one model.

    `entering`: as if it entered that stage. `evidence`: what the forge told, if it was asked.

    `load`: reads a file's bytes; one that remembers, for who judges many states.
    """
    policy = policy or Policy()
    facts = facts_of(snapshot, today, policy, load)
    files = facts.files
    weighed = Weighed(evidence or {}, facts.tier)
    results = tuple(
        judge(item, facts, entering or facts.stage, weighed) for item in items_at(facts.kind, policy.overlay)
    )
    findings = [finding for file in files.values() for finding in file.wrong]
    findings += [*misnamed(snapshot), *wrong_settings(snapshot)]
    if policy.settings:
        up = "../" * snapshot.prefix.count("/")
        findings += weakened(document_of(snapshot.files.get(SETTINGS)), policy, up)
    return Report(
        model=stated(files["contract.yaml"], "model", str, "") or "this model",
        stage=facts.stage,
        entering=entering,
        tier=facts.tier,
        tier_stated=peek(files["governance.yaml"].text, "tier.level") is not None,
        today=today,
        items=results,
        findings=tuple(findings),
        milestones={stage: day for stage in Stage if (day := peek(facts.milestone, stage))},
        missing_files=tuple(name for name, file in files.items() if file.missing),
        unreadable_files=tuple(name for name, file in files.items() if file.unreadable),
        absent=not any(
            snapshot.has_own(path) for path in ("readiness", *(f"readiness/{name}" for name in files))
        ),
        require_verified=policy.require_verified,
        prefix=snapshot.prefix,
        revision=snapshot.revision,
        settings=raised(settings_of(snapshot), policy),
        terms=terms_of(facts),
        evidence=evidence,
        facts=facts,
    )


def judge(item: Item, facts: Facts, stage: Stage, weighed: Weighed = NOTHING_ASKED) -> ItemResult:
    """One item, counted from a stage."""
    severity = item.severity_at(facts.tier)
    if item.raised and (asked := peek(item.raised, facts)):
        severity = stricter(asked, item.floor.at(facts.tier)) if item.floor else asked
    sooner = peek(item.sooner, facts) if item.sooner else None
    due = min(sooner, item.due) if sooner else item.due
    own = peek(item.deadline, facts) if item.deadline else None
    due_date = own or _due_date(due, facts)
    status, findings, reason, proven = (
        _status(item, facts, weighed)
        if severity is not None
        else (Status.NOT_APPLICABLE, (), item.off or f"not required at {facts.tier} tier", None)
    )
    proof_due = facts.tier is not Tier.LOW if status is Status.WAIVED else weighed.asked(item)
    if severity is not None and weighed.blocks(item):
        severity = Severity.BLOCKING
    told = {problem.message for problem in weighed.refuted(item)} if status is Status.GAP else set()
    login = named(item.role, facts.files)
    stands_in = login is None
    route = facts.policy.route(item.role, item.file) if stands_in else None
    return ItemResult(
        item=item,
        status=status,
        severity=severity,
        due=due,
        timing=_timing(due, due_date, stage, facts.today),
        due_date=due_date,
        late=status is Status.GAP and due_date is not None and facts.today > due_date,
        owner=login or route or person(item.role, facts),
        stands_in=stands_in,
        evidence=None if status is Status.WAIVED else proven,
        findings=findings,
        reason=reason,
        unverified=status is Status.UNKNOWN
        or (status in (Status.SATISFIED, Status.WAIVED) and proof_due and proven is not Assurance.VERIFIED),
        dated=own is not None and due.next is not None,
        ahead=tuple(peek(item.ahead, facts) or ()) if item.ahead and severity is not None else (),
        refuted=bool(told) and all(finding.message in told for finding in findings),
    )


def _status(
    item: Item, facts: Facts, weighed: Weighed
) -> tuple[Status, tuple[Finding, ...], str, Assurance | None]:
    outcomes = tuple(_checked(item, facts))
    problems = [outcome for outcome in outcomes if isinstance(outcome, Problem)]
    if problems and facts.files[item.file].missing:
        problems = [Problem(item.file, (), f"{item.path} is missing", "`readiness init` writes it")]
    findings = _place(item, problems or [o for o in outcomes if isinstance(o, Note)], facts)
    if problems:
        return _waived(item, findings, facts, weighed)
    for outcome in outcomes:
        if isinstance(outcome, NotApplicable):
            return Status.NOT_APPLICABLE, (), outcome.reason, None
    refuted = weighed.refuted(item)
    if refuted:
        return _waived(item, _place(item, refuted, facts), facts, weighed)
    for outcome in outcomes:
        if isinstance(outcome, Unknown) and not weighed.decides(item):
            return Status.UNKNOWN, (), weighed.why(item) or outcome.reason, None
    if weighed.verified(item.id):
        return Status.SATISFIED, findings, "", Assurance.VERIFIED
    linked = any(isinstance(outcome, Linked) for outcome in outcomes)
    return Status.SATISFIED, findings, weighed.why(item), Assurance.LINKED if linked else Assurance.STATED


def _checked(item: Item, facts: Facts) -> Iterator[Outcome]:
    """What was found before a check could not go on still counts."""
    try:
        yield from item.check(facts)
    except CannotTell as told:
        yield Unknown(str(told))


def _waived(
    item: Item, findings: tuple[Finding, ...], facts: Facts, weighed: Weighed
) -> tuple[Status, tuple[Finding, ...], str, Assurance | None]:
    """Rule 11: a valid waiver stands in for the item; one that is not valid says why, next to the gap."""
    waiver = waiver_for(item, facts, weighed.refuted_waiver)
    if waiver is None:
        return Status.GAP, findings, "", None
    if waiver.faults:
        return Status.GAP, findings + _place(item, waiver.faults, facts), "", None
    proven = Assurance.VERIFIED if weighed.verified(waiver.key) else Assurance.STATED
    return Status.WAIVED, findings, waiver.reason + weighed.why_waiver(waiver.key), proven


def _place(item: Item, found: Iterable[Problem | Note], facts: Facts) -> tuple[Finding, ...]:
    placed: dict[Finding, None] = {}
    for outcome in found:
        file = facts.files.get(outcome.file)
        line = outcome.line if isinstance(outcome, Problem) else 0
        where = Position(line, 1) if line else file.document.position(outcome.path) if file else START
        path = file.path if file else outcome.file
        awaits = outcome.awaits if isinstance(outcome, Problem) else ""
        placed[Finding(path, where.line, where.column, item.id, outcome.message, outcome.fix, awaits)] = None
    shown, rest = list(placed)[:MOST_FINDINGS], len(placed) - MOST_FINDINGS
    if rest > 0:
        told = f"{rest:,} more things are missing here"
        shown.append(
            replace(shown[-1], message=told, fix=("close the ones above, then run it again"), awaits="")
        )
    return tuple(shown)


def _timing(due: Stage, due_date: date | None, stage: Stage, today: date) -> Timing:
    """Nothing lies beyond production: what is due there is overdue once its date has passed."""
    if due < stage:
        return Timing.OVERDUE
    if due > stage:
        return Timing.UPCOMING
    past = due is Stage.PRODUCTION and due_date is not None and today > due_date
    return Timing.OVERDUE if past else Timing.DUE


def _due_date(due: Stage, facts: Facts) -> date | None:
    """The planned first day of the stage after; in production 60 days after go-live."""
    return peek(facts.milestone, due.next) if due.next is not None else _after_go_live(facts)


def _after_go_live(facts: Facts) -> date | None:
    live = peek(facts.governance.day, "go_live.date") or peek(facts.milestone, Stage.PRODUCTION)
    return days_after(live, OUTCOME_DAYS) if live else None


def stated(file: File, where: str, kind: Callable[[str], T], default: T) -> T:
    text = peek(file.text, where)
    return kind(text) if text is not None else default
