"""Symbolic links inside a repository: where they lead, told from their texts alone, so that nothing outside
is ever looked at. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from posixpath import dirname, join, normpath

OUT = ".."
"""Where a link leads that leaves the repository."""
_MOST_HOPS = 40
"""As Linux has it; links that lead in a circle end here."""


def destination(path: str, target: str) -> str:
    """The path from the root that a link at `path` leads to; empty for the root itself."""
    place = normpath(join(dirname(path), target)) if target and "\0" not in target else OUT
    if place.startswith(("/", "../")) or place == "..":
        return OUT
    return "" if place == "." else place


def leads(path: str, exists: Callable[[str], bool], link: Callable[[str], str | None]) -> bool:
    """Whether something stands at a path, through links too.

    `link`: a path's destination; None where it is no link.
    """
    for _ in range(_MOST_HOPS):
        parts = path.split("/")
        for length in range(1, len(parts) + 1):
            there = link("/".join(parts[:length]))
            if there is not None:
                path = "/".join(filter(None, (there, *parts[length:])))
                break
        else:
            return exists(path)
        if there == OUT or not path:
            return there != OUT
    return False


def links_met(words: Iterable[str], prefix: str, target_of: Callable[[str], str | None]) -> dict[str, str]:
    """The links on the way to any of these paths, taken from the root or the model's folder: path →
    destination."""
    asked: dict[str, str | None] = {}

    def link(path: str) -> str | None:
        if path not in asked:
            target = target_of(path)
            asked[path] = None if target is None else destination(path, target)
        return asked[path]

    for word in words:
        for start in dict.fromkeys((prefix, "")):
            leads(start + word, lambda _: False, link)
    return {path: found for path, found in asked.items() if found is not None}
