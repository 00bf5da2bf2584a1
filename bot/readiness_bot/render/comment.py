"""The pull request's comment, which is the job summary too: the answer, what to do, what comes next, the rest folded."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_bot.compare import Comparison, compare
from readiness_bot.gate import Verdict, gate
from readiness_bot.render import words
from readiness_bot.render.escape import body, code, cut, limited, plain, prose
from readiness_bot.render.links import Links, place
from readiness_bot.render.text import NO_FOLDER, change_sentence
from readiness_bot.report import ItemResult, Report
from readiness_bot.vocabulary import Stage, Status

SIGNS = {
    Status.SATISFIED: "✅",
    Status.GAP: "⬜",
    Status.WAIVED: "➖",
    Status.NOT_APPLICABLE: "➖",
    Status.UNKNOWN: "❔",
}


def comment_body(report: Report, base: Report | None, links: Links | None) -> str:
    """Markdown of at most 58,000 characters. `base`: what the pull request is compared with."""
    return body(page(report, gate(report, base), compare(base, report) if base else None, links))


def page(report: Report, verdict: Verdict, change: Comparison | None, links: Links | None) -> str:
    if report.absent:
        return f"### ❌ Not ready\n\n{NO_FOLDER}\n"
    sections = [title(report, verdict, change), _sentence(report, verdict, change)]
    sections += [
        "\n".join(_table(verdict, change, links)),
        _next(report),
        "\n".join(_everything(report, links)),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def title(report: Report, verdict: Verdict, change: Comparison | None) -> str:
    """`### ❌ Not ready for staging: 3 of this promotion's 10 exit criteria are open`."""
    stage = report.judged
    if verdict.passed:
        return (
            f"### ✅ Ready for {report.ready_for}"
            if report.ready_for > Stage.DESIGN
            else "### ✅ In design: nothing blocks"
        )
    if verdict.wrong:
        return f"### ❌ Not ready: {words.plural(len(verdict.wrong), 'thing is', 'things are')} wrong in the readiness files"
    if change and change.promotes and change.moved:
        criteria = [r for r in report.items if r.asked and change.moved[0] <= r.due < change.moved[1]]
        missing = [r for r in verdict.overdue if r in criteria]
        if missing:
            return f"### ❌ Not ready for {stage}: {len(missing)} of this promotion's {len(criteria)} exit criteria are open"
    if verdict.overdue:
        return f"### ❌ Not ready for {stage}: {words.plural(len(verdict.overdue), 'gap')} due before it"
    return f"### ❌ This would reopen {words.plural(len(verdict.regressions), 'item')} that {'was' if len(verdict.regressions) == 1 else 'were'} satisfied"


def _sentence(report: Report, verdict: Verdict, change: Comparison | None) -> str:
    told = []
    if change is not None:
        said = change_sentence(change)
        moved = f"moves {change.moved[0]} → {change.moved[1]}" if change.moved else ""
        strong = f"moves **{change.moved[0]} → {change.moved[1]}**" if change.moved else ""
        told.append("This pull request " + (said[0].lower() + said[1:]).replace(moved or "\0", strong))
    if verdict.green and not verdict.passed:
        told.append(f"It does not block here: `.github/readiness.yaml` sets `gate: {verdict.mode}`.")
    if verdict.passed and words.unverified(report):
        told.append(f"{words.unverified(report)}.")
    return " ".join(told)


def _table(verdict: Verdict, change: Comparison | None, links: Links | None) -> Iterator[str]:
    rows = [
        f"| ❌ | {prose(f.message)}: {prose(f.fix)} | {place(links, f.path, f.line)} | |"
        for f in verdict.wrong
    ]
    new = set(verdict.regressions)
    rows += [
        row
        for result in verdict.blocking
        for row in _rows(result, links, "New here: " if result in new else "")
    ]
    if change and change.closes:
        titles = ", ".join(result.item.title.lower() for result in change.closes)
        rows.append(f"| ✅ | Closed here: {prose(titles)} | | |")
    if rows:
        yield from ("| | what | where | who |", "|---|---|---|---|", *limited(rows, "rows"))


def _rows(result: ItemResult, links: Links | None, mark: str) -> Iterator[str]:
    person = code(result.owner) if result.owner else str(result.item.role)
    for n, finding in enumerate(result.findings[:3]):
        title = f"**{result.item.title}:** " if n == 0 else ""
        yield f"| ❌ | {mark}{title}{prose(finding.message)} | {place(links, finding.path, finding.line)} | {person} |"
    if len(result.findings) > 3:
        yield f"| | … {len(result.findings) - 3} more for {result.id} | | |"
    if not result.findings:
        yield f"| ❌ | {mark}**{result.item.title}:** {prose(words.unproven(result))} | {code(result.item.path)} | {person} |"


def _next(report: Report) -> str:
    following = words.stage_after(report)
    items = report.due_in(report.judged)
    open_ = [result for result in items if result.status is Status.GAP]
    if not items or following is None or not open_:
        return ""
    on = report.milestones.get(following)
    when = f" on {words.day(on, report.today)}" if on else ""
    done = len(items) - len(open_)
    due = f"{words.plural(len(items), 'item is', 'items are')} due before {following}{when}"
    return f"Next: {due}; {words.number(done)} {'is' if done == 1 else 'are'} done."


def _everything(report: Report, links: Links | None) -> Iterator[str]:
    yield f"<details><summary>All {len(report.items)} items</summary>"
    yield ""
    for stage in Stage:
        due = [result for result in report.items if result.due is stage]
        done = sum(result.status.closed for result in due)
        yield f"**Due by the end of {stage}** ({done} of {len(due)} done)"
        yield ""
        yield from (_line(result) for result in due)
        yield ""
    yield "</details>"


def _line(result: ItemResult) -> str:
    told = result.findings[0].message if result.status is Status.GAP and result.findings else result.reason
    more = f": {prose(cut(plain(told), 160))}" if told else ""
    person = f" ({code(result.owner)})" if result.owner and result.status is Status.GAP else ""
    advice = ", advice" if result.status is Status.GAP and words.advice(result) else ""
    return f"- {SIGNS[result.status]} {result.item.title} ({result.status}{advice}){more}{person}"
