"""Where each value stands in a YAML text, and how a value is written as YAML: the only module besides
`reading/yaml.py` that imports ruamel.yaml.

It is a second one because reading gives plain data with line and column for messages, while editing needs the
span and the style of every node, and an emitter. A file is never dumped as a whole: ruamel's round trip
re-indents lists, and changes line endings and the spaces in `{…}`, which in a review looks as if the bot had
rewritten the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as RuamelNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from readiness_bot.editing.errors import CannotEdit
from readiness_bot.reading.document import Value

_BARE = re.compile(r"[A-Za-z][A-Za-z0-9._/-]*")
_NOT_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})


class Kind(StrEnum):
    """What a node holds."""

    SCALAR = "scalar"
    LIST = "list"
    MAPPING = "mapping"


@dataclass(frozen=True, slots=True)
class Node:
    """A value's place: characters `start` to `end` (not included) of the text; a block ends with its last
    value."""

    kind: Kind
    start: int
    end: int
    column: int
    """Counts from 0."""
    flow: bool
    """Written as `[…]` or `{…}`."""
    quote: str = ""
    """Of a quoted scalar: `"` or `'`."""
    keys: tuple[tuple[str, int], ...] = ()
    """Of a mapping: each key, and where it ends."""
    children: tuple[Node, ...] = ()

    def child(self, part: str | int) -> Node | None:
        if isinstance(part, int):
            return self.children[part] if self.kind is Kind.LIST and 0 <= part < len(self.children) else None
        names = [name for name, _ in self.keys]
        return self.children[names.index(part)] if part in names else None


def compose(text: str) -> Node | None:
    """The text's nodes; None where it holds nothing but comments. Raises CannotEdit."""
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False
    try:
        root = yaml.compose(text)
    except (YAMLError, RecursionError, ValueError) as error:
        raise CannotEdit("it cannot be read as YAML") from error
    return None if root is None else _node(root, text)


def _node(node: RuamelNode, text: str) -> Node:
    start, end, column = node.start_mark.index, node.end_mark.index, node.start_mark.column
    if isinstance(node, MappingNode):
        children = tuple(_below(key, value, text) for key, value in node.value)
        keys = tuple((str(key.value), key.end_mark.index) for key, _ in node.value)
        return Node(
            Kind.MAPPING,
            start,
            _end(node, children, end),
            column,
            bool(node.flow_style),
            keys=keys,
            children=children,
        )
    if isinstance(node, SequenceNode):
        children = tuple(_node(value, text) for value in node.value)
        return Node(
            Kind.LIST, start, _end(node, children, end), column, bool(node.flow_style), children=children
        )
    if not isinstance(node, ScalarNode):
        raise CannotEdit("it contains something that is not a value")
    if node.style in ("|", ">"):  # its mark stands where the next thing begins
        end = start + len(text[start:end].rstrip())
    return Node(
        Kind.SCALAR, start, end, column, flow=False, quote=node.style if node.style in ('"', "'") else ""
    )


def _below(key: RuamelNode, value: RuamelNode, text: str) -> Node:
    """A key's value. The mark of one that is not written stands where the next thing begins, behind comments
    and lines that are not its own: its place is behind the colon."""
    node = _node(value, text)
    if node.kind is not Kind.SCALAR or node.quote or node.end > node.start:
        return node
    colon = text.find(":", key.end_mark.index, node.start) + 1
    return replace(node, start=colon, end=colon) if colon else node


def _end(node: MappingNode | SequenceNode, children: tuple[Node, ...], end: int) -> int:
    return end if node.flow_style or not children else max(children[-1].end, node.start_mark.index)


class _Text:
    """What the emitter writes to: text, since it has an `encoding`."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, part: str) -> None:
        self.parts.append(part)


def write(value: Value, flow: bool) -> str:
    """A value as YAML, without the last line feed.

    Text that is more than one plain word stands in double quotes.
    """
    flow = flow or not isinstance(value, Mapping | list | tuple)
    yaml = YAML()
    yaml.width = 2**30
    out = _Text()
    yaml.dump([_prepared(value, flow)] if flow else _prepared(value, flow), out)
    text = "".join(out.parts).rstrip("\n")
    return text.removeprefix("- ") if flow else text


def _prepared(value: Value, flow: bool) -> object:
    if isinstance(value, str):
        plain = _BARE.fullmatch(value) and value.lower() not in _NOT_TEXT
        return value if plain else DoubleQuotedScalarString(value)
    if isinstance(value, Mapping):
        mapping = CommentedMap((key, _prepared(child, flow)) for key, child in value.items())
        mapping.fa.set_flow_style() if flow else mapping.fa.set_block_style()
        return mapping
    if isinstance(value, list | tuple):
        sequence = CommentedSeq(_prepared(child, flow) for child in value)
        sequence.fa.set_flow_style() if flow else sequence.fa.set_block_style()
        return sequence
    return value
