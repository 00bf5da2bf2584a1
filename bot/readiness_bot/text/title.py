"""Titles and subjects of commits: one line without markup, in which GitHub finds nobody and closes nothing.

    line("{} for {}", item.title, report.model)

Whatever could call somebody, name an issue or keep a workflow from starting is broken by U+2060, which nobody
sees.
"""

from __future__ import annotations

import re

from readiness_bot.text.escape import cut, plain

MOST = 250
"""GitHub refuses titles above 256 characters."""


class Line(str):
    """A line of ours. Made by `line` and `short` alone."""

    __slots__ = ()


_CALLS = re.compile(
    r"[@#]|GH(?=-\d)|:(?=//|[\w+-]+:)|www(?=\.)|(?<![0-9a-z])[0-9a-f]{7,}(?![0-9a-z])"
    # https://docs.github.com/actions/managing-workflow-runs/skipping-workflow-runs
    r"|\[(?=skip |ci |no |actions )|\*\*\*(?=NO_CI)",
    re.IGNORECASE,
)


def line(template: str, *values: object, most: int = MOST) -> Line:
    """The template is a literal of this code (tests/test_architecture.py); each `{}` takes a value, which is
    anybody's words."""
    return Line(cut(template.format(*(_quiet(value) for value in values)), most))


def _quiet(value: object) -> str:
    if isinstance(value, Line):
        return value
    text = str(value)
    return _CALLS.sub(_broken, cut(plain(text).strip(), MOST) or "\ufffd" * bool(text))


def _broken(found: re.Match[str]) -> str:
    """After each six characters: six digits name no commit."""
    text = found[0]
    return "".join(f"{text[n : n + 6]}\u2060" for n in range(0, len(text), 6))


def short(commit: str) -> Line:
    """The first digits of a commit's name: a reference that is meant."""
    return Line(commit[:7]) if re.fullmatch(r"[0-9a-f]{7,64}", commit) else line("{}", commit, most=7)
