"""The comments about what is late: who can close what, and nothing else. The only texts of ours that mention people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from readiness_bot.render import words
from readiness_bot.render.escape import body, code, mention
from readiness_bot.report import ItemResult, Report


@dataclass(frozen=True, slots=True)
class Late:
    """The open items of one date that has passed."""

    due: date
    results: tuple[ItemResult, ...]


def reminder_text(
    report: Report, late: Sequence[Late], issues: Mapping[str, int], title: str = "", login: str = ""
) -> str:
    """`title`, `login`: who may have to decide now, when reminding the others did not help."""
    parts = []
    if title:
        whom = mention(login) if login else f"To the {title}, who is not named yet"
        parts.append(
            f"{whom}: this has been open for long, and those who can close it were reminded three times. "
            f"As {title} you can help them, name somebody else in the readiness files, or move the date."
        )
    for group in late:
        count = words.plural(len(group.results), "item that was due is", "items that were due are")
        since = (
            f"{words.full_day(group.due, report.settings.dates)}, {words.distance(group.due, report.today)}"
        )
        parts.append(f"{count} still open {_of(group)} ({since}):")
        parts.append("\n".join(_by_person(group.results, issues, notify=not title)))
    return body("\n\n".join(parts) + "\n")


def digest_text(
    report: Report,
    late: Sequence[Late],
    soon: Sequence[ItemResult],
    issues: Mapping[str, int],
    last: date | None,
) -> str:
    """`last`: the digest before. Who became late since then is mentioned; the others know."""
    parts = [f"**The week of {words.full_day(report.today, report.settings.dates)}**"]
    for group in late:
        notify = last is None or group.due >= last
        parts.append(
            f"Late {_of(group)} ({words.full_day(group.due, report.settings.dates)}, {words.distance(group.due, report.today)}):"
        )
        parts.append("\n".join(_by_person(group.results, issues, notify)))
    if soon:
        parts.append("Due within two weeks:")
        parts.append("\n".join(_by_person(soon, issues, notify=False)))
    return body("\n\n".join(parts) + "\n")


def _of(group: Late) -> str:
    return words.before(group.results[0])


def _by_person(results: Iterable[ItemResult], issues: Mapping[str, int], notify: bool) -> list[str]:
    """A line a person, so that each finds his own at once."""
    theirs: dict[str, list[str]] = {}
    for result in results:
        who = result.owner and (mention(result.owner) if notify else code(result.owner))
        number = f" (#{issues[result.id]})" if result.id in issues else ""
        theirs.setdefault(who or f"nobody yet ({result.item.role})", []).append(
            f"{result.item.title.lower()}{number}"
        )
    return [f"- {who}: {', '.join(items)}" for who, items in theirs.items()]
