"""One place of a YAML text replaced or added to: everything else stays, to the byte.

`edit.py` calls these and checks the outcome by parsing; a formatting that is not foreseen here is refused
there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness_bot.editing.errors import CannotEdit
from readiness_bot.editing.nodes import Kind, Node, write
from readiness_bot.reading.document import KeyPath, Value

_NULLS = ("", "~", "null", "Null", "NULL")
_GAP = 3
"""Blanks that stay in front of a comment that has to give way."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Characters `start` to `end` of the text become `new`."""

    start: int
    end: int
    new: str


def splices_to_append(text: str, root: Node | None, path: KeyPath, entry: Value) -> list[Splice]:
    """One more entry at the end of the list at `path`, in the style of its last one."""
    parent, node = _at(root, path[:-1]), _at(root, path)
    if node is None:
        return splices_to_put(text, root, path, [entry])
    if node.kind is Kind.LIST and node.children:
        return [_after_last(text, node, entry)]
    if node.kind is Kind.MAPPING or (node.kind is Kind.SCALAR and text[node.start : node.end] not in _NULLS):
        raise CannotEdit("there is something else where the list should be")
    if parent is None or parent.flow or not isinstance(path[-1], str):
        return [_in_place(text, parent, path[-1], node, f"[{write(entry, flow=True)}]")]
    return _block_list(text, root, parent, path[-1], node, entry)


def splices_to_put(text: str, root: Node | None, path: KeyPath, value: Value) -> list[Splice]:
    """The value at `path`: in place of the one that stands there, or as a new key of the nearest mapping that
    is there."""
    node = _at(root, path)
    if node is not None:
        if not (node.kind is Kind.SCALAR or node.flow):
            raise CannotEdit("there is a block of several lines there")
        return [_in_place(text, _at(root, path[:-1]), path[-1], node, _scalar(value, node))]
    known = next(length for length in range(len(path) - 1, -1, -1) if length == 0 or _at(root, path[:length]))
    parent, key = _at(root, path[:known]), path[known]
    for part in reversed(path[known + 1 :]):
        if not isinstance(part, str):
            raise CannotEdit("there is no such entry in the list")
        value = {part: value}
    if not isinstance(key, str):
        raise CannotEdit("there is no such entry in the list")
    if parent is not None and parent.kind is not Kind.MAPPING:
        grand = _at(root, path[: known - 1])
        if parent.kind is Kind.SCALAR and not text[parent.start : parent.end].strip():
            return [_in_place(text, grand, path[known - 1], parent, write({key: value}, flow=True))]
        raise CannotEdit("there is something else where its block should be")
    return [_new_key(text, root, parent, key, value)]


def splices_to_overwrite(text: str, root: Node | None, path: KeyPath, value: Value) -> list[Splice]:
    """The value at `path`, whatever stands there: also in place of a block of several lines."""
    node = _at(root, path)
    if node is None or node.kind is Kind.SCALAR or node.flow or root is node:
        return splices_to_put(text, root, path, value)
    end = _line_end(text, node.end) if _only_comment(text, node.end) else node.end
    if value and (
        (isinstance(value, list) and node.kind is Kind.LIST)
        or (isinstance(value, Mapping) and node.kind is Kind.MAPPING)
    ):
        return [Splice(node.start, end, _block(text, node.column, value))]
    if not isinstance(path[-1], str):
        return [Splice(node.start, node.end, write(value, flow=True))]
    parent = _at(root, path[:-1])
    if parent is None:
        raise CannotEdit("there is no place for it")
    colon = _colon(text, parent, path[-1])
    above = text.rfind("\n", 0, node.start)
    if above < colon:
        raise CannotEdit(f"the key {path[-1]} is written in an unusual way")
    start = above - 1 if text[above - 1] == "\r" else above
    beside = _beside_comment(text, colon, colon, f" {write(value, flow=True)}")
    return [Splice(colon, end, beside.new + text[beside.end : start])]


def _only_comment(text: str, at: int) -> bool:
    """Whether nothing but a comment follows on the line."""
    rest = text[at : _line_end(text, at)].strip()
    return not rest or rest.startswith("#")


def _block(text: str, column: int, value: Value) -> str:
    """A list or a mapping below its key, to be put where the old one began."""
    if isinstance(value, list):
        rows = "".join(_newline(text) + _row(text, column, entry, flow=False) for entry in value)
        return rows.lstrip("\r\n ")
    return (_newline(text) + " " * column).join(write(value, flow=False).split("\n"))


def apply(text: str, splices: list[Splice]) -> str:
    for splice in sorted(splices, key=lambda splice: splice.start, reverse=True):
        text = text[: splice.start] + splice.new + text[splice.end :]
    return text


def _at(root: Node | None, path: KeyPath) -> Node | None:
    node = root
    for part in path:
        node = node.child(part) if node else None
    return node


