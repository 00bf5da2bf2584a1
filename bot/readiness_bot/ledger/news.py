"""Whether an evaluation says something that the ledger does not. Pure."""

from __future__ import annotations

from readiness_bot.ledger.line import Line, WrongLine, from_json
from readiness_bot.ledger.memory import is_old


def newest(text: str) -> Line | None:
    """The last line of a ledger. None where there is none, or none that can be read."""
    last = next((line for line in reversed(text.split("\n")) if line.strip()), "")
    try:
        return from_json(last) if last else None
    except WrongLine:
        return None


def is_news(line: Line, last: Line | None) -> bool:
    """`last`: the newest line that there is. Once a week a line says that all is as it was."""
    return last is None or line != last or is_old(last, line.day, line.time.date())


def adds(text: str, line: str) -> bool:
    """Whether a line belongs below that text.

    It does not where it stands there already (it arrived, and the answer did not), nor where another run was
    faster to say the same.
    """
    if line in text.split("\n"):
        return False
    try:
        return is_news(from_json(line), newest(text))
    except WrongLine:  # what this version cannot read it cannot compare
        return True
