"""Readiness files are an attacker's text: here it becomes harmless for a terminal, Markdown, or a workflow's log."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_CELL = 200
MAX_ROWS = 50
MAX_BODY = 58_000
"""GitHub refuses bodies above 65,536 characters."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~$])")
_REFERENCE = re.compile(r"(?<![\w`])([@#])(?=\w)|\b(GH-)(?=\d)|(?<=\w)(#)(?=\d)|(https?)(?=://)|(www)(?=\.)")

_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}(?:_[A-Za-z0-9]{2,8})?")
"""GitHub's rule, with the suffix of an enterprise's managed users. Narrower than the convention's, which takes every forge's."""


def plain(text: str) -> str:
    """One line without control, invisible and direction-changing characters: nothing that moves a terminal's cursor."""
    return _CONTROL.sub("", text.replace("\r", " ").replace("\n", " ").replace("\t", " "))


def uncommented(text: str) -> str:
    """Nothing that could be taken for a hidden comment, such as our own marks."""
    return text.replace("<!--", "<!\u2060--")


def cut(text: str, most: int = MAX_CELL) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def code(text: str) -> str:
    """A code span that its content cannot leave."""
    inner = uncommented(cut(plain(text)))
    longest = max((len(run) for run in re.findall(r"`+", inner)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if inner.startswith("`") or inner.endswith("`") or not inner.strip() else ""
    return f"{fence}{pad}{inner}{pad}{fence}"


def prose(text: str) -> str:
    """A sentence of ours with people's words in it: no markup, no mention, no reference to an issue, no live link."""
    escaped = _MARKDOWN.sub(r"\\\1", uncommented(cut(plain(text), 600)))
    return _REFERENCE.sub(lambda match: f"{match[0]}\u2060", escaped)


def mention(login: str) -> str:
    """`@login`, which notifies that person; a code span where the text is no login of the forge's."""
    return f"@{login}" if _LOGIN.fullmatch(login) else code(login)


def fenced(text: str, language: str = "") -> str:
    """A block of code that its content cannot leave."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def limited(lines: Sequence[str], noun: str) -> list[str]:
    """At most 50 rows, and how many more there are."""
    if len(lines) <= MAX_ROWS:
        return list(lines)
    return [*lines[:MAX_ROWS], f"… and {len(lines) - MAX_ROWS} more {noun}"]


def body(text: str) -> str:
    """Whatever the input, below what a forge takes."""
    if len(text) <= MAX_BODY:
        return text
    return text[: MAX_BODY - 200].rsplit("\n", 1)[0] + "\n\n… cut here; `readiness check` shows everything.\n"


def command_data(text: str) -> str:
    """The message of a workflow command (`::error::message`)."""
    return _CONTROL.sub("", text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    """A property of a workflow command (`::error file=…`)."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")
