"""YAML bytes to a `Document`, safely. Which parser reads, `yaml_nodes.py` decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError
from ruamel.yaml.events import Event
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from readiness_bot.reading.document import Document, Finding, KeyPath, Position, Unreadable, Value
from readiness_bot.reading.lines import lines_of
from readiness_bot.reading.yaml_bounds import (
    MAX_ALIASES,
    MAX_DEPTH,
    MAX_NODES,
    MAX_NUMBER,
    TooMuch,
    complaint,
)
from readiness_bot.reading.yaml_nodes import compose, scalar, walk

T = TypeVar("T")

_PREFIX = "tag:yaml.org,2002:"
_MERGE = f"{_PREFIX}merge"
_SCALARS = {
    **{_PREFIX + kind: kind for kind in ("str", "int", "float", "bool", "null", "timestamp")},
    **dict.fromkeys((f"{_PREFIX}value", f"{_PREFIX}yaml", _MERGE), "str"),
}
"""Tag → what a value with it is. A lone '=', '!' or '<<' is plain text to everybody else."""


class _Refused(Exception):
    """What we do not take, although it may be valid YAML."""

    def __init__(self, node: Node | Event, message: str, fix: str) -> None:
        super().__init__(message)
        self.position = _start(node)
        self.message, self.fix = message, fix


def parse(path: str, content: bytes, first_line: int = 1) -> Document | Unreadable:
    """Parse one file of at most 256 KiB; `first_line` is where the text stands in it (front matter).

    What is made of a small one is remembered, and nobody changes it.
    """
    return (_remembered if len(content) <= _SMALL else _parsed)(path, content, first_line)


def _parsed(path: str, content: bytes, first_line: int) -> Document | Unreadable:
    shift = first_line - 1
    text = _text(path, content, first_line)
    return text if isinstance(text, Unreadable) else _guarded(path, text, shift, lambda: _build(text, shift))


_SMALL = 16 * 1024
"""Bytes."""
_remembered = lru_cache(maxsize=16)(_parsed)
"""A model's past and present contract are mostly the same text, and are asked for their name first."""


def syntax(path: str, content: bytes, most: int) -> Finding | None:
    """Why a YAML file of any shape cannot be parsed; None where it can. It may hold `most` values."""
    text = _text(path, content, 1)
    if isinstance(text, Unreadable):
        return text.finding
    found = _guarded(path, text, 0, lambda: walk(text, most))
    return found.finding if isinstance(found, Unreadable) else None


def _build(text: str, shift: int) -> Document:
    return _Builder(shift).build(compose(text), text)


def _text(path: str, content: bytes, first_line: int) -> str | Unreadable:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + first_line
        return _unreadable(path, Position(line, 1), "this file is not UTF-8 text", "save it as UTF-8")
    directive = next((n for n, line in enumerate(lines_of(text), 1) if line.startswith("%")), None)
    if directive is not None and not text[: text.find("%")].strip("-\n \t\r"):
        where = Position(directive + first_line - 1, 1)
        return _unreadable(path, where, "a '%' directive is not allowed here", "remove this line")
    return text


def _guarded(path: str, text: str, shift: int, read: Callable[[], T]) -> T | Unreadable:
    """What `read` makes of a text, or the finding that says why it cannot."""
    try:
        return read()
    except (_Refused, TooMuch) as refused:
        place = refused.position if isinstance(refused, _Refused) else _start(refused.event)
        where = Position(place.line + shift, place.column)
        return _unreadable(path, where, refused.message, refused.fix)
    except YAMLError as error:
        where = _place_of(error, text, shift)
        problem = (
            str(error.problem or error.context or "") if isinstance(error, MarkedYAMLError) else str(error)
        )
        lines = lines_of(text)
        row = where.line - shift - 1
        from readiness_bot.reading.yaml_errors import explain

        message, fix = explain(problem, lines[row] if row < len(lines) else "", where.column)
        return _unreadable(path, where, message, fix)


def _place_of(error: YAMLError, text: str, shift: int) -> Position:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark:
        return Position(mark.line + 1 + shift, mark.column + 1)
    before = text[: getattr(error, "position", 0)]  # a character that YAML does not allow
    return Position(before.count("\n") + 1 + shift, len(before) - before.rfind("\n"))


def _unreadable(path: str, where: Position, message: str, fix: str) -> Unreadable:
    return Unreadable(Finding(path, where.line, where.column, "syntax", message, fix))


def _start(node: Node | Event) -> Position:
    return Position(node.start_mark.line + 1, node.start_mark.column + 1)