def _scalar(value: Value, present: Node) -> str:
    """In the quotes that stood there."""
    if isinstance(value, str) and present.quote == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    written = write(value, flow=True)
    return f'"{written}"' if isinstance(value, str) and present.quote == '"' and written == value else written


def _in_place(text: str, parent: Node | None, part: str | int, node: Node, new: str) -> Splice:
    if node.end > node.start:
        return _beside_comment(text, node.start, node.end, new)
    if parent is None or not isinstance(part, str):
        raise CannotEdit("there is no place for it")
    colon = _colon(text, parent, part)
    return _beside_comment(text, colon, colon, f" {new}")


def _beside_comment(text: str, start: int, end: int, new: str) -> Splice:
    """A comment behind the value keeps its column where there is room."""
    after = text[end : _line_end(text, end)]
    room = len(after) - len(after.lstrip(" "))
    if "\n" in text[start:end] or not room or after[room : room + 1] != "#":
        return Splice(start, end, new)
    gap = max(room + (end - start) - len(new), min(room, _GAP))
    return Splice(start, end + room, new + " " * gap)


def _colon(text: str, parent: Node, key: str) -> int:
    """The place behind a key's colon."""
    end = dict(parent.keys)[key]
    after = text[end:].lstrip(" ")
    if not after.startswith(":"):
        raise CannotEdit(f"the key {key} is written in an unusual way")
    return len(text) - len(after) + 1


def _after_last(text: str, node: Node, entry: Value) -> Splice:
    last = node.children[-1]
    if node.flow:
        comma = "" if text[last.end : node.end - 1].strip().startswith(",") else ", "
        at = node.end - 1 if not comma else last.end
        return Splice(at, at, f"{comma or ' '}{write(entry, flow=True)}")
    at = _line_end(text, last.end)
    while (line := _next_line(text, at)) is not None and _comment_deeper_than(text[at:line], node.column):
        at = line
    return Splice(at, at, _newline(text) + _row(text, node.column, entry, flow=last.flow))


def _block_list(
    text: str, root: Node | None, parent: Node, key: str, node: Node, entry: Value
) -> list[Splice]:
    """`key: []` becomes `key:` with a row below."""
    colon = _colon(text, parent, key)
    end = max(node.end, colon) if node.end > node.start else colon
    at = _line_end(text, end)
    row = _newline(text) + _row(text, parent.column + _offset(root), entry, flow=False)
    return [Splice(colon, end, ""), Splice(at, at, row)] if at > colon else [Splice(colon, end, row)]


def _new_key(text: str, root: Node | None, parent: Node | None, key: str, value: Value) -> Splice:
    if parent is not None and parent.flow:
        at = parent.end - 1
        comma = (
            ", " if parent.children and not text[parent.children[-1].end : at].strip().startswith(",") else ""
        )
        return Splice(at, at, f"{comma}{write({key: value}, flow=True).removeprefix('{').removesuffix('}')}")
    column = parent.column if parent is not None else 0
    written = _lines(text, column, {key: value}, _offset(root))
    if parent is None or parent is root:  # at the end of the file
        at = len(text.rstrip())
        return Splice(at, at, (_newline(text) if at else "") + written)
    at = _line_end(text, parent.end)
    return Splice(at, at, _newline(text) + written)


def _row(text: str, column: int, entry: Value, flow: bool) -> str:
    first, *rest = write(entry, flow=flow).split("\n")
    return _newline(text).join(
        [f"{' ' * column}- {first}", *(f"{' ' * (column + 2)}{line}" for line in rest)]
    )


def _lines(text: str, column: int, value: dict[str, Value], offset: int) -> str:
    """A key with its value below it; a list's rows as far in as elsewhere in the file."""
    [(key, inner)] = value.items()
    pad = " " * column
    if isinstance(inner, list) and inner:
        rows = (_row(text, column + offset, entry, flow=False) for entry in inner)
        return _newline(text).join([f"{pad}{write(key, flow=True)}:", *rows])
    return _newline(text).join(pad + line for line in write(value, flow=False).split("\n"))


def _offset(root: Node | None) -> int:
    """How far in the file sets the rows of a list: the first one decides."""
    if root is None:
        return 2
    for child in root.children:
        if root.kind is Kind.MAPPING and child.kind is Kind.LIST and not child.flow and child.children:
            return max(child.column - root.column, 0)
    return next(
        (_offset(child) for child in root.children if child.kind is Kind.MAPPING and not child.flow), 2
    )


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line_end(text: str, at: int) -> int:
    """Before the line break, or the end of the text."""
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if end > at and text[end - 1] == "\r" else end


def _next_line(text: str, at: int) -> int | None:
    """The end of the line below; None where there is none."""
    below = text.find("\n", at)
    return None if below < 0 or below + 1 >= len(text) else _line_end(text, below + 1)


def _comment_deeper_than(line: str, column: int) -> bool:
    stripped = line.strip()
    return stripped.startswith("#") and len(line.strip("\r\n")) - len(line.strip("\r\n").lstrip(" ")) > column
