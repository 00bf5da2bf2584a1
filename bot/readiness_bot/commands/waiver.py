"""The waiver that a comment asks for: whether it can be asked for at all, and how it stands in the file.

Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from readiness_bot.commands.grammar import Waive
from readiness_bot.convention.file import Files
from readiness_bot.convention.item import Item
from readiness_bot.convention.outcome import peek
from readiness_bot.convention.people import Logins, named
from readiness_bot.judging.report import Report
from readiness_bot.reading.document import Value
from readiness_bot.text.calendar import days_after
from readiness_bot.text.markup import Markdown, code, md
from readiness_bot.text.words import full_day, plural
from readiness_bot.vocabulary import Role, Status

FILE = "governance.yaml"
_GRANTS = (Role.COMPLIANCE, Role.PRODUCTION_OWNER)
"""Who may be proposed to grant one, the first that can."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry of `waivers` in governance.yaml, not granted yet."""

    item: Item
    until: date
    reason: str
    controls: str
    """Empty: a placeholder goes into the file."""
    asks: str
    grants: str | None
    """Who is to grant it; None: nobody else is named."""
    today: date

    def entry(self) -> dict[str, Value]:
        return {
            "item": self.item.id,
            "reason": self.reason,
            "controls": self.controls or "TEXT",
            "requested_by": self.asks,
            "by": self.grants or "LOGIN",
            "date": self.today,
            "expires": self.until,
        }


def waiver_of(command: Waive, item: Item, asks: str, files: Files, today: date) -> Waiver:
    """Granted by the first of these who neither asks nor builds the model (rule 11)."""
    developers = peek(files["ownership.yaml"].texts, "developers") or ()
    candidates = (named(role, files) for role in _GRANTS)
    grants = next((login for login in candidates if login and login not in Logins((asks, *developers))), None)
    return Waiver(item, command.until, command.reason, command.controls, asks, grants, today)


def refusal(command: Waive, report: Report, files: Files, waiver_days: int) -> Markdown | None:
    """Why such a waiver cannot hold, as Markdown; None where it can."""
    item, latest = command.item, days_after(report.today, waiver_days)
    if item not in report.by_id:
        return md("{} needs no waiver: it is not asked of what contract.yaml says this is.", code(item))
    if not report.by_id[item].item.waivable:
        return md(
            "{} can never be waived: without it nobody answers for the model. {} says how to close it.",
            code(item),
            code(f"/readiness explain {item}"),
        )
    if command.until < report.today:
        day = full_day(command.until)
        return md("{} is in the past. Choose a day from today on, {} at the latest.", day, latest)
    if command.until > latest:
        days = (command.until - report.today).days
        return md(
            "That is {} from today, but a waiver lasts {} at most. Choose {} or earlier; it can be renewed"
            " then.",
            plural(days, "day"),
            waiver_days,
            latest,
        )
    return _not_open(item, report) or _unwritable(files)


def _not_open(item: str, report: Report) -> Markdown | None:
    result = report.by_id[item]
    if result.status is Status.GAP:
        return None
    told = {
        Status.SATISFIED: md("it is satisfied"),
        Status.WAIVED: md("it is waived {}", result.reason),
        Status.NOT_APPLICABLE: md("it does not apply here ({})", result.reason),
        Status.UNKNOWN: md("it is not known to be open here ({})", result.reason),
    }[result.status]
    return md("{} needs no waiver: {}.", code(item), told)


def _unwritable(files: Files) -> Markdown | None:
    file = files[FILE]
    if file.missing:
        return md(
            "{} is missing, and that is where waivers go. `readiness init` writes it; then ask again.",
            code(file.path),
        )
    if file.unreadable:
        why = f"line {file.wrong[0].line}: {file.wrong[0].message}" if file.wrong else "it is not text"
        return md(
            "{} cannot be read ({}), and that is where waivers go. Fix it, then ask again.",
            code(file.path),
            why,
        )
    return None
