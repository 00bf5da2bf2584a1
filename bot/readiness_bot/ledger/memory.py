"""What a line is good for later: which answers need not be asked for again, and which the forge may have
forgotten. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from readiness_bot import __version__
from readiness_bot.evidence.answers import Answer, Refuted, Unknown, Verified
from readiness_bot.ledger.again import Again
from readiness_bot.ledger.line import Line, Row

REMEMBERED = timedelta(days=7)
"""So long is an answer taken from the ledger; then the forge is asked again, and says what has changed
meanwhile."""

_NOW = timedelta()


def rows_by_claim(line: Line | None) -> dict[str, Row]:
    return {row.claim: row for row in line.evidence or ()} if line else {}


def is_old(line: Line, day: date, now: date = date.max) -> bool:
    """Whether any of its answers is a week old, from the future, or by the rules of another version.

    One makes all of them old: so they are asked for together, and a line a week says so, not one for each
    answer's day.

    Who judges as of a day before the line's (`--today`) looks back; the answers are none the more from the
    future for it. `now`: by the clock, if the line is not the bot's for certain. No later day is believed of
    it than that on which it was written.
    """
    seen = max(day, min(line.day, line.time.date(), now))
    ages = [seen - row.asked for row in line.evidence or ()]
    return bool(ages) and (line.version != __version__ or min(ages) < _NOW or max(ages) >= REMEMBERED)


def not_due(line: Line | None, day: date, again: Again) -> dict[str, Row]:
    """By claim, what need not be asked for."""
    if line is None or again is Again.ALL or is_old(line, day):
        return {}
    known = rows_by_claim(line)
    return {claim: row for claim, row in known.items() if again is Again.OLD or row.answer == "verified"}


def is_lost(answer: Answer) -> bool:
    """What may merely be forgotten by now: a run or an issue that is gone, a member who left; not what
    somebody took back."""
    return isinstance(answer, Unknown | Refuted) and answer.gone


def kept(answer: Answer, row: Row | None, doubt: str) -> Answer:
    """An answer that was lost, with what the ledger recorded of the same claim.

    `doubt`: who but the bot can write the ledger's branch; the line is only their word then. Empty: nobody.
    """
    if row is None or row.answer == "refuted" or row.since is None or not is_lost(answer):
        return answer
    now = answer.why if isinstance(answer, Unknown) else answer.found if isinstance(answer, Refuted) else ""
    if not doubt:
        told = row.told.partition(" (recorded on ")[0] if row.answer == "verified" else "it was verified"
        return Verified(f"{told} (recorded on {row.since}; now: {now})", row.on)
    return Unknown(f"{now}; the ledger recorded it as verified on {row.since}, but {doubt}")
