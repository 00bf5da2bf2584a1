"""`readiness check` on a terminal: the answer, what blocks, what is due next and by whom, the rest in one
line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from readiness_bot.evidence.weigh import NOT_VERIFIED
from readiness_bot.judging.compare import Comparison
from readiness_bot.judging.gate import Verdict
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.reading.document import Finding
from readiness_bot.render import phrases
from readiness_bot.text import words
from readiness_bot.text.escape import Screen, padded, plain, screen, wide
from readiness_bot.vocabulary import Stage, Status, Timing

NO_ITEM = "Changes no item."
WIDTH = 100
_ID = 30
_MOST = 4
"""Findings of one item that are shown; `readiness explain` has the whole block to paste."""


def render(report: Report, verdict: Verdict, change: Comparison | None = None) -> Screen:
    """The page. Its first lines are the answer."""
    if report.absent:
        return screen([phrases.no_folder(report)])
    body = [*_change(change), *_wrong(verdict.wrong), *_blocking(report, verdict), *_due(report)]
    body += [*_late_upcoming(report), *_waived(report)]
    if not body and verdict.passed:
        return screen([f"{report.model} · {headline(report)}"])
    lines = [*_head(report, verdict), *body, *_foot(report, verdict)]
    while not lines[-1]:
        lines.pop()
    return screen(lines)


def _head(report: Report, verdict: Verdict) -> Iterator[str]:
    where = f"as if entering {report.entering}" if report.entering else f"in {report.stage}"
    yield f"{report.model} · {phrases.tier(report)} · {where}"
    yield ""
    if verdict.forbidden:
        yield refusal(verdict)
    if report.findings or report.blocking or not verdict.forbidden:
        yield headline(report)
    yield ""


def refusal(verdict: Verdict) -> str:
    """`NOT READY: this change skips a stage`; empty where it does nothing that it may not."""
    return f"NOT READY: {phrases.refused(verdict.forbidden)}" if verdict.forbidden else ""


def headline(report: Report) -> str:
    """The answer in a sentence."""
    blocking = report.blocking
    if report.findings:
        return (
            f"NOT READY: {words.plural(len(report.findings), 'thing is', 'things are')} wrong in the"
            " readiness files"
        )
    if blocking:
        before = report.judged if all(r.due is not Stage.PRODUCTION for r in blocking) else None
        told = f"due before {before}" if before else "overdue"
        noun = "gap" if all(r.status is Status.GAP for r in blocking) else "item"
        return f"NOT READY: {words.plural(len(blocking), f'{noun} was', f'{noun}s were')} {told}"
    if report.ready_for is Stage.DESIGN:
        return f"in {report.stage}: {_next(report) or 'nothing is due'}"
    parts = [
        f"ready for {report.ready_for}",
        phrases.unverified(report),
        f"next: {_next(report)}" if _next(report) else "",
    ]
    return " · ".join(filter(None, parts))


def _next(report: Report) -> str:
    """`ten items due before development on 6 Jul`."""
    open_ = [r for r in report.due_in(report.judged) if r.status is Status.GAP]
    following = phrases.stage_after(report)
    if not open_:
        return ""
    what = f"{words.number(len(open_))} item{'s' if len(open_) != 1 else ''} due"
    if following is None:
        return f"{what} in production"
    on = report.milestones.get(following)
    return f"{what} before {following}" + (
        f" on {words.day(on, report.today, report.settings.dates)}" if on else ""
    )


def _change(change: Comparison | None) -> Iterator[str]:
    if change is None or not says(change):
        return
    yield change_sentence(change)
    for label, results in (("closes", change.closes), ("opens", change.opens)):
        if results:
            yield from _wrap(f"{label}: " + " · ".join(result.id for result in results), "  ")
    yield ""


def says(change: Comparison) -> bool:
    """Whether there is more to tell than that it is not allowed."""
    return not change.forbidden or change_sentence(change) != NO_ITEM


def change_sentence(change: Comparison) -> str:
    """`Closes 3 gaps, opens 1, moves evaluation → staging.`"""
    if change.adopts or change.removes:
        return f"{'Adds' if change.adopts else 'Removes'} readiness/."
    parts = []
    if change.closes:
        parts.append(f"closes {words.plural(len(change.closes), 'gap')}")
    if change.opens:
        opened = len(change.opens)
        parts.append(f"opens {opened if change.closes else words.plural(opened, 'gap')}")
    if change.corrects:
        parts.append(f"corrects {words.plural(len(change.corrects), 'wrong entry', 'wrong entries')}")
    if change.spoils:
        parts.append(f"makes {words.plural(len(change.spoils), 'entry', 'entries')} wrong")
    if change.moved:
        parts.append(f"moves {change.moved[0]} → {change.moved[1]}")
    return f"{', '.join(parts).capitalize()}." if parts else NO_ITEM


def _wrong(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield from _wrap(f"{plain(finding.message)}  [{finding.rule}]", "  ", "      ")
        yield from _wrap(f"{finding.where}   {plain(finding.fix)}", "    ")
        yield ""


def _blocking(report: Report, verdict: Verdict) -> Iterator[str]:
    new = set(verdict.regressions)
    for result in verdict.blocking:
        yield from _gap(report, result, "new here: " if result in new else "")
    if verdict.blocking:
        yield ""


def _gap(report: Report, result: ItemResult, mark: str = "") -> Iterator[str]:
    """An open item with the places where something is to be done."""
    late = f" · {words.distance(result.due_date, report.today)}" if result.late and result.due_date else ""
    who = f"    {phrases.who(result)}{late}"
    if len(result.findings) < 2:
        finding = result.findings[0] if result.findings else None
        said = finding.message if finding else phrases.unproven(result)
        yield from _wrap(f"{result.id:{_ID}} {mark}{plain(said)}", "  ", " " * (_ID + 3))
        if finding:
            yield from _wrap(f"{finding.where}   {plain(finding.fix)}", "    ", "      ")
        yield who
        return
    yield f"  {result.id:{_ID}} {mark}{result.item.title}"
    width = max(wide(plain(finding.where)) for finding in result.findings)
    for finding in result.findings[:_MOST]:
        yield from _wrap(
            f"{padded(plain(finding.where), width)}   {plain(finding.message)}", "    ", " " * (width + 7)
        )
        yield from _wrap(plain(finding.fix), " " * (width + 7))
    if len(result.findings) > _MOST:
        yield f"    {f'and {len(result.findings) - _MOST} more':{width}}   readiness explain {result.id}"
    yield who


def _due(report: Report) -> Iterator[str]:
    """What the current stage still asks for; in detail as long as it fits a screen."""
    items = report.due_in(report.judged)
    open_ = [result for result in items if result.status is Status.GAP]
    if not open_:
        return
    following = phrases.stage_after(report)
    on = report.milestones.get(following) if following else None
    when = (
        f" ({words.day(on, report.today, report.settings.dates)}, {words.distance(on, report.today)})"
        if on
        else ""
    )
    yield f"DUE {f'before {following}' if following else 'in production'}{when}: {phrases.done(items)}"
    who = [plain(f"{phrases.who(result)}{phrases.advice(result)}") for result in open_]
    width = max(map(wide, who))
    for result, words_ in zip(open_, who, strict=True):
        place = result.findings[0].where if result.findings else ""
        yield f"  {result.id:{_ID}} {padded(words_, width)}  {place}"
    first_item = next((r for r in open_ if r.findings), None)
    if first_item and report.ready and report.stage is Stage.DESIGN:
        yield ""
        yield (
            f"First: {first_item.item.title.lower()}. {plain(first_item.findings[0].message)};"
            f" {plain(first_item.findings[0].fix)}"
        )
    yield ""


def _late_upcoming(report: Report) -> Iterator[str]:
    late = [r.id for r in report.items if r.late and r.timing is Timing.UPCOMING]
    if late:
        yield f"LATE by the calendar, for a later stage: {words.first_of(late, 5)}"
        yield ""


def _waived(report: Report) -> Iterator[str]:
    for result in report.items:
        if result.status is Status.WAIVED:
            yield from _wrap(f"WAIVED {result.id} {plain(result.reason)}", "")
    # What has no text of its own is in the headline's "not verified here" already.
    unproven = [r for r in report.items if r.unverified and r.status is Status.SATISFIED and r.reason]
    for result in unproven:
        yield from _wrap(f"NOT VERIFIED {result.id}: {plain(result.reason).removeprefix(NOT_VERIFIED)}", "")
    unknown = [
        r for r in report.items if r.status is Status.UNKNOWN and r.due <= report.judged and r.item.fields
    ]
    for result in unknown:
        yield from _wrap(f"UNKNOWN {result.id}: {plain(result.reason)}", "")
    if unknown or unproven or any(r.status is Status.WAIVED for r in report.items):
        yield ""


def _foot(report: Report, verdict: Verdict) -> Iterator[str]:
    shares = [(share, name) for name, share in report.readiness() if share is not None]
    open_shares = sorted((share, name) for share, name in shares if share < 100)
    if open_shares:
        yield "weakest: " + "   ".join(f"{name} {share}%" for share, name in open_shares)
    hints = (
        [f"readiness explain {verdict.blocking[0].id}"] if verdict.blocking else ["readiness explain ITEM"]
    )
    following = phrases.stage_after(report)
    if following and not report.entering:
        hints.append(f"readiness check --for {following}")
    yield " · ".join(hints)


def _wrap(text: str, indent: str, hanging: str | None = None) -> list[str]:
    after = hanging if hanging is not None else indent
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=after,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
