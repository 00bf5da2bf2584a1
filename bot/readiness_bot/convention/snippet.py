"""What to paste, with what is known already filled in. Pure."""

from __future__ import annotations

import functools
import json
from datetime import date

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import Item
from readiness_bot.convention.outcome import CannotTell
from readiness_bot.convention.people import person
from readiness_bot.convention.placeholders import is_placeholder
from readiness_bot.convention.scalar import scalar
from readiness_bot.reading.document import Document, Finding, KeyPath, Position, Unreadable
from readiness_bot.reading.yaml import parse
from readiness_bot.vocabulary import Kind, Proof


def snippet(item: Item, facts: Facts, findings: tuple[Finding, ...] = ()) -> str:
    """`item.fix` with the values that the file has, the evaluated version, and who signs; what is wrong stays
    to be filled in."""
    document = _parsed(item.fix)
    if document is None or item.file.endswith(".md"):
        return item.fix
    wrong = {Position(finding.line, finding.column) for finding in findings}
    lines = item.fix.splitlines()
    for path, place in sorted(document.values.items(), key=lambda entry: entry[1], reverse=True):
        raw = document.raw.get(path)
        value = _value(item, facts, path, wrong) if raw is not None and is_placeholder(raw) else None
        if raw is not None and value is not None:
            lines[place.line - 1] = _put(lines[place.line - 1], place.column - 1, raw, value)
    return "\n".join(lines) + "\n"


def would_lose(item: Item, facts: Facts) -> bool:
    """Whether pasting the form would remove something that is filled in: more rows than the form has, or a
    reason why a part does not apply. A model's forms are pasted as ever."""
    document = _parsed(item.fix)
    if facts.kind is Kind.MODEL or document is None or item.file.endswith(".md"):
        return False
    file, rooms = facts.files[item.file], dict[str, int]()
    parts: set[str] = set()
    for path in document.values:
        for depth, part in enumerate(path):
            where = ".".join(str(each) for each in path[:depth])
            if isinstance(part, int):
                rooms[where] = max(rooms.get(where, 0), part + 1)
            elif depth:
                parts.add(where)
    try:
        return any(len(file.entries(where)) > room for where, room in rooms.items()) or any(
            file.has(f"{where}.na") for where in parts
        )
    except CannotTell:
        return False


@functools.cache
def _parsed(fix: str) -> Document | None:
    read = parse("snippet", fix.encode())
    return None if isinstance(read, Unreadable) else read


def _value(item: Item, facts: Facts, path: KeyPath, wrong: set[Position]) -> str | None:
    """A value as YAML, or None where it is not known."""
    file = facts.files[item.file]
    where = ".".join(str(part) for part in path)
    try:
        present = file.get(where)
        if present is not None and file.position(where) not in wrong:
            return _written(present)
        if path[-1] == "version" and len(path) == 2 and facts.version:
            return json.dumps(facts.version, ensure_ascii=False)
        signs = (
            item.signed is not None
            and item.proof is not Proof.LINKED_ISSUE
            and where.endswith(f".{item.signed.signer}")
        )
        return person(item.role, facts) if signs and present is None else None
    except CannotTell:
        return None


def _written(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | int | float):
        return str(value)
    return scalar(value) if isinstance(value, str) and value.isprintable() and "<!--" not in value else None


def _put(line: str, column: int, raw: str, value: str) -> str:
    """The line with another value; a comment keeps its column where there is room."""
    before, after = line[:column], line[column + len(raw) :]
    if before.endswith(":"):  # nothing stood there
        before += " "
        after = after.removeprefix(" ")
    room = len(after) - len(after.lstrip(" "))
    if after.lstrip(" ").startswith("#"):
        gap = max(room + len(raw) - len(value), 2)
        return before + value + " " * gap + after.lstrip(" ")
    return before + value + after
