"""Which files a workflow's `paths:` mean
(https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet).
Pure.

The patterns are somebody else's text, and never become a regular expression: where a pattern can be in the
path is kept as the bits of a number, and each of its signs moves them on, so that no pattern takes long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

_MOST, _LONGEST = 2000, 400
"""Signs of all patterns together, and of a path."""

Places: TypeAlias = Mapping[str, int]
"""A sign → where it stands in the path: bit N for the place N."""


def matches(patterns: Sequence[str], path: str) -> bool | None:
    """The last pattern that fits decides; one that begins with `!` takes files away. None: there are too many
    to look at."""
    if sum(map(len, patterns)) > _MOST or len(path) > _LONGEST:
        return None
    places: dict[str, int] = {}
    for place, sign in enumerate(path):
        places[sign] = places.get(sign, 0) | 1 << place
    found = False
    for pattern in patterns:
        away = pattern.startswith("!")
        if away is found and _fits(pattern.removeprefix("!"), places, 1 << len(path)):
            found = not away
    return found


def _fits(pattern: str, places: Places, end: int) -> bool:
    """`*`: any signs but a slash; `**`: any signs; `**/`: any folders, or none; `?` and `+`: the sign
    before, which may be missing or repeated; `[…]` one of these signs."""
    reached = 1
    for token, repeat in _tokens(pattern):
        reached = _after(token, repeat, reached, places, end)
        if not reached:
            return False
    return bool(reached & end)


def _tokens(pattern: str) -> list[tuple[str, str]]:
    """Each token with its `?`, `+` or nothing."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(pattern):
        sign, end = pattern[at], at + 1
        if pattern.startswith("**/", at):
            end = at + 3
        elif pattern.startswith("**", at) or (sign == "\\" and end < len(pattern)):
            end = at + 2
        elif sign == "[" and "]" in pattern[at + 2 :]:
            end = pattern.index("]", at + 2) + 1
        token = pattern[at:end]
        repeat = pattern[end] if pattern[end : end + 1] in ("?", "+") and sign != "*" else ""
        found.append((token, repeat))
        at = end + len(repeat)
    return found


def _after(token: str, repeat: str, reached: int, places: Places, end: int) -> int:
    """Bit N: N signs of the path may be used up once the token is."""
    onward = 2 * end - (reached & -reached)
    if token == "**":  # noqa: S105 no password
        return onward
    if token == "**/":  # noqa: S105
        return reached | (places.get("/", 0) & onward) << 1
    if token == "*":  # noqa: S105
        return _run(reached, (end - 1) & ~places.get("/", 0))
    these = _one_of(token, places)
    after = (reached & these) << 1
    if repeat == "?":
        return after | reached
    return _run(after, these) if repeat == "+" else after


def _run(reached: int, these: int) -> int:
    """Any number of these signs more, in as many steps as the path's length has binary digits."""
    step = 1
    while these:
        reached |= (reached & these) << step
        these &= these >> step
        step *= 2
    return reached


def _one_of(token: str, places: Places) -> int:
    if token[0] == "\\":
        return places.get(token[1:], 0)
    if len(token) < 3 or token[0] != "[":
        return places.get(token, 0)
    found, inside, at = 0, token[1:-1], 0
    while at < len(inside):
        low, is_span = inside[at], inside[at + 1 : at + 2] == "-" and at + 2 < len(inside)
        at += 3 if is_span else 1
        if not is_span:
            found |= places.get(low, 0)
            continue
        high = inside[at - 1]
        for sign, where in places.items():
            if low <= sign <= high:
                found |= where
    return found
