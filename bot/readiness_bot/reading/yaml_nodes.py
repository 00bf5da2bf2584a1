"""YAML text to nodes: the only module that imports ruamel.yaml's parsers to read.

The C parser reads first (ten times faster). The pure parser decides wherever the C parser objects, because
that is an old libyaml which refuses valid YAML, and it reads alone what the two read differently. So the
answer is always the pure parser's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import Event
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.parser import Parser
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

from readiness_bot.late import re
from readiness_bot.reading.yaml_bounds import Counter, TooMuch, may_be_too_much

_UNUSUAL = re.compile(
    r"[\t\x85\u2028\u2029\ue000!&*?|>\]}\"']"  # one class first, by which a text is searched in one go; then:
    r"(?:(?<=[\t\x85\u2028\u2029])"  # tabs, and line breaks of YAML 1.1 that are none in 1.2
    r"|(?<=\ue000)"  # stands for a colon below
    r"|(?<=[!&*?])(?<![^\s,\[{].)"  # tags, anchors, aliases, explicit keys
    r"|(?<=[|>])[-+0-9]*[ ]*(?:#.*)?$"  # block scalars
    r"|(?<=[\]}\"']):(?!\s))",  # a quoted or flow key without a space after its colon
    re.MULTILINE,
)
_DOCUMENTS = ("---", "...")
"""How lines begin where a document begins or ends."""


def is_usual(text: str) -> bool:
    """Whether nothing stands in a text on which the two parsers differ (`tests/reading/test_yaml_suite.py`),
    or that reaches beyond its place (anchors, documents)."""
    return not (
        text.startswith((*_DOCUMENTS, "\ufeff", "%"))
        or any(f"\n{sign}" in text for sign in _DOCUMENTS)
        or _UNUSUAL.search(text)
    )


_URL = re.compile(r":(?=//)(?<=[a-z0-9]:)")
_COLON = "\ue000"
"""The C parser refuses an unquoted URL in flow style (`{url: https://x/y}`), and reads this character for its
colon. It is one for private use in Unicode, and like a colon one column wide. No value with `://` in it is
anything but text."""


_NO_BREAKS = {"\x85": "\ue001", "\u2028": "\ue002", "\u2029": "\ue003"}
"""Both parsers end lines at these, as YAML 1.1 did; YAML 1.2 (5.4, "Line Break Characters") and every editor
do not. They are read as characters for private use, one column wide as well."""
_HIDE, _SHOW = (
    str.maketrans(_NO_BREAKS),
    str.maketrans({hidden: shown for shown, hidden in _NO_BREAKS.items()}),
)


def compose(text: str) -> Node | None:
    """The document's root. Raises YAMLError; TooMuch before anything is built."""
    return _without_breaks(text, _compose)


def compose_pure(text: str) -> Node | None:
    """The same by the parser that decides. It counts as it goes."""
    return _without_breaks(text, _compose_purely)


def _without_breaks(text: str, read: Callable[[str], Node | None]) -> Node | None:
    hidden = _hidden(text)
    if hidden is None:
        return read(text)
    root = read(hidden)
    _show(root, set())
    return root


def _hidden(text: str) -> str | None:
    """With nothing in it that only YAML 1.1 takes for a line's end; None where there is nothing, or no
    character left for it."""
    if not any(char in text for char in _NO_BREAKS) or any(char in text for char in _NO_BREAKS.values()):
        return None
    return text.translate(_HIDE)


def _show(node: Node | None, seen: set[int]) -> None:
    """Give a tree its characters back; with aliases it is none, and a node is met again."""
    if node is None or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, ScalarNode):
        node.value = node.value.translate(_SHOW)
        return
    for child in node.value:
        for inner in child if isinstance(child, tuple) else (child,):
            _show(inner, seen)


def _compose(text: str) -> Node | None:
    if not is_usual(text):
        return _compose_purely(text)
    readable, urls = _URL.subn(_COLON, text) if _in_flow_style(text) else (text, 0)
    try:
        if may_be_too_much(
            text
        ):  # this parser composes recursively in C, without a bound: its events come one by one
            _walk(_Fast(readable), Counter())
        root = _Fast(readable).get_single_node()
    except TooMuch:
        raise
    except (YAMLError, ValueError):
        return _compose_purely(text)
    if urls:
        _restore(root)
    return root  # type: ignore[no-any-return]


