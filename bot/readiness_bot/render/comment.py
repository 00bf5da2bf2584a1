"""The pull request's comment, which is the job summary too: the answer, what to do, what comes next, the rest
folded.

Lists, no table: on a phone a table of four columns is read through a keyhole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from readiness_bot.judging.compare import Comparison
from readiness_bot.judging.gate import Verdict
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.judging.sides import Sides
from readiness_bot.render import headlines, phrases
from readiness_bot.text import words
from readiness_bot.text.escape import MAX_BODY
from readiness_bot.text.fit import Block, fit, fold
from readiness_bot.text.links import Links, place
from readiness_bot.text.markup import Markdown, code, join, md, mention, prose
from readiness_bot.vocabulary import Severity, Stage, Status

SIGNS = {
    Status.SATISFIED: "✅",
    Status.GAP: "⬜",
    Status.WAIVED: "➖",
    Status.NOT_APPLICABLE: "➖",
    Status.UNKNOWN: "❔",
}
MOST_SECTIONS = 10
"""Models that get a section of their own."""
_RESERVE = 1000
"""Characters for what stands below the sections."""
MOST_FINDINGS = 3
"""Places of one item that are shown; the annotations have the others."""
_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class Writing:
    """How the page is written."""

    links: Links | None = None
    language: str = "en"
    """Of dates: the base branch's setting."""
    called: frozenset[str] = frozenset()
    """Items whose owner is called by name (`@login`); everybody else is named without a notification."""
    model: str = ""
    """Where several are in the repository, the one that the page is about."""


def comment_body(
    models: Sequence[Sides], links: Callable[[str], Links | None], author: str = "", note: str = ""
) -> Markdown:
    """Markdown of at most 58,000 characters: a section for each model that the pull request concerns.

    `links`: a model's folder → addresses on the forge. `author`: who opened it; nobody is called where that
    is not known. `note`: a sentence of ours below everything.
    """
    concerned = [sides for sides in models if sides.concerned]
    if not concerned and len(models) > 1:
        return md("### ✅ This pull request does not concern readiness\n")
    shown = (concerned or models)[:MOST_SECTIONS]
    left = len(concerned) - len(shown)
    pages = [_section(sides, links, author, len(shown), named=len(models) > 1) for sides in shown]
    if left > 0:
        pages.append(md("… and {} more.\n", words.plural(left, "model")))
    policy = shown[0].head.policy if shown else None
    if policy and policy.name:
        pages.append(md("<sub>{}</sub>\n", phrases.judged_by(policy)))
    if note:
        pages.append(md("<sub>{}</sub>\n", prose(note)))
    return join("\n", pages)


