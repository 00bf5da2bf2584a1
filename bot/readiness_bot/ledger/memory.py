"""What a line is good for later: which answers need not be asked for again, and which the forge may have forgotten. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from readiness_bot.evidence.answers import Answer, Refuted, Unknown, Verified
from readiness_bot.ledger.line import Line, Row

REMEMBERED = timedelta(days=7)
"""So long is an answer taken from the ledger; then the forge is asked again, and says what has changed meanwhile."""


class Again(Enum):
    """Which answers a run asks for although the ledger has them."""

    OLD = "what was asked a week ago"
    OPEN = "that, and what is not verified"
    ALL = "everything"


def rows_by_claim(line: Line | None) -> dict[str, Row]:
    return {row.claim: row for row in (line.evidence or ())} if line else {}


def is_due(row: Row, day: date, again: Again) -> bool:
    """Whether the forge is asked although this row is known. A row from the future proves nothing."""
    if again is Again.ALL or not row.asked <= day < row.asked + REMEMBERED:
        return True
    return again is Again.OPEN and row.answer != "verified"


def not_due(line: Line | None, day: date, again: Again) -> dict[str, Row]:
    """By claim, what need not be asked."""
    return {claim: row for claim, row in rows_by_claim(line).items() if not is_due(row, day, again)}


def is_lost(answer: Answer) -> bool:
    """What may merely be forgotten by now: a run or an issue that is gone, a member who left; not what somebody took back."""
    return isinstance(answer, Unknown) or (isinstance(answer, Refuted) and answer.gone)


def kept(answer: Answer, row: Row | None, protected: bool) -> Answer:
    """An answer that was lost, with what the ledger recorded of the same claim.

    `protected`: nobody but the bot can write the ledger's branch. Where others can, the line is only their word.
    """
    if row is None or row.answer == "refuted" or row.since is None or not is_lost(answer):
        return answer
    now = answer.why if isinstance(answer, Unknown) else answer.found if isinstance(answer, Refuted) else ""
    if protected:
        told = row.told.partition(" (recorded on ")[0]
        return Verified(f"{told} (recorded on {row.since}; now: {now})", row.on)
    return Unknown(
        f"{now}; the ledger recorded it as verified on {row.since}, but its branch is not protected"
    )
