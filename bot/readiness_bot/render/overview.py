"""The overview issue: the answer, what is open and with whom, the diagrams, then every item by stage.

Without marks.

Nothing here counts days: the text changes when a fact does, and not overnight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness_bot.audit.figures import Audit
from readiness_bot.judging.gate import gate
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.render import headlines, phrases
from readiness_bot.render.audit.words import forecast_line
from readiness_bot.render.comment import SIGNS
from readiness_bot.render.mermaid import burndown, timeline
from readiness_bot.text import words
from readiness_bot.text.escape import MAX_CELL
from readiness_bot.text.fit import Block, fit, fold
from readiness_bot.text.links import Links, place
from readiness_bot.text.markup import Markdown, code, join, md, prose, table
from readiness_bot.text.title import Line, line
from readiness_bot.vocabulary import Stage, Status, Timing


@dataclass(frozen=True, slots=True)
class Past:
    """The history as it is seen today, and as it was on the day of the last change: a forecast of that day
    stands still."""

    now: Audit
    then: Audit


ENDS = "vendors retire"
"""In the timeline: the last days of what belongs to others."""
MOST = 20
"""Rows of one list; the folded part has them all."""


def overview_title(report: Report) -> Line:
    """`Readiness of churn-propensity`; at most 256 characters."""
    return line("Readiness of {}", report.model)


def overview_body(
    report: Report,
    issues: Mapping[str, Markdown],
    past: Past | None = None,
    links: Links | None = None,
    off: str = "",
) -> Markdown:
    """Markdown of at most 58,000 characters.

    `issues`: item → `#12`, with what people made of it: `#12, declined`. `off`: what the verdict rests on and
    is not in force here, in words.
    """
    late = [r for r in report.gaps(Timing.UPCOMING) if r.late]
    blocks = [
        Block(headlines.title(report, gate(report), None)),
        Block(_where_it_stands(report)),
        Block(phrases.judged_by(report.policy) if report.policy.name else md("")),
        Block(md("⚠️ {}", prose(off, MAX_CELL * 2)) if off else md("")),
        _wrong(report, links),
        _list(md("**Was due before {}**\n", report.judged), report.gaps(Timing.OVERDUE), report, issues),
        _list(md("**Due {}**\n", _before(report)), report.gaps(Timing.DUE), report, issues),
        _list(md("**Due in a later stage, but late by the calendar**\n"), late, report, issues),
        Block(_readiness(report)),
        *(Block(drawn) for drawn in _history(report, past)),
        fold(f"All {len(report.items)} items", tuple(_everything(report, issues))),
    ]
    return fit(blocks)


def _where_it_stands(report: Report) -> Markdown:
    following = phrases.stage_after(report)
    on = report.milestones.get(following) if following else None
    planned = f", {following} planned for {words.full_day(on, report.settings.dates)}" if on else ""
    unverified = md(" {}.", phrases.unverified(report).capitalize()) if phrases.unverified(report) else md("")
    return md("In **{}**, {}.{}", report.stage, f"{phrases.tier(report)}{planned}", unverified)


def _before(report: Report) -> str:
    following = phrases.stage_after(report)
    if following is None:
        return "in production"
    on = report.milestones.get(following)
    return f"before {following}" + (f" ({words.full_day(on, report.settings.dates)})" if on else "")


def _wrong(report: Report, links: Links | None) -> Block:
    lines = tuple(
        md("- {}: {} ({})", f.message, f.fix, place(links, f.path, f.line)) for f in report.findings
    )
    return Block(md("**Wrong in the readiness files**\n") if lines else md(""), lines, most=MOST)


def _list(
    head: Markdown, results: Sequence[ItemResult], report: Report, issues: Mapping[str, Markdown]
) -> Block:
    """Blocking ones first."""
    ordered = sorted(results, key=lambda result: not result.blocks)
    lines = tuple(_open(result, report, issues) for result in ordered)
    return Block(head if lines else md(""), lines, most=MOST)


def _open(result: ItemResult, report: Report, issues: Mapping[str, Markdown]) -> Markdown:
    person = code(result.owner) if result.owner else md("{} (nobody is named yet)", result.item.role)
    since = words.full_day(result.due_date, report.settings.dates) if result.due_date else ""
    late = md(", late since {}", since) if result.late and since else md("")
    number = md(" {}", issues[result.id]) if result.id in issues else md("")
    return md("- {}: {}{}{}", f"{result.item.title}{phrases.advice(result)}", person, late, number)


def _readiness(report: Report) -> Markdown:
    """Each file's share, the weakest first: the model is as ready as that one."""
    shares = sorted((share, name) for name, share in report.readiness() if share is not None)
    if not shares:
        return md("")
    told = " · ".join(f"{name} {share}%" for share, name in shares)
    return md("**Weakest first:** {}", told)


def _history(report: Report, past: Past | None) -> Iterator[Markdown]:
    if past is None:
        return
    forecast, until = past.then.forecast, past.then.today
    refuted = any(result.refuted for result in report.items)  # git alone takes what they say for done
    if forecast is not None and forecast.ready is not None and forecast.items and not refuted:
        rate = f"the closing rate up to {words.full_day(until, report.settings.dates)}"
        yield prose(" ".join((forecast_line(forecast, until, rate), *forecast.warnings[:1])))
    ends = {ENDS: sorted({day for result in report.items for day in result.ahead})}
    drawn = timeline(past.now.stages, ahead=report.milestones, ends=ends if ends[ENDS] else None)
    if drawn:
        yield md("**Stages, planned and actual**\n\n{}", drawn)
    drawn = burndown(past.now.burndown)
    if drawn:
        yield md("**Items over time**\n\n{}", drawn)


def _everything(report: Report, issues: Mapping[str, Markdown]) -> Iterator[Markdown]:
    for stage in Stage:
        due = [result for result in report.items if result.due is stage]
        yield md("\n**Due by the end of {}** ({})\n", stage, phrases.done(due))
        head, rule, *rows = table(("", "item", "who", "due", "issue"), [_row(r, report, issues) for r in due])
        yield join("\n", (head, rule))
        yield from rows


def _row(result: ItemResult, report: Report, issues: Mapping[str, Markdown]) -> Sequence[object]:
    owner = code(result.owner) if result.owner else result.item.role
    on = words.full_day(result.due_date, report.settings.dates) if result.due_date else ""
    status = f"{SIGNS[result.status]} {phrases.status(result)}"
    reason = md(": {}", prose(result.reason, MAX_CELL)) if result.status is Status.WAIVED else md("")
    return status, md("{}{}", result.item.title, reason), owner, on, issues.get(result.id, "")
