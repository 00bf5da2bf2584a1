"""`readiness check` on a terminal: the answer, what blocks, what is due next and by whom, the rest in one
line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from readiness_bot.evidence.weigh import NOT_VERIFIED
from readiness_bot.judging.gate import Verdict
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.reading.document import Finding
from readiness_bot.render import ahead, gaps, phrases
from readiness_bot.render.view import View
from readiness_bot.text import words
from readiness_bot.text.escape import Screen
from readiness_bot.text.layout import BLANK, Part, Row, Tone, beside, flow, part, plain_rows, trimmed
from readiness_bot.vocabulary import Severity, Stage, Status, Timing

if TYPE_CHECKING:
    from readiness_bot.judging.compare import Comparison  # made only against a base

NO_ITEM = "Changes no item."


def render(
    report: Report, verdict: Verdict, change: Comparison | None = None, view: View | None = None
) -> Screen:
    """The page without colours. Its first lines are the answer."""
    return plain_rows(page(report, verdict, change, view or View()))


def page(report: Report, verdict: Verdict, change: Comparison | None, view: View) -> tuple[Row, ...]:
    """The page, for a terminal to colour."""
    if report.absent:
        return (*flow([part(phrases.no_folder(report))], view.width),)
    body = trimmed(
        [
            *_change(change, view),
            *_wrong(verdict.wrong, view),
            *_blocking(report, verdict, view),
            *_due(report, verdict, view),
            *_advised(report, view),
            *_late_upcoming(report, view),
            *_waived(report, view),
        ]
    )
    after = (*ahead.next_stage(report, verdict, view), *_sign_offs(report, verdict, view))
    team = tuple(ahead.small_team(report, view))
    if not body and verdict.passed:
        first = (part(report.model, Tone.TITLE), Part(" · "), *_answer(headline(report)))
        return trimmed([*flow(first, view.width, 0, 2), BLANK, *team, *after, BLANK, *_advice(report, view)])
    head = (*_head(report, verdict, view), BLANK, *team)
    return trimmed([*head, *body, BLANK, *after, BLANK, *_foot(report, verdict, view)])


def _head(report: Report, verdict: Verdict, view: View) -> Iterator[Row]:
    where = f"as if entering {report.entering}" if report.entering else f"in {report.stage}"
    model = part(report.model, Tone.TITLE)
    yield from flow((model, Part(f" · {phrases.tier(report)} · {where}")), view.width, 0, 2)
    yield BLANK
    if verdict.forbidden:
        yield from flow(_answer(refusal(verdict)), view.width, 0, 2)
    reopened = len(verdict.regressions)
    if reopened and not verdict.wrong and not verdict.overdue:
        told = f"NOT READY: this change reopens {words.plural(reopened, 'item')}"
        yield from flow(_answer(told), view.width, 0, 2)
    elif report.findings or report.blocking or not verdict.forbidden:
        yield from flow(_answer(headline(report)), view.width, 0, 2)


def _answer(told: str) -> Sequence[Part]:
    """The first words say whether it is ready; so does their colour."""
    for words_, tone in (("NOT READY", Tone.BAD), ("ready for ", Tone.GOOD)):
        if told.startswith(words_):
            first, mark, rest = told.partition(":" if tone is Tone.BAD else " · ")
            return (part(first, tone), part(mark + rest))
    return (part(told),)


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
        noun = "gap" if all(r.status is Status.GAP for r in blocking) else "item"
        told = words.plural(len(blocking), noun)
        if before is None:
            return f"NOT READY: {told} {'is' if len(blocking) == 1 else 'are'} overdue"
        return f"NOT READY: {told} {'was' if len(blocking) == 1 else 'were'} due before {before}"
    if report.ready_for is Stage.DESIGN:
        return f"in {report.stage}: {_next(report) or 'nothing is due'}"
    parts = [
        f"ready for {report.ready_for}",
        phrases.unverified(report),
        f"next: {_next(report)}" if _next(report) else "",
    ]
    return " · ".join(filter(None, parts))


def _next(report: Report) -> str:
    """`ten items are due before development on 6 Jul`. Advice is not counted."""
    open_ = [r for r in report.due_in(report.judged) if r.blocks]
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


def _change(change: Comparison | None, view: View) -> Iterator[Row]:
    if change is None or not says(change):
        return
    yield from flow([Part(change_sentence(change))], view.width)
    for label, results in (("closes", change.closes), ("opens", change.opens)):
        if results:
            told = f"{label}: " + " · ".join(result.id for result in results)
            yield from flow([Part(told)], view.width, 2, 4)
    yield BLANK


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


def _wrong(findings: Iterable[Finding], view: View) -> Iterator[Row]:
    """`path:line:column`, then what is wrong and the rule's name, then what to write."""
    for finding in findings:
        rule = part(f"  [{finding.rule}]", Tone.QUIET)
        yield from flow([part(finding.message), rule], view.width, 2, 6)
        place = part(view.place(finding.path, finding.line, finding.column), Tone.PLACE)
        yield from beside(place, [[part(finding.fix, Tone.NEXT)]], view.width, 4)
        yield BLANK


def _blocking(report: Report, verdict: Verdict, view: View) -> Iterator[Row]:
    new = set(verdict.regressions)
    yield from gaps.items(verdict.blocking, report, view, lambda one: "new here: " if one in new else "")
    yield BLANK


