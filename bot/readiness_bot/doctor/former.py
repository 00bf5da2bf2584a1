"""Workflows that an older `readiness init` wrote, known by their text. Pure.

What they leave open (a branch, a time, the action, a folder) is taken from the file; anything else that
differs is somebody's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness_bot.doctor.calls import FIRST, FOLLOW_UP
from readiness_bot.doctor.shipped import MOST_LINES, values_in
from readiness_bot.scaffold.action import Action, parse_action
from readiness_bot.scaffold.neighbours import UNLINTED

_USES = re.compile(
    r"(?P<repository>[^/@\s]+/[^/@\s]+)/\.github/workflows/(?P<called>[\w-]+\.yml)@(?P<ref>\S+)"
    r"(?P<comment> *#.*)?"
)
_OUR_COMMENT = re.compile(r" *# *(?:zizmor: ignore\[unpinned-uses\] .*|(?P<version>v[0-9][\w.-]*))")
_NAME, _LISTENS = re.compile(r"name: (.+)"), re.compile(r"( +workflows: )\[[^\]]*\](.*)")
_OPTIONAL = ("directory", "runs_on")


@dataclass(frozen=True, slots=True)
class Former:
    """A file that is an older `init`'s word for word."""

    role: str
    """The file that `init` writes in its place: `FIRST` or `FOLLOW_UP`."""
    action: Action
    called: str
    """The file of ours that it calls, `gate.yml` for one."""
    values: Mapping[str, str]
    """`branch`, `cron`, `directory`, `runs_on`, as they stand in the file."""
    one_model: bool
    """Of the time when a pair of workflows looked at one folder."""


def former(text: str, forms: Sequence[str]) -> Former | None:
    """Which of the older texts this is. `forms`: `templates.former()`."""
    if text.count("\n") > MOST_LINES:
        return None
    plain = _named(text.removeprefix(UNLINTED))
    for form in forms:
        values = _values(form, plain)
        if values is None:
            continue
        match = _USES.fullmatch(values.pop("uses", ""))
        told = _OUR_COMMENT.fullmatch(match["comment"]) if match and match["comment"] else None
        if not match or (match["comment"] and not told):
            return None
        version = (told["version"] or "") if told else ""
        action = parse_action(f"{match['repository']}@{match['ref']}{f' # {version}' if version else ''}")
        if action is None:
            return None
        usual = form.partition("\nname: ")[2].partition("\n")[0]
        role = FOLLOW_UP if usual == "readiness follow-up" else FIRST
        return Former(role, action, match["called"], values, "$directory" in form)
    return None


def _named(text: str) -> str:
    """The text with the name that `init` gives: a copy for another folder has its own, and listens to a
    copy."""
    lines, name = text.splitlines(), ""
    for n, line in enumerate(lines):
        if not name and (match := _NAME.fullmatch(line)):
            name = match[1]
            lines[n] = (
                "name: readiness follow-up" if "follow" in name or "schedule:" in text else "name: readiness"
            )
        elif match := _LISTENS.fullmatch(line):
            lines[n] = f"{match[1]}[readiness]{match[2]}"
    return "\n".join(lines)


def _values(form: str, text: str) -> dict[str, str] | None:
    """What stands in the text where the form is open; a line with nothing but an optional value may be
    missing."""
    theirs = [line for line in text.splitlines() if line.strip()]
    found: dict[str, str] = {}
    at = 0
    for line in form.splitlines():
        if not line.strip():
            continue
        values = values_in(line, theirs[at]) if at < len(theirs) else None
        if values is None:
            if any(f"${name}" in line for name in _OPTIONAL):
                continue
            return None
        found |= values
        at += 1
    return found if at == len(theirs) else None
