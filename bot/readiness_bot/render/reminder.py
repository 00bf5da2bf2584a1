"""The comments about what is late: who can close what, and nothing else.

The only texts of ours that mention people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.render.phrases import before
from readiness_bot.text import words
from readiness_bot.text.markup import Markdown, body, code, issue, join, md, mention


@dataclass(frozen=True, slots=True)
class Late:
    """The open items of one date that has passed."""

    due: date
    results: tuple[ItemResult, ...]


def reminder_text(
    report: Report, late: Sequence[Late], issues: Mapping[str, int], title: str = "", login: str = ""
) -> Markdown:
    """`title`, `login`: who may have to decide now, when reminding the others did not help."""
    parts = []
    if title:
        whom = mention(login) if login else md("To the {} (nobody is named yet)", title)
        parts.append(
            md(
                "{}: this has been open for a long time, and the people who can close it were reminded three"
                " times. "
                "As {} you can help them, name somebody else in the readiness files, or move the date.",
                whom,
                title,
            )
        )
    for group in late:
        count = words.plural(
            len(group.results), "item is still open that was", "items are still open that were"
        )
        since = (
            f"{words.full_day(group.due, report.settings.dates)}, {words.distance(group.due, report.today)}"
        )
        parts.append(md("{} due {}:", count, _when(group, since)))
        parts.append(join("\n", _by_person(group.results, issues, notify=not title)))
    return body(md("{}\n", join("\n\n", parts)))


def digest_text(
    report: Report,
    late: Sequence[Late],
    soon: Sequence[ItemResult],
    issues: Mapping[str, int],
    last: date | None,
) -> Markdown:
    """`last`: the digest before. Who became late since then is mentioned; the others know."""
    parts = [md("**The week of {}**", words.full_day(report.today, report.settings.dates))]
    for group in late:
        notify = last is None or group.due >= last
        since = (
            f"{words.full_day(group.due, report.settings.dates)}, {words.distance(group.due, report.today)}"
        )
        parts.append(md("Was due {}:", _when(group, since)))
        parts.append(join("\n", _by_person(group.results, issues, notify)))
    if soon:
        parts.append(md("Due within two weeks:"))
        parts.append(join("\n", _by_person(soon, issues, notify=False)))
    return body(md("{}\n", join("\n\n", parts)))


def _when(group: Late, since: str) -> str:
    """`before staging (19 Oct 2026, 5 weeks late)`; what has a date of its own `by 31 Aug 2027, …`."""
    first = group.results[0]
    return f"by {since}" if first.dated else f"{before(first)} ({since})"


def _by_person(results: Iterable[ItemResult], issues: Mapping[str, int], notify: bool) -> list[Markdown]:
    """A line a person, so that each finds his own at once."""
    theirs: dict[Markdown, list[Markdown]] = {}
    for result in results:
        nobody = md("nobody yet ({})", result.item.role)
        who = (mention if notify else code)(result.owner) if result.owner else nobody
        number = md(" ({})", issue(issues[result.id])) if result.id in issues else md("")
        theirs.setdefault(who, []).append(md("{}{}", result.item.title.lower(), number))
    return [md("- {}: {}", who, join(", ", items)) for who, items in theirs.items()]