def _in_flow_style(text: str) -> bool:
    """Whether any of it may be; the C parser takes a URL everywhere else."""
    return "{" in text or "[" in text


def _compose_purely(text: str) -> Node | None:
    pure = _pure(Counter())
    pure.composer.warn_double_anchors = False  # a name may be given again in YAML 1.2
    return pure.compose(text)  # type: ignore[no-any-return]


def walk(text: str, most: int) -> None:
    """Read a text without building anything: whether it can be parsed at all.

    Raises YAMLError, and TooMuch.
    """
    text = _hidden(text) or text
    if is_usual(text):
        try:
            return _walk(_Fast(_URL.sub(_COLON, text)), Counter(most))
        except TooMuch:
            raise
        except (YAMLError, ValueError):
            pass
    for _ in _pure(Counter(most)).parse(text):
        pass
    return None


def _walk(parser: Any, counter: Counter) -> None:
    while parser.check_event():
        counter.meet(parser.get_event())


def scalar(kind: str, node: ScalarNode) -> object:
    """The value of a `bool`, `float`, `int`, `null` or `timestamp`. ValueError: it only looks like one."""
    return getattr(_constructor(), f"construct_yaml_{kind}")(node)


class _Yaml(YAML):
    """Without a search for plug-ins on disk at every file."""

    def official_plug_ins(self) -> list[str]:
        return []


class _Counting(Parser):
    """The pure parser, with every event met by a counter before a node is made of it."""

    counter: Counter

    def get_event(self) -> Event:
        event: Event = super().get_event()
        self.counter.meet(event)
        return event


def _pure(counter: Counter) -> Any:
    pure = _Yaml(typ="safe", pure=True)
    pure.Parser = type("_Counting", (_Counting,), {"counter": counter})
    return pure


@cache
def _constructor() -> Any:
    return SafeConstructor(loader=_Yaml(typ="safe", pure=True))


class _Fast(CParser):  # type: ignore[misc]
    """The C parser with the tags of YAML 1.2.

    ruamel.yaml's own resolver gives the same tags, but makes one for each value and looks for its version
    each time.
    """

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool]) -> Tag:
        if kind is not ScalarNode:
            return _COLLECTION[kind]
        return _tag_of(value) if implicit[0] else _TEXT

    def descend_resolver(self, node: Node | None, index: object) -> None:
        """Tags by path: there are none."""

    def ascend_resolver(self) -> None:
        """The same."""


_TEXT = VersionedResolver.DEFAULT_SCALAR_TAG
_COLLECTION: dict[type[Node], Tag] = {
    MappingNode: VersionedResolver.DEFAULT_MAPPING_TAG,
    SequenceNode: VersionedResolver.DEFAULT_SEQUENCE_TAG,
}
_RULES: dict[str, list[tuple[str, Any]]] = VersionedResolver().versioned_resolver
"""The first character of a plain text → what it may be: a tag, and the pattern of such texts."""


def _tag_of(text: str) -> Tag:
    for tag, matches in _rules(text[:1]) if text[:1] in _RULES else ():
        if matches(text):
            return tag
    return _TEXT


@cache
def _rules(first: str) -> tuple[tuple[Tag, Callable[[str], object]], ...]:
    return tuple((_tag(name), pattern.match) for name, pattern in _RULES[first])


@cache
def _tag(name: str) -> Tag:
    return Tag(suffix=name)


def _restore(node: Node | None) -> None:
    """Give URLs their colons back.

    The nodes are a tree: with aliases the text would not have been read here.
    """
    if isinstance(node, ScalarNode):
        node.value = node.value.replace(_COLON, ":")
    elif isinstance(node, MappingNode):
        for pair in node.value:
            for child in pair:
                _restore(child)
    elif isinstance(node, SequenceNode):
        for child in node.value:
            _restore(child)
