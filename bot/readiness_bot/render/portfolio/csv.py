"""A fleet as CSV (RFC 4180, with line feeds), a line for each row: for a spreadsheet.

A spreadsheet takes a cell that begins with one of a few signs for a formula, and a formula can read files and
send them away; so such a cell begins with an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
The first column is ours, a date, so that no line can be a command to a workflow's runner.
"""

from __future__ import annotations

import csv
from datetime import date

from readiness_bot.portfolio.flat import COLUMNS, Value, subject
from readiness_bot.portfolio.scan import Scan
from readiness_bot.text.escape import Rendered, plain

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BETWEEN = "; "
"""What parts the texts of a list."""


class _Lines(list[str]):
    """What csv writes to."""

    write = list.append


def render(scan: Scan) -> Rendered:
    """All rows, those without a verdict too."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(column.name for column in COLUMNS)
    for row in scan.rows:
        of = subject(row, scan.head.scanned, scan.head.source)
        writer.writerow(_cell(column.value(of)) for column in COLUMNS)
    return Rendered("".join(lines))


def _cell(value: Value) -> str | int | float:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return value
        case date():
            return value.isoformat()
        case str():
            return _text(value)
        case _:
            return _text(BETWEEN.join(value))


def _text(value: str) -> str:
    text = plain(value)
    risky = value[:1] in ("\t", "\r") or text.lstrip().startswith(FORMULA)
    return f"'{text}" if risky else text
