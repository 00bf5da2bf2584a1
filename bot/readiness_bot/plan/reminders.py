"""Reminders: when a stage's date has passed and its items are still open, one comment for all of them, with
backoff. Pure.

They stand in the overview, or in the lowest open issue where there is no overview. What was sent is
remembered in that issue's marker, never told from `updated_at`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from readiness_bot.convention.people import person
from readiness_bot.convention.settings import IssueMode, ReminderMode
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.plan.actions import Action, Remind
from readiness_bot.plan.known import OVERVIEW, Known
from readiness_bot.render.reminder import Late, digest_text, reminder_text
from readiness_bot.text.calendar import days_after
from readiness_bot.text.marker import saying
from readiness_bot.text.markup import Markdown
from readiness_bot.vocabulary import Role, Timing

STEPS = (7, 14, 28, 42, 56)
"""Days after the date: three reminders to those who can close the items, then the fallback owner, then the
production owner."""
_ESCALATION = {4: (Role.OPERATIONS, "owner of the fallback"), 5: (Role.PRODUCTION_OWNER, "production owner")}
SOON = 14
"""Days that a digest looks ahead."""


@dataclass(frozen=True, slots=True)
class _Group:
    """The open items of one date."""

    key: str
    """`evaluation@2026-09-07`."""
    due: date
    results: tuple[ItemResult, ...]


def follow_up(report: Report, known: Mapping[str, Known]) -> Iterator[Action]:
    """At most one comment a run."""
    mode = report.settings.reminders
    carrier = _carrier(known)
    if carrier is None or mode is ReminderMode.OFF or report.settings.issues is IssueMode.OFF:
        return
    if report.findings:  # what is wrong comes first; who would be reminded may be wrong too
        return
    groups = _late(report, known)
    if mode is ReminderMode.DIGEST:
        yield from _digest(report, known, carrier, groups)
    else:
        yield from _remind(report, known, carrier, groups)


def _remind(
    report: Report, known: Mapping[str, Known], carrier: Known, groups: list[_Group]
) -> Iterator[Action]:
    told = {word for entry in known.values() for word in entry.marker.told}
    due: list[tuple[_Group, int]] = []
    for group in groups:
        start = max(group.due, _day(carrier.marker.since) or group.due)
        steps = report.policy.reminder_days or STEPS
        step = sum(report.today >= days_after(start, days) for days in steps)
        if step > _reached(group.key, told):
            due.append((group, step))
    if not due:
        return
    role, title = _ESCALATION.get(max(step for _, step in due), (None, ""))
    late = [Late(group.due, group.results) for group, _ in due]
    login = person(role, report.facts) if role and report.facts else None
    text = reminder_text(report, late, _numbers(known), title, login or "")
    words = tuple(f"{group.key}={step}" for group, step in due)
    yield _remember(carrier, text, words, said=",".join(sorted(words)))


def _digest(
    report: Report, known: Mapping[str, Known], carrier: Known, groups: list[_Group]
) -> Iterator[Action]:
    """One comment a week, on its first run, if something is late or will be due within two weeks."""
    week = days_after(report.today, -report.today.weekday())
    sent = (_day(word.removeprefix("digest@")) for word in carrier.marker.told if word.startswith("digest@"))
    last = max(filter(None, sent), default=None)
    newest = last or _day(carrier.marker.since)
    if newest is not None and newest >= week:
        return
    soon = tuple(
        r
        for r in report.items
        if r.blocks
        and r.due_date is not None
        and timedelta() <= r.due_date - report.today <= timedelta(days=SOON)
        and not _declined(r, known)
    )
    if not (groups or soon):
        return
    text = digest_text(report, [Late(g.due, g.results) for g in groups], soon, _numbers(known), last)
    yield _remember(carrier, text, (f"digest@{report.today.isoformat()}",), said=f"digest@{week.isoformat()}")


def _remember(carrier: Known, text: Markdown, words: tuple[str, ...], said: str) -> Remind:
    """Each key with its last step alone, so that the line does not grow.

    `said`: what tells this reminder from every other.
    """
    keys = {word.partition("=")[0] for word in words}
    digest = any(word.startswith("digest@") for word in words)
    kept = [
        word
        for word in carrier.marker.told
        if word.partition("=")[0] not in keys and not (digest and word.startswith("digest@"))
    ]
    body = carrier.body(told=(*kept, *words))
    return Remind(carrier.name, carrier.issue.number, saying(said, carrier.marker.folder, text), body)


def _late(report: Report, known: Mapping[str, Known]) -> list[_Group]:
    """Blocking gaps, due or overdue, whose date has passed; those that people declined are not brought up
    again."""
    found: dict[str, list[ItemResult]] = {}
    for result in report.items:
        if (
            result.late
            and result.blocks
            and result.timing is not Timing.UPCOMING
            and not _declined(result, known)
        ):
            found.setdefault(f"{result.due}@{result.due_date}", []).append(result)
    return [
        _Group(key, results[0].due_date, tuple(results))
        for key, results in found.items()
        if results[0].due_date is not None
    ]


def _declined(result: ItemResult, known: Mapping[str, Known]) -> bool:
    entry = known.get(f"item={result.id}")
    return entry is not None and (entry.declined or entry.disputed)


def _carrier(known: Mapping[str, Known]) -> Known | None:
    overview = known.get(OVERVIEW)
    if overview is not None and overview.issue.open:
        return overview
    open_ = [entry for entry in known.values() if entry.issue.open]
    return min(open_, key=lambda entry: entry.issue.number, default=None)


def _numbers(known: Mapping[str, Known]) -> dict[str, int]:
    return {entry.name: entry.issue.number for entry in known.values() if entry.issue.open}


def _reached(key: str, told: set[str]) -> int:
    steps = [word.rpartition("=")[2] for word in told if word.rpartition("=")[0] == key]
    return max((int(step) for step in steps if step.isdigit()), default=0)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
