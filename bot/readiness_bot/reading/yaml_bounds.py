"""How much one YAML file may hold.

Counted while a parser's events pass by, so that nothing is built of what is too much. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, Event, ScalarEvent

from readiness_bot.late import re

MAX_DEPTH = 20
MAX_NODES = 5_000
"""Keys and values: about 1,500 lines of a readiness file. The example's largest has 300."""
MAX_ALIASES = 100
MAX_TEXT = 10_000
"""Characters of one value. Every pattern is matched against such texts, so this is also the bound of their
work."""
MAX_KEY = 200
_SAFE_DEPTH = 500
"""So many levels the C parser is sure to survive."""
MAX_NUMBER = 40
"""Characters of a number as it is written: Python converts no more than 4,300 digits, and in quadratic
time."""

_SIGNS = "[{,:?&*-"
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class TooMuch(YAMLError):
    """Refused before it is built; `event` is where."""

    def __init__(self, event: Event, message: str, fix: str) -> None:
        super().__init__(message)
        self.event, self.message, self.fix = event, message, fix


@dataclass(slots=True)
class Counter:
    """Meets each event of a document in turn. Raises TooMuch."""

    most: int = MAX_NODES
    nodes: int = 0
    depth: int = 0

    def meet(self, event: Event) -> None:
        if isinstance(event, CollectionEndEvent):
            self.depth -= 1
        elif isinstance(event, ScalarEvent | AliasEvent | CollectionStartEvent):
            self.nodes += 1
            if self.nodes > self.most:
                raise TooMuch(event, f"this file holds more than {self.most:,} values", "shorten it")
            self.depth += isinstance(event, CollectionStartEvent)
            if self.depth > MAX_DEPTH + 1:
                raise TooMuch(event, f"this is nested more than {MAX_DEPTH} levels deep", "flatten it")


def may_be_too_much(text: str) -> bool:
    """Whether the events of a text need counting: each value but the first follows one of these signs, and a
    key brings two."""
    if 2 * sum(map(text.count, _SIGNS)) > MAX_NODES - 2:
        return True
    inline = text.count("[") + text.count("{")
    if inline + max(map(len, text.splitlines()), default=0) <= _SAFE_DEPTH:
        return False  # no line is long enough to be indented so far
    indents = max((len(line) - len(line.lstrip(" -?:")) for line in text.splitlines()), default=0)
    return inline + indents > _SAFE_DEPTH


def complaint(text: str, *, key: bool = False) -> tuple[str, str] | None:
    """Why a text is not taken, with what to do; None where it is."""
    most = MAX_KEY if key else MAX_TEXT
    # Whatever Python calls printable, YAML does too.
    if len(text) <= most and text.isprintable():
        return None
    what = "key" if key else "text"
    if len(text) > most:
        told = f"this {what} has {len(text):,} characters, and {most:,} are the most"
        return told, "shorten it" if key else "move it to a document, and link that here"
    strange = _UNPRINTABLE.search(text)
    if strange is None:
        return None
    code = ord(strange[0])
    name = "half of a character" if 0xD800 <= code <= 0xDFFF else "a control character"
    return f"this {what} contains {name} (U+{code:04X})", "write the character itself, or remove it"
