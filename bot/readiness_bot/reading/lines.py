"""Lines as editors, git and GitHub count them. Pure."""

from __future__ import annotations

from readiness_bot.late import re

_END = re.compile(r"\r\n|\r|\n")


def lines_of(text: str) -> list[str]:
    """The lines of a text, without their ends: LF, CRLF and CR alone end one (CommonMark 0.31, "line
    ending").

    `str.splitlines` also ends lines at form feeds, U+0085, U+2028 and others, which no editor counts.
    """
    lines = _END.split(text)
    return lines[:-1] if lines[-1] == "" else lines
