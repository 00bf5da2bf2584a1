"""Whole blocks put into a YAML text, with the comments that came with them; every line that was there stays.

What comes out must parse to exactly the old data with the blocks' data, else nothing is changed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

from readiness_bot.editing.errors import CannotEdit
from readiness_bot.editing.nodes import Kind, Node, compose
from readiness_bot.reading.document import KeyPath, Unreadable, Value
from readiness_bot.reading.yaml import parse

_BOM = "\ufeff"


def insert(content: bytes, parent: KeyPath, block: str, after: Iterable[str], before: Iterable[str]) -> bytes:
    """The file with one more key in the mapping at `parent`, which is written as a block.

    `block`: its lines as they stand at the left margin of the mapping, comments in front included. `after`:
    the keys that it may follow, the nearest first; then `before`: those that it may precede. Where none of
    them is there it becomes the last one. A block that begins with an empty line gets one below it too.
    Raises CannotEdit.
    """
    text = _decoded(content).removeprefix(_BOM)
    old = _data(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    mapping = _mapping(compose(text), parent)
    at, column = _place(text, mapping, tuple(after), tuple(before))
    lines = [" " * column + line if line.strip() else "" for line in block.rstrip("\n").split("\n")]
    if not text[:at].strip():  # the first thing of the file
        lines = lines[1:] if not lines[0] else lines
    elif at and text[at - 1] != "\n":
        lines.insert(0, "")
    if block.startswith("\n") and text[at:].split("\n", 1)[0].strip():
        lines.append("")
    if block.startswith("\n") and text[:at].endswith((newline * 2, "\n\n")) and lines and not lines[0]:
        lines = lines[1:]
    new = text[:at] + newline.join(lines) + newline + text[at:]
    _prove(old, new, parent, block)
    return (_BOM if content.startswith(_BOM.encode()) else "").encode() + new.encode()


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CannotEdit("it is not UTF-8 text") from error


def _data(text: str) -> dict[str, Value]:
    read = parse("", text.encode())
    if isinstance(read, Unreadable):
        raise CannotEdit(f"line {read.finding.line} cannot be read: {read.finding.message}")
    return dict(read.data)


def _mapping(root: Node | None, parent: KeyPath) -> Node | None:
    """None: the file holds nothing yet."""
    node = root
    for part in parent:
        node = node.child(part) if node else None
    if root is None and not parent:
        return None
    if node is None or node.kind is not Kind.MAPPING or node.flow:
        raise CannotEdit("there is no block of lines where it belongs")
    return node


def _place(
    text: str, mapping: Node | None, after: tuple[str, ...], before: tuple[str, ...]
) -> tuple[int, int]:
    """Where the new lines begin, and how far in."""
    if mapping is None or not mapping.children:
        return len(text), 0
    keys = [name for name, _ in mapping.keys]
    column = mapping.column
    for name in after:
        if name in keys:
            return _behind(text, mapping, keys.index(name), column), column
    for name in before:
        if name in keys:
            return _above(text, dict(mapping.keys)[name], column), column
    return _behind(text, mapping, len(keys) - 1, column), column


def _behind(text: str, mapping: Node, index: int, column: int) -> int:
    """Below a value and the comments that belong to it.

    Those are further in, or stand directly below it with an empty line, or nothing, below them.
    """
    at = _next_line(text, max(mapping.children[index].end, mapping.keys[index][1]))
    while (
        (line := _line(text, at)) is not None and line.lstrip(" ").startswith("#") and _indent(line) > column
    ):
        at = _next_line(text, at)
    beyond = at
    while (line := _line(text, beyond)) is not None and line.startswith(" " * column + "#"):
        beyond = _next_line(text, beyond)
    line = _line(text, beyond)
    return beyond if line is None or not line.strip() else at


def _above(text: str, key_end: int, column: int) -> int:
    """Above a key and the comments that stand directly above it."""
    at = text.rfind("\n", 0, key_end) + 1
    while at:
        start = text.rfind("\n", 0, at - 1) + 1
        if not text[start:at].startswith(" " * column + "#"):
            break
        at = start
    return at


def _next_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _line(text: str, at: int) -> str | None:
    return text[at : _next_line(text, at)].rstrip("\r\n") if at < len(text) else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _prove(old: dict[str, Value], new: str, parent: KeyPath, block: str) -> None:
    """The new data without the block's keys is the old one, in its order, and the block's keys say what the
    block says. `repr`: 1 is not True, and order counts."""
    read = parse("", new.encode())
    added = _data(block)
    if isinstance(read, Unreadable) or not added:
        raise CannotEdit("it is written in a way that this change would break")
    there: Value = (left := copy.deepcopy(dict(read.data)))
    for part in parent:
        there = there.get(part) if isinstance(there, dict) and isinstance(part, str) else None
    if not isinstance(there, dict):
        raise CannotEdit("it is written in a way that this change would break")
    found = {key: there.pop(key, None) for key in added}
    if repr(found) != repr(added) or repr(left) != repr(old):
        raise CannotEdit("it is written in a way that this change would break")