def _odd_tag(node: Node) -> _Refused:
    return _Refused(node, f"the tag {str(node.tag)[:60]!r} is not allowed", "remove what begins with '!'")


class _Builder:
    """Walks the nodes once, and keeps the place of each. All of it is done for every value of every file."""

    def __init__(self, shift: int) -> None:
        self.shift = shift
        self.values: dict[KeyPath, Position] = {}
        self.keys: dict[KeyPath, Position] = {}
        self.raw: dict[KeyPath, str] = {}
        self.seen: dict[int, int] = {}
        self.count = 0

    def build(self, root: Node | None, text: str) -> Document:
        end = Position(max(len(lines_of(text.rstrip())), 1) + self.shift, 1)
        if root is None or (isinstance(root, ScalarNode) and self._scalar((), root) is None):
            return Document(end=end)
        if not isinstance(root, MappingNode):
            raise _Refused(root, "this file must hold keys with values", "write lines such as   key: value")
        data = self._mapping((), root)
        return Document(data, self.values, self.keys, self.raw, end)

    def _at(self, mark: StringMark, right: int = 0) -> Position:
        return Position(mark.line + 1 + self.shift, mark.column + 1 + right)

    def _value(self, path: KeyPath, node: Node, before: StringMark, right: int = 0) -> Value:
        """`before`, and `right` of it: the place of a value that is not written, on which the two parsers
        differ."""
        self._bound(path, node)
        if isinstance(node, ScalarNode):
            written = node.value or node.style
            self.values[path] = self._at(node.start_mark) if written else self._at(before, right)
            return self._scalar(path, node)
        self.values[path] = self._at(node.start_mark)
        if isinstance(node, MappingNode):
            return self._mapping(path, node)
        if isinstance(node, SequenceNode):
            self._tag(node, "seq")
            rows = enumerate(node.value)
            return [self._value((*path, index), row, node.start_mark) for index, row in rows]
        raise _Refused(node, "this is not a value", "write   key: value")

    def _bound(self, path: KeyPath, node: Node) -> None:
        """Aliases are the same node met again; what they repeat counts in full, so a bomb stops early."""
        self.count += 1
        if self.count > MAX_NODES:
            raise _Refused(node, f"this file holds more than {MAX_NODES:,} values", "shorten it")
        if len(path) > MAX_DEPTH:
            raise _Refused(node, f"this is nested more than {MAX_DEPTH} levels deep", "flatten it")
        if not isinstance(node, ScalarNode) or node.anchor:
            met = self.seen[id(node)] = self.seen.get(id(node), -1) + 1
            if met > MAX_ALIASES:
                raise _Refused(
                    node, f"one value is repeated more than {MAX_ALIASES} times by aliases", "write it out"
                )

    def _tag(self, node: Node, expected: str) -> None:
        if node.ctag.trval != _PREFIX + expected:
            raise _odd_tag(node)

    def _mapping(self, path: KeyPath, node: MappingNode) -> dict[str, Value]:
        self._tag(node, "map")
        data: dict[str, Value] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            here = (*path, key)
            if key in data:
                first = self.keys[here].line
                raise _Refused(
                    key_node, f"the key '{key}' appears twice (first on line {first})", "keep one of them"
                )
            self.keys[here] = self._at(key_node.start_mark)
            data[key] = self._value(here, value_node, key_node.end_mark, 1)  # beside its colon
        return data

    def _key(self, node: Node) -> str:
        if not isinstance(node, ScalarNode):
            raise _Refused(node, "a key must be a single word", "write   key: value")
        if node.ctag.trval == _MERGE:
            raise _Refused(node, "'<<' (merge) is not allowed", "write the values out")
        wrong = complaint(node.value, key=True)
        if wrong:
            raise _Refused(node, *wrong)
        return str(node.value)

    def _scalar(self, path: KeyPath, node: ScalarNode) -> Value:
        kind = _SCALARS.get(node.ctag.trval or "")
        if kind is None:
            raise _odd_tag(node)
        wrong = complaint(node.value)
        if wrong:
            raise _Refused(node, *wrong)
        if not node.style:
            self.raw[path] = node.value
        if kind == "str":
            return str(node.value)
        if len(node.value) > MAX_NUMBER:
            told = f"this number has {len(node.value):,} characters, and {MAX_NUMBER} are the most"
            raise _Refused(node, told, "write a smaller number, or text in quotes")
        try:
            return scalar(kind, node)
        except (ValueError, OverflowError):
            # 2026-02-30 looks like a date, and in 0001-01-01T00:00:00+02:00 there is none: left as text,
            # which the schema refuses.
            return str(node.value)