def _section(
    sides: Sides, links: Callable[[str], Links | None], author: str, of: int, named: bool
) -> Markdown:
    report, base, verdict, change = sides.head, sides.base, sides.verdict, sides.change
    called = calls(verdict, change, author) if change and author else frozenset()
    language = (base or report).settings.dates
    writing = Writing(links(report.prefix), language, called, report.model if named else "")
    return page(report, verdict, change, writing, (MAX_BODY - _RESERVE) // of)


def calls(verdict: Verdict, change: Comparison, author: str) -> frozenset[str]:
    """Items that this pull request itself puts on somebody's desk: they hold it back, and were no gap before.

    One item a person; never the author. Only people whom the base branch names for the item: a pull request
    cannot make the bot call whomever it likes.
    """
    first: dict[str, str] = {}
    for result in verdict.holding:
        if result in change.opens and result.owner and change.owners.get(result.id) == result.owner:
            first.setdefault(result.owner.lower(), result.id)
    first.pop(author.lower(), None)
    return frozenset(first.values())


def page(
    report: Report, verdict: Verdict, change: Comparison | None, writing: Writing, most: int = MAX_BODY
) -> Markdown:
    """`most`: characters."""
    if report.absent:
        removed = md("This pull request removes the `readiness/` folder; put it back.")
        told = (
            removed
            if change and change.removes
            else md("No readiness/ folder here. `readiness init` writes one.")
        )
        name = md(" · {}", code(writing.model)) if writing.model else md("")
        return md("### {} Not ready{}\n\n{}\n", headlines.sign(verdict), name, told)
    blocks = [block for block in _blocks(report, verdict, change, writing) if block.lines or block.head]
    return fit(blocks, most)


def _blocks(report: Report, verdict: Verdict, change: Comparison | None, writing: Writing) -> Iterator[Block]:
    name = md(" · {}", code(writing.model)) if writing.model else md("")
    yield Block(md("{}{}", headlines.title(report, verdict, change), name))
    yield Block(headlines.sentence(report, verdict, change))
    new = set(change.opens) if change and not change.adopts else set()
    rest = [result for result in verdict.blocking if result not in verdict.holding]
    yield from _wrong(verdict, change, writing)
    yield from _list(md("**What blocks**\n"), [_entry(r, writing, r in new) for r in verdict.holding], "gaps")
    yield from _list(
        md("**Open, but does not block here**\n"), [_entry(r, writing, r in new) for r in rest], "gaps"
    )
    if change and not change.adopts:
        quiet = [result for result in change.opens if result not in verdict.blocking]
        lines = [_entry(result, writing, due=_due(result, report, writing)) for result in quiet]
        yield from _list(md("**Opened here, but does not block now**\n"), lines, "gaps")
        titles = ", ".join(result.item.title.lower() for result in change.closes)
        yield Block(md("✅ **Closed here:** {}", titles) if titles else md(""))
    yield from _criteria(report, change)
    yield from _next(report, writing)
    yield from _everything(report)


def _list(head: Markdown, lines: Sequence[Markdown], noun: str) -> Iterator[Block]:
    if lines:
        yield Block(head, tuple(lines), noun=f"more {noun}")


def _wrong(verdict: Verdict, change: Comparison | None, writing: Writing) -> Iterator[Block]:
    new = set(change.spoils) if change and not change.adopts else set()
    lines = [
        md(
            "- {}{}: {} → {}",
            place(writing.links, f.path, f.line),
            md(" (new here)") if f in new else md(""),
            _told(f.message),
            _told(f.fix),
        )
        for f in verdict.wrong
        if f not in verdict.forbidden
    ]
    yield from _list(md("**What is wrong in the files**\n"), lines, "places")
    refused = [
        md("- {}: {} → {}", place(writing.links, f.path, f.line), _told(f.message), _told(f.fix))
        for f in verdict.forbidden
    ]
    head = md("**What needs approval**\n") if verdict.awaited else md("**What this change may not do**\n")
    yield from _list(head, refused, "places")


def _entry(result: ItemResult, writing: Writing, new: bool = False, due: str = "") -> Markdown:
    """Title and person, then where and what."""
    head = md(
        "- **{}**{} · {}{}",
        result.item.title,
        md(" (new here)") if new else md(""),
        _who(result, writing),
        md(" · {}", due) if due else md(""),
    )
    places = [
        md(
            "{}: {}{}",
            place(writing.links, f.path, f.line),
            _told(f.message),
            md(" → {}", _told(f.fix)) if result.refuted else md(""),
        )
        for f in result.findings[:MOST_FINDINGS]
    ]
    if not result.findings:
        places = [md("{}: {}", code(result.item.path), _told(phrases.unproven(result)))]
    if len(places) == 1:
        return md("{}\\\n  {}", head, places[0])
    left = len(result.findings) - MOST_FINDINGS
    places += [md("and {} more", left)] if left > 0 else []
    return join("\n", (head, *(md("  - {}", told) for told in places)))


def _who(result: ItemResult, writing: Writing) -> Markdown:
    if not result.owner:
        return md("{} (nobody is named yet)", result.item.role)
    login = mention(result.owner) if result.id in writing.called else code(result.owner)
    return md("{} ({})", login, phrases.role(result))


def _told(text: str) -> Markdown:
    return prose(text, _MESSAGE)


def _due(result: ItemResult, report: Report, writing: Writing) -> str:
    day = words.day(result.due_date, report.today, writing.language) if result.due_date else ""
    on = f" ({day})" if day and not result.dated else ""
    advice = ", advice" if result.severity is Severity.ADVISORY else ""
    return f"due {f'by {day}' if result.dated else phrases.before(result)}{on}{advice}"


def _criteria(report: Report, change: Comparison | None) -> Iterator[Block]:
    criteria = headlines.criteria(report, change)
    if change and criteria:
        met = sum(result.status.closed for result in criteria)
        stages = " and ".join(change.criteria)
        summary = f"Exit criteria of {stages}: {met} of {len(criteria)} met"
        yield fold(summary, [_line(result) for result in criteria])


def _next(report: Report, writing: Writing) -> Iterator[Block]:
    """What the present stage still asks for, and by when."""
    items = report.due_in(report.judged)
    open_ = [result for result in items if result.status is Status.GAP]
    if not open_:
        return
    following = phrases.stage_after(report)
    on = report.milestones.get(following) if following else None
    when = f" on {words.day(on, report.today, writing.language)}" if on else ""
    if on and on < report.today:
        when = f", which was planned for {words.day(on, report.today, writing.language)}"
    due = f"before {following}{when}" if following else "in production"
    count = f"{len(open_)} of {words.plural(len(items), 'item')} {'is' if len(open_) == 1 else 'are'} open"
    yield fold(f"Next: {count}, due {due}", [_line(result) for result in open_])


def _everything(report: Report) -> Iterator[Block]:
    lines: list[Markdown] = []
    for stage in Stage:
        due = [result for result in report.items if result.due is stage]
        lines.append(md("\n**Due by the end of {}** ({})\n", stage, phrases.done(due)))
        lines += [_line(result) for result in due]
    yield fold(f"All {len(report.items)} items", lines)


def _line(result: ItemResult) -> Markdown:
    told = result.findings[0].message if result.status is Status.GAP and result.findings else result.reason
    more = md(": {}", prose(told, 160)) if told else md("")
    person = md(" ({})", code(result.owner)) if result.owner and result.status is Status.GAP else md("")
    advice = ", advice" if result.status is Status.GAP and phrases.advice(result) else ""
    status = f"{phrases.status(result)}{advice}"
    return md("- {} {} ({}){}{}", SIGNS[result.status], result.item.title, status, more, person)
