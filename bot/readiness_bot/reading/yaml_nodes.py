"""YAML text to nodes: the only module that imports ruamel.yaml's parsers to read.

The C parser reads first (ten times faster). The pure parser decides wherever the C parser objects, because that is an
old libyaml which refuses valid YAML, and it reads alone what the two read differently. So the answer is always the pure
parser's.
"""

from __future__ import annotations

import re
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

from readiness_bot.reading.yaml_bounds import Counter, TooMuch, may_be_too_much

_UNUSUAL = re.compile(
    r"[\t\x85\u2028\u2029]"  # tabs, and line breaks of YAML 1.1 that are none in 1.2
    r"|(?:^|[\s,\[{])[!&*?]"  # tags, anchors, aliases, explicit keys
    r"|^(?:---|\.\.\.)"  # where documents begin and end
    r"|[|>][-+0-9]*[ ]*(?:#.*)?$"  # block scalars
    r"|[\]}\"']:(?!\s)"  # a quoted or flow key without a space after its colon
    r"|\ue000",  # stands for a colon below
    re.MULTILINE,
)
"""On these the two parsers differ (`tests/reading/test_yaml_suite.py`), so that the pure one reads alone."""

_URL = re.compile(r"(?<=[a-z0-9]):(?=//)")
_COLON = "\ue000"
"""The C parser refuses an unquoted URL in flow style (`{url: https://x/y}`), and reads this character for its colon. It is one for
private use in Unicode, and like a colon one column wide. No value with `://` in it is anything but text."""


def compose(text: str) -> Node | None:
    """The document's root. Raises YAMLError; TooMuch before anything is built."""
    if _UNUSUAL.search(text):
        return compose_pure(text)
    readable, urls = _URL.subn(_COLON, text)
    try:
        if may_be_too_much(
            text
        ):  # this parser composes recursively in C, without a bound: its events come one by one
            _walk(_Fast(readable), Counter())
        root = _Fast(readable).get_single_node()
    except TooMuch:
        raise
    except (YAMLError, ValueError):
        return compose_pure(text)
    if urls:
        _restore(root)
    return root  # type: ignore[no-any-return]


def compose_pure(text: str) -> Node | None:
    """The same by the parser that decides. It counts as it goes."""
    pure = _pure(Counter())
    pure.composer.warn_double_anchors = False  # a name may be given again in YAML 1.2
    return pure.compose(text)  # type: ignore[no-any-return]


def walk(text: str, most: int) -> None:
    """Read a text without building anything: whether it can be parsed at all. Raises YAMLError, and TooMuch."""
    if not _UNUSUAL.search(text):
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


def is_usual(text: str) -> bool:
    """Whether nothing stands in a text on which the parsers differ, or that reaches beyond its place (anchors, documents)."""
    return _UNUSUAL.search(text) is None and not text.startswith(("\ufeff", "%"))


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


class _Fast(CParser, VersionedResolver):  # type: ignore[misc]
    """The C parser. ruamel would make such a class, and sort the rules of YAML 1.2, for each text."""

    versioned_resolver = VersionedResolver().versioned_resolver

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        VersionedResolver.__init__(self, loadumper=self)


def _restore(node: Node | None) -> None:
    """Give URLs their colons back. The nodes are a tree: with aliases the text would not have been read here."""
    if isinstance(node, ScalarNode):
        node.value = node.value.replace(_COLON, ":")
    elif isinstance(node, MappingNode):
        for pair in node.value:
            for child in pair:
                _restore(child)
    elif isinstance(node, SequenceNode):
        for child in node.value:
            _restore(child)
