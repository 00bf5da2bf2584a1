"""People's words as plain text: one line, nothing unseen in it.

Every other format begins here (Markdown: `markup.py`).

A value that came from a file, from git, from a forge or from an environment is an attacker's text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from readiness_bot.late import re

MAX_CELL = 200
MAX_ROWS = 50
MAX_BODY = 58_000
"""GitHub refuses bodies above 65,536 characters."""

_UNSEEN_RANGES = (
    (0x00, 0x1F),
    (0x7F, 0x9F),  # C0 and C1 controls: a terminal obeys both
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x70F, 0x70F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xD800, 0xDFFF),
    (0xFDD0, 0xFDEF),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0xFFFE, 0xFFFF),
    (0x13430, 0x1345F),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0x1FFFE, 0x1FFFF),
    (0xE0000, 0xE0FFF),
)
"""Controls, what changes direction, what Unicode calls "default ignorable"
(https://www.unicode.org/reports/tr44/, with the tag characters and variation selectors), surrogates, and what
is no character at all."""
_UNSEEN = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _UNSEEN_RANGES)}]")
_SPACE = re.compile(r"[^\S ]")
_OLD_COMMAND = re.compile(r"##(?=\[|vso\[)")
"""The runner obeys `##[command]` anywhere in a line: actions/runner, src/Runner.Common/ActionCommand.cs,
`TryParse`."""
_MOST_MARKS = 4
"""Marks above and below one letter; more of them cover the lines beside it."""


def plain(text: str) -> str:
    """One line without control, invisible and direction-changing characters: nothing that moves a cursor or
    starts a command."""
    usual = text.isascii() and text.isprintable()
    seen = text if usual else _UNSEEN.sub("", _SPACE.sub(" ", text))
    if not seen.isascii():
        seen = _few_marks(seen)
    return _OLD_COMMAND.sub("## ", seen) if "##" in seen else seen


def _few_marks(text: str) -> str:
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def cut(text: str, most: int = MAX_CELL) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def wide(text: str) -> int:
    """Columns that a terminal gives a text: two for a wide character, none for a mark on the one before."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def padded(text: str, width: int) -> str:
    """With blanks up to so many columns of a terminal."""
    return text + " " * (width - wide(text))


class Rendered(str):
    """Text that was made for one target, by the functions that escape for it, and by them alone."""

    __slots__ = ()


class Screen(Rendered):
    """Lines for a screen, which may be the log of a workflow."""


def screen(lines: Iterable[str]) -> Screen:
    """One line each, whatever is in them."""
    return Screen("\n".join(map(_screen_line, lines)))


def terminal(text: str) -> Screen:
    """A message of several lines."""
    return screen(text.split("\n"))


def _screen_line(line: str) -> str:
    """In a log `::error::` is a command where it begins a line: `TryParseV2`, in the same file."""
    line = plain(line).rstrip()
    start = line.lstrip()
    return line if not start.startswith("::") else f"{line[: len(line) - len(start)]}: {start[1:]}"


class Command(Rendered):
    """Workflow commands, a line each."""


def command(kind: str, message: str, **properties: str | int) -> Command:
    """`::error file=…,line=…::message`.

    The rules are those of actions/toolkit, packages/core/src/command.ts.
    """
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return Command(f"::{kind}{' ' if told else ''}{told}::{_data(message)}")


def commands(lines: list[Command]) -> Command:
    return Command("\n".join(lines))


def _data(text: str) -> str:
    return plain(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def uri(path: str) -> str:
    """A path as a relative URI reference (RFC 3986, 4.2): there `#` would cut it, `%` and blanks are none,
    and a colon could end a scheme. Bytes that are no UTF-8, which git gives as surrogates, are those bytes.
    """
    try:
        octets = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        octets = path.encode("utf-8", "replace")
    return quote(octets, safe="/!$&'()*+,;=@~")


def json_text(data: object) -> str:
    """JSON for people and programs.

    What would move a cursor, start a command, or is half a character, stands as `\\u…`.
    """
    import json  # what only the formats for programs need

    return _IN_JSON.sub(_by_number, json.dumps(data, indent=2, ensure_ascii=False))


_IN_JSON = re.compile(f"(?!\n){_UNSEEN.pattern}|#(?=#\\[|#vso\\[)")


def _by_number(match: re.Match[str]) -> str:
    return by_number(match[0])


def by_number(text: str) -> str:
    """Each character as `\\u…`, the way JSON writes it."""
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))
