"""Markdown text to tokens: the one place that runs markdown-it, and the bounds that keep its time linear and
short."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, takewhile

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MAX_LINES = 3_000
"""Of one text. A bullet of two characters becomes five tokens, so that time goes by lines rather than by
bytes."""
MAX_BARS = 10_000
"""Bars of tables, in all its lines: each makes a cell, which is three tokens. A table of 1,000 rows and 9
columns has as many."""
MAX_INLINE = 1_000
"""Characters of a paragraph, heading or cell whose emphasis, links and code are looked at; a longer one is
taken as plain text."""
MAX_MARKS = 60
"""The same by what opens something there: for each, markdown-it may look through all that follows."""
_MARKS = "[*_`<"


def tokens(lines: Sequence[str]) -> list[Token]:
    """What stands in a text, block by block; what is below its first `MAX_LINES` lines, or `MAX_BARS` bars,
    is not looked at."""
    return _PARSER.parse("\n".join(lines[: looked_at(lines)]))


def looked_at(lines: Sequence[str]) -> int:
    """How many lines of a text are."""
    bars = accumulate(line.count("|") for line in lines[:MAX_LINES])
    return sum(1 for _ in takewhile(lambda count: count <= MAX_BARS, bars))


def _bounded(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children, text = [], token.content
        if len(text) > MAX_INLINE or sum(map(text.count, _MARKS)) > MAX_MARKS:
            token.children.append(Token("text", "", 0, content=text))
        else:
            state.md.inline.parse(text, state.md, state.env, token.children)


_PARSER = MarkdownIt("commonmark", {"maxNesting": 10}).enable("table")
"""Of lists within lists, each of which nests twice, five are looked at."""
_PARSER.core.ruler.at("inline", _bounded)
