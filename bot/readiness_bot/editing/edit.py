"""Add an entry to a list of a YAML file, or set a value in it, and prove that nothing else changed.

The text is spliced at the value's place. Whatever comes out must parse to exactly the old data with the
change, in the old order, and differ from the old text in no line outside the block; else the file is left
alone.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

from readiness_bot.editing.errors import CannotEdit
from readiness_bot.editing.nodes import Node, compose
from readiness_bot.editing.splice import (
    Splice,
    apply,
    splices_to_append,
    splices_to_overwrite,
    splices_to_put,
)
from readiness_bot.reading.document import KeyPath, Unreadable, Value
from readiness_bot.reading.yaml import parse

_BOM = "\ufeff"


def append(content: bytes, path: KeyPath, entry: Value) -> bytes:
    """The file with one more entry in the list at `path`, which may be missing or empty.

    Raises CannotEdit.
    """
    entry = dict(entry) if isinstance(entry, Mapping) else entry
    text = _decoded(content)
    expected = _data(content)
    _entries(expected, path).append(entry)
    return _proven(content, text, splices_to_append(text, _compose(text), path, entry), expected)


def put(content: bytes, path: KeyPath, value: Value) -> bytes:
    """The file with `value` at `path`; blocks on the way that are missing are written. Raises CannotEdit."""
    text = _decoded(content)
    expected = _data(content)
    _set(expected, path, value)
    return _proven(content, text, splices_to_put(text, _compose(text), path, value), expected)


def overwrite(content: bytes, path: KeyPath, value: Value) -> bytes:
    """The same where a block of several lines may stand at `path`, which goes with the comments in it.

    Raises CannotEdit.
    """
    text = _decoded(content)
    expected = _data(content)
    _set(expected, path, value)
    return _proven(content, text, splices_to_overwrite(text, _compose(text), path, value), expected)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        raise CannotEdit("it is not UTF-8 text") from error


def _compose(text: str) -> Node | None:
    root = compose(text)
    return root if root is not None and root.children else (root if root and root.flow else None)


def _data(content: bytes) -> dict[str, Value]:
    read = parse("", content)
    if isinstance(read, Unreadable):
        raise CannotEdit(f"line {read.finding.line} cannot be read: {read.finding.message}")
    return copy.deepcopy(dict(read.data))


def _entries(data: dict[str, Value], path: KeyPath) -> list[Value]:
    at: Value = data
    for part in path[:-1]:
        at = _inside(at, part)
    entries = at.get(path[-1]) if isinstance(at, dict) else None
    if entries is None and isinstance(at, dict):
        entries = at[path[-1]] = []
    if not isinstance(entries, list):
        raise CannotEdit("there is something else where the list should be")
    return entries


def _set(data: dict[str, Value], path: KeyPath, value: Value) -> None:
    at: Value = data
    for part in path[:-1]:
        at = _inside(at, part)
    last = path[-1]
    if isinstance(at, dict) or (isinstance(at, list) and isinstance(last, int) and last < len(at)):
        at[last] = value  # type: ignore[index]
        return
    raise CannotEdit("there is something else where its block should be")


def _inside(at: Value, part: str | int) -> Value:
    if isinstance(at, list) and isinstance(part, int) and part < len(at):
        return at[part]
    if isinstance(at, dict) and isinstance(part, str):
        if at.get(part) is None:
            at[part] = {}
        return at[part]
    raise CannotEdit("there is something else where its block should be")


def _proven(content: bytes, text: str, splices: list[Splice], expected: dict[str, Value]) -> bytes:
    changed = apply(text, splices)
    new = (_BOM if content.startswith(_BOM.encode()) else "").encode() + changed.encode()
    read = parse("", new)
    if isinstance(read, Unreadable) or repr(dict(read.data)) != repr(
        expected
    ):  # repr: 1 is not True, and order counts
        raise CannotEdit("it is written in a way that this change would break")
    if not _only_there(text, changed, splices):
        raise CannotEdit("the change would touch other lines")
    return new


def _only_there(old: str, new: str, splices: list[Splice]) -> bool:
    """Whether the lines before the first and after the last place are the old ones."""
    first = old.count("\n", 0, min(splice.start for splice in splices))
    last = old.count("\n", 0, max(splice.end for splice in splices)) + 1
    before, after = old.split("\n"), new.split("\n")
    kept = len(before) - last
    return before[:first] == after[:first] and (kept == 0 or before[-kept:] == after[-kept:])
