"""`readiness doctor` on a terminal, and as JSON: the answer, what to fix, what is not known, and what is in
order. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from readiness_bot.doctor.point import Point, State
from readiness_bot.text.escape import Screen, json_text, padded, plain, screen, wide
from readiness_bot.text.words import plural

WIDTH = 100
_SIGNS = {State.NOT_IN_FORCE: "✗", State.UNKNOWN: "?", State.IN_FORCE: "✓"}
_HEADS = {State.NOT_IN_FORCE: "NOT IN FORCE", State.UNKNOWN: "NOT KNOWN", State.IN_FORCE: "IN FORCE"}
_INDENT = 6
"""Where what is to do begins."""


def text(name: str, points: Sequence[Point]) -> Screen:
    """The page; `name`: whose set-up it is."""
    lines = [headline(name, points)]
    fine = [point for point in points if point.state is State.IN_FORCE]
    column = max((wide(plain(point.what)) for point in fine), default=0) + 3
    for state in (State.NOT_IN_FORCE, State.UNKNOWN):
        these = [point for point in points if point.state is state]
        if these:
            lines += ["", _HEADS[state]]
            for group in _alike(these) if state is State.UNKNOWN else [[point] for point in these]:
                lines += _entry(group)
    if fine:
        lines += ["", _HEADS[State.IN_FORCE], *(line for point in fine for line in _row(point, column))]
    return screen(lines)


def headline(name: str, points: Sequence[Point]) -> str:
    """The answer in a line."""
    count = {state: sum(point.state is state for point in points) for state in State}
    wrong, unknown = count[State.NOT_IN_FORCE], count[State.UNKNOWN]
    if wrong:
        told = f"NOT IN FORCE: {plural(wrong, 'thing')} to fix"
        return f"{plain(name)} · {told}" + (f", {unknown} not known" if unknown else "")
    if unknown:
        return f"{plain(name)} · nothing wrong found; {unknown} of {len(points)} points not known"
    return f"{plain(name)} · in force: all {len(points)} points"


def _alike(points: Sequence[Point]) -> list[list[Point]]:
    """Those that are not known for one reason, together."""
    found: dict[tuple[str, str], list[Point]] = {}
    for point in points:
        found.setdefault((point.found, point.mend), []).append(point)
    return list(found.values())


def _entry(points: Sequence[Point]) -> Iterator[str]:
    """What is to do, with room for a command."""
    first, indent = points[0], " " * _INDENT
    what = plain(", ".join(point.what for point in points))
    place = f"   {plain(first.path)}:{first.line}:{first.column}" if first.path and first.line else ""
    yield from _wrap(f"{what}{place}", f"  {_SIGNS[first.state]} ", " " * 4)
    yield from _wrap(plain(first.found), indent, indent)
    yield from _fix(first, indent)


def _row(point: Point, column: int) -> Iterator[str]:
    """What is in order, in a line where it fits."""
    indent = " " * (4 + column)
    head = f"  {_SIGNS[point.state]} {padded(plain(point.what), column)}"
    yield from _wrap(plain(point.found), head, indent)
    yield from _fix(point, indent)


def _fix(point: Point, indent: str) -> Iterator[str]:
    if point.do:
        yield from _wrap(plain(point.do), indent + "  ", indent + "  ")
    for line in point.run.splitlines():
        yield f"{indent}    {line}"


def _wrap(text_: str, indent: str, after: str) -> list[str]:
    return textwrap.wrap(
        text_,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=after,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [indent.rstrip()]


def json(points: Sequence[Point]) -> str:
    """The fields are a public interface; they are added, never renamed."""
    return json_text({"schema": 1, "lines": [_line(point) for point in points]})


def _line(point: Point) -> dict[str, object]:
    return {
        "id": point.id,
        "state": point.state,
        "what": point.what,
        "found": point.found,
        "mend": point.mend or None,
        "path": point.path or None,
        "line": point.line or None,
        "column": point.column or None,
    }