def _due(report: Report, verdict: Verdict, view: View) -> Iterator[Row]:
    """What the current stage still asks for, with the fix of every place; no item twice."""
    asked = [r for r in report.due_in(report.judged) if view.every or _counts(r)]
    open_ = [r for r in asked if r.status is Status.GAP and r not in verdict.blocking]
    if not open_:
        return
    following = phrases.stage_after(report)
    on = report.milestones.get(following) if following else None
    when = (
        f" ({words.day(on, report.today, report.settings.dates)}, {words.distance(on, report.today)})"
        if on
        else ""
    )
    what = f" {f'before {following}' if following else 'in production'}{when}: {phrases.done(asked)}"
    yield from flow([Part("DUE", Tone.TITLE), Part(what)], view.width, 0, 4)
    yield from gaps.items(open_, report, view)
    yield BLANK


def _advised(report: Report, view: View) -> Iterator[Row]:
    """Advice of the stages behind: it never blocked, and stays open."""
    left = [r for r in report.gaps(Timing.OVERDUE) if not _counts(r)] if view.every else []
    if left:
        yield from flow(
            [Part("ADVICE", Tone.TITLE), Part(" from earlier stages, which blocks nothing:")], view.width
        )
        yield from gaps.items(left, report, view)
        yield BLANK


def _counts(result: ItemResult) -> bool:
    """What is no advice."""
    return result.severity is Severity.BLOCKING


def _late_upcoming(report: Report, view: View) -> Iterator[Row]:
    late = [
        r.id for r in report.items if r.late and r.timing is Timing.UPCOMING and (view.every or _counts(r))
    ]
    if late:
        told = words.first_of(late, len(late) if view.every else 5)
        yield from flow(
            [Part("LATE", Tone.TITLE), Part(f" by the calendar, but due in a later stage: {told}")],
            view.width,
            0,
            4,
        )
        yield BLANK


def _waived(report: Report, view: View) -> Iterator[Row]:
    """A line for each item whose status has a reason."""
    for result in report.items:
        if result.status is Status.WAIVED:
            yield from _reason("WAIVED", f"{result.id} {result.reason}", view)
    for result in report.items:  # what has no reason is in the headline's "not verified here" already
        if result.unverified and result.status is Status.SATISFIED and result.reason:
            yield from _reason(
                "NOT VERIFIED", f"{result.id}: {result.reason.removeprefix(NOT_VERIFIED)}", view
            )
    for result in report.items:
        asked = result.due <= report.judged and result.item.fields and (view.every or _counts(result))
        if result.status is Status.UNKNOWN and asked:
            yield from _reason("UNKNOWN", f"{result.id}: {result.reason}", view)
    yield BLANK


def _reason(status: str, told: str, view: View) -> Iterator[Row]:
    yield from flow([Part(status, Tone.TITLE), part(f" {told}")], view.width, 0, 4)


def _sign_offs(report: Report, verdict: Verdict, view: View) -> Iterator[Row]:
    if view.every or ahead.promotion(report, verdict):
        yield from ahead.sign_offs(report, view)


def _foot(report: Report, verdict: Verdict, view: View) -> Iterator[Row]:
    open_ = {
        r.item.file.rpartition(".")[0]
        for r in report.items
        if r.due <= report.judged and (view.every or _counts(r)) and not r.status.closed
    }
    shares = sorted(
        (share, name) for name, share in report.readiness() if share is not None and name in open_
    )
    if shares:
        weakest = "   ".join(f"{name} {share}%" for share, name in shares)
        yield from flow([Part(f"weakest: {weakest}")], view.width, 0, 2)
    yield from _advice(report, view)
    hints = list(_hints(report, verdict, view))
    told = [piece for hint in hints for piece in (hint, Part(" · ", Tone.QUIET))]
    yield from flow(told[:-1], view.width)


def _advice(report: Report, view: View) -> Iterator[Row]:
    """`3 pieces of advice, which block nothing: readiness check --all`."""
    count = sum(
        r.severity is Severity.ADVISORY and r.status is Status.GAP and r.timing is not Timing.UPCOMING
        for r in report.items
    )
    if count and not view.every:
        told = words.plural(count, "piece of advice", "pieces of advice")
        verb = "blocks" if count == 1 else "block"
        asked = [Part(f"{told}, which {verb} nothing: "), view.typed(*_for(report), "--all")]
        yield from flow(asked, view.width, 0, 2)


def _for(report: Report) -> Sequence[str]:
    return ("--for", report.entering.value) if report.entering else ()


def _hints(report: Report, verdict: Verdict, view: View) -> Iterator[Part]:
    """What to type next."""
    due = [r for r in report.due_in(report.judged) if r.blocks]
    first = next(iter([*verdict.blocking, *due]), None)
    if first:
        policy = view.policy if first.item.added_by else ""
        yield replace(part(f"readiness explain {first.id}{policy}", Tone.QUIET), whole=True)
    if view.answer and any(not result.refuted for result in [*verdict.blocking, *due]):
        yield replace(part(view.answer, Tone.QUIET), whole=True)
    following = phrases.stage_after(report)
    if gaps.is_long(verdict.blocking, view) or gaps.is_long(due, view):
        yield view.typed(*_for(report), "--all", tone=Tone.QUIET)
    if following and not report.entering and report.ready_for < following:
        yield view.typed("--for", following.value, tone=Tone.QUIET)
