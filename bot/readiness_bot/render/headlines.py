"""The comment's first lines: the answer, and what the pull request does, in two sentences without anybody's
text but ours."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_bot.convention.settings import GateMode
from readiness_bot.judging.compare import Comparison
from readiness_bot.judging.gate import Verdict
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.render import phrases
from readiness_bot.render.text import change_sentence, says
from readiness_bot.text import words
from readiness_bot.text.markup import Markdown, code, join, md
from readiness_bot.vocabulary import Severity, Stage, Status


def sign(verdict: Verdict) -> Markdown:
    """✅ ready; ⚠️ not ready, and it is let through; ⏳ a person's approval is all that is missing; ❌ held
    back."""
    if verdict.passed:
        return md("✅")
    if verdict.awaited:
        return md("⏳")
    return md("⚠️") if verdict.green else md("❌")


def title(report: Report, verdict: Verdict, change: Comparison | None) -> Markdown:
    """`### ❌ Not ready for staging: 3 of this promotion's 10 exit criteria are open`."""
    return md("### {} {}", sign(verdict), answer(report, verdict, change))


def answer(report: Report, verdict: Verdict, change: Comparison | None) -> str:
    """The same in words, without a full stop."""
    if report.absent:
        removed = change is not None and change.removes
        return "This removes the readiness/ folder" if removed else "There is no readiness/ folder"
    if verdict.awaited:
        return f"Waiting for approval from {words.first_of(verdict.awaited, 3)}"
    if verdict.passed:
        return (
            f"Ready for {report.ready_for}"
            if report.ready_for > Stage.DESIGN
            else "In design: nothing blocks"
        )
    if report.findings:
        return (
            f"Not ready: {words.plural(len(report.findings), 'thing is', 'things are')} wrong in the"
            " readiness files"
        )
    if verdict.forbidden:
        return f"Not allowed: {phrases.refused(verdict.forbidden)}"
    # With `gate: regressions` a red check is about what was opened again, not about what is overdue.
    if verdict.overdue and not (verdict.mode is GateMode.REGRESSIONS and verdict.regressions):
        return _overdue(report, verdict.overdue, change)
    count = len(verdict.regressions)
    return f"This would reopen {words.plural(count, 'item')} that {'was' if count == 1 else 'were'} satisfied"


def _overdue(report: Report, overdue: tuple[ItemResult, ...], change: Comparison | None) -> str:
    asked = criteria(report, change)
    missing = sum(result in asked for result in overdue)
    if missing:
        more = f", and {len(overdue) - missing} from before" if missing < len(overdue) else ""
        verb = "is" if missing == 1 else "are"
        return (
            f"Not ready for {report.judged}: {missing} of this promotion's {len(asked)} exit criteria {verb}"
            f" open{more}"
        )
    noun = "gap" if all(result.status is Status.GAP for result in overdue) else "item"
    counted = words.plural(len(overdue), noun)
    if any(result.due is Stage.PRODUCTION for result in overdue):
        return f"Not ready: {counted} {'is' if len(overdue) == 1 else 'are'} overdue"
    return f"Not ready for {report.judged}: {counted} {'was' if len(overdue) == 1 else 'were'} due before it"


def criteria(report: Report, change: Comparison | None) -> tuple[ItemResult, ...]:
    """A promotion's exit criteria: what blocks of the stages that it leaves behind. Advice is none."""
    stages = change.criteria if change else ()
    return tuple(r for r in report.items if r.severity is Severity.BLOCKING and r.due in stages)


def sentence(report: Report, verdict: Verdict, change: Comparison | None) -> Markdown:
    """What this pull request does, and what else must be known to read the answer."""
    return join(" ", _sentences(report, verdict, change))


def _sentences(report: Report, verdict: Verdict, change: Comparison | None) -> Iterator[Markdown]:
    if change is not None:
        if says(change):
            yield _does(change)
        asked = criteria(report, change)
        met = sum(result.status.closed for result in asked)
        if verdict.passed and asked:
            yield (
                md("All {} exit criteria are met.", met)
                if met == len(asked)
                else md("{} of {} exit criteria are met.", met, len(asked))
            )
        if _old(verdict, change):
            yield (
                md("What blocks was already there.")
                if not verdict.green
                else md("What is open was already open.")
            )
    if verdict.awaited:
        yield md("Nothing else is missing.")
    if verdict.green and not verdict.passed and not verdict.concerned:
        yield md("It passes anyway, since it does not concern readiness.")
    elif verdict.green and not verdict.passed:
        yield md(
            "It passes anyway, since `.github/readiness.yaml` sets {}.",
            code(f"gate: {verdict.mode}"),
        )
    elif not verdict.green and len(verdict.holding) < len(verdict.blocking):
        yield md(
            "What is overdue does not block here, since `.github/readiness.yaml` sets {}.",
            code(f"gate: {verdict.mode}"),
        )
    if verdict.passed and phrases.unverified(report):
        yield md("{}.", phrases.unverified(report))


def _does(change: Comparison) -> Markdown:
    if change.adopts:
        return md("This pull request adds the `readiness/` folder.")
    said = change_sentence(change)
    said = said[0].lower() + said[1:]
    if not change.moved:
        return md("This pull request {}", said)
    move = f"{change.moved[0]} → {change.moved[1]}"
    before, _, after = said.partition(move)
    return md("This pull request {} **{}**{}", before, move, after)


def _old(verdict: Verdict, change: Comparison) -> bool:
    """Whether all that is not ready was so at base: nothing that the author of this pull request did."""
    new = {*change.opens, *verdict.regressions}
    done = change.moved or change.adopts or change.spoils or change.forbidden
    return not (verdict.passed or done or new & set(verdict.blocking))
