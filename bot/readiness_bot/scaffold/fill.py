"""A template's `$slots` filled in, line by line, so that what was found anywhere stays a value and never
becomes YAML."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

from readiness_bot.convention.scalar import scalar
from readiness_bot.scaffold.answers import Value

Slots = Mapping[str, str | None]
"""Slot → its text, already written as YAML. Empty leaves the place empty; None drops the line."""


def written(value: Value) -> str:
    """A value or a list of values as YAML."""
    return scalar(value) if isinstance(value, str) else f"[{', '.join(map(scalar, value))}]"


def fill(template: str, slots: Slots) -> str:
    """The template's text with every slot filled in; comments stay in their column where there is room.

    Raises KeyError for a slot that nobody gave a value.
    """
    return "".join(_line(line, slots) for line in template.splitlines(keepends=True))


def _line(line: str, slots: Slots) -> str:
    template = Template(line)
    names = template.get_identifiers()
    if not names:
        return line
    if any(slots[name] is None for name in names):
        return ""
    code, mark, comment = line.rpartition("   #") if not line.lstrip().startswith("#") else (line, "", "")
    if not mark:
        filled = template.substitute(slots)
        return "\n".join(each.rstrip() for each in filled.rstrip().split("\n")) + "\n"
    filled = Template(code).substitute(slots).rstrip()
    return f"{filled.ljust(COMMENT_COLUMN - 3)}   #{comment}"


COMMENT_COLUMN = 27
"""Where comments begin in the readiness templates."""
